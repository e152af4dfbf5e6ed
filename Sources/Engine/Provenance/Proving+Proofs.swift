import Language
import Terms

extension Proving {
    /// Proofs of nodes that were searched, the best of each first; none for one that has none.
    ///
    /// - Parameters:
    ///   - limit: how many proofs of a node are told.
    ///   - shownContributions: of how many contributions to an aggregate.
    func proofs(
        of roots: [Int], _ namespaces: Namespaces, limit: Int, shownContributions: Int
    ) throws -> [[Proof]] {
        try closeCircles(roots)
        var found: [Int: [Proof]] = [:]
        var supports: [Int: Support] = [:]
        func tell(_ root: Int, _ support: Support) throws {
            let telling = ProofTelling(self, namespaces, shownContributions: shownContributions)
            let place = try telling.tell(root)
            let proof = Proof(
                telling.nodes, from: place, support, support.sources.map { cone.evidence.sources.terms[$0] })
            // Another way to the same rules and facts is no other proof.
            if !(found[root] ?? []).contains(where: { $0.outline(namespaces) == proof.outline(namespaces) }) {
                found[root, default: []].append(proof)
            }
        }
        var known: [Int: Int] = [:]
        try best(roots) { root, support, kinds in
            var support = support
            supports[root] = support
            if support.isCut { known[root] = independentProofs(restingOn: kinds) }
            support.independent = 0
            try tell(root, support)
        }
        for (root, support) in supports {
            let count = try known[root] ?? independentProofs(of: root)
            for place in (found[root] ?? []).indices { found[root]?[place].support.independent = count }
            if limit > 1 { try others(root, support, limit: limit, tell, count: { found[root]?.count ?? 0 }) }
        }
        return roots.map { found[$0] ?? [] }
    }

    /// Further proofs of a node: each is the smallest that differs from one before it in a step that it leaves out
    /// (as in Lawler's enumeration, with one step left out at a time).
    private func others(
        _ root: Int, _ support: Support, limit: Int, _ tell: (Int, Support) throws -> Void, count: () -> Int
    ) throws {
        var tried: Set<Set<Int>> = [[]]
        var open: [(excluded: Set<Int>, size: Int, steps: [Int])] = []
        func look(_ excluded: Set<Int>) throws {
            try proofs.search([root], excluding: excluded) { _ in true }
            guard let size = proofs.size(of: root) else { return }
            open.append((excluded, size, proofs.steps(under: root)))
        }
        try look([])
        var looked = 0
        while count() < limit, looked < 16 * limit,
            let next = open.indices.min(by: { open[$0].size < open[$1].size })
        {
            let (excluded, _, steps) = open.remove(at: next)
            try proofs.search([root], excluding: excluded) { _ in true }
            try tell(root, self.support(of: try evidence(ofLeaves: proofs.leaves(of: root))))
            for step in steps.prefix(64) where looked < 16 * limit {
                let more = excluded.union([step])
                guard tried.insert(more).inserted else { continue }
                looked += 1
                try look(more)
            }
        }
    }
}

extension BestProofs {
    /// The steps of the proof that the last search found for a node.
    fileprivate func steps(under root: Int) -> [Int] {
        var found: [Int] = []
        var seen: Set<Int> = [root]
        var queue = [root]
        var position = 0
        while position < queue.count {
            if let step = step(of: queue[position]) {
                found.append(step)
                for premise in graph.premises(of: step) where seen.insert(premise).inserted { queue.append(premise) }
            }
            position += 1
        }
        return found
    }
}

extension Proof {
    /// The part of nodes that one of them needs, in the order in which a reader meets them; chains of a closure become
    /// one step, and a question about one fact is that fact.
    init(_ all: [Node], from start: Int, _ support: Proving.Support, _ sources: [Term]) {
        var start = start
        if case .rule(let note) = all[start].reason, note.isQuestion, all[start].parts.count == 1,
            case .premise(let only) = all[start].parts[0], !all[only].relation.isEmpty
        {
            start = only
        }
        var places: [Int: Int] = [start: 0]
        var order = [start]
        var position = 0
        var nodes: [Node] = []
        while position < order.count {
            var node = all[order[position]]
            position += 1
            node.parts = Proof.unfolded(node, all)
            for (number, part) in node.parts.enumerated() {
                guard case .premise(let premise) = part else { continue }
                if places[premise] == nil {
                    places[premise] = order.count
                    order.append(premise)
                }
                node.parts[number] = .premise(places[premise] ?? 0)
            }
            nodes.append(node)
        }
        self.init(nodes: nodes, support: support, sources: sources)
    }

    /// The parts of a node, with those of the same closure below it in their place.
    private static func unfolded(_ node: Node, _ all: [Node]) -> [Part] {
        guard let chain = node.chain else { return node.parts }
        var found: [Part] = []
        var stack = Array(node.parts.reversed())
        while let part = stack.popLast() {
            if case .premise(let place) = part, all[place].relation == node.relation, all[place].chain == chain {
                stack += all[place].parts.reversed()
            } else {
                found.append(part)
            }
        }
        return found
    }

    /// What tells proofs apart.
    fileprivate func outline(_ namespaces: Namespaces) -> [String] {
        nodes.map { node in
            let arguments = node.arguments.map { $0.sourceText(namespaces) }.joined(separator: ",")
            let parts = node.parts.map { if case .premise(let place) = $0 { "\(place)" } else { "" } }
            var rule = ""
            if case .rule(let note) = node.reason { rule = "\(note.range?.start ?? 0)" }
            return "\(node.relation)(\(arguments))\(rule):\(parts.joined(separator: ","))"
        }
    }
}

extension Proof.Node {
    /// The closure that the node is a step of; nil where it is none.
    fileprivate var chain: String? {
        switch reason {
        case .closure: "+"
        case .inference(let text) where text.hasPrefix("transitive "): text
        default: nil
        }
    }
}
