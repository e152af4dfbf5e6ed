import Engine
import Language
import Store
import Terms

/// The sources that questions leave out.
extension ProgramRun {
    /// The sources that a question leaves out, with a warning of each that states nothing. Throws `ZholError` where nothing
    /// names one of them.
    func withdrawnSources(
        _ goal: ResolvedGoal?, _ program: ResolvedProgram, _ updates: [ResolvedUpdate]
    ) throws -> Set<Term> {
        var found: Set<Term> = []
        let given = options.withoutSources.map { (ParameterText.term($0, namespaces), SourceRange?.none) }
        for (source, range) in given + (goal?.withoutSources ?? []).map({ ($0.term, $0.range) }) {
            var qualifiers = program.facts.flatMap(\.qualifiers)
            for case .fact(let fact) in updates { qualifiers += fact.qualifiers }
            let stated = Set(qualifiers.filter { $0.name == "source" }.map(\.value))
            found.insert(source)
            if stated.contains(source) { continue }
            guard let id = try database.reading?.id(of: source) else {
                let name = source.plainText(namespaces)
                let stored = try database.entities(like: name)
                let hint = Spelling.suggestion(for: name, among: stated.map { $0.plainText(namespaces) } + stored)
                throw ZholError(diagnostics: [
                    Diagnostic(.unknownSource, "no fact has the source '\(name)'\(hint)", at: range)
                ])
            }
            // What was a source once is one to a question about that time.
            if goal?.knownBy == nil { try warn(ofIdle: id, source, stated, range) }
        }
        return found
    }

    private func warn(ofIdle id: TermID, _ source: Term, _ stated: Set<Term>, _ range: SourceRange?) throws {
        guard soughtSources.insert(id).inserted, let reading = database.reading,
            let others = try reading.sources(unless: id)
        else { return }
        let name = source.plainText(namespaces)
        let names = try (stated + others.map { try reading.term(of: $0) }).map { $0.plainText(namespaces) }
        let hint = Spelling.suggestion(for: name, among: names)
        unknown.append(
            Diagnostic(
                .idleSource, "'\(name)' is the source of no fact, and nothing falls without it\(hint)", at: range,
                severity: .warning))
    }
}
