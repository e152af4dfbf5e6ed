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
            var planner = planner(for: rule.body[alternative], rule.variables.count, evaluator)
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
