import Language
import Store
import Terms

extension Database {
    /// Resolves and type-checks a program without running it; what it warns of. Throws `ZholError` with every mistake.
    package func check(_ reader: ProgramReader) throws -> [Diagnostic] {
        let (schema, namespaces, problems) = catalogue.extended(by: reader.statements)
        let names: any StoreNames = reading.map { SnapshotNames($0, catalogue) } ?? NoStore()
        let resolver = Resolver(schema: schema, namespaces: namespaces, names: names)
        resolver.resolve(catalogue.statements + reader.statements, goals: .everything)
        let program = catalogue.statements + reader.statements
        var suppositions: [Diagnostic] = []
        for position in program.indices {
            guard case .whatIf(let updates, _) = program[position].kind else { continue }
            let resolver = Resolver(schema: schema, namespaces: namespaces, names: names)
            resolver.resolve(program, goals: .question(position), updates: updates)
            suppositions += resolver.diagnostics.filter { $0.isInside(program[position].range) }
        }
        let all = reader.diagnostics + problems + resolver.diagnostics + suppositions
        if all.contains(where: { $0.severity == .error }) { throw ZholError(diagnostics: all) }
        return all
    }
}

extension Answers {
    /// Whether there is no answer: no row, or `no`.
    package var isEmpty: Bool { rows.isEmpty || (columns == ["answer"] && rows == [[.string("no")]]) }
}

extension Diagnostic {
    /// Whether it is about a part of the place.
    func isInside(_ place: SourceRange) -> Bool {
        guard let range else { return false }
        return range.file === place.file && range.start >= place.start && range.end <= place.end
    }
}
