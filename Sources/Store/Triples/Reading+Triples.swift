import LMDB
import Terms

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

    init?(_ value: UnsafeRawBufferPointer) {
        var reader = ByteReader(value)
        // A file from elsewhere may hold anything; counts that can be added up without overflow are enough.
        let most: UInt64 = 1 << 48
        guard let count = reader.number(), let subjects = reader.number(), let objects = reader.number(),
            count <= most, subjects <= most, objects <= most
        else { return nil }
        self.init(count: Int(count), subjects: Int(subjects), objects: Int(objects))
    }
}

extension Reading {
    /// The predicates that have triples, ascending; class membership included.
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
        guard let statistics = PredicateStatistics(value) else { throw damaged }
        return statistics
    }

    /// The predicates of which an entity is a subject, ascending.
    package func predicates(ofSubject subject: TermID) throws(StoreError) -> [TermID] { try uses(.subject, subject) }

    /// The predicates of which an entity is an object, ascending.
    package func predicates(ofObject object: TermID) throws(StoreError) -> [TermID] { try uses(.object, object) }

    private func uses(_ role: PairOrder, _ entity: TermID) throws(StoreError) -> [TermID] {
        var uses: [UInt64] = []
        try appendSeconds(
            tables.uses, Uses.relation, of: entity.rawValue, within: 0...UInt64.max, into: &uses)
        return uses.compactMap { Uses.predicate($0, role: role) }
    }

    /// Whether the triple is stored.
    package func contains(_ predicate: TermID, _ subject: TermID, _ object: TermID) throws(StoreError) -> Bool {
        try contains(
            tables.bySubject, predicate.rawValue,
            PairBlock.Pair(first: subject.rawValue, second: object.rawValue))
    }

    /// Appends the raw ids of the objects of a subject, or of the subjects of an object, ascending.
    package func seconds(
        of predicate: TermID, order: PairOrder, first: TermID, within range: ClosedRange<UInt64> = 0...UInt64.max,
        into result: inout [UInt64]
    ) throws(StoreError) {
        try appendSeconds(
            table(order), predicate.rawValue, of: first.rawValue, within: range, into: &result)
    }

    /// The pairs of a predicate in an order.
    ///
    /// - Parameter firsts: the values of the leading place that are wanted; some others may come with them.
    package func scan(
        _ predicate: TermID, order: PairOrder, firsts: ClosedRange<UInt64> = 0...UInt64.max
    ) throws(StoreError) -> PairScan {
        PairScan(self, table(order), predicate.rawValue, firsts: firsts)
    }
}

/// The index of which predicates an entity has, kept as pairs of an entity and a use.
enum Uses {
    /// What stands in the place of a relation.
    static let relation: UInt64 = 0

    /// The predicate's number, then the role in the last bit.
    static func use(of predicate: UInt64, role: PairOrder) -> UInt64 {
        (predicate & TermID.payloadMask) << 1 | (role == .subject ? 0 : 1)
    }

    static func predicate(_ use: UInt64, role: PairOrder) -> TermID? {
        use & 1 == (role == .subject ? 0 : 1) ? TermID(kind: .entity, payload: use >> 1) : nil
    }
}
