import Formats
import Glibc
import Language
import Store
import Terms
import Zhol

/// `query` and `run`.
extension Context {
    func query() throws -> Int32 {
        guard arguments.words.count == 1, let text = arguments.words.first else {
            throw ZholError(.usage, "'zhol query' takes one text: zhol query 'project(P), financed_by(P, B)'")
        }
        let started = ContinuousClock.now
        let database = try Database(path: storePath)
        let (program, diagnostics) = Parser.parseGoalOrProgram(SourceFile(name: "<query>", text: text))
        var reader = ProgramReader()
        reader.add(program, diagnostics)
        return try write(database.run(reader, runOptions()), started: started)
    }

    func run() throws -> Int32 {
        guard arguments.words.count == 1, let path = arguments.words.first else {
            throw ZholError(.usage, "'zhol run' takes one file: zhol run Queries/elite_projects.dl")
        }
        let started = ContinuousClock.now
        let hasStore = namesStore || FileBytes.exists(storePath)
        let database = try hasStore ? Database(path: storePath) : Database()
        var reader = ProgramReader()
        try reader.read(path: path)
        var options = try runOptions()
        options.parameters = try arguments.parameters(database.catalogue.namespaces)
        options.savedQuery = arguments.value("query") ?? onlySavedQuery(reader)
        if options.savedQuery == nil, !options.parameters.isEmpty {
            throw ZholError(.usage, "'--param' goes with '--query NAME'")
        }
        return try write(database.run(reader, options), started: started)
    }

    /// The saved query of a file that asks nothing else.
    private func onlySavedQuery(_ reader: ProgramReader) -> String? {
        var names: [String] = []
        for statement in reader.statements {
            switch statement.kind {
            case .query, .output, .whatIf: return nil
            default: break
            }
            if case .savedQuery(let query) = statement.kind { names.append(query.name.range.text) }
        }
        return names.count == 1 ? names[0] : nil
    }

    func check() throws -> Int32 {
        guard !arguments.words.isEmpty else { throw ZholError(.usage, "'zhol check' takes files") }
        let hasStore = namesStore || FileBytes.exists(storePath)
        let database = try hasStore ? Database(path: storePath) : Database()
        var reader = ProgramReader()
        for path in arguments.words { try reader.read(path: path) }
        warn(try database.check(reader))
        if !isQuiet { Terminal.message("\(reader.statements.count) statements are right\n") }
        return 0
    }

    func queries() throws -> Int32 {
        var reader = ProgramReader()
        for path in try arguments.words.flatMap({ try ProgramFiles.find($0) }) { try reader.read(path: path) }
        var statements = reader.statements
        if arguments.words.isEmpty { statements = try Database(path: storePath).catalogue.statements }
        for statement in statements {
            guard case .savedQuery(let saved) = statement.kind else { continue }
            let parameters = saved.parameters.map { parameter in
                "$\(parameter.name)" + (parameter.type.map { ": \($0.range.text)" } ?? "")
                    + (parameter.defaultValue.map { " = \($0.range.text)" } ?? "")
            }
            let place = statement.range.file.name
            try output.write(
                "\(saved.name.range.text)" + (parameters.isEmpty ? "" : "(" + parameters.joined(separator: ", ") + ")")
                    + "\n    \(place)\n")
            for line in (statement.documentation ?? "").split(separator: "\n") { try output.write("    \(line)\n") }
            try output.write("\n")
        }
        try output.flush()
        return 0
    }
}
