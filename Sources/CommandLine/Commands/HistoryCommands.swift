import Formats
import Language
import Terms
import Zhol

/// `log` and `diff`: what was stored when.
extension Context {
    func log() throws -> Int32 {
        let database = try Database(path: storePath)
        guard let reading = database.reading, let diff = StoreDiff(database) else { return 0 }
        if let word = arguments.words.first {
            guard UInt64(word) != nil else {
                throw ZholError(.usage, "'zhol log' takes the number of a transaction, not '\(word)'")
            }
            let number = try diff.transaction(word)
            guard number > 0 else { throw ZholError(.usage, "transactions are numbered from 1") }
            return try show(diff.changes(of: number))
        }
        var records = try reading.transactions().reversed().map { $0 }
        if let limit = try arguments.count("limit") { records = Array(records.prefix(limit)) }
        let rows = records.map { record -> [Term] in
            [
                .int(Int64(clamping: record.number)), .dateTime(DateTime(microsecondsSinceEpoch: record.time)),
                .int(Int64(record.added)), .int(Int64(record.withdrawn)),
                .int(Int64(record.replaced)),
            ]
        }
        let table = AnswerTable(
            name: nil, columns: ["transaction", "time", "added", "withdrawn", "replaced"], rows: rows,
            namespaces: Namespaces())
        try show(table, as: format())
        return 0
    }

    func diff() throws -> Int32 {
        let words = arguments.words
        let database = try Database(path: storePath)
        guard let diff = StoreDiff(database) else { return 0 }
        let first = try diff.transaction(words[0])
        let second = try diff.transaction(words[1])
        // What a date stands for, and why nothing can be found, is not to be seen in what follows.
        if first == second || words.prefix(2).contains(where: { UInt64($0) == nil }) {
            note(try diff.comparison(of: first, with: second))
        }
        guard words.count == 3 else { return try show(diff.changes(from: first, to: second)) }
        let (program, diagnostics) = Parser.parseGoalOrProgram(SourceFile(name: "<goal>", text: words[2]))
        var reader = ProgramReader()
        reader.add(program, diagnostics)
        guard !reader.hasErrors else { throw ZholError(diagnostics: reader.diagnostics) }
        let found = try AnswerDiff(database, reader, from: first, to: second, runOptions())
        warn(found.warnings)
        if found.isUnexplained { note("too many facts changed to try each of them: none is named") }
        let table = AnswerTable(
            name: nil, columns: found.answers.columns, rows: found.answers.rows,
            namespaces: found.answers.namespaces)
        try show(table, as: format())
        return exitCode(isEmpty: table.rows.isEmpty)
    }

    /// One fact a line, with `+` or `-` before it; or a table of both where a format is asked for.
    private func show(_ changes: [FactChange]) throws -> Int32 {
        if arguments.has("format") {
            let rows = changes.map { [Term.string($0.isAddition ? "+" : "-"), .string($0.text)] }
            try show(
                AnswerTable(name: nil, columns: ["change", "fact"], rows: rows, namespaces: Namespaces()), as: format())
        } else {
            try page { sink in
                for change in changes { try sink.write((change.isAddition ? "+ " : "- ") + change.text + "\n") }
            }
        }
        return exitCode(isEmpty: changes.isEmpty)
    }
}
