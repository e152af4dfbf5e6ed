import Language
import Terms

/// What answers rest on, without how.
extension Proving {
    /// What nodes that were searched rest on; nil for one that has no proof.
    func supports(of roots: [Int], countsIndependent: Bool) throws -> [Support?] {
        try readEvidence()
        var found: [Int: Support] = [:]
        var ways = OnlyProofs(cone.graph)
        var alike: [[Int]: Support] = [:]
        // Most answers can be proved in one way only, and many rest on the same evidence.
        let isComplete = cone.isComplete
        var others: [Int] = []
        for root in Set(roots).sorted() {
            guard isComplete, let leaves = ways.leaves(of: root) else {
                others.append(root)
                continue
            }
            let kinds = try evidence(ofLeaves: leaves)
            if let known = alike[kinds] {
                found[root] = known
                continue
            }
            var support = try support(of: kinds)
            if countsIndependent { support.independent = independentProofs(restingOn: kinds) }
            alike[kinds] = support
            found[root] = support
        }
        if !others.isEmpty {
            try closeCircles(others)
            var proved: [Int: Support] = [:]
            try best(others) { proved[$0] = $1 }
            for (root, support) in proved {
                var support = support
                if countsIndependent {
                    try evaluation.control.check()
                    support.independent = try independentProofs(of: root)
                }
                found[root] = support
            }
        }
        return roots.map { found[$0] }
    }

    private static let greatestIndependent = 99

    /// How many proofs are found one after the other, each the smallest of those that use no source of an earlier one.
    /// What names no source is free. To lose the answer at least so many sources must be withdrawn.
    func independentProofs(of root: Int) throws -> Int {
        var withdrawn: Set<UInt64> = []
        for count in 0..<Proving.greatestIndependent {
            try proofs.search([root]) { leaf in
                try evidence(of: leaf).allSatisfy { cone.evidence[$0].isFree(of: withdrawn) }
            }
            guard proofs.size(of: root) != nil else { return count }
            let used = sources(of: try evidence(ofLeaves: proofs.leaves(of: root)), without: withdrawn)
            if used.isEmpty { return count }
            withdrawn.formUnion(used)
        }
        return Proving.greatestIndependent
    }

    /// The same, where there is only one proof, whose leaves have this evidence.
    private func independentProofs(restingOn kinds: [Int]) -> Int {
        var withdrawn: Set<UInt64> = []
        for count in 0..<Proving.greatestIndependent {
            guard kinds.allSatisfy({ cone.evidence[$0].isFree(of: withdrawn) }) else { return count }
            let used = sources(of: kinds, without: withdrawn)
            if used.isEmpty { return count }
            withdrawn.formUnion(used)
        }
        return Proving.greatestIndependent
    }

    /// The sources that a proof needs, as few as are found: first for what the fewest sources say.
    private func sources(of kinds: [Int], without withdrawn: Set<UInt64>) -> Set<UInt64> {
        var used: Set<UInt64> = []
        let left = kinds.map { kind in
            cone.evidence[kind].pieces.filter { $0.source != 0 && !withdrawn.contains($0.source) }
                .sorted { $0.source < $1.source }
        }
        let ordered = left.sorted { one, other in
            one.count != other.count
                ? one.count < other.count : one.lexicographicallyPrecedes(other) { $0.source < $1.source }
        }
        for free in ordered {
            guard !free.contains(where: { used.contains($0.source) }),
                let best = free.max(by: { $0.level < $1.level })?.source
            else { continue }
            used.insert(best)
        }
        return used
    }
}

extension LeafEvidence {
    /// Whether somebody says it, or it names nobody, when some sources are withdrawn.
    fileprivate func isFree(of withdrawn: Set<UInt64>) -> Bool {
        isOwn || !isSourced || pieces.contains { $0.source != 0 && !withdrawn.contains($0.source) }
    }
}

/// Proofs of nodes that can be proved in one way only: nothing has to be compared to find them.
struct OnlyProofs {
    private let graph: ProofGraph
    /// By node, the number of the last search that met it, negative while what it rests on is searched.
    private var marks: [Int]
    private var mark = 0

    init(_ graph: ProofGraph) {
        self.graph = graph
        marks = Array(repeating: 0, count: graph.nodes.count)
    }

    /// The leaves of the only proof of a node; nil where there are several or none.
    mutating func leaves(of root: Int) -> [Int]? {
        mark += 1
        var leaves: [Int] = []
        // A node is met a second time when all below it is searched.
        var stack = [root]
        while let node = stack.last {
            if marks[node] == -mark {
                marks[node] = mark
                stack.removeLast()
                continue
            }
            if marks[node] == mark {
                stack.removeLast()
                continue
            }
            if graph.nodes[node].kind.isLeaf {
                marks[node] = mark
                stack.removeLast()
                if node != ProofGraph.earlier { leaves.append(node) }
                continue
            }
            let step = graph.onlySteps[node]
            guard step >= 0 else { return nil }
            marks[node] = -mark
            for premise in graph.premises(of: step) where marks[premise] != mark {
                // It would rest on itself.
                if marks[premise] == -mark { return nil }
                stack.append(premise)
            }
        }
        return leaves
    }
}
