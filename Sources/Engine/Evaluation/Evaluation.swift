import Language
import Store
import Terms

/// Evaluates a resolved program bottom-up: each stratum by semi-naive rounds, only what the goals need.
package final class Evaluation {
    package struct Options: Sendable {
        /// Weaker statements are as if not there: 0 any, 1 low, 2 medium, 3 high.
        package var confidence = 0
        package var asOf: PartialDate?
        /// Evaluates without any optimisation: literals as written, every round from scratch.
        package var plain = false
        /// What to undo, to see the store as it was known before.
        package var undo: Undo?
        /// What is assumed to be stored or withdrawn, in order.
        package var assumptions: [Assumption] = []
        /// What was read from files, by relation.
        package var inputs: [RelationID: [FactColumns]] = [:]
        /// Sources whose evidence does not count.
        package var withoutSources: [Term] = []
        /// Takes entities for one another that `same` says to be one.
        package var resolves = false
        /// Threads to evaluate with; the answers and their order do not depend on it.
        package var threads = 1
        /// Pairs to read from which on further threads are woken: fewer are read before another thread would begin.
        package var worthSharing = 8192
        /// What evaluations over the same store have decoded; nil where each decodes for itself.
        package nonisolated(unsafe) var decoded: DecodedRelations?
        /// Whether it is noted how each tuple is first derived.
        package var recording = Recording.never
        /// Where the plans are written down.
        package nonisolated(unsafe) var trace: EvaluationTrace?

        package init() {}
    }

    /// When it is noted how tuples are first derived.
    package enum Recording: Sendable {
        case never
        /// Where an answer may rest on something of which a citation tells.
        case whereCited
        case always
    }

    /// What is evaluated, and the program as it was written.
    package let program: ResolvedProgram
    package let original: ResolvedProgram
    package let options: Options
    let schema: Schema
    package let control: Control
    let terms: TermTable
    let view: StoreView?
    let relations: [Relation]
    let strata: Strata
    let statements: ProgramStatements
    let sources: Sources
    let isPlain: Bool
    let threads: Int
    let worthSharing: Int
    let trace: EvaluationTrace?
    /// How tuples were first derived; nil where nobody asks.
    private(set) var derivations: Derivations?
    let inputs: [RelationID: [FactColumns]]
    var done: Set<Int> = []
    private var neededComponents: [RelationID: [Int]] = [:]
    private var recursion: [Int: Bool] = [:]
    /// Questions that only pass on the tuples of another relation: steps for them would say nothing new.
    private(set) lazy var passedOn = PassedOn.all(in: self)
    /// Plans that another run needs not make again.
    var keptPlans: [PlanPlace: RulePlan] = [:]
    /// The columns that were asked for last.
    var lastColumns: (relation: RelationID, columns: [[UInt32]])?
    let rulesOf: [[Int]]
    let factsOf: [[Int]]

    package init(
        _ program: ResolvedProgram, schema: Schema, store: Reading?, options: Options = Options(), control: Control
    ) throws {
        original = program
        self.options = options
        // The plain evaluation takes the rules as they are written.
        let program =
            options.plain
            ? program : Splitting.split(Demand.rewritten(program, withInputs: Set(options.inputs.keys)))
        self.program = program
        self.schema = schema
        self.control = control
        isPlain = options.plain
        worthSharing = options.worthSharing
        threads = options.plain ? 1 : max(1, options.threads)
        trace = options.trace
        inputs = options.inputs
        let terms = TermTable(store: store)
        self.terms = terms
        let filter = StoreView.Filter(
            confidence: options.confidence, asOf: options.asOf,
            withdrawn: Set(try options.withoutSources.map { try terms.id(of: $0) }))
        let overlay = try Overlay(options, filter, over: store, terms, schema)
        let view =
            store == nil && overlay.isEmpty
            ? nil
            : try StoreView(
                base: store, terms: terms, filter: filter, overlay: overlay, shared: options.decoded)
        self.view = view
        strata = Strata(program)
        var rules: [[Int]] = Array(repeating: [], count: program.relations.count)
        for (number, rule) in program.rules.enumerated() { rules[rule.head.index].append(number) }
        rulesOf = rules
        var facts: [[Int]] = Array(repeating: [], count: program.relations.count)
        for (number, fact) in program.facts.enumerated() { facts[fact.relation.index].append(number) }
        factsOf = facts
        let kinds = RelationForms(program, strata, rulesOf: rules, isPlain: options.plain)
        let relations = program.relations.indices.map { kinds.make($0, terms) }
        self.relations = relations
        statements = ProgramStatements(program, factsOf: facts, terms: terms, filter: filter)
        if options.resolves, let merging = try Evaluation.merging(program, view, statements, terms, schema) {
            view?.merging = merging
            statements.merging = merging
            terms.merging = merging
        }
        sources = Sources(
            program: program, schema: schema, relations: relations, view: view, terms: terms,
            statements: statements)
        if try isRecorded() { derivations = Derivations(terms) }
    }

    private func isRecorded() throws -> Bool {
        guard options.recording != .never, !isPlain, strata.isRecursive(program, rulesOf: rulesOf) else { return false }
        if options.recording == .always { return true }
        var scope = EvidenceScope(self)
        return try original.goals.contains { try scope.reaches($0.relation) }
    }

    /// Evaluates a relation and all it depends on.
    func evaluate(_ relation: RelationID) throws {
        for component in components(neededBy: relation) where !done.contains(component) {
            do {
                try evaluate(component: component)
            } catch Interruption.outOfMemory {
                throw Interruption.outOfMemory(largestRelation)
            }
            done.insert(component)
        }
    }

    /// The component of a relation and those that it depends on, bottom-up.
    private func components(neededBy relation: RelationID) -> [Int] {
        if let known = neededComponents[relation] { return known }
        var needed: Set<Int> = []
        var queue = [strata.component[relation.index]]
        while let component = queue.popLast() {
            guard needed.insert(component).inserted else { continue }
            for member in strata.components[component] {
                for number in rulesOf[member.index] {
                    for (used, _) in program.rules[number].uses { queue.append(strata.component[used.index]) }
                }
            }
        }
        // Components are numbered bottom-up.
        let sorted = needed.sorted()
        neededComponents[relation] = sorted
        return sorted
    }

    private func isRecursive(_ component: Int) -> Bool {
        if let known = recursion[component] { return known }
        let found = strata.isRecursive(component, program, rulesOf)
        recursion[component] = found
        return found
    }

    /// What took most of the memory, for a message.
    private var largestRelation: String {
        let largest = relations.indices.max { relations[$0].footprint < relations[$1].footprint }
        guard let largest, relations[largest].count > 0 else { return "the budget is used up before any rule ran" }
        return "'\(program.relations[largest].name)' has grown to \(relations[largest].count) rows"
    }

    private func evaluate(component: Int) throws {
        let members = strata.components[component]
        let recursive = isRecursive(component)
        for member in members { relations[member.index].tracksDelta = recursive && !isPlain }
        let started = ContinuousClock.now
        trace?.begin(members.map { program[$0].name }, isRecursive: recursive)
        defer {
            for member in members { relations[member.index].settle() }
            if let trace {
                trace.end(
                    rows: size(of: members), bytes: members.reduce(0) { $0 + relations[$1.index].footprint },
                    time: ContinuousClock.now - started)
            }
        }
        if recursive, members.contains(where: { isAggregated($0) || readsAggregate($0) }) {
            try evaluateMonotone(members)
            return
        }
        for member in members { try insertFacts(of: member) }
        for member in members where isAggregated(member) { try aggregate(member) }
        let rules = members.filter { !isAggregated($0) }.flatMap { rulesOf[$0.index] }
        if !recursive {
            try runOnce(rules)
        } else if isPlain {
            try evaluateNaively(rules, members)
        } else {
            try evaluateByDeltas(rules, members)
        }
    }

    private func runOnce(_ rules: [Int]) throws {
        for number in rules {
            if let cut = program.rules[number].cut {
                try insert(cut, into: relations[program.rules[number].head.index])
                continue
            }
            for alternative in program.rules[number].body.indices {
                try plan(ofRule: number, alternative).run()
            }
        }
    }

    /// Semi-naive rounds: each round joins what the last one found with all that is there.
    func evaluateByDeltas(_ rules: [Int], _ members: [RelationID]) throws {
        let recursive = Set(members)
        var rounds: [RulePlan] = []
        for number in rules {
            let rule = program.rules[number]
            for alternative in rule.body.indices {
                let places = rule.body[alternative].literals.indices.filter { index in
                    guard case .atom(let atom) = rule.body[alternative].literals[index] else { return false }
                    return atom.statement == nil && recursive.contains(atom.relation)
                        && !program[atom.relation].isStored
                }
                if places.isEmpty { try RulePlan(self, rule: number, alternative, delta: nil).run() }
                for place in places { rounds.append(try RulePlan(self, rule: number, alternative, delta: place)) }
            }
        }
        while advance(members) {
            try control.check()
            trace?.noteRound()
            for plan in rounds { try plan.run() }
        }
    }

    /// Every rule from scratch in every round, until a round finds nothing.
    func evaluateNaively(_ rules: [Int], _ members: [RelationID]) throws {
        var count = -1
        while count != size(of: members) {
            try control.check()
            count = size(of: members)
            try runOnce(rules)
        }
    }

    func insertFacts(of member: RelationID) throws {
        guard !isAggregated(member) || relations[member.index] is BestRelation else { return }
        for number in factsOf[member.index] where try statements.counts(program.facts[number]) {
            let row = try program.facts[number].arguments.map { terms.local(ofRaw: try terms.id(of: $0)) }
            relations[member.index].insert(row: row)
        }
        for input in inputs[member] ?? [] { try insert(input, into: relations[member.index]) }
    }

    /// Inserts the rows of a goal that its limit leaves.
    private func insert(_ goal: ResolvedGoal, into relation: Relation) throws {
        let rows = try orderedRows(of: goal)
        guard relation.arity > 0 else {
            if !rows.isEmpty { relation.insert(row: []) }
            return
        }
        let columns = try columns(of: goal.relation).prefix(goal.columns.count)
        for row in rows { relation.insert(row: columns.map { UInt64($0[row]) }) }
    }

    private func insert(_ input: FactColumns, into relation: Relation) throws {
        let columns = try terms.columns(of: input)
        let batch = BatchColumns(slots: relation.arity, owning: Array(0..<relation.arity))
        var start = 0
        while start < input.count {
            try control.check()
            let length = min(Batch.size, input.count - start)
            for (position, column) in columns.enumerated() {
                let target = batch.columns[position]
                for row in 0..<length { target[row] = terms.local(ofRaw: column[start + row]) }
            }
            relation.insert(
                UnsafeRawPointer(batch.columns).assumingMemoryBound(to: UnsafePointer<UInt64>.self), count: length)
            start += length
        }
    }

    /// The rows of a relation as columns of local numbers.
    func columns(of relation: RelationID) throws -> [[UInt32]] {
        if let last = lastColumns, last.relation == relation { return last.columns }
        lastColumns = nil
        let source = relations[relation.index]
        if let pairs = source as? PairRelation {
            let columns = try SortedPairs(pairs, terms, control).columns()
            lastColumns = (relation, columns)
            return columns
        }
        var columns: [[UInt32]] = Array(repeating: [], count: source.arity)
        for column in columns.indices { columns[column].reserveCapacity(source.count) }
        try source.forEachPiece { piece, count in
            try control.check()
            for column in columns.indices {
                for row in 0..<count { columns[column].append(UInt32(truncatingIfNeeded: piece[column][row])) }
            }
        }
        lastColumns = (relation, columns)
        return columns
    }

    func size(of members: [RelationID]) -> Int { members.reduce(0) { $0 + relations[$1.index].count } }

    private func advance(_ members: [RelationID]) -> Bool {
        var any = false
        for member in members where relations[member.index].advance() { any = true }
        return any
    }

    /// Whether it is noted how tuples of a relation are derived: not where they may be overtaken by others.
    func records(_ relation: RelationID) -> Bool {
        guard derivations != nil, passedOn[relation] == nil else { return false }
        let component = strata.component[relation.index]
        guard isRecursive(component) else { return !isAggregated(relation) }
        return !strata.components[component].contains { isAggregated($0) || readsAggregate($0) }
    }

    func isAggregated(_ relation: RelationID) -> Bool {
        rulesOf[relation.index].contains { program.rules[$0].hasAggregate }
    }

    /// The label of an entity, for `label_of`.
    func label(_ id: UInt64) throws -> Term? {
        guard let view, let predicate = try view.id(of: .entity("label")) else { return nil }
        var objects: [UInt64] = []
        try view.seconds(of: predicate, order: .subject, first: TermID(rawValue: id), into: &objects)
        let labels = try objects.map { try terms.term(of: $0) }
        // A label without a language tag is the name in the language of the graph.
        return labels.first { if case .string = $0 { true } else { false } } ?? labels.first
    }
}
