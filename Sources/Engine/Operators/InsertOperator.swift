import Language
import Terms

/// Ends a plan: adds the rows of a head to its relation.
final class InsertOperator: Operator {
    private let relation: Relation
    /// What adds the pairs of a binary relation.
    private let inserter: PairInserter?
    private let head: HeadColumns
    private var arguments: [HeadColumns.Column] { head.arguments }

    /// - Parameter inserter: adds the pairs of a binary relation; nil for that of the relation itself.
    init(_ relation: Relation, _ head: HeadColumns, inserter: PairInserter? = nil) {
        self.relation = relation
        self.inserter = inserter ?? (relation as? PairRelation)?.inserter
        self.head = head
    }

    override func push(_ batch: Batch) throws {
        let count = try head.compute(batch) ? head.compact(batch.count) : batch.count
        guard let inserter else { return relation.insert(UnsafePointer(head.columns), count: count) }
        inserter.insert(UnsafePointer(head.columns), count: count)
        inserter.endBatch()
    }

    override func isShareable(_ sharing: Sharing) -> Bool {
        guard relation === sharing.target, arguments.count == 2, case .local(sharing.first) = arguments[0],
            case .local = arguments[1]
        else { return false }
        return true
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
