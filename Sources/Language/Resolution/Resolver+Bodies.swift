import Terms

/// Bodies: formulas become alternatives of literals that hold together.
extension Resolver {
    /// The most alternatives that nested `or` may multiply to.
    private static let greatestAlternatives = 512

    /// The most conditions that a body may have.
    private static let greatestConditions = 512

    /// The alternatives of a formula; nil where a mistake was reported.
    func resolve(_ formula: Formula, _ scope: RuleScope) -> [Conjunction]? {
        switch formula {
        case .literal(let literal): return resolve(literal, scope)
        case .and(let parts):
            guard parts.count <= Resolver.greatestConditions else {
                report(
                    .nestingTooDeep, "a body has more than \(Resolver.greatestConditions) conditions",
                    at: range(of: parts[Resolver.greatestConditions]),
                    notes: [.init("make rules of their own of parts of it")])
                return nil
            }
            var product = [Conjunction()]
            var failed = false
            for part in parts {
                guard let alternatives = resolve(part, scope) else {
                    failed = true
                    continue
                }
                guard product.count * alternatives.count <= Resolver.greatestAlternatives else {
                    report(
                        .nestingTooDeep, "the 'or's of this rule multiply to more than 512 alternatives",
                        at: range(of: part), notes: [.init("make a rule of its own of one of them")])
                    return nil
                }
                product = product.flatMap { before in
                    alternatives.map { Conjunction(literals: before.literals + $0.literals, $0, before) }
                }
            }
            return failed ? nil : product
        case .or(let parts):
            var all: [Conjunction] = []
            var failed = false
            for part in parts {
                if let alternatives = resolve(part, scope) { all += alternatives } else { failed = true }
            }
            guard all.count <= Resolver.greatestAlternatives * 8 else {
                report(.nestingTooDeep, "too many alternatives in one rule", at: range(of: formula))
                return nil
            }
            return failed ? nil : all
        }
    }

    private func range(of formula: Formula) -> SourceRange? {
        switch formula {
        case .literal(let literal): literal.range
        case .and(let parts), .or(let parts): parts.first.flatMap { range(of: $0) }
        }
    }

    private func resolve(_ literal: Literal, _ scope: RuleScope) -> [Conjunction]? {
        var extra: [ResolvedLiteral] = []
        func alone(_ resolved: ResolvedLiteral) -> [Conjunction] { [Conjunction(literals: extra + [resolved])] }
        switch literal.kind {
        case .atom(let atom): return resolve(atom, scope)
        case .not(let inner):
            guard let group = resolve(inner, scope) else { return nil }
            return [Conjunction(literals: [.negation(group, literal.range)])]
        case .optional(let inner):
            guard let group = resolve(inner, scope) else { return nil }
            return [Conjunction(literals: [.optional(group, literal.range)])]
        case .comparison(let comparison, let left, let right):
            guard let first = resolve(left, scope, &extra, expecting: nil),
                let second = resolve(right, scope, &extra, expecting: nil)
            else { return nil }
            return alone(.comparison(comparison, first, second, literal.range))
        case .memberOfList(let member, let list):
            guard let first = resolve(member, scope, &extra, expecting: nil) else { return nil }
            var elements: [ResolvedExpression] = []
            for element in list {
                guard let resolved = resolve(element, scope, &extra, expecting: nil) else { return nil }
                elements.append(resolved)
            }
            return alone(.memberOfList(first, elements, literal.range))
        case .memberOfRange(let member, let lower, let upper):
            guard let first = resolve(member, scope, &extra, expecting: nil),
                let low = resolve(lower, scope, &extra, expecting: nil),
                let high = resolve(upper, scope, &extra, expecting: nil)
            else { return nil }
            return alone(.memberOfRange(first, low, high, literal.range))
        }
    }

    private func resolve(_ atom: Atom, _ scope: RuleScope) -> [Conjunction]? {
        guard let name = canonical(atom.name) else { return nil }
        var extra: [ResolvedLiteral] = []
        if let test = Function(rawValue: name), test.isTest, derived[name] == nil, storedArity(name) == nil {
            return resolveTest(test, atom, scope)
        }
        let arity = atom.arguments.count
        let found: RelationID?
        let isQuery = derived[name] == nil && storedArity(name) == nil && savedQueries[name] != nil
        if isQuery, atom.closure == .none {
            found = queryRelation(name, arity: arity, atom.qualifiers ?? [], at: atom.name.range)
        } else if atom.closure == .none {
            found = relation(name, arity: arity, at: atom.name.range)
        } else if arity != 2 {
            report(.notBinary, "'+' and '*' stand behind a relation of two arguments", at: atom.range)
            return nil
        } else {
            found = closure(of: name, at: atom.name.range)
        }
        let types = argumentTypes(name)
        var resolved: [ResolvedArgument] = []
        var failed = found == nil
        for (position, argument) in atom.arguments.enumerated() {
            let expected = types.indices.contains(position) ? types[position] : nil
            if let one = self.argument(argument, scope, &extra, expecting: expected) {
                resolved.append(one)
            } else {
                failed = true
            }
        }
        var described = atom
        if isQuery { described.qualifiers = nil }
        guard let pattern = statementPattern(described, name, scope, &extra) else { return nil }
        guard !failed, let id = found else { return nil }
        let literal = ResolvedAtom(relation: id, arguments: resolved, statement: pattern.pattern, range: atom.range)
        if pattern.pattern != nil {
            guard isStatementSource(id, name), atom.closure == .none else {
                report(
                    .misplacedQualifiers, "only stored relations and facts have qualifiers, and '\(name)' is a rule",
                    at: atom.range)
                return nil
            }
        }
        let plain = Conjunction(literals: extra + [.atom(literal)])
        guard atom.closure == .reflexive else { return [plain] }
        guard let all = nodes(of: name, at: atom.name.range) else { return nil }
        return [plain, reflexive(resolved, all, extra, atom.range)]
    }

    /// The alternative of `r*(X, Y)` in which both ends are the same.
    private func reflexive(
        _ ends: [ResolvedArgument], _ nodes: RelationID, _ extra: [ResolvedLiteral], _ range: SourceRange
    ) -> Conjunction {
        func expression(_ argument: ResolvedArgument) -> ResolvedExpression? {
            switch argument {
            case .variable(let number): .variable(number)
            case .constant(let term): .constant(term)
            case .wildcard: nil
            }
        }
        var result = Conjunction(literals: extra)
        switch (expression(ends[0]), expression(ends[1])) {
        case (let left?, let right?):
            result.literals.append(.comparison(.equal, left, right, range))
            if case .variable(let number) = left { result.fallbacks.append((number, nodes)) }
        case (.some(.variable(let number)), nil), (nil, .some(.variable(let number))):
            result.fallbacks.append((number, nodes))
        case (nil, nil):
            result.literals.append(.atom(ResolvedAtom(relation: nodes, arguments: [.wildcard], range: range)))
        default: break
        }
        return result
    }

    /// Whether statements of the relation can be asked for: it is stored, or the program states facts of it.
    private func isStatementSource(_ id: RelationID, _ name: String) -> Bool {
        if program[id].isStored { return true }
        return storedArity(name) != nil || statedNames.contains(name)
    }

    /// The pattern of braces, `as` and `@`; the outer nil means that a mistake was reported.
    private func statementPattern(
        _ atom: Atom, _ name: String, _ scope: RuleScope, _ extra: inout [ResolvedLiteral]
    ) -> (pattern: StatementPattern?, Void)? {
        guard atom.qualifiers != nil || atom.statementVariable != nil || atom.date != nil else { return (nil, ()) }
        var pattern = StatementPattern()
        for qualifier in atom.qualifiers ?? [] {
            guard let key = canonical(qualifier.name) else { return nil }
            let type = schema.type(ofQualifier: key, on: name)
            if type == nil, schema.relations[name] != nil {
                let known = (schema.relations[name]?.qualifiers.map(\.name) ?? []) + Schema.builtInQualifiers.keys
                let hint = Spelling.suggestion(for: key, among: known)
                report(
                    .unknownQualifier, "'\(name)' has no qualifier '\(key)'\(hint)", at: qualifier.name.range)
                return nil
            }
            guard let value = argument(qualifier.value, scope, &extra, expecting: type) else { return nil }
            pattern.qualifiers.append((key, value))
        }
        if let variable = atom.statementVariable {
            guard case .variable(let number)? = argument(variable, scope, &extra, expecting: nil) else { return nil }
            pattern.variable = number
        }
        if let date = atom.date {
            guard let value = argument(date, scope, &extra, expecting: .date) else { return nil }
            pattern.date = value
        }
        return (pattern, ())
    }

    private func resolveTest(_ test: Function, _ atom: Atom, _ scope: RuleScope) -> [Conjunction]? {
        guard test.arity.contains(atom.arguments.count) else {
            report(
                .wrongArgumentCount,
                "'\(test.rawValue)' takes \(test.arityText), not \(atom.arguments.count)",
                at: atom.range)
            return nil
        }
        guard checkPattern(of: test, atom.arguments) else { return nil }
        var extra: [ResolvedLiteral] = []
        var values: [ResolvedExpression] = []
        for argument in atom.arguments {
            guard let value = resolve(argument, scope, &extra, expecting: nil) else { return nil }
            values.append(value)
        }
        return [Conjunction(literals: extra + [.test(test, values, atom.range)])]
    }
}

extension Conjunction {
    /// A conjunction of literals that keeps the fallbacks of its parts.
    init(literals: [ResolvedLiteral], _ first: Conjunction, _ second: Conjunction) {
        self.literals = literals
        fallbacks = second.fallbacks + first.fallbacks
    }
}
