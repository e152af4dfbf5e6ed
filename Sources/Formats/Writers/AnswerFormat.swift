import Terms

/// How answers are written.
package enum AnswerFormat: String, CaseIterable, Sendable {
    case table, csv, tsv, json, jsonl, markdown, line, dl, nt
}

/// Rows to write, with the names of their columns.
package struct AnswerTable {
    /// The name of the query; nil for a question.
    package let name: String?
    package let columns: [String]
    package let rows: [[Term]]
    package let namespaces: Namespaces

    package init(name: String?, columns: [String], rows: [[Term]], namespaces: Namespaces) {
        self.name = name
        self.columns = columns
        self.rows = rows
        self.namespaces = namespaces
    }

    /// Writes the rows. Throws `OutputError` where the sink does.
    ///
    /// - Parameters:
    ///   - hasHeader: whether `csv`, `tsv` and `table` name their columns.
    ///   - width: columns of the terminal for `table`; nil for as wide as it gets.
    package func write(
        as format: AnswerFormat, hasHeader: Bool, width: Int?, to sink: ByteSink
    ) throws(OutputError) {
        switch format {
        case .table:
            let table = TableWriter(self, width: width, hasHeader: hasHeader)
            if table.fits { return try table.write(to: sink) }
            // So many columns are read a line each.
            if let name { try sink.write(name + "\n") }
            try writeLines(to: sink)
            try table.writeCount(to: sink)
        case .csv: try writeDelimited(",", hasHeader, AnswerTable.csvField, to: sink)
        case .tsv: try writeDelimited("\t", hasHeader, AnswerTable.tsvField, to: sink)
        case .json: try writeJSON(to: sink)
        case .jsonl: for row in rows { try sink.write(object(row) + "\n") }
        case .markdown: try writeMarkdown(to: sink)
        case .line: try writeLines(to: sink)
        case .dl:
            let relation = Term.entity(name ?? "answer").sourceText(namespaces)
            for row in rows {
                try sink.write("\(relation)(" + row.map { $0.sourceText(namespaces) }.joined(separator: ", ") + ").\n")
            }
        case .nt:
            for row in rows where row.count == 3 {
                try sink.write(row.map { RDFText.term($0, namespaces) }.joined(separator: " ") + " .\n")
            }
        }
    }

    private func writeDelimited(
        _ separator: String, _ hasHeader: Bool, _ field: (String) -> String, to sink: ByteSink
    ) throws(OutputError) {
        if hasHeader { try sink.write(columns.map(field).joined(separator: separator) + "\n") }
        for row in rows {
            var line = ""
            for (column, term) in row.enumerated() {
                if column > 0 { line += separator }
                line += field(term.plainText(namespaces))
            }
            // Readers of CSV pass over an empty line: an empty cell that is alone is quoted.
            if line.isEmpty, separator == "," { line = "\"\"" }
            line += "\n"
            try sink.write(line)
        }
    }

    package static func csvField(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == 0x22 || $0 == 0x2c || $0 == 0x0a || $0 == 0x0d }) else { return text }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    package static func tsvField(_ text: String) -> String {
        let isPlain = !text.utf8.contains { $0 == 0x09 || $0 == 0x0a || $0 == 0x0d || $0 == 0x5c }
        guard !isPlain else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\t": result.append(contentsOf: "\\t".unicodeScalars)
            case "\n": result.append(contentsOf: "\\n".unicodeScalars)
            case "\r": result.append(contentsOf: "\\r".unicodeScalars)
            case "\\": result.append(contentsOf: "\\\\".unicodeScalars)
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    private func writeJSON(to sink: ByteSink) throws(OutputError) {
        try sink.write("[")
        for (number, row) in rows.enumerated() {
            try sink.write((number == 0 ? "\n" : ",\n") + object(row))
        }
        try sink.write(rows.isEmpty ? "]\n" : "\n]\n")
    }

    private func object(_ row: [Term]) -> String {
        let members = zip(columns, row).map { column, term in
            JSONText.string(column) + ": " + JSONText.value(term, namespaces)
        }
        return "{" + members.joined(separator: ", ") + "}"
    }

    /// Whether a column holds numbers and nothing else, which stand to the right.
    func isNumeric(_ column: Int) -> Bool {
        rows.contains { $0[column].isNumber } && rows.allSatisfy { $0[column].isNumber || $0[column] == .none }
    }

    private func writeMarkdown(to sink: ByteSink) throws(OutputError) {
        if let name { try sink.write("### \(name)\n\n") }
        let numeric = columns.indices.map { column in
            isNumeric(column)
        }
        func cell(_ text: String) -> String {
            text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
                .split(whereSeparator: \.isNewline).joined(separator: "<br>")
        }
        try sink.write("| " + columns.map(cell).joined(separator: " | ") + " |\n")
        try sink.write("| " + numeric.map { $0 ? "---:" : "---" }.joined(separator: " | ") + " |\n")
        for row in rows {
            try sink.write("| " + row.map { cell($0.plainText(namespaces)) }.joined(separator: " | ") + " |\n")
        }
    }

    private func writeLines(to sink: ByteSink) throws(OutputError) {
        let widest = columns.map(TextWidth.of).max() ?? 0
        for (number, row) in rows.enumerated() {
            if number > 0 { try sink.write("\n") }
            for (column, term) in zip(columns, row) {
                let padding = String(repeating: " ", count: widest - TextWidth.of(column))
                try sink.write("\(padding)\(column) = \(term.plainText(namespaces))\n")
            }
        }
    }
}

/// Terms as JSON.
package enum JSONText {
    package static func value(_ term: Term, _ namespaces: Namespaces) -> String {
        switch term {
        case .none: "null"
        case .bool(let value): value ? "true" : "false"
        case .int, .decimal, .float: term.plainText(namespaces)
        default: string(term.plainText(namespaces))
        }
    }

    package static func string(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
