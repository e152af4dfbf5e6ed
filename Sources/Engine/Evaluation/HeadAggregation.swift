import Language
import Terms

/// Relations with aggregates in their heads: every rule contributes its distinct assignments to the groups.
extension Evaluation {
    func aggregate(_ relation: RelationID) throws {
        try groups(of: relation, isRecursive: false).insert(into: relations[relation.index])
    }

    /// The groups of a relation, computed from what is there; in a recursion what is added up may not be negative.
    func groups(of relation: RelationID, isRecursive: Bool) throws -> Groups {
        let groups = Groups(
            terms, arity: program[relation].arity, aggregatePositions(relation), isRecursive: isRecursive)
        for number in rulesOf[relation.index] { try contribute(program.rules[number], to: groups) }
        for number in factsOf[relation.index] where try statements.counts(program.facts[number]) {
            try groups.add(fact: try program.facts[number].arguments.map { try terms.id(of: $0) })
        }
        for input in inputs[relation] ?? [] {
            let columns = try terms.columns(of: input)
            for row in 0..<input.count { try groups.add(fact: columns.map { $0[row] }) }
        }
        return groups
    }

    /// The aggregates of a relation by position, as the first rule that has them writes them.
    func aggregatePositions(_ relation: RelationID) -> [Int: ResolvedAggregate] {
        var found: [Int: ResolvedAggregate] = [:]
        for number in rulesOf[relation.index] {
            for (position, argument) in program.rules[number].arguments.enumerated() {
                if case .aggregate(let aggregate) = argument, found[position] == nil { found[position] = aggregate }
            }
        }
        return found
    }

    private func contribute(_ rule: ResolvedRule, to groups: Groups) throws {
        // Assignments are told apart by all named variables; those that resolution made follow from them.
        let named = rule.variables.indices.filter { rule.variables[$0].name != nil }
        var used = Set(named)
        for argument in rule.arguments {
            switch argument {
            case .expression(let expression): used.formUnion(expression.variables)
            case .aggregate(let aggregate): used.formUnion(aggregate.variables)
            }
        }
        let evaluator = evaluator(for: rule)
        let seen = SeenRows(named.count)
        for alternative in rule.body.indices {
            var planner = planner(for: rule, alternative, evaluator)
            let planTrace = trace?.plan(head: text(ofHead: rule), range: rule.range, delta: nil)
            planner.trace = planTrace
            let sink = GroupingOperator(groups, seen)
            let plan = try planner.plan(
                rule.body[alternative], bound: SlotKinds(planner.slots), needed: used,
                nextGroupSlot: rule.variables.count
            ) { kinds in
                sink.arguments = try rule.arguments.enumerated().map {
                    position, argument -> GroupingOperator.Argument in
                    let evaluator = evaluator.at(rule.range(ofArgument: position))
                    return switch argument {
                    case .expression(let expression): .plain(try evaluator.compile(expression, kinds))
                    case .aggregate(let aggregate): .aggregate(try Contribution(aggregate, evaluator, kinds))
                    }
                }
                sink.named = try named.map { try evaluator.compile(.variable($0), kinds) }
                return sink
            }
            sink.looksForRepeats = rule.body.count > 1 || !plan.isDistinct
            let start = BatchColumns(slots: planner.slots, owning: [])
            if let planTrace {
                if planTrace.counts { try planTrace.run { try plan.head.push(start.batch(1)) } }
            } else {
                try plan.head.push(start.batch(1))
            }
        }
        // Over nothing, count and sum give 0 where there is nothing to group by.
        if rule.arguments.allSatisfy({ if case .aggregate = $0 { true } else { false } }) { groups.openSingleGroup() }
    }
}

/// Ends a plan: hands each distinct assignment to its group.
private final class GroupingOperator: Operator {
    enum Argument {
        case plain(ColumnExpression)
        case aggregate(Contribution)
    }

    private let groups: Groups
    private let seen: SeenRows
    var arguments: [Argument] = []
    var named: [ColumnExpression] = []
    var looksForRepeats = true
    private var rows = Array(repeating: 0, count: Batch.size)

    init(_ groups: Groups, _ seen: SeenRows) {
        self.groups = groups
        self.seen = seen
    }

    override func push(_ batch: Batch) throws {
        let columns = try named.map { try $0.values(batch) }
        let values = try arguments.map { argument -> Groups.Column in
            switch argument {
            case .plain(let expression): .plain(try expression.values(batch))
            case .aggregate(let contribution): .contribution(contribution.aggregate, try contribution.values(batch))
            }
        }
        var kept = 0
        for row in 0..<batch.count {
            if looksForRepeats, !seen.isNew(columns, row) { continue }
            rows[kept] = row
            kept += 1
        }
        try groups.add(values, rows[..<kept])
    }
}

/// The groups of a relation with aggregates, by the values of its plain arguments.
final class Groups {
    /// What an argument of a head has for the rows of a batch.
    enum Column {
        case plain(UnsafeMutablePointer<UInt64>)
        case contribution(ResolvedAggregate, Contribution.Values)
    }

    private let terms: TermTable
    private let arity: Int
    /// The aggregates of the relation by position.
    private let aggregates: [Int: ResolvedAggregate]
    private let keyPositions: [Int]
    private let isRecursive: Bool
    private var keys: KeyTable
    /// By group, and within it by position among the aggregates.
    private var accumulators: [Accumulator] = []
    private let order: [Int]
    private let key: UnsafeMutablePointer<UInt64>
    private let keyPlaces: [UnsafeMutablePointer<UInt64>]

    init(_ terms: TermTable, arity: Int, _ aggregates: [Int: ResolvedAggregate], isRecursive: Bool) {
        self.terms = terms
        self.arity = arity
        self.aggregates = aggregates
        self.isRecursive = isRecursive
        keyPositions = (0..<arity).filter { aggregates[$0] == nil }
        order = aggregates.keys.sorted()
        keys = KeyTable(width: keyPositions.count)
        key = .allocate(capacity: max(1, arity))
        key.initialize(repeating: 0, count: max(1, arity))
        keyPlaces = keyPositions.indices.map { [key] in key + $0 }
    }

    deinit { key.deallocate() }

    /// Takes rows of a batch.
    func add(_ columns: [Column], _ rows: ArraySlice<Int>) throws {
        var keyColumns: [UnsafeMutablePointer<UInt64>] = []
        for position in keyPositions {
            guard case .plain(let values) = columns[position] else { return }
            keyColumns.append(values)
        }
        let groups = rows.map { row in
            keyColumns.contains { $0[row] == TermTable.undefined } ? -1 : group(keyColumns, row)
        }
        for (place, position) in order.enumerated() {
            switch columns[position] {
            case .contribution(_, let values):
                for (group, row) in zip(groups, rows) where group >= 0 {
                    try accumulators[group * order.count + place].add(values, row)
                }
            case .plain(let values):
                // A rule that gives a plain value contributes it, as a fact does.
                for (group, row) in zip(groups, rows) where group >= 0 && values[row] != TermTable.undefined {
                    try accumulators[group * order.count + place].add(values[row])
                }
            }
        }
    }

    /// A fact is one more contribution to its group.
    func add(fact values: [UInt64]) throws {
        for (place, position) in keyPositions.enumerated() { key[place] = values[position] }
        let first = group(keyPlaces, 0) * order.count
        for (place, position) in order.enumerated() { try accumulators[first + place].add(values[position]) }
    }

    func openSingleGroup() { _ = group(keyPlaces, 0) }

    /// The number of the group whose key stands in a row of columns.
    private func group(_ columns: [UnsafeMutablePointer<UInt64>], _ row: Int) -> Int {
        let (number, isNew) = keys.insert(columns, row)
        if isNew {
            for position in order {
                guard let aggregate = aggregates[position] else { continue }
                accumulators.append(Accumulator(aggregate, terms, isRecursive: isRecursive))
            }
        }
        return number
    }

    /// Passes on the rows of all groups as raw numbers; a group in which an aggregate has no value has none, `argmax` one
    /// for each tie.
    func forEachRow(_ receive: ([UInt64]) throws -> Void) throws {
        var row = [UInt64](repeating: 0, count: arity)
        for group in 0..<keys.count {
            for (place, position) in keyPositions.enumerated() { row[position] = keys.cell(group, place) }
            try fill(&row, group, 0, receive)
        }
    }

    /// Fills in the values of the aggregates from `place` on, each with each.
    private func fill(
        _ row: inout [UInt64], _ group: Int, _ place: Int, _ receive: ([UInt64]) throws -> Void
    ) throws {
        guard place < order.count else { return try receive(row) }
        for value in try accumulators[group * order.count + place].results() {
            row[order[place]] = value
            try fill(&row, group, place + 1, receive)
        }
    }

    func insert(into relation: Relation) throws {
        guard arity > 0 else { return try forEachRow { _ in relation.insert(row: []) } }
        let batch = BatchColumns(slots: arity, owning: Array(0..<arity))
        var count = 0
        func flush() {
            relation.insert(
                UnsafeRawPointer(batch.columns).assumingMemoryBound(to: UnsafePointer<UInt64>.self), count: count)
            count = 0
        }
        try forEachRow { row in
            for column in 0..<arity { batch.columns[column][count] = terms.local(ofRaw: row[column]) }
            count += 1
            if count == Batch.size { flush() }
        }
        if count > 0 { flush() }
    }
}
