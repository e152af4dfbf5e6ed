import Language
import Store
import Terms

extension Overlay {
    /// The overlay of an evaluation: its assumptions, in order.
    init(_ options: Evaluation.Options, over store: Reading?, _ terms: TermTable, _ schema: Schema) throws {
        var number: UInt64 = 1 << 41
        for assumption in options.assumptions {
            guard let first = assumption.arguments.first else { continue }
            let subject = TermID(rawValue: try terms.id(of: first))
            let name = TermID(rawValue: try terms.id(of: .entity(assumption.relation)))
            var triples: [Triple] = []
            if assumption.arguments.count == 1 {
                triples = [Triple(predicate: .isA, subject: subject, object: name)]
            } else {
                let object = TermID(rawValue: try terms.id(of: assumption.arguments[1]))
                triples = [Triple(predicate: name, subject: subject, object: object)]
                // What holds by another reading of the schema is withdrawn with it.
                if !assumption.isAddition {
                    for reading in schema.readings(of: assumption.relation).dropFirst() {
                        let predicate = TermID(rawValue: try terms.id(of: .entity(reading.relation)))
                        triples.append(
                            Triple(
                                predicate: predicate, subject: reading.isFlipped ? object : subject,
                                object: reading.isFlipped ? subject : object))
                    }
                }
            }
            var plain: [StoredStatement.Entry] = []
            var evidence: [StoredStatement.Entry] = []
            for (key, value) in assumption.qualifiers {
                let entry = (
                    key: TermID(rawValue: try terms.id(of: .entity(key))),
                    value: TermID(rawValue: try terms.id(of: value))
                )
                if Schema.evidenceQualifiers.contains(key) { evidence.append(entry) } else { plain.append(entry) }
            }
            plain.sort { $0.key < $1.key }
            let source = TermID(rawValue: try terms.id(of: .entity("source")))
            for triple in triples {
                let stored = try store?.contains(triple.predicate, triple.subject, triple.object) ?? false
                var now =
                    try statements[triple]
                    ?? (stored ? store?.statements(triple.predicate, triple.subject, triple.object) : nil) ?? []
                if assumption.isAddition {
                    now.state(plain, evidence, number: number)
                    number += 1
                } else {
                    now.withdraw(
                        plain.isEmpty ? nil : plain, source: evidence.first { $0.key == source }?.value,
                        sourceKey: source)
                }
                replace(triple, by: now, isStored: stored)
            }
        }
    }
}

extension [StoredStatement] {
    /// Adds a statement, or evidence for the one with these qualifiers.
    fileprivate mutating func state(
        _ qualifiers: [StoredStatement.Entry], _ evidence: [StoredStatement.Entry], number: UInt64
    ) {
        let pieces = evidence.isEmpty ? [] : [evidence]
        guard let place = firstIndex(where: { StoredStatement.same($0.qualifiers, qualifiers) }) else {
            append(StoredStatement(number: number, qualifiers: qualifiers, evidence: pieces))
            return
        }
        self[place].evidence += pieces
    }

    /// Removes every statement, those with certain qualifiers, or what one source says of them; a statement goes with
    /// its last evidence.
    fileprivate mutating func withdraw(_ qualifiers: [StoredStatement.Entry]?, source: TermID?, sourceKey: TermID) {
        self = compactMap { statement in
            if let qualifiers, !StoredStatement.same(qualifiers, statement.qualifiers) { return statement }
            guard let source else { return nil }
            var rest = statement
            rest.evidence.removeAll { piece in piece.contains { $0.key == sourceKey && $0.value == source } }
            return rest.evidence.isEmpty && !statement.evidence.isEmpty ? nil : rest
        }
    }
}
