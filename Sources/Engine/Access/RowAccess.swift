/// Reads tuples through a hash index over the bound columns, or one after the other where none is bound.
final class RowAccess: Access {
    private let relation: RowRelation
    private let bound: [Int]
    private let free: [Int]
    private let delta: Bool

    init(_ relation: RowRelation, bound: [Int], free: [Int], delta: Bool) {
        self.relation = relation
        self.bound = bound
        self.free = free
        self.delta = delta
    }

    override var width: Int { free.count }
    override var isDistinct: Bool { bound.count + free.count == relation.arity }

    private var rows: Range<Int> {
        delta ? relation.deltaStart..<relation.deltaEnd : 0..<relation.count
    }

    override func expand(_ keys: Keys, from start: Int, count: Int, into matches: Matches) -> Int {
        let rows = rows
        if bound.isEmpty {
            append(rows, origin: start, to: matches)
            return start + 1
        }
        if let cluster { return expand(cluster, keys[0], from: start, count: count, into: matches) }
        let index = relation.index(on: bound)
        let cells = relation.cells.base
        let arity = relation.arity
        var input = start
        while input < count, matches.count < Batch.size {
            var candidate = index.newest(relation, keys, input)
            while candidate != 0, Int(candidate) > rows.lowerBound {
                if Int(candidate) <= rows.upperBound {
                    matches.reserve(1)
                    let row = cells + (Int(candidate) - 1) * arity
                    for position in 0..<free.count {
                        matches.columns[position][matches.count] = UInt64(row[free[position]])
                    }
                    matches.append(origin: input, 1)
                }
                candidate = index.older(candidate)
            }
            input += 1
        }
        return input
    }

    private var cluster: ClusteredRows? { delta || bound.count != 1 ? nil : relation.cluster(on: bound[0]) }

    private func expand(
        _ cluster: ClusteredRows, _ keys: UnsafePointer<UInt64>, from start: Int, count: Int, into matches: Matches
    ) -> Int {
        let arity = relation.arity
        var input = start
        while input < count, matches.count < Batch.size {
            let rows = cluster.rows(keys[input])
            if !rows.isEmpty {
                matches.reserve(rows.count)
                let first = cluster.base + rows.lowerBound * arity
                for (position, column) in free.enumerated() {
                    let target = matches.columns[position] + matches.count
                    for row in 0..<rows.count { target[row] = UInt64(first[row * arity + column]) }
                }
                matches.append(origin: input, rows.count)
            }
            input += 1
        }
        return input
    }

    override func select(_ keys: Keys, count: Int, _ selected: UnsafeMutablePointer<UInt32>) -> Int {
        let rows = rows
        guard !bound.isEmpty, !rows.isEmpty else {
            guard !rows.isEmpty else { return 0 }
            for row in 0..<count { selected[row] = UInt32(truncatingIfNeeded: row) }
            return count
        }
        var found = 0
        if let cluster {
            for row in 0..<count where !cluster.rows(keys[0][row]).isEmpty {
                selected[found] = UInt32(truncatingIfNeeded: row)
                found += 1
            }
            return found
        }
        let index = relation.index(on: bound)
        for row in 0..<count {
            var candidate = index.newest(relation, keys, row)
            while Int(candidate) > rows.upperBound { candidate = index.older(candidate) }
            guard Int(candidate) > rows.lowerBound else { continue }
            selected[found] = UInt32(truncatingIfNeeded: row)
            found += 1
        }
        return found
    }

    override func scan(origin: Int, into matches: Matches, _ emit: () throws -> Void) throws {
        let rows = rows
        var start = rows.lowerBound
        while start < rows.upperBound {
            let end = min(start + Batch.size, rows.upperBound)
            append(start..<end, origin: origin, to: matches)
            start = end
            try emit()
        }
    }

    private func append(_ rows: Range<Int>, origin: Int, to matches: Matches) {
        matches.reserve(rows.count)
        let arity = relation.arity
        let cells = relation.cells.base
        for (position, column) in free.enumerated() {
            let target = matches.columns[position] + matches.count
            for (offset, row) in rows.enumerated() { target[offset] = UInt64(cells[row * arity + column]) }
        }
        matches.append(origin: origin, rows.count)
    }

    override var fanOut: Double {
        let count = Double(rows.count)
        if bound.isEmpty { return count }
        if bound.count == relation.arity { return 0.3 }
        return max(1, count.squareRoot() / Double(bound.count))
    }
}
