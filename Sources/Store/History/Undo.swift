import Terms

/// What must be undone to see the store as it was after an earlier transaction, relation by relation. A relation
/// that is not in it is as it was.
package struct Undo: Sendable {
    /// A relation that was touched since.
    package struct Relation: Sendable {
        /// Whether it had no triples then but those in `triples`.
        package fileprivate(set) var wasEmpty = false
        /// The statements that each triple touched since had then; none where it was not stored. Every other triple
        /// is as it was, unless the relation was empty.
        package fileprivate(set) var triples: [Pair: [StoredStatement]] = [:]

        fileprivate mutating func note(_ subject: TermID, _ object: TermID, _ before: [StoredStatement]) {
            let pair = Pair(subject: subject, object: object)
            if triples[pair] == nil { triples[pair] = wasEmpty ? [] : before }
        }
    }

    /// Subject and object of a triple.
    package struct Pair: Hashable, Sendable {
        package let subject: TermID
        package let object: TermID

        package init(subject: TermID, object: TermID) {
            self.subject = subject
            self.object = object
        }
    }

    package fileprivate(set) var relations: [TermID: Relation] = [:]

    /// Lets a triple have other statements than it had then.
    package mutating func set(_ triple: TripleKey, to statements: [StoredStatement]) {
        relations[triple.predicate, default: Relation()]
            .triples[Pair(subject: triple.subject, object: triple.object)] = statements
    }

    /// The statements of a triple then, none where it was not stored; nil where they are what they are now.
    package func statements(of triple: TripleKey) -> [StoredStatement]? {
        guard let relation = relations[triple.predicate] else { return nil }
        if let known = relation.triples[Pair(subject: triple.subject, object: triple.object)] { return known }
        return relation.wasEmpty ? [] : nil
    }
}

extension Reading {
    /// What must be undone to see the store as it was right after a transaction (0: as it was when new). Throws
    /// `StoreError` of kind `forgotten` where the log does not reach so far back.
    ///
    /// - Complexity: time and memory in proportion to what changed since, not to the store.
    package func undone(after transaction: UInt64) throws(StoreError) -> Undo {
        var undo = Undo()
        guard transaction < transactionNumber else { return undo }
        guard transaction >= (try forgottenTransaction()) else {
            throw StoreError(
                .forgotten, shared.path,
                "the store '\(shared.path)' has forgotten what it was before transaction \(try forgottenTransaction())")
        }
        try logged(in: (transaction + 1)...transactionNumber) { entry in
            switch entry {
            case .change(let change):
                // The first change since tells what was there before.
                undo.relations[change.triple.predicate, default: Undo.Relation()].note(
                    change.triple.subject, change.triple.object, change.before)
            case .begun(let predicate):
                undo.relations[predicate, default: Undo.Relation()].wasEmpty = true
            case .plain(let predicate, let subjects, let objects):
                for (subject, object) in zip(subjects, objects) {
                    undo.relations[predicate, default: Undo.Relation()].note(
                        TermID(rawValue: subject), TermID(rawValue: object), [])
                }
            }
        }
        return undo
    }

    /// The last transaction whose changes were forgotten (see `Store.forget`): `undone` and `changes` know those
    /// after it. 0 where none was.
    package func forgottenTransaction() throws(StoreError) -> UInt64 {
        guard let value = try value(tables.meta, MetaKey.forgotten) else { return 0 }
        var reader = ByteReader(value)
        return reader.number() ?? 0
    }
}
