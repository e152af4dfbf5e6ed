import Engine
import Formats
import Glibc
import Language
import Zhol

/// What every command needs: its arguments and where output goes.
struct Context {
    let arguments: ParsedArguments
    let output = ByteSink(descriptor: 1)

    var isQuiet: Bool { arguments.has("quiet") }

    /// The store's path: `--db`, else `$ZHOL_DB`, else `graph.zhol` here.
    var storePath: String {
        arguments.value("db") ?? Terminal.environment("ZHOL_DB") ?? "graph.zhol"
    }

    /// Whether the user named a store.
    var namesStore: Bool { arguments.has("db") || Terminal.environment("ZHOL_DB") != nil }

    func warn(_ diagnostics: [Diagnostic]) {
        guard !isQuiet else { return }
        let warnings = diagnostics.filter { $0.severity == .warning }
        if !warnings.isEmpty { Terminal.message(Terminal.renderer(arguments).text(of: warnings)) }
    }

    func format() throws -> AnswerFormat {
        guard let text = arguments.value("format") else { return Terminal.isTerminal(1) ? .table : .tsv }
        guard let format = AnswerFormat(rawValue: text) else {
            let known = AnswerFormat.allCases.map(\.rawValue)
            let hint = Spelling.suggestion(for: text, among: known)
            throw ZholError(
                .usage, "there is no format '\(text)'\(hint.isEmpty ? ": " + known.joined(separator: ", ") : hint)")
        }
        return format
    }

    func runOptions() throws -> Database.RunOptions {
        var options = Database.RunOptions()
        options.cites = arguments.has("cite")
        options.confidence = try arguments.confidence()
        options.asOf = try arguments.date("as-of")
        options.limit = try arguments.count("limit")
        options.timeout = try arguments.timeout()
        options.factsFolder = arguments.value("facts")
        options.outputFolder = arguments.value("out-dir")
        return options
    }

    /// Writes the answers of a run; the exit code that the options ask for.
    func write(_ run: Database.Run, started: ContinuousClock.Instant) throws -> Int32 {
        let format = try format()
        if run.answers.count > 1, [.csv, .tsv, .json].contains(format),
            arguments.has("format") || !Terminal.isTerminal(1)
        {
            throw ZholError(
                .usage, "\(run.answers.count) questions cannot share one \(format.rawValue); name one with --query")
        }
        warn(run.warnings)
        for (number, answers) in run.answers.enumerated() {
            if number > 0 { try output.write("\n") }
            let table = AnswerTable(
                name: run.answers.count > 1 ? answers.name ?? "query \(number + 1)" : answers.name,
                columns: answers.columns, rows: answers.rows, namespaces: run.namespaces)
            try table.write(
                as: format, hasHeader: !arguments.has("no-header"), width: Terminal.width(1), to: output)
        }
        try output.flush()
        if arguments.has("stats"), !isQuiet {
            Terminal.message("\(run.answers.reduce(0) { $0 + $1.count }) rows in \(Terminal.elapsed(since: started))\n")
        }
        let isEmpty = run.answers.allSatisfy { $0.isEmpty }
        if arguments.has("fail-if-empty"), isEmpty { return 1 }
        if arguments.has("fail-if-any"), !isEmpty { return 1 }
        return 0
    }
}
