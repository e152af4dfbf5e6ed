/// Places for the nodes of a graph in rows, so that lines lead downward as far as they can (after Sugiyama, Tagawa and Toda,
/// "Methods for visual understanding of hierarchical system structures", 1981): cycles are broken, each node stands below
/// what points to it, and the nodes of a row are ordered by where their neighbours stand.
struct LayeredLayout {
    /// The nodes of each row, from left to right.
    private(set) var rows: [[Int]] = []
    private let count: Int
    private var above: [[Int]]
    private var below: [[Int]]

    private static let sweeps = 8

    init(count: Int, edges: [(from: Int, to: Int)]) {
        self.count = count
        above = Array(repeating: [], count: count)
        below = above
        for (from, to) in LayeredLayout.withoutCycles(count, edges) {
            below[from].append(to)
            above[to].append(from)
        }
        makeRows()
        for sweep in 0..<LayeredLayout.sweeps { orderRows(downward: sweep.isMultiple(of: 2)) }
    }

    /// The edges with those turned round that lead back to where a walk has come from.
    private static func withoutCycles(_ count: Int, _ edges: [(from: Int, to: Int)]) -> [(from: Int, to: Int)] {
        var next: [[Int]] = Array(repeating: [], count: count)
        for (from, to) in edges where from != to { next[from].append(to) }
        var state = Array(repeating: 0, count: count)
        var kept: [(from: Int, to: Int)] = []
        for start in 0..<count where state[start] == 0 {
            state[start] = 1
            var stack = [(node: start, position: 0)]
            while let (node, position) = stack.popLast() {
                guard position < next[node].count else {
                    state[node] = 2
                    continue
                }
                stack.append((node, position + 1))
                let target = next[node][position]
                kept.append(state[target] == 1 ? (target, node) : (node, target))
                if state[target] == 0 {
                    state[target] = 1
                    stack.append((target, 0))
                }
            }
        }
        return kept
    }

    /// Each node one row below the lowest that points to it.
    private mutating func makeRows() {
        var depth = Array(repeating: 0, count: count)
        var waiting = above.map(\.count)
        var queue = (0..<count).filter { waiting[$0] == 0 }
        var position = 0
        while position < queue.count {
            let node = queue[position]
            position += 1
            for target in below[node] {
                depth[target] = max(depth[target], depth[node] + 1)
                waiting[target] -= 1
                if waiting[target] == 0 { queue.append(target) }
            }
        }
        rows = Array(repeating: [], count: (depth.max() ?? -1) + 1)
        for node in 0..<count { rows[depth[node]].append(node) }
    }

    private mutating func orderRows(downward: Bool) {
        var place = Array(repeating: 0.0, count: count)
        func note(_ row: [Int]) {
            for (number, node) in row.enumerated() { place[node] = Double(number + 1) / Double(row.count + 1) }
        }
        rows.forEach(note)
        for number in downward ? Array(rows.indices) : rows.indices.reversed() {
            let weighted = rows[number].enumerated().map { order, node in
                let near = downward ? above[node] : below[node]
                let centre =
                    near.isEmpty ? place[node] : near.reduce(0) { $0 + place[$1] } / Double(near.count)
                return (node: node, centre: centre, order: order)
            }
            rows[number] = weighted.sorted { ($0.centre, $0.order) < ($1.centre, $1.order) }.map(\.node)
            note(rows[number])
        }
    }
}
