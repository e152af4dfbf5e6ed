import Engine
import Formats
import Glibc
import Language
import Store
import Terms
import Zhol

/// `query` and `run`.
extension Context {
    func query() throws -> Int32 {
        let started = ContinuousClock.now
        _ = try format()
        var options = try runOptions()
        try setProofs(&options)
        let database = try Database(path: storePath)
        let source = SourceFile(name: "<query>", text: arguments.words[0])
        let (program, diagnostics) = Parser.parseGoalOrProgram(source)
        var reader = ProgramReader()
        reader.add(program, diagnostics)
        return try write(
            database.run(reader, options), started: started, reader.statements + database.catalogue.statements)
    }

    func run() throws -> Int32 {
        let started = ContinuousClock.now
        _ = try format()
        var options = try runOptions()
        try setProofs(&options)
        let database = try optionalDatabase()
        var reader = ProgramReader()
        if let path = arguments.words.first {
            try reader.read(path: path)
        } else if !arguments.has("query") {
            throw ZholError(
                .usage,
                "'zhol run' needs FILE.dl, as in: zhol run Queries/elite_projects.dl; or '--query' and a query of the store"
            )
        }
        options.parameters = try arguments.parameters(database.catalogue.namespaces)
        options.savedQuery = try arguments.value("query") ?? SavedQueries(reader.statements).only()
        if options.savedQuery == nil, !options.parameters.isEmpty {
            throw ZholError(.usage, "'--param' goes with '--query NAME'")
        }
        return try write(
            tellingOfNoStore(database) { try database.run(reader, options) }, started: started,
            reader.statements + database.catalogue.statements)
    }
}

/// The saved queries among statements.
struct SavedQueries {
    let all: [(query: SavedQuery, statement: Statement)]
    private let asks: Bool

    init(_ statements: [Statement]) {
        all = statements.compactMap { statement in
            if case .savedQuery(let query) = statement.kind { return (query, statement) }
            return nil
        }
        asks = statements.contains {
            switch $0.kind {
            case .query, .whatIf, .output: true
            default: false
            }
        }
    }

    var names: [String] { all.map { $0.query.name.range.text } }

    /// The query of a file that asks nothing else; nil where the file asks. Throws `ZholError` of kind `usage` where
    /// one of several has to be named.
    func only() throws(ZholError) -> String? {
        if asks || all.isEmpty { return nil }
        guard all.count == 1 else {
            throw ZholError(.usage, "the file has the queries \(names.joined(separator: ", ")): name one with --query")
        }
        return names[0]
    }

    /// Name, parameters, documentation and place of each.
    var table: AnswerTable {
        let rows = all.map { query, statement in
            [
                query.name.range.text, SavedQueries.parameters(of: query), SavedQueries.meaning(of: statement) ?? "",
                SavedQueries.place(of: statement),
            ].map { Term.string($0) }
        }
        return AnswerTable(
            name: nil, columns: ["query", "parameters", "meaning", "place"], rows: rows, namespaces: Namespaces())
    }

    /// Each as its call, with what it means and where it is.
    func list(to sink: ByteSink) throws {
        for (number, (query, statement)) in all.enumerated() {
            if number > 0 { try sink.write("\n") }
            let parameters = SavedQueries.parameters(of: query)
            try sink.write(query.name.range.text + (parameters.isEmpty ? "" : "(\(parameters))") + "\n")
            if let documentation = SavedQueries.meaning(of: statement) {
                try sink.write(Help.paragraph(documentation, indent: 4, first: 4))
            }
            try sink.write("    \(SavedQueries.place(of: statement))\n")
        }
    }

    /// The documentation without what it asks of a report.
    private static func meaning(of statement: Statement) -> String? {
        guard let documentation = statement.documentation else { return nil }
        let lines = documentation.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.filter { !$0.hasPrefix(ChartRequest.mark) }.joined(separator: "\n")
    }

    /// `$country: country = china`
    static func parameters(of query: SavedQuery) -> String {
        query.parameters.map { parameter in
            "$\(parameter.name)" + (parameter.type.map { ": \($0.range.text)" } ?? "")
                + (parameter.defaultValue.map { " = \($0.range.text)" } ?? "")
        }.joined(separator: ", ")
    }

    private static func place(of statement: Statement) -> String {
        let range = statement.range
        return range.file.name.hasPrefix("<")
            ? range.file.name : "\(range.file.name):\(range.file.position(at: range.start).line)"
    }
}
