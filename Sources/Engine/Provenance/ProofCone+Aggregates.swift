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
        let named = head.plans.count == 1 ? head.plans[0].named.count : nil
        var collected = Contributions(self, head.function, isNamed: named)
        for one in head.plans {
            try plans[one.plan].run(goals: nodes.count) { [graph] goal, position in
                graph.nodes[nodes[goal]].values[one.places[position]]
            } _: { [graph, plans] goal, binding, values in
                let node = nodes[goal]
                for (place, value) in zip(one.computed, values) where graph.nodes[node].values[place] != value {
                    return
                }
                try collected.add(
                    to: node, one.plan, binding, key: [UInt64(plans[one.plan].rule)] + one.named.map { binding[$0] },
                    Array(values.dropFirst(one.computed.count)), result: graph.nodes[node].values[place])
            }
        }
        for (leaf, tuple) in try stated.all(relation) {
            for node in nodes where head.keys.allSatisfy({ graph.nodes[node].values[$0] == tuple[$0] }) {
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

/// Collects what counts in aggregates: all of it proves a sum, one piece of it that has the value proves a least value.
struct Contributions {
    private let cone: ProofCone
    private let function: Aggregate.Function?
    private var found: [Int: [Int]] = [:]
    private var seen: Set<[UInt64]> = []
    private let named: Int?
    /// For `argmax` and `argmin`: the measure of what is found.
    private var measures: [Int: UInt64] = [:]

    /// - Parameter named: how many variables tell contributions apart, where one plan gives all of them.
    init(_ cone: ProofCone, _ function: Aggregate.Function?, isNamed named: Int?) {
        self.cone = cone
        self.function = function
        self.named = named
    }

    private var isChoice: Bool {
        switch function {
        case .min, .max, .argmax, .argmin: true
        default: false
        }
    }

    /// - Parameters:
    ///   - key: what tells contributions to one aggregate apart.
    ///   - values: the value, and the measure of `argmax` and `argmin`; none where bindings are counted.
    mutating func add(
        to node: Int, _ plan: Int, _ binding: [UInt64], key: [UInt64], _ values: [UInt64], result: UInt64?
    ) throws {
        let value = values.first
        if value == TermTable.undefined || value == TermID.none.rawValue { return }
        // A plan that gives nothing twice has to be looked at only where its bindings have more than the named variables.
        if !(cone.plans[plan].isDistinct && cone.plans[plan].width == named) {
            guard seen.insert([UInt64(node)] + key).inserted else { return }
        }
        if isChoice {
            guard let value, let result, try cone.evaluation.terms.compare(value, result) == 0 else { return }
            if function == .argmax || function == .argmin, values.count > 1 {
                let comparison = try measures[node].map { try cone.evaluation.terms.compare(values[1], $0) } ?? 0
                if measures[node] != nil, function == .argmax ? comparison < 0 : comparison > 0 { return }
                if comparison != 0 { found[node] = [] }
                measures[node] = values[1]
            }
        }
        let number = cone.graph.newNode(
            .init(kind: .contribution, site: plan, values: [value ?? TermID.none.rawValue]))
        cone.graph.add(number, .plan(plan), try cone.premises(plan, binding), binding: binding)
        found[node, default: []].append(number)
    }

    /// A fact of the relation itself counts too.
    mutating func add(_ leaf: ProofGraph.Node, to node: Int, value: UInt64, result: UInt64) throws {
        if isChoice, try cone.evaluation.terms.compare(value, result) != 0 { return }
        found[node, default: []].append(try cone.leafNode(leaf))
    }

    /// Adds the steps of the aggregates.
    func finish(_ nodes: [Int]) throws {
        for node in nodes {
            let all = found[node] ?? []
            if isChoice {
                for one in all { cone.graph.add(node, .contributions, [one]) }
            } else {
                cone.graph.add(node, .contributions, all)
            }
        }
    }
}

extension ProofCone {
    /// The value that a contribution adds, or a fact that is one.
    func contributed(by node: Int) -> UInt64 {
        guard graph.nodes[node].kind == .contribution else { return graph.nodes[node].values.last ?? 0 }
        return graph.nodes[node].values.first ?? 0
    }
}
