import Language
import Terms

/// Plans that run for the rows of a batch: the body of a negation, of an optional group or of an aggregate. The rows
/// go in with their number in a slot of its own, and the results are told apart by it.
final class GroupPlan {
    private let alternatives: [(head: Operator, sink: GroupSink)]
    let numberSlot: Int
    /// Whether no assignment comes out twice for a row.
    let isDistinct: Bool
    private let slots: Int
    private let input: BatchColumns

    init(_ alternatives: [(head: Operator, sink: GroupSink)], isDistinct: Bool, numberSlot: Int, slots: Int) {
        self.alternatives = alternatives
        self.isDistinct = isDistinct
        self.numberSlot = numberSlot
        self.slots = slots
        input = BatchColumns(slots: slots, owning: [numberSlot])
        numbers = input.columns[numberSlot]
        for row in 0..<Batch.size { numbers[row] = UInt64(row) }
    }

    private let numbers: UnsafeMutablePointer<UInt64>

    /// How many results each row has, where that is known without looking.
    var exactCount: Int? {
        guard alternatives.count == 1, let scan = alternatives[0].head as? ExpandOperator,
            scan.next === alternatives[0].sink
        else { return nil }
        return scan.exactCount
    }

    func run(_ batch: Batch, _ receive: @escaping (Batch) throws -> Void) throws {
        input.borrow(batch, slots: slots)
        input.columns[numberSlot] = numbers
        for (head, sink) in alternatives {
            sink.receive = receive
            defer { sink.receive = nil }
            try head.push(input.batch(batch.count))
        }
    }
}

/// The end of a group's plan, with a receiver that changes from batch to batch.
///
/// Variables that the group binds leave it as raw numbers, for its alternatives may find them in different ones; `none`
/// stands for those that an alternative leaves open.
final class GroupSink: Operator {
    var receive: ((Batch) throws -> Void)?
    /// What leaves the group, by slot.
    var columns: [(slot: Int, values: ColumnExpression)] = []
    private let output: BatchColumns
    private let slots: Int

    init(slots: Int) {
        self.slots = slots
        output = BatchColumns(slots: slots, owning: [])
    }

    override func push(_ batch: Batch) throws {
        output.borrow(batch, slots: slots)
        for (slot, values) in columns { output.columns[slot] = try values.values(batch) }
        try receive?(output.batch(batch.count))
    }
}

/// Which rows of a batch a group has found something for.
private final class FoundRows {
    var flags = [Bool](repeating: false, count: Batch.size)

    func reset() { for row in flags.indices { flags[row] = false } }

    func note(_ numbers: UnsafeMutablePointer<UInt64>, _ count: Int) {
        for index in 0..<count { flags[Int(numbers[index])] = true }
    }
}

/// Keeps the rows for which no alternative of the group finds anything.
final class NegationOperator: SelectingOperator {
    private let group: GroupPlan
    private let found = FoundRows()

    init(_ group: GroupPlan, slots: Int, keep: [Int]) {
        self.group = group
        super.init(slots: slots, keep: keep)
    }

    override func push(_ batch: Batch) throws {
        found.reset()
        let slot = group.numberSlot
        try group.run(batch) { [found] result in found.note(result[slot], result.count) }
        var kept = 0
        for row in 0..<batch.count where !found.flags[row] {
            rows[kept] = UInt32(truncatingIfNeeded: row)
            kept += 1
        }
        try pass(batch, kept)
    }
}

/// Extends rows by what the group finds, and by `none` where it finds nothing.
final class OptionalOperator: Operator {
    private let group: GroupPlan
    private let found = FoundRows()
    private let keep: [Int]
    private let rest: BatchColumns
    private let rows: UnsafeMutablePointer<UInt32>

    /// - Parameter keep: slots bound before that later steps read.
    init(_ group: GroupPlan, keep: [Int], slots: Int) {
        self.group = group
        self.keep = keep
        // Columns that nobody owns are zero, which is `none`: those that the group binds.
        rest = BatchColumns(slots: slots, owning: keep)
        rows = .allocate(capacity: Batch.size)
        rows.initialize(repeating: 0, count: Batch.size)
    }

    deinit { rows.deallocate() }

    override func push(_ batch: Batch) throws {
        found.reset()
        let slot = group.numberSlot
        try group.run(batch) { [self] result in
            found.note(result[slot], result.count)
            try next?.push(result)
        }
        var kept = 0
        for row in 0..<batch.count where !found.flags[row] {
            rows[kept] = UInt32(truncatingIfNeeded: row)
            kept += 1
        }
        guard kept > 0 else { return }
        rest.gather(batch, rows, kept, keep)
        try next?.push(rest.batch(kept))
    }
}

/// Binds a slot to the aggregate over what the group finds for each row; a slot that is bound before must be equal.
final class AggregateOperator: Operator {
    private let group: GroupPlan
    private let slot: Int
    /// What the slot holds where it is bound before.
    private let before: ColumnExpression?
    private let contribution: Contribution
    private let named: [ColumnExpression]
    private let terms: TermTable
    private let keep: [Int]
    private let output: BatchColumns

    /// - Parameters:
    ///   - named: the variables whose distinct assignments count, as the group gives them.
    ///   - keep: slots bound before that later steps read.
    init(
        _ group: GroupPlan, slot: Int, before: ColumnExpression?, _ contribution: Contribution,
        named: [ColumnExpression], terms: TermTable,
        keep: [Int], slots: Int
    ) {
        self.group = group
        self.slot = slot
        self.before = before
        self.contribution = contribution
        self.named = named
        self.terms = terms
        self.keep = keep
        output = BatchColumns(slots: slots, owning: before == nil ? keep + [slot] : keep)
    }

    override func push(_ batch: Batch) throws {
        let given = try before?.values(batch)
        let numberSlot = group.numberSlot
        if countsOnly {
            try pushCounts(batch)
            return
        }
        var accumulators: [Accumulator?] = Array(repeating: nil, count: batch.count)
        let seen = SeenRows(named.count + 1)
        let looksForRepeats = !group.isDistinct
        try group.run(batch) { [self] result in
            let columns = looksForRepeats ? try [result[numberSlot]] + named.map { try $0.values(result) } : []
            let values = try contribution.values(result)
            for row in 0..<result.count {
                if looksForRepeats, !seen.isNew(columns, row) { continue }
                let index = Int(result[numberSlot][row])
                let accumulator = accumulators[index] ?? Accumulator(contribution.aggregate, terms)
                accumulators[index] = accumulator
                try accumulator.add(values, row)
            }
        }
        var rows: [UInt32] = []
        var column: [UInt64] = []
        for row in 0..<batch.count {
            let accumulator = accumulators[row] ?? Accumulator(contribution.aggregate, terms)
            for value in try accumulator.results() {
                if let given, try terms.compare(given[row], value) != 0 { continue }
                rows.append(UInt32(truncatingIfNeeded: row))
                column.append(value)
                if rows.count == Batch.size {
                    try pass(batch, rows, column)
                    rows.removeAll(keepingCapacity: true)
                    column.removeAll(keepingCapacity: true)
                }
            }
        }
        if !rows.isEmpty { try pass(batch, rows, column) }
    }

    /// Whether only the number of results is asked for, and each is another.
    private var countsOnly: Bool {
        let aggregate = contribution.aggregate
        return group.isDistinct && before == nil && aggregate.function == .count && aggregate.arguments.isEmpty
            && aggregate.per.isEmpty
    }

    private func pushCounts(_ batch: Batch) throws {
        let counts = Counts(batch.count)
        let numberSlot = group.numberSlot
        if let exact = group.exactCount {
            counts.set(Int64(exact))
        } else {
            try group.run(batch) { counts.add(batch.count, $0[numberSlot], $0.count) }
        }
        for row in 0..<batch.count { output.columns[slot][row] = try terms.id(of: .int(counts.values[row])) }
        for kept in keep { output.columns[kept].update(from: batch[kept], count: batch.count) }
        try next?.push(output.batch(batch.count))
    }

    private func pass(_ batch: Batch, _ rows: [UInt32], _ column: [UInt64]) throws {
        rows.withUnsafeBufferPointer { buffer in
            if let base = buffer.baseAddress { output.gather(batch, base, buffer.count, keep) }
        }
        if before == nil {
            for (row, value) in column.enumerated() { output.columns[slot][row] = value }
        }
        try next?.push(output.batch(rows.count))
    }
}

/// How many results each row of a batch has.
private final class Counts {
    var values: [Int64]

    init(_ rows: Int) { values = Array(repeating: 0, count: rows) }

    func set(_ count: Int64) { for row in values.indices { values[row] = count } }

    func add(_ rows: Int, _ numbers: UnsafeMutablePointer<UInt64>, _ count: Int) {
        if rows == 1 {
            values[0] += Int64(count)
        } else {
            for index in 0..<count { values[Int(numbers[index])] += 1 }
        }
    }
}

/// Assignments that were seen before, for closures.
final class SeenRows {
    @exclusivity(unchecked) private var table: KeyTable

    init(_ width: Int) { table = KeyTable(width: width) }

    func isNew(_ columns: [UnsafeMutablePointer<UInt64>], _ row: Int) -> Bool {
        columns.withUnsafeBufferPointer { table.insert($0, row).isNew }
    }
}
