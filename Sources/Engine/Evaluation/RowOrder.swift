import Terms

/// Sorts rows of ids by the total order of the language.
///
/// Each column becomes keys that order as its terms do: the ids themselves where all are ints, else the ranks of the
/// distinct terms. Keys that fit 64 bits together are sorted by their digits (LSD radix sort), others by comparison.
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
    mutating func add(_ column: [UInt64], descending: Bool) throws {
        var values = try isAllInts(column) ? column : ranks(column)
        guard let least = values.min(), let greatest = values.max() else { return }
        for row in values.indices { values[row] = descending ? greatest - values[row] : values[row] - least }
        let width = greatest - least
        guard width > 0 else { return }
        keys.append((values, 64 - width.leadingZeroBitCount))
    }

    private func isAllInts(_ column: [UInt64]) -> Bool {
        let kind = UInt64(TermID.Kind.int.rawValue)
        return column.allSatisfy { $0 >> 56 == kind }
    }

    private func ranks(_ column: [UInt64]) throws -> [UInt64] {
        var distinct: [UInt64: UInt64] = [:]
        for value in column { distinct[value] = 0 }
        try control.check()
        let sorted = try distinct.keys.map { (id: $0, term: try terms.term(of: $0)) }
            .sorted { Term.order($0.term, $1.term) < 0 }
        for (rank, entry) in sorted.enumerated() { distinct[entry.id] = UInt64(rank) }
        return column.map { distinct[$0] ?? 0 }
    }

    /// The numbers of the rows in order; rows with equal keys stay as they came.
    func sorted() throws -> [Int] {
        guard !keys.isEmpty else { return Array(0..<count) }
        try control.check()
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

    private func sortedByComparison() throws -> [Int] {
        var comparisons = 0
        return try (0..<count).sorted { left, right in
            comparisons += 1
            if comparisons & 0xffff == 0 { try control.check() }
            for key in keys where key.values[left] != key.values[right] {
                return key.values[left] < key.values[right]
            }
            return left < right
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
