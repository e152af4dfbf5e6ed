/// Rows on their way through a plan: a column of raw term ids for each bound slot, an empty one for each other.
struct Batch {
    var count: Int
    var columns: [[UInt64]]

    /// One row that binds nothing: where every plan starts.
    static func unit(slots: Int) -> Batch { Batch(count: 1, columns: Array(repeating: [], count: slots)) }

    /// Rows at which a full batch is passed on.
    static let size = 2048

    /// The given rows, in the given order; only the slots to keep.
    func gathered(_ rows: [Int], keeping slots: [Int]) -> Batch {
        var result = Batch(count: rows.count, columns: Array(repeating: [], count: columns.count))
        for slot in slots where !columns[slot].isEmpty {
            let column = columns[slot]
            result.columns[slot] = rows.map { column[$0] }
        }
        return result
    }
}

/// What atoms find for the rows of a batch: values of the free columns, and the row that each belongs to.
struct Matches {
    var origins: [Int] = []
    var columns: [[UInt64]]

    init(columns: Int) { self.columns = Array(repeating: [], count: columns) }

    mutating func removeAll() {
        origins.removeAll(keepingCapacity: true)
        for column in columns.indices { columns[column].removeAll(keepingCapacity: true) }
    }
}
