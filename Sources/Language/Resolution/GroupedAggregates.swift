import Terms

extension Resolver {
    /// Makes a relation of its own of each body aggregate whose group is not bound by the rest of the body: it then
    /// gives a row for every group, as in `T = sum(V) { lender(L, B), amount(L, V) }` with B bound nowhere else.
    func separateAggregates(_ rule: inout ResolvedRule) {
        let safety = Safety(variables: rule.variables)
        for alternative in rule.body.indices {
            // What one aggregate gives a row for binds nothing for another: the order of the two does not matter.
            let literals = rule.body[alternative].literals
            for position in literals.indices {
                guard case .aggregate(let target, let aggregate, let group, _) = literals[position] else { continue }
                var others = literals
                others.remove(at: position)
                let elsewhere = others.reduce(into: headVariables(rule)) { $0.formUnion($1.variables) }
                let inside = group.reduce(into: Set<Int>()) { $0.formUnion($1.variables) }
                let shared = inside.intersection(elsewhere)
                // An optional group comes last and binds nothing for others.
                others.removeAll { if case .optional = $0 { true } else { false } }
                guard !shared.isSubset(of: safety.bound(by: others, from: [])) else { continue }
                let columns = shared.sorted()
                ruleNumber += 1
                let name = "\(aggregate.function.rawValue) of \(program[rule.head].name)"
                let relation = add(
                    "group \(ruleNumber)", ResolvedRelation(name: name, arity: columns.count + 1, origin: .derived))
                var grouped = ResolvedRule(
                    head: relation, arguments: columns.map { .expression(.variable($0)) } + [.aggregate(aggregate)],
                    variables: rule.variables, body: group, author: rule.author, range: aggregate.range)
                guard checkSafety(&grouped, of: "the group of '\(aggregate.function.rawValue)'") else { continue }
                program.rules.append(grouped)
                rule.body[alternative].literals[position] = .atom(
                    ResolvedAtom(
                        relation: relation, arguments: (columns + [target]).map { .variable($0) },
                        range: aggregate.range))
            }
        }
    }

    private func headVariables(_ rule: ResolvedRule) -> Set<Int> {
        rule.arguments.reduce(into: []) { found, argument in
            switch argument {
            case .expression(let expression): found.formUnion(expression.variables)
            case .aggregate(let aggregate): found.formUnion(aggregate.variables)
            }
        }
    }
}
