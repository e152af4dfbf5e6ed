import Terms

/// Draws answers as a table of boxes that fits the terminal: long cells are broken over lines, never cut.
struct TableWriter {
    private let columns: [String]
    private let cells: [[String]]
    private let numeric: [Bool]
    private let widths: [Int]
    private let hasHeader: Bool
    private let name: String?
    /// Whether the table is no wider than the terminal; one of very many columns can be.
    let fits: Bool

    init(_ table: AnswerTable, width: Int?, hasHeader: Bool) {
        name = table.name
        columns = table.columns
        self.hasHeader = hasHeader
        cells = table.rows.map { row in row.map { TableWriter.visible($0.plainText(table.namespaces)) } }
        numeric = table.columns.indices.map { column in
            table.isNumeric(column)
        }
        var natural = columns.map(TextWidth.of)
        for row in cells {
            for (column, cell) in row.enumerated() { natural[column] = max(natural[column], TextWidth.of(cell)) }
        }
        let widths = TableWriter.fit(natural, to: width)
        self.widths = widths
        fits = width.map { widths.reduce(0, +) + 3 * widths.count + 1 <= $0 } ?? true
    }

    /// Narrow columns keep their width; wide ones share what is left.
    private static func fit(_ natural: [Int], to width: Int?) -> [Int] {
        guard let width else { return natural.map { max(1, $0) } }
        var room = width - 3 * natural.count - 1
        var fitted = natural.map { max(1, $0) }
        guard fitted.reduce(0, +) > room else { return fitted }
        var open = Array(natural.indices)
        while !open.isEmpty {
            let share = max(8, room / open.count)
            let narrow = open.filter { fitted[$0] <= share }
            if narrow.isEmpty {
                for column in open { fitted[column] = share }
                break
            }
            for column in narrow { room -= fitted[column] }
            open.removeAll { narrow.contains($0) }
        }
        return fitted
    }

    func write(to sink: ByteSink) throws(OutputError) {
        if let name { try sink.write(name + "\n") }
        try sink.write(rule("┌", "┬", "┐"))
        if hasHeader {
            try write(columns, alignRight: Array(repeating: false, count: columns.count), to: sink)
            try sink.write(rule("├", "┼", "┤"))
        }
        for row in cells { try write(row, alignRight: numeric, to: sink) }
        try sink.write(rule("└", "┴", "┘"))
        try writeCount(to: sink)
    }

    /// `(3 rows)`
    func writeCount(to sink: ByteSink) throws(OutputError) {
        let count = cells.count
        try sink.write(count == 0 ? "(no rows)\n" : count == 1 ? "(1 row)\n" : "(\(count) rows)\n")
    }

    private func rule(_ left: String, _ middle: String, _ right: String) -> String {
        left + widths.map { String(repeating: "─", count: $0 + 2) }.joined(separator: middle) + right + "\n"
    }

    private func write(_ row: [String], alignRight: [Bool], to sink: ByteSink) throws(OutputError) {
        let wrapped = zip(row, widths).map { TextWidth.wrap($0, to: $1) }
        for line in 0..<(wrapped.map(\.count).max() ?? 1) {
            var text = "│"
            for (column, lines) in wrapped.enumerated() {
                let cell = line < lines.count ? lines[line] : ""
                let padding = String(repeating: " ", count: max(0, widths[column] - TextWidth.of(cell)))
                text += " " + (alignRight[column] ? padding + cell : cell + padding) + " │"
            }
            try sink.write(text + "\n")
        }
    }

    /// Control characters as escapes, so that no answer can move the cursor.
    private static func visible(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0.value < 0x20 || (0x7f...0x9f).contains($0.value) }) else {
            return text
        }
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            case _ where scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value):
                result += "\\u{" + String(scalar.value, radix: 16) + "}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

/// How many columns of a terminal text takes.
package enum TextWidth {
    package static func of(_ text: String) -> Int { text.unicodeScalars.reduce(0) { $0 + of($1) } }

    private static func of(_ scalar: Unicode.Scalar) -> Int {
        if scalar.isASCII { return 1 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        switch scalar.value {
        case 0x1100...0x115f, 0x2e80...0x303e, 0x3041...0x33ff, 0x3400...0x4dbf, 0x4e00...0x9fff, 0xa000...0xa4cf,
            0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f, 0xff00...0xff60, 0xffe0...0xffe6, 0x1f300...0x1f64f,
            0x1f900...0x1f9ff, 0x20000...0x3fffd:
            return 2
        default: return 1
        }
    }

    /// Lines of at most a width, broken at spaces where there are any.
    static func wrap(_ text: String, to width: Int) -> [String] {
        guard of(text) > width else { return [text] }
        var lines: [String] = []
        var line = ""
        var lineWidth = 0
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            let wordWidth = of(String(word))
            if !line.isEmpty, lineWidth + 1 + wordWidth <= width {
                line += " " + word
                lineWidth += 1 + wordWidth
                continue
            }
            if !line.isEmpty { lines.append(line) }
            line = ""
            lineWidth = 0
            for scalar in word.unicodeScalars {
                if lineWidth + of(scalar) > width {
                    lines.append(line)
                    line = ""
                    lineWidth = 0
                }
                line.unicodeScalars.append(scalar)
                lineWidth += of(scalar)
            }
        }
        lines.append(line)
        return lines
    }
}
