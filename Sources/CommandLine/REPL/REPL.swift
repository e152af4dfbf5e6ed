import Engine
import Formats
import Language
import Store
import Terms
import Zhol

/// The prompt: questions, facts and rules, and commands that start with a colon.
final class REPL {
    let context: Context
    let editor = LineEditor()
    var format: AnswerFormat
    var cites = false
    var timing = false
    /// Rules of the session, which hold until it ends.
    var rules: [Statement] = []
    var database: Database
    /// Files of saved queries that `:load` and `:queries` have read.
    var files: [String] = []

    init(_ context: Context) throws {
        self.context = context
        format = context.arguments.has("format") ? try context.format() : Terminal.isTerminal(1) ? .table : .tsv
        if FileBytes.exists(context.storePath) || context.namesStore {
            database = try Database(path: context.storePath)
        } else {
            database = Database()
        }
    }

    func run() throws -> Int32 {
        if editor.isInteractive {
            let place = database.store.map { "store \($0.path)" } ?? "no store here: ':load FILE' makes one"
            try context.output.write("zhol \(CommandLineProgram.version), \(place). ':help' helps, ':quit' leaves.\n")
            try context.output.flush()
        }
        CompletionMenu.source = { [unowned self] before in completions(before) }
        var failed = false
        var pending = ""
        while true {
            switch editor.read(prompt: pending.isEmpty ? "zhol> " : "  ... ") {
            case .end:
                if !pending.isEmpty { failed = !perform(pending + " .") || failed }
                if editor.isInteractive { try? context.output.write("\n") }
                try? context.output.flush()
                return failed && !editor.isInteractive ? ZholError.Kind.wrongInput.rawValue : 0
            case .interrupted: pending = ""
            case .text(let line):
                if pending.isEmpty, line.trimmed.hasPrefix(":") {
                    editor.remember(line)
                    if line.trimmed == ":quit" || line.trimmed == ":q" || line.trimmed == ":exit" { return 0 }
                    failed = !guarded { try command(line.trimmed) } || failed
                    continue
                }
                pending += pending.isEmpty ? line : "\n" + line
                switch Parser.parseInteractive(SourceFile(name: "<input>", text: pending)) {
                case .empty: pending = ""
                case .incomplete: continue
                case .complete:
                    editor.remember(pending)
                    failed = !perform(pending) || failed
                    pending = ""
                }
            }
        }
    }

    /// Runs one input; false where it failed, which was reported.
    private func perform(_ text: String) -> Bool {
        guarded {
            let (program, diagnostics) = Parser.parse(SourceFile(name: "<input>", text: text))
            var reader = ProgramReader()
            reader.add(program, diagnostics)
            guard !reader.hasErrors else { throw ZholError(diagnostics: reader.diagnostics) }
            try ask(reader)
        }
    }

    /// Stores facts and declarations, keeps rules, answers questions.
    private func ask(_ reader: ProgramReader) throws {
        var stored: [Statement] = []
        var asked: [Statement] = []
        var added: [Statement] = []
        for statement in reader.statements {
            switch statement.kind {
            case .clause(let clause) where clause.body != nil: added.append(statement)
            case .declare, .input: added.append(statement)
            case .query, .savedQuery, .whatIf, .output, .deny: asked.append(statement)
            default: stored.append(statement)
            }
        }
        if !added.isEmpty {
            let before = rules
            rules += added
            do {
                _ = try database.check(ProgramReader(statements: rules))
            } catch {
                rules = before
                throw error
            }
        }
        if !stored.isEmpty { try store(stored) }
        if !asked.isEmpty { try answer(ProgramReader(statements: rules + asked), Database.RunOptions()) }
    }

    func answer(_ reader: ProgramReader, _ options: Database.RunOptions) throws {
        let started = ContinuousClock.now
        var options = options
        options.cites = cites
        let run = try database.run(reader, options)
        context.warn(run.warnings)
        for answers in run.answers {
            let table = AnswerTable(
                name: answers.name, columns: answers.columns, rows: answers.rows, namespaces: run.namespaces)
            try table.write(as: format, hasHeader: true, width: Terminal.width(1), to: context.output)
        }
        try context.output.flush()
        if timing { Terminal.message("(\(Terminal.elapsed(since: started)))\n") }
    }

    private func store(_ statements: [Statement]) throws {
        var loader = Loader()
        loader.add(statements: statements)
        try load(loader)
    }

    func load(_ loader: Loader) throws {
        let store = try Store(path: context.storePath, access: .create)
        let report = try loader.load(into: store)
        context.warn(report.warnings)
        database = try Database(store: store)
        if editor.isInteractive {
            var parts: [String] = []
            if report.facts > 0 { parts.append("\(report.added) of \(report.facts) facts are new") }
            if report.withdrawn > 0 { parts.append("\(report.withdrawn) withdrawn") }
            if report.declarations > 0 { parts.append("\(report.declarations) declarations") }
            Terminal.message("stored: " + (parts.isEmpty ? "nothing new" : parts.joined(separator: ", ")) + "\n")
        }
    }

    /// Runs something and reports what it throws; false where it threw.
    private func guarded(_ body: () throws -> Void) -> Bool {
        do {
            try body()
            return true
        } catch {
            try? context.output.flush()
            CommandLineProgram.report(ZholError.wrapping(error), context.arguments)
            Signals.clearInterrupt()
            return false
        }
    }
}

extension String {
    /// Without white space at both ends.
    var trimmed: String {
        let start = drop { $0.isWhitespace }
        return String(start.reversed().drop { $0.isWhitespace }.reversed())
    }
}
