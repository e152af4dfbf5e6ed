import Terms

/// Sorts rows of local numbers by the total order of the language.
///
/// Each column becomes keys that order as its terms do: the ids themselves where they are of one inline kind, else the
/// ranks of the distinct terms. Keys that fit 64 bits together are sorted by their digits (LSD radix sort), others by
/// comparison.
struct RowOrder {
    private let terms: TermTable
    private let control: Control
    private var keys: [(values: [UInt64], bits: Int)] = []
    private let count: Int

    init(count: Int, terms: TermTable, control: Control) {
        self.count = count
        self.terms = terms
        self.control = control
    }

    /// Adds a column to sort by, after those added before.
    mutating func add(_ column: [UInt32], descending: Bool) throws {
        var values = try rawNumbers(column) ?? ranks(column)
        guard let least = values.min(), let greatest = values.max() else { return }
        for row in values.indices { values[row] = descending ? greatest - values[row] : values[row] - least }
        let width = greatest - least
        guard width > 0 else { return }
        keys.append((values, 64 - width.leadingZeroBitCount))
    }

    /// The ids of a column, where they order as their terms do; nil where they do not.
    private func rawNumbers(_ column: [UInt32]) -> [UInt64]? {
        guard let first = column.first else { return [] }
        let kind = terms.raw(ofLocal: UInt64(first)) >> 56
        guard !(TermID.Kind(rawValue: UInt8(truncatingIfNeeded: kind))?.isInDictionary ?? true) else { return nil }
        var raws: [UInt64] = []
        raws.reserveCapacity(column.count)
        for local in column {
            let raw = terms.raw(ofLocal: UInt64(local))
            guard raw >> 56 == kind else { return nil }
            raws.append(raw)
        }
        return raws
    }

    private func ranks(_ column: [UInt32]) throws -> [UInt64] {
        try control.check()
        // A place for each number there is, unless these are many more than the rows.
        guard terms.localCount / 16 < column.count else {
            let sorted = try TermOrder(terms).sorted(Set(column).sorted())
            var ranks: [UInt32: UInt64] = [:]
            for (rank, local) in sorted.enumerated() { ranks[local] = UInt64(rank) }
            return column.map { ranks[$0] ?? 0 }
        }
        var ranks = [UInt32](repeating: 0, count: terms.localCount)
        for local in column { ranks[Int(local)] = 1 }
        let distinct = ranks.indices.filter { ranks[$0] != 0 }.map { UInt32(truncatingIfNeeded: $0) }
        for (rank, local) in try TermOrder(terms).sorted(distinct).enumerated() {
            ranks[Int(local)] = UInt32(truncatingIfNeeded: rank)
        }
        return column.map { UInt64(ranks[Int($0)]) }
    }

    /// The numbers of the rows in order, the first ones where no more are asked for; rows with equal keys stay as they came.
    func sorted(first limit: Int = .max) throws -> [Int] {
        guard !keys.isEmpty else { return Array(0..<count) }
        try control.check()
        if limit < count / 16 { return try first(limit) }
        let bits = keys.reduce(0) { $0 + $1.bits }
        guard bits <= 64 else { return try sortedByComparison() }
        var combined = keys[0].values
        for key in keys.dropFirst() {
            for row in 0..<count { combined[row] = combined[row] << UInt64(key.bits) | key.values[row] }
        }
        if count < 4096 {
            return (0..<count).sorted { (combined[$0], $0) < (combined[$1], $1) }
        }
        return try sortedByDigits(combined, bits: bits)
    }

    /// Keeps a sorted buffer of candidates: twice as many as are asked for, cut back when it is full.
    private func first(_ limit: Int) throws -> [Int] {
        guard limit > 0 else { return [] }
        let leading = keys[0].values
        var candidates: [Int] = []
        candidates.reserveCapacity(limit * 2)
        var worst = UInt64.max
        for row in 0..<count where leading[row] <= worst {
            candidates.append(row)
            guard candidates.count == limit * 2 else { continue }
            try control.check()
            candidates.sort(by: precedes)
            candidates.removeLast(limit)
            worst = leading[candidates[limit - 1]]
        }
        candidates.sort(by: precedes)
        return Array(candidates.prefix(limit))
    }

    private func precedes(_ left: Int, _ right: Int) -> Bool {
        for key in keys where key.values[left] != key.values[right] { return key.values[left] < key.values[right] }
        return left < right
    }

    private func sortedByComparison() throws -> [Int] {
        var comparisons = 0
        return try (0..<count).sorted { left, right in
            comparisons += 1
            if comparisons & 0xffff == 0 { try control.check() }
            return precedes(left, right)
        }
    }

    private func sortedByDigits(_ combined: [UInt64], bits: Int) throws -> [Int] {
        var values = combined
        var rows = Array(0..<count)
        var nextValues = values
        var nextRows = rows
        var shift = 0
        while shift < bits {
            try control.check()
            var starts = Array(repeating: 0, count: 2049)
            for value in values { starts[Int(value >> UInt64(shift) & 2047) + 1] += 1 }
            for digit in 0..<2048 { starts[digit + 1] += starts[digit] }
            for place in 0..<count {
                let digit = Int(values[place] >> UInt64(shift) & 2047)
                let target = starts[digit]
                starts[digit] = target + 1
                nextValues[target] = values[place]
                nextRows[target] = rows[place]
            }
            swap(&values, &nextValues)
            swap(&rows, &nextRows)
            shift += 11
        }
        return rows
    }
}
