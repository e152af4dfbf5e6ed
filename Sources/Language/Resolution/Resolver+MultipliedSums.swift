import Terms

/// Warns of sums to which one value may contribute several times, because a literal beside it has several matches.
extension Resolver {
    func warnOfMultipliedSums(_ rule: ResolvedRule) {
        var plain: Set<Int> = []
        for case .expression(let expression) in rule.arguments { plain.formUnion(expression.variables) }
        for case .aggregate(let aggregate) in rule.arguments {
            check(aggregate, over: rule.body, groupedBy: plain, rule)
        }
        for conjunction in rule.body {
            for (position, literal) in conjunction.literals.enumerated() {
                guard case .aggregate(_, let aggregate, let group, _) = literal else { continue }
                var outside = plain
                for (other, literal) in conjunction.literals.enumerated() where other != position {
                    outside.formUnion(literal.variables)
                }
                check(aggregate, over: group, groupedBy: outside, rule)
            }
        }
    }

    private func check(
        _ aggregate: ResolvedAggregate, over body: [Conjunction], groupedBy grouping: Set<Int>, _ rule: ResolvedRule
    ) {
        guard aggregate.function == .sum, aggregate.per.isEmpty else { return }
        for conjunction in body {
            let summed = conjunction.sources(of: aggregate.variables)
            let holders = conjunction.literals.filter { literal in
                if case .atom(let atom) = literal { return !atom.variables.isDisjoint(with: summed) }
                return false
            }
            guard !holders.isEmpty else { continue }
            let named = conjunction.boundVariables.filter { rule.variables[$0].name != nil }
            var loose: Set<Int>?
            for holder in holders {
                let determined = determined(by: holder.variables.union(grouping), in: conjunction)
                let rest = named.subtracting(determined)
                if rest.isEmpty {
                    loose = nil
                    break
                }
                if loose == nil { loose = rest }
            }
            guard let variable = loose?.min(), let name = rule.variables[variable].name else { continue }
            let key = holders.first.flatMap { literal -> String? in
                guard case .atom(let atom) = literal else { return nil }
                return atom.arguments.lazy.compactMap { argument -> String? in
                    guard case .variable(let number) = argument, !aggregate.variables.contains(number) else {
                        return nil
                    }
                    return rule.variables[number].name
                }.first
            }
            let text = aggregate.range.text
            let inside = text.dropFirst(4).prefix { $0 != ")" }
            report(
                .multipliedSum, "what is summed counts once for each '\(name)'", at: aggregate.range,
                severity: .warning,
                notes: key.map { [.init("to count it once for each '\($0)', write sum(\(inside) per \($0))")] } ?? [])
            return
        }
    }

    /// The variables that have one value where the given ones have: by equations, and by relations with one value.
    private func determined(by start: Set<Int>, in conjunction: Conjunction) -> Set<Int> {
        var known = start
        var changed = true
        while changed {
            let before = known.count
            for literal in conjunction.literals {
                switch literal {
                case .comparison(.equal, .variable(let number), let value, _) where value.variables.isSubset(of: known):
                    known.insert(number)
                case .comparison(.equal, let value, .variable(let number), _) where value.variables.isSubset(of: known):
                    known.insert(number)
                case .aggregate(let variable, let aggregate, _, _):
                    switch aggregate.function {
                    case .argmax, .argmin: break
                    default: known.insert(variable)
                    }
                case .atom(let atom) where atom.arguments.count == 2 && atom.statement == nil:
                    guard case .variable(let value) = atom.arguments[1], hasOneValue(program[atom.relation].name)
                    else { continue }
                    switch atom.arguments[0] {
                    case .constant: known.insert(value)
                    case .variable(let subject): if known.contains(subject) { known.insert(value) }
                    case .wildcard: break
                    }
                default: break
                }
            }
            changed = known.count > before
        }
        return known
    }

    private func hasOneValue(_ relation: String) -> Bool {
        schema.relations[relation]?.isOne == true
    }
}

extension Conjunction {
    /// The variables themselves and those that equations compute them from.
    fileprivate func sources(of variables: Set<Int>) -> Set<Int> {
        var found = variables
        var changed = true
        while changed {
            let before = found.count
            for case .comparison(.equal, let left, let right, _) in literals {
                if case .variable(let number) = left, found.contains(number) { found.formUnion(right.variables) }
                if case .variable(let number) = right, found.contains(number) { found.formUnion(left.variables) }
            }
            changed = found.count > before
        }
        return found
    }

    /// Variables that a literal may bind to several values.
    fileprivate var boundVariables: Set<Int> {
        var found: Set<Int> = []
        for literal in literals {
            switch literal {
            case .atom(let atom): found.formUnion(atom.variables)
            case .memberOfList(.variable(let number), _, _), .memberOfRange(.variable(let number), _, _, _):
                found.insert(number)
            default: break
            }
        }
        return found
    }
}
