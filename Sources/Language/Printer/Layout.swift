/// A text with the places where its lines may break (Wadler 2003, "A prettier printer").
indirect enum Layout {
    case text(String)
    /// A space, but not at the start of a line.
    case space
    /// A space, or a line break where the group around it does not fit its line.
    case line
    /// Nothing, or a line break where the group around it does not fit its line.
    case softLine
    case sequence([Layout])
    /// Lines that start inside are indented by so many columns more.
    case nest(Int, Layout)
    /// Breaks at all of its own places or at none.
    case group(Layout)
    /// A comment that ends the line on which it stands, behind what is there.
    case commentBehind(String)
    /// A comment on a line of its own.
    case commentAlone(String)
}

/// Lines of text, each with the comment behind it.
struct LaidOutText {
    private struct Line {
        var code: String
        var comment: String?
    }

    private var lines: [Line] = []
    private var column = 0
    /// Whether the line is complete, so that what follows starts another.
    private var isComplete = true

    /// Columns between code and the comment behind it.
    private static let gap = 3
    /// Comments on neighbouring lines stand below each other up to this column.
    private static let lastCommentColumn = 100

    /// Appends a layout at the start of a line, breaking lines that would take more than `width` columns.
    mutating func append(_ layout: Layout, width: Int) {
        isComplete = true
        breakLine(indent: 0)
        var stack: [Entry] = [Entry(indent: 0, isFlat: false, layout: layout)]
        while let entry = stack.popLast() {
            switch entry.layout {
            case .text(let text): write(text, indent: entry.indent)
            case .space: if !isComplete { write(" ", indent: entry.indent) }
            case .line: if entry.isFlat { write(" ", indent: entry.indent) } else { breakLine(indent: entry.indent) }
            case .softLine: if !entry.isFlat { breakLine(indent: entry.indent) }
            case .sequence(let parts): stack += parts.reversed().map { entry.with($0) }
            case .nest(let columns, let inner):
                stack.append(Entry(indent: entry.indent + columns, isFlat: entry.isFlat, layout: inner))
            case .group(let inner):
                let flat = Entry(indent: entry.indent, isFlat: true, layout: inner)
                let isFlat = entry.isFlat || fits(flat, before: stack, in: width - column)
                stack.append(Entry(indent: entry.indent, isFlat: isFlat, layout: inner))
            case .commentBehind(let text): appendBehind(text)
            case .commentAlone(let text):
                if !isComplete { breakLine(indent: entry.indent) }
                write(text, indent: entry.indent)
                isComplete = true
                endsInLineComment = text.hasPrefix("%")
            }
        }
        isComplete = true
    }

    /// Appends a comment behind the last line.
    mutating func appendBehind(_ comment: String) {
        guard !lines.isEmpty else { return append(.text(comment), width: .max) }
        if let before = lines[lines.count - 1].comment {
            lines[lines.count - 1].comment = before + " " + comment
        } else {
            lines[lines.count - 1].comment = comment
        }
        isComplete = true
        endsInLineComment = comment.hasPrefix("%")
    }

    mutating func appendEmptyLine() {
        lines.append(Line(code: "", comment: nil))
        isComplete = true
        isBegun = false
    }

    /// Whether the last line ends in a comment that would take all behind it.
    private(set) var endsInLineComment = false

    /// The whole text, with a line break at its end where it is not empty.
    var text: String {
        var result = ""
        var index = 0
        while index < lines.count {
            var end = index
            while end < lines.count, lines[end].comment != nil, !lines[end].code.contains("\n") { end += 1 }
            let run = index..<max(end, index + 1)
            let widths = lines[run].map { DisplayWidth.columns(of: $0.code) }
            let longest = widths.max() ?? 0
            let start = longest + LaidOutText.gap <= LaidOutText.lastCommentColumn ? longest : nil
            for (line, width) in zip(lines[run], widths) {
                result += line.code
                if let comment = line.comment {
                    result += String(repeating: " ", count: (start ?? width) - width + LaidOutText.gap) + comment
                }
                result += "\n"
            }
            index = run.upperBound
        }
        return result
    }

    // MARK: Writing

    private struct Entry {
        let indent: Int
        let isFlat: Bool
        let layout: Layout

        func with(_ layout: Layout) -> Entry { Entry(indent: indent, isFlat: isFlat, layout: layout) }
    }

    private mutating func write(_ text: String, indent: Int) {
        if isComplete { breakLine(indent: indent) }
        if lines[lines.count - 1].code.isEmpty {
            lines[lines.count - 1].code = String(repeating: " ", count: column)
        }
        endsInLineComment = false
        lines[lines.count - 1].code += text
        if let last = text.lastIndex(of: "\n") {
            column = DisplayWidth.columns(of: text[text.index(after: last)...])
        } else {
            column += DisplayWidth.columns(of: text)
        }
    }

    private mutating func breakLine(indent: Int) {
        isComplete = false
        // A line that was begun and has nothing yet serves.
        if isBegun, let last = lines.last, last.code.isEmpty, last.comment == nil {
            column = indent
            return
        }
        lines.append(Line(code: "", comment: nil))
        column = indent
        isBegun = true
    }

    /// Whether the last line was begun by a break, and is no empty line that shall stay.
    private var isBegun = false

    /// Whether the first entry, without breaks, and what follows it up to the next break fit into so many columns.
    private func fits(_ first: Entry, before rest: [Entry], in columns: Int) -> Bool {
        var left = columns
        var stack = [first]
        var next = rest.count
        while left >= 0 {
            guard let entry = stack.popLast() else {
                guard next > 0 else { return true }
                next -= 1
                stack.append(rest[next])
                continue
            }
            switch entry.layout {
            case .text(let text):
                guard let lineBreak = text.firstIndex(of: "\n") else {
                    left -= DisplayWidth.columns(of: text)
                    continue
                }
                return DisplayWidth.columns(of: text[..<lineBreak]) <= left
            case .space: left -= 1
            case .line:
                if !entry.isFlat { return true }
                left -= 1
            case .softLine: if !entry.isFlat { return true }
            case .sequence(let parts): stack += parts.reversed().map { entry.with($0) }
            case .nest(_, let inner), .group(let inner): stack.append(entry.with(inner))
            case .commentBehind, .commentAlone: return !entry.isFlat
            }
        }
        return false
    }
}
