import Language
import Terms

/// Binds a slot to a value computed from each row; a row for which it is undefined is dropped.
final class ComputeOperator: SelectingOperator {
    private let slot: Int
    private let slots: Int
    private let value: ColumnExpression
    private let extended: BatchColumns

    /// - Parameter keep: the slots that later steps read, the new one among them.
    init(slot: Int, _ value: ColumnExpression, slots: Int, keep: [Int]) {
        self.slot = slot
        self.slots = slots
        self.value = value
        extended = BatchColumns(slots: slots, owning: [])
        super.init(slots: slots, keep: keep)
    }

    override func push(_ batch: Batch) throws {
        let values = try value.values(batch)
        extended.borrow(batch, slots: slots)
        extended.columns[slot] = values
        var kept = 0
        for row in 0..<batch.count {
            rows[kept] = UInt32(truncatingIfNeeded: row)
            kept += values[row] == TermTable.undefined ? 0 : 1
        }
        try pass(extended.batch(batch.count), kept)
    }
}

/// Binds a slot to each value of a list in turn.
final class ListOperator: Operator {
    private let slot: Int
    private let list: MemberList
    private let keep: [Int]
    private let output: BatchColumns
    private let rows: UnsafeMutablePointer<UInt32>
    private let control: Control

    /// - Parameter keep: the slots bound before that later steps read.
    init(slot: Int, _ list: MemberList, control: Control, slots: Int, keep: [Int]) {
        self.slot = slot
        self.control = control
        self.list = list
        self.keep = keep
        output = BatchColumns(slots: slots, owning: keep + [slot])
        rows = .allocate(capacity: Batch.size)
        rows.initialize(repeating: 0, count: Batch.size)
    }

    deinit { rows.deallocate() }

    override func push(_ batch: Batch) throws {
        let columns = try list.computed.map { try $0.values(batch) }
        var count = 0
        var seen: Set<UInt64> = []
        func emit(_ value: UInt64, _ row: Int) throws {
            rows[count] = UInt32(truncatingIfNeeded: row)
            output.columns[slot][count] = value
            count += 1
            guard count == Batch.size else { return }
            try pass(batch, count)
            count = 0
        }
        for row in 0..<batch.count {
            try control.check(after: columns.count + list.constants.count)
            for value in list.constants { try emit(value, row) }
            // A value that stands twice in the list counts once.
            seen.removeAll(keepingCapacity: true)
            for column in columns where column[row] != TermTable.undefined {
                let value = column[row]
                if !list.contains(value), seen.insert(value).inserted { try emit(value, row) }
            }
        }
        if count > 0 { try pass(batch, count) }
    }

    private func pass(_ batch: Batch, _ count: Int) throws {
        output.gather(batch, rows, count, keep)
        try next?.push(output.batch(count))
    }
}

/// Binds a slot to the ints of a range, a batch at a time: a range may be longer than memory.
final class RangeOperator: Operator {
    private let slot: Int
    private let lower: ColumnExpression
    private let upper: ColumnExpression
    private let terms: TermTable
    private let control: Control
    private let keep: [Int]
    private let output: BatchColumns

    init(
        slot: Int, _ lower: ColumnExpression, _ upper: ColumnExpression, terms: TermTable, control: Control, slots: Int,
        keep: [Int]
    ) {
        self.slot = slot
        self.lower = lower
        self.upper = upper
        self.terms = terms
        self.control = control
        self.keep = keep
        output = BatchColumns(slots: slots, owning: keep + [slot])
    }

    override func push(_ batch: Batch) throws {
        let lows = try lower.values(batch)
        let highs = try upper.values(batch)
        for row in 0..<batch.count where lows[row] != TermTable.undefined && highs[row] != TermTable.undefined {
            guard case .int(let first) = try terms.term(of: lows[row]),
                case .int(let last) = try terms.term(of: highs[row]), first <= last
            else { continue }
            for kept in keep { output.columns[kept].update(repeating: batch[kept][row], count: Batch.size) }
            var number = first
            var isDone = false
            while !isDone {
                try control.check()
                var count = 0
                while count < Batch.size, !isDone {
                    output.columns[slot][count] = try terms.id(of: .int(number))
                    count += 1
                    isDone = number == last
                    if !isDone { number += 1 }
                }
                try next?.push(output.batch(count))
            }
        }
    }
}
