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
    private var heap: [Entry] = []

    init(_ graph: ProofGraph) { self.graph = graph }

    private func isBefore(_ left: Entry, _ right: Entry) -> Bool {
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

    mutating func push(_ entry: Entry) {
        heap.append(entry)
        var place = heap.count - 1
        while place > 0 {
            let parent = (place - 1) / 2
            guard isBefore(heap[place], heap[parent]) else { break }
            heap.swapAt(place, parent)
            place = parent
        }
    }

    mutating func pop() -> Entry? {
        guard let first = heap.first, let last = heap.popLast() else { return nil }
        guard !heap.isEmpty else { return first }
        heap[0] = last
        var place = 0
        while true {
            var least = place
            for child in [2 * place + 1, 2 * place + 2]
            where child < heap.count && isBefore(heap[child], heap[least]) { least = child }
            if least == place { return first }
            heap.swapAt(place, least)
            place = least
        }
    }
}

/// Steps that lack premises, the one nearest to a proof first, and among equals the earliest. A step is there again whenever
/// it has come nearer.
struct OpenSteps {
    private var heap: [(part: Double, step: Int)] = []
    private var changed: [Int] = []

    /// Notes that a step has one premise more.
    mutating func note(_ step: Int) { changed.append(step) }

    mutating func takeChanged() -> [Int] {
        defer { changed.removeAll(keepingCapacity: true) }
        return changed
    }

    private func isBefore(_ left: Int, _ right: Int) -> Bool {
        heap[left].part != heap[right].part ? heap[left].part > heap[right].part : heap[left].step < heap[right].step
    }

    mutating func push(_ part: Double, _ step: Int) {
        heap.append((part, step))
        var place = heap.count - 1
        while place > 0, isBefore(place, (place - 1) / 2) {
            heap.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    mutating func pop() -> (part: Double, step: Int)? {
        guard let first = heap.first, let last = heap.popLast() else { return nil }
        guard !heap.isEmpty else { return first }
        heap[0] = last
        var place = 0
        while true {
            var least = place
            for child in [2 * place + 1, 2 * place + 2] where child < heap.count && isBefore(child, least) {
                least = child
            }
            if least == place { return first }
            heap.swapAt(place, least)
            place = least
        }
    }
}
