import Language
import Store
import Terms

extension Overlay {
    /// The overlay of an evaluation: what it undoes, and then its assumptions, in order.
    init(
        _ options: Evaluation.Options, _ filter: StoreView.Filter, over store: Reading?, _ terms: TermTable,
        _ schema: Schema
    ) throws {
        if let undo = options.undo { try take(undo, store) }
        var number = StoredStatement.firstSupposed
        for assumption in options.assumptions {
            try take(assumption, number, filter, store, terms, schema)
            number += 1
        }
    }

    private mutating func take(_ undo: Undo, _ store: Reading?) throws {
        for (predicate, relation) in undo.relations {
            if relation.wasEmpty { hide(predicate) }
            for (pair, statements) in relation.triples {
                let isStored =
                    relation.wasEmpty ? false : try store?.contains(predicate, pair.subject, pair.object) ?? false
                replace(
                    Triple(predicate: predicate, subject: pair.subject, object: pair.object), by: statements,
                    isStored: isStored)
            }
        }
    }

    private mutating func take(
        _ assumption: Assumption, _ number: UInt64, _ filter: StoreView.Filter, _ store: Reading?,
        _ terms: TermTable, _ schema: Schema
    ) throws {
        func id(_ term: Term) throws -> TermID { TermID(rawValue: try terms.id(of: term)) }
        var plain: [StoredStatement.Entry] = []
        var evidence: [StoredStatement.Entry] = []
        for (key, value) in assumption.qualifiers {
            let entry = (key: try id(.entity(key)), value: try id(value))
            if Schema.evidenceQualifiers.contains(key) { evidence.append(entry) } else { plain.append(entry) }
        }
        plain.sort { $0.key < $1.key }
        let source = try id(.entity("source"))
        for triple in try triples(of: assumption, schema, id) {
            let isStored =
                try !hidden.contains(triple.predicate)
                && store?.contains(triple.predicate, triple.subject, triple.object) ?? false
            var now =
                try statements[triple]
                ?? (isStored ? store?.statements(triple.predicate, triple.subject, triple.object) : nil) ?? []
            if assumption.isAddition {
                try now.state(plain, evidence, number: number) { statement in
                    try filter.counts(statement, source: source.rawValue, terms)
                }
            } else {
                now.withdraw(
                    plain.isEmpty ? nil : plain, source: evidence.first { $0.key == source }?.value, sourceKey: source)
            }
            replace(triple, by: now, isStored: isStored)
        }
    }

    /// The triple of an assumption; for a withdrawal those too that say the same by another reading of the schema.
    private func triples(
        of assumption: Assumption, _ schema: Schema, _ id: (Term) throws -> TermID
    ) throws -> [Triple] {
        guard let first = assumption.arguments.first else { return [] }
        let subject = try id(first)
        let name = try id(.entity(assumption.relation))
        guard assumption.arguments.count == 2 else {
            return [Triple(predicate: .isA, subject: subject, object: name)]
        }
        let object = try id(assumption.arguments[1])
        if assumption.isAddition { return [Triple(predicate: name, subject: subject, object: object)] }
        return try schema.readings(of: assumption.relation).map { reading in
            Triple(
                predicate: try id(.entity(reading.relation)), subject: reading.isFlipped ? object : subject,
                object: reading.isFlipped ? subject : object)
        }
    }
}

extension StoredStatement {
    /// The number of the first statement that is supposed only: above those of the facts of a program.
    fileprivate static let firstSupposed: UInt64 = 1 << 42

    /// Whether it is assumed by an evaluation only.
    var isAssumed: Bool { number >= StoredStatement.firstSupposed }

    /// Whether who asks supposes it, and names no evidence.
    var isOwnWord: Bool { isAssumed && evidence.isEmpty }
}

extension [StoredStatement] {
    /// Adds a statement, or evidence for the one with these qualifiers. Where no evidence is named, and what there is
    /// does not count, the statement becomes the word of who supposes it.
    fileprivate mutating func state(
        _ qualifiers: [StoredStatement.Entry], _ evidence: [StoredStatement.Entry], number: UInt64,
        counts: (StoredStatement) throws -> Bool
    ) rethrows {
        let pieces = evidence.isEmpty ? [] : [evidence]
        guard let place = firstIndex(where: { StoredStatement.same($0.qualifiers, qualifiers) }) else {
            append(StoredStatement(number: number, qualifiers: qualifiers, evidence: pieces))
            return
        }
        if evidence.isEmpty, try !counts(self[place]) {
            self[place] = StoredStatement(number: number, qualifiers: qualifiers, evidence: [])
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

extension StoreView.Filter {
    /// Whether a statement has evidence that is neither too weak nor withdrawn, or needs none.
    fileprivate func counts(_ statement: StoredStatement, source: UInt64, _ terms: TermTable) throws -> Bool {
        if statement.isOwnWord || (confidence == 0 && withdrawn.isEmpty) { return true }
        if statement.evidence.isEmpty { return confidence == 0 }
        return try statement.evidence.contains { try counts($0, source: source, terms) }
    }
}
