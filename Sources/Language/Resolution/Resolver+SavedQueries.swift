import Terms

/// Saved queries called by name: relations with their columns as arguments.
extension Resolver {
    /// A saved query with values for its parameters, whose relation is known and whose rule is not resolved yet.
    struct QueryCall {
        let name: String
        let saved: SavedQuery
        let values: [String: Term]
        let relation: RelationID
        let columns: Int
    }

    /// The relation of a saved query called with the braces of an atom; nil, with a diagnostic, where that is wrong.
    func queryRelation(_ name: String, arity: Int, _ given: [Qualifier], at range: SourceRange) -> RelationID? {
        guard let saved = savedQueries[name] else { return nil }
        let columns = columnNames(of: saved.query)
        guard columns.count == arity else {
            let list = columns.isEmpty ? "" : " (\(columns.joined(separator: ", ")))"
            report(
                .wrongArity, "query '\(name)' has \(counted(columns.count, "column"))\(list), not \(arity)", at: range)
            return nil
        }
        if let clause = saved.query.asOf ?? saved.query.knownBy ?? saved.query.withoutSources.first {
            let sight = saved.query.withoutSources.isEmpty ? "at another time" : "without a source"
            report(
                .misplacedClause, "query '\(name)' looks \(sight) and cannot be called from here", at: range,
                notes: [.init("'as of', 'known by' and 'without source' belong to a whole question", at: clause.range)])
            return nil
        }
        guard let values = values(for: saved.parameters, of: name, given, at: range) else { return nil }
        let key =
            "query \(name)"
            + values.sorted { $0.key < $1.key }.map { " \($0.key): \($0.value.sourceText(namespaces))" }.joined()
        if let known = identifiers[key] { return known }
        let id = add(key, ResolvedRelation(name: name, arity: arity, origin: .derived))
        calledQueries.append(
            QueryCall(name: name, saved: saved, values: values, relation: id, columns: columns.count))
        return id
    }

    private func counted(_ count: Int, _ noun: String) -> String { count == 1 ? "1 \(noun)" : "\(count) \(noun)s" }

    /// Values of every parameter: from the braces, else the defaults.
    private func values(
        for parameters: [Parameter], of query: String, _ given: [Qualifier], at range: SourceRange
    ) -> [String: Term]? {
        var values: [String: Term] = [:]
        for qualifier in given {
            guard let name = canonical(qualifier.name) else { return nil }
            guard let parameter = parameters.first(where: { $0.name == name }) else {
                let hint = Spelling.suggestion(for: name, among: parameters.map(\.name))
                report(.wrongParameter, "query '\(query)' has no parameter '\(name)'\(hint)", at: qualifier.name.range)
                return nil
            }
            let type = parameter.type.map { self.type(of: $0) } ?? .any
            let before = diagnostics.count
            guard let value = literalTerm(qualifier.value, expecting: nil).map({ type.reading($0) }) else {
                if diagnostics.count == before {
                    report(
                        .wrongParameter, "a parameter of a saved query takes a constant", at: qualifier.value.range,
                        notes: [.init("what varies is one of its columns, or a rule of its own")])
                }
                return nil
            }
            guard type.admits(value, in: schema) else {
                report(
                    .wrongParameter,
                    "parameter '\(name)' takes \(type.described), not \(value.sourceText(namespaces))",
                    at: qualifier.value.range)
                return nil
            }
            values[name] = value
        }
        // Defaults are constants of the query's own text.
        let outer = parameterValues
        parameterValues = [:]
        defer { parameterValues = outer }
        for parameter in parameters where values[parameter.name] == nil {
            guard let expression = parameter.defaultValue else {
                report(
                    .missingParameter, "query '\(query)' needs a value for '\(parameter.name)'", at: range,
                    notes: [.init("give it in braces: \(query)(…) {\(parameter.name): …}")])
                return nil
            }
            let type = parameter.type.map { self.type(of: $0) } ?? .any
            guard let value = literalTerm(expression, expecting: type) else { return nil }
            values[parameter.name] = value
        }
        return values
    }

    /// The names of a query's columns; none where it is answered by yes or no.
    func columnNames(of query: Query) -> [String] {
        query.select.map { $0.map { $0.alias ?? title(of: $0.expression) } } ?? VariableNames.columns(of: query.body)
    }

    /// Makes rules of the queries that were called, and of those that they call.
    func resolveCalledQueries() {
        while !calledQueries.isEmpty {
            let call = calledQueries.removeFirst()
            parameterValues = call.values
            var query = call.saved.query
            if query.limit == nil, query.offset == nil {
                query.orderBy = []
                _ = goal(of: query, nil, call.name, nil, head: call.relation)
            } else if let goal = goal(of: query, nil, call.name, nil) {
                // What is cut needs all rows first: a relation of its own.
                let count = program[goal.relation].arity
                var rule = ResolvedRule(
                    head: call.relation, arguments: (0..<call.columns).map { .expression(.variable($0)) },
                    variables: (0..<count).map { _ in ResolvedRule.Variable(name: nil, range: nil) },
                    body: [
                        Conjunction(literals: [
                            .atom(
                                ResolvedAtom(
                                    relation: goal.relation, arguments: (0..<count).map { .variable($0) },
                                    range: query.range))
                        ])
                    ], author: .program, range: query.range)
                rule.cut = goal
                program.rules.append(rule)
            }
            parameterValues = [:]
        }
    }
}
