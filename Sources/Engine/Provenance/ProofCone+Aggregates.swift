import Language
import Terms

/// A relation whose heads have aggregates: how the contributions to its groups are read backward.
struct AggregatedHead {
    /// The places with aggregates, and what each rule takes there.
    let aggregates: [Int: ResolvedAggregate]
    /// The other places.
    let keys: [Int]
    let plans: [Plan]

    struct Plan {
        let plan: Int
        /// Places of the tuple that are given to the plan.
        let places: [Int]
        /// Places whose values come first among the plan's values.
        let computed: [Int]
        /// Variables that tell contributions apart.
        let named: [Int]
    }

    /// The function of the only aggregate; nil where there are several.
    var function: Aggregate.Function? { aggregates.count == 1 ? aggregates.values.first?.function : nil }
}

extension ProofCone {
    func searchAggregates(_ relation: RelationID, _ nodes: [Int]) throws {
        let head = try aggregatedHead(relation)
        guard let place = head.aggregates.keys.min() else { return }
        var collected = Contributions(self, head.function)
        for one in head.plans {
            let isUnique = head.plans.count == 1 && plans[one.plan].isDistinct(by: one.named)
            try plans[one.plan].run(goals: nodes.count) { [graph] goal, position in
                graph.nodes[nodes[goal]].values[one.places[position]]
            } _: { [graph, plans] goal, binding, values in
                let node = nodes[goal]
                for (place, value) in zip(one.computed, values) where graph.nodes[node].values[place] != value {
                    return
                }
                try collected.add(
                    to: node, one.plan, binding, isUnique: isUnique,
                    key: TermTuple([UInt64(plans[one.plan].rule)] + one.named.map { binding[$0] }),
                    Array(values.dropFirst(one.computed.count)), result: graph.nodes[node].values[place])
            }
        }
        let facts = try stated.all(relation)
        var groups: [[UInt64]: [Int]] = [:]
        if !facts.isEmpty {
            for node in nodes { groups[head.keys.map { graph.nodes[node].values[$0] }, default: []].append(node) }
        }
        for (leaf, tuple) in facts {
            for node in groups[head.keys.map { tuple[$0] }] ?? [] {
                try collected.add(leaf, to: node, value: tuple[place], result: graph.nodes[node].values[place])
            }
        }
        try collected.finish(nodes)
    }

    private func aggregatedHead(_ relation: RelationID) throws -> AggregatedHead {
        if let known = aggregateCache[relation] { return known }
        let aggregates = evaluation.aggregatePositions(relation)
        let keys = (0..<evaluation.program[relation].arity).filter { aggregates[$0] == nil }
        var made: [AggregatedHead.Plan] = []
        for number in evaluation.rulesOf[relation.index] {
            let rule = evaluation.program.rules[number]
            let open = rule.body.reduce(into: Set<Int>()) { $0.formUnion($1.optionalVariables) }
            var places: [Int] = []
            var bound: [Int] = []
            var computed: [Int] = []
            var values: [ResolvedExpression] = []
            var taken: [ResolvedExpression] = []
            for (place, argument) in rule.arguments.enumerated() {
                switch argument {
                case .expression(.variable(let variable))
                where keys.contains(place) && !bound.contains(variable) && !open.contains(variable):
                    places.append(place)
                    bound.append(variable)
                case .expression(let expression) where keys.contains(place):
                    computed.append(place)
                    values.append(expression)
                case .expression(let expression): if taken.isEmpty { taken.append(expression) }
                case .aggregate(let aggregate): if taken.isEmpty { taken = Array(aggregate.arguments.prefix(2)) }
                }
            }
            let named = rule.variables.indices.filter { rule.variables[$0].name != nil }
            for alternative in rule.body.indices {
                let plan = try BodyPlan(
                    evaluation, rule: number, alternative: alternative, rule.unguarded(alternative), bound: bound,
                    values: values + taken)
                made.append(.init(plan: try add(plan), places: places, computed: computed, named: named))
            }
        }
        let head = AggregatedHead(aggregates: aggregates, keys: keys, plans: made)
        aggregateCache[relation] = head
        return head
    }
}
