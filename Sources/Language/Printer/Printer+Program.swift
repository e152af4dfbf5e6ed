/// Whole programs, with their comments.
extension Printer {
    /// A program in canonical layout. Statements keep their order, and single empty lines between them stay. A comment
    /// inside a statement moves above it; one behind a statement stays behind it.
    package static func text(of program: Program) -> String {
        var layout = ProgramLayout(source: program.source)
        var comments = program.comments[...]
        for statement in program.statements {
            while let comment = comments.first, comment.range.start < statement.range.start {
                layout.add(comment)
                comments.removeFirst()
            }
            var inner: [Comment] = []
            while let comment = comments.first, comment.range.start < statement.range.end {
                inner.append(comment)
                comments.removeFirst()
            }
            layout.add(statement, commentsInside: inner)
        }
        for comment in comments { layout.add(comment) }
        return layout.text.isEmpty ? "" : layout.text + "\n"
    }
}

/// The text of a program as it grows, and the line of the source that it has come to.
private struct ProgramLayout {
    let source: SourceFile
    var text = ""
    /// The line of the source where the last item ended; nil before the first.
    private var lastLine: Int?
    private var lastIsStatement = false

    init(source: SourceFile) { self.source = source }

    mutating func add(_ statement: Statement, commentsInside comments: [Comment]) {
        let documentationLines = statement.documentation.map {
            $0.split(separator: "\n", omittingEmptySubsequences: false).count
        }
        let firstLine = source.lineIndex(at: statement.range.start) - (documentationLines ?? 0)
        startItem(at: firstLine)
        for comment in comments { text += marked(comment) + "\n" }
        text += Printer.text(of: statement)
        lastLine = source.lineIndex(at: max(statement.range.start, statement.range.end - 1))
        lastIsStatement = true
    }

    mutating func add(_ comment: Comment) {
        let line = source.lineIndex(at: comment.range.start)
        if comment.isTrailing, lastIsStatement, lastLine == line {
            text += "   " + marked(comment)
        } else {
            startItem(at: line)
            text += marked(comment)
        }
        lastLine = source.lineIndex(at: max(comment.range.start, comment.range.end - 1))
        lastIsStatement = false
    }

    private mutating func startItem(at line: Int) {
        guard let lastLine else { return }
        text += line > lastLine + 1 ? "\n\n" : "\n"
    }

    /// A comment with its marks; one mark less where it would turn into the documentation of what follows.
    private func marked(_ comment: Comment) -> String {
        comment.text.hasPrefix("%%") && !comment.text.hasPrefix("%%%") ? String(comment.text.dropFirst()) : comment.text
    }
}
