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

    private static let batch = 1 << 16

    init(_ evidence: EvidenceTable) { self.evidence = evidence }

    /// Notes a contribution to a goal.
    mutating func add(to goal: Int, size: Int) { summaries[goal, default: EvidenceSummary()].size += size }

    mutating func add(_ node: ProofGraph.Node, to goal: Int) throws {
        guard node.kind == .triple else {
            summaries[goal, default: EvidenceSummary()].add(try evidence.number(of: node))
            return
        }
        triples.append(RawTriple(node.values[0], node.values[1], node.values[2]))
        goals.append(goal)
        if triples.count >= LeafGatherer.batch { try flush() }
    }

    /// Looks up what waits.
    mutating func flush() throws {
        var isSorted = true
        for place in triples.indices.dropFirst() where triples[place] < triples[place - 1] {
            isSorted = false
            break
        }
        let order = isSorted ? Array(triples.indices) : triples.indices.sorted { triples[$0] < triples[$1] }
        let kinds = try evidence.numbers(of: isSorted ? triples : order.map { triples[$0] })
        for (place, kind) in zip(order, kinds) { summaries[goals[place], default: EvidenceSummary()].add(kind) }
        triples.removeAll(keepingCapacity: true)
        goals.removeAll(keepingCapacity: true)
    }
}
