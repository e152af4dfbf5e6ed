import Language
import Store

/// The evidence that many leaves have together: for each kind of it one number, in the order met.
struct EvidenceSummary {
    private(set) var kinds: [Int] = []
    private var seen: [Bool] = []
    /// The size of the proof that the leaves are taken from.
    var size = 0

    mutating func add(_ kind: Int) {
        while seen.count <= kind { seen.append(false) }
        guard !seen[kind] else { return }
        seen[kind] = true
        kinds.append(kind)
    }
}

/// Gathers triples that contributions to aggregates rest on, and looks up their evidence many at a time.
struct LeafGatherer {
    private let evidence: EvidenceTable
    /// By goal.
    private(set) var summaries: [Int: EvidenceSummary] = [:]
    private var triples: [RawTriple] = []
    private var goals: [Int] = []

    /// Tuples of closures, by relation and goal.
    private var chains: [ChainKey: Chains.Tuples] = [:]
    private struct ChainKey: Hashable {
        let relation: Int
        let goal: Int
    }
    /// The last of them.
    private var current: (key: ChainKey, chains: Chains, tuples: Chains.Tuples)?

    private static let batch = 1 << 16

    init(_ evidence: EvidenceTable) { self.evidence = evidence }

    /// Notes a contribution to a goal.
    mutating func add(to goal: Int, size: Int) { summaries[goal, default: EvidenceSummary()].size += size }

    /// Notes what has been looked up.
    mutating func add(_ kinds: Set<Int>, size: Int, to goal: Int) {
        for kind in kinds.sorted() { summaries[goal, default: EvidenceSummary()].add(kind) }
        summaries[goal, default: EvidenceSummary()].size += size
    }

    mutating func add(_ node: ProofGraph.Node, to goal: Int) throws {
        guard node.kind == .triple else {
            summaries[goal, default: EvidenceSummary()].add(try evidence.number(of: node))
            return
        }
        try add(RawTriple(node.values[0], node.values[1], node.values[2]), to: goal)
    }

    mutating func add(_ triple: RawTriple, to goal: Int) throws {
        triples.append(triple)
        goals.append(goal)
        if triples.count >= LeafGatherer.batch { try flush() }
    }

    /// Notes a tuple of a closure.
    mutating func add(_ relation: Int, _ first: UInt64, _ second: UInt64, to goal: Int, _ cone: ProofCone) throws {
        let key = ChainKey(relation: relation, goal: goal)
        if let current, current.key == key { return current.chains.add(first, second, to: current.tuples) }
        guard let known = try cone.chains(of: RelationID(relation)) else { return }
        try known.read(cone)
        let tuples = chains[key] ?? Chains.Tuples()
        chains[key] = tuples
        current = (key, known, tuples)
        known.add(first, second, to: tuples)
    }

    /// Finds out what is left.
    mutating func finish(_ cone: ProofCone) throws {
        try flush()
        for (key, tuples) in chains {
            guard let known = try cone.chains(of: RelationID(key.relation)) else { continue }
            let found = try known.summary(of: tuples, cone.evaluation.control)
            for kind in found.kinds { summaries[key.goal, default: EvidenceSummary()].add(kind) }
            summaries[key.goal, default: EvidenceSummary()].size += found.size
        }
        chains = [:]
        current = nil
    }

    /// Looks up what waits.
    private mutating func flush() throws {
        for (goal, kind) in zip(goals, try evidence.numbers(ofUnsorted: triples)) {
            summaries[goal, default: EvidenceSummary()].add(kind)
        }
        triples.removeAll(keepingCapacity: true)
        goals.removeAll(keepingCapacity: true)
    }
}
