import Glibc
import Terms

/// A binary relation: for each first value the set of its second ones, in a form that follows its size (`PairRow`).
final class PairRelation: Relation {
    private(set) var rows: UnsafeMutablePointer<PairRow>
    @exclusivity(unchecked) private(set) var rowCount = 0
    @exclusivity(unchecked) private var total = 0
    @exclusivity(unchecked) private var filled = 0
    /// What adds pairs where nobody else does at the same time.
    private(set) lazy var inserter = PairInserter(self)
    @exclusivity(unchecked) private(set) var delta = List<UInt64>()
    /// The other direction, kept once it was asked for.
    private var reverse: ReverseIndex?

    init(terms: TermTable) {
        rows = zeroedMemory(of: PairRow.self, 1)
        super.init(arity: 2, terms: terms)
    }

    deinit {
        for row in 0..<rowCount { rows[row].deallocate() }
        free(rows)
    }

    override var count: Int { total }
    /// First values that have a second one.
    var firstCount: Int { filled }

    /// Second values that have a first one; counted when it is asked for.
    var secondCount: Int {
        if let known = countedSeconds, known.total == total { return known.seconds }
        var bits = List<UInt64>(capacity: 64)
        var found = 0
        for first in 0..<rowCount {
            rows[first].visit { second in
                let word = Int(second >> 6)
                if word >= bits.count { bits.append(repeating: 0, word + 1 - bits.count) }
                let bit: UInt64 = 1 << UInt64(second & 63)
                found += bits[word] & bit == 0 ? 1 : 0
                bits[word] |= bit
            }
        }
        countedSeconds = (total, found)
        return found
    }
    private var countedSeconds: (total: Int, seconds: Int)?

    override var footprint: Int {
        var bytes = rowCount * MemoryLayout<PairRow>.stride + inserter.fresh.footprint + delta.footprint
        for row in 0..<rowCount { bytes += rows[row].footprint }
        return bytes + (reverse?.footprint ?? 0)
    }

    private func growRows(to needed: Int) {
        let wider = max(needed, rowCount + rowCount / 2, 16)
        let moved = zeroedMemory(of: PairRow.self, wider)
        moved.update(from: rows, count: rowCount)
        free(rows)
        rows = moved
        rowCount = wider
    }

    override func insert(_ columns: UnsafePointer<UnsafePointer<UInt64>>, count: Int) {
        inserter.insert(columns, count: count)
        absorb(inserter)
    }

    /// Counts what an inserter has added, behind what was added before.
    @inline(__always)
    func absorb(_ inserter: PairInserter) {
        guard inserter.added > 0 else { return }
        total += inserter.added
        filled += inserter.filled
        inserter.forgetCounts()
        if !tracksDelta {
            reverse = nil
        } else if inserter !== self.inserter {
            self.inserter.fresh.append(inserter.fresh)
            inserter.fresh.removeAll()
        }
    }

    /// Makes room for every first value there is, so that inserters need not move the rows.
    func reserveRows() {
        if rowCount < terms.localCount { growRows(to: terms.localCount) }
    }

    /// Makes room for a first value.
    func reserve(_ first: Int) {
        if first >= rowCount { growRows(to: first + 1) }
    }

    @inline(__always)
    func contains(_ first: UInt64, _ second: UInt64) -> Bool {
        first < UInt64(rowCount) && second < UInt64(UInt32.max)
            && rows[Int(first)].contains(UInt32(truncatingIfNeeded: second))
    }

    override func contains(_ row: [UInt64]) -> Bool { contains(row[0], row[1]) }

    override func advance() -> Bool {
        guard tracksDelta else { return false }
        swap(&inserter.fresh, &delta)
        inserter.fresh.removeAll()
        reverse?.append(delta)
        sortDelta()
        return !delta.isEmpty
    }

    /// Orders the delta by first value, so that the rows that a round touches stay in the cache.
    private func sortDelta() {
        let pairs = delta.base
        let count = delta.count
        var isSorted = true
        for index in 1..<max(1, count) where pairs[index] >> 32 < pairs[index - 1] >> 32 {
            isSorted = false
            break
        }
        guard !isSorted else { return }
        guard count > 64, rowCount < count * 8 else {
            var run = UnsafeMutableBufferPointer(start: pairs, count: count)
            run.sort()
            return
        }
        var places = List<Int>(capacity: rowCount + 1)
        places.append(repeating: 0, rowCount + 1)
        for index in 0..<count { places[Int(pairs[index] >> 32) + 1] += 1 }
        for row in 1...rowCount { places[row] += places[row - 1] }
        var sorted = List<UInt64>(capacity: count)
        sorted.append(repeating: 0, count)
        for index in 0..<count {
            let row = Int(pairs[index] >> 32)
            sorted[places[row]] = pairs[index]
            places[row] += 1
        }
        swap(&delta, &sorted)
    }

    override func removeAll() {
        for row in 0..<rowCount { rows[row].deallocate() }
        (rows).update(repeating: PairRow(), count: rowCount)
        total = 0
        filled = 0
        inserter.fresh.removeAll()
        delta.removeAll()
        reverse = nil
    }

    override func settle() {
        super.settle()
        inserter.fresh = List()
        delta = List()
    }

    /// The pairs by second value: all but those that the round in progress has added.
    func reversed() -> ReverseIndex {
        if let reverse { return reverse }
        let made = ReverseIndex()
        for first in 0..<rowCount {
            rows[first].visit { made.append(first: UInt32(truncatingIfNeeded: first), second: $0) }
        }
        // What the round has added comes with the next delta.
        if tracksDelta { made.remove(inserter.fresh) }
        reverse = made
        return made
    }

    override func access(bound: [Int], free: [Int], delta: Bool) -> Access {
        if delta { return PairDeltaAccess(self, bound: bound, free: free) }
        switch (bound, free) {
        case ([0], [1]): return PairForwardAccess(self)
        case ([1], [0]): return PairReverseAccess(self)
        case ([0, 1], _): return PairMemberAccess(self)
        case ([0], _): return PairFirstAccess(self, isBound: true)
        case ([1], _): return PairReverseAccess(self)
        case ([], [0]): return PairFirstAccess(self, isBound: false)
        default: return PairScanAccess(self, free: free)
        }
    }
}
