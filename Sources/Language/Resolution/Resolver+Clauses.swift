import Terms

/// Facts and rules.
extension Resolver {
    func resolve(_ clause: Clause, author: ResolvedRule.Author) {
        guard let name = canonical(clause.head.name) else { return }
        guard let head = relation(name, arity: clause.head.arguments.count, at: clause.head.name.range) else { return }
        if clause.head.closure != .none || clause.head.date != nil || clause.head.statementVariable != nil {
            report(.misplacedQualifiers, "a head has no '+', '*', '@' or 'as'", at: clause.head.range)
            return
        }
        guard let body = clause.body else {
            resolveFact(clause.head, name, head)
            return
        }
        if let qualifiers = clause.head.qualifiers, !qualifiers.isEmpty {
            report(
                .notEvaluatedYet, "qualifiers in the head of a rule are not evaluated yet", at: clause.head.range)
            return
        }
        let scope = RuleScope()
        var bodyNames: [String] = []
        VariableNames.of(body, insideGroups: false, into: &bodyNames)
        outerNames = headNames(clause.head).union(bodyNames)
        let types = argumentTypes(name)
        var extra: [ResolvedLiteral] = []
        var headArguments: [HeadArgument] = []
        let computes = clause.head.arguments.contains { Composition.isNeeded(for: $0) }
        var composition = computes ? Composition() : nil
        for (position, argument) in clause.head.arguments.enumerated() {
            if Composition.isNeeded(for: argument) {
                guard composition?.add(argument, self, scope, &extra) == true else { return }
                continue
            }
            if case .wildcard = argument.kind {
                report(
                    .unboundVariable, "'_' in the head of a rule has no value", at: argument.range,
                    notes: [.init("name a variable that the body binds")])
                return
            }
            let expected = types.indices.contains(position) ? types[position] : nil
            guard let resolved = selected(argument, scope, &extra, expecting: expected) else { return }
            composition?.add(resolved)
            headArguments.append(resolved)
        }
        guard let alternatives = resolve(body, scope) else { return }
        let groups = composition.map { addGroups(of: "'\(name)'", $0) }
        var rule = ResolvedRule(
            head: groups ?? head, arguments: composition?.groups ?? headArguments, variables: scope.variables,
            body: alternatives.map { Conjunction(literals: $0.literals + extra, $0, Conjunction()) }, author: author,
            range: clause.head.range)
        finish(&rule)
        guard checkSafety(&rule, of: "rule '\(name)'") else { return }
        warnOnce(scope, headNames(clause.head))
        warnOfMultipliedSums(rule)
        warnOfUnlikeValues(rule)
        let ranges = clause.head.arguments.map(\.range)
        if composition == nil { rule.argumentRanges = ranges }
        program.rules.append(rule)
        if let composition, let groups {
            program.rules.append(
                composition.rule(
                    for: head, from: groups, author: author, range: clause.head.range, argumentRanges: ranges))
        }
    }

    private func headNames(_ head: Atom) -> Set<String> {
        var names: [String] = []
        for argument in head.arguments { VariableNames.of(argument, true, &names) }
        return Set(names)
    }

    /// Types declared for the places of a relation or class; empty where nothing is declared.
    func argumentTypes(_ name: String) -> [ValueType] {
        if let declared = declaredTypes[name] { return declared }
        if let relation = schema.relations[name] { return relation.types }
        if schema.classes[name] != nil { return [.thing] }
        return []
    }

    /// A fact that is not added to the program, as one to be withdrawn; nil where a mistake was reported.
    package func fact(
        _ clause: Clause
    ) -> (relation: String, arguments: [Term], qualifiers: [(name: String, value: Term)])? {
        guard let name = canonical(clause.head.name), let parts = factParts(clause.head, name) else { return nil }
        return (name, parts.arguments, parts.qualifiers)
    }

    private func resolveFact(_ head: Atom, _ name: String, _ relation: RelationID) {
        if requiresDeclarations, schema.relations[name] == nil, schema.classes[name] == nil {
            let known = Array(schema.relations.keys) + schema.classes.keys
            let hint = Spelling.suggestion(for: name, among: known)
            report(.unknownRelation, "relation '\(name)' is not declared in the schema\(hint)", at: head.name.range)
            return
        }
        guard let parts = factParts(head, name) else { return }
        program.facts.append(
            ResolvedFact(
                relation: relation, arguments: parts.arguments, qualifiers: parts.qualifiers, range: head.range))
    }

    private func factParts(
        _ head: Atom, _ name: String
    ) -> (arguments: [Term], qualifiers: [(name: String, value: Term)])? {
        var arguments: [Term] = []
        let types = argumentTypes(name)
        for (position, argument) in head.arguments.enumerated() {
            let expected = types.indices.contains(position) ? types[position] : nil
            guard let term = constant(argument, expecting: expected, in: name) else { return nil }
            arguments.append(term)
        }
        var qualifiers: [(name: String, value: Term)] = []
        for qualifier in head.qualifiers ?? [] {
            guard let key = canonical(qualifier.name) else { return nil }
            guard let value = constant(qualifier.value, expecting: schema.type(ofQualifier: key, on: name), in: name)
            else { return nil }
            if !checkQualifier(key, value, on: name, at: qualifier) { return nil }
            qualifiers.append((key, value))
        }
        if !qualifiers.isEmpty, arguments.count > 2 || arguments.isEmpty {
            report(
                .misplacedQualifiers, "only facts of one or two arguments carry qualifiers", at: head.range,
                notes: [.init("make the fact an entity with a relation for each role")])
            return nil
        }
        return (arguments, qualifiers)
    }

    /// Whether a qualifier of a fact is declared, and a confidence one that there is.
    private func checkQualifier(_ key: String, _ value: Term, on relation: String, at qualifier: Qualifier) -> Bool {
        if key == "confidence" {
            guard case .entity(let level) = value, Schema.confidences.contains(level) else {
                report(
                    .wrongType, "a confidence is low, medium or high, not \(value.sourceText(namespaces))",
                    at: qualifier.value.range)
                return false
            }
        }
        guard requiresDeclarations, schema.type(ofQualifier: key, on: relation) == nil else { return true }
        let known = (schema.relations[relation]?.qualifiers.map(\.name) ?? []) + Schema.builtInQualifiers.keys
        let hint = Spelling.suggestion(for: key, among: known)
        report(.unknownQualifier, "'\(relation)' has no qualifier '\(key)'\(hint)", at: qualifier.name.range)
        return false
    }

    /// A constant of a fact; nil, with a diagnostic, for anything else.
    func constant(_ expression: Expression, expecting type: ValueType?, in name: String) -> Term? {
        switch expression.kind {
        case .variable(let variable):
            report(
                .variableInFact, "a fact has no variables; '\(variable)' is one", at: expression.range,
                notes: [
                    .init("an entity starts with a lowercase letter or stands in quotes: \(Term.quotedName(variable))")
                ])
            return nil
        case .wildcard:
            report(.variableInFact, "a fact has no '_'", at: expression.range)
            return nil
        default: break
        }
        guard let term = literalTerm(expression, expecting: type) else {
            switch expression.kind {
            // What is wrong with a name or a value has been reported.
            case .entity, .constant, .parameter: break
            default:
                report(
                    .variableInFact, "a fact takes constants here, not something computed", at: expression.range)
            }
            return nil
        }
        return term
    }

    /// The term of a constant, an entity or a parameter, as the type reads it; nil for other expressions. A
    /// contradiction to the type is reported.
    func literalTerm(_ expression: Expression, expecting type: ValueType?) -> Term? {
        var term: Term
        switch expression.kind {
        case .constant(.typed(let text, let datatype)):
            guard let resolved = typed(text, datatype, at: expression.range) else { return nil }
            term = resolved
        case .constant(let value): term = value
        case .entity(let name):
            guard let canonicalName = canonical(name) else { return nil }
            term = .entity(canonicalName)
        case .parameter(let name):
            guard let value = parameterValues[name] else {
                if unknownReported.insert("$" + name).inserted {
                    let hint = Spelling.suggestion(for: name, among: Array(parameterValues.keys))
                    report(.unknownParameter, "parameter '$\(name)' is not declared\(hint)", at: expression.range)
                }
                return nil
            }
            term = value
        case .call(let name, _, let arguments) where name == "date" && arguments.count == 1:
            guard case .constant(let value) = arguments[0].kind, case .date = ValueType.date.reading(value) else {
                return nil
            }
            term = ValueType.date.reading(value)
        case .negation(let inner):
            guard case .constant(let value)? = Optional(inner.kind) else { return nil }
            switch value {
            case .int(let number) where number != .min: term = .int(-number)
            case .decimal(let number):
                guard let negated = number.negated else { return nil }
                term = .number(negated)
            case .float(let number): term = .float(-number)
            default: return nil
            }
        default: return nil
        }
        if let type {
            term = type.reading(term)
            checkType(of: term, type, at: expression.range)
        }
        return term
    }

    private func checkType(of term: Term, _ type: ValueType, at range: SourceRange) {
        guard !type.admits(term, in: schema), term != .none else { return }
        let text = term.sourceText(namespaces)
        if case .enumeration(let name) = type, case .entity(let value) = term,
            let values = schema.enumerations[name]?.values
        {
            let hint = Spelling.suggestion(for: value, among: values)
            let list = values.joined(separator: ", ")
            report(
                .wrongType, "'\(text)' is no value of enum '\(name)'\(hint)", at: range,
                notes: hint.isEmpty ? [.init("its values: \(list)")] : [])
            return
        }
        report(.wrongType, "\(text) is \(term.kindDescription), but \(type.described) stands here", at: range)
    }

    /// Warns of variables that occur once in a rule.
    private func warnOnce(_ scope: RuleScope, _ headNames: Set<String>) {
        for (number, variable) in scope.variables.enumerated() {
            guard let name = variable.name, !name.hasPrefix("_"), scope.occurrences[number] == 1 else { continue }
            report(
                .variableOnce, "variable '\(name)' occurs only once; write '_' if any value will do",
                at: variable.range, severity: .warning)
        }
    }
}

extension ValueType {
    /// `a date`, `an entity of class 'bank'`: for messages.
    package var described: String {
        switch self {
        case .any: "any term"
        case .thing: "an entity"
        case .int: "an int"
        case .ofClass(let name): "an entity of class '\(name)'"
        case .enumeration(let name): "a value of enum '\(name)'"
        default: "a \(description)"
        }
    }
}

extension Term {
    /// `a string`, `an entity`: for messages.
    package var kindDescription: String {
        switch self {
        case .none: "none"
        case .bool: "a bool"
        case .int: "an int"
        case .decimal: "a decimal"
        case .float: "a float"
        case .date: "a date"
        case .dateTime: "a datetime"
        case .string, .tagged: "a string"
        case .typed: "a literal of another datatype"
        case .entity: "an entity"
        case .statement: "a statement"
        }
    }
}
