import Language
import Store
import Terms

/// Evaluates a resolved program bottom-up: each stratum by semi-naive rounds, only what the goals need.
package final class Evaluation {
    package struct Options: Sendable {
        /// Weaker statements are as if not there: 0 any, 1 low, 2 medium, 3 high.
        package var confidence = 0
        package var asOf: PartialDate?

        package init() {}
    }

    package let program: ResolvedProgram
    let schema: Schema
    package let control: Control
    let terms: TermTable
    let view: StoreView?
    private(set) var relations: [Relation]
    let strata: Strata
    let sources: Sources
    private var done: Set<Int> = []
    let rulesOf: [[Int]]
    let factsOf: [[Int]]

    package init(
        _ program: ResolvedProgram, schema: Schema, snapshot: Snapshot?, options: Options = Options(), control: Control
    ) throws {
        self.program = program
        self.schema = schema
        self.control = control
        let terms = TermTable(snapshot: snapshot)
        self.terms = terms
        view = snapshot.map { snapshot in
            StoreView(
                snapshot: snapshot, terms: terms,
                filter: StoreView.Filter(confidence: options.confidence, asOf: options.asOf))
        }
        relations = program.relations.map { Relation(arity: $0.arity) }
        strata = Strata(program)
        var rules: [[Int]] = Array(repeating: [], count: program.relations.count)
        for (number, rule) in program.rules.enumerated() { rules[rule.head.index].append(number) }
        rulesOf = rules
        var facts: [[Int]] = Array(repeating: [], count: program.relations.count)
        for (number, fact) in program.facts.enumerated() { facts[fact.relation.index].append(number) }
        factsOf = facts
        sources = Sources(
            program: program, schema: schema, relations: relations, view: view, terms: terms,
            programStatements: try Evaluation.statements(program, terms))
    }

    private static func statements(
        _ program: ResolvedProgram, _ terms: TermTable
    ) throws -> [RelationID: [ProgramStatement]] {
        var found: [RelationID: [ProgramStatement]] = [:]
        for (number, fact) in program.facts.enumerated() where fact.arguments.count <= 2 && !fact.arguments.isEmpty {
            var qualifiers: [(key: TermID, value: TermID)] = []
            var evidence: [(key: TermID, value: TermID)] = []
            for (name, value) in fact.qualifiers {
                let key = TermID(rawValue: try terms.id(of: .entity(name)))
                let entry = (key: key, value: TermID(rawValue: try terms.id(of: value)))
                if Schema.evidenceQualifiers.contains(name) { evidence.append(entry) } else { qualifiers.append(entry) }
            }
            let statement = StoredStatement(
                number: 1 << 40 | UInt64(number), qualifiers: qualifiers, evidence: evidence.isEmpty ? [] : [evidence])
            let first = try terms.id(of: fact.arguments[0])
            let second = fact.arguments.count == 2 ? try terms.id(of: fact.arguments[1]) : 0
            found[fact.relation, default: []].append(
                ProgramStatement(first: first, second: second, statement: statement))
        }
        return found
    }

    /// Evaluates a relation and all it depends on.
    func evaluate(_ relation: RelationID) throws {
        let target = strata.component[relation.index]
        var needed: Set<Int> = []
        var queue = [target]
        while let component = queue.popLast() {
            guard needed.insert(component).inserted else { continue }
            for member in strata.components[component] {
                for number in rulesOf[member.index] {
                    for (used, _) in program.rules[number].uses { queue.append(strata.component[used.index]) }
                }
            }
        }
        // Components are numbered bottom-up.
        for component in needed.sorted() where done.insert(component).inserted { try evaluate(component: component) }
    }

    private func evaluate(component: Int) throws {
        let members = strata.components[component]
        let rules = members.flatMap { rulesOf[$0.index] }
        for member in members {
            for number in factsOf[member.index] where !isAggregated(member) {
                let fact = program.facts[number]
                relations[member.index].insert(try fact.arguments.map { try terms.id(of: $0) })
            }
        }
        for member in members where isAggregated(member) { try aggregate(member) }
        let recursive = Set(members)
        var rounds: [(rule: Int, plan: RulePlan)] = []
        for number in rules where !isAggregated(program.rules[number].head) {
            let rule = program.rules[number]
            let occurrences = rule.body.map { conjunction in
                conjunction.literals.indices.filter { index in
                    if case .atom(let atom) = conjunction.literals[index] {
                        return atom.statement == nil && recursive.contains(atom.relation)
                            && !program[atom.relation].isStored
                    }
                    return false
                }
            }
            for (alternative, places) in occurrences.enumerated() {
                if places.isEmpty {
                    try RulePlan(self, rule, alternative, delta: nil, old: []).run()
                } else {
                    for (position, place) in places.enumerated() {
                        // Atoms before the delta read old rows, those behind it all: no pair is joined twice.
                        let old = Set(places[..<position])
                        rounds.append((number, try RulePlan(self, rule, alternative, delta: place, old: old)))
                    }
                }
            }
        }
        while advance(members) {
            try control.check()
            for round in rounds { try round.plan.run() }
        }
    }

    private func advance(_ members: [RelationID]) -> Bool {
        var any = false
        for member in members where relations[member.index].advance() { any = true }
        return any
    }

    private func isAggregated(_ relation: RelationID) -> Bool {
        rulesOf[relation.index].contains { program.rules[$0].hasAggregate }
    }

    /// The label of an entity, for `label_of`.
    func label(_ id: UInt64) throws -> Term? {
        guard let view, let predicate = try view.snapshot.id(of: .entity("label")) else { return nil }
        var objects: [UInt64] = []
        try view.snapshot.seconds(of: predicate, order: .subject, first: TermID(rawValue: id), into: &objects)
        let labels = try objects.map { try terms.term(of: $0) }
        // A label without a language tag is the name in the language of the graph.
        return labels.first { if case .string = $0 { true } else { false } } ?? labels.first
    }
}
