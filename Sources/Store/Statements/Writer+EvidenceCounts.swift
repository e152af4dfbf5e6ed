import Terms

/// Changes of the counts of evidence that wait for the end of a transaction.
struct EvidenceTally {
    /// Whether the counts were right when the transaction began, so that it keeps them so.
    var isKept = false
    fileprivate var cited = CitedEvidence()
    /// By predicate and evidence, how many records there are more than the table says.
    fileprivate var changes: [TermID: [[UInt8]: Int]] = [:]
    fileprivate var uncounted: Set<TermID> = []
}

extension Writer {
    /// Begins to keep the counts: where they are right, or a store of an older zhol has no record to count.
    func beginEvidenceCounts() throws(StoreError) {
        evidenceTally.isKept = try hasEvidenceCounts()
        guard !evidenceTally.isKept, isWithoutRecords else { return }
        try removeEvidenceCounts(prefix: EvidenceCounts.mark)
        evidenceTally.isKept = true
    }

    /// Notes that the statements of a triple are others now.
    func countEvidence(
        of predicate: TermID, before: [StoredStatement], after: [StoredStatement]
    ) throws(StoreError) {
        guard evidenceTally.isKept, !evidenceTally.uncounted.contains(predicate) else { return }
        let old = try evidence(before)
        let new = try evidence(after)
        guard old != new else { return }
        if let old { evidenceTally.changes[predicate, default: [:]][old, default: 0] -= 1 }
        if let new { evidenceTally.changes[predicate, default: [:]][new, default: 0] += 1 }
        if let waiting = evidenceTally.changes[predicate], waiting.count > 2 * EvidenceCounts.most {
            try writeEvidenceCounts(of: predicate)
        }
    }

    /// What a record tells; nil for what has none, as a plain triple.
    private func evidence(_ statements: [StoredStatement]) throws(StoreError) -> [UInt8]? {
        guard let first = statements.first, first.number != 0 else { return nil }
        return try evidenceTally.cited.bytes(of: statements, self)
    }

    /// Writes all that waits.
    func writeEvidenceCounts() throws(StoreError) {
        for predicate in evidenceTally.changes.keys.sorted() { try writeEvidenceCounts(of: predicate) }
    }

    private func writeEvidenceCounts(of predicate: TermID) throws(StoreError) {
        guard let changes = evidenceTally.changes.removeValue(forKey: predicate) else { return }
        if try value(tables.meta, EvidenceCounts.place(predicate)) != nil {
            evidenceTally.uncounted.insert(predicate)
            return
        }
        var hasNew = false
        for (evidence, change) in changes.sorted(by: { $0.key.isBefore($1.key) }) where change != 0 {
            guard evidence.count <= EvidenceCounts.longest else { return try giveUpCounting(predicate) }
            let place = EvidenceCounts.place(predicate, evidence)
            let known = try value(tables.meta, place).map { EvidenceCounts.count($0) ?? Int.min / 2 } ?? 0
            let count = known + change
            // Counts of a damaged store keep nobody from writing.
            guard count >= 0 else { return try giveUpCounting(predicate) }
            if count == 0 {
                try remove(tables.meta, place)
            } else {
                try put(tables.meta, place, EvidenceCounts.bytes(count))
            }
            hasNew = hasNew || known == 0
        }
        guard hasNew, try countedKinds(of: predicate) > EvidenceCounts.most else { return }
        try giveUpCounting(predicate)
    }

    private func countedKinds(of predicate: TermID) throws(StoreError) -> Int {
        var kinds = 0
        try entries(tables.meta, prefix: EvidenceCounts.place(predicate)) { _, _ in
            kinds += 1
            return true
        }
        return kinds
    }

    private func giveUpCounting(_ predicate: TermID) throws(StoreError) {
        try removeEvidenceCounts(prefix: EvidenceCounts.place(predicate))
        try put(tables.meta, EvidenceCounts.place(predicate), [])
        evidenceTally.uncounted.insert(predicate)
    }

    private func removeEvidenceCounts(prefix: [UInt8]) throws(StoreError) {
        var places: [[UInt8]] = []
        try entries(tables.meta, prefix: prefix) { place, _ in
            places.append(Array(place))
            return true
        }
        for place in places { try remove(tables.meta, place) }
    }

    /// Counts the evidence of the predicates that are not counted, of all where the counts were not kept.
    func recountEvidence() throws(StoreError) {
        try writeEvidenceCounts()
        var isChanged = false
        if !evidenceTally.isKept {
            try removeEvidenceCounts(prefix: EvidenceCounts.mark)
            isChanged = true
        }
        for predicate in try predicates() {
            let mark = EvidenceCounts.place(predicate)
            let isMarked = try value(tables.meta, mark) != nil
            guard !evidenceTally.isKept || isMarked else { continue }
            guard let counts = try countableEvidence(of: predicate) else {
                if !isMarked { try put(tables.meta, mark, []) }
                continue
            }
            isChanged = true
            if isMarked { try remove(tables.meta, mark) }
            evidenceTally.uncounted.remove(predicate)
            for (evidence, count) in counts.sorted(by: { $0.key.isBefore($1.key) }) {
                try put(tables.meta, EvidenceCounts.place(predicate, evidence), EvidenceCounts.bytes(count))
            }
        }
        evidenceTally.isKept = true
        guard isChanged else { return }
        try put(tables.meta, MetaKey.evidenceCounted, key(transactionNumber))
        hasMaintained = true
    }

    /// As `recountedEvidence`; what cannot be read is not counted.
    private func countableEvidence(of predicate: TermID) throws(StoreError) -> [[UInt8]: Int]? {
        do throws(StoreError) {
            return try recountedEvidence(of: predicate)
        } catch  where error.kind == .damaged {
            return nil
        }
    }
}
