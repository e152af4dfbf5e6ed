import Language
import Store
import Terms

/// The store as one evaluation sees it: with the schema's readings, and without statements that are too weak or did
/// not hold at the date asked for.
final class StoreView {
    /// Which statements count.
    struct Filter {
        /// 0 any, 1 low, 2 medium, 3 high.
        var confidence = 0
        /// The world as it was at this date.
        var asOf: PartialDate?
        /// Sources whose evidence does not count, by raw number: a statement that has no other is not there.
        var withdrawn: Set<UInt64> = []

        var isEmpty: Bool { confidence == 0 && asOf == nil && withdrawn.isEmpty }

        /// Whether a piece of evidence is neither too weak nor withdrawn.
        ///
        /// - Parameter source: the key of its source.
        func counts(_ piece: [StoredStatement.Entry], source: UInt64, _ terms: TermTable) throws -> Bool {
            if confidence > 0, try StatementReading.confidence(piece, terms) < confidence { return false }
            return !piece.contains { $0.key.rawValue == source && withdrawn.contains($0.value.rawValue) }
        }
    }

    /// What is stored; nil where there is no store.
    let base: Reading?
    let terms: TermTable
    private(set) var filter: Filter
    let overlay: Overlay
    /// What evaluations over the same store have decoded; nil where each decodes for itself.
    let shared: DecodedRelations?
    /// The entities that are taken for one another; set before a relation is read.
    var merging: Merging? {
        didSet { filter.withdrawn = merging?.represent(filter.withdrawn) ?? filter.withdrawn }
    }
    private let sourceKey: UInt64
    private var pairs: [PairKey: StoredPairs] = [:]

    struct PairKey: Hashable {
        let predicate: TermID
        let isFlipped: Bool
    }

    init(
        base: Reading?, terms: TermTable, filter: Filter, overlay: Overlay = Overlay(),
        shared: DecodedRelations? = nil
    ) throws {
        sourceKey = filter.withdrawn.isEmpty ? 0 : try terms.id(of: .entity("source"))
        self.shared = shared
        self.base = base
        self.terms = terms
        self.filter = filter
        self.overlay = overlay
    }

    /// Whether everything that is stored counts, and nothing else.
    var isUnfiltered: Bool { filter.isEmpty && overlay.isEmpty && merging == nil }

    /// Whether single blocks of a relation do not show its pairs: statements decide, or pairs come together.
    var readsWholeRelations: Bool { !filter.isEmpty || merging != nil }

    /// Statements as this evaluation sees them: without evidence that is withdrawn or too weak, and with merged entities as
    /// one.
    func seen(_ statements: [StoredStatement]) throws -> [StoredStatement] {
        var seen = statements
        if let merging { seen = seen.map { merging.represent($0) } }
        guard filter.confidence > 0 || !filter.withdrawn.isEmpty else { return seen }
        return try seen.compactMap { statement in
            guard !statement.evidence.isEmpty else { return statement }
            var rest = statement
            rest.evidence = try rest.evidence.filter { try filter.counts($0, source: sourceKey, terms) }
            return rest.evidence.isEmpty ? nil : rest
        }
    }

    /// A stored relation read one way.
    func stored(_ predicate: TermID, isFlipped: Bool) throws -> StoredPairs {
        let key = PairKey(predicate: predicate, isFlipped: isFlipped)
        if let known = pairs[key] { return known }
        let made = try StoredPairs(self, predicate, isFlipped: isFlipped)
        pairs[key] = made
        return made
    }

    /// Whether the statement counts under the filter.
    func admits(_ statement: StoredStatement) throws -> Bool {
        if filter.confidence > 0, !statement.isOwnWord,
            try StatementReading.confidence(statement, terms) < filter.confidence
        {
            return false
        }
        if let date = filter.asOf, try !StatementReading.holds(statement, at: date, terms) { return false }
        return true
    }
}

/// The pairs of one stored predicate. Few look-ups read blocks of the store; many make it worth to decode the whole
/// relation once.
final class StoredPairs {
    // The view keeps its relations, so they must not keep it.
    private unowned let view: StoreView
    private let predicate: TermID
    private let isFlipped: Bool
    let statistics: PredicateStatistics
    private var decoded: [PairTable?] = [nil, nil]
    private var lookups = 0

    init(_ view: StoreView, _ predicate: TermID, isFlipped: Bool) throws {
        self.view = view
        self.predicate = predicate
        self.isFlipped = isFlipped
        statistics = try view.statistics(of: predicate)
    }

    /// Appends the seconds of a first, where `column` says whether the first or the second place is given.
    func partners(of value: UInt64, givenColumn column: Int, into result: inout [UInt64]) throws {
        if let table = try table(column) {
            table.append(value, to: &result)
            return
        }
        let order: PairOrder = (column == 0) != isFlipped ? .subject : .object
        try view.seconds(of: predicate, order: order, first: TermID(rawValue: value), into: &result)
    }

    /// The table sorted by a column, where the relation was decoded; looking does not count as a look-up.
    func decodedTable(_ column: Int) -> PairTable? {
        if decoded[column] == nil, view.isUnfiltered { decoded[column] = view.shared?[key(column)] }
        return decoded[column]
    }

    /// How many pairs there are; nil where only looking at their statements tells.
    var exactCount: Int? { view.isUnfiltered ? statistics.count : nil }

    /// How many partners a value has; an estimate as long as the relation is not decoded.
    func partnerCount(of value: UInt64, givenColumn column: Int) -> Int {
        if let table = decoded[column] { return table.count(value) }
        return statistics.count / max(1, (column == 0) != isFlipped ? statistics.subjects : statistics.objects) + 1
    }

    func contains(_ first: UInt64, _ second: UInt64) throws -> Bool {
        if let table = try table(0) { return table.contains(first, second) }
        let subject = TermID(rawValue: isFlipped ? second : first)
        let object = TermID(rawValue: isFlipped ? first : second)
        return try view.contains(predicate, subject, object)
    }

    /// Passes on every pair in pieces: by a column, where that costs nothing.
    func scan(sortedBy column: Int = 0, _ receive: ([UInt64], [UInt64]) throws -> Void) throws {
        if view.readsWholeRelations {
            if let table = try table(0) { try receive(table.keys, table.values) }
            return
        }
        let column = view.isUnfiltered ? column : isFlipped ? 1 : 0
        if let table = decoded[column] ?? (view.isUnfiltered ? view.shared?[key(column)] : nil) {
            if column == 0 { try receive(table.keys, table.values) } else { try receive(table.values, table.keys) }
            return
        }
        let order: PairOrder = (column == 0) != isFlipped ? .subject : .object
        var scan = try view.scan(predicate, order: order)
        var keys: [UInt64] = []
        var others: [UInt64] = []
        while try scan.next(into: &keys, second: &others) {
            if column == 0 { try receive(keys, others) } else { try receive(others, keys) }
        }
    }

    /// Whether ranges of values can be read without the others.
    var isNarrowable: Bool { view.isUnfiltered }

    /// Passes on the pairs with a value of a column in one of the ranges, in pieces.
    func scan(_ column: Int, in ranges: ValueRanges, _ receive: ([UInt64], [UInt64]) throws -> Void) throws {
        let order: PairOrder = (column == 0) != isFlipped ? .subject : .object
        var keys: [UInt64] = []
        var others: [UInt64] = []
        for range in ranges.ranges {
            guard var scan = try view.base?.scan(predicate, order: order, firsts: range) else { return }
            while try scan.next(into: &keys, second: &others) {
                let rows = keys.indices.filter { range.contains(keys[$0]) }
                if rows.isEmpty { continue }
                let (some, partners) = (rows.map { keys[$0] }, rows.map { others[$0] })
                if column == 0 { try receive(some, partners) } else { try receive(partners, some) }
            }
        }
    }

    /// The decoded table sorted by a column, where it is there or worth making.
    private func table(_ column: Int) throws -> PairTable? {
        if let known = decoded[column] { return known }
        let shared = view.isUnfiltered ? view.shared : nil
        if let known = shared?[key(column)] {
            decoded[column] = known
            return known
        }
        lookups += 1
        // A look-up costs about as much as decoding 200 pairs; a filter must look at the statements anyway.
        guard view.readsWholeRelations || lookups * 200 > statistics.count else { return nil }
        let made = try decode(sortedBy: column)
        decoded[column] = made
        shared?.keep(made, key(column))
        return made
    }

    private func key(_ column: Int) -> DecodedRelations.Key {
        DecodedRelations.Key(predicate: predicate, order: (column == 0) != isFlipped ? .subject : .object)
    }

    private func decode(sortedBy column: Int) throws -> PairTable {
        let order: PairOrder = (column == 0) != isFlipped ? .subject : .object
        var firsts: [UInt64] = []
        var seconds: [UInt64] = []
        firsts.reserveCapacity(statistics.count)
        seconds.reserveCapacity(statistics.count)
        var scan = try view.scan(predicate, order: order)
        let isSorted = scan.isSorted
        var first: [UInt64] = []
        var second: [UInt64] = []
        while try scan.next(into: &first, second: &second) {
            if view.filter.isEmpty {
                firsts += first
                seconds += second
                continue
            }
            for row in first.indices {
                let subject = TermID(rawValue: order == .subject ? first[row] : second[row])
                let object = TermID(rawValue: order == .subject ? second[row] : first[row])
                guard try view.holds(predicate, subject, object) else { continue }
                firsts.append(first[row])
                seconds.append(second[row])
            }
        }
        // The store gives pairs in the order of the leading column; what an overlay adds stands behind, and what is
        // merged comes anywhere, several times.
        if !isSorted {
            var rows = firsts.indices.sorted { (firsts[$0], seconds[$0]) < (firsts[$1], seconds[$1]) }
            if view.merging != nil {
                let all = rows
                rows = all.indices.filter {
                    $0 == 0 || firsts[all[$0]] != firsts[all[$0 - 1]] || seconds[all[$0]] != seconds[all[$0 - 1]]
                }.map { all[$0] }
            }
            firsts = rows.map { firsts[$0] }
            seconds = rows.map { seconds[$0] }
        }
        return PairTable(keys: firsts, values: seconds)
    }
}

extension StoreView {
    /// Whether a stored triple holds under the filter.
    func holds(_ predicate: TermID, _ subject: TermID, _ object: TermID) throws -> Bool {
        try filter.isEmpty || holds(try statements(predicate, subject, object))
    }

    /// Whether a triple with these statements holds under the filter.
    func holds(_ statements: [StoredStatement]) throws -> Bool {
        if statements.isEmpty { return filter.confidence == 0 && filter.withdrawn.isEmpty }
        for statement in statements where try admits(statement) { return true }
        return false
    }
}
