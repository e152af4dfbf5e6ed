import Engine
import Formats
import Language
import Store
import Terms

/// One run of a program: resolution, the files it reads, and its questions one after another.
final class ProgramRun {
    let database: Database
    /// What the store keeps, and the program.
    let statements: [Statement]
    let options: Database.RunOptions
    let schema: Schema
    let namespaces: Namespaces
    let control: Control
    let files: InputFiles
    private let kept: Int
    private let readerDiagnostics: [Diagnostic]
    private var evaluations: [QuestionMoment: Evaluation] = [:]

    private let past: StorePast
    /// Changes of a transaction that is not committed: every question sees them.
    private(set) var pending: [ResolvedUpdate] = []
    /// What questions were compared with, each once; empty where none was.
    private var comparisons: [String] = []
    /// Warnings of names that a proof, or why there is none, shows to be unknown.
    var unknown: [Diagnostic] = []
    /// Sources to leave out that were looked for in the store.
    var soughtSources: Set<TermID> = []

    /// A `what if` of the program, resolved.
    private struct Hypothesis {
        let program: ResolvedProgram
        let updates: [ResolvedUpdate]
        /// How many of the updates are of the open transaction, and not supposed.
        let pendingCount: Int
    }

    /// Throws `ZholError` where the program cannot be read or its declarations contradict each other.
    init(_ database: Database, _ reader: ProgramReader, _ options: Database.RunOptions) throws {
        guard !reader.hasErrors else { throw ZholError(diagnostics: reader.diagnostics) }
        let (schema, namespaces, problems) = database.catalogue.extended(by: reader.statements)
        guard problems.isEmpty else { throw ZholError(diagnostics: problems) }
        self.database = database
        self.options = options
        self.schema = schema
        self.namespaces = namespaces
        let stored = database.catalogue.statements(
            neededBy: reader.statements + options.pending, names: ProgramRun.wanted(options, database.catalogue),
            schema,
            namespaces)
        kept = stored.count
        statements = stored + reader.statements
        readerDiagnostics = reader.diagnostics
        control = Control(timeout: options.timeout, memory: options.memory)
        past = StorePast(database.reading)
        files = InputFiles(folder: options.factsFolder)
    }

    private var goals: Resolver.Goals {
        options.audits ? .checks : options.savedQuery.map { .saved($0) } ?? .questions
    }

    private var asksAll: Bool { !options.audits && options.savedQuery == nil }

    /// What is asked for by name.
    private static func wanted(_ options: Database.RunOptions, _ catalogue: Catalogue) -> [String] {
        guard options.audits else { return options.savedQuery.map { [$0] } ?? [] }
        return catalogue.statements.compactMap { statement in
            guard case .deny(let clause) = statement.kind else { return nil }
            if case .success(let name) = clause.head.name.canonical(in: catalogue.namespaces) { return name }
            return nil
        }
    }

    private var names: any StoreNames {
        database.reading.map { SnapshotNames($0, database.catalogue) } ?? NoStore()
    }

    private func resolver() -> Resolver {
        let names = names
        let resolver = Resolver(schema: schema, namespaces: namespaces, names: names, parameters: options.parameters)
        resolver.columnsOfInput = files.columns
        resolver.unusedNames = database.catalogue.ruleNames
        let moments = options.namesKnownAfter
        resolver.namesKnownBy = { [past] knownBy in
            moments.reduce(past.names(knownBy, besides: names)) { past.names(.transaction($1), besides: $0) }
        }
        return resolver
    }

    /// Answers every question in order. Throws `ZholError` with every mistake that resolution finds.
    func perform() throws -> Database.Run {
        let resolver = resolver()
        let pending = resolver.resolve(
            statements, goals: goals, updates: options.pending)
        var diagnostics = resolver.diagnostics + misplaced()
        let hypotheses = asksAll ? resolveHypotheses(&diagnostics) : [:]
        // Who asks is not told of what could be better in a stored rule.
        let stored = Array(statements.prefix(kept))
        diagnostics = diagnostics.filter { $0.severity == .error || !$0.isAbout(stored) }
            .map { $0.notingStored(stored) }
        if diagnostics.contains(where: { $0.severity == .error }) { throw ZholError(diagnostics: diagnostics) }

        var run = Database.Run(warnings: readerDiagnostics + diagnostics, namespaces: namespaces)
        let program = resolver.program
        var base = Evaluation.Options()
        base.plain = options.plain
        base.trace = options.trace
        base.resolves = options.resolves
        if options.cites { base.recording = .whereCited }
        base.decoded = database.decoded
        base.threads = min(options.threads ?? Control.cores, 64)
        if let bound = options.worthSharing { base.worthSharing = bound }
        base.inputs = try files.read(program, schema, namespaces, control)
        self.pending = pending.compactMap { $0 }
        var goals = program.goals[...]
        for position in statements.indices {
            while let goal = goals.first, goal.position == position {
                goals.removeFirst()
                if let answers = try answer(goal, program, base) { run.answers.append(answers) }
            }
            if let hypothesis = hypotheses[position] { run.answers.append(try answer(hypothesis, base)) }
        }
        if options.audits, options.resolves {
            let moment = QuestionMoment(
                asOf: options.asOf, confidence: options.confidence,
                withoutSources: try withdrawnSources(nil, program, self.pending))
            run.same = try evaluation(of: program, base, moment).sameEntities()
        }
        if options.showsChanges, comparisons.isEmpty {
            throw ZholError(
                .usage,
                "no question supposes anything that could change its answers: 'what if', 'without source', 'as of', 'known by' or '--min-confidence'"
            )
        }
        run.warnings += undefinedValues() + unknown
        run.comparisons = comparisons
        if hypotheses.isEmpty, base.inputs.isEmpty, program.goals.allSatisfy({ $0.destination == nil }),
            evaluations.count == 1, let evaluation = evaluations[QuestionMoment()]
        {
            run.kept = KeptQuery(evaluation: evaluation, goals: program.goals, namespaces: namespaces)
        }
        return run
    }

    /// Each `what if` by the position of its statement; their mistakes are added where they are new.
    private func resolveHypotheses(_ diagnostics: inout [Diagnostic]) -> [Int: Hypothesis] {
        var found: [Int: Hypothesis] = [:]
        for position in statements.indices {
            guard case .whatIf(let supposed, _) = statements[position].kind else { continue }
            let resolver = resolver()
            let updates = resolver.resolve(
                statements, goals: .question(position), updates: options.pending + supposed)
            let own = statements[position].range
            let hasErrors = diagnostics.contains { $0.severity == .error }
            diagnostics += resolver.diagnostics.filter { diagnostic in
                (!hasErrors && diagnostic.severity == .error) || diagnostic.isInside(own)
            }
            found[position] = Hypothesis(
                program: resolver.program, updates: updates.compactMap { $0 },
                pendingCount: updates.prefix(options.pending.count).compactMap { $0 }.count)
        }
        return found
    }

    private func answer(_ hypothesis: Hypothesis, _ base: Evaluation.Options) throws -> Answers {
        guard let goal = hypothesis.program.goals.first else { throw ZholError(.defect, "a question was lost") }
        var options = base
        options.inputs = try files.read(hypothesis.program, schema, namespaces, control)
        let moment = try moment(of: goal, in: hypothesis.program, hypothesis.updates)
        try set(&options, moment)
        let supposed = try suppose(hypothesis.updates, hypothesis.program, options)
        guard self.options.showsChanges else { return try answer(goal, supposed) }
        let answers = try answer(goal, supposed, isCompared: true)
        let before = moment.withoutSupposition(hasUpdates: true)
        note(moment.comparison(with: before, hasUpdates: true, namespaces))
        try set(&options, before)
        let kept = Array(hypothesis.updates.prefix(hypothesis.pendingCount))
        let others = try answer(goal, suppose(kept, hypothesis.program, options), isCompared: true)
        return answers.changes(since: others, limit: self.options.limit)
    }

    /// The evaluation of a program after changes that are not stored.
    private func suppose(
        _ updates: [ResolvedUpdate], _ program: ResolvedProgram, _ options: Evaluation.Options
    ) throws -> Evaluation {
        var supposed = Supposition(program, options, schema)
        try supposed.take(updates) { program, options in
            try Evaluation(program, schema: schema, store: database.reading, options: options, control: control)
        }
        return try Evaluation(
            supposed.program, schema: schema, store: database.reading, options: supposed.options, control: control)
    }

    private func moment(
        of goal: ResolvedGoal, in program: ResolvedProgram, _ updates: [ResolvedUpdate] = []
    ) throws -> QuestionMoment {
        QuestionMoment(
            asOf: goal.asOf ?? options.asOf,
            transaction: try goal.knownBy.map { try past.transaction($0, at: goal.range) },
            confidence: options.confidence,
            withoutSources: try withdrawnSources(goal, program, updates + pending))
    }

    private func set(_ options: inout Evaluation.Options, _ moment: QuestionMoment) throws {
        options.asOf = moment.asOf
        options.confidence = moment.confidence
        options.undo = try moment.transaction.flatMap { try self.options.undo ?? past.undo(after: $0) }
        options.withoutSources = Array(moment.withoutSources)
    }

    /// The answers to a goal of the program itself; nil where they went to a file.
    private func answer(_ goal: ResolvedGoal, _ program: ResolvedProgram, _ base: Evaluation.Options) throws -> Answers?
    {
        let moment = try moment(of: goal, in: program)
        let evaluation = try evaluation(of: program, base, moment)
        if let path = goal.destination {
            try OutputFile(path, folder: options.outputFolder).write(goal, of: evaluation, namespaces)
            return nil
        }
        let before = moment.withoutSupposition(hasUpdates: false)
        guard options.showsChanges, before != moment else { return try answer(goal, evaluation) }
        note(moment.comparison(with: before, hasUpdates: false, namespaces))
        let answers = try answer(goal, evaluation, isCompared: true)
        let others = try answer(goal, self.evaluation(of: program, base, before), isCompared: true)
        return answers.changes(since: others, limit: options.limit)
    }

    /// The evaluation that questions about one moment share.
    private func evaluation(
        of program: ResolvedProgram, _ base: Evaluation.Options, _ moment: QuestionMoment
    ) throws -> Evaluation {
        if let known = evaluations[moment] { return known }
        var options = base
        try set(&options, moment)
        let made = try suppose(pending, program, options)
        evaluations[moment] = made
        return made
    }

    private func note(_ comparison: String) {
        if !comparisons.contains(comparison) { comparisons.append(comparison) }
    }

    /// - Parameter isCompared: whether the answers are compared with others, of which a limit would hide some.
    private func answer(
        _ goal: ResolvedGoal, _ evaluation: Evaluation, isCompared: Bool = false
    ) throws -> Answers {
        var goal = goal
        if let limit = options.limit, !isCompared { goal.limit = min(goal.limit ?? limit, limit) }
        let rows = try evaluation.answers(to: goal)
        var answers = Answers(goal, rows, namespaces)
        let isEmpty = rows.rows.isEmpty || rows.isNo
        if isEmpty, !isCompared, !options.audits { unknown += try unknownNames(of: goal, in: evaluation) }
        if options.explainsAbsence, isEmpty {
            var search = AbsenceSearch(evaluation, namespaces)
            answers.absence = try search.absence(of: goal)
        }
        guard options.cites || options.proofs != nil else { return answers }
        if options.cites {
            try answers.cite(
                proofs(of: goal, rows, evaluation, isSummary: true), countsIndependent: !options.audits)
        }
        if let request = options.proofs { answers.proofs = try proofs(of: goal, rows, evaluation, request) }
        return answers
    }

    private func undefinedValues() -> [Diagnostic] {
        control.undefined.map { place in
            Diagnostic(
                .undefinedValue,
                "\(place.what) was undefined for \(place.count) binding\(place.count == 1 ? "" : "s"), which did not match",
                at: place.range, severity: .warning)
        }
    }

    /// Statements that have no place in a program that is run.
    private func misplaced() -> [Diagnostic] {
        statements.dropFirst(kept).compactMap { statement in
            switch statement.kind {
            case .update:
                Diagnostic(
                    .misplacedClause, "a program that is run changes nothing in the store", at: statement.range,
                    notes: [.init("store the change with 'zhol load', or suppose it: what if { … } ?- …")])
            case .begin, .commit, .rollback:
                Diagnostic(
                    .misplacedClause, "a program that is run has no transaction", at: statement.range,
                    notes: [.init("a load is one transaction; at the prompt 'begin.' opens one")])
            default: nil
            }
        }
    }
}
