import Engine
import Language
import Store
import Terms

/// A store open for questions, or no store at all: programs then run on their own facts.
public final class Database {
    package let store: Store?
    private let snapshot: Snapshot?
    package let catalogue: Catalogue

    /// Opens a store for reading. Throws `ZholError` where it is missing, damaged, too new or no store.
    public convenience init(path: String) throws(ZholError) {
        do {
            try self.init(store: Store(path: path, access: .read))
        } catch {
            throw ZholError.wrapping(error)
        }
    }

    /// A database without a store.
    public init() {
        store = nil
        snapshot = nil
        catalogue = Catalogue()
    }

    package init(store: Store) throws {
        self.store = store
        let snapshot = try store.snapshot()
        self.snapshot = snapshot
        catalogue = try Catalogue(snapshot)
    }

    package var reading: Snapshot? { snapshot }

    /// How a program is run.
    package struct RunOptions {
        package var parameters: [String: Term] = [:]
        /// The saved query to answer; nil for every question of the program.
        package var savedQuery: String?
        package var cites = false
        /// 0 any, 1 low, 2 medium, 3 high.
        package var confidence = 0
        package var asOf: PartialDate?
        package var limit: Int?
        package var timeout: Duration?
        /// Evaluates without any optimisation, to check the others by.
        package var plain = false

        package init() {}
    }

    /// What a run gives: answers in order, and what was warned of.
    package struct Run {
        package var answers: [Answers] = []
        package var warnings: [Diagnostic] = []
        package var namespaces = Namespaces()
    }

    /// Answers one question, as `?- project(P).` or the bare goal. Throws `ZholError`.
    public func query(_ text: String) throws(ZholError) -> [Answers] {
        do {
            let source = SourceFile(name: "<query>", text: text)
            let (program, diagnostics) = Parser.parseGoalOrProgram(source)
            var reader = ProgramReader()
            reader.add(program, diagnostics)
            return try run(reader, RunOptions()).answers
        } catch {
            throw ZholError.wrapping(error)
        }
    }

    /// Resolves and evaluates a program over the store.
    package func run(_ reader: ProgramReader, _ options: RunOptions) throws -> Run {
        guard !reader.hasErrors else { throw ZholError(diagnostics: reader.diagnostics) }
        let (schema, namespaces, problems) = catalogue.extended(by: reader.statements)
        guard problems.isEmpty else { throw ZholError(diagnostics: problems) }
        let names: any StoreNames = snapshot.map { SnapshotNames($0, catalogue) } ?? NoStore()
        let resolver = Resolver(schema: schema, namespaces: namespaces, names: names, parameters: options.parameters)
        let kept = catalogue.statements
        resolver.resolve(
            kept + reader.statements, goals: options.savedQuery.map { .saved($0) } ?? .questions)
        var diagnostics = resolver.diagnostics
        diagnostics += unsupported(reader.statements)
        if diagnostics.contains(where: { $0.severity == .error }) { throw ZholError(diagnostics: diagnostics) }

        var run = Run(warnings: reader.diagnostics + diagnostics, namespaces: namespaces)
        let control = Control(timeout: options.timeout)
        for var goal in resolver.program.goals {
            if let limit = options.limit { goal.limit = min(goal.limit ?? limit, limit) }
            let asOf = goal.asOf ?? options.asOf
            var found = Citation.Levels(
                program: resolver.program, schema: schema, snapshot: snapshot, control: control, asOf: asOf,
                plain: options.plain)
            let evaluation = try found.evaluation(options.confidence)
            let rows = try evaluation.answers(to: goal)
            var answers = Answers(
                name: goal.name, columns: rows.columns, rows: rows.rows, namespaces: namespaces)
            if options.cites, !goal.isYesNo {
                try answers.cite(goal, rows, &found, least: options.confidence)
            }
            run.answers.append(answers)
        }
        run.warnings += control.undefined.map { place in
            Diagnostic(
                .undefinedValue,
                "\(place.what) was undefined for \(place.count) binding\(place.count == 1 ? "" : "s"), which did not match",
                at: place.range, severity: .warning)
        }
        return run
    }

    /// What a run does not do in this version, each with its place.
    private func unsupported(_ statements: [Statement]) -> [Diagnostic] {
        statements.compactMap { statement in
            let what: String
            switch statement.kind {
            case .update: what = "an update in a program that is run"
            case .whatIf: what = "'what if'"
            case .begin, .commit, .rollback: what = "a transaction in a program that is run"
            case .input: what = "'input'"
            case .output: what = "'output'"
            default: return nil
            }
            return Diagnostic(.notEvaluatedYet, "\(what) is not evaluated yet", at: statement.range)
        }
    }
}

/// The answers to one question: named columns, and rows in order.
public struct Answers: Sendable {
    /// The name of the saved query; nil for a question.
    public let name: String?
    public internal(set) var columns: [String]
    package internal(set) var rows: [[Term]]
    package let namespaces: Namespaces

    /// How many rows there are.
    public var count: Int { rows.count }

    /// A row as texts: entities by name, strings as they are.
    public subscript(row: Int) -> [String] { rows[row].map { $0.plainText(namespaces) } }
}
