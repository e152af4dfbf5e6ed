import Language
import Terms

/// Relations with aggregates in their heads: every rule contributes its distinct assignments to the groups.
extension Evaluation {
    func aggregate(_ relation: RelationID) throws {
        let target = relations[relation.index]
        for row in try groupRows(of: relation, isRecursive: false) { target.insert(row) }
    }

    /// A row for each group; in a recursion what is added up may not be negative.
    func groupRows(of relation: RelationID, isRecursive: Bool) throws -> [[UInt64]] {
        let positions = aggregatePositions(relation)
        var groups = Groups(terms, positions, isRecursive: isRecursive)
        for number in rulesOf[relation.index] { try contribute(program.rules[number], to: &groups) }
        for number in factsOf[relation.index] where try statements.counts(program.facts[number]) {
            let values = try program.facts[number].arguments.map { try terms.id(of: $0) }
            try groups.add(fact: values)
        }
        for input in inputs[relation] ?? [] {
            let columns = try terms.columns(of: input)
            for row in 0..<input.count { try groups.add(fact: columns.map { $0[row] }) }
        }
        return try groups.rows(arity: program[relation].arity)
    }

    /// The aggregates of a relation by position, as the first rule that has them writes them.
    private func aggregatePositions(_ relation: RelationID) -> [Int: ResolvedAggregate] {
        var found: [Int: ResolvedAggregate] = [:]
        for number in rulesOf[relation.index] {
            for (position, argument) in program.rules[number].arguments.enumerated() {
                if case .aggregate(let aggregate) = argument, found[position] == nil { found[position] = aggregate }
            }
        }
        return found
    }

    private func contribute(_ rule: ResolvedRule, to groups: inout Groups) throws {
        // Assignments are told apart by all named variables; those that resolution made follow from them.
        let named = rule.variables.indices.filter { rule.variables[$0].name != nil }
        var used = Set(named)
        for argument in rule.arguments {
            switch argument {
            case .expression(let expression): used.formUnion(expression.variables)
            case .aggregate(let aggregate): used.formUnion(aggregate.variables)
            }
        }
        let distinct = Relation(arity: named.count)
        let evaluator = evaluator(for: rule)
        let collector = GroupCollector(groups)
        for alternative in rule.body.indices {
            let sink = SinkOperator { batch in
                for row in 0..<batch.count {
                    let key = named.map { batch.columns[$0].isEmpty ? 0 : batch.columns[$0][row] }
                    guard distinct.insert(key) else { continue }
                    try collector.groups.add(rule, batch, row, evaluator)
                }
            }
            let slots = rule.variables.count + groupCount(rule.body[alternative])
            let planner = Planner(
                sources: sources, control: control, evaluator: evaluator, slots: slots, isPlain: isPlain)
            let head = try planner.plan(
                rule.body[alternative], bound: [], needed: used, end: sink, nextGroupSlot: rule.variables.count)
            try head.push(.unit(slots: slots))
        }
        // Over nothing, count and sum give 0 where there is nothing to group by.
        if rule.arguments.allSatisfy({ if case .aggregate = $0 { true } else { false } }) {
            collector.groups.openSingleGroup()
        }
        groups = collector.groups
    }
}

/// Carries groups into the closure of a plan's end.
private final class GroupCollector {
    var groups: Groups
    init(_ groups: Groups) { self.groups = groups }
}

/// The groups of a relation with aggregates, by the values of its plain arguments.
struct Groups {
    private struct Group {
        var key: [UInt64?]
        var accumulators: [Int: Accumulator]
    }

    private let terms: TermTable
    /// The aggregates of the relation by position.
    private let aggregates: [Int: ResolvedAggregate]
    private let isRecursive: Bool
    private var groups: [Group] = []
    private var numbers: [[UInt64?]: Int] = [:]

    init(_ terms: TermTable, _ aggregates: [Int: ResolvedAggregate], isRecursive: Bool) {
        self.terms = terms
        self.aggregates = aggregates
        self.isRecursive = isRecursive
    }

    mutating func add(_ rule: ResolvedRule, _ batch: Batch, _ row: Int, _ evaluator: ExpressionEvaluator) throws {
        var values: [UInt64?] = []
        for argument in rule.arguments {
            switch argument {
            case .expression(let expression):
                guard let value = try evaluator.value(expression, batch, row) else { return }
                values.append(value)
            case .aggregate: values.append(nil)
            }
        }
        let number = group(values.enumerated().map { aggregates[$0.offset] == nil ? $0.element : nil })
        for (position, argument) in rule.arguments.enumerated() {
            guard let known = aggregates[position] else { continue }
            if case .aggregate(let aggregate) = argument {
                try accumulator(number, position, aggregate).add(aggregate, batch, row, evaluator)
            } else if let value = values[position] {
                // A rule that gives a plain value contributes it, as a fact does.
                try accumulator(number, position, known).add([value])
            }
        }
    }

    /// A fact is one more contribution to its group.
    mutating func add(fact values: [UInt64]) throws {
        let number = group(values.enumerated().map { aggregates[$0.offset] == nil ? $0.element : nil })
        for (position, aggregate) in aggregates where position < values.count {
            try accumulator(number, position, aggregate).add([values[position]])
        }
    }

    mutating func openSingleGroup() {
        let number = group(aggregates.map { _ in nil })
        for (position, aggregate) in aggregates { _ = accumulator(number, position, aggregate) }
    }

    private mutating func group(_ key: [UInt64?]) -> Int {
        if let known = numbers[key] { return known }
        numbers[key] = groups.count
        groups.append(Group(key: key, accumulators: [:]))
        return groups.count - 1
    }

    private mutating func accumulator(_ number: Int, _ position: Int, _ aggregate: ResolvedAggregate) -> Accumulator {
        if let known = groups[number].accumulators[position] { return known }
        let made = Accumulator(aggregate, terms, isRecursive: isRecursive)
        groups[number].accumulators[position] = made
        return made
    }

    /// The rows of all groups; a group in which an aggregate has no value has none, `argmax` one for each tie.
    func rows(arity: Int) throws -> [[UInt64]] {
        var result: [[UInt64]] = []
        for group in groups {
            var rows: [[UInt64]] = [[]]
            for position in 0..<arity {
                let values = try group.key[position].map { [$0] } ?? group.accumulators[position]?.results() ?? []
                rows = rows.flatMap { row in values.map { row + [$0] } }
            }
            result += rows
        }
        return result
    }
}
