/// Draws diagnostics: the message, the place, the line and carets under what is meant.
///
///     error: relation 'financed_bye' is not known; did you mean 'financed_by'?
///       --> Queries/elite.dl:4:16
///        |
///      4 | ?- project(P), financed_bye(P, A).
///        |                ^^^^^^^^^^^^
package struct DiagnosticRenderer: Sendable {
    /// Whether to write ANSI colours.
    package var usesColor: Bool
    /// Columns that a line of source may take; a longer one is cut around what is meant.
    package var width: Int

    /// Columns from one tab stop to the next.
    private static let tabStop = 4

    package init(usesColor: Bool = false, width: Int = 100) {
        self.usesColor = usesColor
        self.width = max(20, width)
    }

    /// Several diagnostics, with an empty line between them and a line break at the end.
    package func text(of diagnostics: [Diagnostic]) -> String {
        diagnostics.map { text(of: $0) + "\n" }.joined(separator: "\n")
    }

    /// One diagnostic, of several lines, without a line break at the end.
    package func text(of diagnostic: Diagnostic) -> String {
        let color = diagnostic.severity == .error ? Color.red : Color.yellow
        let ranges = [diagnostic.range] + diagnostic.notes.map(\.range)
        let gutter = ranges.compactMap { $0 }.map { String(lastLine($0)).utf8.count }.max() ?? 1
        var lines = [painted(diagnostic.severity.rawValue, color) + painted(": " + diagnostic.message, .bold)]
        if let range = diagnostic.range { lines += picture(of: range, gutter: gutter, color: color) }
        for note in diagnostic.notes {
            if let range = note.range {
                lines.append(painted("note", .blue) + painted(": " + note.message, .bold))
                lines += picture(of: range, gutter: gutter, color: .blue)
            } else {
                lines.append(spaces(gutter + 2) + "= note: " + note.message)
            }
        }
        return lines.joined(separator: "\n")
    }

    private func lastLine(_ range: SourceRange) -> Int { range.file.position(at: range.start).line }

    // MARK: The picture

    private func picture(of range: SourceRange, gutter: Int, color: Color) -> [String] {
        let (line, column) = range.file.position(at: range.start)
        let number = String(line)
        let (text, caretColumn, caretWidth) = excerpt(of: range)
        let carets = spaces(caretColumn) + painted(String(repeating: "^", count: caretWidth), color)
        return [
            spaces(gutter + 1) + "--> \(range.file.name):\(line):\(column)",
            spaces(gutter + 2) + "|",
            " " + spaces(gutter - number.utf8.count) + number + " |" + (text.isEmpty ? "" : " " + text),
            spaces(gutter + 2) + "| " + carets,
        ]
    }

    /// The line on which a range starts, as a terminal shows it, with the columns that the range takes there.
    private func excerpt(of range: SourceRange) -> (text: String, column: Int, width: Int) {
        let bytes = range.file.bytes
        let start = max(0, min(range.start, bytes.count))
        let lineIndex = range.file.lineIndex(at: start)
        let lineStart = range.file.lineStarts[lineIndex]
        // A line may be the whole of a large file: only what can be shown is looked at.
        var first = max(lineStart, start - 4 * width)
        while first > lineStart, bytes[first] & 0xc0 == 0x80 { first -= 1 }
        var cells: [Cell] = []
        var column = 0
        var caretStart: Int?
        var caretEnd = 0
        var offset = first
        var text = String(decoding: bytes[first..<lineEnd(from: start, in: bytes)], as: UTF8.self).unicodeScalars[...]
        if first == lineStart, text.first == "\u{feff}" {
            text.removeFirst()
            offset += 3
        }
        for scalar in text {
            if offset >= start, caretStart == nil { caretStart = column }
            let cell = Cell(scalar, at: column)
            cells.append(cell)
            column += cell.width
            // A byte that is no UTF-8 was decoded to one replacement.
            offset += offset < bytes.count && isMalformed(scalar, bytes[offset]) ? 1 : UTF8.width(scalar)
            if offset <= range.end { caretEnd = column }
        }
        let caret = caretStart ?? column
        let length = max(1, caretEnd - caret)
        return cut(cells, caret: caret, length: length, cutsStart: first > lineStart)
    }

    private func lineEnd(from start: Int, in bytes: [UInt8]) -> Int {
        var end = start
        let limit = min(bytes.count, start + 4 * width)
        while end < limit, bytes[end] != UInt8(ascii: "\n") { end += 1 }
        if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        // No part of a character at the end.
        while end > start, end < bytes.count, bytes[end] & 0xc0 == 0x80 { end -= 1 }
        return end
    }

    private func isMalformed(_ scalar: Unicode.Scalar, _ byte: UInt8) -> Bool { scalar == "\u{fffd}" && byte != 0xef }

    /// Cuts what does not fit the width, with `…` for what is left out.
    private func cut(_ cells: [Cell], caret: Int, length: Int, cutsStart: Bool) -> (String, Int, Int) {
        let total = cells.last.map { $0.column + $0.width } ?? 0
        guard total > width || cutsStart else {
            return (trimmed(cells.map(\.text).joined()), caret, length)
        }
        let shown = min(length, width / 2)
        let from = caret + shown + width / 4 <= width && !cutsStart ? 0 : max(0, caret - width / 2 + shown / 2)
        let to = from + width
        var text = from > 0 || cutsStart ? "…" : ""
        let first = from > 0 || cutsStart ? from + 1 : 0
        var start: Int?
        for cell in cells where cell.column >= first && cell.column + cell.width <= to - 1 {
            if start == nil { start = cell.column }
            text += cell.text
        }
        if total > to - 1 { text += "…" }
        let shift = (start ?? first) - (first > 0 ? 1 : 0)
        let column = max(0, caret - shift)
        return (trimmed(text), column, max(1, min(length, to - 1 - caret)))
    }

    private func trimmed(_ text: String) -> String {
        var text = text[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }

    /// A character as it is shown, and where.
    private struct Cell {
        let text: String
        let column: Int
        let width: Int

        init(_ scalar: Unicode.Scalar, at column: Int) {
            self.column = column
            switch scalar.properties.generalCategory {
            case _ where scalar == "\t":
                width = DiagnosticRenderer.tabStop - column % DiagnosticRenderer.tabStop
                text = String(repeating: " ", count: width)
            case .control, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned:
                (text, width) = ("\u{fffd}", 1)
            case .format where scalar != "\u{200d}" && scalar != "\u{200c}":
                // Marks that turn the direction of writing would make the line lie.
                (text, width) = ("\u{fffd}", 1)
            default:
                text = String(scalar)
                width = DisplayWidth.columns(of: scalar)
            }
        }
    }

    // MARK: Colour

    private enum Color: String {
        case red = "1;31"
        case yellow = "1;33"
        case blue = "1;34"
        case bold = "1"
    }

    private func painted(_ text: String, _ color: Color) -> String {
        usesColor ? "\u{1b}[\(color.rawValue)m\(text)\u{1b}[0m" : text
    }

    private func spaces(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }
}
