import Engine
import Formats
import Language
import Terms
import Zhol

/// What every command needs: its arguments and where output goes.
struct Context {
    let arguments: ParsedArguments
    let output = ByteSink(descriptor: 1, isStopped: { Control.interrupt.load(ordering: .relaxed) })

    var isQuiet: Bool { arguments.has("quiet") }

    /// The store's path: `--db`, else `$ZHOL_DB`, else `graph.zhol` here.
    var storePath: String {
        arguments.value("db") ?? Terminal.environment("ZHOL_DB") ?? "graph.zhol"
    }

    /// Whether the user named a store.
    var namesStore: Bool { arguments.has("db") || Terminal.environment("ZHOL_DB") != nil }

    /// The store where one is named or found, else a database without one.
    func optionalDatabase() throws -> Database {
        namesStore || FileBytes.exists(storePath) ? try Database(path: storePath) : Database()
    }

    /// Does something with a database. Where several names are not known and there is no store that could know them, the
    /// error says so in the end; one name is more likely misspelt.
    func tellingOfNoStore<R>(_ database: Database, _ body: () throws -> R) throws -> R {
        do {
            return try body()
        } catch {
            let known = ZholError.wrapping(error)
            let unknown = known.diagnostics.filter { $0.code == .unknownRelation || $0.code == .unknownClass }
            guard database.reading == nil, unknown.count >= 3 else { throw error }
            throw ZholError(diagnostics: known.diagnostics + [noStore])
        }
    }

    var noStore: Diagnostic {
        Diagnostic(
            .unknownRelation, "there is no store '\(storePath)' here; name one with '--db PATH'", at: nil,
            severity: .warning)
    }

    /// A message on standard error, for people: not with `--quiet`.
    func note(_ text: String) {
        if !isQuiet { Terminal.message(text + "\n") }
    }

    func warn(_ diagnostics: [Diagnostic]) {
        guard !isQuiet else { return }
        let warnings = diagnostics.filter { $0.severity == .warning }
        if !warnings.isEmpty { Terminal.message(Terminal.renderer(arguments).text(of: warnings)) }
    }

    /// The format that was asked for, else the one for where the output goes.
    func format(inPipe: AnswerFormat = .tsv) throws -> AnswerFormat {
        guard let text = try arguments.word("format", among: Option.answerFormats),
            let format = AnswerFormat(rawValue: text)
        else { return Terminal.isTerminal(1) || arguments.has("why") ? .table : inPipe }
        return format
    }

    func runOptions() throws -> Database.RunOptions {
        var options = Database.RunOptions()
        options.cites = arguments.has("cite")
        options.confidence = try arguments.confidence()
        options.asOf = try arguments.date("as-of")
        options.withoutSources = arguments.values("without-source")
        options.resolves = arguments.has("resolve")
        options.showsChanges = arguments.has("diff")
        options.limit = try arguments.count("limit")
        options.timeout = try arguments.timeout()
        options.memory = try arguments.memory()
        options.threads = try arguments.count("threads")
        if options.threads == 0 { throw ZholError(.usage, "'--threads' takes a number from 1, not '0'") }
        options.factsFolder = arguments.value("facts")
        options.outputFolder = try outputFolder()
        options.plain = arguments.has("plain")
        return options
    }

    /// The folder of `--out-dir`, made where it is missing. Throws `ZholError` of kind `cannotWrite` where it cannot be.
    private func outputFolder() throws -> String? {
        guard let folder = arguments.value("out-dir") else { return nil }
        try OutputFile.makeFolder(folder)
        return folder
    }

    /// Gives a sink for output that a pager shows where it is longer than the terminal.
    func page(_ body: (ByteSink) throws -> Void) throws {
        let pager = Pager(isAllowed: !arguments.has("no-pager"))
        defer { pager.finish() }
        let sink = ByteSink(
            descriptor: 1, isStopped: { Control.interrupt.load(ordering: .relaxed) },
            destination: { pager.destination(for: $0) })
        do {
            try body(sink)
            try sink.flush()
        } catch OutputError.closed where Terminal.isTerminal(1) {
            // The user has seen enough.
        }
    }

    /// Writes one table, paged.
    func show(_ table: AnswerTable, as format: AnswerFormat) throws {
        try page { sink in
            try table.write(
                as: format, hasHeader: !arguments.has("no-header"), width: Terminal.width(1), to: sink)
        }
    }
}
