import Formats
import Terms
import Zhol

/// `audit`: what contradicts the schema or a `deny`.
extension Context {
    func audit() throws -> Int32 {
        var reader = ProgramReader()
        for path in try arguments.words.flatMap({ try ProgramFiles.find($0) }) { try reader.read(path: path) }
        var options = try runOptions()
        options.factsFolder = arguments.value("facts")
        let audit = try Database(path: storePath).audit(reader, options)
        warn(audit.warnings)
        let format = try format()
        if format == .table || format == .markdown || format == .line {
            try page { sink in
                for (number, check) in audit.violated.enumerated() {
                    if number > 0 { try sink.write("\n") }
                    if let documentation = check.documentation { try sink.write(documentation + "\n") }
                    try AnswerTable(check.answers).write(
                        as: format, hasHeader: true, width: Terminal.width(1), to: sink)
                }
            }
        } else {
            try show(violations(of: audit), as: format)
        }
        let checks = counted(audit.count, "check")
        note(
            audit.violations == 0
                ? "nothing is wrong: \(checks)"
                : "\(counted(audit.violations, "violation")), found by \(audit.violated.count) of \(checks)")
        return audit.violations == 0 ? 0 : 1
    }

    /// Every violation as one table: the check, the violation as a fact, and its sources.
    private func violations(of audit: Database.Audit) -> AnswerTable {
        var rows: [[Term]] = []
        var namespaces = Namespaces()
        for check in audit.violated {
            namespaces = check.answers.namespaces
            let shown = check.answers.columns.indices.filter { !check.answers.columns[$0].hasSuffix("sources") }
                .filter { check.answers.columns[$0] != "confidence" }
            let cited = check.answers.columns.indices.filter { check.answers.columns[$0].hasSuffix("sources") }
            for row in check.answers.rows {
                let fact = shown.map { row[$0].sourceText(namespaces) }.joined(separator: ", ")
                let sources = cited.map { row[$0].plainText(namespaces) }.filter { !$0.isEmpty }
                rows.append([
                    .entity(check.name), .string("\(check.name)(\(fact))"),
                    sources.isEmpty ? .none : .string(sources.joined(separator: "; ")),
                ])
            }
        }
        return AnswerTable(
            name: "audit", columns: ["check", "violation", "sources"], rows: rows, namespaces: namespaces)
    }
}

extension AnswerTable {
    /// The answers to one question.
    fileprivate init(_ answers: Answers) {
        self.init(name: answers.name, columns: answers.columns, rows: answers.rows, namespaces: answers.namespaces)
    }
}
