import LMDB
import Terms

/// Which place of a triple leads an order of pairs.
package enum PairOrder: Sendable {
    case subject, object
}

/// Tables of blocks of pairs.
extension Reading {
    func table(_ order: PairOrder) -> Table { order == .subject ? tables.bySubject : tables.byObject }

    /// Runs the body with the block that holds a pair of a relation or would take it: its key, first pair and value;
    /// nil where the relation has no block that starts at or before the pair.
    @inline(__always)
    func withBlock<R>(
        _ table: Table, _ predicate: UInt64, _ pair: PairBlock.Pair,
        _ body: (_ first: PairBlock.Pair, _ value: UnsafeRawBufferPointer) throws(LMDBError) -> R
    ) throws(StoreError) -> R? {
        try BlockKey(predicate, pair).withBytes { (wanted) throws(StoreError) in
            try withCursor(table) { (cursor) throws(LMDBError) -> R? in
                guard let found = try cursor.seek(atOrBefore: wanted), let key = BlockKey(found.key),
                    key.predicate == predicate
                else { return nil }
                return try body(key.pair, found.value)
            }
        }
    }

    /// Whether a relation has a pair.
    func contains(_ table: Table, _ predicate: UInt64, _ pair: PairBlock.Pair) throws(StoreError) -> Bool {
        try withBlock(table, predicate, pair) { (first, value) throws(LMDBError) in
            guard let place = PairBlock.find(pair, first: first, value) else { throw .corrupted }
            return place.holds(pair)
        } ?? false
    }

    /// Appends the seconds of the pairs with this first, ascending.
    func appendSeconds(
        _ table: Table, _ predicate: UInt64, of first: UInt64, within range: ClosedRange<UInt64>,
        into result: inout [UInt64]
    ) throws(StoreError) {
        let start = BlockKey(predicate, PairBlock.Pair(first: first, second: range.lowerBound))
        try start.withBytes { (wanted) throws(StoreError) in
            try withCursor(table) { (cursor) throws(LMDBError) in
                var entry = try cursor.seek(atOrBefore: wanted)
                if entry.flatMap({ BlockKey($0.key) })?.predicate != predicate { entry = try cursor.seek(wanted) }
                while let (blockKey, value) = entry, let key = BlockKey(blockKey), key.predicate == predicate {
                    guard key.pair.first < first || (key.pair.first == first && key.pair.second <= range.upperBound)
                    else { return }
                    guard
                        PairBlock.appendSeconds(of: first, within: range, first: key.pair, value, into: &result)
                    else { throw .corrupted }
                    guard let last = PairBlock.header(value)?.last, last.first <= first else { return }
                    entry = try cursor.next()
                }
            }
        }
    }

    /// Whether a relation has a pair with this first.
    func has(_ table: Table, _ predicate: UInt64, first: UInt64) throws(StoreError) -> Bool {
        let least = PairBlock.Pair(first: first, second: 0)
        return try BlockKey(predicate, least).withBytes { (wanted) throws(StoreError) in
            try withCursor(table) { (cursor) throws(LMDBError) in
                if let found = try cursor.seek(atOrBefore: wanted), let key = BlockKey(found.key),
                    key.predicate == predicate
                {
                    guard let place = PairBlock.find(least, first: key.pair, found.value) else { throw .corrupted }
                    if let after = place.after { return after.first == first }
                }
                guard let next = try cursor.seek(wanted), let key = BlockKey(next.key) else { return false }
                return key.predicate == predicate && key.pair.first == first
            }
        }
    }
}
