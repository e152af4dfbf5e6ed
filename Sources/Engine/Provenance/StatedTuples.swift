import Language
import Terms

/// The facts of a program and the rows of its files, by tuple.
final class StatedTuples {
    private let evaluation: Evaluation
    private var facts: [RelationID: [[UInt64]: [Int]]] = [:]
    private var rows: [RelationID: Set<[UInt64]>] = [:]

    init(_ evaluation: Evaluation) { self.evaluation = evaluation }

    /// The leaves that state a tuple.
    func leaves(_ relation: RelationID, _ values: TermTuple) throws -> [ProofGraph.Node] {
        guard !evaluation.factsOf[relation.index].isEmpty || evaluation.inputs[relation] != nil else { return [] }
        let tuple = Array(values)
        var found: [ProofGraph.Node] = []
        if try !facts(relation, tuple).isEmpty {
            found.append(.init(kind: .fact, site: relation.index, values: TermTuple(tuple)))
        }
        if evaluation.inputs[relation] != nil, try rows(of: relation).contains(tuple) {
            found.append(.init(kind: .input, site: relation.index, values: TermTuple(tuple)))
        }
        return found
    }

    /// Every leaf that states a tuple of a relation.
    func all(_ relation: RelationID) throws -> [(leaf: ProofGraph.Node, tuple: [UInt64])] {
        var found: [(leaf: ProofGraph.Node, tuple: [UInt64])] = []
        for tuple in try facts(of: relation).keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            found.append((.init(kind: .fact, site: relation.index, values: TermTuple(tuple)), tuple))
        }
        if evaluation.inputs[relation] != nil {
            for row in try rows(of: relation).sorted(by: { $0.lexicographicallyPrecedes($1) }) {
                found.append((.init(kind: .input, site: relation.index, values: TermTuple(row)), row))
            }
        }
        return found
    }

    /// The numbers of the facts that state a tuple.
    func facts(_ relation: RelationID, _ tuple: [UInt64]) throws -> [Int] {
        try facts(of: relation)[tuple, default: []]
    }

    private func facts(of relation: RelationID) throws -> [[UInt64]: [Int]] {
        if let known = facts[relation] { return known }
        var made: [[UInt64]: [Int]] = [:]
        for number in evaluation.factsOf[relation.index] {
            let fact = evaluation.program.facts[number]
            guard try evaluation.statements.counts(fact) else { continue }
            made[try fact.arguments.map { try evaluation.terms.id(of: $0) }, default: []].append(number)
        }
        facts[relation] = made
        return made
    }

    private func rows(of relation: RelationID) throws -> Set<[UInt64]> {
        if let known = rows[relation] { return known }
        var made: Set<[UInt64]> = []
        for input in evaluation.inputs[relation] ?? [] {
            let columns = try evaluation.terms.columns(of: input)
            for row in 0..<input.count {
                if row & 0xffff == 0 { try evaluation.control.check() }
                made.insert(columns.map { $0[row] })
            }
        }
        rows[relation] = made
        return made
    }
}
