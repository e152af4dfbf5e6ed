import Language
import Terms

/// Finds proofs of tuples that an evaluation holds, and what they rest on.
///
/// A proof is the better, the surer its least sure leaf is; among those of one confidence the smallest is the best.
package final class Proving {
    package let evaluation: Evaluation
    let cone: ProofCone
    private(set) var proofs: BestProofs
    private var known: [LeafEvidence?] = []

    package init(_ evaluation: Evaluation) {
        self.evaluation = evaluation
        cone = ProofCone(evaluation)
        proofs = BestProofs(cone.graph)
    }

    /// What an answer rests on, by its best proof.
    package struct Support {
        /// The sources of each leaf where it is surest, sorted by name.
        package var sources: [Term] = []
        /// That of the least sure leaf: 1 low, 2 medium, 3 high; 0 where one has none.
        package var confidence = 0
        /// How many proofs there are of which no two share a source.
        package var independent = 0
        /// Whether a leaf only may have held at the date asked for.
        package var isUncertain = false

        package init() {}
    }

    /// Searches what rows of a relation rest on; their nodes.
    func search(_ rows: [[Term]], in relation: RelationID) throws -> [Int] {
        let roots = try rows.map { row in
            try cone.node(of: try row.map { try evaluation.terms.id(of: $0) }, in: relation)
        }
        var checked = 0
        while !cone.isComplete {
            try cone.grow()
            // A graph that goes on and on is looked at now and then: a proof that is no larger than what was searched is
            // deep cannot be bettered, and in the end any proof will do.
            guard !cone.isComplete, cone.graph.steps.count > 2 * checked + 10_000 else { continue }
            checked = cone.graph.steps.count
            proofs = BestProofs(cone.graph)
            let isSpent = checked > ProofCone.budget
            try proofs.search(roots) { try isSpent || confidence(of: $0) == Schema.confidences.count }
            let depth = cone.depth
            if roots.allSatisfy({ proofs.size(of: $0).map { isSpent || $0 <= depth } ?? false }) { break }
        }
        try closeCircles(roots)
        return roots
    }

    private func confidence(of leaf: Int) throws -> Int { try evidence(of: leaf).level }

    /// The evidence for a leaf, read from the store once.
    private func evidence(of leaf: Int) throws -> LeafEvidence {
        while known.count < cone.graph.nodes.count { known.append(nil) }
        if let found = known[leaf] { return found }
        let found = try cone.leaves.evidence(of: cone.graph.nodes[leaf])
        known[leaf] = found
        return found
    }

    /// The levels of confidence that leaves have, highest first, and whether any of them names a source.
    private func levels() throws -> (levels: [Int], isSourced: Bool) {
        var found: Set<Int> = [0]
        var isSourced = false
        for (number, node) in cone.graph.nodes.enumerated() where node.kind.isLeaf && number != ProofGraph.earlier {
            let evidence = try evidence(of: number)
            found.insert(evidence.level)
            isSourced = isSourced || evidence.isSourced
        }
        return (found.sorted(by: >), isSourced)
    }

    /// In a recursion through an aggregate two values may each have grown by the other, or one by itself: what they were
    /// before is not there any more. Where nothing else proves them, such a value is proved by what of its contributions
    /// is.
    private func closeCircles(_ roots: [Int]) throws {
        proofs = BestProofs(cone.graph)
        guard cone.isComplete else { return }
        while true {
            proofs.search(roots) { _ in true }
            guard roots.contains(where: { proofs.size(of: $0) == nil }), let step = proofs.mostNearlyProved() else {
                return
            }
            let found = cone.graph.steps[step]
            let proved = cone.graph.premises(of: step).map { proofs.size(of: $0) == nil ? ProofGraph.earlier : $0 }
            if found.reason == .contributions {
                cone.graph.add(found.node, .contributions, proved.filter { $0 != ProofGraph.earlier })
            } else {
                cone.graph.add(found.node, found.reason, proved, binding: Array(cone.graph.binding(of: step)))
            }
            proofs = BestProofs(cone.graph)
        }
    }

    /// Finds the best proofs of some nodes and hands on each when the search has it, with what it rests on; those that
    /// have none are left out.
    func best(_ roots: [Int], _ receive: (Int, Support) throws -> Void) throws {
        var left = roots
        for least in try levels().levels where !left.isEmpty {
            try proofs.search(left) { try confidence(of: $0) >= least }
            for root in left where proofs.size(of: root) != nil { try receive(root, try support(of: root)) }
            left.removeAll { proofs.size(of: $0) != nil }
        }
    }

    func support(of root: Int) throws -> Support {
        var support = Support()
        var sources: Set<Term> = []
        let leaves = proofs.leaves(of: root)
        support.confidence = leaves.isEmpty ? 0 : Schema.confidences.count
        for leaf in leaves {
            let evidence = try evidence(of: leaf)
            support.confidence = min(support.confidence, evidence.level)
            sources.formUnion(evidence.sources)
            if evidence.isUncertain { support.isUncertain = true }
        }
        support.sources = Array(sources)
        return support
    }

    /// What each row of a relation rests on.
    package func supports(
        of rows: [[Term]], in relation: RelationID, countsIndependent: Bool
    ) throws -> [Support] {
        let roots = try search(rows, in: relation)
        var found: [Int: Support] = [:]
        try best(roots) { found[$0] = $1 }
        guard try countsIndependent && levels().isSourced else { return roots.map { found[$0] ?? Support() } }
        for root in found.keys {
            try evaluation.control.check()
            found[root]?.independent = try independentProofs(of: root)
        }
        return roots.map { found[$0] ?? Support() }
    }

    private static let greatestIndependent = 99

    /// How many proofs are found one after the other, each the smallest of those that use no source of an earlier one.
    /// What names no source is free. To lose the answer at least so many sources must be withdrawn.
    func independentProofs(of root: Int) throws -> Int {
        var withdrawn: Set<Term> = []
        for count in 0..<Proving.greatestIndependent {
            try proofs.search([root]) { leaf in
                let evidence = try evidence(of: leaf)
                return !evidence.isSourced
                    || evidence.pieces.contains { $0.source.map { !withdrawn.contains($0) } ?? false }
            }
            guard proofs.size(of: root) != nil else { return count }
            var used: Set<Term> = []
            for leaf in proofs.leaves(of: root).sorted() {
                let evidence = try evidence(of: leaf)
                let free = evidence.pieces.filter { piece in piece.source.map { !withdrawn.contains($0) } ?? false }
                guard !free.contains(where: { $0.source.map(used.contains) ?? false }),
                    let best = free.max(by: { $0.level < $1.level })?.source
                else { continue }
                used.insert(best)
            }
            if used.isEmpty { return count }
            withdrawn.formUnion(used)
        }
        return Proving.greatestIndependent
    }
}

extension BestProofs {
    /// A step of an aggregate or of a contribution to one that lacks premises, of those that the last search left open:
    /// an aggregate that has some of its contributions, else the one that lacks the smallest part; nil for none.
    fileprivate func mostNearlyProved() -> Int? {
        var best: (step: Int, part: Double)?
        for (number, step) in graph.steps.enumerated() where isLookedAt(step.node) && size(of: step.node) == nil {
            let proved = graph.premises(of: number).count { size(of: $0) != nil }
            var part = Double(proved) / Double(max(1, step.premises.count))
            switch step.reason {
            case .contributions where proved > 0: part += 1
            case .plan where graph.nodes[step.node].kind == .contribution: break
            default: continue
            }
            if part > best?.part ?? -1 { best = (number, part) }
        }
        return best?.step
    }
}
