import Language
import Terms

/// Orders the literals of a conjunction and builds the operators that evaluate it.
///
/// The order is greedy: what only filters comes as soon as its variables are bound, then equations, then the atom
/// that is expected to multiply the rows least; negations as soon as they can, optional groups last.
struct Planner {
    let sources: Sources
    let control: Control
    var evaluator: ExpressionEvaluator
    /// Variables and then one slot for each group.
    let slots: Int
    /// Whether literals are evaluated as they are written, as far as their variables are bound.
    var isPlain = false

    /// Builds a plan from its end: the first operator.
    ///
    /// - Parameters:
    ///   - bound: variables that the incoming batches bind.
    ///   - needed: variables that the end reads.
    ///   - delta: the literal that reads what the last round found, with the atoms of `old` reading what was before.
    func plan(
        _ conjunction: Conjunction, bound: Set<Int>, needed: Set<Int>, delta: Int? = nil, old: Set<Int> = [],
        end: Operator, nextGroupSlot: Int
    ) throws -> Operator {
        let order = ordered(conjunction.literals, bound: bound, first: delta)
        var steps: [Operator] = []
        var known = bound
        var groupSlot = nextGroupSlot
        let joined = conjunction.literals.reduce(into: Set<Int>()) { joined, literal in
            if case .atom(let atom) = literal { joined.formUnion(atom.variables) }
        }
        for (position, index) in order.enumerated() {
            let literal = conjunction.literals[index]
            var later = needed.union(bound)
            for other in order[(position + 1)...] { later.formUnion(conjunction.literals[other].variables) }
            for extra in nextGroupSlot..<slots { later.insert(extra) }
            let window: RelationAccess.Window = index == delta ? .delta : (old.contains(index) ? .old : .all)
            try at(literal.range).append(
                literal, &steps, &known, joined: joined, keep: later, window: window,
                isFirst: position == 0 && bound.isEmpty,
                groupSlot: &groupSlot)
        }
        for (step, next) in zip(steps, steps.dropFirst()) { step.next = next }
        steps.last?.next = end
        return steps.first ?? end
    }

    /// A planner whose expressions name a place of their own where they have no value.
    private func at(_ range: SourceRange?) -> Planner {
        guard let range else { return self }
        var planner = self
        planner.evaluator = evaluator.at(range)
        return planner
    }

    private func append(
        _ literal: ResolvedLiteral, _ steps: inout [Operator], _ known: inout Set<Int>,
        joined: Set<Int>, keep: Set<Int>, window: RelationAccess.Window, isFirst: Bool, groupSlot: inout Int
    ) throws {
        let evaluator = evaluator
        switch literal {
        case .atom(let atom):
            steps.append(try expand(atom, known, keep: keep, window: window, isFirst: isFirst))
            known.formUnion(atom.variables)
        case .comparison(.equal, .variable(let slot), let value, _) where !known.contains(slot):
            steps.append(compute(slot, value, joins: joined.contains(slot)))
            known.insert(slot)
        case .comparison(.equal, let value, .variable(let slot), _) where !known.contains(slot):
            steps.append(compute(slot, value, joins: joined.contains(slot)))
            known.insert(slot)
        case .comparison(let comparison, let left, let right, _):
            steps.append(
                FilterOperator { batch, row in
                    guard let first = try evaluator.value(left, batch, row),
                        let second = try evaluator.value(right, batch, row)
                    else { return false }
                    return try comparison.holds(evaluator.terms.compare(first, second))
                })
        case .memberOfList(let member, let list, _): appendList(member, list, &steps, &known, joined)
        case .memberOfRange(let member, let lower, let upper, _): appendRange(member, lower, upper, &steps, &known)
        case .test(let function, let arguments, _):
            steps.append(FilterOperator { batch, row in try evaluator.test(function, arguments, batch, row) })
        case .negation(let group, _):
            steps.append(NegationOperator(try self.group(group, known, needed: [], &groupSlot)))
        case .optional(let group, _):
            let own = group.reduce(into: Set<Int>()) { $0.formUnion($1.variables) }.subtracting(known)
            steps.append(
                OptionalOperator(
                    try self.group(group, known, needed: own.union(keep), &groupSlot), binding: own.sorted()))
            known.formUnion(own)
        case .aggregate(let variable, let aggregate, let group, let named):
            let needed = Set(named).union(aggregate.variables)
            let terms = evaluator.terms
            steps.append(
                AggregateOperator(
                    try self.group(group, known, needed: needed, &groupSlot), named: named, slot: variable,
                    isBound: known.contains(variable), aggregate: aggregate, evaluator: evaluator
                ) { Accumulator($0, terms) })
            known.insert(variable)
        }
    }

    private func group(
        _ alternatives: [Conjunction], _ known: Set<Int>, needed: Set<Int>, _ groupSlot: inout Int
    ) throws -> GroupPlan {
        let slot = groupSlot
        groupSlot += 1
        var plans: [(head: Operator, sink: GroupSink)] = []
        for alternative in alternatives {
            let sink = GroupSink()
            let head = try plan(
                alternative, bound: known.union([slot]), needed: needed.union([slot]), end: sink,
                nextGroupSlot: groupSlot)
            plans.append((head, sink))
        }
        groupSlot += alternatives.map { groupCount($0) }.max() ?? 0
        return GroupPlan(alternatives: plans, numberSlot: slot)
    }

    /// Binds a variable to a value. Where an atom joins on the variable (`joins`), a number of another kind that has
    /// the same value is tried too: `=` compares by value, a join by term.
    private func compute(_ slot: Int, _ value: ResolvedExpression, joins: Bool) -> Operator {
        let evaluator = evaluator
        return ComputeOperator(slot: slot) { batch, row, column in
            guard let result = try evaluator.value(value, batch, row) else { return }
            column.append(result)
            if joins, let twin = try evaluator.terms.numericTwin(of: result) { column.append(twin) }
        }
    }

    private func appendList(
        _ member: ResolvedExpression, _ list: [ResolvedExpression], _ steps: inout [Operator], _ known: inout Set<Int>,
        _ joined: Set<Int>
    ) {
        let evaluator = evaluator
        if case .variable(let slot) = member, !known.contains(slot) {
            known.insert(slot)
            let joins = joined.contains(slot)
            steps.append(
                ComputeOperator(slot: slot) { batch, row, column in
                    let start = column.count
                    for element in list {
                        guard let value = try evaluator.value(element, batch, row) else { continue }
                        if !column[start...].contains(value) { column.append(value) }
                        if joins, let twin = try evaluator.terms.numericTwin(of: value),
                            !column[start...].contains(twin)
                        {
                            column.append(twin)
                        }
                    }
                })
            return
        }
        steps.append(
            FilterOperator { batch, row in
                guard let value = try evaluator.value(member, batch, row) else { return false }
                for element in list {
                    guard let other = try evaluator.value(element, batch, row) else { continue }
                    if try evaluator.terms.compare(value, other) == 0 { return true }
                }
                return false
            })
    }

    private func appendRange(
        _ member: ResolvedExpression, _ lower: ResolvedExpression, _ upper: ResolvedExpression,
        _ steps: inout [Operator], _ known: inout Set<Int>
    ) {
        let evaluator = evaluator
        if case .variable(let slot) = member, !known.contains(slot) {
            known.insert(slot)
            steps.append(
                RangeOperator(slot: slot, terms: evaluator.terms, control: control) { batch, row in
                    guard let low = try evaluator.value(lower, batch, row),
                        let high = try evaluator.value(upper, batch, row),
                        case .int(let first) = try evaluator.terms.term(of: low),
                        case .int(let last) = try evaluator.terms.term(of: high), first <= last
                    else { return nil }
                    return first...last
                })
            return
        }
        steps.append(
            FilterOperator { batch, row in
                guard let value = try evaluator.value(member, batch, row),
                    let low = try evaluator.value(lower, batch, row), let high = try evaluator.value(upper, batch, row)
                else { return false }
                guard case .int = try evaluator.terms.term(of: value) else { return false }
                return try evaluator.terms.compare(low, value) <= 0 && evaluator.terms.compare(value, high) <= 0
            })
    }

    /// The join with an atom: constants and known variables are its key, the others its output.
    private func expand(
        _ atom: ResolvedAtom, _ known: Set<Int>, keep: Set<Int>, window: RelationAccess.Window, isFirst: Bool
    ) throws -> Operator {
        let places = atom.places
        var keys: [KeyPart] = []
        var bound: [Int] = []
        var free: [Int] = []
        var outputs: [Int?] = []
        var equal: [(Int, Int)] = []
        var firstOutput: [Int: Int] = [:]
        for (place, argument) in places.enumerated() {
            switch argument {
            case .constant(let term):
                keys.append(.constant(try evaluator.terms.id(of: term)))
                bound.append(place)
            case .variable(let number) where known.contains(number):
                keys.append(.slot(number))
                bound.append(place)
            case .variable(let number):
                if let first = firstOutput[number] {
                    equal.append((first, free.count))
                    outputs.append(nil)
                } else {
                    firstOutput[number] = free.count
                    outputs.append(number)
                }
                free.append(place)
            case .wildcard:
                free.append(place)
                outputs.append(nil)
            }
        }
        let access = try sources.access(atom, bound: bound, free: free, window: window)
        return ExpandOperator(
            access, keys: keys, outputs: outputs, equal: equal, keep: keep.sorted().filter { $0 < slots },
            isScan: isFirst && bound.isEmpty, control: control)
    }
}

extension ResolvedAtom {
    /// What is read of the relation: the arguments, then qualifiers, the statement and the date at which it must hold,
    /// where they are asked for.
    var places: [ResolvedArgument] {
        guard let statement else { return arguments }
        let asked = statement.qualifiers.map(\.value) + [statement.variable.map { .variable($0) } ?? .wildcard]
        return arguments + asked + (statement.date.map { [$0] } ?? [])
    }
}

extension Comparison {
    /// Whether the comparison holds for an order of -1, 0 or 1.
    func holds(_ order: Int) -> Bool {
        switch self {
        case .equal: order == 0
        case .notEqual: order != 0
        case .less: order < 0
        case .lessOrEqual: order <= 0
        case .greater: order > 0
        case .greaterOrEqual: order >= 0
        }
    }
}

/// How many groups a conjunction holds, nested ones included: each needs a slot of its own.
func groupCount(_ conjunction: Conjunction) -> Int {
    conjunction.literals.reduce(0) { sum, literal in
        switch literal {
        case .negation(let group, _), .optional(let group, _), .aggregate(_, _, let group, _):
            sum + 1 + (group.map { groupCount($0) }.max() ?? 0)
        default: sum
        }
    }
}
