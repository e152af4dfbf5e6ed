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
        } catch OutputError.failed(let reason) {
            Terminal.message("error: output could not be written: \(reason)\n")
            return ZholError.Kind.cannotWrite.rawValue
        } catch {
            let wrapped = ZholError.wrapping(error)
            report(wrapped, parsed)
            return wrapped.kind.rawValue
        }
    }

    static func report(_ error: ZholError, _ arguments: ParsedArguments?) {
        if error.kind == .interrupted {
            Terminal.message("interrupted\n")
        } else if error.diagnostics.isEmpty {
            Terminal.message("error: \(error.message)\n")
        } else {
            Terminal.message(Terminal.renderer(arguments).text(of: error.diagnostics))
        }
    }

    private static func perform(_ context: Context) throws -> Int32 {
        let arguments = context.arguments
        if arguments.asksVersion {
            try context.output.write("zhol \(version)\n")
            try context.output.flush()
            return 0
        }
        if arguments.asksHelp { return try help(context, arguments.command.name == "repl" ? nil : arguments.command) }
        switch arguments.command.name {
        case "init": return try context.initialize()
        case "load": return try context.load()
        case "query": return try context.query()
        case "run": return try context.run()
        case "queries": return try context.queries()
        case "check": return try context.check()
        case "schema": return try context.schema()
        case "info": return try context.info()
        case "export": return try context.export()
        case "help":
            guard let topic = arguments.words.first else { return try help(context, nil) }
            guard let command = Command.named(topic) else {
                let hint = Spelling.suggestion(for: topic, among: Command.all.map(\.name))
                throw ZholError(.usage, "there is no help on '\(topic)'\(hint)")
            }
            return try help(context, command)
        default: return try REPL(context).run()
        }
    }

    private static func help(_ context: Context, _ command: Command?) throws -> Int32 {
        try context.output.write(command?.help ?? Command.overview)
        try context.output.flush()
        return 0
    }
}
