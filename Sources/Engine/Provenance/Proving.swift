import Language
import Store
import Terms

/// Finds proofs of tuples that an evaluation holds, and what they rest on.
///
/// A proof is the better, the surer its least sure leaf is; among those of one confidence the smallest is the best.
package final class Proving {
    package let evaluation: Evaluation
    let cone: ProofCone
    private(set) var proofs: BestProofs
    /// By leaf, the number of the evidence for it; -1 where it was not asked for.
    private var known: [Int] = []
    /// Whether the search ended with any proof.
    private(set) var isCut = false

    /// - Parameters:
    ///   - isSummary: whether only what answers rest on is asked for, and not how.
    ///   - budget: steps that are searched before any proof will do.
    ///   - readsDerivations: whether each tuple is given the one step by which it was first derived, where that was noted.
    init(
        _ evaluation: Evaluation, isSummary: Bool, budget: Int = ProofCone.greatestBudget,
        readsDerivations: Bool = false, _ sources: SourceTable = SourceTable()
    ) throws {
        self.evaluation = evaluation
        cone = ProofCone(
            evaluation, isSummary: isSummary, budget: budget, readsDerivations: readsDerivations, sources)
        proofs = try BestProofs(cone.graph) {}
    }

    /// Some thousands of steps of a search have been taken, each of them costly.
    private var check: () throws -> Void { { [control = evaluation.control] in try control.check(after: 1 << 17) } }

    /// What an answer rests on, by its best proof.
    package struct Support {
        /// The sources of each leaf where it is surest, by their numbers, ascending.
        package var sources: [Int] = []
        /// That of the least sure leaf: 1 low, 2 medium, 3 high; 0 where one has none, and where nobody but the reader
        /// says anything.
        package var confidence = 0
        /// How many proofs there are of which no two share a source.
        package var independent = 0
        /// Whether a leaf only may have held at the date asked for.
        package var isUncertain = false
        /// Whether there were too many proofs to look at all: there may be a better one.
        package var isCut = false

        package init() {}
    }

    /// The nodes of rows of a relation.
    func nodes(of rows: [[Term]], in relation: RelationID) throws -> [Int] {
        try rows.map { row in try cone.node(of: try row.map { try evaluation.terms.id(of: $0) }, in: relation) }
    }

    /// Searches all that nodes rest on; false where that is more steps than are to be searched.
    func searchAll(_ roots: [Int]) throws -> Bool {
        while !cone.isComplete {
            try cone.grow()
            if cone.isCut || cone.graph.steps.count > cone.budget { return false }
        }
        return true
    }

    /// Searches what nodes rest on.
    func search(_ roots: [Int]) throws {
        var checked = 0
        while !cone.isComplete {
            try cone.grow()
            // A graph that goes on and on is looked at now and then: a proof that is no larger than what was searched is
            // deep cannot be bettered, and in the end any proof will do.
            guard !cone.isComplete, cone.graph.steps.count > 2 * checked + min(10_000, cone.budget) else { continue }
            checked = cone.graph.steps.count
            proofs = try BestProofs(cone.graph, check: check)
            let isSpent = checked > cone.budget
            if isSpent { isCut = true }
            try readEvidence()
            try proofs.search(roots) { try isSpent || isUsable($0, Schema.confidences.count) }
            let depth = cone.depth
            if roots.allSatisfy({ proofs.size(of: $0).map { isSpent || $0 <= depth } ?? false }) { break }
        }
    }

    // MARK: Evidence

    /// Reads the evidence for all leaves that are new, those of the store in one walk.
    func readEvidence() throws {
        var triples: [(triple: RawTriple, node: Int)] = []
        let isStored = cone.evidence.isStored
        for number in known.count..<cone.graph.nodes.count {
            let node = cone.graph.nodes[number]
            known.append(-1)
            guard node.kind.isLeaf, node.kind != .summary, number != ProofGraph.earlier else { continue }
            if isStored, node.kind == .triple {
                triples.append((RawTriple(node.values[0], node.values[1], node.values[2]), number))
            } else {
                known[number] = try cone.evidence.number(of: node)
            }
        }
        for (leaf, kind) in zip(triples, try cone.evidence.numbers(ofUnsorted: triples.map(\.triple))) {
            known[leaf.node] = kind
        }
    }

    /// The evidence that a leaf has, by number.
    func evidence(of leaf: Int) throws -> [Int] {
        let node = cone.graph.nodes[leaf]
        if node.kind == .summary { return cone.graph.summaries[node.site].kinds }
        if known.count < cone.graph.nodes.count { try readEvidence() }
        return known[leaf] < 0 ? [] : [known[leaf]]
    }

    /// Whether a proof of a confidence may rest on a leaf.
    func isUsable(_ leaf: Int, _ least: Int) throws -> Bool {
        try evidence(of: leaf).allSatisfy { cone.evidence[$0].usableLevel >= least }
    }

    /// The levels of confidence that leaves have, highest first.
    private func levels() throws -> [Int] {
        var found: Set<Int> = [0]
        for (number, node) in cone.graph.nodes.enumerated() where node.kind.isLeaf && number != ProofGraph.earlier {
            for kind in try evidence(of: number) { found.insert(cone.evidence[kind].usableLevel) }
        }
        return found.sorted(by: >)
    }

    // MARK: Best proofs

    /// In a recursion through an aggregate two values may each have grown by the other, or one by itself: what they were
    /// before is not there any more. Where nothing else proves them, such a value is proved by what of its contributions
    /// is.
    func closeCircles(_ roots: [Int]) throws {
        proofs = try BestProofs(cone.graph, check: check)
        guard cone.isComplete else { return }
        let graph = cone.graph
        var isClosed = false
        try proofs.search(roots) { step, proved in
            // An aggregate that has some of its contributions, else the one that lacks the smallest part.
            let part = Double(proved) / Double(max(1, graph.steps[step].premises.count))
            switch graph.steps[step].reason {
            case .contributions where proved > 0: return part + 1
            case .plan where graph.nodes[graph.steps[step].node].kind == .contribution: return part
            default: return nil
            }
        } close: { [proofs] step in
            isClosed = true
            let found = graph.steps[step]
            let proved = graph.premises(of: step).map { proofs.size(of: $0) == nil ? ProofGraph.earlier : $0 }
            if found.reason == .contributions {
                graph.add(found.node, .contributions, proved.filter { $0 != ProofGraph.earlier })
            } else {
                graph.add(found.node, found.reason, proved, binding: Array(graph.binding(of: step)))
            }
            return graph.steps.count - 1
        }
        if isClosed { proofs = try BestProofs(graph, check: check) }
    }

    /// Finds the best proofs of some nodes and hands on each when the search has it, with what it rests on and the kinds
    /// of evidence; those that have none are left out.
    func best(_ roots: [Int], _ receive: (Int, Support, [Int]) throws -> Void) throws {
        guard !roots.isEmpty else { return }
        try readEvidence()
        var left = roots
        for least in try levels() where !left.isEmpty {
            try proofs.search(left) { try isUsable($0, least) }
            for root in left where proofs.size(of: root) != nil {
                let kinds = try evidence(ofLeaves: proofs.leaves(of: root))
                try receive(root, support(of: kinds), kinds)
            }
            left.removeAll { proofs.size(of: $0) != nil }
        }
    }

    /// What leaves have together, each kind of evidence once, in the order of the leaves.
    func evidence(ofLeaves leaves: [Int]) throws -> [Int] {
        var found: [Int] = []
        var seen: Set<Int> = []
        for leaf in leaves.sorted() {
            for kind in try evidence(of: leaf) where seen.insert(kind).inserted { found.append(kind) }
        }
        return found
    }

    /// What a proof rests on whose leaves have this evidence.
    func support(of kinds: [Int]) -> Support {
        var sum = CitedKinds(cone.evidence.sources.terms.count)
        for kind in kinds { sum.add(cone.evidence.citations[kind]) }
        return support(of: sum, isCut: isCut || cone.isCut)
    }

    private func support(of sum: CitedKinds, isCut: Bool) -> Support {
        var support = Support()
        support.confidence = sum.least ?? 0
        support.isUncertain = sum.isUncertain
        support.isCut = isCut
        support.sources = sum.sources.withUnsafeBufferPointer { $0.setBits }
        return support
    }

    /// What some proof rests on whose leaves have these kinds of evidence, given as bits, and the level of its least sure
    /// leaf, where one's own word is as sure as anything.
    func support(of bits: UnsafeBufferPointer<UInt64>, _ countsIndependent: Bool) -> (Support, level: Int) {
        var sum = CitedKinds(cone.evidence.sources.terms.count)
        bits.forEachSetBit { sum.add(cone.evidence.citations[$0]) }
        var support = support(of: sum, isCut: true)
        if countsIndependent {
            support.independent = sum.hasOneSource ? 1 : independentProofs(restingOn: bits.setBits)
        }
        return (support, sum.least ?? Schema.confidences.count)
    }
}

/// What kinds of evidence have together.
private struct CitedKinds {
    private(set) var sources: [UInt64]
    private(set) var least: Int?
    private(set) var isUncertain = false
    private(set) var hasOneSource = false

    init(_ count: Int) { sources = Array(repeating: 0, count: (count + 63) / 64) }

    @inline(__always)
    mutating func add(_ kind: borrowing KindCitation) {
        if let level = kind.level { least = min(least ?? level, level) }
        for source in kind.sources { sources[source >> 6] |= 1 << UInt64(source & 63) }
        if kind.isUncertain { isUncertain = true }
        if kind.hasOneSource { hasOneSource = true }
    }
}

extension UnsafeBufferPointer<UInt64> {
    /// Passes on the places of the bits that are set, ascending.
    @inline(__always)
    fileprivate func forEachSetBit(_ receive: (Int) -> Void) {
        for (place, word) in enumerated() {
            var left = word
            while left != 0 {
                receive(place << 6 | left.trailingZeroBitCount)
                left &= left - 1
            }
        }
    }

    /// The places of the bits that are set, ascending.
    fileprivate var setBits: [Int] {
        var found: [Int] = []
        found.reserveCapacity(reduce(0) { $0 + $1.nonzeroBitCount })
        forEachSetBit { found.append($0) }
        return found
    }
}
