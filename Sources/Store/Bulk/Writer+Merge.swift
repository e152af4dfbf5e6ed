import LMDB
import Terms

/// Many sorted pairs into the blocks of a relation.
extension Writer {
    /// Puts sorted, distinct pairs into a relation and gives those that were not there.
    ///
    /// - Parameter isBehind: whether all are behind the pairs of the relation: the blocks then are made without looking.
    func merge(
        _ pairs: PairColumns, into table: Table, _ relation: UInt64, isBehind: Bool
    ) throws(StoreError) -> PairColumns {
        guard !isBehind else {
            var builder = PairBlockBuilder()
            for row in 0..<pairs.count {
                if let block = builder.append(pairs[row]) { try put(table, relation, block.first, block.value) }
            }
            if let block = builder.finish() { try put(table, relation, block.first, block.value) }
            return pairs
        }
        var new = PairColumns()
        var row = 0
        while row < pairs.count { row = try mergeBlock(pairs, from: row, into: table, relation, &new) }
        return new
    }

    /// Whether a pair is behind every pair of a relation.
    func isBehind(_ pair: PairBlock.Pair, _ table: Table, _ relation: UInt64) throws(StoreError) -> Bool {
        let end = BlockKey(relation, PairBlock.Pair(first: .max, second: .max))
        return try end.withBytes { (wanted) throws(StoreError) in
            try withCursor(table) { (cursor) throws(LMDBError) in
                guard let found = try cursor.seek(atOrBefore: wanted), let key = BlockKey(found.key),
                    key.predicate == relation
                else { return true }
                guard let last = PairBlock.header(found.value)?.last else { throw .corrupted }
                return last < pair
            }
        }
    }

    /// Merges the pairs that belong into one block, from a row on; the row behind them.
    private func mergeBlock(
        _ pairs: PairColumns, from start: Int, into table: Table, _ relation: UInt64, _ new: inout PairColumns
    ) throws(StoreError) -> Int {
        guard let host = try hostBlock(for: pairs[start], table, relation) else {
            for row in start..<pairs.count { new.append(pairs[row]) }
            var rest = PairColumns()
            for row in start..<pairs.count { rest.append(pairs[row]) }
            _ = try merge(rest, into: table, relation, isBehind: true)
            return pairs.count
        }
        var merged = PairColumns()
        var old = 0
        var row = start
        let newBefore = new.count
        while row < pairs.count, host.next.map({ pairs[row] < $0 }) ?? true {
            let pair = pairs[row]
            while old < host.pairs.count, host.pairs[old] < pair {
                merged.append(host.pairs[old])
                old += 1
            }
            if old < host.pairs.count, host.pairs[old] == pair {
                row += 1
                continue
            }
            merged.append(pair)
            new.append(pair)
            row += 1
        }
        guard new.count > newBefore else { return row }
        while old < host.pairs.count {
            merged.append(host.pairs[old])
            old += 1
        }
        if merged[0] != host.pairs[0] { try remove(table, relation, host.pairs[0]) }
        try write(merged, into: table, relation)
        return row
    }

    /// Writes pairs as blocks of about one size.
    private func write(_ pairs: PairColumns, into table: Table, _ relation: UInt64) throws(StoreError) {
        var size = ByteWriter()
        for row in 1..<max(1, pairs.count) { PairBlock.append(pairs[row], after: pairs[row - 1], to: &size) }
        var builder = PairBlockBuilder(bytes: size.bytes.count)
        for row in 0..<pairs.count {
            if let block = builder.append(pairs[row]) { try put(table, relation, block.first, block.value) }
        }
        if let block = builder.finish() { try put(table, relation, block.first, block.value) }
    }
}
