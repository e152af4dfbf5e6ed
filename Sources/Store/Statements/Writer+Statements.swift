import Terms

/// Statements one at a time.
extension Writer {
    /// Stores a statement, with a piece of evidence where any is given; false where both were there already.
    ///
    /// The same triple with the same qualifiers is the same statement. Evidence of a source that already states it
    /// takes the place of what that source said before. The predicate must be an entity.
    @discardableResult
    package func add(
        predicate: TermID, subject: TermID, object: TermID, qualifiers: [StoredStatement.Entry],
        evidence: [StoredStatement.Entry]
    ) throws(StoreError) -> Bool {
        let triple = TripleKey(predicate: predicate, subject: subject, object: object)
        let isNew = try insert(predicate, subject, object)
        if isNew, qualifiers.isEmpty, evidence.isEmpty {
            try note(true, triple, [], [], before: [])
            return true
        }
        var list = try StatementList(self, triple, isStored: !isNew)
        let change = try list.add(qualifiers, evidence, source: intern(.entity("source"))) { newStatement() }
        guard let change else { return false }
        try note(true, triple, change.qualifiers, change.evidence, before: list.before, replaces: change.replaces)
        try put(list, of: triple)
        return true
    }

    /// Withdraws statements of a triple; false where there was nothing to withdraw.
    ///
    /// - Parameters:
    ///   - qualifiers: the statement with exactly these; nil for every statement of the triple.
    ///   - source: only what this source says; a statement goes with its last evidence, a triple with its last
    ///     statement.
    @discardableResult
    package func withdraw(
        predicate: TermID, subject: TermID, object: TermID, qualifiers: [StoredStatement.Entry]? = nil,
        source: TermID? = nil
    ) throws(StoreError) -> Bool {
        guard try contains(predicate, subject, object) else { return false }
        let triple = TripleKey(predicate: predicate, subject: subject, object: object)
        let wanted = qualifiers?.sorted { $0.key < $1.key }
        let before = try statements(predicate, subject, object)
        let name = try intern(.entity("source"))
        var kept: [StoredStatement] = []
        var changed = false
        for var statement in before {
            if let wanted, !StoredStatement.same(wanted, statement.qualifiers) {
                kept.append(statement)
                continue
            }
            if let source {
                let rest = statement.evidence.filter { StoredStatement.value(of: name, in: $0) != source }
                if rest.count == statement.evidence.count {
                    kept.append(statement)
                    continue
                }
                changed = true
                for piece in statement.evidence where StoredStatement.value(of: name, in: piece) == source {
                    try note(false, triple, statement.qualifiers, piece, before: before)
                }
                if !rest.isEmpty {
                    statement.evidence = rest
                    kept.append(statement)
                    continue
                }
            } else {
                changed = true
                try note(false, triple, statement.qualifiers, [], before: before)
            }
            if statement.number != 0 { try remove(tables.triples, key(statement.number)) }
        }
        guard changed else { return false }
        try countEvidence(of: predicate, before: before, after: kept)
        let place = key(predicate.rawValue, subject.rawValue, object.rawValue)
        if kept.isEmpty {
            try remove(tables.statements, place)
            try delete(predicate, subject, object)
        } else {
            try put(tables.statements, place, StoredStatement.encode(kept))
        }
        return true
    }

    func newStatement() -> UInt64 {
        defer { nextStatement += 1 }
        return nextStatement
    }

    /// Writes the record of a triple, and the way back from its new statements.
    func put(_ list: StatementList, of triple: TripleKey) throws(StoreError) {
        let place = key(triple.predicate.rawValue, triple.subject.rawValue, triple.object.rawValue)
        for number in list.newNumbers { try putSorted(tables.triples, key(number), place) }
        try putSorted(tables.statements, place, StoredStatement.encode(list.statements))
        try countEvidence(of: triple.predicate, before: list.before, after: list.statements)
    }

    func note(
        _ isAddition: Bool, _ triple: TripleKey, _ qualifiers: [StoredStatement.Entry],
        _ evidence: [StoredStatement.Entry], before: [StoredStatement], replaces: Bool = false
    ) throws(StoreError) {
        log.append(
            Change(
                isAddition: isAddition, triple: triple, qualifiers: qualifiers, evidence: evidence, before: before),
            replaces: replaces)
        try writeLog()
    }
}

/// The statements of one triple while some are added.
struct StatementList {
    private(set) var statements: [StoredStatement]
    /// Those that were there.
    let before: [StoredStatement]
    /// Those that need a way back from their number to the triple.
    private(set) var newNumbers: [UInt64] = []

    /// - Parameter isStored: whether the triple was stored before.
    init(_ reading: Reading, _ triple: TripleKey, isStored: Bool) throws(StoreError) {
        let bare = StoredStatement(number: 0, qualifiers: [], evidence: [])
        before =
            isStored ? try reading.record(triple.predicate, triple.subject, triple.object) ?? [bare] : []
        statements = before
    }

    /// Adds a statement or its evidence, both then sorted; nil where it was there. `replaces` tells whether the evidence
    /// took the place of what the source said before.
    mutating func add(
        _ qualifiers: [StoredStatement.Entry], _ evidence: [StoredStatement.Entry], source: TermID,
        number: () -> UInt64
    ) -> (qualifiers: [StoredStatement.Entry], evidence: [StoredStatement.Entry], replaces: Bool)? {
        let qualifiers = qualifiers.sorted { $0.key < $1.key }
        let evidence = evidence.sorted { $0.key < $1.key }
        let place: Int
        var changed = false
        var replaces = false
        if let found = statements.firstIndex(where: { StoredStatement.same($0.qualifiers, qualifiers) }) {
            place = found
        } else {
            place = statements.count
            statements.append(StoredStatement(number: 0, qualifiers: qualifiers, evidence: []))
            changed = true
        }
        if !evidence.isEmpty {
            let name = StoredStatement.value(of: source, in: evidence)
            let earlier = statements[place].evidence.firstIndex { piece in
                StoredStatement.value(of: source, in: piece) == name
                    && (name != nil || StoredStatement.same(piece, evidence))
            }
            if let earlier {
                if !StoredStatement.same(statements[place].evidence[earlier], evidence) {
                    statements[place].evidence[earlier] = evidence
                    changed = true
                    replaces = true
                }
            } else {
                statements[place].evidence.append(evidence)
                changed = true
            }
        }
        guard changed else { return nil }
        // A plain triple has no number until a record tells more about it.
        for row in statements.indices where statements[row].number == 0 {
            statements[row].number = number()
            newNumbers.append(statements[row].number)
        }
        return (qualifiers, evidence, replaces)
    }
}
