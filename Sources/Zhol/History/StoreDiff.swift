import Language
import Store
import Terms

/// One fact that a store gained or lost.
package struct FactChange: Sendable, Equatable {
    package let isAddition: Bool
    /// The fact in the language, with its qualifiers and one piece of evidence.
    package let text: String
}

/// What transactions did, and what two moments of a store differ in.
package struct StoreDiff {
    let reading: Snapshot
    private let namespaces: Namespaces

    /// Nil where there is no store.
    package init?(_ database: Database) {
        guard let snapshot = database.reading else { return nil }
        reading = snapshot
        namespaces = database.catalogue.namespaces
    }

    /// The moment that a word means: the number of a transaction, `now`, or a date, for the last transaction until then.
    ///
    /// Throws `ZholError` of kind `usage` where it is none of these, or no transaction has the number.
    package func transaction(_ word: String) throws -> UInt64 {
        let last = try reading.lastTransaction()?.number ?? 0
        if word == "now" { return last }
        if let number = UInt64(word) {
            guard number <= last else {
                let hint = word.utf8.count == 4 ? "; a year is written \(word)-01 or \(word)-12" : ""
                throw ZholError(.usage, "there is no transaction \(number): the last is \(last)\(hint)")
            }
            return number
        }
        let end: Int64
        if let date = PartialDate(word) {
            end = (Int64(date.lastDay) + 1) * 86_400_000_000 - 1
        } else if let instant = DateTime(word) {
            end = instant.microsecondsSinceEpoch
        } else {
            throw ZholError(.usage, "'\(word)' is neither a transaction, a date nor 'now'")
        }
        return try reading.lastTransaction(atOrBefore: end)?.number ?? 0
    }

    /// Which moments of the store are compared, in words.
    package func comparison(of first: UInt64, with second: UInt64) throws -> String {
        let records = try reading.transactions()
        guard let oldest = records.first else { return "the store has no transaction yet" }
        func time(_ record: TransactionRecord) -> String {
            Term.dateTime(DateTime(microsecondsSinceEpoch: record.time)).plainText(Namespaces())
        }
        func moment(_ number: UInt64) -> String {
            if let record = records.first(where: { $0.number == number }) {
                return "transaction \(number) (\(time(record)))"
            }
            return number == 0
                ? "the empty store before transaction \(oldest.number) (\(time(oldest)))" : "transaction \(number)"
        }
        return first == second
            ? "nothing differs: both moments are \(moment(first))" : "from \(moment(first)) to \(moment(second))"
    }

    /// What one transaction did, in its order. Where a source said something else before, that is shown as lost.
    package func changes(of transaction: UInt64) throws -> [FactChange] {
        var found: [FactChange] = []
        let source = try reading.id(of: .entity("source"))
        for change in try reading.changes(of: transaction) {
            if let source, let replaced = change.replacedEvidence(source: source) {
                let text = try fact(change.triple, change.qualifiers + replaced)
                found.append(FactChange(isAddition: false, text: text))
            }
            let text = try fact(change.triple, change.qualifiers + change.evidence)
            found.append(FactChange(isAddition: change.isAddition, text: text))
        }
        return found
    }

    /// The facts that the store lost and gained from one transaction to another, by their text.
    ///
    /// - Complexity: time and memory in proportion to what changed since the earlier one.
    package func changes(from first: UInt64, to second: UInt64) throws -> [FactChange] {
        try changedTriples(from: first, to: second).flatMap(\.changes).sorted { $0.text < $1.text }
    }

    /// A triple of which facts were lost and gained, with the statements that it had before.
    struct ChangedTriple {
        let triple: TripleKey
        let before: [StoredStatement]
        let changes: [FactChange]
    }

    func changedTriples(from first: UInt64, to second: UInt64) throws -> [ChangedTriple] {
        let earlier = try reading.undone(after: min(first, second))
        let later = try reading.undone(after: max(first, second))
        let (before, after) = first <= second ? (earlier, later) : (later, earlier)
        var found: [ChangedTriple] = []
        for (predicate, relation) in earlier.relations {
            var pairs = Set(relation.triples.keys)
            pairs.formUnion(later.relations[predicate]?.triples.keys.map { $0 } ?? [])
            // A relation that was empty has all that it holds now as well.
            if relation.wasEmpty { try scan(predicate) { pairs.insert($0) } }
            for pair in pairs {
                let triple = TripleKey(predicate: predicate, subject: pair.subject, object: pair.object)
                let old = Set(try facts(triple, before))
                let new = Set(try facts(triple, after))
                guard old != new else { continue }
                // A fact is lost or gained, never both: the text decides.
                let changes =
                    old.subtracting(new).map { FactChange(isAddition: false, text: $0) }
                    + new.subtracting(old).map { FactChange(isAddition: true, text: $0) }
                found.append(
                    ChangedTriple(
                        triple: triple, before: try statements(triple, before),
                        changes: changes.sorted { $0.text < $1.text }))
            }
        }
        return found
    }

    private func scan(_ predicate: TermID, _ receive: (Undo.Pair) -> Void) throws {
        var scan = try reading.scan(predicate, order: .subject)
        var subjects: [UInt64] = []
        var objects: [UInt64] = []
        while try scan.next(into: &subjects, second: &objects) {
            for (subject, object) in zip(subjects, objects) {
                receive(Undo.Pair(subject: TermID(rawValue: subject), object: TermID(rawValue: object)))
            }
        }
    }

    private func statements(_ triple: TripleKey, _ undo: Undo) throws -> [StoredStatement] {
        try undo.statements(of: triple) ?? reading.statements(triple.predicate, triple.subject, triple.object)
    }

    /// The facts of a triple at a moment, one for each piece of evidence.
    private func facts(_ triple: TripleKey, _ undo: Undo) throws -> [String] {
        try statements(triple, undo).flatMap { statement in
            try (statement.evidence.isEmpty ? [[]] : statement.evidence).map {
                try fact(triple, statement.qualifiers + $0)
            }
        }
    }

    private func fact(_ triple: TripleKey, _ entries: [StoredStatement.Entry]) throws -> String {
        let exported = ExportedTriple(
            subject: try reading.term(of: triple.subject), predicate: try reading.term(of: triple.predicate),
            object: try reading.term(of: triple.object), statements: [])
        let qualifiers = try entries.map { (try reading.term(of: $0.key), try reading.term(of: $0.value)) }
        return FactExport.text(exported, qualifiers, namespaces)
    }
}

extension ProgramReader {
    /// The same program with every question about what the store held after a transaction.
    package func known(by transaction: UInt64) -> ProgramReader {
        let number = Term.int(Int64(clamping: transaction))
        return ProgramReader(
            statements: statements.map { statement in
                guard case .query(var query) = statement.kind else { return statement }
                query.knownBy = Expression(kind: .constant(number), range: query.range)
                var changed = statement
                changed.kind = .query(query)
                return changed
            })
    }
}
