import Terms

/// Questions and saved queries: a hidden relation whose rows are the answers, and how they are shown.
extension Resolver {
    func resolve(_ query: Query, name: String?, documentation: String?) {
        var knownBy: KnownBy?
        if let expression = query.knownBy {
            guard let moment = self.knownBy(expression) else { return }
            knownBy = moment
        }
        withNames(knownBy: knownBy) {
            if let goal = goal(of: query, knownBy, name, documentation) { program.goals.append(goal) }
        }
    }

    private func knownBy(_ expression: Expression) -> KnownBy? {
        let before = diagnostics.count
        switch literalTerm(expression, expecting: nil) {
        case .int(let number)? where number >= 0: return .transaction(UInt64(number))
        case .date(let date)?: return .date(date)
        case .dateTime(let instant)?: return .instant(instant)
        default:
            if diagnostics.count == before {
                report(
                    .wrongType, "'known by' takes a date or the number of a transaction", at: expression.range)
            }
            return nil
        }
    }

    /// A query as a rule and how its rows are shown; nil where a mistake was reported.
    ///
    /// - Parameter head: the relation that its rows belong to; nil for a new one.
    func goal(
        of query: Query, _ knownBy: KnownBy?, _ name: String?, _ documentation: String?, head: RelationID? = nil
    ) -> ResolvedGoal? {
        let scope = RuleScope()
        var bodyNames: [String] = []
        VariableNames.of(query.body, insideGroups: false, into: &bodyNames)
        for item in query.select ?? [] { VariableNames.of(item.expression, false, &bodyNames) }
        outerNames = Set(bodyNames)
        guard var alternatives = resolve(query.body, scope) else { return nil }

        var columns: [ResolvedGoal.Column] = []
        var headArguments: [HeadArgument] = []
        var extra: [ResolvedLiteral] = []
        let computes = ((query.select ?? []).map(\.expression) + query.orderBy.map(\.expression))
            .contains { Composition.isNeeded(for: $0) }
        var composition = computes ? Composition() : nil
        var ranges: [SourceRange] = []
        func take(_ expression: Expression) -> Bool {
            ranges.append(expression.range)
            if Composition.isNeeded(for: expression) {
                guard composition?.add(expression, self, scope, &extra) == true else { return false }
                headArguments.append(.expression(.constant(.none)))
                return true
            }
            guard let argument = selected(expression, scope, &extra) else { return false }
            composition?.add(argument)
            headArguments.append(argument)
            return true
        }
        let visible = VariableNames.columns(of: query.body)
        if let select = query.select {
            for item in select {
                guard take(item.expression) else { return nil }
                columns.append(ResolvedGoal.Column(name: item.alias ?? title(of: item.expression)))
            }
        } else {
            for variable in visible {
                let argument = HeadArgument.expression(.variable(scope.variable(named: variable, at: query.range)))
                composition?.add(argument)
                headArguments.append(argument)
                ranges.append(query.range)
                columns.append(ResolvedGoal.Column(name: variable))
            }
        }
        var order: [(column: Int, descending: Bool)] = []
        for item in query.orderBy {
            if let column = orderColumn(item.expression, query, columns) {
                order.append((column, item.descending))
                continue
            }
            if case .entity(let name) = item.expression.kind {
                let hint = Spelling.suggestion(for: name.range.text, among: columns.map(\.name))
                report(.unboundVariable, "there is no column '\(name.range.text)'\(hint)", at: name.range)
                return nil
            }
            order.append((headArguments.count, item.descending))
            guard take(item.expression) else { return nil }
        }
        guard let limit = count(query.limit, "limit"), let offset = count(query.offset, "offset") else { return nil }
        var asOf: PartialDate?
        if let expression = query.asOf {
            guard case .date(let date)? = literalTerm(expression, expecting: .date) else {
                report(.wrongType, "'as of' takes a date", at: expression.range)
                return nil
            }
            asOf = date
        }
        var withoutSources: [(term: Term, range: SourceRange)] = []
        for expression in query.withoutSources {
            let before = diagnostics.count
            guard let term = literalTerm(expression, expecting: nil) else {
                if diagnostics.count == before {
                    report(.wrongType, "'without source' takes the name of a source", at: expression.range)
                }
                return nil
            }
            withoutSources.append((term, expression.range))
        }
        alternatives = alternatives.map { Conjunction(literals: $0.literals + extra, $0, Conjunction()) }

        ruleNumber += 1
        let key = "goal \(ruleNumber)"
        let relation =
            head ?? add(key, ResolvedRelation(name: name ?? "answer", arity: headArguments.count, origin: .derived))
        var rows = relation
        if let composition {
            rows = addGroups(of: "the answer", composition)
        }
        var rule = ResolvedRule(
            head: rows, arguments: composition?.groups ?? headArguments, variables: scope.variables, body: alternatives,
            author: .goal,
            range: query.range)
        finish(&rule)
        guard checkSafety(&rule, of: name.map { "query '\($0)'" } ?? "the query") else { return nil }
        noteLoneVariables(of: query, scope)
        warnOfMultipliedSums(rule)
        warnOfUnlikeValues(rule)
        if composition == nil { rule.argumentRanges = ranges }
        program.rules.append(rule)
        if let composition {
            program.rules.append(
                composition.rule(
                    for: relation, from: rows, author: .goal, range: query.range, argumentRanges: ranges))
        }
        let yesNo = query.select == nil && visible.isEmpty
        return ResolvedGoal(
            name: name, relation: relation, columns: yesNo ? [.init(name: "answer")] : columns, order: order,
            limit: limit.value, offset: offset.value ?? 0, asOf: asOf, knownBy: knownBy,
            withoutSources: withoutSources, isYesNo: yesNo, destination: nil,
            documentation: documentation, range: query.range)
    }

    /// A relation for the groups from which `owner` is computed.
    func addGroups(of owner: String, _ composition: Composition) -> RelationID {
        ruleNumber += 1
        return add(
            "goal \(ruleNumber)",
            ResolvedRelation(
                name: "groups of \(owner)", arity: composition.groups.count, origin: .derived, isMade: true))
    }

    func selected(
        _ expression: Expression, _ scope: RuleScope, _ extra: inout [ResolvedLiteral], expecting type: ValueType? = nil
    ) -> HeadArgument? {
        if case .aggregate(let aggregate) = expression.kind, aggregate.body == nil {
            return resolveHeadAggregate(aggregate, scope, expression.range).map { .aggregate($0) }
        }
        return resolve(expression, scope, &extra, expecting: type).map { .expression($0) }
    }

    /// The column that an item of `order by` names: by alias or as a variable.
    private func orderColumn(_ expression: Expression, _ query: Query, _ columns: [ResolvedGoal.Column]) -> Int? {
        switch expression.kind {
        case .entity(let name):
            guard case .bare(let text) = name.form else { return nil }
            return columns.firstIndex { $0.name == text }
        case .variable(let variable):
            guard let select = query.select else { return columns.firstIndex { $0.name == variable } }
            let plain = select.firstIndex {
                if case .variable(variable) = $0.expression.kind { true } else { false }
            }
            return plain ?? select.firstIndex { $0.alias == variable }
        default:
            // The same text is the same expression.
            return query.select?.firstIndex { $0.expression.range.text == expression.range.text }
        }
    }

    func title(of expression: Expression) -> String {
        if case .variable(let name) = expression.kind { return name }
        return expression.range.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// A whole number that is not negative; the outer nil means that a mistake was reported.
    private func count(_ expression: Expression?, _ clause: String) -> (value: Int?, Void)? {
        guard let expression else { return (nil, ()) }
        guard case .int(let number)? = literalTerm(expression, expecting: nil), let count = Int(exactly: number),
            count >= 0
        else {
            report(.wrongType, "'\(clause)' takes a whole number from 0", at: expression.range)
            return nil
        }
        return (count, ())
    }

    /// Gives the parameters of a saved query their values; false where a mistake was reported.
    func bind(_ declared: [Parameter], of query: String, strictly: Bool, at range: SourceRange) -> Bool {
        parameterValues = [:]
        var failed = false
        if strictly {
            for given in parameters.keys.sorted() where !declared.contains(where: { $0.name == given }) {
                let hint = Spelling.suggestion(for: given, among: declared.map(\.name))
                report(.wrongParameter, "query '\(query)' has no parameter '\(given)'\(hint)", at: range)
                failed = true
            }
        }
        for parameter in declared {
            let type = parameter.type.map { self.type(of: $0) } ?? .any
            if strictly, let given = parameters[parameter.name] {
                let value = type.reading(given)
                guard type.admits(value, in: schema) else {
                    report(
                        .wrongParameter,
                        "parameter '\(parameter.name)' takes \(type.described), not \(value.sourceText(namespaces))",
                        at: parameter.range)
                    failed = true
                    continue
                }
                parameterValues[parameter.name] = value
            } else if let expression = parameter.defaultValue {
                guard let value = literalTerm(expression, expecting: type) else {
                    if !diagnostics.contains(where: { $0.severity == .error }) {
                        report(
                            .wrongType, "the default of '$\(parameter.name)' is not a constant", at: expression.range)
                    }
                    failed = true
                    continue
                }
                parameterValues[parameter.name] = value
            } else if strictly {
                report(
                    .missingParameter, "query '\(query)' needs a value for '\(parameter.name)'", at: parameter.range,
                    notes: [.init("give it: --param \(parameter.name)=…")])
                failed = true
            } else {
                parameterValues[parameter.name] = Term.none
            }
        }
        return !failed
    }
}
