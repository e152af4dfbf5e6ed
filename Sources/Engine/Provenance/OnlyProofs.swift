/// What nodes rest on that can be proved in one way only: nothing has to be compared to find it, and what is found of a node
/// serves all that rest on it.
struct OnlyProofs {
    private let graph: ProofGraph
    private(set) var sets = EvidenceSets()
    /// By node, the number of its set of evidence, or one of these.
    private var states: [Int]
    private static let unknown = -1
    private static let open = -2
    /// It has several proofs or none, or rests on what has.
    private static let other = -3

    init(_ graph: ProofGraph) {
        self.graph = graph
        states = Array(repeating: OnlyProofs.unknown, count: graph.nodes.count)
        states[ProofGraph.earlier] = sets.number(of: [])
    }

    /// Kinds in all sets together from which on no more are made: where each fact has a source of its own, each answer may
    /// have a set of its own.
    private static let greatestSize = 1 << 22

    /// The number in `sets` of the evidence that a node's only proof rests on; nil where it has several or none, or where
    /// there are too many sets.
    ///
    /// - Parameter ofLeaf: the kinds of evidence for a leaf.
    mutating func evidence(of root: Int, ofLeaf: (Int) throws -> [Int]) rethrows -> Int? {
        // Nodes that are open lie on the way from the root to the last of them.
        var stack = [root]
        while let node = stack.last {
            if sets.size > OnlyProofs.greatestSize, states[root] < 0 { return giveUp(stack) }
            if states[node] >= 0 {
                stack.removeLast()
                continue
            }
            if graph.nodes[node].kind.isLeaf {
                states[node] = sets.number(of: try ofLeaf(node))
                continue
            }
            let step = graph.onlySteps[node]
            if step < 0 || states[node] == OnlyProofs.other { return giveUp(stack) }
            if states[node] == OnlyProofs.open {
                var set = sets.number(of: [])
                for premise in graph.premises(of: step) {
                    // A premise that is open rests on this node.
                    guard states[premise] >= 0 else { return giveUp(stack) }
                    set = sets.union(set, states[premise])
                }
                states[node] = set
                stack.removeLast()
                continue
            }
            states[node] = OnlyProofs.open
            for premise in graph.premises(of: step) where states[premise] < 0 {
                if states[premise] == OnlyProofs.open || states[premise] == OnlyProofs.other { return giveUp(stack) }
                stack.append(premise)
            }
        }
        return states[root]
    }

    /// Everything that is open rests on what cannot be told.
    private mutating func giveUp(_ stack: [Int]) -> Int? {
        if let last = stack.last { states[last] = OnlyProofs.other }
        for node in stack where states[node] == OnlyProofs.open { states[node] = OnlyProofs.other }
        return nil
    }
}

/// Sets of kinds of evidence, equal ones under one number.
struct EvidenceSets {
    private struct Pair: Hashable {
        let first: Int
        let second: Int
    }

    private var all: [[Int]] = []
    /// How many kinds all sets have together.
    private(set) var size = 0
    private var numbers: [[Int]: Int] = [:]
    private var unions: [Pair: Int] = [:]

    /// The kinds of a set, ascending.
    subscript(number: Int) -> [Int] { all[number] }

    mutating func number(of kinds: [Int]) -> Int {
        let sorted = kinds.sorted()
        if let known = numbers[sorted] { return known }
        all.append(sorted)
        size += sorted.count
        numbers[sorted] = all.count - 1
        return all.count - 1
    }

    mutating func union(_ first: Int, _ second: Int) -> Int {
        if first == second || all[second].isEmpty { return first }
        if all[first].isEmpty { return second }
        let pair = Pair(first: min(first, second), second: max(first, second))
        if let known = unions[pair] { return known }
        let made = number(of: Array(Set(all[first]).union(all[second])))
        unions[pair] = made
        return made
    }
}
