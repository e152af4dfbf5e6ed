import Language
import Store
import Terms

extension Database {
    /// Resolves and type-checks a program without running it; what it warns of. Throws `ZholError` with every mistake.
    package func check(_ reader: ProgramReader) throws -> [Diagnostic] {
        let (schema, namespaces, problems) = catalogue.extended(by: reader.statements)
        let names: any StoreNames = reading.map { SnapshotNames($0, catalogue) } ?? NoStore()
        let resolver = Resolver(schema: schema, namespaces: namespaces, names: names)
        let stored = catalogue.statements(neededBy: reader.statements, schema, namespaces)
        let program = stored + reader.statements
        resolver.resolve(program, goals: .everything)
        var suppositions: [Diagnostic] = []
        for position in program.indices {
            guard case .whatIf(let updates, _) = program[position].kind else { continue }
            let resolver = Resolver(schema: schema, namespaces: namespaces, names: names)
            resolver.resolve(program, goals: .question(position), updates: updates)
            suppositions += resolver.diagnostics.filter { $0.isInside(program[position].range) }
        }
        let found = (problems + resolver.diagnostics + suppositions).filter { !reader.explains($0) }
        let all = (reader.diagnostics + found.map { $0.notingStored(stored) }).inOrderOfPlace
        if all.contains(where: { $0.severity == .error }) { throw ZholError(diagnostics: all) }
        return all
    }
}

extension Answers {
    /// Whether there is no answer: no row, or `no`.
    package var isEmpty: Bool {
        rows.isEmpty || (columns.prefix(ownColumns) == ["answer"] && rows.map { $0.prefix(1) } == [[.string("no")]])
    }
}

extension ProgramReader {
    /// Whether a mistake of syntax, which is reported, is why something else seems wrong: it is in the same statement, or
    /// names what a wrong statement would have stated.
    fileprivate func explains(_ diagnostic: Diagnostic) -> Bool {
        guard hasErrors, let range = diagnostic.range else { return false }
        if diagnostic.code == .unknownRelation || diagnostic.code == .unknownClass,
            brokenNames.contains(range.text) || brokenNames.contains(String(range.text.dropFirst().dropLast()))
        {
            return true
        }
        let own = statements.first { diagnostic.isInside($0.range) }
        guard let own else { return false }
        return diagnostics.contains { $0.isInside(own.range) }
    }
}

extension [Diagnostic] {
    /// By file, in the order in which files are met, and by place in a file; those without a place first.
    package var inOrderOfPlace: [Diagnostic] {
        var files: [ObjectIdentifier: Int] = [:]
        for diagnostic in self {
            guard let file = diagnostic.range?.file else { continue }
            if files[ObjectIdentifier(file)] == nil { files[ObjectIdentifier(file)] = files.count }
        }
        func key(_ position: Int) -> (Int, Int, Int) {
            guard let range = self[position].range else { return (-1, 0, position) }
            return (files[ObjectIdentifier(range.file)] ?? 0, range.start, position)
        }
        return indices.sorted { key($0) < key($1) }.map { self[$0] }
    }
}

extension Diagnostic {
    /// Whether it is about a part of the place.
    func isInside(_ place: SourceRange) -> Bool {
        guard let range else { return false }
        return range.file === place.file && range.start >= place.start && range.end <= place.end
    }
}
