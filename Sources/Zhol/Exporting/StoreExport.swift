import Formats
import Store
import Terms

/// A whole store, or the answers to a goal, as text.
package enum StoreExport {
    /// Writes everything that the format can hold: `dl` holds all, with declarations; `jsonl` all facts. Throws
    /// `OutputError` where the sink does.
    package static func write(_ database: Database, as format: ExportFormat, to sink: ByteSink) throws {
        guard let snapshot = database.reading else { return }
        let namespaces = database.catalogue.namespaces
        if format == .dl {
            for declaration in database.catalogue.declarations { try sink.write(declaration.text + "\n\n") }
        }
        var writer = try format.writer(namespaces, sink)
        let label = try snapshot.id(of: .entity("label"))
        for predicate in try snapshot.predicates() {
            let relation = try snapshot.term(of: predicate)
            var scan = try snapshot.scan(predicate, order: .subject)
            var subjects: [UInt64] = []
            var objects: [UInt64] = []
            while try scan.next(into: &subjects, second: &objects) {
                for row in subjects.indices {
                    let subject = TermID(rawValue: subjects[row])
                    let object = TermID(rawValue: objects[row])
                    var triple = ExportedTriple(
                        subject: try snapshot.term(of: subject), predicate: relation,
                        object: try snapshot.term(of: object),
                        statements: try statements(predicate, subject, object, snapshot))
                    if writer.wantsLabels {
                        triple.labels = (
                            try text(label, of: subject, snapshot), try text(label, of: object, snapshot)
                        )
                    }
                    try writer.write(triple)
                }
            }
        }
        try writer.finish()
    }

    /// Writes rows of subject, relation and object. Throws `OutputError` where the sink does.
    package static func write(
        rows: [[Term]], as format: ExportFormat, _ namespaces: Namespaces, to sink: ByteSink
    ) throws {
        var writer = try format.writer(namespaces, sink)
        for row in rows where row.count == 3 {
            try writer.write(
                ExportedTriple(
                    subject: row[0], predicate: row[1], object: row[2],
                    statements: [ExportedTriple.Statement(qualifiers: [], evidence: [])]))
        }
        try writer.finish()
    }

    private static func statements(
        _ predicate: TermID, _ subject: TermID, _ object: TermID, _ reading: Reading
    ) throws -> [ExportedTriple.Statement] {
        func terms(_ entries: [StoredStatement.Entry]) throws -> [ExportedTriple.Entry] {
            try entries.map { (try reading.term(of: $0.key), try reading.term(of: $0.value)) }
        }
        return try reading.statements(predicate, subject, object).map { statement in
            ExportedTriple.Statement(
                qualifiers: try terms(statement.qualifiers), evidence: try statement.evidence.map(terms))
        }
    }

    /// What an entity is called: the first of its labels.
    private static func text(_ label: TermID?, of entity: TermID, _ reading: Reading) throws -> String? {
        guard let label, entity.kind == .entity else { return nil }
        var found: [UInt64] = []
        try reading.seconds(of: label, order: .subject, first: entity, into: &found)
        return try found.first.map { try reading.term(of: TermID(rawValue: $0)).plainText(Namespaces()) }
    }
}
