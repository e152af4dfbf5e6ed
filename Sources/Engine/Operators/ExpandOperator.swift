import Terms

/// Joins with what an atom reads.
final class ExpandOperator: Operator {
    let access: Access
    private let keys: KeyBuilder
    private let hasKeys: Bool
    /// The slot of the key where there is one key and it is a column of local numbers.
    let onlyLocalKey: Int?
    /// The slot of each free column; nil where the value is only compared.
    private let outputs: [Int?]
    /// Pairs of free columns that must be equal, for a variable that occurs twice.
    private let equal: [(Int, Int)]
    private let keep: [Int]
    let control: Control
    private let matches: Matches
    private let output: BatchColumns

    /// How many rows come out for each that goes in, where that is known without looking.
    var exactCount: Int? { hasKeys || !equal.isEmpty ? nil : access.exactCount }

    /// The slot of the free column where there is one, and nothing else is asked of it.
    var onlyOutput: Int? { outputs.count == 1 && equal.isEmpty ? outputs[0] : nil }

    /// - Parameter keep: the slots bound before that later steps read.
    init(
        _ access: Access, keys: [KeyPart], outputs: [Int?], equal: [(Int, Int)], keep: [Int], slots: Int,
        terms: TermTable, control: Control
    ) {
        self.access = access
        self.keys = KeyBuilder(keys, wantsLocal: access.isLocal, terms)
        hasKeys = !keys.isEmpty
        if keys.count == 1, case .slot(let slot, .local) = keys[0] { onlyLocalKey = slot } else { onlyLocalKey = nil }
        self.outputs = outputs
        self.equal = equal
        self.keep = keep
        self.control = control
        matches = Matches(columns: outputs.count)
        output = BatchColumns(slots: slots, owning: keep)
    }

    override func push(_ batch: Batch) throws {
        try control.check()
        matches.removeAll()
        if !hasKeys {
            for row in 0..<batch.count {
                try access.scan(origin: row, into: matches) {
                    try control.check()
                    try pass(batch)
                }
            }
            try pass(batch)
            return
        }
        let keys = keys.keys(batch)
        var row = 0
        while row < batch.count {
            row = try access.expand(keys, from: row, count: batch.count, into: matches)
            if matches.count >= Batch.size || row >= batch.count { try pass(batch) }
        }
    }

    override func isShareable(_ sharing: Sharing) -> Bool { access.isShareable(sharing) }

    /// The slot of the first column, where the operator reads a binary relation whole, a part for each thread.
    var dividedSlot: Int? { !hasKeys && equal.isEmpty && access.isDivisible ? outputs.first ?? nil : nil }

    /// Passes on all matches and forgets them.
    private func pass(_ batch: Batch) throws {
        defer { matches.removeAll() }
        for (left, right) in equal {
            let columns = matches.columns
            matches.filter { columns[left][$0] == columns[right][$0] }
        }
        var start = 0
        while start < matches.count {
            let length = min(Batch.size, matches.count - start)
            output.gather(batch, matches.origins + start, length, keep)
            for (column, slot) in outputs.enumerated() {
                if let slot { output.columns[slot] = matches.columns[column] + start }
            }
            try next?.push(output.batch(length))
            start += length
            if start < matches.count { try control.check() }
        }
    }
}

/// Keeps the rows for which an atom has a match, or has none.
final class ExistsOperator: SelectingOperator {
    private let access: Access
    private let keys: KeyBuilder
    private let hasKeys: Bool
    private let isNegated: Bool
    private let control: Control
    private let found: UnsafeMutablePointer<UInt32>

    init(
        _ access: Access, keys: [KeyPart], isNegated: Bool, keep: [Int], slots: Int, terms: TermTable, control: Control
    ) {
        self.access = access
        self.keys = KeyBuilder(keys, wantsLocal: access.isLocal, terms)
        hasKeys = !keys.isEmpty
        self.isNegated = isNegated
        self.control = control
        found = .allocate(capacity: Batch.size)
        found.initialize(repeating: 0, count: Batch.size)
        super.init(slots: slots, keep: keep)
    }

    deinit { found.deallocate() }

    override func isShareable(_ sharing: Sharing) -> Bool { hasKeys && access.isShareable(sharing) }

    private struct Found: Error {}

    /// Whether an atom without any bound place has a match.
    private func hasAny() throws -> Bool {
        let matches = Matches(columns: access.width)
        do {
            try access.scan(origin: 0, into: matches) {
                if matches.count > 0 { throw Found() }
            }
        } catch is Found {
            return true
        }
        return matches.count > 0
    }

    override func push(_ batch: Batch) throws {
        try control.check()
        guard hasKeys else {
            if try hasAny() != isNegated { try next?.push(batch) }
            return
        }
        let count = try access.select(keys.keys(batch), count: batch.count, isNegated ? found : rows)
        guard isNegated else {
            try pass(batch, count)
            return
        }
        var kept = 0
        var next = 0
        for row in 0..<batch.count {
            if next < count, Int(found[next]) == row {
                next += 1
            } else {
                rows[kept] = UInt32(truncatingIfNeeded: row)
                kept += 1
            }
        }
        try pass(batch, kept)
    }
}
