import Terms

/// Which variables a body binds, and which ones it uses without binding them.
struct Safety {
    let variables: [ResolvedRule.Variable]

    /// The variables that literals bind, from those already bound, to the fixed point.
    func bound(by literals: [ResolvedLiteral], from start: Set<Int>) -> Set<Int> {
        var bound = start
        var changed = true
        while changed {
            let before = bound.count
            for literal in literals { bind(literal, &bound) }
            changed = bound.count != before
        }
        // Optional groups come after all else.
        for case .optional(let group, _) in literals { bound.formUnion(common(group, from: bound)) }
        return bound
    }

    private func common(_ group: [Conjunction], from bound: Set<Int>) -> Set<Int> {
        group.reduce(into: Set<Int>()) { $0.formUnion(self.bound(by: $1.literals, from: bound)) }
    }

    private func bind(_ literal: ResolvedLiteral, _ bound: inout Set<Int>) {
        switch literal {
        case .atom(let atom): for number in atom.variables { bound.insert(number) }
        case .comparison(.equal, let left, let right, _):
            if case .variable(let number) = left, right.variables.isSubset(of: bound) { bound.insert(number) }
            if case .variable(let number) = right, left.variables.isSubset(of: bound) { bound.insert(number) }
        case .memberOfList(.variable(let number), let list, _):
            if list.allSatisfy({ $0.variables.isSubset(of: bound) }) { bound.insert(number) }
        case .memberOfRange(.variable(let number), let lower, let upper, _):
            if lower.variables.union(upper.variables).isSubset(of: bound) { bound.insert(number) }
        case .aggregate(let variable, _, _, _): bound.insert(variable)
        default: break
        }
    }

    /// A variable that is used but not bound, with where.
    struct Unbound {
        let variable: Int
        let range: SourceRange?
    }

    /// What a conjunction uses without binding it. Variables of `needed` must be bound too; `outside` are those
    /// that occur elsewhere in the rule, so that a negation must not leave them open.
    func unbound(in conjunction: Conjunction, from start: Set<Int>, needed: Set<Int>, outside: Set<Int>) -> [Unbound] {
        let bound = bound(by: conjunction.literals, from: start)
        var missing: [Unbound] = []
        func require(_ used: Set<Int>, _ range: SourceRange?) {
            for number in used.subtracting(bound).sorted() {
                missing.append(
                    Unbound(
                        variable: number,
                        range: variables[number].name == nil ? range : variables[number].range ?? range))
            }
        }
        for (position, literal) in conjunction.literals.enumerated() {
            switch literal {
            case .atom(let atom):
                if case .variable(let number)? = atom.statement?.date { require([number], atom.range) }
            case .comparison(_, let left, let right, let range): require(left.variables.union(right.variables), range)
            case .memberOfList(let member, let list, let range):
                require(list.reduce(member.variables) { $0.union($1.variables) }, range)
            case .memberOfRange(let member, let lower, let upper, let range):
                require(member.variables.union(lower.variables).union(upper.variables), range)
            case .test(_, let values, let range): require(values.reduce([]) { $0.union($1.variables) }, range)
            case .negation(let group, _), .optional(let group, _):
                let elsewhere = self.elsewhere(conjunction, except: position).union(outside)
                for alternative in group {
                    var own = elsewhere
                    if case .optional = literal { own = [] }
                    missing += unbound(
                        in: alternative, from: bound, needed: own.intersection(alternative.variables),
                        outside: elsewhere)
                }
            case .aggregate(_, let aggregate, let group, _):
                let elsewhere = self.elsewhere(conjunction, except: position).union(outside)
                for alternative in group {
                    missing += unbound(
                        in: alternative, from: bound, needed: aggregate.variables, outside: elsewhere)
                }
            }
        }
        require(needed, nil)
        return missing
    }

    private func elsewhere(_ conjunction: Conjunction, except position: Int) -> Set<Int> {
        var found: Set<Int> = []
        for (other, literal) in conjunction.literals.enumerated() where other != position {
            found.formUnion(literal.variables)
        }
        return found
    }
}

extension ResolvedAtom {
    /// The variables that the atom binds.
    package var variables: Set<Int> {
        var found: Set<Int> = []
        for case .variable(let number) in arguments { found.insert(number) }
        for case .variable(let number) in statement?.qualifiers.map(\.value) ?? [] { found.insert(number) }
        if let number = statement?.variable { found.insert(number) }
        return found
    }
}

extension ResolvedExpression {
    package var variables: Set<Int> {
        switch self {
        case .constant: []
        case .variable(let number): [number]
        case .negation(let inner): inner.variables
        case .arithmetic(_, let left, let right): left.variables.union(right.variables)
        case .call(_, let arguments): arguments.reduce(into: []) { $0.formUnion($1.variables) }
        }
    }
}

extension ResolvedAggregate {
    package var variables: Set<Int> { (arguments + per).reduce(into: []) { $0.formUnion($1.variables) } }
}

extension Conjunction {
    package var variables: Set<Int> { literals.reduce(into: []) { $0.formUnion($1.variables) } }
}

extension ResolvedLiteral {
    /// Every variable that occurs in the literal, groups included.
    package var variables: Set<Int> {
        switch self {
        case .atom(let atom):
            if case .variable(let number)? = atom.statement?.date { return atom.variables.union([number]) }
            return atom.variables
        case .negation(let group, _), .optional(let group, _):
            return group.reduce(into: []) { $0.formUnion($1.variables) }
        case .comparison(_, let left, let right, _): return left.variables.union(right.variables)
        case .memberOfList(let member, let list, _): return list.reduce(member.variables) { $0.union($1.variables) }
        case .memberOfRange(let member, let lower, let upper, _):
            return member.variables.union(lower.variables).union(upper.variables)
        case .test(_, let values, _): return values.reduce(into: []) { $0.formUnion($1.variables) }
        case .aggregate(let variable, let aggregate, let group, _):
            return group.reduce(into: aggregate.variables.union([variable])) { $0.formUnion($1.variables) }
        }
    }
}

extension Resolver {
    /// Adds the nodes that `r*` ranges over where nothing else binds its ends.
    func finish(_ rule: inout ResolvedRule) {
        let safety = Safety(variables: rule.variables)
        for index in rule.body.indices where !rule.body[index].fallbacks.isEmpty {
            for (variable, nodes) in rule.body[index].fallbacks {
                // An optional group comes last and binds nothing for others.
                let literals = rule.body[index].literals.filter { if case .optional = $0 { false } else { true } }
                guard !safety.bound(by: literals, from: []).contains(variable) else { continue }
                let place = SourceRange(file: SourceFile(name: "", text: ""), start: 0, end: 0)
                rule.body[index].literals.append(
                    .atom(ResolvedAtom(relation: nodes, arguments: [.variable(variable)], range: rule.range ?? place)))
            }
            rule.body[index].fallbacks = []
        }
        separateAggregates(&rule)
    }

    /// Reports every variable of a rule that is used but not bound; true where there is none.
    func checkSafety(_ rule: inout ResolvedRule, of subject: String) -> Bool {
        let safety = Safety(variables: rule.variables)
        var needed: Set<Int> = []
        for argument in rule.arguments {
            switch argument {
            case .expression(let expression): needed.formUnion(expression.variables)
            case .aggregate(let aggregate):
                // In an aggregate a variable that an alternative lacks is passed over, but one must have it.
                needed.formUnion(aggregate.variables)
            }
        }
        var reported: Set<Int> = []
        for conjunction in rule.body {
            for missing in safety.unbound(in: conjunction, from: [], needed: needed, outside: needed)
            where reported.insert(missing.variable).inserted {
                let name = rule.variables[missing.variable].name
                let what = name.map { "variable '\($0)'" } ?? "a value"
                report(
                    .unboundVariable, "\(what) of \(subject) is not bound by a positive literal",
                    at: missing.range ?? rule.variables[missing.variable].range ?? rule.range,
                    notes: [
                        .init(
                            "every variable of a head, a comparison or a negation must occur in a relation that holds")
                    ])
            }
        }
        return reported.isEmpty
    }
}
