import Language
import Terms

extension Catalogue {
    /// The names of the rules, checks and saved queries that the store keeps.
    package var ruleNames: [String] {
        let names = statements.compactMap { statement -> EntityName? in
            switch statement.kind {
            case .clause(let clause), .deny(let clause): clause.head.name
            case .savedQuery(let saved): saved.name
            default: nil
            }
        }
        return names.compactMap { if case .success(let text) = $0.canonical(in: namespaces) { text } else { nil } }
    }

    /// The stored rules, checks and saved queries that statements use, and those that these use: what nobody asks for
    /// is not looked at, so that a stored rule that has gone wrong is in nobody's way. What the statements take the
    /// place of, as rules of the same file or the same text, is left out.
    ///
    /// - Parameter names: relations and saved queries that are asked for besides.
    package func statements(
        neededBy own: [Statement], names: [String] = [], _ schema: Schema, _ namespaces: Namespaces
    ) -> [Statement] {
        guard !statements.isEmpty else { return [] }
        func name(_ name: EntityName) -> String? {
            if case .success(let text) = name.canonical(in: namespaces) { text } else { nil }
        }
        let files = Set(own.map(\.range.file.name).filter { !$0.hasPrefix("<") })
        let texts = Set(own.map(\.range.text))
        var rules: [String: [Int]] = [:]
        for (number, statement) in statements.enumerated() {
            guard !files.contains(statement.range.file.name), !texts.contains(statement.range.text) else { continue }
            switch statement.kind {
            case .clause(let clause), .deny(let clause):
                if let name = name(clause.head.name) { rules[name, default: []].append(number) }
            case .savedQuery(let saved): if let name = name(saved.name) { rules[name, default: []].append(number) }
            default: break
            }
        }
        var needed: Set<Int> = []
        var seen: Set<String> = []
        var queue: [String] = []
        func want(_ name: String) {
            // What the schema infers is needed with it: members of subclasses, inverse relations.
            for one in schema.descendants(of: name) + schema.readings(of: name).map(\.relation) {
                if seen.insert(one).inserted { queue.append(one) }
            }
        }
        func want(of statements: [Statement]) {
            AtomVisit.atoms(of: statements) { atom in
                if let name = name(atom.name) { want(name) }
                return true
            }
        }
        want(of: own)
        names.forEach(want)
        for statement in own {
            switch statement.kind {
            case .output(let output, _), .input(let output, _), .declare(let output, _):
                if let name = name(output) { want(name) }
            default: break
            }
        }
        while let next = queue.popLast() {
            for number in rules[next] ?? [] where needed.insert(number).inserted { want(of: [statements[number]]) }
        }
        return needed.sorted().map { statements[$0] }
    }
}

extension Diagnostic {
    /// Whether its place is in one of the statements' files.
    func isAbout(_ statements: [Statement]) -> Bool {
        guard let range else { return false }
        return statements.contains { $0.range.file === range.file }
    }

    /// The same with a word on how to mend it, where it is about a rule that the store keeps.
    func notingStored(_ stored: [Statement]) -> Diagnostic {
        guard isAbout(stored) else { return self }
        var copy = self
        copy.notes.append(.init("this is stored: load its file again to replace what came from it"))
        return copy
    }
}
