/// Adds pairs to a relation. Several may do so at a time, each for first values of its own, once there is room for all
/// of them; the relation must absorb each in the end.
final class PairInserter {
    // The relation owns one of them.
    unowned(unsafe) let relation: PairRelation
    /// Pairs added since the last round, the first value in the upper half of the word.
    @exclusivity(unchecked) var fresh = List<UInt64>()
    @exclusivity(unchecked) private(set) var added = 0
    // Copies of what the relation has: threads that count references to one object hold each other up.
    private var rows: UnsafeMutablePointer<PairRow>
    @exclusivity(unchecked) private var rowCount: Int
    @exclusivity(unchecked) private var domain: Int
    private var tracksDelta: Bool
    @exclusivity(unchecked) private(set) var filled = 0

    init(_ relation: PairRelation) {
        self.relation = relation
        rows = relation.rows
        rowCount = relation.rowCount
        domain = relation.terms.localCount
        tracksDelta = relation.tracksDelta
    }

    /// Begins a batch: the relation may have changed.
    func beginBatch() {
        rows = relation.rows
        rowCount = relation.rowCount
        domain = relation.terms.localCount
        tracksDelta = relation.tracksDelta
    }

    @inline(__always)
    private func row(_ first: Int) -> UnsafeMutablePointer<PairRow> {
        if first >= rowCount { grow(first) }
        return rows + first
    }

    private func grow(_ first: Int) {
        relation.reserve(first)
        beginBatch()
    }

    func insert(_ columns: UnsafePointer<UnsafePointer<UInt64>>, count: Int) {
        beginBatch()
        let firsts = columns[0]
        let seconds = columns[1]
        for index in 0..<count {
            let first = Int(truncatingIfNeeded: firsts[index])
            let row = row(first)
            if row.pointee.insert(UInt32(truncatingIfNeeded: seconds[index]), domain: domain) {
                added += 1
                if row.pointee.count == 1 { filled += 1 }
                if tracksDelta { fresh.append(UInt64(first) << 32 | seconds[index]) }
            }
        }
    }

    /// Adds pairs of one first value, within a batch that was begun.
    @inline(__always)
    func insert(first: Int, _ seconds: UnsafePointer<UInt64>, count: Int) {
        let row = row(first)
        let before = row.pointee.count
        let high = UInt64(first) << 32
        for index in 0..<count {
            let second = seconds[index]
            if row.pointee.insert(UInt32(truncatingIfNeeded: second), domain: domain), tracksDelta {
                fresh.append(high | second)
            }
        }
        note(Int(row.pointee.count - before), from: before)
    }

    /// The same for seconds as a relation keeps them.
    @inline(__always)
    func insert(first: Int, _ seconds: UnsafeBufferPointer<UInt32>) {
        let row = row(first)
        let before = row.pointee.count
        let high = UInt64(first) << 32
        for second in seconds {
            if row.pointee.insert(second, domain: domain), tracksDelta { fresh.append(high | UInt64(second)) }
        }
        note(Int(row.pointee.count - before), from: before)
    }

    /// Adds pairs of one first value; the row of another relation as a whole where both are bitmaps.
    @inline(__always)
    func formUnion(first: Int, with other: PairRow) {
        let row = row(first)
        let before = row.pointee.count
        let high = UInt64(first) << 32
        fresh.reserve(Int(other.count))
        var end = fresh.count
        let target = fresh.base
        if let words = other.bitmapWords, row.pointee.bitmapWords != nil {
            row.pointee.formUnion(words, domain: domain) { value in
                target[end] = high | UInt64(value)
                end += 1
            }
        } else {
            other.visit { value in
                if row.pointee.insert(value, domain: domain) {
                    target[end] = high | UInt64(value)
                    end += 1
                }
            }
        }
        let added = Int(row.pointee.count - before)
        if tracksDelta { fresh.advance(by: added) }
        note(added, from: before)
    }

    /// Ends a batch: who adds alone is counted at once.
    @inline(__always)
    func endBatch() {
        if relation.inserter === self { relation.absorb(self) }
    }

    /// The relation has counted what was added.
    func forgetCounts() {
        added = 0
        filled = 0
    }

    @inline(__always)
    private func note(_ added: Int, from before: UInt32) {
        if before == 0, added > 0 { filled += 1 }
        self.added += added
    }
}
