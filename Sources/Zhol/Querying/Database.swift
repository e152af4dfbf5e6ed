import Engine
import Language
import Store
import Terms

/// A knowledge graph to ask and to fill: a store in a file, or none at all, where programs run on their own facts.
///
/// ```swift
/// let graph = try Database(creating: path)
/// try graph.store("relation owns(thing, thing) {share: decimal}.")
/// try graph.store([
///     Fact("owns", .entity("alpha"), .entity("beta"), ["share": 60, "source": .entity("report_2016")]),
///     Fact("owns", .entity("beta"), .entity("gamma"), ["share": 51]),
/// ])
/// let answers = try graph.query("owns+($who, Y)", parameters: ["who": .entity("alpha")])
/// print(answers[0].column("Y"))  // [beta, gamma]
/// ```
///
/// A database sees the store as it was when it was opened or last stored to; `refresh` sees what others wrote since. It
/// is not for several threads at a time. What is not here, as plans, is a matter of the command line.
public final class Database {
    package private(set) var store: Store?
    private var snapshot: Snapshot?
    package private(set) var catalogue: Catalogue
    /// Relations of the snapshot that were decoded.
    private(set) var decoded = DecodedRelations()

    /// Questions that were asked of the snapshot.
    private var asked = KeptQueries()

    /// Opens a store for reading.
    ///
    /// - Throws: `ZholError` of kind `missingInput` where there is none, `storeUnavailable` where the file is damaged, too
    ///   new or no store.
    public convenience init(path: String) throws(ZholError) { try self.init(path, .read) }

    /// Opens a store for writing, and makes it where there is none.
    ///
    /// - Throws: `ZholError` of kind `storeUnavailable` where the file is damaged, too new or no store.
    public convenience init(creating path: String) throws(ZholError) { try self.init(path, .create) }

    private convenience init(_ path: String, _ access: Store.Access) throws(ZholError) {
        do {
            try self.init(store: Store(path: path, access: access))
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

    /// Sees what was stored since, by others too. Throws `ZholError` where the store cannot be read any more.
    public func refresh() throws(ZholError) {
        guard let store else { return }
        do {
            snapshot = nil
            let fresh = try store.snapshot()
            snapshot = fresh
            decoded = DecodedRelations()
            asked = KeptQueries()
            catalogue = try Catalogue(fresh)
        } catch {
            throw ZholError.wrapping(error)
        }
    }

    /// Changes the store, and sees the change. Throws `ZholError` of kind `usage` without a store open for writing.
    func changing<R>(_ body: (Store) throws -> R) throws -> R {
        guard let store else { throw ZholError(.usage, "a database without a store keeps nothing") }
        // A snapshot kept open would keep old pages from being used again.
        snapshot = nil
        do {
            let result = try body(store)
            try refresh()
            return result
        } catch {
            try refresh()
            throw error
        }
    }

    /// How a program is run.
    package struct RunOptions {
        package var parameters: [String: Term] = [:]
        /// The saved query to answer; nil for every question of the program.
        package var savedQuery: String?
        /// Whether every `deny` is asked, and nothing else.
        package var audits = false
        package var cites = false
        /// The answers that are proved; nil for none.
        package var proofs: ProofRequest?
        /// Whether it is told why a question has no answers.
        package var explainsAbsence = false
        /// 0 any, 1 low, 2 medium, 3 high.
        package var confidence = 0
        package var asOf: PartialDate?
        /// Sources that every question leaves out, as texts of the language.
        package var withoutSources: [String] = []
        /// Takes entities for one another that `same` says to be one.
        package var resolves = false
        /// Transactions after which the store knew names that a question about the past may use besides those of its own
        /// moment.
        package var namesKnownAfter: [UInt64] = []
        /// What is undone in place of what came after the transaction that a question looks back to.
        package var undo: Undo?
        /// Shows what `what if`, `without source` or another time gains and loses, and not the answers.
        package var showsChanges = false
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
        /// Pairs to read from which on further threads are woken; nil for the engine's own bound.
        package var worthSharing: Int?
        /// How many steps of proofs are searched.
        package var proofLimits = AnswerProofs.Limits()
        /// Evaluates without any optimisation, to check the others by.
        package var plain = false

        package init() {}
    }

    /// What a run gives: answers in order, and what was warned of.
    package struct Run {
        package var answers: [Answers] = []
        package var warnings: [Diagnostic] = []
        package var namespaces = Namespaces()
        /// What changes were compared with, in words; empty where none were asked for.
        package var comparisons: [String] = []
        /// What an audit takes for one another.
        var same: SameEntities?
        /// What answers the same questions again; nil where the answers depend on more than the snapshot.
        var kept: KeptQuery?
    }

    /// Answers the questions of a text: a goal, as `owns(alpha, X)`, or a program with any number of `?-`.
    ///
    /// - Parameters:
    ///   - parameters: values for `$name` in the text; they are never spliced into it.
    ///   - citing: whether answers get the columns `sources` and `confidence`.
    ///   - resolving: whether entities that `same` says to be one are answered as one.
    ///   - timeout: after which the evaluation ends.
    /// - Returns: an element for each question, in order.
    ///
    /// A text that was asked of the same snapshot before, with the same parameters, is not read and planned again; its
    /// answers are evaluated anew.
    ///
    /// - Throws: `ZholError` of kind `wrongInput`, with every mistake and its place in the description; of kind
    ///   `outOfBudget` after the timeout.
    public func query(
        _ text: String, parameters: [String: Value] = [:], citing: Bool = false, resolving: Bool = false,
        timeout: Duration? = nil
    ) throws(ZholError) -> [Answers] {
        try ask(text, nil, parameters, citing, resolving, timeout)
    }

    /// Answers a saved query of the store.
    ///
    /// - Throws: `ZholError` of kind `usage` where a parameter is missing, unknown or of the wrong type, `wrongInput`
    ///   where there is no such query.
    public func answer(
        _ savedQuery: String, parameters: [String: Value] = [:], citing: Bool = false, resolving: Bool = false,
        timeout: Duration? = nil
    ) throws(ZholError) -> Answers {
        let answers = try ask("", savedQuery, parameters, citing, resolving, timeout)
        guard let first = answers.first else { throw ZholError(.defect, "a question was lost") }
        return first
    }

    private func ask(
        _ text: String, _ savedQuery: String?, _ parameters: [String: Value], _ citing: Bool, _ resolving: Bool,
        _ timeout: Duration?
    ) throws(ZholError) -> [Answers] {
        var options = RunOptions()
        options.cites = citing
        options.resolves = resolving
        options.timeout = timeout
        options.savedQuery = savedQuery
        for (name, value) in parameters { options.parameters[name] = try value.term(catalogue.namespaces) }
        let key = KeptQueries.Key(
            text: text, savedQuery: savedQuery, parameters: options.parameters, resolves: resolving)
        do {
            if !citing, let kept = asked.take(key) {
                let answers = try kept.answers(timeout: timeout)
                asked.keep(kept, key)
                return answers
            }
            let (program, diagnostics) = Parser.parseGoalOrProgram(SourceFile(name: "<query>", text: text))
            var reader = ProgramReader()
            if savedQuery == nil { reader.add(program, diagnostics) }
            let run = try run(reader, options)
            if !citing, let kept = run.kept { asked.keep(kept, key) }
            return run.answers
        } catch {
            throw ZholError.wrapping(error)
        }
    }

    /// Resolves and evaluates a program over the store. Throws `ZholError`, or what a lower layer throws.
    package func run(_ reader: ProgramReader, _ options: RunOptions) throws -> Run {
        try ProgramRun(self, reader, options).perform()
    }
}
