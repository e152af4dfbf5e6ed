import LMDB
import Terms

/// Single pairs in blocks, both orders, with the counts and the index of uses.
extension Writer {
    /// Stores the triple; false where it was there.
    func insert(_ predicate: TermID, _ subject: TermID, _ object: TermID) throws(StoreError) -> Bool {
        let pair = PairBlock.Pair(first: subject.rawValue, second: object.rawValue)
        if try contains(tables.bySubject, predicate.rawValue, pair) { return false }
        var statistics = try statistics(of: predicate)
        if try !has(tables.bySubject, predicate.rawValue, first: subject.rawValue) {
            statistics.subjects += 1
            try addUse(.subject, subject, predicate)
        }
        if try !has(tables.byObject, predicate.rawValue, first: object.rawValue) {
            statistics.objects += 1
            try addUse(.object, object, predicate)
        }
        statistics.count += 1
        try put(statistics, of: predicate)
        try insert(tables.bySubject, predicate.rawValue, pair)
        try insert(
            tables.byObject, predicate.rawValue, PairBlock.Pair(first: object.rawValue, second: subject.rawValue))
        return true
    }

    /// Removes a triple that is stored.
    func delete(_ predicate: TermID, _ subject: TermID, _ object: TermID) throws(StoreError) {
        try delete(
            tables.bySubject, predicate.rawValue, PairBlock.Pair(first: subject.rawValue, second: object.rawValue))
        try delete(
            tables.byObject, predicate.rawValue, PairBlock.Pair(first: object.rawValue, second: subject.rawValue))
        var statistics = try statistics(of: predicate)
        statistics.count -= 1
        if try !has(tables.bySubject, predicate.rawValue, first: subject.rawValue) {
            statistics.subjects -= 1
            try removeUse(.subject, subject, predicate)
        }
        if try !has(tables.byObject, predicate.rawValue, first: object.rawValue) {
            statistics.objects -= 1
            try removeUse(.object, object, predicate)
        }
        try put(statistics, of: predicate)
    }

    func put(_ statistics: PredicateStatistics, of predicate: TermID) throws(StoreError) {
        if statistics.count <= 0 {
            try remove(tables.statistics, key(predicate.rawValue))
        } else {
            try put(
                tables.statistics, key(predicate.rawValue),
                key(UInt64(statistics.count), UInt64(max(0, statistics.subjects)), UInt64(max(0, statistics.objects))))
        }
    }

    /// Puts a pair that is not there into its block.
    func insert(_ table: Table, _ relation: UInt64, _ pair: PairBlock.Pair) throws(StoreError) {
        let found = try withBlock(table, relation, pair) { (first, value) throws(LMDBError) in
            guard let place = PairBlock.find(pair, first: first, value) else { throw .corrupted }
            return (first, place, PairBlock.inserting(pair, at: place, value))
        }
        guard let (first, place, bytes) = found, let bytes else {
            try prepend(table, relation, pair)
            return
        }
        if bytes.count <= PairBlock.capacity {
            try put(table, relation, first, bytes)
        } else if place.after == nil {
            // Pairs that come in order fill their blocks.
            try put(table, relation, pair, PairBlock.encode(CollectionOfOne(pair)))
        } else {
            try split(table, relation, first, bytes)
        }
    }

    /// Puts a pair before every other of its relation: into the first block while that has room.
    private func prepend(_ table: Table, _ relation: UInt64, _ pair: PairBlock.Pair) throws(StoreError) {
        let block = try BlockKey(relation, pair).withBytes { (wanted) throws(StoreError) in
            try withCursor(table) { (cursor) throws(LMDBError) -> (PairBlock.Pair, [UInt8])? in
                guard let found = try cursor.seek(wanted), let key = BlockKey(found.key), key.predicate == relation
                else { return nil }
                return (key.pair, Array(found.value))
            }
        }
        if let (first, value) = block, value.count + 20 <= PairBlock.capacity {
            let pairs = try [pair] + decoded(first, value)
            try remove(table, relation, first)
            try put(table, relation, pair, PairBlock.encode(pairs))
        } else {
            try put(table, relation, pair, PairBlock.encode(CollectionOfOne(pair)))
        }
    }

    private func split(
        _ table: Table, _ relation: UInt64, _ first: PairBlock.Pair, _ bytes: [UInt8]
    ) throws(StoreError) {
        let pairs = try decoded(first, bytes)
        let middle = pairs.count / 2
        for half in [pairs[..<middle], pairs[middle...]] {
            guard let start = half.first else { continue }
            try put(table, relation, start, PairBlock.encode(half))
        }
    }

    func decoded(_ first: PairBlock.Pair, _ bytes: [UInt8]) throws(StoreError) -> [PairBlock.Pair] {
        var firsts: [UInt64] = []
        var seconds: [UInt64] = []
        guard bytes.withUnsafeBytes({ PairBlock.decode(first: first, $0, into: &firsts, &seconds) }) else {
            throw damaged
        }
        return zip(firsts, seconds).map { PairBlock.Pair(first: $0, second: $1) }
    }

    /// Takes a pair that is there out of its block.
    func delete(_ table: Table, _ relation: UInt64, _ pair: PairBlock.Pair) throws(StoreError) {
        let found = try withBlock(table, relation, pair) { (first, value) throws(LMDBError) in (first, Array(value)) }
        guard let (first, value) = found else { return }
        let rest = try decoded(first, value).filter { $0 != pair }
        if rest.first != first { try remove(table, relation, first) }
        if let start = rest.first { try put(table, relation, start, PairBlock.encode(rest)) }
    }

    func put(
        _ table: Table, _ relation: UInt64, _ first: PairBlock.Pair, _ value: [UInt8]
    ) throws(StoreError) {
        try BlockKey(relation, first).withBytes { (key) throws(StoreError) in
            try value.withUnsafeBufferPointer { (bytes) throws(StoreError) in
                try putSorted(table, key, UnsafeRawBufferPointer(bytes))
            }
        }
    }

    func remove(_ table: Table, _ relation: UInt64, _ first: PairBlock.Pair) throws(StoreError) {
        _ = try BlockKey(relation, first).withBytes { (key) throws(StoreError) in try remove(table, key) }
    }

    private func addUse(_ role: PairOrder, _ entity: TermID, _ predicate: TermID) throws(StoreError) {
        guard entity.isEntity else { return }
        let use = PairBlock.Pair(first: entity.rawValue, second: Uses.use(of: predicate.rawValue, role: role))
        if try !contains(tables.uses, Uses.relation, use) { try insert(tables.uses, Uses.relation, use) }
    }

    private func removeUse(_ role: PairOrder, _ entity: TermID, _ predicate: TermID) throws(StoreError) {
        guard entity.isEntity else { return }
        try delete(
            tables.uses, Uses.relation,
            PairBlock.Pair(first: entity.rawValue, second: Uses.use(of: predicate.rawValue, role: role)))
    }
}
