import Engine
import Formats
import Language
import Store
import Terms
import Zhol

/// A session: questions, facts and rules, and commands that start with a colon; at a prompt or from a script.
final class REPL {
    let context: Context
    let editor = LineEditor()
    var format: AnswerFormat
    var cites = false
    /// Whether entities that `same` says to be one are taken for one.
    var resolves = false
    var timing = false
    /// The date that questions are about; nil for now.
    var asOf: PartialDate?
    /// Rules, checks and saved queries of the session, which hold until it ends or `:save` stores them.
    var rules: [Statement] = []
    /// Changes since `:begin`; nil outside of a transaction.
    var gathered: [Statement]?
    /// The last question, for `:explain` and `:profile`.
    var lastQuestion: (reader: ProgramReader, options: Database.RunOptions)?
    /// The last answers, for `:last` and `:export`.
    var last: Database.Run?

    private var store: Store?
    private var loaded: Database?
    /// What the input of now took.
    private var spent: Duration = .zero
    /// Lines of the input that is not complete yet.
    private(set) var pending = ""

    init(_ context: Context) throws {
        self.context = context
        format = try context.format()
        if context.namesStore || FileBytes.exists(context.storePath) { _ = try database() }
    }

    // MARK: The store

    /// The store as it is now; a database without one where there is none.
    func database() throws -> Database {
        if let loaded {
            guard let store, let seen = loaded.reading?.transactionNumber else {
                if !FileBytes.exists(context.storePath) { return loaded }
                return try reopened()
            }
            if try store.snapshot().transactionNumber == seen { return loaded }
        }
        return try reopened()
    }

    private func reopened() throws -> Database {
        loaded = nil
        guard context.namesStore || FileBytes.exists(context.storePath) else {
            let none = Database()
            loaded = none
            return none
        }
        let open = try store ?? Store(path: context.storePath, access: .read)
        store = open
        let fresh = try Database(store: open)
        loaded = fresh
        return fresh
    }

    /// Loads into the store, which is made where there is none.
    func load(_ loader: Loader) throws {
        let isNew = !FileBytes.exists(context.storePath)
        // One environment of a file at a time: that for reading goes first.
        loaded = nil
        store = nil
        let open = try Store(path: context.storePath, access: .create)
        store = open
        let report = try timed { try context.withProgress(Loader.Options()) { try loader.load(into: open, $0) } }
        context.warn(report.warnings)
        guard editor.isInteractive else { return }
        var parts: [String] = []
        if report.facts > 0 {
            parts.append(
                report.added == report.facts
                    ? counted(report.facts, "new fact") : "\(report.added) of \(counted(report.facts, "fact")) new")
        }
        if report.withdrawn > 0 { parts.append("\(report.withdrawn) withdrawn") }
        if report.declarations > 0 { parts.append(counted(report.declarations, "declaration")) }
        context.note(
            "stored: " + (parts.isEmpty ? "nothing, no such fact" : parts.joined(separator: ", "))
                + (isNew ? ", in the new store '\(context.storePath)'" : ""))
    }

    /// Between inputs nothing is kept open that would hold pages of the store.
    private func rest() {
        if editor.isInteractive, loaded?.reading != nil { loaded = nil }
    }

    // MARK: The loop

    func run() throws -> Int32 {
        if editor.isInteractive { try greet() }
        CompletionMenu.source = { [unowned self] before in (try? completions(before)) ?? Completions() }
        var code: Int32 = 0
        var line = 0
        var start = 1
        loop: while true {
            rest()
            if editor.isInteractive, !pending.isEmpty, Signals.isInterrupted {
                // Pressed before the next line was asked for: what was typed so far is dropped all the same.
                Terminal.message("^C\n")
                pending = ""
            }
            switch editor.read(prompt: prompt) {
            case .end:
                // A question may lack its full stop at the end of the input; a fact that does may have been cut off.
                let isQuestion = pending.drop(while: \.isWhitespace).hasPrefix("?-")
                let text = isQuestion ? pending + "\n." : pending
                if !pending.isEmpty { code = try attempt { try perform(text, line: start) } ?? code }
                if editor.isInteractive { Terminal.message("\n") }
                break loop
            case .interrupted: pending = ""
            case .text(let text):
                line += 1
                if pending.isEmpty {
                    start = line
                    if let command = Spoken.command(text.trimmed) {
                        editor.remember(text.trimmed)
                        if command == ":quit" { break loop }
                        code = try attempt { try self.command(command) } ?? code
                        if code != 0, !editor.isInteractive, context.arguments.has("bail") { break loop }
                        continue
                    }
                } else if text.trimmed.isEmpty, editor.isInteractive {
                    context.note("a statement ends with a dot; Ctrl-C drops what was typed")
                }
                pending += pending.isEmpty ? text : "\n" + text
                switch Parser.parseInteractive(SourceFile(name: "<input>", text: pending)) {
                case .empty: pending = ""
                case .incomplete:
                    if text.trimmed.hasSuffix(";"), editor.isInteractive {
                        context.note("';' is 'or' here: a statement ends with a dot")
                    }
                case .complete:
                    let input = pending
                    pending = ""
                    editor.remember(input)
                    code = try attempt { try perform(input, line: start) } ?? code
                    if code != 0, !editor.isInteractive, context.arguments.has("bail") { break loop }
                }
            }
        }
        if let gathered, !gathered.isEmpty {
            context.note("\(counted(gathered.count, "change")) since ':begin' not stored")
        }
        return editor.isInteractive ? 0 : code
    }

    private var prompt: String {
        if !pending.isEmpty { return "  ... " }
        return gathered == nil ? "zhol> " : "zhol*> "
    }

    private func greet() throws {
        let place =
            try database().store == nil
            ? "no store at '\(context.storePath)' yet: ':load FILE' or a fact makes it" : "store '\(context.storePath)'"
        context.note("zhol \(CommandLineProgram.version), \(place). ':help' helps, ':quit' leaves.")
    }

    /// Does something and tells what it throws; the exit code of a failure.
    ///
    /// A prompt goes on whatever happens. A script ends, with the error thrown on, where it is interrupted and where
    /// its output cannot be written.
    private func attempt(_ body: () throws -> Void) throws -> Int32? {
        spent = .zero
        defer { if timing, spent > .zero { Terminal.message("(\(Terminal.elapsed(spent)))\n") } }
        do {
            try body()
            return nil
        } catch {
            if !editor.isInteractive {
                if error is OutputError { throw error }
                let known = ZholError.wrapping(error)
                if known.kind == .interrupted { throw known }
            }
            return CommandLineProgram.report(error, context.arguments)
        }
    }

    /// Counts the time of a piece of work, without that of showing it.
    func timed<R>(_ body: () throws -> R) rethrows -> R {
        let started = ContinuousClock.now
        defer { spent += ContinuousClock.now - started }
        return try body()
    }
}

/// What is typed for a command, by people who come from elsewhere too.
private enum Spoken {
    /// The command on a line; nil where the line is of the language.
    static func command(_ line: String) -> String? {
        if line.hasPrefix(":") {
            let name = line.prefix { !$0.isWhitespace }
            return [":q", ":exit"].contains(name) ? ":quit" : name == ":h" || name == ":?" ? ":help" : line
        }
        switch line.lowercased() {
        case "help", "help.", "?", "\\?", ".help", "\\h": return ":help"
        case "quit", "quit.", "exit", "exit.", "\\q", ".quit", ".exit", "bye": return ":quit"
        default: break
        }
        guard let first = line.first, first == "\\" || first == ".", line.dropFirst().first?.isLetter == true else {
            return nil
        }
        return ":" + line.dropFirst()
    }
}

extension String {
    /// Without white space at both ends.
    var trimmed: String {
        let start = drop { $0.isWhitespace }
        return String(start.reversed().drop { $0.isWhitespace }.reversed())
    }
}
