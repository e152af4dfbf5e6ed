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
    /// Where the steps are written down, if anybody asks for them.
    var trace: PlanTrace?

    var terms: TermTable { evaluator.terms }

    /// A plan: its first operator, and how the columns stand at its end.
    struct Plan {
        let head: Operator
        let slots: SlotKinds
        /// Whether no assignment of the needed variables comes out twice.
        let isDistinct: Bool
    }

    /// Builds a plan from its start; `end` makes the last operator, given how the columns stand there.
    ///
    /// - Parameters:
    ///   - bound: how the incoming batches bind slots.
    ///   - needed: variables that the end reads.
    ///   - delta: the literal that reads what the last round found.
    func plan(
        _ conjunction: Conjunction, bound: SlotKinds, needed: Set<Int>, delta: Int? = nil, nextGroupSlot: Int,
        end: @escaping (SlotKinds) throws -> Operator
    ) throws -> Plan {
        let start = bound.bound
        let order = ordered(conjunction.literals, bound: start, first: delta)
        var state = State(kinds: bound, groupSlot: nextGroupSlot)
        for case .atom(let atom) in conjunction.literals { state.joined.formUnion(atom.variables) }
        if !isPlain {
            state.ranges = conjunction.valueRanges
            state.textTested = conjunction.textTested
        }
        var skipped = 0
        for (position, index) in order.enumerated() {
            if skipped > 0 {
                skipped -= 1
                continue
            }
            var later = needed
            for other in order[(position + 1)...] { later.formUnion(conjunction.literals[other].variables) }
            let literal = conjunction.literals[index]
            if !isPlain, index != delta {
                let atoms = intersected(order[position...].map { conjunction.literals[$0] }, state.kinds)
                if atoms.count > 1 {
                    var after = needed
                    for other in order[(position + atoms.count)...] {
                        after.formUnion(conjunction.literals[other].variables)
                    }
                    if try appendIntersection(atoms, later: after, &state) {
                        note("intersect", atoms.map(\.range.text).joined(separator: " ∩ "), nil, &state)
                        skipped = atoms.count - 1
                        continue
                    }
                }
            }
            let note = trace == nil ? nil : describe(literal, state.kinds, isDelta: index == delta)
            try at(literal.range).append(literal, later: later, isDelta: index == delta, &state)
            if let note { self.note(note.action, note.text, note.estimate, &state) }
        }
        var last = try end(state.kinds)
        if let insert = last as? InsertOperator, let join = state.steps.last as? ExpandOperator,
            let fused = insert.fused(with: join)
        {
            state.steps.removeLast()
            last = fused
        }
        state.steps.append(last)
        for (step, next) in zip(state.steps, state.steps.dropFirst()) { step.next = next }
        return Plan(head: state.steps[0], slots: state.kinds, isDistinct: state.isDistinct)
    }

    /// A planner whose expressions name a place of their own where they have no value.
    func at(_ range: SourceRange?) -> Planner {
        guard let range else { return self }
        var planner = self
        planner.evaluator = evaluator.at(range)
        return planner
    }

    /// A plan as far as it is built.
    struct State {
        var kinds: SlotKinds
        var groupSlot: Int
        var steps: [Operator] = []
        var isDistinct = true
        /// Variables of atoms, on which a join compares terms and not values.
        var joined: Set<Int> = []
        /// What comparisons leave of the values of variables.
        var ranges: [Int: ValueRanges] = [:]
        /// Variables whose texts are looked into.
        var textTested: Set<Int> = []

        /// The bound slots that later steps read.
        func keep(_ later: Set<Int>) -> [Int] { kinds.bound.intersection(later).sorted() }
    }

    private func append(_ literal: ResolvedLiteral, later: Set<Int>, isDelta: Bool, _ state: inout State) throws {
        let kinds = state.kinds
        let known = kinds.bound
        switch literal {
        case .atom(let atom): try append(atom, later: later, isDelta: isDelta, &state)
        case .comparison(.equal, .variable(let slot), let value, _) where !known.contains(slot):
            try appendEquation(slot, value, later, &state)
        case .comparison(.equal, let value, .variable(let slot), _) where !known.contains(slot):
            try appendEquation(slot, value, later, &state)
        case .comparison(let comparison, let left, let right, _):
            state.steps.append(
                ComparisonOperator(
                    comparison, try evaluator.compile(left, kinds), try evaluator.compile(right, kinds), terms: terms,
                    slots: slots, keep: state.keep(later)))
        case .memberOfList(let member, let list, _): try appendList(member, list, later, &state)
        case .memberOfRange(let member, let lower, let upper, _):
            try appendRange(member, lower, upper, later, &state)
        case .test(let function, let arguments, _):
            state.steps.append(
                TestOperator(
                    try evaluator.compile(.call(function, arguments), kinds), slots: slots, keep: state.keep(later)))
        case .negation(let group, _): try appendNegation(group, later, &state)
        case .optional(let group, _):
            let own = group.reduce(into: Set<Int>()) { $0.formUnion($1.variables) }.subtracting(known)
                .intersection(later)
            let keep = state.keep(later)
            let plan = try self.group(group, needed: own.union(keep), binding: own, &state)
            state.steps.append(OptionalOperator(plan, keep: keep, slots: slots))
            for slot in own { state.kinds[slot] = .raw }
            state.isDistinct = false
        case .aggregate(let variable, let aggregate, let group, let named):
            let own = Set(named).union(aggregate.variables)
            let plan = try self.group(
                group, needed: own, binding: own.subtracting(known), reading: aggregate.variables, &state)
            var inner = kinds
            for slot in own where !known.contains(slot) { inner[slot] = .raw }
            let before = known.contains(variable) ? try evaluator.compile(.variable(variable), kinds) : nil
            state.steps.append(
                AggregateOperator(
                    plan, slot: variable, before: before, try Contribution(aggregate, evaluator, inner),
                    named: try named.map { try evaluator.compile(.variable($0), inner) }, terms: terms,
                    keep: state.keep(later), slots: slots))
            if before == nil { state.kinds[variable] = .raw }
        }
    }

    private func appendEquation(
        _ slot: Int, _ value: ResolvedExpression, _ later: Set<Int>, _ state: inout State
    ) throws {
        let compiled = try evaluator.compile(value, state.kinds)
        if state.joined.contains(slot), !isEntity(value) {
            let keep = state.keep(later)
            state.steps.append(
                ListOperator(
                    slot: slot, MemberList(computed: [compiled, TwinExpression(compiled, terms)]), control: control,
                    slots: slots, keep: keep))
            state.kinds[slot] = .raw
            return
        }
        if case .variable(let other) = value {
            state.kinds[slot] = state.kinds[other]
        } else {
            state.kinds[slot] = .raw
        }
        let keep = state.keep(later)
        if case .variable(let other) = value, state.kinds[other] == .local {
            // The same number under another name.
            state.steps.append(ComputeOperator(slot: slot, RawSlotExpression(other), slots: slots, keep: keep))
        } else {
            state.steps.append(ComputeOperator(slot: slot, compiled, slots: slots, keep: keep))
        }
    }

    /// Whether an expression is an entity, which no number equals.
    private func isEntity(_ expression: ResolvedExpression) -> Bool {
        if case .constant(.entity) = expression { true } else { false }
    }

    private func appendList(
        _ member: ResolvedExpression, _ list: [ResolvedExpression], _ later: Set<Int>, _ state: inout State
    ) throws {
        let keep = state.keep(later)
        if case .variable(let slot) = member, state.kinds[slot] == .unbound {
            let elements = try MemberList(
                list, withTwins: state.joined.contains(slot), terms, state.kinds, evaluator)
            state.steps.append(ListOperator(slot: slot, elements, control: control, slots: slots, keep: keep))
            state.kinds[slot] = .raw
            return
        }
        let elements = try MemberList(list, withTwins: true, terms, state.kinds, evaluator)
        state.steps.append(
            MemberOperator(
                try evaluator.compile(member, state.kinds), .list(elements), terms: terms, slots: slots, keep: keep))
    }

    private func appendRange(
        _ member: ResolvedExpression, _ lower: ResolvedExpression, _ upper: ResolvedExpression, _ later: Set<Int>,
        _ state: inout State
    ) throws {
        let low = try evaluator.compile(lower, state.kinds)
        let high = try evaluator.compile(upper, state.kinds)
        let keep = state.keep(later)
        if case .variable(let slot) = member, state.kinds[slot] == .unbound {
            state.steps.append(
                RangeOperator(slot: slot, low, high, terms: terms, control: control, slots: slots, keep: keep))
            state.kinds[slot] = .raw
            return
        }
        state.steps.append(
            MemberOperator(
                try evaluator.compile(member, state.kinds), .between(low, high), terms: terms, slots: slots, keep: keep)
        )
    }
}

extension Comparison {
    /// Whether the comparison holds for an order of -1, 0 or 1.
    @inline(__always)
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
