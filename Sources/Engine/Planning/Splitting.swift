import Language
import Terms

/// Splits recursive rules of three and more atoms into joins of two: where two atoms share a variable that nothing else
/// reads, what they give together is kept as a relation of its own, without that variable. The many ways through the
/// variable are then walked once, and not again in every round for each of what the other atoms give.
struct Splitting {
    private(set) var program: ResolvedProgram
    private let strata: Strata

    private init(_ program: ResolvedProgram) {
        self.program = program
        strata = Strata(program)
    }

    /// The program with the rules split that gain by it.
    static func split(_ program: ResolvedProgram) -> ResolvedProgram {
        guard program.rules.contains(where: { $0.body.contains { $0.literals.count >= 3 } }) else { return program }
        var splitting = Splitting(program)
        for number in program.rules.indices { splitting.split(rule: number) }
        return splitting.program
    }

    private mutating func split(rule number: Int) {
        let rule = program.rules[number]
        guard !rule.hasAggregate else { return }
        let component = strata.component[rule.head.index]
        for alternative in rule.body.indices {
            while let pair = pair(in: program.rules[number], alternative, component) {
                apply(pair, toRule: number, alternative)
            }
        }
    }

    private struct Pair {
        let first: Int
        let second: Int
        /// What remains of the two atoms' variables.
        let kept: [Int]
    }

    /// Two atoms that can be joined ahead: they share a variable of their own, and leave at most two others.
    private func pair(in rule: ResolvedRule, _ alternative: Int, _ component: Int) -> Pair? {
        let literals = rule.body[alternative].literals
        var atoms: [(place: Int, variables: Set<Int>, isRecursive: Bool)] = []
        for (place, literal) in literals.enumerated() {
            guard case .atom(let atom) = literal, atom.statement == nil, atom.arguments.count <= 2 else { continue }
            // Relations that splitting has made belong to the component of their rule.
            let isRecursive =
                atom.relation.index >= strata.component.count || strata.component[atom.relation.index] == component
            atoms.append((place, atom.variables, isRecursive))
        }
        guard atoms.count >= 3, atoms.filter(\.isRecursive).count >= 2 else { return nil }
        var head: Set<Int> = []
        for case .expression(let expression) in rule.arguments { head.formUnion(expression.variables) }
        // A join that ends with the second values of the head adds whole sets of them.
        var last: Int?
        if rule.arguments.count == 2, case .expression(.variable(let slot)) = rule.arguments[1] { last = slot }
        var best: (pair: Pair, cost: Int)?
        for first in atoms.indices {
            for second in atoms.indices where second > first && (atoms[first].isRecursive || atoms[second].isRecursive)
            {
                let shared = atoms[first].variables.intersection(atoms[second].variables)
                var elsewhere = head
                for (place, literal) in literals.enumerated()
                where place != atoms[first].place && place != atoms[second].place {
                    elsewhere.formUnion(literal.variables)
                }
                guard !shared.isEmpty, !shared.isSubset(of: elsewhere) else { continue }
                let kept = atoms[first].variables.union(atoms[second].variables).intersection(elsewhere)
                guard kept.count <= 2, !kept.isEmpty else { continue }
                // One recursive atom in the pair leaves less to be derived again.
                let count = (atoms[first].isRecursive ? 1 : 0) + (atoms[second].isRecursive ? 1 : 0)
                let rest = literals.indices.filter { $0 != atoms[first].place && $0 != atoms[second].place }
                let endsWithSets = rest.contains { place in
                    guard case .atom(let atom) = literals[place], atom.arguments.count == 2 else { return false }
                    if case .variable(let slot) = atom.arguments[1] { return slot == last }
                    return false
                }
                let cost = count * 2 + (endsWithSets ? 0 : 1)
                if cost < best?.cost ?? .max {
                    best = (Pair(first: atoms[first].place, second: atoms[second].place, kept: kept.sorted()), cost)
                }
            }
        }
        return best?.pair
    }

    private mutating func apply(_ pair: Pair, toRule number: Int, _ alternative: Int) {
        let rule = program.rules[number]
        var literals = rule.body[alternative].literals
        guard case .atom(let first) = literals[pair.first] else { return }
        let name = "\(program[rule.head].name), joined ahead"
        program.relations.append(ResolvedRelation(name: name, arity: pair.kept.count, origin: .derived, isMade: true))
        let relation = RelationID(program.relations.count - 1)
        var ahead = ResolvedRule(
            head: relation, arguments: pair.kept.map { .expression(.variable($0)) }, variables: rule.variables,
            body: [Conjunction(literals: [literals[pair.first], literals[pair.second]])], author: rule.author,
            range: rule.range)
        ahead.rewriting = .init(.joinedAhead, rule: rule.rewriting?.rule ?? number, alternative: alternative)
        program.rules.append(ahead)
        literals[pair.first] = .atom(
            ResolvedAtom(relation: relation, arguments: pair.kept.map { .variable($0) }, range: first.range))
        literals.remove(at: pair.second)
        program.rules[number].body[alternative].literals = literals
    }
}
