/// How an atom reads a relation: given values for its bound columns, the values of its free ones.
class Access {
    /// Finds the matches of rows from `start` on, until more than `limit` are found; the next row to look at.
    ///
    /// `keys` has a column for each bound place; matches are appended, with the row they belong to.
    func expand(_ keys: [[UInt64]], from start: Int, count: Int, limit: Int, into matches: inout Matches) throws -> Int
    {
        count
    }

    /// Passes on everything in pieces, for an atom without bound places at the start of a plan.
    func scan(_ columns: Int, _ receive: (Matches) throws -> Void) throws {
        var matches = Matches(columns: columns)
        _ = try expand([], from: 0, count: 1, limit: Int.max, into: &matches)
        if !matches.origins.isEmpty { try receive(matches) }
    }

    /// Matches to expect for one row.
    var fanOut: Double { 1 }
}

/// Reads a relation in memory through a hash index.
final class RelationAccess: Access {
    /// Which rows of a recursive relation are read.
    enum Window {
        /// All that the round sees.
        case all
        /// Those that the last round found.
        case delta
        /// Those before the last round.
        case old
    }

    private let relation: Relation
    private let bound: [Int]
    private let free: [Int]
    private let window: Window

    init(_ relation: Relation, bound: [Int], free: [Int], window: Window) {
        self.relation = relation
        self.bound = bound
        self.free = free
        self.window = window
    }

    private var rows: Range<Int> {
        switch window {
        case .all: 0..<relation.deltaEnd
        case .delta: relation.deltaStart..<relation.deltaEnd
        case .old: 0..<relation.deltaStart
        }
    }

    override func expand(
        _ keys: [[UInt64]], from start: Int, count: Int, limit: Int, into matches: inout Matches
    ) throws -> Int {
        let rows = rows
        guard !rows.isEmpty else { return count }
        var input = start
        if bound.isEmpty {
            while input < count, matches.origins.count < limit {
                append(rows, input, &matches)
                input += 1
            }
            return input
        }
        let index = relation.index(on: bound)
        while input < count, matches.origins.count < limit {
            var candidate = index.newest(relation, keys, input)
            while let row = candidate, row >= rows.lowerBound {
                if row < rows.upperBound {
                    matches.origins.append(input)
                    for (position, column) in free.enumerated() {
                        matches.columns[position].append(relation.columns[column][row])
                    }
                }
                candidate = index.older(row)
            }
            input += 1
        }
        return input
    }

    override func scan(_ columns: Int, _ receive: (Matches) throws -> Void) throws {
        let rows = rows
        var start = rows.lowerBound
        while start < rows.upperBound {
            let end = min(start + Batch.size, rows.upperBound)
            var matches = Matches(columns: columns)
            append(start..<end, 0, &matches)
            try receive(matches)
            start = end
        }
    }

    private func append(_ rows: Range<Int>, _ input: Int, _ matches: inout Matches) {
        matches.origins.append(contentsOf: repeatElement(input, count: rows.count))
        for (position, column) in free.enumerated() {
            matches.columns[position].append(contentsOf: relation.columns[column][rows])
        }
    }

    override var fanOut: Double {
        let count = Double(window == .delta ? relation.deltaEnd - relation.deltaStart : relation.count)
        if bound.isEmpty { return count }
        if free.isEmpty { return 0.5 }
        return max(1, count.squareRoot())
    }
}
