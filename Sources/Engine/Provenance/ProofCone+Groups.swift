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
        try premiseLiterals(number, binding[...]).map { place in
            let literal = plans[number].body.literals[place]
            if case .atom(let atom) = literal { return try premise(atom, binding) }
            return groupNode(number, place, literal.variables, binding)
        }
    }

    /// Which literals of a body have a premise, under a binding.
    func premiseLiterals(_ number: Int, _ binding: ArraySlice<UInt64>) -> [Int] {
        let literals = plans[number].body.literals
        return literals.indices.filter { place in
            switch literals[place] {
            case .atom, .aggregate: return true
            case .optional:
                let outside = literals.indices.reduce(into: Set<Int>()) {
                    if $1 != place { $0.formUnion(literals[$1].variables) }
                }
                return literals[place].variables.subtracting(outside).contains {
                    binding[binding.startIndex + $0] != TermID.none.rawValue
                }
            default: return false
            }
        }
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
        let values = known.map { binding[$0] } + (result.map { [binding[$0]] } ?? [])
        return queued(.init(kind: .group, site: site, values: values))
    }

    private func premise(_ atom: ResolvedAtom, _ binding: [UInt64]) throws -> Int {
        let values = try atom.arguments.map { try value($0, binding) }
        guard let pattern = atom.statement, let variable = pattern.variable else {
            return try node(of: values, in: atom.relation)
        }
        var all = values + [binding[variable], try pattern.date.map { try value($0, binding) } ?? 0]
        for (name, argument) in pattern.qualifiers where Schema.evidenceQualifiers.contains(name) {
            all += [try evaluation.terms.id(of: .entity(name)), try value(argument, binding)]
        }
        return leafNode(.init(kind: .statement, site: atom.relation.index, values: all))
    }

    func value(_ argument: ResolvedArgument, _ binding: [UInt64]) throws -> UInt64 {
        switch argument {
        case .constant(let term): try evaluation.terms.id(of: term)
        case .variable(let slot): binding[slot]
        case .wildcard: TermID.none.rawValue
        }
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
            var collected = Contributions(self, aggregate.function)
            for plan in try plans(number, group, value + measure) {
                try run(plan, nodes) { node, binding, values in
                    try collected.add(
                        to: node, plan, binding, key: named.map { binding[$0] }, values,
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
            add(
                try BodyPlan(
                    evaluation, rule: plans[key.plan].rule, alternative: plans[key.plan].alternative, alternative,
                    bound: key.known, values: values))
        }
        groupPlans[number] = made
        return made
    }
}
