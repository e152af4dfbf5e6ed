import Terms

/// Updates: facts and rules that change what is stored, for good or for one question.
extension Resolver {
    /// Makes the relation of an assumption known where nothing else does.
    func assume(_ statement: Statement) {
        let head: Atom
        switch statement.kind {
        case .clause(let clause) where clause.body == nil: head = clause.head
        case .update(let update) where !update.withdraws: head = update.clause.head
        default: return
        }
        if storesFacts {
            registerStored(head)
            return
        }
        guard let name = canonical(head.name), derived[name] == nil, storedArity(name) == nil else { return }
        if (1...2).contains(head.arguments.count) {
            assumedArities[name] = head.arguments.count
        } else {
            register(head.name, arity: head.arguments.count)
        }
    }

    /// Makes a relation one of the store; facts of a load have one or two arguments.
    func registerStored(_ head: Atom) {
        let arity = head.arguments.count
        guard let name = canonical(head.name) else { return }
        if let known = derived[name]?.arity ?? storedArity(name), known != arity {
            let notes = derived[name]?.range.map { [Diagnostic.Note("it has \(arguments(known)) here", at: $0)] } ?? []
            report(
                .wrongArity, "'\(name)' has \(arguments(arity)) here and \(arguments(known)) elsewhere",
                at: head.name.range, notes: notes)
        } else if !(1...2).contains(arity) {
            report(
                .notBinary, "a stored fact has one or two arguments; '\(name)' has \(arity)", at: head.name.range,
                notes: [.init("what takes part in more roles is an entity, with a relation for each role")])
        } else if storedArity(name) == nil {
            assumedArities[name] = arity
        }
    }

    /// A fact, `-fact.`, `+r(…) :- body.` or `-r(…) :- body.` that is no part of the program itself; nil where a
    /// mistake was reported.
    func update(_ statement: Statement) -> ResolvedUpdate? {
        let before = diagnostics.count
        let found: ResolvedUpdate?
        switch statement.kind {
        case .clause(let clause):
            if clause.body != nil {
                report(
                    .misplacedClause, "a rule between the braces of 'what if' says what it does", at: statement.range,
                    notes: [.init("write '+' before it to assume all that it derives, '-' to leave that out")])
                return nil
            }
            found = fact(clause, withdraws: false, at: statement.range)
        case .update(let update) where update.clause.body == nil:
            found = fact(update.clause, withdraws: update.withdraws, at: statement.range)
        case .update(let update): found = rule(update, at: statement.range)
        default: return nil
        }
        return diagnostics[before...].contains { $0.severity == .error } ? nil : found
    }

    /// The relation of the program that facts of this name belong to, nil where they are stored; the outer nil means
    /// that a mistake was reported.
    private func target(_ head: Atom, _ name: String, withdraws: Bool) -> (relation: RelationID?, Void)? {
        let arity = head.arguments.count
        guard let id = relation(name, arity: arity, at: head.name.range) else { return nil }
        if storedArity(name) != nil { return (nil, ()) }
        let isStated = statedNames.contains(name) || program.inputs.contains { $0.relation == id }
        if withdraws, !isStated, rules(of: id) {
            report(
                .misplacedClause, "'\(name)' is derived by rules: only stored facts can be withdrawn",
                at: head.name.range, notes: [.init("withdraw the facts that it rests on")])
            return nil
        }
        return (id, ())
    }

    private func rules(of relation: RelationID) -> Bool { program.rules.contains { $0.head == relation } }

    private func fact(_ clause: Clause, withdraws: Bool, at range: SourceRange) -> ResolvedUpdate? {
        guard let name = canonical(clause.head.name), hasPlainHead(clause.head),
            let target = target(clause.head, name, withdraws: withdraws), let parts = fact(clause)
        else { return nil }
        return .fact(
            FactUpdate(
                withdraws: withdraws, name: name, arguments: parts.arguments, qualifiers: parts.qualifiers,
                relation: target.relation, range: range))
    }

    private func hasPlainHead(_ head: Atom) -> Bool {
        if head.closure == .none, head.date == nil, head.statementVariable == nil { return true }
        report(.misplacedQualifiers, "a head has no '+', '*', '@' or 'as'", at: head.range)
        return false
    }

    private func rule(_ update: Update, at range: SourceRange) -> ResolvedUpdate? {
        let head = update.clause.head
        guard let name = canonical(head.name), hasPlainHead(head), let body = update.clause.body,
            let target = target(head, name, withdraws: update.withdraws)
        else { return nil }
        let scope = RuleScope()
        var bodyNames: [String] = []
        VariableNames.of(body, insideGroups: false, into: &bodyNames)
        VariableNames.of(head, false, &bodyNames)
        outerNames = Set(bodyNames)
        let types = argumentTypes(name)
        var extra: [ResolvedLiteral] = []
        var columns: [HeadArgument] = []
        for (position, argument) in head.arguments.enumerated() {
            if case .wildcard = argument.kind {
                report(
                    .unboundVariable, "'_' in the head of a rule has no value", at: argument.range,
                    notes: [.init("name a variable that the body binds")])
                return nil
            }
            let type = types.indices.contains(position) ? types[position] : nil
            guard let column = selected(argument, scope, &extra, expecting: type) else { return nil }
            columns.append(column)
        }
        var qualifiers: [String] = []
        for qualifier in head.qualifiers ?? [] {
            guard let key = canonical(qualifier.name), isKnown(key, qualifier.name.range, on: name),
                let column = selected(
                    qualifier.value, scope, &extra, expecting: schema.type(ofQualifier: key, on: name))
            else { return nil }
            qualifiers.append(key)
            columns.append(column)
        }
        guard let alternatives = resolve(body, scope) else { return nil }
        ruleNumber += 1
        let relation = add(
            "update \(ruleNumber)", ResolvedRelation(name: name, arity: columns.count, origin: .derived))
        var rule = ResolvedRule(
            head: relation, arguments: columns, variables: scope.variables,
            body: alternatives.map { Conjunction(literals: $0.literals + extra, $0, Conjunction()) }, author: .goal,
            range: head.range)
        finish(&rule)
        guard checkSafety(&rule, of: "the update of '\(name)'") else { return nil }
        warnOfMultipliedSums(rule)
        warnOfUnlikeValues(rule)
        program.rules.append(rule)
        let names = (0..<head.arguments.count).map { "c\($0 + 1)" } + qualifiers
        let goal = ResolvedGoal(
            name: nil, relation: relation, columns: names.map { .init(name: $0) }, order: [], limit: nil, offset: 0,
            asOf: nil, isYesNo: false, destination: nil, documentation: nil, range: range)
        return .rule(
            RuleUpdate(
                withdraws: update.withdraws, name: name, arity: head.arguments.count, qualifiers: qualifiers,
                relation: target.relation, goal: goal, range: range))
    }

    private func isKnown(_ qualifier: String, _ range: SourceRange, on name: String) -> Bool {
        guard schema.relations[name] != nil, schema.type(ofQualifier: qualifier, on: name) == nil else { return true }
        reportUnknown(qualifier: qualifier, on: name, at: range)
        return false
    }

    func reportUnknown(qualifier: String, on relation: String, at range: SourceRange) {
        let known = (schema.relations[relation]?.qualifiers.map(\.name) ?? []) + Schema.builtInQualifiers.keys
        let hint = Spelling.suggestion(for: qualifier, among: known)
        report(.unknownQualifier, "'\(relation)' has no qualifier '\(qualifier)'\(hint)", at: range)
    }
}
