import Terms

/// A step of a plan: takes batches, passes batches on.
class Operator {
    var next: Operator?

    /// Takes a batch that holds at least one row.
    func push(_ batch: Batch) throws {}

    /// Whether copies of the operator may run at a time, as `Sharing` says.
    func isShareable(_ sharing: Sharing) -> Bool { false }
}

extension BatchColumns {
    /// Fills columns with the given rows of a batch.
    @inline(__always)
    func gather(_ batch: Batch, _ rows: UnsafePointer<UInt32>, _ count: Int, _ slots: [Int]) {
        for slot in slots {
            let source = batch[slot]
            let target = columns[slot]
            for index in 0..<count { target[index] = source[Int(rows[index])] }
        }
    }

    /// Points at the columns of a batch.
    func borrow(_ batch: Batch, slots: Int) {
        for slot in 0..<slots { columns[slot] = batch[slot] }
    }
}

/// Passes on a part of the rows of a batch.
class SelectingOperator: Operator {
    private let output: BatchColumns
    private let keep: [Int]
    let rows: UnsafeMutablePointer<UInt32>

    /// - Parameter keep: the slots that later steps read.
    init(slots: Int, keep: [Int]) {
        output = BatchColumns(slots: slots, owning: keep)
        self.keep = keep
        rows = .allocate(capacity: Batch.size)
        rows.initialize(repeating: 0, count: Batch.size)
    }

    deinit { rows.deallocate() }

    /// Passes on the first `count` of `rows`.
    @inline(__always)
    final func pass(_ batch: Batch, _ count: Int) throws {
        if count == 0 { return }
        if count == batch.count {
            try next?.push(batch)
            return
        }
        output.gather(batch, rows, count, keep)
        try next?.push(output.batch(count))
    }
}

/// Where the value of a key column comes from.
enum KeyPart {
    case slot(Int, SlotKinds.Kind)
    /// A raw number.
    case constant(UInt64)
}

/// Makes the key columns that an access takes from the columns of a batch: in local or in raw numbers.
final class KeyBuilder {
    private let parts: [KeyPart]
    private let wantsLocal: Bool
    private let terms: TermTable
    private let room: ColumnBuffers
    private let columns: UnsafeMutablePointer<UnsafePointer<UInt64>>
    private let buffers: [UnsafeMutablePointer<UInt64>]

    init(_ parts: [KeyPart], wantsLocal: Bool, _ terms: TermTable) {
        self.parts = parts
        self.wantsLocal = wantsLocal
        self.terms = terms
        room = ColumnBuffers(parts.count)
        columns = room.columns
        buffers = room.own
    }

    func keys(_ batch: Batch) -> Keys {
        for (position, part) in parts.enumerated() {
            let buffer = buffers[position]
            switch part {
            case .constant(let raw):
                // A constant that nothing numbers yet may have a number by the next batch.
                let value = wantsLocal ? terms.find(raw) : raw
                if buffer[0] != value || buffer[batch.count - 1] != value {
                    buffer.update(repeating: value, count: Batch.size)
                }
            case .slot(let slot, .local) where wantsLocal: columns[position] = UnsafePointer(batch[slot])
            case .slot(let slot, .raw) where !wantsLocal: columns[position] = UnsafePointer(batch[slot])
            case .slot(let slot, .local):
                let locals = batch[slot]
                let raws = terms.rawNumbers
                for row in 0..<batch.count { buffer[row] = raws[Int(truncatingIfNeeded: locals[row])] }
            case .slot(let slot, _):
                let raws = batch[slot]
                for row in 0..<batch.count { buffer[row] = terms.find(raws[row]) }
            }
        }
        return Keys(columns: columns)
    }
}
