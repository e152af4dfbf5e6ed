import Store
import Terms

/// Facts without a source, and entities of disjoint classes.
extension SchemaAudit {
    /// Notes a statement without a source; whether that is a violation, the whole store shows.
    func checkSource(_ statement: StoredStatement, _ name: String, _ subject: TermID, _ object: TermID) throws {
        if let sourceKey, statement.evidence.contains(where: { $0.contains { $0.key == sourceKey } }) {
            hasSources = true
            return
        }
        // Without the word there is no source in the store at all.
        guard sourceKey != nil else { return }
        note("source", [.entity(name), try reading.term(of: subject), try reading.term(of: object)])
    }

    /// Notes an entity whose classes are disjoint, with the sources of both.
    func checkDisjoint(_ subject: UInt64?, _ classes: inout [TermID]) throws {
        defer { classes.removeAll(keepingCapacity: true) }
        guard let subject, classes.count > 0, !sides.isEmpty else { return }
        var names: [String] = []
        for id in classes {
            guard case .entity(let name) = try reading.term(of: id) else { continue }
            names.append(name)
        }
        func sources(of side: String) throws -> Term {
            let entity = TermID(rawValue: subject)
            return try self.sources(
                zip(classes, names).filter { schema.ancestors(of: $0.1).contains(side) }
                    .flatMap { try reading.statements(.isA, entity, $0.0) })
        }
        for (first, second) in sides.contradictions(in: names) {
            note(
                "disjoint",
                [try term(subject), .entity(first), try sources(of: first), .entity(second), try sources(of: second)])
        }
    }
}
