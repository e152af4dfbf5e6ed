import Terms

/// A question or a head that computes with aggregates, as `select B, sum(V) / count as mean`: a relation of its own holds
/// the groups with their aggregates, and the rows are computed from it. A variable outside of the aggregates groups.
struct Composition {
    /// The head of the relation of groups.
    private(set) var groups: [HeadArgument] = []
    /// What is computed from it: variables are the places of `groups`.
    private(set) var rows: [ResolvedExpression] = []

    /// Whether an expression computes with an aggregate that has no group of its own.
    static func isNeeded(for expression: Expression) -> Bool {
        if case .aggregate = expression.kind { return false }
        return hasAggregate(expression)
    }

    private static func hasAggregate(_ expression: Expression) -> Bool {
        switch expression.kind {
        case .aggregate(let aggregate): aggregate.body == nil
        case .negation(let inner): hasAggregate(inner)
        case .arithmetic(_, let left, let right): hasAggregate(left) || hasAggregate(right)
        case .call(_, _, let arguments): arguments.contains { hasAggregate($0) }
        default: false
        }
    }

    /// Takes a column that the groups give as it is.
    mutating func add(_ argument: HeadArgument) { rows.append(place(argument)) }

    private mutating func place(_ argument: HeadArgument) -> ResolvedExpression {
        groups.append(argument)
        return .variable(groups.count - 1)
    }

    /// Takes a column that is computed from aggregates; false where a mistake was reported.
    mutating func add(
        _ expression: Expression, _ resolver: Resolver, _ scope: RuleScope, _ extra: inout [ResolvedLiteral]
    ) -> Bool {
        guard let computed = compute(expression, resolver, scope, &extra) else { return false }
        rows.append(computed)
        return true
    }

    private mutating func compute(
        _ expression: Expression, _ resolver: Resolver, _ scope: RuleScope, _ extra: inout [ResolvedLiteral]
    ) -> ResolvedExpression? {
        guard Composition.hasAggregate(expression) else {
            guard let plain = resolver.resolve(expression, scope, &extra, expecting: nil) else { return nil }
            if case .constant = plain { return plain }
            return place(.expression(plain))
        }
        switch expression.kind {
        case .aggregate(let aggregate):
            return resolver.resolveHeadAggregate(aggregate, scope, expression.range).map { place(.aggregate($0)) }
        case .negation(let inner): return compute(inner, resolver, scope, &extra).map { .negation($0) }
        case .arithmetic(let op, let left, let right):
            guard let first = compute(left, resolver, scope, &extra),
                let second = compute(right, resolver, scope, &extra)
            else { return nil }
            return .arithmetic(op, first, second)
        case .call(let name, let nameRange, let arguments):
            guard let function = resolver.function(name, arguments.count, nameRange, expression.range) else {
                return nil
            }
            var values: [ResolvedExpression] = []
            for argument in arguments {
                guard let value = compute(argument, resolver, scope, &extra) else { return nil }
                values.append(value)
            }
            return .call(function, values)
        default: return nil
        }
    }

    /// The rule that computes the rows of `head` from the relation of groups.
    func rule(
        for head: RelationID, from relation: RelationID, author: ResolvedRule.Author, range: SourceRange,
        argumentRanges: [SourceRange]
    ) -> ResolvedRule {
        var rule = ResolvedRule(
            head: head, arguments: rows.map { .expression($0) },
            variables: groups.map { _ in ResolvedRule.Variable(name: nil, range: nil) },
            body: [
                Conjunction(literals: [
                    .atom(
                        ResolvedAtom(
                            relation: relation, arguments: groups.indices.map { .variable($0) }, range: range))
                ])
            ], author: author, range: range)
        rule.argumentRanges = argumentRanges
        return rule
    }
}
