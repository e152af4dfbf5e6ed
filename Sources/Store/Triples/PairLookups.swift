import LMDB
import Terms

/// Many look-ups in one order of one relation, ascending: a block is decoded once for all of them that fall into it. Right
/// as long as nothing writes to the relation.
package struct PairLookups {
    private let reading: Reading
    private let table: Table
    private let relation: UInt64
    private var block = PairColumns()
    /// The pairs from one on, up to another, are those of the block.
    private var start = PairBlock.Pair(first: 0, second: 0)
    private var next: PairBlock.Pair?
    private var isLoaded = false
    /// Where the last look-up ended, before which an ascending one need not look.
    private var row = 0

    package init(_ reading: Reading, _ predicate: TermID, order: PairOrder) {
        self.init(reading, reading.table(order), predicate.rawValue)
    }

    init(_ reading: Reading, _ table: Table, _ relation: UInt64) {
        self.reading = reading
        self.table = table
        self.relation = relation
    }

    package mutating func contains(first: TermID, second: TermID) throws(StoreError) -> Bool {
        try contains(PairBlock.Pair(first: first.rawValue, second: second.rawValue))
    }

    mutating func contains(_ pair: PairBlock.Pair) throws(StoreError) -> Bool {
        try seek(pair)
        return row < block.count && block[row] == pair
    }

    /// Whether any pair has this first.
    package mutating func has(first: TermID) throws(StoreError) -> Bool {
        try has(first: first.rawValue)
    }

    mutating func has(first: UInt64) throws(StoreError) -> Bool {
        try seek(PairBlock.Pair(first: first, second: 0))
        return row < block.count ? block.firsts[row] == first : next?.first == first
    }

    /// Appends the seconds of the pairs with this first, ascending.
    package mutating func seconds(first: TermID, into result: inout [UInt64]) throws(StoreError) {
        var least = PairBlock.Pair(first: first.rawValue, second: 0)
        while true {
            try seek(least)
            while row < block.count, block.firsts[row] == first.rawValue {
                result.append(block.seconds[row])
                row += 1
            }
            guard row == block.count, let next, next.first == first.rawValue else { return }
            least = next
        }
    }

    /// Goes to the first pair of its block that is not before one.
    private mutating func seek(_ pair: PairBlock.Pair) throws(StoreError) {
        let isHere = isLoaded && !(pair < start) && next.map { pair < $0 } ?? true
        if !isHere { try load(pair) }
        var low = row > 0 && row <= block.count && block[row - 1] < pair ? row : 0
        // Most often it is close behind.
        var step = 1
        while low + step < block.count, block[low + step] < pair {
            low += step
            step *= 2
        }
        var high = min(block.count, low + step)
        while low < high {
            let middle = (low + high) / 2
            if block[middle] < pair { low = middle + 1 } else { high = middle }
        }
        row = low
    }

    private mutating func load(_ pair: PairBlock.Pair) throws(StoreError) {
        row = 0
        isLoaded = true
        guard let host = try reading.hostBlock(for: pair, table, relation) else {
            block = PairColumns()
            start = PairBlock.Pair(first: 0, second: 0)
            next = nil
            return
        }
        block = host.pairs
        // The first block is that of the pairs before it too.
        start = pair < host.pairs[0] ? PairBlock.Pair(first: 0, second: 0) : host.pairs[0]
        next = host.next
    }
}

extension Reading {
    /// The block that takes a pair, decoded, and the first pair of the block behind; nil where the relation has none.
    func hostBlock(
        for pair: PairBlock.Pair, _ table: Table, _ relation: UInt64
    ) throws(StoreError) -> (pairs: PairColumns, next: PairBlock.Pair?)? {
        try BlockKey(relation, pair).withBytes { (wanted) throws(StoreError) in
            try withCursor(table) { (cursor) throws(LMDBError) in
                var host = try cursor.seek(atOrBefore: wanted)
                if host.flatMap({ BlockKey($0.key) })?.predicate != relation { host = try cursor.seek(wanted) }
                guard let host, let key = BlockKey(host.key), key.predicate == relation else { return nil }
                var pairs = PairColumns()
                guard PairBlock.decode(first: key.pair, host.value, into: &pairs.firsts, &pairs.seconds) else {
                    throw .corrupted
                }
                let next = try cursor.next().flatMap { BlockKey($0.key) }
                return (pairs, next?.predicate == relation ? next?.pair : nil)
            }
        }
    }
}
