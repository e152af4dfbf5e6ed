import LMDB
import Terms

/// Pairs in blocks, both orders, with the counts and the index of uses.
extension Writer {
    /// Stores the triple; false where it was there.
    func insert(_ predicate: TermID, _ subject: TermID, _ object: TermID) throws(StoreError) -> Bool {
        if try contains(predicate, subject, object) { return false }
        var statistics = try statistics(of: predicate)
        if try !has(predicate, first: subject, .subject) {
            statistics.subjects += 1
            try addUse(0, subject, predicate)
        }
        if try !has(predicate, first: object, .object) {
            statistics.objects += 1
            try addUse(1, object, predicate)
        }
        statistics.count += 1
        try put(statistics, of: predicate)
        try insert(predicate.rawValue, PairBlock.Pair(first: subject.rawValue, second: object.rawValue), .subject)
        try insert(predicate.rawValue, PairBlock.Pair(first: object.rawValue, second: subject.rawValue), .object)
        return true
    }

    /// Removes a triple that is stored.
    func delete(_ predicate: TermID, _ subject: TermID, _ object: TermID) throws(StoreError) {
        try delete(predicate.rawValue, PairBlock.Pair(first: subject.rawValue, second: object.rawValue), .subject)
        try delete(predicate.rawValue, PairBlock.Pair(first: object.rawValue, second: subject.rawValue), .object)
        var statistics = try statistics(of: predicate)
        statistics.count -= 1
        if try !has(predicate, first: subject, .subject) {
            statistics.subjects -= 1
            try removeUse(0, subject, predicate)
        }
        if try !has(predicate, first: object, .object) {
            statistics.objects -= 1
            try removeUse(1, object, predicate)
        }
        try put(statistics, of: predicate)
    }

    private func has(_ predicate: TermID, first: TermID, _ order: PairOrder) throws(StoreError) -> Bool {
        var found: [UInt64] = []
        try seconds(of: predicate, order: order, first: first, into: &found)
        return !found.isEmpty
    }

    private func put(_ statistics: PredicateStatistics, of predicate: TermID) throws(StoreError) {
        if statistics.count <= 0 {
            try remove(tables.statistics, key(predicate.rawValue))
        } else {
            try put(
                tables.statistics, key(predicate.rawValue),
                key(UInt64(statistics.count), UInt64(max(0, statistics.subjects)), UInt64(max(0, statistics.objects))))
        }
    }

    private func insert(_ predicate: UInt64, _ pair: PairBlock.Pair, _ order: PairOrder) throws(StoreError) {
        guard let (blockKey, old) = try block(predicate, pair, order) else {
            try put(table(order), key(predicate, pair.first, pair.second), PairBlock.encode([pair]))
            return
        }
        var pairs = old
        var place = 0
        while place < pairs.count, pairs[place] < pair { place += 1 }
        pairs.insert(pair, at: place)
        try replace(blockKey, predicate, by: pairs, order)
    }

    private func delete(_ predicate: UInt64, _ pair: PairBlock.Pair, _ order: PairOrder) throws(StoreError) {
        guard let (blockKey, old) = try block(predicate, pair, order) else { return }
        try replace(blockKey, predicate, by: old.filter { $0 != pair }, order)
    }

    /// Writes the pairs of a block back: under another key where the first changed, in two where they are too many.
    private func replace(
        _ oldKey: [UInt8], _ predicate: UInt64, by pairs: [PairBlock.Pair], _ order: PairOrder
    ) throws(StoreError) {
        guard let first = pairs.first else {
            try remove(table(order), oldKey)
            return
        }
        let newKey = key(predicate, first.first, first.second)
        if newKey != oldKey { try remove(table(order), oldKey) }
        let bytes = PairBlock.encode(pairs[...])
        if bytes.count <= PairBlock.capacity || pairs.count < 2 {
            try put(table(order), newKey, bytes)
            return
        }
        let middle = pairs.count / 2
        for half in [pairs[..<middle], pairs[middle...]] {
            guard let first = half.first else { continue }
            try put(table(order), key(predicate, first.first, first.second), PairBlock.encode(half))
        }
    }

    private func addUse(_ role: UInt8, _ entity: TermID, _ predicate: TermID) throws(StoreError) {
        guard entity.isEntity else { return }
        var found = try uses(role, entity)
        guard !found.contains(predicate) else { return }
        found.append(predicate)
        try put(tables.uses, [role] + key(entity.rawValue), bytes(found.sorted()))
    }

    private func removeUse(_ role: UInt8, _ entity: TermID, _ predicate: TermID) throws(StoreError) {
        guard entity.isEntity else { return }
        let rest = try uses(role, entity).filter { $0 != predicate }
        let place = [role] + key(entity.rawValue)
        if rest.isEmpty { try remove(tables.uses, place) } else { try put(tables.uses, place, bytes(rest)) }
    }

    private func bytes(_ ids: [TermID]) -> [UInt8] {
        var writer = ByteWriter()
        for id in ids { writer.append(id.rawValue) }
        return writer.bytes
    }
}
