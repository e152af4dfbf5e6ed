import Glibc
import LMDB
import Terms

/// A write transaction: reads what it wrote itself.
package final class Writer: Reading {
    private var counters: [TermID.Kind: UInt64] = [:]
    private var known: [Term: TermID] = [:]
    private var nextStatement: UInt64 = 1
    private var added = 0
    private var withdrawn = 0
    private var declarationsChanged = false
    private var log = ByteWriter()
    private var logPart: UInt64 = 0
    private var number: UInt64 { transactionNumber + 1 }

    init(_ shared: SharedEnvironment) throws(StoreError) {
        try super.init(shared, readOnly: false)
        if let value = try value(tables.meta, MetaKey.nextStatement) {
            var reader = ByteReader(value)
            nextStatement = reader.number() ?? 1
        }
    }

    /// Makes an empty file a store.
    static func format(_ transaction: borrowing Transaction, _ tables: Tables) throws(LMDBError) {
        try transaction.put(tables.meta, Store.magic, key(Store.formatVersion))
        // The entity `a`, the predicate of class membership, is the first of every dictionary.
        try transaction.put(tables.ids, TermText.key(.entity, Array("a".utf8)).key, key(TermID.isA.rawValue))
        try transaction.put(tables.texts, key(TermID.isA.rawValue), Array("a".utf8))
        try transaction.put(tables.meta, MetaKey.counter(.entity), key(2))
    }

    func put(_ table: Table, _ key: [UInt8], _ value: [UInt8]) throws(StoreError) {
        do {
            try transaction.put(table, key, value)
        } catch {
            throw StoreError(error, shared.path)
        }
    }

    func remove(_ table: Table, _ key: [UInt8]) throws(StoreError) {
        do {
            try transaction.remove(table, key)
        } catch {
            throw StoreError(error, shared.path)
        }
    }

    /// The id of a term, which enters the dictionary where it is new.
    package func intern(_ term: Term) throws(StoreError) -> TermID {
        if let inline = TermID(inline: term) { return inline }
        if let id = known[term] { return id }
        guard let (kind, bytes) = TermText.encode(term) else { return .none }
        if let id = try id(kind, bytes) {
            known[term] = id
            return id
        }
        var next = counters[kind] ?? 1
        if counters[kind] == nil, let value = try value(tables.meta, MetaKey.counter(kind)) {
            var reader = ByteReader(value)
            next = reader.number() ?? 1
        }
        counters[kind] = next + 1
        let id = TermID(kind: kind, payload: next)
        let (textKey, _) = TermText.key(kind, bytes)
        let others = try value(tables.ids, textKey).map { Array($0) } ?? []
        try put(tables.ids, textKey, others + key(id.rawValue))
        try put(tables.texts, key(id.rawValue), bytes)
        known[term] = id
        return id
    }

    /// Stores a statement, with a piece of evidence where any is given; false where both were there already.
    ///
    /// The same triple with the same qualifiers is the same statement. Evidence of a source that already states it
    /// takes the place of what that source said before.
    @discardableResult
    package func add(
        predicate: TermID, subject: TermID, object: TermID, qualifiers: [StoredStatement.Entry],
        evidence: [StoredStatement.Entry]
    ) throws(StoreError) -> Bool {
        let qualifiers = qualifiers.sorted { $0.key < $1.key }
        let evidence = evidence.sorted { $0.key < $1.key }
        let isNew = try insert(predicate, subject, object)
        var record = try record(predicate, subject, object)
        let triple = TripleKey(predicate: predicate, subject: subject, object: object)
        let before = record ?? (isNew ? [] : [StoredStatement(number: 0, qualifiers: [], evidence: [])])
        if record == nil {
            if qualifiers.isEmpty, evidence.isEmpty {
                if isNew { note(true, triple, qualifiers, evidence, before: before) }
                return isNew
            }
            record = isNew ? [] : [StoredStatement(number: newNumber(), qualifiers: [], evidence: [])]
            if let bare = record?.first { try link(bare.number, predicate, subject, object) }
        }
        var statements = record ?? []
        var changed = false
        let place: Int
        if let found = statements.firstIndex(where: { StoredStatement.same($0.qualifiers, qualifiers) }) {
            place = found
        } else {
            place = statements.count
            let statement = StoredStatement(number: newNumber(), qualifiers: qualifiers, evidence: [])
            statements.append(statement)
            try link(statement.number, predicate, subject, object)
            changed = true
        }
        if !evidence.isEmpty {
            let name = try intern(.entity("source"))
            let source = source(evidence, name)
            let earlier = statements[place].evidence.firstIndex { entries in
                self.source(entries, name) == source && (source != nil || StoredStatement.same(entries, evidence))
            }
            if let earlier {
                if !StoredStatement.same(statements[place].evidence[earlier], evidence) {
                    statements[place].evidence[earlier] = evidence
                    changed = true
                }
            } else {
                statements[place].evidence.append(evidence)
                changed = true
            }
        }
        guard changed else { return false }
        note(true, triple, qualifiers, evidence, before: before)
        try put(
            tables.statements, key(predicate.rawValue, subject.rawValue, object.rawValue),
            StoredStatement.encode(statements))
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
        let wanted = qualifiers?.sorted { $0.key < $1.key }
        let before = try statements(predicate, subject, object)
        let triple = TripleKey(predicate: predicate, subject: subject, object: object)
        let name = try intern(.entity("source"))
        var kept: [StoredStatement] = []
        var changed = false
        for var statement in before {
            if let wanted, !StoredStatement.same(wanted, statement.qualifiers) {
                kept.append(statement)
                continue
            }
            if let source {
                let rest = statement.evidence.filter { self.source($0, name) != source }
                if rest.count == statement.evidence.count {
                    kept.append(statement)
                    continue
                }
                changed = true
                for piece in statement.evidence where self.source(piece, name) == source {
                    note(false, triple, statement.qualifiers, piece, before: before)
                }
                if !rest.isEmpty {
                    statement.evidence = rest
                    kept.append(statement)
                    continue
                }
            } else {
                changed = true
                note(false, triple, statement.qualifiers, [], before: before)
            }
            if statement.number != 0 { try remove(tables.triples, key(statement.number)) }
        }
        guard changed else { return false }
        let place = key(predicate.rawValue, subject.rawValue, object.rawValue)
        if kept.isEmpty {
            try remove(tables.statements, place)
            try delete(predicate, subject, object)
        } else {
            try put(tables.statements, place, StoredStatement.encode(kept))
        }
        return true
    }

    private func source(_ evidence: [StoredStatement.Entry], _ name: TermID) -> TermID? {
        evidence.first { $0.key == name }?.value
    }

    private func newNumber() -> UInt64 {
        defer { nextStatement += 1 }
        return nextStatement
    }

    private func link(
        _ statement: UInt64, _ predicate: TermID, _ subject: TermID, _ object: TermID
    ) throws(StoreError) {
        try put(tables.triples, key(statement), key(predicate.rawValue, subject.rawValue, object.rawValue))
    }

    private func note(
        _ isAddition: Bool, _ triple: TripleKey, _ qualifiers: [StoredStatement.Entry],
        _ evidence: [StoredStatement.Entry], before: [StoredStatement]
    ) {
        if isAddition { added += 1 } else { withdrawn += 1 }
        Change(isAddition: isAddition, triple: triple, qualifiers: qualifiers, evidence: evidence, before: before)
            .append(to: &log)
    }

    /// Stores a declaration. One of the same kind and name is replaced; rules of one name accumulate.
    package func put(_ declaration: Declaration) throws(StoreError) {
        var next: UInt64 = 1
        for (number, other) in try numberedDeclarations() {
            next = max(next, number + 1)
            guard other.kind == declaration.kind, other.name == declaration.name else { continue }
            if declaration.kind == "rule", other.text != declaration.text { continue }
            if other.text == declaration.text { return }
            try put(tables.catalogue, key(number), declaration.bytes)
            declarationsChanged = true
            return
        }
        try put(tables.catalogue, key(next), declaration.bytes)
        declarationsChanged = true
    }

    /// Removes declarations of a kind and name; how many there were.
    @discardableResult
    package func removeDeclarations(kind: String, name: String) throws(StoreError) -> Int {
        var removed = 0
        for (number, declaration) in try numberedDeclarations()
        where declaration.kind == kind && declaration.name == name {
            try remove(tables.catalogue, key(number))
            removed += 1
            declarationsChanged = true
        }
        return removed
    }

    /// Makes everything durable. A transaction that changed nothing leaves no trace.
    func commit() throws(StoreError) {
        guard added > 0 || withdrawn > 0 || declarationsChanged else { return }
        for (kind, next) in counters { try put(tables.meta, MetaKey.counter(kind), key(next)) }
        try put(tables.meta, MetaKey.nextStatement, key(nextStatement))
        try put(tables.meta, MetaKey.lastTransaction, key(number))
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        // Times never go back, even where the clock does, so that a time picks one transaction.
        let time = max(Int64(now.tv_sec) * 1_000_000 + Int64(now.tv_nsec) / 1000, try lastTransaction()?.time ?? .min)
        try put(
            tables.transactions, key(number), key(UInt64(bitPattern: time), UInt64(added), UInt64(withdrawn)))
        if !log.bytes.isEmpty { try put(tables.changes, key(number, logPart), log.bytes) }
        try commitTransaction()
    }
}
