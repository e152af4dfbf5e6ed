/// The smallest proofs in a graph of what can be derived from what, by Knuth's generalisation of Dijkstra's algorithm
/// ("A generalization of Dijkstra's algorithm", 1977): nodes are settled in the order of their size, so that no proof goes
/// in a circle.
///
/// A size is the number of steps and leaves, counted again wherever they are used again.
final class BestProofs {
    let graph: ProofGraph
    /// Ends the search where the question has been interrupted or is out of time or memory.
    private let check: () throws -> Void
    /// Steps by node, and steps by premise: from `starts[node]` to `starts[node + 1]`.
    private let ownStarts: [Int]
    private let own: [Int]
    private let useStarts: [Int]
    private let uses: [Int]
    /// What the last search has found. Only what its roots may rest on has the mark of that search.
    private var mark = 0
    private var marks: [Int]
    private var sizes: [Int]
    private var choices: [Int]
    private var waiting: [Int]
    private var sums: [Int]

    /// How many nodes all searches together have looked at.
    private(set) var looked = 0

    private static let greatestSize = Int.max / 4
    /// How much is done between two checks, less one: a power of two.
    private static let interval = 0xfff

    init(_ graph: ProofGraph, check: @escaping () throws -> Void) throws {
        self.graph = graph
        self.check = check
        (ownStarts, own) = try BestProofs.index(graph.nodes.count) { receive in
            for (number, step) in graph.steps.enumerated() {
                if number & BestProofs.interval == 0 { try check() }
                receive(step.node, number)
            }
        }
        (useStarts, uses) = try BestProofs.index(graph.nodes.count) { receive in
            for number in graph.steps.indices {
                if number & BestProofs.interval == 0 { try check() }
                for premise in graph.premises(of: number) { receive(premise, number) }
            }
        }
        marks = Array(repeating: 0, count: graph.nodes.count)
        sizes = Array(repeating: Int.max, count: graph.nodes.count)
        choices = Array(repeating: -1, count: graph.nodes.count)
        waiting = Array(repeating: 0, count: graph.steps.count)
        sums = waiting
    }

    private static func index(
        _ count: Int, _ each: ((Int, Int) -> Void) throws -> Void
    ) rethrows -> ([Int], [Int]) {
        var starts = Array(repeating: 0, count: count + 1)
        try each { key, _ in starts[key + 1] += 1 }
        for place in 0..<count { starts[place + 1] += starts[place] }
        var next = starts
        var values = Array(repeating: 0, count: starts[count])
        try each { key, value in
            values[next[key]] = value
            next[key] += 1
        }
        return (starts, values)
    }

    /// The steps that prove a node.
    func steps(of node: Int) -> ArraySlice<Int> { own[ownStarts[node]..<ownStarts[node + 1]] }

    /// Whether the last search looked at a node.
    func isLookedAt(_ node: Int) -> Bool { marks[node] == mark }

    /// The size of the smallest proof of a node that the last search looked at; nil where it has none.
    func size(of node: Int) -> Int? {
        marks[node] == mark && sizes[node] != Int.max ? sizes[node] : nil
    }

    /// The step that proves a node best; nil for a leaf, and for what the last search did not prove.
    func step(of node: Int) -> Int? { size(of: node) == nil || choices[node] < 0 ? nil : choices[node] }

    /// One search: what it wants and what it may settle next.
    private struct Pass {
        let wanted: Set<Int>
        var left: Int
        let excluding: Set<Int>
        var queue: StepQueue
        var settled = 0
        /// Steps that lack some premises; nil where nobody asks for them.
        var open: OpenSteps?
    }

    /// Finds the smallest proofs of some nodes. Nothing but these and what they may rest on is looked at, and the search
    /// ends when all are proved.
    ///
    /// - Parameters:
    ///   - admits: whether a leaf counts.
    ///   - excluding: steps that do not count.
    func search(_ roots: [Int], excluding: Set<Int> = [], admits: (Int) throws -> Bool) throws {
        var pass = try begin(roots, excluding, admits)
        try settleAll(&pass)
    }

    /// The same; and where some of the nodes have no proof, a step that lacks premises is replaced by what proves its node
    /// all the same, one after the other, the nearest first.
    ///
    /// - Parameters:
    ///   - part: how near to a proof a step is with so many of its premises; nil where nothing can replace it.
    ///   - close: adds what replaces a step to the graph; its number.
    func search(_ roots: [Int], part: (_ step: Int, _ proved: Int) -> Double?, close: (Int) -> Int) throws {
        var pass = try begin(roots, []) { _ in true }
        try settleAll(&pass)
        guard pass.left > 0 else { return }
        var open = OpenSteps()
        for step in graph.steps.indices where isOpen(step) {
            if let part = part(step, graph.steps[step].premises.count - waiting[step]) { open.push(part, step) }
        }
        pass.open = open
        while pass.left > 0, let next = pass.open?.pop() {
            let step = next.step
            guard isOpen(step) else { continue }
            let now = part(step, graph.steps[step].premises.count - waiting[step])
            if let now, now > next.part {
                pass.open?.push(now, step)
                continue
            }
            let replacement = close(step)
            var size = 1
            for premise in graph.premises(of: replacement) {
                size = min(BestProofs.greatestSize, size + (self.size(of: premise) ?? 1))
            }
            settle(graph.steps[step].node, size, replacement, &pass)
            try settleAll(&pass)
            for changed in pass.open?.takeChanged() ?? [] where isOpen(changed) {
                if let part = part(changed, graph.steps[changed].premises.count - waiting[changed]) {
                    pass.open?.push(part, changed)
                }
            }
        }
    }

    /// Whether a step that the last search looked at has not proved its node, nor has another.
    private func isOpen(_ step: Int) -> Bool {
        let node = graph.steps[step].node
        return marks[node] == mark && sizes[node] == Int.max
    }

    /// Settles the leaves.
    private func begin(_ roots: [Int], _ excluding: Set<Int>, _ admits: (Int) throws -> Bool) throws -> Pass {
        let wanted = Set(roots)
        var pass = Pass(wanted: wanted, left: wanted.count, excluding: excluding, queue: StepQueue(graph))
        // Nothing is smaller than a single leaf: they are settled before all else, in any order.
        var leaves: [Int] = []
        for node in try cone(roots) {
            looked += 1
            if looked & BestProofs.interval == 0 { try check() }
            sizes[node] = Int.max
            choices[node] = -1
            if graph.nodes[node].kind.isLeaf {
                guard try node == ProofGraph.earlier || admits(node) else { continue }
                let size = graph.size(ofLeaf: node)
                if size == 1 { leaves.append(node) } else { pass.queue.push(.init(size: size, node: node, step: -1)) }
                continue
            }
            for step in steps(of: node) where !excluding.contains(step) {
                let count = graph.steps[step].premises.count
                waiting[step] = count
                sums[step] = 1
                if count == 0 { pass.queue.push(.init(size: 1, node: node, step: step)) }
            }
        }
        for leaf in leaves { settle(leaf, 1, -1, &pass) }
        return pass
    }

    private func settleAll(_ pass: inout Pass) throws {
        while pass.left > 0, let next = pass.queue.pop() {
            pass.settled += 1
            if pass.settled & BestProofs.interval == 0 { try check() }
            settle(next.node, next.size, next.step, &pass)
        }
    }

    private func settle(_ node: Int, _ size: Int, _ step: Int, _ pass: inout Pass) {
        guard sizes[node] == Int.max else { return }
        sizes[node] = size
        choices[node] = step
        if pass.wanted.contains(node) { pass.left -= 1 }
        for step in uses[useStarts[node]..<useStarts[node + 1]] {
            guard marks[graph.steps[step].node] == mark,
                pass.excluding.isEmpty || !pass.excluding.contains(step)
            else { continue }
            sums[step] = min(BestProofs.greatestSize, sums[step] + size)
            waiting[step] -= 1
            if waiting[step] == 0 {
                pass.queue.push(.init(size: sums[step], node: graph.steps[step].node, step: step))
            } else {
                pass.open?.note(step)
            }
        }
    }

    /// What some nodes may rest on, themselves included.
    private func cone(_ roots: [Int]) throws -> [Int] {
        mark += 1
        var nodes: [Int] = []
        for root in roots where marks[root] != mark {
            marks[root] = mark
            nodes.append(root)
        }
        var position = 0
        while position < nodes.count {
            if position & BestProofs.interval == BestProofs.interval { try check() }
            for step in steps(of: nodes[position]) {
                for premise in graph.premises(of: step) where marks[premise] != mark {
                    marks[premise] = mark
                    nodes.append(premise)
                }
            }
            position += 1
        }
        return nodes
    }

    /// The leaves of the proof that the last search found for a node.
    func leaves(of root: Int) -> [Int] {
        var found: [Int] = []
        var seen: Set<Int> = [root]
        var queue = [root]
        while let node = queue.popLast() {
            guard let step = step(of: node) else {
                if graph.nodes[node].kind.isLeaf, node != ProofGraph.earlier { found.append(node) }
                continue
            }
            for premise in graph.premises(of: step) where seen.insert(premise).inserted { queue.append(premise) }
        }
        return found
    }
}

extension ProofGraph.Kind {
    /// Whether a node of the kind is proved by being there.
    var isLeaf: Bool {
        switch self {
        case .triple, .statement, .fact, .input, .summary: true
        case .tuple, .contribution, .group, .named, .same: false
        }
    }
}
