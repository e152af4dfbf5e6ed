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

    /// That an entity is stated to be of a class.
    struct Membership {
        let entity: TermID
        let ofClass: TermID
    }

    /// Notes an entity whose classes are disjoint, with the sources of both.
    func checkDisjoint(_ subject: UInt64?, _ classes: inout [Membership]) throws {
        defer { classes.removeAll(keepingCapacity: true) }
        guard let subject, classes.count > 0, !sides.isEmpty else { return }
        var names: [String] = []
        // Of a class that is no entity nothing is declared.
        classes = try classes.filter { membership in
            guard case .entity(let name) = try reading.term(of: membership.ofClass) else { return false }
            names.append(name)
            return true
        }
        func sources(of side: String) throws -> Term {
            let found = zip(classes, names).filter { schema.ancestors(of: $0.1).contains(side) }.map(\.0)
            return try self.sources(
                found.flatMap { try reading.statements(.isA, $0.entity, $0.ofClass) }, named: found.map(\.entity))
        }
        for (first, second) in sides.contradictions(in: names) {
            note(
                "disjoint",
                [try term(subject), .entity(first), try sources(of: first), .entity(second), try sources(of: second)])
        }
    }
}
