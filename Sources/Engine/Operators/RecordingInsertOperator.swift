import Terms

/// Ends a plan: adds the rows of a head to its relation, and notes from which binding each new one came.
final class RecordingInsertOperator: Operator {
    private let relation: Relation
    /// What adds pairs to a binary relation that lists those that are new.
    private let inserter: PairInserter?
    private let columns: HeadColumns
    private let body: Derivations.Body
    private let cells: UnsafeMutablePointer<UnsafePointer<UInt64>>

    init(_ relation: Relation, _ columns: HeadColumns, _ body: Derivations.Body) {
        self.relation = relation
        inserter = relation.tracksDelta ? (relation as? PairRelation)?.inserter : nil
        self.columns = columns
        self.body = body
        cells = .allocate(capacity: max(2, relation.arity))
    }

    deinit { cells.deallocate() }

    override func push(_ batch: Batch) throws {
        let hasUndefined = try columns.compute(batch)
        if !hasUndefined, let inserter { return insertPairs(inserter, batch) }
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

    /// Inserts the pairs of a batch: the inserter lists those that are new in their order.
    private func insertPairs(_ inserter: PairInserter, _ batch: Batch) {
        let first = inserter.fresh.count
        inserter.insert(UnsafePointer(columns.columns), count: batch.count)
        let (firsts, seconds) = (columns.columns[0], columns.columns[1])
        var row = 0
        for place in first..<inserter.fresh.count {
            let pair = inserter.fresh[place]
            while row < batch.count, firsts[row] << 32 | seconds[row] != pair { row += 1 }
            guard row < batch.count else { break }
            cells.initialize(to: firsts + row)
            (cells + 1).initialize(to: seconds + row)
            body.note(UnsafePointer(cells), batch, row)
        }
        inserter.endBatch()
    }
}
