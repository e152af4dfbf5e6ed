import Language

/// Which variables occur where.
enum ReferenceNames {
    /// The variables of a formula; those inside the braces of aggregates only where `inGroups`.
    static func of(_ formula: Formula, inGroups: Bool) -> Set<String> {
        switch formula {
        case .and(let parts), .or(let parts):
            return parts.reduce(into: []) { $0.formUnion(of($1, inGroups: inGroups)) }
        case .literal(let literal):
            switch literal.kind {
            case .atom(let atom): return of(atom, inGroups: inGroups)
            case .not(let inner), .optional(let inner): return of(inner, inGroups: inGroups)
            default: return expressions(literal).reduce(into: []) { $0.formUnion(of($1, inGroups: inGroups)) }
            }
        }
    }

    static func of(_ atom: Atom, inGroups: Bool) -> Set<String> {
        expressions(atom).reduce(into: []) { $0.formUnion(of($1, inGroups: inGroups)) }
    }

    static func of(_ expression: Expression, inGroups: Bool) -> Set<String> {
        switch expression.kind {
        case .variable(let name): return [name]
        case .negation(let inner): return of(inner, inGroups: inGroups)
        case .arithmetic(_, let left, let right):
            return of(left, inGroups: inGroups).union(of(right, inGroups: inGroups))
        case .call(_, _, let arguments):
            return arguments.reduce(into: []) { $0.formUnion(of($1, inGroups: inGroups)) }
        case .aggregate(let aggregate):
            guard let body = aggregate.body else {
                return (aggregate.arguments + aggregate.per).reduce(into: []) {
                    $0.formUnion(of($1, inGroups: inGroups))
                }
            }
            return inGroups ? of(body, inGroups: true) : []
        case .constant, .entity, .wildcard, .parameter: return []
        }
    }

    static func expressions(_ atom: Atom) -> [Expression] {
        atom.arguments + (atom.qualifiers ?? []).map(\.value) + [atom.statementVariable, atom.date].compactMap { $0 }
    }

    /// The expressions of a comparison or a membership.
    static func expressions(_ literal: Literal) -> [Expression] {
        switch literal.kind {
        case .comparison(_, let left, let right): [left, right]
        case .memberOfList(let member, let list): [member] + list
        case .memberOfRange(let member, let lower, let upper): [member, lower, upper]
        default: []
        }
    }

    static func hasAggregate(_ expression: Expression) -> Bool {
        switch expression.kind {
        case .aggregate: true
        case .negation(let inner): hasAggregate(inner)
        case .arithmetic(_, let left, let right): hasAggregate(left) || hasAggregate(right)
        case .call(_, _, let arguments): arguments.contains { hasAggregate($0) }
        default: false
        }
    }

    /// The columns of a question: named variables in order of appearance, without those that only a negation or a
    /// group has.
    static func columns(_ formula: Formula) -> [String] {
        var found: [String] = []
        func visit(_ formula: Formula) {
            switch formula {
            case .and(let parts), .or(let parts): parts.forEach(visit)
            case .literal(let literal):
                switch literal.kind {
                case .not: break
                case .optional(let inner): visit(inner)
                case .atom(let atom): for expression in expressions(atom) { add(expression) }
                default: for expression in expressions(literal) { add(expression) }
                }
            }
        }
        func add(_ expression: Expression) {
            switch expression.kind {
            case .variable(let name): if !name.hasPrefix("_"), !found.contains(name) { found.append(name) }
            case .negation(let inner): add(inner)
            case .arithmetic(_, let left, let right):
                add(left)
                add(right)
            case .call(_, _, let arguments): arguments.forEach(add)
            default: break
            }
        }
        visit(formula)
        return found
    }
}
