import Formats
import Language
import Terms

extension Database {
    /// Answers every question of a file, with what it includes: saved queries with their defaults.
    ///
    /// - Throws: `ZholError` where the file or what it includes cannot be read or is wrong, where a saved query needs a
    ///   value for a parameter, and where a chart asks for a column that is not there.
    package func report(path: String, _ options: RunOptions = RunOptions()) throws -> Report {
        let file = SourceFile(name: path, bytes: try FileBytes.read(path))
        var reader = ProgramReader()
        try reader.read(path: path)
        guard !reader.hasErrors else { throw ZholError(diagnostics: reader.diagnostics) }
        let own = FileDocumentation(file)
        var report = Report(title: own?.title ?? Report.stem(of: path), introduction: own?.introduction)
        report.conditions = options.conditions
        var sections: [String: Int] = [:]
        var questions = Questions(self, reader, options)
        for statement in reader.statements where statement.isQuestion {
            let name = statement.range.file.name
            if sections[name] == nil {
                sections[name] = report.sections.count
                let documentation = name == path ? nil : FileDocumentation(statement.range.file)
                report.sections.append(
                    .init(
                        title: name == path ? nil : documentation?.title ?? Report.stem(of: name),
                        introduction: documentation?.introduction))
            }
            guard let section = sections[name], let answers = try questions.answers(to: statement) else { continue }
            report.sections[section].parts.append(try Report.Part(statement, answers))
        }
        report.warnings = questions.warnings
        report.namespaces = questions.namespaces
        try name(&report, reader, options)
        return report
    }

    /// Looks up labels of entities, and what is known of sources.
    private func name(_ report: inout Report, _ reader: ProgramReader, _ options: RunOptions) throws {
        let parts = report.sections.flatMap(\.parts)
        var entities: Set<Term> = []
        var sources: [Term: String] = [:]
        for part in parts {
            for row in part.answers.rows {
                for term in row { if case .entity = term { entities.insert(term) } }
            }
            for name in part.answers.sources.joined() where report.documents[name] == nil {
                report.documents[name] = SourceDocument()
                if let term = try? Value.entity(name).term(report.namespaces) { sources[term] = name }
            }
        }
        for row in try triples(of: entities.union(sources.keys), SourceDocument.relations, reader, options) {
            guard row.count == 3, case .entity(let kind) = row[1] else { continue }
            let text = row[2].plainText(report.namespaces)
            if kind == "label", case .string = row[2], report.labels[row[0]] == nil { report.labels[row[0]] = text }
            if let name = sources[row[0]] { report.documents[name]?.note(kind, row[2], text) }
        }
    }

    /// What is known of the sources that the proofs of a run rest on.
    package func documents(citedBy run: Run) throws -> [Term: SourceDocument] {
        var sources: Set<Term> = []
        for proof in run.answers.flatMap(\.proofs).joined() {
            for statement in proof.nodes.flatMap(\.stated) {
                for entry in statement.evidence.joined() where entry.name == "source" { sources.insert(entry.value) }
            }
        }
        var found: [Term: SourceDocument] = [:]
        for row in try triples(of: sources, SourceDocument.relations, ProgramReader(), RunOptions()) {
            guard row.count == 3, case .entity(let kind) = row[1] else { continue }
            found[row[0], default: SourceDocument()].note(kind, row[2], row[2].plainText(run.namespaces))
        }
        return found
    }

    private func triples(
        of subjects: Set<Term>, _ relations: [String], _ reader: ProgramReader, _ options: RunOptions
    ) throws -> [[Term]] {
        guard !subjects.isEmpty else { return [] }
        let (_, namespaces, _) = catalogue.extended(by: reader.statements)
        let list = subjects.map { $0.sourceText(namespaces) }.sorted().joined(separator: ", ")
        var asking = ProgramReader(statements: reader.statements.filter { !$0.isQuestion })
        asking.read(
            text: "?- S in [\(list)], P in [\(relations.joined(separator: ", "))], triple(S, P, O) select S, P, O.",
            name: "<report>")
        var options = options
        options.cites = false
        options.limit = nil
        return try run(asking, options).answers.last?.rows ?? []
    }
}

extension Database.RunOptions {
    /// What a reader must know of answers that do not tell all there is.
    fileprivate var conditions: [String] {
        var found: [String] = []
        if let asOf { found.append("The world as of \(Term.date(asOf).plainText(Namespaces())).") }
        if confidence > 0, confidence <= Schema.confidences.count {
            found.append("Without evidence weaker than \(Schema.confidences[confidence - 1]).")
        }
        if !withoutSources.isEmpty { found.append("Without the sources \(withoutSources.joined(separator: ", ")).") }
        if resolves { found.append("What 'same' says to be one is taken for one, under the first of its names.") }
        if let limit { found.append("At most \(limit) row\(limit == 1 ? "" : "s") of each table.") }
        return found
    }
}

extension SourceDocument {
    /// The relations that tell of a document.
    fileprivate static let relations = ["label", "publisher", "author", "published", "web_page"]

    fileprivate mutating func note(_ relation: String, _ value: Term, _ text: String) {
        switch relation {
        case "label": if case .string = value { title = text }
        case "publisher": publisher = text
        case "author": author = text
        case "published": published = text
        default: page = text
        }
    }
}

/// The questions of a program, answered one after another.
private struct Questions {
    private let database: Database
    private let reader: ProgramReader
    private var options: Database.RunOptions
    /// Answers to the questions that have no name, which one run answers; nil before that.
    private var unnamed: ArraySlice<Answers>?
    private(set) var warnings: [Diagnostic] = []
    private(set) var namespaces = Namespaces()

    init(_ database: Database, _ reader: ProgramReader, _ options: Database.RunOptions) {
        self.database = database
        self.reader = reader
        self.options = options
        self.options.cites = true
    }

    /// Nil where there is nothing to show.
    mutating func answers(to statement: Statement) throws -> Answers? {
        if case .savedQuery(let query) = statement.kind {
            let (_, namespaces, _) = database.catalogue.extended(by: reader.statements)
            options.savedQuery = try query.name.canonical(in: namespaces).get()
            return try run().first
        }
        if unnamed == nil {
            options.savedQuery = nil
            unnamed = try run()[...]
        }
        return unnamed?.popFirst()
    }

    private mutating func run() throws -> [Answers] {
        let run = try database.run(reader, options)
        namespaces = run.namespaces
        // Each run warns of the whole program.
        for warning in run.warnings where !warnings.contains(where: { $0.isSame(as: warning) }) {
            warnings.append(warning)
        }
        return run.answers
    }
}

extension Report.Part {
    /// Throws `ZholError` of kind `wrongInput` where the chart asks for what is not there.
    fileprivate init(_ statement: Statement, _ answers: Answers) throws {
        name = answers.name
        self.answers = answers
        var lines: [Substring] = []
        var chart: ChartRequest?
        for line in (statement.documentation ?? "").split(separator: "\n", omittingEmptySubsequences: false) {
            guard line.hasPrefix(ChartRequest.mark) else {
                lines.append(line)
                continue
            }
            chart = try ChartRequest(
                String(line.dropFirst(ChartRequest.mark.count)),
                columns: Array(answers.columns.prefix(answers.ownColumns)),
                at: statement.range)
        }
        self.chart = chart
        let text = lines.joined(separator: "\n")
        self.text = text.allSatisfy(\.isWhitespace) ? nil : text
    }
}

extension Statement {
    /// Whether it has answers that are shown.
    fileprivate var isQuestion: Bool {
        switch kind {
        case .savedQuery, .query, .whatIf: true
        case .output(_, let path): path == nil
        default: false
        }
    }
}

extension Answers {
    /// The names of the sources of each row; empty ones where the answers are not cited.
    var sources: [[String]] {
        guard let place = citation?.lowerBound else { return rows.map { _ in [] } }
        return rows.map { row in
            guard case .string(let text) = row[place] else { return [] }
            return text.split(separator: "; ").map(String.init)
        }
    }

    /// How many columns the question itself has.
    var ownColumns: Int { citation?.lowerBound ?? columns.count }
}

extension Report {
    /// `claims` of `Queries/claims.dl`.
    package static func stem(of path: String) -> String {
        let file = path.split(separator: "/").last ?? Substring(path)
        return file.hasSuffix(".dl") ? String(file.dropLast(3)) : String(file)
    }
}

extension Diagnostic {
    fileprivate func isSame(as other: Diagnostic) -> Bool {
        message == other.message && range?.file.name == other.range?.file.name && range?.start == other.range?.start
    }
}
