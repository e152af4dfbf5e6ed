import Terms

/// Expressions and arguments of atoms.
extension Resolver {
    /// An argument of an atom. What is computed becomes a variable with an equation in `extra`.
    func argument(
        _ expression: Expression, _ scope: RuleScope, _ extra: inout [ResolvedLiteral], expecting type: ValueType?
    ) -> ResolvedArgument? {
        switch expression.kind {
        case .wildcard: return .wildcard
        case .variable(let name): return .variable(scope.variable(named: name, at: expression.range))
        default: break
        }
        guard let resolved = resolve(expression, scope, &extra, expecting: type) else { return nil }
        switch resolved {
        case .constant(let term): return .constant(term)
        case .variable(let number): return .variable(number)
        default:
            let number = scope.fresh(range: expression.range)
            extra.append(.comparison(.equal, .variable(number), resolved, expression.range))
            return .variable(number)
        }
    }

    /// An expression; literals that it needs, as for a body aggregate, are appended to `extra`.
    func resolve(
        _ expression: Expression, _ scope: RuleScope, _ extra: inout [ResolvedLiteral], expecting type: ValueType?
    ) -> ResolvedExpression? {
        switch expression.kind {
        case .constant, .entity, .parameter:
            return literalTerm(expression, expecting: type).map { .constant($0) }
        case .wildcard:
            report(.unboundVariable, "'_' has no value here", at: expression.range)
            return nil
        case .variable(let name): return .variable(scope.variable(named: name, at: expression.range))
        case .negation(let inner):
            if let term = literalTerm(expression, expecting: nil) { return .constant(term) }
            return resolve(inner, scope, &extra, expecting: nil).map { .negation($0) }
        case .arithmetic(let op, let left, let right):
            guard let first = resolve(left, scope, &extra, expecting: nil),
                let second = resolve(right, scope, &extra, expecting: nil)
            else { return nil }
            return .arithmetic(op, first, second)
        case .call(let name, let nameRange, let arguments):
            if let term = literalTerm(expression, expecting: type) { return .constant(term) }
            guard let function = function(name, arguments.count, nameRange, expression.range) else { return nil }
            guard checkPattern(of: function, arguments) else { return nil }
            var values: [ResolvedExpression] = []
            for argument in arguments {
                guard let value = resolve(argument, scope, &extra, expecting: nil) else { return nil }
                values.append(value)
            }
            return .call(function, values)
        case .aggregate(let aggregate):
            guard let body = aggregate.body else {
                report(
                    .misplacedAggregate,
                    "an aggregate stands in a head, in 'select', or has a group: \(aggregate.function.rawValue) { … }",
                    at: expression.range)
                return nil
            }
            return resolve(aggregate, over: body, scope, &extra, expression.range)
        }
    }

    /// A function by name that takes so many arguments; nil, with a diagnostic, where there is none.
    func function(_ name: String, _ count: Int, _ nameRange: SourceRange, _ range: SourceRange) -> Function? {
        guard let function = Function(rawValue: name) else {
            if derived[name] != nil || storedArity(name) != nil {
                report(
                    .unknownFunction, "'\(name)' is a relation, and cannot stand inside the arguments of another",
                    at: nameRange, notes: [.init("make it a condition of its own, and share a variable with it")])
                return nil
            }
            let hint = Spelling.suggestion(for: name, among: Function.allCases.map(\.rawValue))
            report(.unknownFunction, "function '\(name)' is not known\(hint)", at: nameRange)
            return nil
        }
        guard function.arity.contains(count) else {
            report(.wrongArgumentCount, "'\(name)' takes \(function.arityText), not \(count)", at: range)
            return nil
        }
        return function
    }

    /// `sum(V per L)` in a head or in `select`.
    func resolveHeadAggregate(_ aggregate: Aggregate, _ scope: RuleScope, _ range: SourceRange) -> ResolvedAggregate? {
        var extra: [ResolvedLiteral] = []
        let resolved = resolveParts(aggregate, scope, &extra, range)
        guard extra.isEmpty else {
            report(.misplacedAggregate, "an aggregate cannot stand inside another", at: range)
            return nil
        }
        return resolved
    }

    private func resolveParts(
        _ aggregate: Aggregate, _ scope: RuleScope, _ extra: inout [ResolvedLiteral], _ range: SourceRange
    ) -> ResolvedAggregate? {
        let name = aggregate.function.rawValue
        let expected: ClosedRange<Int> =
            switch aggregate.function {
            case .count: 0...1
            case .argmax, .argmin: 2...2
            default: 1...1
            }
        guard expected.contains(aggregate.arguments.count) else {
            let wants = expected.count == 1 ? "\(expected.lowerBound)" : "at most \(expected.upperBound)"
            report(
                .wrongArgumentCount, "'\(name)' takes \(wants) arguments, not \(aggregate.arguments.count)", at: range)
            return nil
        }
        var arguments: [ResolvedExpression] = []
        for argument in aggregate.arguments {
            guard let value = resolve(argument, scope, &extra, expecting: nil) else { return nil }
            arguments.append(value)
        }
        var per: [ResolvedExpression] = []
        for expression in aggregate.per {
            guard let value = resolve(expression, scope, &extra, expecting: nil) else { return nil }
            per.append(value)
        }
        return ResolvedAggregate(function: aggregate.function, arguments: arguments, per: per, range: range)
    }

    /// `sum(V) { body }`: a variable that an aggregate literal binds. Names that occur nowhere outside are the
    /// group's own.
    private func resolve(
        _ aggregate: Aggregate, over body: Formula, _ scope: RuleScope, _ extra: inout [ResolvedLiteral],
        _ range: SourceRange
    ) -> ResolvedExpression? {
        var inside: [String] = []
        VariableNames.of(body, insideGroups: false, into: &inside)
        for expression in aggregate.arguments + aggregate.per { VariableNames.of(expression, false, &inside) }
        let saved = outerNames
        defer { outerNames = saved }
        scope.openGroup(shared: Set(inside).intersection(saved), at: range)
        defer { scope.closeGroup() }
        outerNames.formUnion(inside)
        guard let group = resolve(body, scope) else { return nil }
        var inner: [ResolvedLiteral] = []
        guard let resolved = resolveParts(aggregate, scope, &inner, range) else { return nil }
        var seen: Set<String> = []
        let named = inside.filter { seen.insert($0).inserted }.map { scope.variable(named: $0, at: range) }
        let target = scope.fresh(range: range)
        let complete = group.map { Conjunction(literals: $0.literals + inner, $0, Conjunction()) }
        extra.append(.aggregate(variable: target, resolved, group: complete, named: named))
        return .variable(target)
    }
}
