import Terms

/// A triple by its ids.
package struct TripleKey: Hashable, BitwiseCopyable, Sendable {
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

    /// What the source of the evidence that was added had said before, which went so; nil where it had said nothing.
    ///
    /// - Parameter source: the name of the qualifier.
    package func replacedEvidence(source: TermID) -> [StoredStatement.Entry]? {
        guard isAddition, let name = StoredStatement.value(of: source, in: evidence),
            let statement = before.first(where: { StoredStatement.same($0.qualifiers, qualifiers) })
        else { return nil }
        return statement.evidence.first { StoredStatement.value(of: source, in: $0) == name }
    }

    func append(to writer: inout ByteWriter) {
        for id in [triple.predicate, triple.subject, triple.object] { writer.append(id) }
        StoredStatement.append(qualifiers, &writer)
        StoredStatement.append(evidence, &writer)
        StoredStatement.append(before, &writer)
    }

    /// Nil where the bytes are no change.
    init?(isAddition: Bool, _ reader: inout ByteReader) {
        guard let predicate = reader.id(), let subject = reader.id(), let object = reader.id(),
            let qualifiers = StoredStatement.entries(&reader), let evidence = StoredStatement.entries(&reader),
            let before = StoredStatement.read(&reader)
        else { return nil }
        self.init(
            isAddition: isAddition, triple: TripleKey(predicate: predicate, subject: subject, object: object),
            qualifiers: qualifiers, evidence: evidence, before: before)
    }
}
