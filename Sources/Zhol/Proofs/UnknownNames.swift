import Engine
import Language
import Terms

extension ProgramRun {
    /// Warnings of entities that a question without answers names and that neither the store nor the program knows: most
    /// are misspelt.
    func unknownNames(of goal: ResolvedGoal, in evaluation: Evaluation) throws -> [Diagnostic] {
        let program = evaluation.original
        var written: [Term] = []
        for rule in program.rules where rule.head == goal.relation {
            for term in rule.body.flatMap(\.writtenEntities) where !written.contains(term) { written.append(term) }
        }
        var known = Set(program.relations.map { Term.entity($0.name) })
        known.formUnion(schema.classes.keys.map { Term.entity($0) })
        known.formUnion(schema.enumerations.values.flatMap(\.values).map { Term.entity($0) })
        for fact in program.facts { known.formUnion(fact.arguments + fact.qualifiers.map(\.value)) }
        for one in evaluation.options.assumptions { known.formUnion(one.arguments + one.qualifiers.map(\.value)) }
        return try written.compactMap { term in
            guard !known.contains(term), try database.reading?.id(of: term) == nil else { return nil }
            let name = term.plainText(namespaces)
            var near = known.compactMap { if case .entity(let name) = $0 { name } else { nil } }
            near += try database.entities(like: name)
            return Diagnostic(
                .unknownName, "nothing is known of '\(name)'\(Spelling.suggestion(for: name, among: near))",
                at: nil, severity: .warning)
        }
    }
}

extension Database {
    /// Names of stored entities that begin like a name that may be misspelt: some of many.
    func entities(like name: String) throws -> [String] {
        try [1, 3].flatMap { try reading?.entities(prefix: String(name.prefix($0)), limit: 5000) ?? [] }
    }
}
