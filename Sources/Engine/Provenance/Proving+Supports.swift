import Language
import Terms

/// What answers rest on, without how.
extension Proving {
    /// What nodes that were searched rest on; nil for one that has no proof.
    func supports(of roots: [Int], countsIndependent: Bool) throws -> [Support?] {
        try readEvidence()
        var found: [Int: Support] = [:]
        var ways = OnlyProofs(cone.graph)
        var alike: [Int: Support] = [:]
        // Most answers can be proved in one way only, and many rest on the same evidence.
        let isComplete = cone.isComplete
        var others: [Int] = []
        for (number, root) in Set(roots).sorted().enumerated() {
            if number & 0xfff == 0 { try evaluation.control.check() }
            guard isComplete, let set = try ways.evidence(of: root, ofLeaf: { try evidence(of: $0) }) else {
                others.append(root)
                continue
            }
            if let known = alike[set] {
                found[root] = known
                continue
            }
            let kinds = ways.sets[set]
            var support = support(of: kinds)
            if countsIndependent { support.independent = independentProofs(restingOn: kinds) }
            alike[set] = support
            found[root] = support
        }
        if !others.isEmpty {
            try closeCircles(others)
            var proved: [Int: Support] = [:]
            var kinds: [Int: [Int]] = [:]
            try best(others) { root, support, own in
                proved[root] = support
                kinds[root] = own
                // Of proofs that were not all looked at the one that is told is all that is known.
                if countsIndependent, support.isCut {
                    proved[root]?.independent = independentProofs(restingOn: own)
                }
            }
            for (root, support) in proved {
                var support = support
                if countsIndependent, !support.isCut {
                    try evaluation.control.check()
                    if proofs.looked <= Proving.greatestLook {
                        support.independent = try independentProofs(of: root)
                    } else {
                        support.independent = independentProofs(restingOn: kinds[root] ?? [])
                        support.isCut = true
                    }
                }
                found[root] = support
            }
        }
        return roots.map { found[$0] }
    }

    private static let greatestIndependent = 99
    /// Nodes that are looked at to count the independent proofs of answers; of those that are left, only what the best
    /// proof shows is known.
    private static let greatestLook = 2_000_000

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
    func independentProofs(restingOn kinds: [Int]) -> Int {
        if kinds.contains(where: { cone.evidence.citations[$0].hasOneSource }) { return 1 }
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
