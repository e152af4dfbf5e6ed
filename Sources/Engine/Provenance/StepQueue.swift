/// Steps whose premises are all proved, the smallest first; among equals that of the earlier rule, then of the smaller
/// binding, so that the same store and program give the same proof.
struct StepQueue {
    struct Entry {
        let size: Int
        let node: Int
        /// -1 for a leaf.
        let step: Int
    }

    private let graph: ProofGraph
    private var heap = Heap<Entry>()

    init(_ graph: ProofGraph) { self.graph = graph }

    private static func isBefore(_ left: Entry, _ right: Entry, _ graph: ProofGraph) -> Bool {
        if left.size != right.size { return left.size < right.size }
        if left.node != right.node || left.step < 0 || right.step < 0 { return left.node < right.node }
        let (first, second) = (graph.steps[left.step], graph.steps[right.step])
        if case .plan(let one) = first.reason, case .plan(let other) = second.reason, one != other {
            return one < other
        }
        let (a, b) = (graph.binding(of: left.step), graph.binding(of: right.step))
        for (one, other) in zip(a, b) where one != other { return one < other }
        return left.step < right.step
    }

    mutating func push(_ entry: Entry) { heap.push(entry) { [graph] in StepQueue.isBefore($0, $1, graph) } }

    mutating func pop() -> Entry? { heap.pop { [graph] in StepQueue.isBefore($0, $1, graph) } }
}

/// Steps that lack premises, the one nearest to a proof first, and among equals the earliest. A step is there again whenever
/// it has come nearer.
struct OpenSteps {
    private var heap = Heap<(part: Double, step: Int)>()
    private var changed: [Int] = []

    /// Notes that a step has one premise more.
    mutating func note(_ step: Int) { changed.append(step) }

    mutating func takeChanged() -> [Int] {
        defer { changed.removeAll(keepingCapacity: true) }
        return changed
    }

    private static func isBefore(_ left: (part: Double, step: Int), _ right: (part: Double, step: Int)) -> Bool {
        left.part != right.part ? left.part > right.part : left.step < right.step
    }

    mutating func push(_ part: Double, _ step: Int) { heap.push((part, step), by: OpenSteps.isBefore) }

    mutating func pop() -> (part: Double, step: Int)? { heap.pop(by: OpenSteps.isBefore) }
}
