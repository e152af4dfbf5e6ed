import Language
import Terms

/// Ends a plan: adds the rows of a head to its relation.
final class InsertOperator: Operator {
    private let relation: Relation
    /// What adds the pairs of a binary relation.
    private let inserter: PairInserter?
    private let arguments: [HeadColumn]
    private let terms: TermTable
    private let columns: UnsafeMutablePointer<UnsafePointer<UInt64>>
    private let buffers: [UnsafeMutablePointer<UInt64>]

    /// Where the values of a head's argument come from.
    enum HeadColumn {
        /// A slot of local numbers.
        case local(Int)
        /// Anything computed, as raw numbers.
        case computed(ColumnExpression)
    }

    /// - Parameter inserter: adds the pairs of a binary relation; nil for that of the relation itself.
    init(_ relation: Relation, _ arguments: [HeadColumn], _ terms: TermTable, inserter: PairInserter? = nil) {
        self.relation = relation
        self.inserter = inserter ?? (relation as? PairRelation)?.inserter
        self.arguments = arguments
        self.terms = terms
        columns = .allocate(capacity: max(1, arguments.count))
        buffers = arguments.map { _ in .allocate(capacity: Batch.size) }
        for (position, buffer) in buffers.enumerated() {
            buffer.initialize(repeating: 0, count: Batch.size)
            (columns + position).initialize(to: UnsafePointer(buffer))
        }
    }

    deinit {
        for buffer in buffers { buffer.deallocate() }
        columns.deallocate()
    }

    override func push(_ batch: Batch) throws {
        var undefined = false
        for (position, argument) in arguments.enumerated() {
            switch argument {
            case .local(let slot): columns[position] = UnsafePointer(batch[slot])
            case .computed(let expression):
                let values = try expression.values(batch)
                let buffer = buffers[position]
                for row in 0..<batch.count {
                    if values[row] == TermTable.undefined {
                        buffer[row] = TermTable.undefined
                        undefined = true
                    } else {
                        buffer[row] = terms.local(ofRaw: values[row])
                    }
                }
                columns[position] = UnsafePointer(buffer)
            }
        }
        let count = undefined ? compact(batch.count) : batch.count
        guard let inserter else { return relation.insert(UnsafePointer(columns), count: count) }
        inserter.insert(UnsafePointer(columns), count: count)
        inserter.endBatch()
    }

    override func isShareable(_ sharing: Sharing) -> Bool {
        guard relation === sharing.target, arguments.count == 2, case .local(sharing.first) = arguments[0],
            case .local = arguments[1]
        else { return false }
        return true
    }

    /// Moves the rows in which everything is defined to the front; how many.
    private func compact(_ count: Int) -> Int {
        var kept = 0
        for row in 0..<count {
            guard arguments.indices.allSatisfy({ columns[$0][row] != TermTable.undefined }) else { continue }
            for position in arguments.indices { buffers[position][kept] = columns[position][row] }
            kept += 1
        }
        for position in arguments.indices { columns[position] = UnsafePointer(buffers[position]) }
        return kept
    }

    /// The operator that joins and inserts in one step, row set by row set; nil where the two do not fit each other.
    func fused(with join: ExpandOperator) -> Operator? {
        guard let inserter, arguments.count == 2, case .local(let first) = arguments[0],
            case .local(let second) = arguments[1], let key = join.onlyLocalKey, let output = join.onlyOutput,
            first != second
        else { return nil }
        if let source = join.access as? PairForwardAccess, output == second {
            return JoinInsertOperator(inserter, first: first, source.relation, key: key, control: join.control)
        }
        if let source = join.access as? PairReverseAccess, output == second {
            return JoinReverseInsertOperator(inserter, first: first, source.relation, key: key, control: join.control)
        }
        if output == first {
            let source: JoinedFirsts? =
                switch join.access {
                case let access as PairReverseAccess: .firsts(of: access.relation)
                case let access as PairForwardAccess: .seconds(of: access.relation)
                default: nil
                }
            return source.map {
                ReverseJoinInsertOperator(inserter, second: second, $0, key: key, control: join.control)
            }
        }
        return nil
    }
}

/// Ends a plan: hands each batch to a receiver.
final class SinkOperator: Operator {
    private let receive: (Batch) throws -> Void

    init(_ receive: @escaping (Batch) throws -> Void) { self.receive = receive }

    override func push(_ batch: Batch) throws { try receive(batch) }
}
