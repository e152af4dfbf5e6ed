import Language
import Terms

/// Rewrites a program so that relations are evaluated only as far as its goals ask: where a rule that they need gives an
/// argument of a derived relation as a constant, a copy of the relation is made that holds what is demanded.
///
/// In general by magic sets (Beeri and Ramakrishnan, "On the power of magic", 1991): what a rule demands of another is a
/// relation of its own. A recursion that walks away from the bound end is turned round (Naughton, Ramakrishnan, Sagiv,
/// Ullman, "Argument reduction by factoring", 1989), so that a closure from one end is linear however it is written.
struct Demand {
    private(set) var program: ResolvedProgram
    private let original: ResolvedProgram
    private let strata: Strata
    private let rulesOf: [[Int]]
    private let factsOf: [[Int]]
    /// Relations that files have rows for: a copy would lack them.
    private let withInputs: Set<RelationID>
    private var made: [Adornment: Copy] = [:]
    /// Relations that some rule asks for as a whole.
    private var whole: Set<RelationID> = []
    /// The component of the rule that is being rewritten.
    private var component = -1

    /// A relation with some arguments given.
    private struct Adornment: Hashable {
        let relation: RelationID
        let bound: [Int]
    }

    /// The copy of a relation, and the relation of what is demanded of it.
    private struct Copy {
        let relation: RelationID
        let demand: RelationID
    }

    /// Copies that a program may get before it is left as it is.
    private static let greatestCount = 64

    /// The program, rewritten where a rule gives a constant to a derived relation.
    static func rewritten(_ program: ResolvedProgram, withInputs: Set<RelationID>) -> ResolvedProgram {
        guard program.rules.contains(where: { $0.body.contains { $0.givesConstants(program) } }) else { return program }
        var demand = Demand(program, withInputs: withInputs)
        demand.rewriteRules()
        return demand.program
    }

    private init(_ program: ResolvedProgram, withInputs: Set<RelationID>) {
        self.program = program
        original = program
        strata = Strata(program)
        self.withInputs = withInputs
        var rules: [[Int]] = Array(repeating: [], count: program.relations.count)
        for (number, rule) in program.rules.enumerated() { rules[rule.head.index].append(number) }
        rulesOf = rules
        var facts: [[Int]] = Array(repeating: [], count: program.relations.count)
        for (number, fact) in program.facts.enumerated() { facts[fact.relation.index].append(number) }
        factsOf = facts
    }

    /// Rewrites the rules that the goals need.
    private mutating func rewriteRules() {
        let rules = neededRules()
        for number in rules {
            for conjunction in original.rules[number].body { noteWhole(conjunction, original.rules[number].head) }
        }
        for number in rules {
            var rule = original.rules[number]
            component = strata.component[rule.head.index]
            for alternative in rule.body.indices { rewriteAtoms(of: &rule.body[alternative], [:]) }
            program.rules[number] = rule
        }
    }

    /// The rules that the goals depend on.
    private func neededRules() -> [Int] {
        var found: [Int] = []
        var seen: Set<RelationID> = []
        var queue = original.goals.map(\.relation)
        while let relation = queue.popLast() {
            guard seen.insert(relation).inserted else { continue }
            for number in rulesOf[relation.index] {
                found.append(number)
                queue += original.rules[number].uses.map(\.relation)
            }
        }
        return found.sorted()
    }

    /// Notes relations that are asked for as a whole: there is nothing to save by copies of them.
    private mutating func noteWhole(_ conjunction: Conjunction, _ head: RelationID) {
        let constants = conjunction.constants
        for literal in conjunction.literals {
            switch literal {
            case .atom(let atom):
                let isOpen = atom.arguments.allSatisfy { argument in
                    switch argument {
                    case .constant: false
                    case .variable(let variable): constants[variable] == nil
                    case .wildcard: true
                    }
                }
                if isOpen, strata.component[atom.relation.index] != strata.component[head.index] {
                    whole.insert(atom.relation)
                }
            case .negation(let group, _), .optional(let group, _), .aggregate(_, _, let group, _):
                for alternative in group { noteWhole(alternative, head) }
            default: break
            }
        }
    }

    /// Puts copies in place of the relations that atoms give a constant, those within groups too.
    private mutating func rewriteAtoms(of conjunction: inout Conjunction, _ outer: [Int: Term]) {
        let constants = outer.merging(conjunction.constants) { first, _ in first }
        for place in conjunction.literals.indices {
            switch conjunction.literals[place] {
            case .atom(let atom):
                conjunction.literals[place] = .atom(rewritten(atom, constants))
            case .negation(var group, let range):
                for alternative in group.indices { rewriteAtoms(of: &group[alternative], constants) }
                conjunction.literals[place] = .negation(group, range)
            case .optional(var group, let range):
                for alternative in group.indices { rewriteAtoms(of: &group[alternative], constants) }
                conjunction.literals[place] = .optional(group, range)
            case .aggregate(let variable, let aggregate, var group, let named):
                for alternative in group.indices { rewriteAtoms(of: &group[alternative], constants) }
                conjunction.literals[place] = .aggregate(
                    variable: variable, aggregate, group: group, named: named)
            default: break
            }
        }
    }

    private mutating func rewritten(_ atom: ResolvedAtom, _ constants: [Int: Term]) -> ResolvedAtom {
        guard atom.statement == nil, !whole.contains(atom.relation),
            strata.component[atom.relation.index] != component
        else { return atom }
        var bound: [Int] = []
        var values: [HeadArgument] = []
        for (position, argument) in atom.arguments.enumerated() {
            switch argument {
            case .constant(let term): values.append(.expression(.constant(term)))
            case .variable(let variable):
                guard let term = constants[variable] else { continue }
                values.append(.expression(.constant(term)))
            case .wildcard: continue
            }
            bound.append(position)
        }
        guard !bound.isEmpty, let copy = attempt(atom.relation, bound) else { return atom }
        program.rules.append(
            ResolvedRule(
                head: copy.demand, arguments: values, variables: [], body: [Conjunction()],
                author: .schema("demand"), range: nil))
        var result = atom
        result.relation = copy.relation
        return result
    }

    /// A copy of a relation, with nothing left behind where there can be none.
    private mutating func attempt(_ relation: RelationID, _ bound: [Int]) -> Copy? {
        let before = (program, made)
        if let copy = copy(relation, bound) { return copy }
        (program, made) = before
        return nil
    }

    private func isDemandable(_ relation: RelationID) -> Bool {
        guard case .derived = original[relation].origin, !withInputs.contains(relation) else { return false }
        let rules = rulesOf[relation.index].map { original.rules[$0] }
        return !rules.isEmpty && rules.allSatisfy { !$0.hasAggregate && $0.cut == nil }
    }

    private mutating func copy(_ relation: RelationID, _ bound: [Int]) -> Copy? {
        guard isDemandable(relation) else { return nil }
        let key = Adornment(relation: relation, bound: bound)
        if let known = made[key] { return known }
        guard made.count < Demand.greatestCount else { return nil }
        let name = original[relation].name
        let copy = Copy(
            relation: add(ResolvedRelation(name: name, arity: original[relation].arity, origin: .derived)),
            demand: add(
                ResolvedRelation(name: "demand for \(name)", arity: bound.count, origin: .derived, isMade: true)))
        made[key] = copy
        if factsOf[relation.index].isEmpty,
            let closure = BoundClosure(
                original, strata, relation: relation, rules: rulesOf[relation.index], bound: bound)
        {
            let reached = add(ResolvedRelation(name: "reached for \(name)", arity: 2, origin: .derived, isMade: true))
            program.rules += closure.rules(copy: copy.relation, demand: copy.demand, reached: reached)
            return copy
        }
        addFacts(of: relation, bound, to: copy)
        for number in rulesOf[relation.index] {
            guard rewrite(number, bound, copy) else { return nil }
        }
        return copy
    }

    private mutating func add(_ relation: ResolvedRelation) -> RelationID {
        program.relations.append(relation)
        return RelationID(program.relations.count - 1)
    }

    /// Facts of the relation become a relation of their own, which the copy reads.
    private mutating func addFacts(of relation: RelationID, _ bound: [Int], to copy: Copy) {
        guard !factsOf[relation.index].isEmpty else { return }
        let arity = original[relation].arity
        let facts = add(ResolvedRelation(name: original[relation].name, arity: arity, origin: .derived))
        for number in factsOf[relation.index] {
            var fact = original.facts[number]
            fact.relation = facts
            program.facts.append(fact)
        }
        let variables = (0..<arity).map { _ in ResolvedRule.Variable(name: nil, range: nil) }
        let range = original.facts[factsOf[relation.index][0]].range
        let atoms = [
            ResolvedAtom(relation: copy.demand, arguments: bound.map { .variable($0) }, range: range),
            ResolvedAtom(relation: facts, arguments: (0..<arity).map { .variable($0) }, range: range),
        ]
        var passed = ResolvedRule(
            head: copy.relation, arguments: (0..<arity).map { .expression(.variable($0)) }, variables: variables,
            body: [Conjunction(literals: atoms.map { .atom($0) })], author: .store, range: nil)
        passed.rewriting = .init(.facts, rule: -1)
        program.rules.append(passed)
    }

    /// Adds the rule for the copy, and what it demands of others; false where that would ask for the whole relation.
    private mutating func rewrite(_ number: Int, _ bound: [Int], _ copy: Copy) -> Bool {
        let rule = original.rules[number]
        var given: [ResolvedArgument] = []
        for position in bound {
            switch rule.arguments[position] {
            case .expression(.variable(let variable)): given.append(.variable(variable))
            case .expression(.constant(let term)): given.append(.constant(term))
            default: return false
            }
        }
        var rewritten = rule
        rewritten.head = copy.relation
        rewritten.rewriting = .init(.guarded, rule: number)
        for alternative in rule.body.indices {
            let literals = rule.body[alternative].literals
            let range = rule.range ?? literals.compactMap(\.range).first
            guard let range else { return false }
            let demand = ResolvedAtom(relation: copy.demand, arguments: given, range: range)
            let sideways = Sideways(literals, given: given) { isDemandable($0) }
            var body: [ResolvedLiteral] = [.atom(demand)]
            for literal in literals {
                guard case .atom(var atom) = literal, atom.statement == nil, isDemandable(atom.relation) else {
                    body.append(literal)
                    continue
                }
                let positions = atom.arguments.indices.filter { sideways.isBound(atom.arguments[$0]) }
                let isRecursive = strata.component[atom.relation.index] == strata.component[rule.head.index]
                if positions.isEmpty {
                    if isRecursive { return false }
                    body.append(literal)
                    continue
                }
                guard let other = self.copy(atom.relation, positions) else {
                    if isRecursive { return false }
                    body.append(literal)
                    continue
                }
                let wanted = positions.map { atom.arguments[$0] }
                if other.demand != copy.demand || !wanted.elementsEqual(given, by: { $0.isSame(as: $1) }) {
                    program.rules.append(
                        ResolvedRule(
                            head: other.demand, arguments: wanted.compactMap(\.headArgument), variables: rule.variables,
                            body: [Conjunction(literals: [.atom(demand)] + sideways.literals)],
                            author: .schema("demand"), range: rule.range))
                }
                atom.relation = other.relation
                body.append(.atom(atom))
            }
            rewritten.body[alternative].literals = body
        }
        program.rules.append(rewritten)
        return true
    }
}
