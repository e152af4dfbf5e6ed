import LMDB

/// Goes through the pairs of a relation in order, a batch of blocks at a time.
package struct PairScan {
    private let reading: Reading
    private let table: Table
    private let relation: UInt64
    /// Where the next batch starts; nil at the end.
    private var start: PairBlock.Pair?
    /// Whether the pair that comes first may stand within a block.
    private var startsWithin: Bool
    private let last: UInt64

    /// - Parameter firsts: the first values that are wanted; those of the blocks at both ends come with them.
    init(
        _ reading: Reading, _ table: Table, _ relation: UInt64, firsts: ClosedRange<UInt64> = 0...UInt64.max
    ) {
        self.reading = reading
        self.table = table
        self.relation = relation
        start = PairBlock.Pair(first: firsts.lowerBound, second: 0)
        startsWithin = firsts.lowerBound > 0
        last = firsts.upperBound
    }

    /// Pairs after which a batch ends.
    private static let batch = 4096

    /// Replaces the contents by the next pairs; false at the end.
    package mutating func next(into first: inout [UInt64], second: inout [UInt64]) throws(StoreError) -> Bool {
        first.removeAll(keepingCapacity: true)
        second.removeAll(keepingCapacity: true)
        guard let from = start else { return false }
        start = nil
        let (relation, last, startsWithin) = (relation, last, startsWithin)
        self.startsWithin = false
        start = try BlockKey(relation, from).withBytes { (wanted) throws(StoreError) in
            try reading.withCursor(table) { (cursor) throws(LMDBError) -> PairBlock.Pair? in
                var entry = startsWithin ? try cursor.seek(atOrBefore: wanted) : nil
                if entry.flatMap({ BlockKey($0.key) })?.predicate != relation { entry = try cursor.seek(wanted) }
                while let (blockKey, value) = entry, let key = BlockKey(blockKey), key.predicate == relation,
                    key.pair.first <= last
                {
                    if first.count >= PairScan.batch { return key.pair }
                    guard PairBlock.decode(first: key.pair, value, into: &first, &second) else { throw .corrupted }
                    entry = try cursor.next()
                }
                return nil
            }
        }
        return !first.isEmpty
    }
}
