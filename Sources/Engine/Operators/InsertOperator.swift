import Language
import Terms

/// Ends a plan: adds the rows of a head to its relation.
final class InsertOperator: Operator {
    private let relation: Relation
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

    init(_ relation: Relation, _ arguments: [HeadColumn], _ terms: TermTable) {
        self.relation = relation
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
        relation.insert(UnsafePointer(columns), count: undefined ? compact(batch.count) : batch.count)
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
        guard let target = relation as? PairRelation, arguments.count == 2, case .local(let first) = arguments[0],
            case .local(let second) = arguments[1], let key = join.onlyLocalKey, let output = join.onlyOutput,
            first != second
        else { return nil }
        if let source = join.access as? PairForwardAccess, output == second {
            return JoinInsertOperator(target, first: first, source.relation, key: key, control: join.control)
        }
        if let source = join.access as? PairReverseAccess, output == first {
            return ReverseJoinInsertOperator(target, second: second, source.relation, key: key, control: join.control)
        }
        return nil
    }
}

/// Joins with a binary relation and adds the pairs of a kept column and what was found: whole sets at a time.
final class JoinInsertOperator: Operator {
    private let target: PairRelation
    private let first: Int
    private let source: PairRelation
    private let key: Int
    private let control: Control

    init(_ target: PairRelation, first: Int, _ source: PairRelation, key: Int, control: Control) {
        self.target = target
        self.first = first
        self.source = source
        self.key = key
        self.control = control
    }

    override func push(_ batch: Batch) throws {
        try control.check()
        let firsts = batch[first]
        let keys = batch[key]
        for row in 0..<batch.count {
            let key = keys[row]
            guard key < UInt64(source.rowCount) else { continue }
            let set = source.rows[Int(key)]
            if set.count == 0 { continue }
            // A set is not changed while it is read: adding a row to itself adds nothing.
            if source === target, firsts[row] == key { continue }
            try control.check(after: Int(set.count))
            target.formUnion(first: Int(firsts[row]), with: set)
        }
    }
}

/// Joins with a binary relation by its second values, and adds the pairs of what was found and a kept column: rows of one
/// key are added to each of its rows together.
final class ReverseJoinInsertOperator: Operator {
    private let target: PairRelation
    private let second: Int
    private let source: PairRelation
    private let key: Int
    private let control: Control

    init(_ target: PairRelation, second: Int, _ source: PairRelation, key: Int, control: Control) {
        self.target = target
        self.second = second
        self.source = source
        self.key = key
        self.control = control
    }

    override func push(_ batch: Batch) throws {
        try control.check()
        let seconds = batch[second]
        let keys = batch[key]
        let reverse = source.reversed()
        var start = 0
        while start < batch.count {
            var end = start + 1
            while end < batch.count, keys[end] == keys[start] { end += 1 }
            let firsts = reverse.firsts(of: keys[start])
            try control.check(after: firsts.count * (end - start))
            for first in firsts { target.insert(first: Int(first), seconds + start, count: end - start) }
            start = end
        }
    }
}

/// Ends a plan: hands each batch to a receiver.
final class SinkOperator: Operator {
    private let receive: (Batch) throws -> Void

    init(_ receive: @escaping (Batch) throws -> Void) { self.receive = receive }

    override func push(_ batch: Batch) throws { try receive(batch) }
}
