import Terms

/// A triple by its ids.
package struct TripleKey: Hashable, Sendable {
    package let predicate: TermID
    package let subject: TermID
    package let object: TermID

    package init(predicate: TermID, subject: TermID, object: TermID) {
        self.predicate = predicate
        self.subject = subject
        self.object = object
    }
}

/// One thing that a transaction did.
package struct Change {
    package let isAddition: Bool
    package let triple: TripleKey
    /// The qualifiers of the statement that was added, or that lost evidence or went.
    package let qualifiers: [StoredStatement.Entry]
    /// The evidence added or withdrawn; empty where the change is of the bare statement.
    package let evidence: [StoredStatement.Entry]
    /// The statements of the triple before the change; none where it was not stored.
    package let before: [StoredStatement]

    init(
        isAddition: Bool, triple: TripleKey, qualifiers: [StoredStatement.Entry], evidence: [StoredStatement.Entry],
        before: [StoredStatement]
    ) {
        self.isAddition = isAddition
        self.triple = triple
        self.qualifiers = qualifiers
        self.evidence = evidence
        self.before = before
    }

    func append(to writer: inout ByteWriter) {
        writer.append(varint: isAddition ? 1 : 0)
        for id in [triple.predicate, triple.subject, triple.object] { writer.append(id.rawValue) }
        StoredStatement.append(qualifiers, &writer)
        StoredStatement.append(evidence, &writer)
        StoredStatement.append(before, &writer)
    }

    /// Nil where the bytes are no change.
    init?(_ reader: inout ByteReader) {
        guard let kind = reader.varint(), kind <= 1, let predicate = reader.number(), let subject = reader.number(),
            let object = reader.number(), let qualifiers = StoredStatement.entries(&reader),
            let evidence = StoredStatement.entries(&reader), let before = StoredStatement.read(&reader)
        else { return nil }
        self.init(
            isAddition: kind == 1,
            triple: TripleKey(
                predicate: TermID(rawValue: predicate), subject: TermID(rawValue: subject),
                object: TermID(rawValue: object)), qualifiers: qualifiers, evidence: evidence, before: before)
    }
}

extension Reading {
    /// What a transaction added and withdrew, in its order.
    package func changes(of transaction: UInt64) throws(StoreError) -> [Change] {
        var found: [Change] = []
        try logged(in: transaction) { found.append($0) }
        return found
    }

    func logged(
        in transaction: UInt64, _ receive: (Change) throws(StoreError) -> Void
    ) throws(StoreError) {
        let damaged = damaged
        try entries(tables.changes, prefix: key(transaction)) { (_, value) throws(StoreError) in
            var reader = ByteReader(value)
            while !reader.isAtEnd {
                guard let change = Change(&reader) else { throw damaged }
                try receive(change)
            }
            return true
        }
    }
}
