/// `input` and `output`: relations that are read from files and written to them.
extension Resolver {
    /// Registers the relations of `input` that nothing else defines: with the arity of their first use, else with as
    /// many places as their file has columns.
    func collectInputs(_ statements: [Statement]) {
        for statement in statements {
            guard case .input(let name, let path) = statement.kind, let relation = canonical(name),
                derived[relation] == nil
            else { continue }
            let used = storedArity(relation) ?? firstUse(of: relation, statements)
            if let arity = used ?? columnsOfInput(path, statement) {
                register(name, arity: arity)
                continue
            }
            report(
                .unknownRelation, "how many arguments '\(relation)' has cannot be told", at: name.range,
                notes: [.init("declare it: declare \(relation)(int, int).")])
        }
    }

    private func firstUse(of relation: String, _ statements: [Statement]) -> Int? {
        var arity: Int?
        AtomVisit.atoms(of: statements) { atom in
            guard isNamed(atom, relation) else { return true }
            arity = atom.arguments.count
            return false
        }
        return arity
    }

    /// Without a report of an unknown prefix: whoever resolves the atom gives that.
    private func isNamed(_ atom: Atom, _ relation: String) -> Bool {
        if case .success(relation) = atom.name.canonical(in: namespaces) { return true }
        return false
    }

    func resolveInput(_ name: EntityName, _ path: String, at position: Int, of statements: [Statement]) {
        guard let relation = canonical(name), let known = derived[relation],
            let id = self.relation(relation, arity: known.arity, at: name.range)
        else { return }
        let types = argumentTypes(relation)
        var headers = [(1...max(1, known.arity)).map { "c\($0)" }]
        AtomVisit.atoms(of: statements) { atom in
            guard isNamed(atom, relation), atom.arguments.count == known.arity else { return true }
            let names = atom.arguments.compactMap { argument -> String? in
                if case .variable(let name) = argument.kind { name } else { nil }
            }
            if names.count == known.arity, !headers.contains(names) { headers.append(names) }
            return headers.count < 64
        }
        program.inputs.append(
            ResolvedInput(
                relation: id, name: relation, path: path,
                types: (0..<known.arity).map { types.indices.contains($0) ? types[$0] : .any }, headers: headers,
                position: position, range: statements[position].range))
    }

    /// `output r.` asks for the tuples of r; `output r("f.csv").` writes them to a file.
    func resolveOutput(_ name: EntityName, _ path: String?, _ statement: Statement, _ statements: [Statement]) {
        guard let relation = canonical(name) else { return }
        let queryColumns = savedQueries[relation].map { columnNames(of: $0.query) }
        guard
            let arity = derived[relation]?.arity ?? storedArity(relation) ?? queryColumns?.count
                ?? (relation == "triple" ? 3 : nil)
        else {
            _ = self.relation(relation, arity: 0, at: name.range)
            return
        }
        guard var id = self.relation(relation, arity: arity, at: name.range) else { return }
        if program[id].isStored {
            // Stored tuples are read by a rule; derived ones are there as they are.
            ruleNumber += 1
            let stored = id
            id = add("output \(ruleNumber)", ResolvedRelation(name: relation, arity: arity, origin: .derived))
            addRule(id, Array(0..<arity), [(stored, Array(0..<arity))], author: .goal)
        }
        let isQuery = queryColumns != nil && derived[relation] == nil && storedArity(relation) == nil
        let isYesNo = arity == 0 && path == nil
        program.goals.append(
            ResolvedGoal(
                name: relation, relation: id,
                columns: isYesNo
                    ? [.init(name: "answer")]
                    : (isQuery ? queryColumns ?? [] : columnNames(relation, arity, statements)).map { .init(name: $0) },
                order: [], limit: nil, offset: 0, asOf: nil, isYesNo: isYesNo, destination: path,
                documentation: nil, range: statement.range))
    }

    /// Makes a check a question, once for each name.
    func ask(_ clause: Clause, _ statement: Statement, _ statements: [Statement]) {
        guard let name = canonical(clause.head.name), !program.goals.contains(where: { $0.name == name }) else {
            return
        }
        resolveOutput(clause.head.name, nil, statement, statements)
        if program.goals.last?.name == name {
            program.goals[program.goals.count - 1].documentation = statement.documentation
        }
    }

    /// The variables of the first rule's head, and `c1`, `c2` … where it has none.
    private func columnNames(_ relation: String, _ arity: Int, _ statements: [Statement]) -> [String] {
        var names = (0..<arity).map { "c\($0 + 1)" }
        for statement in statements {
            let rule: Clause
            switch statement.kind {
            case .clause(let clause), .deny(let clause): rule = clause
            default: continue
            }
            guard rule.body != nil, isNamed(rule.head, relation) else { continue }
            for (position, argument) in rule.head.arguments.enumerated() where position < arity {
                if case .variable(let name) = argument.kind, !names[..<position].contains(name) {
                    names[position] = name
                }
            }
            break
        }
        return names
    }
}
