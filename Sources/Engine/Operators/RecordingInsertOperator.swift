import Terms

/// Ends a plan: adds the rows of a head to its relation, and notes from which binding each new one came.
final class RecordingInsertOperator: Operator {
    private let relation: Relation
    private let columns: HeadColumns
    private let body: Derivations.Body
    private let cells: UnsafeMutablePointer<UnsafePointer<UInt64>>

    init(_ relation: Relation, _ columns: HeadColumns, _ body: Derivations.Body) {
        self.relation = relation
        self.columns = columns
        self.body = body
        cells = .allocate(capacity: max(1, relation.arity))
    }

    deinit { cells.deallocate() }

    override func push(_ batch: Batch) throws {
        let hasUndefined = try columns.compute(batch)
        let arity = relation.arity
        let values = columns.columns
        let cells = UnsafePointer(cells)
        for row in 0..<batch.count {
            for position in 0..<arity { (self.cells + position).initialize(to: values[position] + row) }
            if hasUndefined, (0..<arity).contains(where: { cells[$0].pointee == TermTable.undefined }) { continue }
            let before = relation.count
            relation.insert(cells, count: 1)
            if relation.count > before { body.note(cells, batch, row) }
        }
    }
}
