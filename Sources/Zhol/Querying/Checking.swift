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
        let all = reader.diagnostics + problems + resolver.diagnostics
        if all.contains(where: { $0.severity == .error }) { throw ZholError(diagnostics: all) }
        return all
    }
}

extension Answers {
    /// Whether there is no answer: no row, or `no`.
    package var isEmpty: Bool { rows.isEmpty || (columns == ["answer"] && rows == [[.string("no")]]) }
}
