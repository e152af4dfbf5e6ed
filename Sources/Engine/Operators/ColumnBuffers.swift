/// Columns of a batch, each with room of its own, or read where they stand already.
final class ColumnBuffers {
    /// The columns, as what reads them takes them.
    let columns: UnsafeMutablePointer<UnsafePointer<UInt64>>
    /// The room of each column; at first the column is there.
    let own: [UnsafeMutablePointer<UInt64>]

    init(_ count: Int) {
        columns = .allocate(capacity: max(1, count))
        own = (0..<count).map { _ in .allocate(capacity: Batch.size) }
        for (position, buffer) in own.enumerated() {
            buffer.initialize(repeating: 0, count: Batch.size)
            (columns + position).initialize(to: UnsafePointer(buffer))
        }
    }

    deinit {
        for buffer in own { buffer.deallocate() }
        columns.deallocate()
    }
}
