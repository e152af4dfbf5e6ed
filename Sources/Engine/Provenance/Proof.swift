import Language
import Store
import Terms

/// What one answer rests on: the stored triples, and the facts of the program, at the leaves of one proof of it.
package struct Support {
    package struct Leaf: Hashable {
        package let predicate: TermID
        package let subject: TermID
        package let object: TermID
    }

    package var leaves: Set<Leaf> = []
    /// Facts of the program itself by number.
    package var facts: Set<Int> = []

    package init() {}

    mutating func formUnion(_ other: Support) {
        leaves.formUnion(other.leaves)
        facts.formUnion(other.facts)
    }
}

/// Reconstructs proofs after evaluation: nothing is recorded while rules run.
///
/// A tuple's number is its rank, and whatever it was derived from in its own stratum has a smaller one. So a proof is
/// found from the top: a rule whose head is the tuple, with atoms of smaller rank, and so on down to what is stored.
/// It ends because ranks only fall.
package final class ProofSearch {
    private let evaluation: Evaluation
    private var known: [Goal: Support] = [:]
    private var depth = 0

    private struct Goal: Hashable {
        let relation: RelationID
        let row: Int
    }

    /// Bindings that are looked at for one rule before the search takes the best of them.
    private static let greatestBindings = 256
    private static let greatestDepth = 1500

    package init(_ evaluation: Evaluation) { self.evaluation = evaluation }

    /// What a row of a derived relation rests on; nil where the row is not there.
    package func support(of terms: [Term], in relation: RelationID) throws -> Support? {
        guard let number = try evaluation.number(of: try terms.map { try evaluation.terms.id(of: $0) }, in: relation)
        else { return nil }
        return try prove(relation, number)
    }

    private func prove(_ relation: RelationID, _ number: Int) throws -> Support {
        let goal = Goal(relation: relation, row: number)
        if let done = known[goal] { return done }
        guard depth < ProofSearch.greatestDepth else { return Support() }
        depth += 1
        defer { depth -= 1 }
        let tuple = evaluation.row(number, of: relation)
        var result = Support()
        if let fact = try fact(relation, tuple) {
            result.facts.insert(fact)
        } else {
            search: for rule in evaluation.rulesOf[relation.index] {
                for alternative in evaluation.program.rules[rule].body.indices {
                    if let found = try prove(tuple, number, evaluation.program.rules[rule], alternative) {
                        result.formUnion(found)
                        // Every contribution supports a sum; one is enough for a least value and for a plain tuple.
                        if evaluation.program.rules[rule].needsOneBinding { break search }
                    }
                }
            }
        }
        known[goal] = result
        return result
    }

    private func fact(_ relation: RelationID, _ tuple: [UInt64]) throws -> Int? {
        for number in evaluation.factsOf[relation.index]
        where try evaluation.statements.counts(evaluation.program.facts[number]) {
            let arguments = evaluation.program.facts[number].arguments
            var same = true
            for (argument, value) in zip(arguments, tuple) where try evaluation.terms.id(of: argument) != value {
                same = false
                break
            }
            if same { return number }
        }
        return nil
    }

    /// A derivation of the tuple by one alternative of a rule; nil where there is none.
    private func prove(
        _ tuple: [UInt64], _ rank: Int, _ rule: ResolvedRule, _ alternative: Int
    ) throws -> Support? {
        var count = rule.variables.count
        let body = rule.body[alternative].withoutWildcards(&count)
        let candidates = try bindings(of: body, variables: count, that: tuple, rule)
        var whole: Support?
        for candidate in candidates {
            guard let found = try support(body, candidate, rank, rule) else { continue }
            if rule.needsOneBinding { return found }
            whole = whole ?? Support()
            whole?.formUnion(found)
        }
        return whole
    }

    /// Bindings of a body that give the tuple: for each the raw number of every variable.
    private func bindings(
        of body: Conjunction, variables count: Int, that tuple: [UInt64], _ rule: ResolvedRule
    ) throws -> [[UInt64]] {
        let evaluator = evaluation.evaluator(for: rule)
        let slots = count + groupCount(body)
        let start = BatchColumns(slots: slots, owning: Array(0..<slots))
        var bound = SlotKinds(slots)
        for (position, argument) in rule.arguments.enumerated() {
            guard case .expression(.variable(let slot)) = argument, body.variables.contains(slot) else { continue }
            start.columns[slot][0] = tuple[position]
            bound[slot] = .raw
        }
        var found: [[UInt64]] = []
        let limit = rule.needsOneBinding ? ProofSearch.greatestBindings : Int.max
        let planner = Planner(
            sources: evaluation.sources, control: evaluation.control, evaluator: evaluator, slots: slots)
        let plan = try planner.plan(body, bound: bound, needed: body.variables, nextGroupSlot: count) { kinds in
            let head = try rule.arguments.enumerated().compactMap { position, argument in
                try argument.value.map { (tuple[position], try evaluator.compile($0, kinds)) }
            }
            let variables = try (0..<count).map { try evaluator.compile(.variable($0), kinds) }
            return SinkOperator { batch in
                let values = try head.map { ($0.0, try $0.1.values(batch)) }
                let columns = try variables.map { try $0.values(batch) }
                for row in 0..<batch.count where found.count < limit {
                    if values.allSatisfy({ $0.1[row] == $0.0 }) { found.append(columns.map { $0[row] }) }
                }
            }
        }
        try plan.head.push(start.batch(1))
        return found
    }

    /// What the positive atoms of a binding rest on; nil where one of them came later than the tuple.
    private func support(_ body: Conjunction, _ binding: [UInt64], _ rank: Int, _ rule: ResolvedRule) throws -> Support?
    {
        var pending: [(RelationID, Int)] = []
        var result = Support()
        for case .atom(let atom) in body.literals {
            let values = try atom.arguments.map { try value($0, binding) }
            let relation = evaluation.program[atom.relation]
            if case .derived = relation.origin, atom.statement == nil {
                guard let number = try evaluation.number(of: values, in: atom.relation) else { return nil }
                if evaluation.sameStratum(atom.relation, rule.head) {
                    // Ranks compare within one relation; across relations of a stratum the round decides.
                    if atom.relation == rule.head, number >= rank { return nil }
                    if known[Goal(relation: atom.relation, row: number)] == nil, depth > 600 { return nil }
                }
                pending.append((atom.relation, number))
            } else {
                result.leaves.formUnion(try leaves(relation, values))
            }
        }
        for (relation, number) in pending { result.formUnion(try prove(relation, number)) }
        return result
    }

    private func value(_ argument: ResolvedArgument, _ binding: [UInt64]) throws -> UInt64 {
        switch argument {
        case .constant(let term): try evaluation.terms.id(of: term)
        case .variable(let slot): binding[slot]
        case .wildcard: TermID.none.rawValue
        }
    }

    /// The stored triples behind a tuple of a stored relation.
    private func leaves(_ relation: ResolvedRelation, _ values: [UInt64]) throws -> [Support.Leaf] {
        guard let view = evaluation.view else { return [] }
        func leaf(_ predicate: TermID, _ subject: UInt64, _ object: UInt64) throws -> Support.Leaf? {
            let leaf = Support.Leaf(
                predicate: predicate, subject: TermID(rawValue: subject), object: TermID(rawValue: object))
            guard try view.contains(predicate, leaf.subject, leaf.object) else { return nil }
            return leaf
        }
        switch relation.origin {
        case .storedClass(let names):
            for name in names {
                guard let id = try view.id(of: .entity(name)) else { continue }
                if let found = try leaf(.isA, values[0], id.rawValue) { return [found] }
            }
        case .storedPairs(let readings):
            for reading in readings {
                guard let predicate = try view.id(of: .entity(reading.relation)) else { continue }
                let pair = reading.isFlipped ? (values[1], values[0]) : (values[0], values[1])
                if let found = try leaf(predicate, pair.0, pair.1) { return [found] }
            }
        case .triples:
            if let found = try leaf(TermID(rawValue: values[1]), values[0], values[2]) { return [found] }
        case .derived:
            // A statement of a relation that is both stored and derived.
            for reading in evaluation.schema.readings(of: relation.name) where values.count == 2 {
                guard let predicate = try view.id(of: .entity(reading.relation)) else { continue }
                let pair = reading.isFlipped ? (values[1], values[0]) : (values[0], values[1])
                if let found = try leaf(predicate, pair.0, pair.1) { return [found] }
            }
        }
        return []
    }
}

extension ResolvedRule {
    /// Whether one binding of the body explains a tuple: all but the rules whose aggregates collect several.
    fileprivate var needsOneBinding: Bool { arguments.allSatisfy { $0.value != nil } }
}

extension HeadArgument {
    /// The expression that has the argument's value in a binding that gives it: for `min` and `max` what they range
    /// over, nil for aggregates that no single binding gives.
    fileprivate var value: ResolvedExpression? {
        switch self {
        case .expression(let expression): expression
        case .aggregate(let aggregate):
            switch aggregate.function {
            case .min, .max, .argmax, .argmin: aggregate.arguments.first
            default: nil
            }
        }
    }
}

extension Conjunction {
    /// The same literals with a variable in place of each `_` of the outermost atoms, so that a proof can name it.
    func withoutWildcards(_ count: inout Int) -> Conjunction {
        var result = self
        for index in result.literals.indices {
            guard case .atom(var atom) = result.literals[index] else { continue }
            for position in atom.arguments.indices {
                guard case .wildcard = atom.arguments[position] else { continue }
                atom.arguments[position] = .variable(count)
                count += 1
            }
            result.literals[index] = .atom(atom)
        }
        return result
    }
}

extension Evaluation {
    func sameStratum(_ left: RelationID, _ right: RelationID) -> Bool {
        strata.component[left.index] == strata.component[right.index]
    }

    /// The best confidence that any piece of evidence gives a triple (0 where none says), and the sources that do.
    package func evidence(for leaf: Support.Leaf) throws -> (confidence: Int, sources: [Term]) {
        guard let view else { return (0, []) }
        var best = 0
        var sources: [Term] = []
        for statement in try view.statements(leaf.predicate, leaf.subject, leaf.object)
        where try view.admits(statement) {
            for piece in statement.evidence {
                let level = try StatementReading.confidence(piece, terms)
                if level > best { sources = [] }
                best = max(best, level)
                guard level == best, let source = try StatementReading.value(piece, "source", terms) else { continue }
                sources.append(try terms.term(of: source.rawValue))
            }
        }
        return (best, sources)
    }

    /// The number of a row of raw numbers in a relation of a ranked evaluation; nil where it is not there.
    func number(of row: [UInt64], in relation: RelationID) throws -> Int? {
        (relations[relation.index] as? RowRelation)?.number(of: row.map { terms.find($0) })
    }

    /// A row of a relation of a ranked evaluation as raw numbers.
    func row(_ number: Int, of relation: RelationID) -> [UInt64] {
        ((relations[relation.index] as? RowRelation)?.row(number) ?? []).map { terms.raw(ofLocal: $0) }
    }

    /// Whether the relation, evaluated, holds the row.
    package func holds(_ row: [Term], in relation: RelationID) throws -> Bool {
        try evaluate(relation)
        return relations[relation.index].contains(try row.map { terms.find(try terms.id(of: $0)) })
    }
}
