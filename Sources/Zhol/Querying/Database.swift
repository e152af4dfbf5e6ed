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
        /// Whether every `deny` is asked, and nothing else.
        package var audits = false
        package var cites = false
        /// 0 any, 1 low, 2 medium, 3 high.
        package var confidence = 0
        package var asOf: PartialDate?
        package var limit: Int?
        package var timeout: Duration?
        /// Changes of a transaction that is not committed yet: every question sees them.
        package var pending: [Statement] = []
        /// Where `input` looks for files; nil for beside the file that names them.
        package var factsFolder: String?
        /// Where `output` writes files; nil for the working folder.
        package var outputFolder: String?
        /// Bytes that the evaluation may take; nil for no limit.
        package var memory: Int?
        /// Where the plans are written down; where it measures nothing, nothing is evaluated.
        package var trace: EvaluationTrace?
        /// Threads to evaluate with; nil for as many as there are cores.
        package var threads: Int?
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

    /// Resolves and evaluates a program over the store. Throws `ZholError`, or what a lower layer throws.
    package func run(_ reader: ProgramReader, _ options: RunOptions) throws -> Run {
        try ProgramRun(self, reader, options).perform()
    }
}

/// The answers to one question: named columns, and rows in order.
public struct Answers: Sendable {
    /// The name of the saved query; nil for a question.
    public let name: String?
    public internal(set) var columns: [String]
    package internal(set) var rows: [[Term]]
    package let namespaces: Namespaces
    /// What is said of the saved query or check; nil where nothing is.
    package internal(set) var documentation: String?

    /// How many rows there are.
    public var count: Int { rows.count }

    /// A row as texts: entities by name, strings as they are.
    public subscript(row: Int) -> [String] { rows[row].map { $0.plainText(namespaces) } }
}
