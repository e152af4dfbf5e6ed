import Language
import Store
import Terms

/// That one thing owns another, for a time.
struct Ownership {
    let triple: TripleKey
    let owner: UInt64
    let owned: UInt64
    let first: Int
    let last: Int
}

/// Cycles of ownership.
extension SchemaAudit {
    /// Edges that are looked at, at most, to find the day of a cycle; without a day found, the time is left out.
    private static let effort = 4_000_000

    func checkCycles() throws {
        for (relation, all) in ownerships {
            for group in OwnershipGraph(all).groups() {
                // A cycle holds from when the last of its parts begins.
                let days = Set(group.map(\.first)).sorted()
                let isTooMuch = days.count * group.count > SchemaAudit.effort
                if isTooMuch { try noteCycle(relation, .min, try shortestCycle(group, through: owners(group))) }
                // What is in one group over the years may be several at a time.
                var missing = owners(group)
                for day in isTooMuch ? [] : days {
                    let valid = group.filter { $0.first <= day && day <= $0.last }
                    for knot in OwnershipGraph(valid).groups() {
                        let all = owners(knot)
                        guard !all.isDisjoint(with: missing) else { continue }
                        try noteCycle(relation, day, try shortestCycle(knot, through: all.intersection(missing)))
                        missing.subtract(all)
                    }
                    if missing.isEmpty { break }
                }
            }
        }
    }

    private func owners(_ group: [Ownership]) -> Set<UInt64> { Set(group.map(\.owner)) }

    private func noteCycle(_ relation: String, _ day: Int, _ edges: [Ownership]) throws {
        guard let start = edges.first else { return }
        let names = [start.owner] + edges.map(\.owned)
        note(
            "cycle",
            [
                .entity(relation),
                .string(try names.map { try term($0).plainText(namespaces) }.joined(separator: " → ")),
                date(day),
                try sources(
                    edges.flatMap {
                        try reading.statements($0.triple.predicate, $0.triple.subject, $0.triple.object)
                    }, named: edges.flatMap { [$0.triple.subject, $0.triple.object] }),
            ])
    }

    /// The shortest way from the first by name of some of the things back to it.
    private func shortestCycle(_ edges: [Ownership], through starts: Set<UInt64>) throws -> [Ownership] {
        var outgoing: [UInt64: [Ownership]] = [:]
        var names: [UInt64: String] = [:]
        for edge in edges {
            outgoing[edge.owner, default: []].append(edge)
            for node in [edge.owner, edge.owned] where names[node] == nil {
                names[node] = try term(node).plainText(namespaces)
            }
        }
        let possible = names.filter { starts.contains($0.key) }
        guard let start = possible.min(by: { $0.value < $1.value })?.key else { return [] }
        var reached: [UInt64: Ownership] = [:]
        var queue = [start]
        var position = 0
        while position < queue.count, reached[start] == nil {
            let next = (outgoing[queue[position]] ?? []).sorted { names[$0.owned] ?? "" < names[$1.owned] ?? "" }
            for edge in next where reached[edge.owned] == nil {
                reached[edge.owned] = edge
                queue.append(edge.owned)
            }
            position += 1
        }
        var path: [Ownership] = []
        var node = start
        while let edge = reached[node] {
            path.append(edge)
            node = edge.owner
            if node == start { break }
        }
        return path.reversed()
    }
}
