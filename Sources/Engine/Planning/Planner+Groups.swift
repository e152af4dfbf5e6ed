import Language
import Terms

/// Plans for the bodies of negations, optional groups and aggregates.
extension Planner {
    func appendNegation(_ group: [Conjunction], _ later: Set<Int>, _ state: inout State) throws {
        let keep = state.keep(later)
        if group.count == 1, group[0].literals.count == 1, case .atom(let atom) = group[0].literals[0],
            let join = try join(atom, state.kinds, later: [], isDelta: false), join.outputs.isEmpty
        {
            state.steps.append(
                ExistsOperator(
                    join.access, keys: join.keys, isNegated: true, keep: keep, slots: slots, terms: terms,
                    control: control))
            return
        }
        state.steps.append(
            NegationOperator(try self.group(group, needed: [], binding: [], &state), slots: slots, keep: keep))
    }

    func group(
        _ alternatives: [Conjunction], needed: Set<Int>, binding own: Set<Int>, reading read: Set<Int>? = nil,
        _ state: inout State
    ) throws -> GroupPlan {
        let slot = state.groupSlot
        state.groupSlot += 1
        var kinds = state.kinds
        kinds[slot] = .raw
        var plans: [(head: Operator, sink: GroupSink)] = []
        var isDistinct = alternatives.count == 1
        for alternative in alternatives {
            let sink = GroupSink(slots: slots)
            // The steps inside a group are part of the literal that has it.
            var inner = self
            inner.trace = nil
            let plan = try inner.plan(
                alternative, bound: kinds, needed: needed.union([slot]), nextGroupSlot: state.groupSlot
            ) { _ in sink }
            isDistinct = isDistinct && plan.isDistinct
            // Where no assignment is looked at twice, the variables that only tell them apart stay inside.
            let leaving = isDistinct ? own.intersection(read ?? own) : own
            sink.columns = try leaving.sorted().map { ($0, try evaluator.compile(.variable($0), plan.slots)) }
            plans.append((plan.head, sink))
        }
        state.groupSlot += alternatives.map { groupCount($0) }.max() ?? 0
        return GroupPlan(plans, isDistinct: isDistinct, numberSlot: slot, slots: slots)
    }
}
