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

    /// The statements of a triple then, none where it was not stored; nil where they are what they are now.
    package func statements(of triple: TripleKey) -> [StoredStatement]? {
        guard let relation = relations[triple.predicate] else { return nil }
        if let known = relation.triples[Pair(subject: triple.subject, object: triple.object)] { return known }
        return relation.wasEmpty ? [] : nil
    }
}

extension Reading {
    /// What must be undone to see the store as it was right after a transaction (0: as it was when new).
    ///
    /// - Complexity: time and memory in proportion to what changed since, not to the store.
    package func undone(after transaction: UInt64) throws(StoreError) -> Undo {
        var undo = Undo()
        guard transaction < transactionNumber else { return undo }
        for number in (transaction + 1)...transactionNumber {
            try logged(in: number) { change in
                let pair = Undo.Pair(subject: change.triple.subject, object: change.triple.object)
                var relation = undo.relations.removeValue(forKey: change.triple.predicate) ?? Undo.Relation()
                // The first change since tells what was there before.
                if relation.triples[pair] == nil {
                    relation.triples[pair] = relation.wasEmpty ? [] : change.before
                }
                undo.relations[change.triple.predicate] = relation
            }
        }
        return undo
    }
}
