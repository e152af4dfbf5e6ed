import LMDB
import Terms

/// Which place of a triple leads an order of pairs.
package enum PairOrder: Sendable {
    case subject, object
}

/// Counts of one predicate.
package struct PredicateStatistics: Sendable, Equatable {
    /// Triples.
    package var count = 0
    /// Distinct subjects.
    package var subjects = 0
    /// Distinct objects.
    package var objects = 0

    package init(count: Int = 0, subjects: Int = 0, objects: Int = 0) {
        self.count = count
        self.subjects = subjects
        self.objects = objects
    }
}

extension Reading {
    func table(_ order: PairOrder) -> Table { order == .subject ? tables.bySubject : tables.byObject }

    /// Every predicate that has triples, `TermID.isA` included.
    package func predicates() throws(StoreError) -> [TermID] {
        var found: [TermID] = []
        try entries(tables.statistics, prefix: []) { key, _ in
            var reader = ByteReader(key)
            if let raw = reader.number() { found.append(TermID(rawValue: raw)) }
            return true
        }
        return found
    }

    /// Counts of a predicate; zeros for one without triples.
    package func statistics(of predicate: TermID) throws(StoreError) -> PredicateStatistics {
        guard let value = try value(tables.statistics, key(predicate.rawValue)) else { return PredicateStatistics() }
        var reader = ByteReader(value)
        guard let count = reader.number(), let subjects = reader.number(), let objects = reader.number() else {
            throw damaged
        }
        return PredicateStatistics(
            count: Int(truncatingIfNeeded: count), subjects: Int(truncatingIfNeeded: subjects),
            objects: Int(truncatingIfNeeded: objects))
    }

    /// The predicates of which an entity is a subject, ascending.
    package func predicates(ofSubject subject: TermID) throws(StoreError) -> [TermID] { try uses(0, subject) }

    /// The predicates of which an entity is an object, ascending.
    package func predicates(ofObject object: TermID) throws(StoreError) -> [TermID] { try uses(1, object) }

    func uses(_ role: UInt8, _ entity: TermID) throws(StoreError) -> [TermID] {
        guard let value = try value(tables.uses, [role] + key(entity.rawValue)) else { return [] }
        var reader = ByteReader(value)
        var found: [TermID] = []
        while let raw = reader.number() { found.append(TermID(rawValue: raw)) }
        return found
    }

    /// The block that holds a pair or would take it; nil where the predicate has none.
    func block(
        _ predicate: UInt64, _ pair: PairBlock.Pair, _ order: PairOrder
    ) throws(StoreError) -> (key: [UInt8], pairs: [PairBlock.Pair])? {
        let wanted = key(predicate, pair.first, pair.second)
        let prefix = key(predicate)
        do {
            let cursor = try transaction.cursor(table(order))
            let after = try cursor.seek(wanted)
            if let after, after.key.elementsEqual(wanted) { return try decoded(after.key, after.value) }
            let before = after == nil ? try cursor.last() : try cursor.previous()
            if let before, before.key.starts(with: prefix) { return try decoded(before.key, before.value) }
            guard let after, after.key.starts(with: prefix) else { return nil }
            guard let first = try cursor.seek(prefix) else { return nil }
            return try decoded(first.key, first.value)
        } catch let error as LMDBError {
            throw StoreError(error, shared.path)
        } catch {
            throw damaged
        }
    }

    private func decoded(
        _ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer
    ) throws(StoreError) -> (key: [UInt8], pairs: [PairBlock.Pair]) {
        guard let first = firstPair(key) else { throw damaged }
        var firsts: [UInt64] = []
        var seconds: [UInt64] = []
        guard PairBlock.decode(first: first, value, into: &firsts, &seconds) else { throw damaged }
        return (Array(key), zip(firsts, seconds).map { PairBlock.Pair(first: $0, second: $1) })
    }

    func firstPair(_ key: UnsafeRawBufferPointer) -> PairBlock.Pair? {
        var reader = ByteReader(key)
        guard key.count == 24, reader.number() != nil, let first = reader.number(), let second = reader.number() else {
            return nil
        }
        return PairBlock.Pair(first: first, second: second)
    }

    /// Whether the triple is stored.
    package func contains(_ predicate: TermID, _ subject: TermID, _ object: TermID) throws(StoreError) -> Bool {
        var objects: [UInt64] = []
        try seconds(
            of: predicate, order: .subject, first: subject, within: object.rawValue...object.rawValue, into: &objects)
        return !objects.isEmpty
    }

    /// Appends the raw ids of the objects of a subject, or of the subjects of an object, ascending.
    package func seconds(
        of predicate: TermID, order: PairOrder, first: TermID, within range: ClosedRange<UInt64> = 0...UInt64.max,
        into result: inout [UInt64]
    ) throws(StoreError) {
        let prefix = key(predicate.rawValue)
        let wanted = key(predicate.rawValue, first.rawValue, range.lowerBound)
        var firsts: [UInt64] = []
        var seconds: [UInt64] = []
        do {
            let cursor = try transaction.cursor(table(order))
            var entry = try cursor.seek(wanted)
            // The block before may reach into the range.
            if !(entry.map { $0.key.elementsEqual(wanted) } ?? false) {
                let before = entry == nil ? try cursor.last() : try cursor.previous()
                if let before, before.key.starts(with: prefix) {
                    entry = before
                } else if entry != nil {
                    entry = try cursor.seek(wanted)
                }
            }
            while let (blockKey, value) = entry, blockKey.starts(with: prefix), let start = firstPair(blockKey) {
                guard start.first <= first.rawValue else { return }
                if let last = PairBlock.last(value), last.first >= first.rawValue {
                    firsts.removeAll(keepingCapacity: true)
                    seconds.removeAll(keepingCapacity: true)
                    guard PairBlock.decode(first: start, value, into: &firsts, &seconds) else { throw damaged }
                    for (index, candidate) in firsts.enumerated() where candidate == first.rawValue {
                        if range.contains(seconds[index]) { result.append(seconds[index]) }
                    }
                    if last.first > first.rawValue { return }
                }
                entry = try cursor.next()
            }
        } catch let error as LMDBError {
            throw StoreError(error, shared.path)
        } catch {
            throw damaged
        }
    }

    /// The pairs of a predicate in an order.
    package func scan(_ predicate: TermID, order: PairOrder) throws(StoreError) -> PairScan {
        PairScan(self, predicate, order)
    }
}

/// Goes through the pairs of a predicate, a batch of blocks at a time.
package struct PairScan {
    private let reading: Reading
    private let predicate: TermID
    private let order: PairOrder
    /// Where the next batch starts; nil at the end.
    private var start: [UInt8]?

    init(_ reading: Reading, _ predicate: TermID, _ order: PairOrder) {
        self.reading = reading
        self.predicate = predicate
        self.order = order
        start = key(predicate.rawValue)
    }

    /// Pairs after which a batch ends.
    private static let batch = 4096

    /// Replaces the contents by the next pairs; false at the end.
    package mutating func next(into first: inout [UInt64], second: inout [UInt64]) throws(StoreError) -> Bool {
        first.removeAll(keepingCapacity: true)
        second.removeAll(keepingCapacity: true)
        guard let from = start else { return false }
        start = nil
        let reading = reading
        var resume: [UInt8]?
        try reading.entries(reading.table(order), prefix: key(predicate.rawValue), from: from) {
            (blockKey, value) throws(StoreError) in
            if first.count >= PairScan.batch {
                resume = Array(blockKey)
                return false
            }
            guard let pair = reading.firstPair(blockKey),
                PairBlock.decode(first: pair, value, into: &first, &second)
            else { throw reading.damaged }
            return true
        }
        start = resume
        return !first.isEmpty
    }
}
