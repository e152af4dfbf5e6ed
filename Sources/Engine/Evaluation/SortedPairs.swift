import Terms

/// The pairs of a relation in the order of their terms: the distinct terms of each column are ranked once, and the row of
/// each first value is sorted by rank, as a set of bits where it is long.
struct SortedPairs {
    private let relation: PairRelation
    private let terms: TermTable
    private let control: Control

    init(_ relation: PairRelation, _ terms: TermTable, _ control: Control) {
        self.relation = relation
        self.terms = terms
        self.control = control
    }

    /// The two columns, as local numbers.
    func columns() throws -> [[UInt32]] {
        let order = TermOrder(terms)
        let firsts = (0..<relation.rowCount).filter { relation.rows[$0].count > 0 }
        let sortedFirsts = try order.sorted(firsts.map { UInt32(truncatingIfNeeded: $0) })
        var ranks = [UInt32](repeating: 0, count: terms.localCount)
        for first in firsts { relation.rows[first].visit { ranks[Int($0)] = 1 } }
        let seconds = ranks.indices.filter { ranks[$0] != 0 }.map { UInt32(truncatingIfNeeded: $0) }
        let sortedSeconds = try order.sorted(seconds)
        for (rank, second) in sortedSeconds.enumerated() { ranks[Int(second)] = UInt32(truncatingIfNeeded: rank) }

        var columns: [[UInt32]] = [[], []]
        for column in columns.indices { columns[column].reserveCapacity(relation.count) }
        var bits = [UInt64](repeating: 0, count: sortedSeconds.count / 64 + 1)
        var row: [UInt32] = []
        for first in sortedFirsts {
            let set = relation.rows[Int(first)]
            let count = Int(set.count)
            try control.check(after: count)
            columns[0].append(contentsOf: repeatElement(first, count: count))
            if count * 16 > bits.count {
                set.visit { bits[Int(ranks[Int($0)] >> 6)] |= 1 << UInt64(ranks[Int($0)] & 63) }
                for word in bits.indices where bits[word] != 0 {
                    var rest = bits[word]
                    bits[word] = 0
                    while rest != 0 {
                        columns[1].append(sortedSeconds[word << 6 + rest.trailingZeroBitCount])
                        rest &= rest &- 1
                    }
                }
            } else {
                row.removeAll(keepingCapacity: true)
                set.visit { row.append(ranks[Int($0)]) }
                row.sort()
                for rank in row { columns[1].append(sortedSeconds[Int(rank)]) }
            }
        }
        return columns
    }
}
