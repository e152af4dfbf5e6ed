import Terms

/// How a name becomes a relation, with what the schema infers for it.
extension Resolver {
    /// The relation of a name and arity; nil, with a diagnostic, where there is none.
    func relation(_ name: String, arity: Int, at range: SourceRange) -> RelationID? {
        if let known = identifiers[name] {
            guard program[known].arity == arity else {
                reportArity(name, used: arity, known: program[known].arity, at: range)
                return nil
            }
            return known
        }
        if name == "triple", derived[name] == nil {
            guard arity == 3 else {
                reportArity(name, used: arity, known: 3, at: range)
                return nil
            }
            return add(name, ResolvedRelation(name: name, arity: 3, origin: .triples))
        }
        let stored = storedArity(name)
        guard let known = derived[name]?.arity ?? stored else {
            if savedQueries[name] != nil { return queryRelation(name, arity: arity, [], at: range) }
            reportUnknown(name, at: range)
            return nil
        }
        guard known == arity else {
            reportArity(name, used: arity, known: known, at: range)
            return nil
        }
        switch stored {
        case 1?: return classRelation(name)
        case 2?: return pairRelation(name)
        default: return add(name, ResolvedRelation(name: name, arity: arity, origin: .derived))
        }
    }

    func add(_ key: String, _ relation: ResolvedRelation) -> RelationID {
        let id = RelationID(program.relations.count)
        program.relations.append(relation)
        identifiers[key] = id
        return id
    }

    private func classRelation(_ name: String) -> RelationID {
        let descendants = schema.descendants(of: name)
        guard descendants.contains(where: { derived[$0] != nil }) else {
            return add(name, ResolvedRelation(name: name, arity: 1, origin: .storedClass(descendants)))
        }
        let id = add(name, ResolvedRelation(name: name, arity: 1, origin: .derived))
        let stored = add(
            "stored " + name, ResolvedRelation(name: name, arity: 1, origin: .storedClass([name])))
        addRule(id, [0], [(stored, [0])], author: .store)
        for child in (schema.children[name] ?? []).sorted() {
            let childID = identifiers[child] ?? classRelation(child)
            addRule(id, [0], [(childID, [0])], author: .schema("class \(child) < \(name)"))
        }
        return id
    }

    private func pairRelation(_ name: String) -> RelationID {
        let readings = schema.readings(of: name)
        let isExtended = readings.contains { derived[$0.relation] != nil }
        let isTransitive = readings.contains { schema.relations[$0.relation]?.isTransitive == true }
        if !isExtended, !isTransitive {
            return add(name, ResolvedRelation(name: name, arity: 2, origin: .storedPairs(readings)))
        }
        let id = add(name, ResolvedRelation(name: name, arity: 2, origin: .derived))
        if !isExtended {
            // Nothing but what is stored: close over the stored pairs, which needs no join of the closure with itself.
            let stored = add(
                "stored " + name, ResolvedRelation(name: name, arity: 2, origin: .storedPairs(readings)))
            addRule(id, [0, 1], [(stored, [0, 1])], author: .store)
            addRule(id, [0, 2], [(stored, [0, 1]), (id, [1, 2])], author: .schema("transitive \(name)"))
            return id
        }
        let own = [Schema.Reading(relation: name, isFlipped: false)]
        let stored = add("stored " + name, ResolvedRelation(name: name, arity: 2, origin: .storedPairs(own)))
        addRule(id, [0, 1], [(stored, [0, 1])], author: .store)
        if schema.relations[name]?.isSymmetric == true {
            addRule(id, [0, 1], [(id, [1, 0])], author: .schema("symmetric \(name)"))
        }
        for inverse in schema.inverses(of: name) {
            let other = identifiers[inverse] ?? pairRelation(inverse)
            addRule(id, [0, 1], [(other, [1, 0])], author: .schema("\(inverse) is the inverse of \(name)"))
        }
        if isTransitive {
            addRule(id, [0, 2], [(id, [0, 1]), (id, [1, 2])], author: .schema("transitive \(name)"))
        }
        return id
    }

    /// `r+`: the transitive closure of a binary relation, as a relation of its own.
    func closure(of name: String, at range: SourceRange) -> RelationID? {
        guard let base = relation(name, arity: 2, at: range) else { return nil }
        if let known = identifiers[name + "+"] { return known }
        let id = add(name + "+", ResolvedRelation(name: name + "+", arity: 2, origin: .derived))
        addRule(id, [0, 1], [(base, [0, 1])], author: .schema("\(name)+"))
        addRule(id, [0, 2], [(id, [0, 1]), (base, [1, 2])], author: .schema("\(name)+"))
        return id
    }

    /// The nodes of a binary relation: what `r*` ranges over where neither end is bound.
    func nodes(of name: String, at range: SourceRange) -> RelationID? {
        guard let base = relation(name, arity: 2, at: range) else { return nil }
        let key = "nodes " + name
        if let known = identifiers[key] { return known }
        let id = add(key, ResolvedRelation(name: name + "*", arity: 1, origin: .derived))
        addRule(id, [0], [(base, [0, 1])], author: .schema("\(name)*"))
        addRule(id, [1], [(base, [0, 1])], author: .schema("\(name)*"))
        return id
    }

    /// A rule of the schema or the store, over variables by number.
    func addRule(
        _ head: RelationID, _ headVariables: [Int], _ body: [(RelationID, [Int])], author: ResolvedRule.Author
    ) {
        let count = (headVariables + body.flatMap(\.1)).reduce(-1, max) + 1
        let place = anyRange
        let literals = body.map { relation, variables in
            ResolvedLiteral.atom(
                ResolvedAtom(relation: relation, arguments: variables.map { .variable($0) }, range: place))
        }
        program.rules.append(
            ResolvedRule(
                head: head, arguments: headVariables.map { .expression(.variable($0)) },
                variables: (0..<count).map { _ in ResolvedRule.Variable(name: nil, range: nil) },
                body: [Conjunction(literals: literals)], author: author, range: nil))
    }

    /// A place for atoms that nobody wrote; never shown.
    private var anyRange: SourceRange { SourceRange(file: Resolver.nowhere, start: 0, end: 0) }
    private static let nowhere = SourceFile(name: "<schema>", text: "")

    private func reportArity(_ name: String, used: Int, known: Int, at range: SourceRange) {
        let kind = known == 1 && schema.classes[name] != nil ? "the class '\(name)'" : "'\(name)'"
        report(.wrongArity, "\(kind) has \(arguments(known)), not \(used)", at: range)
    }

    private func reportUnknown(_ name: String, at range: SourceRange) {
        let known =
            Array(derived.keys) + schema.classes.keys + schema.relations.keys + names.relationNames
            + savedQueries.keys + unusedNames + ["triple"]
        let hint = Spelling.suggestion(for: name, among: known)
        var notes: [Diagnostic.Note] = []
        if let function = Function(rawValue: name) {
            let use = function.isTest ? "as a test" : "in an expression, as X = \(name)(…)"
            notes = [.init("'\(name)' is a function: use it \(use)")]
        }
        report(.unknownRelation, "relation '\(name)' is not known\(hint)", at: range, notes: notes)
    }
}
