import Language
import Store
import Terms

/// Which relations may rest on evidence at all. Of answers that cannot, nothing has to be proved to know that nobody is
/// named who says so: most of a bulk load is of that kind.
struct EvidenceScope {
    private let evaluation: Evaluation
    private let leaves: ProofLeaves
    /// The qualifiers that are asked after.
    private var evidence: Set<String>
    private static let dates: Set<String> = ["from", "to"]
    private var predicates: [TermID?: Bool] = [:]

    init(_ evaluation: Evaluation, _ qualifiers: Set<String>) {
        self.evaluation = evaluation
        leaves = ProofLeaves(evaluation, StatedTuples(evaluation))
        evidence = qualifiers
    }

    /// Asks after what makes a citation say more than nothing: a source, a confidence, and dates where they matter.
    init(_ evaluation: Evaluation) {
        self.init(evaluation, ["source", "confidence"])
        if evaluation.options.asOf != nil { evidence.formUnion(EvidenceScope.dates) }
    }

    /// Whether a tuple of a relation may rest, by any proof, on something that has one of the qualifiers.
    mutating func reaches(_ relation: RelationID) throws -> Bool {
        // What is taken for one another rests on evidence of its own.
        if evaluation.isMerged { return true }
        let program = evaluation.original
        var rules: [RelationID: [ResolvedRule]] = [:]
        for rule in program.rules { rules[rule.head, default: []].append(rule) }
        var seen: Set<RelationID> = [relation]
        var queue = [relation]
        while let next = queue.popLast() {
            if try isTold(next, evidence) { return true }
            guard case .derived = program[next].origin else { continue }
            var atoms: [ResolvedAtom] = []
            for rule in rules[next] ?? [] { for body in rule.body { body.collectPositiveAtoms(&atoms) } }
            for atom in atoms {
                if let pattern = atom.statement {
                    let wanted = pattern.date == nil ? evidence : evidence.union(EvidenceScope.dates)
                    if try isStated(atom.relation, wanted) { return true }
                } else if seen.insert(atom.relation).inserted {
                    queue.append(atom.relation)
                }
            }
        }
        return false
    }

    /// Whether what is stored or stated of a relation itself may have some qualifiers.
    private mutating func isTold(_ relation: RelationID, _ wanted: Set<String>) throws -> Bool {
        switch evaluation.original[relation].origin {
        case .derived: facts(of: relation, have: wanted)
        case .triples: try isStored(nil, wanted)
        case .storedPairs, .storedClass: try isStated(relation, wanted)
        }
    }

    /// Whether statements of a relation may have some qualifiers.
    private mutating func isStated(_ relation: RelationID, _ wanted: Set<String>) throws -> Bool {
        if facts(of: relation, have: wanted) { return true }
        if case .triples = evaluation.original[relation].origin { return try isStored(nil, wanted) }
        for predicate in Set(try leaves.predicates(of: relation)) where try isStored(predicate, wanted) { return true }
        return false
    }

    private func facts(of relation: RelationID, have wanted: Set<String>) -> Bool {
        evaluation.original.facts.contains { fact in
            fact.relation == relation && fact.qualifiers.contains { wanted.contains($0.name) }
        }
    }

    private mutating func isStored(_ predicate: TermID?, _ wanted: Set<String>) throws -> Bool {
        guard let view = evaluation.view else { return false }
        if wanted == evidence, let known = predicates[predicate] { return known }
        let found = try view.mayTell(wanted, of: predicate)
        if wanted == evidence { predicates[predicate] = found }
        return found
    }
}

extension Evaluation {
    /// Whether some entities are taken for one another.
    fileprivate var isMerged: Bool { view?.merging != nil || statements.merging != nil }
}

extension StoreView {
    /// Whether statements of a predicate, of any for nil, may have some qualifiers.
    fileprivate func mayTell(_ names: Set<String>, of predicate: TermID?) throws -> Bool {
        let keys = Set(try names.compactMap { try id(of: .entity($0)) })
        guard !keys.isEmpty else { return false }
        for (triple, statements) in overlay.statements where predicate == nil || triple.predicate == predicate {
            if statements.contains(where: { $0.tells(keys) }) { return true }
        }
        if let predicate, predicate.isTransient { return false }
        return try base?.mayTell(keys.filter { !$0.isTransient }, of: predicate) ?? false
    }
}

extension Conjunction {
    /// The atoms that a proof of the body may rest on: all but those of negations.
    fileprivate func collectPositiveAtoms(_ found: inout [ResolvedAtom]) {
        for literal in literals {
            switch literal {
            case .atom(let atom): found.append(atom)
            case .aggregate(_, _, let group, _), .optional(let group, _):
                for body in group { body.collectPositiveAtoms(&found) }
            default: break
            }
        }
    }
}
