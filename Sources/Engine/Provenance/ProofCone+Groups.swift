import Language
import Terms

/// An aggregate or an optional group in the body of a plan.
struct GroupSite {
    struct Key: Hashable {
        let plan: Int
        let literal: Int
        /// The variables of the group that have a value outside.
        let known: [Int]
    }

    let key: Key

    init(_ key: Key) { self.key = key }
}

/// What a binding of a body rests on.
extension ProofCone {
    /// The nodes of a body's positive atoms, of its aggregates and of the optional groups that held, in the order written.
    func premises(_ number: Int, _ binding: [UInt64]) throws -> [Int] {
        var found: [Int] = []
        for premise in plans[number].premises where premise.isThere(binding[...]) {
            switch premise.form {
            case .group:
                let literal = plans[number].body.literals[premise.place]
                found.append(groupNode(number, premise.place, literal.variables, binding))
            case .node(let kind, let site, let values):
                var tuple = TermTuple([])
                for value in values { tuple.append(value.raw(binding)) }
                let node = ProofGraph.Node(kind: kind, site: site, values: tuple)
                found.append(kind == .tuple ? queued(node) : try leafNode(node))
            }
        }
        return found
    }

    /// Which literals of a body have a premise, under a binding.
    func premiseLiterals(_ number: Int, _ binding: ArraySlice<UInt64>) -> [Int] {
        plans[number].premises.filter { $0.isThere(binding) }.map(\.place)
    }

    private func groupNode(_ plan: Int, _ literal: Int, _ variables: Set<Int>, _ binding: [UInt64]) -> Int {
        var inner = variables
        var result: Int?
        if case .aggregate(let variable, _, _, _) = plans[plan].body.literals[literal] {
            inner.remove(variable)
            result = variable
        }
        let known = inner.filter { binding[$0] != TermID.none.rawValue }.sorted()
        let site = group(plan, literal, known: known)
        let values = TermTuple(known.map { binding[$0] } + (result.map { [binding[$0]] } ?? []))
        return queued(.init(kind: .group, site: site, values: values))
    }

    /// Searches the bindings of groups of one place.
    func searchGroup(_ number: Int, _ nodes: [Int]) throws {
        let key = groups[number].key
        let outer = plans[key.plan]
        switch outer.body.literals[key.literal] {
        case .optional(let group, _):
            for plan in try plans(number, group, []) {
                try run(plan, nodes) { [self] node, binding, _ in
                    graph.add(node, .plan(plan), try premises(plan, binding), binding: binding)
                }
            }
        case .aggregate(_, let aggregate, let group, let named):
            let value = aggregate.arguments.first.map { [$0] } ?? []
            let measure = aggregate.arguments.dropFirst().prefix(1)
            let plans = try plans(number, group, value + measure)
            var collected = Contributions(self, aggregate.function)
            if isSummary, aggregate.function == .count, plans.count == 1, nodes.count == 1,
                try collected.addAll(to: nodes[0], plans[0])
            {
                return try collected.finish(nodes)
            }
            for plan in plans {
                let isUnique = plans.count == 1 && self.plans[plan].isDistinct(by: named)
                try run(plan, nodes) { node, binding, values in
                    try collected.add(
                        to: node, plan, binding, isUnique: isUnique, key: TermTuple(named.lazy.map { binding[$0] }),
                        values,
                        result: self.graph.nodes[node].values.last)
                }
            }
            try collected.finish(nodes)
        default: break
        }
    }

    private func run(_ plan: Int, _ nodes: [Int], _ receive: @escaping (Int, [UInt64], [UInt64]) throws -> Void) throws
    {
        try plans[plan].run(goals: nodes.count) { [graph] goal, position in
            graph.nodes[nodes[goal]].values[position]
        } _: { goal, binding, values in
            try receive(nodes[goal], binding, values)
        }
    }

    private func plans(_ number: Int, _ group: [Conjunction], _ values: [ResolvedExpression]) throws -> [Int] {
        if let known = groupPlans[number] { return known }
        let key = groups[number].key
        let made = try group.map { alternative in
            try add(
                BodyPlan(
                    evaluation, rule: plans[key.plan].rule, alternative: plans[key.plan].alternative, alternative,
                    bound: key.known, values: values))
        }
        groupPlans[number] = made
        return made
    }
}

extension Premise {
    fileprivate func isThere(_ binding: ArraySlice<UInt64>) -> Bool {
        guard let condition else { return true }
        return condition.contains { binding[binding.startIndex + $0] != TermID.none.rawValue }
    }
}
