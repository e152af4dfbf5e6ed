import Formats
import Language
import Zhol

/// The whole program: words in, exit code out.
enum CommandLineProgram {
    static let version = "0.1.0"

    static func run(_ words: [String]) -> Int32 {
        var parsed: ParsedArguments?
        do {
            let arguments = try ParsedArguments(words)
            parsed = arguments
            return try perform(Context(arguments: arguments))
        } catch OutputError.closed {
            return 0
        } catch {
            return report(error, parsed)
        }
    }

    /// Tells of an error on standard error; its exit code.
    @discardableResult
    static func report(_ error: any Error, _ arguments: ParsedArguments?) -> Int32 {
        let known: ZholError
        switch error {
        case OutputError.failed(let reason):
            known = ZholError(.cannotWrite, "output could not be written: \(reason)")
        case OutputError.interrupted, OutputError.closed: known = ZholError(.interrupted, "interrupted")
        default: known = ZholError.wrapping(error)
        }
        if known.kind == .interrupted {
            Terminal.message("interrupted\n")
        } else if known.diagnostics.isEmpty {
            Terminal.message("error: \(known.message)\n")
        } else {
            let isQuiet = arguments?.has("quiet") == true
            let shown = isQuiet ? known.diagnostics.filter { $0.severity == .error } : known.diagnostics
            Terminal.message(Terminal.renderer(arguments).text(of: shown))
        }
        return known.kind.rawValue
    }

    private static func perform(_ context: Context) throws -> Int32 {
        let arguments = context.arguments
        if arguments.has("version") { return try say("zhol \(version)\n", context) }
        if arguments.has("help") {
            return try say(arguments.isCommandNamed ? Help.text(of: arguments.command) : Help.overview, context)
        }
        switch arguments.command.name {
        case "init": return try context.initialize()
        case "load": return try context.load()
        case "query": return try context.query()
        case "run": return try context.run()
        case "draw": return try context.draw()
        case "why": return try context.why()
        case "why-not": return try context.whyNot()
        case "report": return try context.report()
        case "explain": return try context.explain(measuring: false)
        case "profile": return try context.explain(measuring: true)
        case "queries": return try context.queries()
        case "check": return try context.check()
        case "fmt": return try context.formatFiles()
        case "parse": return try context.parse()
        case "schema": return try context.schema()
        case "info": return try context.info()
        case "verify": return try context.verify()
        case "backup": return try context.backup()
        case "compact": return try context.compact()
        case "upgrade": return try context.upgrade()
        case "log": return try context.log()
        case "diff": return try context.diff()
        case "match": return try context.match()
        case "audit": return try context.audit()
        case "export": return try context.export()
        case "help": return try say(help(on: arguments.words.first), context)
        case "completions": return try say(completions(arguments.words.first ?? ""), context)
        default: return try REPL(context).run()
        }
    }

    private static func say(_ text: String, _ context: Context) throws -> Int32 {
        try context.output.write(text)
        try context.output.flush()
        return 0
    }

    private static func help(on word: String?) throws -> String {
        guard let word else { return Help.overview }
        if let command = Command.named(word) { return Help.text(of: command) }
        if let topic = Topic.named(word) { return topic.text }
        if let command = SessionCommand.named(word) { return command.help }
        let hint = Spelling.suggestion(for: word, among: Command.all.map(\.name) + Topic.all.map(\.name))
        throw ZholError(
            .usage, "there is no help on '\(word)'\(hint.isEmpty ? "; 'zhol help' lists what there is" : hint)")
    }

    private static func completions(_ shell: String) throws -> String {
        guard let script = ShellCompletions.script(for: shell) else {
            throw ZholError(.usage, "there are completions for bash, zsh and fish, not for '\(shell)'")
        }
        return script
    }
}
