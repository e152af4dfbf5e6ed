import Terms

extension Reading {
    /// What a transaction added and withdrew, in its order. Throws `StoreError` of kind `forgotten` where the log
    /// does not reach so far back.
    package func changes(of transaction: UInt64) throws(StoreError) -> [Change] {
        var found: [Change] = []
        try forEachChange(of: transaction) { found.append($0) }
        return found
    }

    /// As `changes`, one at a time.
    package func forEachChange(
        of transaction: UInt64, _ receive: (Change) throws(StoreError) -> Void
    ) throws(StoreError) {
        guard transaction > (try forgottenTransaction()) else {
            throw StoreError(
                .forgotten, shared.path, "the store '\(shared.path)' has forgotten the changes of \(transaction)")
        }
        var begun: Set<TermID> = []
        try logged(in: transaction...transaction) { (entry) throws(StoreError) in
            switch entry {
            case .change(let change):
                // What a relation that began here has in the end is told below.
                if !begun.contains(change.triple.predicate) { try receive(change) }
            case .begun(let predicate):
                begun.insert(predicate)
            case .plain(let predicate, let subjects, let objects):
                guard !begun.contains(predicate) else { return }
                for (subject, object) in zip(subjects, objects) {
                    try receive(
                        Change(
                            addition: [], [],
                            of: TripleKey(
                                predicate: predicate, subject: TermID(rawValue: subject),
                                object: TermID(rawValue: object))))
                }
            }
        }
        guard !begun.isEmpty else { return }
        let undo = try undone(after: transaction)
        for predicate in begun.sorted() { try forEachAddition(to: predicate, undo.relations[predicate], receive) }
    }

    /// Everything that a relation had when `undo` is applied, as additions.
    private func forEachAddition(
        to predicate: TermID, _ undo: Undo.Relation?, _ receive: (Change) throws(StoreError) -> Void
    ) throws(StoreError) {
        func pass(_ subject: TermID, _ object: TermID, _ statements: [StoredStatement]) throws(StoreError) {
            let triple = TripleKey(predicate: predicate, subject: subject, object: object)
            for statement in statements {
                for piece in statement.evidence.isEmpty ? [[]] : statement.evidence {
                    try receive(Change(addition: statement.qualifiers, piece, of: triple))
                }
            }
        }
        if undo?.wasEmpty != true {
            var scan = try scan(predicate, order: .subject)
            var subjects: [UInt64] = []
            var objects: [UInt64] = []
            while try scan.next(into: &subjects, second: &objects) {
                for (subject, object) in zip(subjects, objects) {
                    let pair = Undo.Pair(subject: TermID(rawValue: subject), object: TermID(rawValue: object))
                    guard undo?.triples[pair] == nil else { continue }
                    try pass(pair.subject, pair.object, statements(predicate, pair.subject, pair.object))
                }
            }
        }
        let touched = (undo?.triples ?? [:]).sorted {
            ($0.key.subject, $0.key.object) < ($1.key.subject, $1.key.object)
        }
        for (pair, statements) in touched { try pass(pair.subject, pair.object, statements) }
    }
}

extension Change {
    /// The addition of a statement, or of evidence for it, to a triple that was not stored.
    init(addition qualifiers: [StoredStatement.Entry], _ evidence: [StoredStatement.Entry], of triple: TripleKey) {
        self.init(isAddition: true, triple: triple, qualifiers: qualifiers, evidence: evidence, before: [])
    }
}
