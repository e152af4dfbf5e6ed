/// Rows on their way through a plan: a column for each bound slot. A batch borrows the columns from the operator that
/// passes it on; they are valid during the call.
///
/// The numbers in a column are local or raw (`TermTable`), as the planner knows for each slot.
struct Batch {
    var count: Int
    let columns: UnsafeMutablePointer<UnsafeMutablePointer<UInt64>>

    /// Rows that a batch holds at most.
    static let size = 1024

    @inline(__always)
    subscript(slot: Int) -> UnsafeMutablePointer<UInt64> { columns[slot] }
}

/// Columns that an operator owns, for the batches that it passes on.
final class BatchColumns {
    let columns: UnsafeMutablePointer<UnsafeMutablePointer<UInt64>>
    private let owned: [UnsafeMutablePointer<UInt64>]
    /// What slots that are not bound point to: nothing reads it.
    private let unbound: UnsafeMutablePointer<UInt64>

    /// Columns of a full batch for some slots.
    init(slots: Int, owning own: [Int]) {
        columns = .allocate(capacity: max(1, slots))
        unbound = .allocate(capacity: Batch.size)
        unbound.initialize(repeating: 0, count: Batch.size)
        columns.initialize(repeating: unbound, count: max(1, slots))
        owned = own.map { _ in UnsafeMutablePointer<UInt64>.allocate(capacity: Batch.size) }
        for (slot, column) in zip(own, owned) { columns[slot] = column }
    }

    deinit {
        for column in owned { column.deallocate() }
        unbound.deallocate()
        columns.deallocate()
    }

    /// A batch over the columns.
    func batch(_ count: Int) -> Batch { Batch(count: count, columns: columns) }
}

/// The values of the bound places of an atom: a column for each, in the numbers that the access takes.
struct Keys {
    let columns: UnsafePointer<UnsafePointer<UInt64>>

    @inline(__always)
    subscript(position: Int) -> UnsafePointer<UInt64> { columns[position] }
}

/// What an atom finds for the rows of a batch: values of the free columns, and the row that each belongs to.
final class Matches {
    private(set) var count = 0
    private var capacity = Batch.size
    private(set) var origins: UnsafeMutablePointer<UInt32>
    let columns: UnsafeMutablePointer<UnsafeMutablePointer<UInt64>>
    let width: Int

    init(columns width: Int) {
        self.width = width
        origins = .allocate(capacity: capacity)
        columns = .allocate(capacity: max(1, width))
        for column in 0..<width { (columns + column).initialize(to: .allocate(capacity: capacity)) }
    }

    deinit {
        origins.deallocate()
        for column in 0..<width { columns[column].deallocate() }
        columns.deallocate()
    }

    /// Makes room for so many more.
    @inline(__always)
    func reserve(_ extra: Int) {
        if count + extra > capacity { grow(count + extra) }
    }

    private func grow(_ needed: Int) {
        let wider = max(needed, capacity * 2)
        let moved = UnsafeMutablePointer<UInt32>.allocate(capacity: wider)
        moved.update(from: origins, count: count)
        origins.deallocate()
        origins = moved
        for column in 0..<width {
            let moved = UnsafeMutablePointer<UInt64>.allocate(capacity: wider)
            moved.update(from: columns[column], count: count)
            columns[column].deallocate()
            columns[column] = moved
        }
        capacity = wider
    }

    /// Counts values that were written behind the last ones, all of one row. There must be room.
    @inline(__always)
    func append(origin: Int, _ extra: Int) {
        (origins + count).update(repeating: UInt32(truncatingIfNeeded: origin), count: extra)
        count += extra
    }

    /// Appends one match of one column.
    @inline(__always)
    func append(origin: Int, value: UInt64) {
        reserve(1)
        origins[count] = UInt32(truncatingIfNeeded: origin)
        columns[0][count] = value
        count += 1
    }

    /// Appends one match of two columns.
    @inline(__always)
    func append(origin: Int, _ first: UInt64, _ second: UInt64) {
        reserve(1)
        origins[count] = UInt32(truncatingIfNeeded: origin)
        columns[0][count] = first
        columns[1][count] = second
        count += 1
    }

    func removeAll() { count = 0 }

    /// Keeps the matches for which a test holds.
    func filter(from start: Int = 0, _ holds: (Int) throws -> Bool) rethrows {
        var kept = start
        for index in start..<max(start, count) where try holds(index) {
            origins[kept] = origins[index]
            for column in 0..<width { columns[column][kept] = columns[column][index] }
            kept += 1
        }
        count = kept
    }
}
