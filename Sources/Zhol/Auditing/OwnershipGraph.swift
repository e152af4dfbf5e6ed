/// Things and who owns them, to find those that own themselves through others.
struct OwnershipGraph {
    private let edges: [Ownership]
    private var targets: [[Int]] = []
    private var numbers: [UInt64: Int] = [:]

    init(_ edges: [Ownership]) {
        self.edges = edges
        for edge in edges {
            let owner = number(edge.owner)
            let owned = number(edge.owned)
            targets[owner].append(owned)
        }
    }

    private mutating func number(_ node: UInt64) -> Int {
        if let known = numbers[node] { return known }
        numbers[node] = targets.count
        targets.append([])
        return targets.count - 1
    }

    /// The ownerships inside each strongly connected part that has a cycle.
    func groups() -> [[Ownership]] {
        let parts = strongParts()
        var groups: [Int: [Ownership]] = [:]
        for edge in edges {
            guard let owner = numbers[edge.owner], let owned = numbers[edge.owned], parts[owner] == parts[owned] else {
                continue
            }
            groups[parts[owner], default: []].append(edge)
        }
        return groups.sorted { $0.key < $1.key }.map(\.value)
    }

    /// The number of each node's strongly connected part. (Tarjan, "Depth-first search and linear graph algorithms",
    /// 1972, with a stack of its own.)
    private func strongParts() -> [Int] {
        var order = Array(repeating: -1, count: targets.count)
        var low = order
        var part = order
        var path: [Int] = []
        var calls: [(node: Int, next: Int)] = []
        var count = 0
        var parts = 0
        for root in targets.indices where order[root] < 0 {
            calls.append((root, 0))
            while let (node, next) = calls.popLast() {
                if next == 0 {
                    order[node] = count
                    low[node] = count
                    count += 1
                    path.append(node)
                }
                guard next == targets[node].count else {
                    calls.append((node, next + 1))
                    let target = targets[node][next]
                    if order[target] < 0 {
                        calls.append((target, 0))
                    } else if part[target] < 0 {
                        low[node] = min(low[node], order[target])
                    }
                    continue
                }
                if low[node] == order[node] {
                    while let last = path.popLast() {
                        part[last] = parts
                        if last == node { break }
                    }
                    parts += 1
                }
                if let caller = calls.last?.node { low[caller] = min(low[caller], low[node]) }
            }
        }
        return part
    }
}
