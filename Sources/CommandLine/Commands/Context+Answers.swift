import Engine
import Formats
import Glibc
import Language
import Terms
import Zhol

/// Answers on their way out.
extension Context {
    /// Formats of which one output holds one table only.
    private static let single: Set<AnswerFormat> = [.csv, .tsv, .json]

    /// Writes the answers of a run; the exit code that the options ask for.
    func write(
        _ run: Database.Run, started: ContinuousClock.Instant, _ statements: [Statement] = []
    ) throws -> Int32 {
        let format = try format()
        warn(run.warnings)
        for comparison in run.comparisons { note(comparison) }
        if run.answers.count > 1, Context.single.contains(format), let folder = arguments.value("out-dir") {
            try writeFiles(run, format, folder)
        } else {
            guard run.answers.count < 2 || !Context.single.contains(format) else {
                throw ZholError(
                    .usage,
                    "\(run.answers.count) questions cannot share one \(format.rawValue): name one with --query, "
                        + "or give --out-dir for a file each")
            }
            try page {
                try write(run, as: format, to: $0)
                try writeProofs(run, statements, as: format, to: $0)
            }
        }
        if arguments.has("stats") {
            let count = run.answers.reduce(0) { $0 + $1.count }
            note("\(count) row\(count == 1 ? "" : "s") in \(Terminal.elapsed(since: started))")
        }
        return exitCode(isEmpty: run.answers.allSatisfy { $0.isEmpty })
    }

    /// What `--fail-if-empty` and `--fail-if-any` make of an answer.
    func exitCode(isEmpty: Bool) -> Int32 {
        isEmpty ? (arguments.has("fail-if-empty") ? 1 : 0) : (arguments.has("fail-if-any") ? 1 : 0)
    }

    /// All answers, in order, to one place.
    func write(_ run: Database.Run, as format: AnswerFormat, to sink: ByteSink) throws {
        for (number, answers) in run.answers.enumerated() {
            if number > 0, format != .jsonl, format != .nt { try sink.write("\n") }
            let name = answers.name ?? (run.answers.count > 1 ? "query \(number + 1)" : nil)
            let table = AnswerTable(
                name: format == .dl ? answers.name : name, columns: answers.columns, rows: answers.rows,
                namespaces: run.namespaces)
            try Context.check(table, fits: format)
            try table.write(as: format, hasHeader: !arguments.has("no-header"), width: Terminal.width(1), to: sink)
        }
    }

    /// N-Triples hold triples only.
    static func check(_ table: AnswerTable, fits format: AnswerFormat) throws {
        guard format == .nt else { return }
        guard table.columns.count == 3 else {
            throw ZholError(.usage, "nt is for answers of three columns, not of \(table.columns.count)")
        }
        for row in table.rows {
            guard case .entity = row[0], case .entity = row[1], row[2] != .none else {
                let text = row.map { $0.sourceText(table.namespaces) }.joined(separator: ", ")
                throw ZholError(.usage, "nt is for rows of subject, relation and object, not of (\(text))")
            }
        }
    }

    /// A file for each of several answers, by its name.
    private func writeFiles(_ run: Database.Run, _ format: AnswerFormat, _ folder: String) throws {
        for (number, answers) in run.answers.enumerated() {
            let name = answers.name ?? "query_\(number + 1)"
            let file = name.map { $0 == "/" ? "_" : String($0) }.joined()
            let table = AnswerTable(
                name: name, columns: answers.columns, rows: answers.rows, namespaces: run.namespaces)
            let path = "\(folder)/\(file).\(format.rawValue)"
            try OutputFile.write(path) { sink in
                try table.write(as: format, hasHeader: !arguments.has("no-header"), width: nil, to: sink)
            }
            note("wrote '\(path)'")
        }
    }
}
