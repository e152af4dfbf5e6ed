import Terms

/// Binds a slot to the ints of a range, a batch at a time: a range may be longer than memory.
final class RangeOperator: Operator {
    private let slot: Int
    private let terms: TermTable
    private let control: Control
    private let bounds: (Batch, Int) throws -> ClosedRange<Int64>?

    init(
        slot: Int, terms: TermTable, control: Control,
        _ bounds: @escaping (Batch, Int) throws -> ClosedRange<Int64>?
    ) {
        self.slot = slot
        self.terms = terms
        self.control = control
        self.bounds = bounds
    }

    override func push(_ batch: Batch) throws {
        let slots = Array(batch.columns.indices)
        for row in 0..<batch.count {
            guard let range = try bounds(batch, row) else { continue }
            var column: [UInt64] = []
            for number in range {
                column.append(try terms.id(of: .int(number)))
                if column.count == Batch.size || number == range.upperBound {
                    try control.check()
                    var result = batch.gathered(Array(repeating: row, count: column.count), keeping: slots)
                    result.columns[slot] = column
                    try next?.push(result)
                    column.removeAll(keepingCapacity: true)
                }
            }
        }
    }
}
