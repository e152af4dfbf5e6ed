import Language
import Terms

/// Plans that run for the rows of a batch: the body of a negation, of an optional group or of an aggregate. The rows
/// go in with their number in a slot of its own, and the results are told apart by it.
struct GroupPlan {
    let alternatives: [(head: Operator, sink: GroupSink)]
    let numberSlot: Int

    func run(_ batch: Batch, _ receive: @escaping (Batch) throws -> Void) throws {
        var numbered = batch
        numbered.columns[numberSlot] = (0..<batch.count).map { UInt64($0) }
        for (head, sink) in alternatives {
            sink.receive = receive
            defer { sink.receive = nil }
            try head.push(numbered)
        }
    }
}

/// The end of a group's plan, with a receiver that changes from batch to batch.
final class GroupSink: Operator {
    var receive: ((Batch) throws -> Void)?

    override func push(_ batch: Batch) throws { try receive?(batch) }
}

/// Keeps the rows for which no alternative of the group finds anything.
final class NegationOperator: Operator {
    private let group: GroupPlan

    init(_ group: GroupPlan) { self.group = group }

    override func push(_ batch: Batch) throws {
        var found = Array(repeating: false, count: batch.count)
        let slot = group.numberSlot
        try group.run(batch) { result in
            for number in result.columns[slot] { found[Int(number)] = true }
        }
        let rows = found.indices.filter { !found[$0] }
        guard !rows.isEmpty else { return }
        try next?.push(batch.gathered(rows, keeping: Array(batch.columns.indices)))
    }
}

/// Extends rows by what the group finds, and by `none` where it finds nothing.
final class OptionalOperator: Operator {
    private let group: GroupPlan
    private let slots: [Int]

    init(_ group: GroupPlan, binding slots: [Int]) {
        self.group = group
        self.slots = slots
    }

    override func push(_ batch: Batch) throws {
        var found = Array(repeating: false, count: batch.count)
        var results: [Batch] = []
        let slot = group.numberSlot
        try group.run(batch) { result in
            for number in result.columns[slot] { found[Int(number)] = true }
            results.append(result)
        }
        for var result in results {
            for slot in slots where result.columns[slot].isEmpty {
                result.columns[slot] = Array(repeating: TermID.none.rawValue, count: result.count)
            }
            try next?.push(result)
        }
        let rows = found.indices.filter { !found[$0] }
        guard !rows.isEmpty else { return }
        var rest = batch.gathered(rows, keeping: Array(batch.columns.indices))
        for slot in slots { rest.columns[slot] = Array(repeating: TermID.none.rawValue, count: rows.count) }
        try next?.push(rest)
    }
}

/// Binds a slot to the aggregate over what the group finds for each row; a slot that is bound before must be equal.
final class AggregateOperator: Operator {
    private let group: GroupPlan
    private let named: [Int]
    private let slot: Int
    private let isBound: Bool
    private let aggregate: ResolvedAggregate
    private let accumulate: (ResolvedAggregate) -> Accumulator
    private let evaluator: ExpressionEvaluator

    init(
        _ group: GroupPlan, named: [Int], slot: Int, isBound: Bool, aggregate: ResolvedAggregate,
        evaluator: ExpressionEvaluator,
        accumulate: @escaping (ResolvedAggregate) -> Accumulator
    ) {
        self.group = group
        self.named = named
        self.slot = slot
        self.isBound = isBound
        self.aggregate = aggregate
        self.evaluator = evaluator
        self.accumulate = accumulate
    }

    override func push(_ batch: Batch) throws {
        let numberSlot = group.numberSlot
        let distinct = Relation(arity: named.count + 1)
        var accumulators: [Accumulator?] = Array(repeating: nil, count: batch.count)
        try group.run(batch) { [self] result in
            for row in 0..<result.count {
                let number = result.columns[numberSlot][row]
                let key = [number] + named.map { result.columns[$0].isEmpty ? 0 : result.columns[$0][row] }
                guard distinct.insert(key) else { continue }
                let index = Int(number)
                let accumulator = accumulators[index] ?? accumulate(aggregate)
                accumulators[index] = accumulator
                try accumulator.add(aggregate, result, row, evaluator)
            }
        }
        var rows: [Int] = []
        var column: [UInt64] = []
        for row in 0..<batch.count {
            let accumulator = accumulators[row] ?? accumulate(aggregate)
            for value in try accumulator.results() {
                if isBound, try evaluator.terms.compare(batch.columns[slot][row], value) != 0 { continue }
                rows.append(row)
                column.append(value)
            }
        }
        guard !rows.isEmpty else { return }
        var result = batch.gathered(rows, keeping: Array(batch.columns.indices))
        if !isBound { result.columns[slot] = column }
        try next?.push(result)
    }
}
