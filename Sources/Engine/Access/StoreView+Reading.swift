import Language
import Store
import Terms

/// The store with the overlay laid over it: every access path of an evaluation reads through these.
extension StoreView {
    /// The id of a term that the store or the overlay knows.
    func id(of term: Term) throws -> TermID? {
        if overlay.isEmpty { return try base?.id(of: term) }
        return TermID(rawValue: try terms.id(of: term))
    }

    /// Where the pairs of a predicate are stored; nil where none of them count.
    private func base(of predicate: TermID) -> Reading? {
        predicate.isTransient || overlay.hidden.contains(predicate) ? nil : base
    }

    /// Counts of a predicate: exact for the store, an estimate where the overlay changes it.
    func statistics(of predicate: TermID) throws -> PredicateStatistics {
        var found = try base(of: predicate)?.statistics(of: predicate)
        if let changed = overlay.pairs[predicate] {
            var counts = found ?? PredicateStatistics()
            counts.count = max(0, counts.count + changed.addedCount - changed.removed.count)
            counts.subjects += changed.objects.count
            counts.objects += changed.subjects.count
            found = counts
        }
        return found ?? PredicateStatistics()
    }

    func predicates() throws -> [TermID] {
        let stored = try base?.predicates() ?? []
        guard !overlay.isEmpty else { return stored }
        return Set(stored).union(overlay.pairs.keys).sorted()
    }

    func predicates(ofSubject subject: TermID) throws -> [TermID] {
        guard let merging else { return try predicates(ofSingleSubject: subject) }
        return Set(try merging.members(subject).flatMap { try predicates(ofSingleSubject: $0) }).sorted()
    }

    func predicates(ofObject object: TermID) throws -> [TermID] {
        guard let merging else { return try predicates(ofSingleObject: object) }
        return Set(try merging.members(object).flatMap { try predicates(ofSingleObject: $0) }).sorted()
    }

    private func predicates(ofSingleSubject subject: TermID) throws -> [TermID] {
        let stored = try base?.predicates(ofSubject: subject) ?? []
        guard !overlay.isEmpty else { return stored }
        return Set(stored).union(overlay.pairs.filter { $0.value.objects[subject.rawValue] != nil }.keys).sorted()
    }

    private func predicates(ofSingleObject object: TermID) throws -> [TermID] {
        let stored = try base?.predicates(ofObject: object) ?? []
        guard !overlay.isEmpty else { return stored }
        return Set(stored).union(overlay.pairs.filter { $0.value.subjects[object.rawValue] != nil }.keys).sorted()
    }

    /// Appends the objects of a subject, or the subjects of an object, ascending.
    func seconds(of predicate: TermID, order: PairOrder, first: TermID, into result: inout [UInt64]) throws {
        guard let merging else { return try singleSeconds(of: predicate, order: order, first: first, into: &result) }
        var found: [UInt64] = []
        for member in merging.members(first) {
            try singleSeconds(of: predicate, order: order, first: member, into: &found)
        }
        result += merging.represent(found)
    }

    private func singleSeconds(
        of predicate: TermID, order: PairOrder, first: TermID, into result: inout [UInt64]
    ) throws {
        guard let changed = overlay.pairs[predicate] else {
            try base(of: predicate)?.seconds(of: predicate, order: order, first: first, into: &result)
            return
        }
        var found: [UInt64] = []
        try base(of: predicate)?.seconds(of: predicate, order: order, first: first, into: &found)
        found.removeAll { changed.isRemoved(order, first.rawValue, $0) }
        found.append(contentsOf: changed.added(order, first.rawValue))
        result.append(contentsOf: found.sorted())
    }

    func contains(_ predicate: TermID, _ subject: TermID, _ object: TermID) throws -> Bool {
        guard let merging else { return try containsSingle(predicate, subject, object) }
        for subject in merging.members(subject) {
            for object in merging.members(object) where try containsSingle(predicate, subject, object) { return true }
        }
        return false
    }

    private func containsSingle(_ predicate: TermID, _ subject: TermID, _ object: TermID) throws -> Bool {
        if !overlay.isEmpty,
            let statements = overlay.statements[Triple(predicate: predicate, subject: subject, object: object)]
        {
            return !statements.isEmpty
        }
        return try base(of: predicate)?.contains(predicate, subject, object) ?? false
    }

    /// The statements of a triple; none where it does not hold.
    func statements(_ predicate: TermID, _ subject: TermID, _ object: TermID) throws -> [StoredStatement] {
        guard let merging else {
            let found = try singleStatements(predicate, subject, object)
            return filter.withdrawn.isEmpty && filter.confidence == 0 ? found : try seen(found)
        }
        var found: [StoredStatement] = []
        for subject in merging.members(subject) {
            for object in merging.members(object) { found += try singleStatements(predicate, subject, object) }
        }
        return try seen(found)
    }

    /// The statements of a triple under these very names.
    func statements(
        exactly predicate: TermID, _ subject: TermID, _ object: TermID
    ) throws -> [StoredStatement] {
        try seen(singleStatements(predicate, subject, object))
    }

    /// The same, with the names that their qualifiers have.
    func named(exactly predicate: TermID, _ subject: TermID, _ object: TermID) throws -> [StoredStatement] {
        try singleStatements(predicate, subject, object)
    }

    /// Whether a triple is stored under these very names and holds under the filter.
    func holds(exactly predicate: TermID, _ subject: TermID, _ object: TermID) throws -> Bool {
        guard try containsSingle(predicate, subject, object) else { return false }
        return try filter.isEmpty || holds(try statements(exactly: predicate, subject, object))
    }

    /// The objects of a subject under this very name.
    func objects(exactly predicate: TermID, _ subject: TermID) throws -> [TermID] {
        var found: [UInt64] = []
        try singleSeconds(of: predicate, order: .subject, first: subject, into: &found)
        return found.map { TermID(rawValue: $0) }
    }

    private func singleStatements(
        _ predicate: TermID, _ subject: TermID, _ object: TermID
    ) throws -> [StoredStatement] {
        if !overlay.isEmpty,
            let statements = overlay.statements[Triple(predicate: predicate, subject: subject, object: object)]
        {
            return statements
        }
        return try base(of: predicate)?.statements(predicate, subject, object) ?? []
    }

    /// The pairs of a predicate in an order; those that the overlay adds come last.
    func scan(_ predicate: TermID, order: PairOrder) throws -> ViewScan {
        ViewScan(
            stored: try base(of: predicate)?.scan(predicate, order: order), order: order,
            changed: overlay.pairs[predicate], merging: merging)
    }
}

/// Goes through the pairs of a predicate, a batch at a time; merged ones may come several times.
struct ViewScan {
    private var stored: PairScan?
    private let order: PairOrder
    private let changed: Overlay.Pairs?
    private let merging: Merging?
    private var addedIsPending: Bool

    init(stored: PairScan?, order: PairOrder, changed: Overlay.Pairs?, merging: Merging?) {
        self.merging = merging
        self.stored = stored
        self.order = order
        self.changed = changed
        addedIsPending = changed.map { $0.addedCount > 0 } ?? false
    }

    /// Whether the pairs come in the order of the scan from end to end.
    var isSorted: Bool { merging == nil && changed.map { $0.addedCount == 0 } ?? true }

    /// Replaces the contents by the next pairs; false at the end.
    mutating func next(into first: inout [UInt64], second: inout [UInt64]) throws -> Bool {
        guard try nextSingle(into: &first, second: &second) else { return false }
        if let merging {
            for row in first.indices {
                first[row] = merging.representative(first[row])
                second[row] = merging.representative(second[row])
            }
        }
        return true
    }

    private mutating func nextSingle(into first: inout [UInt64], second: inout [UInt64]) throws -> Bool {
        while try stored?.next(into: &first, second: &second) ?? false {
            guard let changed, !changed.removed.isEmpty else { return true }
            let kept = first.indices.filter { !changed.isRemoved(order, first[$0], second[$0]) }
            guard !kept.isEmpty else { continue }
            if kept.count < first.count {
                first = kept.map { first[$0] }
                second = kept.map { second[$0] }
            }
            return true
        }
        first.removeAll(keepingCapacity: true)
        second.removeAll(keepingCapacity: true)
        guard addedIsPending, let changed else { return false }
        addedIsPending = false
        (first, second) = changed.allAdded(order)
        return true
    }
}
