import Terms

/// One write transaction: when it was, and how much it changed.
package struct TransactionRecord: Sendable, Equatable {
    package let number: UInt64
    /// Microseconds since 1970, UTC.
    package let time: Int64
    /// Statements and pieces of evidence added and withdrawn.
    package let added: Int
    package let withdrawn: Int
}

/// One thing that a transaction did.
package struct Change {
    package let isAddition: Bool
    package let predicate: TermID
    package let subject: TermID
    package let object: TermID
    package let qualifiers: [StoredStatement.Entry]
    /// The evidence added or withdrawn; empty where the change is of the bare statement.
    package let evidence: [StoredStatement.Entry]

    func append(to writer: inout ByteWriter) {
        writer.append(varint: isAddition ? 1 : 0)
        for id in [predicate, subject, object] { writer.append(id.rawValue) }
        for entries in [qualifiers, evidence] {
            writer.append(varint: UInt64(entries.count))
            for entry in entries {
                writer.append(entry.key.rawValue)
                writer.append(entry.value.rawValue)
            }
        }
    }

    init(
        isAddition: Bool, predicate: TermID, subject: TermID, object: TermID, qualifiers: [StoredStatement.Entry],
        evidence: [StoredStatement.Entry]
    ) {
        self.isAddition = isAddition
        self.predicate = predicate
        self.subject = subject
        self.object = object
        self.qualifiers = qualifiers
        self.evidence = evidence
    }

    init?(_ reader: inout ByteReader) {
        guard let kind = reader.varint(), let predicate = reader.number(), let subject = reader.number(),
            let object = reader.number()
        else { return nil }
        var lists: [[StoredStatement.Entry]] = []
        for _ in 0..<2 {
            guard let count = reader.varint(), count <= 1 << 16 else { return nil }
            var entries: [StoredStatement.Entry] = []
            for _ in 0..<count {
                guard let key = reader.number(), let value = reader.number() else { return nil }
                entries.append((TermID(rawValue: key), TermID(rawValue: value)))
            }
            lists.append(entries)
        }
        self.init(
            isAddition: kind == 1, predicate: TermID(rawValue: predicate), subject: TermID(rawValue: subject),
            object: TermID(rawValue: object), qualifiers: lists[0], evidence: lists[1])
    }
}

extension Reading {
    /// Every transaction, oldest first.
    package func transactions() throws(StoreError) -> [TransactionRecord] {
        var found: [TransactionRecord] = []
        let damaged = damaged
        try entries(tables.transactions, prefix: []) { (entryKey, value) throws(StoreError) in
            var keyReader = ByteReader(entryKey)
            var reader = ByteReader(value)
            guard let number = keyReader.number(), let time = reader.number(), let added = reader.number(),
                let withdrawn = reader.number()
            else { throw damaged }
            found.append(
                TransactionRecord(
                    number: number, time: Int64(bitPattern: time), added: Int(truncatingIfNeeded: added),
                    withdrawn: Int(truncatingIfNeeded: withdrawn)))
            return true
        }
        return found
    }

    /// What a transaction added and withdrew, in its order.
    package func changes(of transaction: UInt64) throws(StoreError) -> [Change] {
        var found: [Change] = []
        let damaged = damaged
        try entries(tables.changes, prefix: key(transaction)) { (_, value) throws(StoreError) in
            var reader = ByteReader(value)
            while !reader.isAtEnd {
                guard let change = Change(&reader) else { throw damaged }
                found.append(change)
            }
            return true
        }
        return found
    }

    /// Sizes and counts, for `info`.
    package func info() throws(StoreError) -> StoreInfo {
        var triples = 0
        for predicate in try predicates() { triples += try statistics(of: predicate).count }
        let size = shared.environment.size
        return StoreInfo(
            bytes: size.pageSize * size.pages, terms: transaction.count(tables.texts), triples: triples,
            predicates: transaction.count(tables.statistics), qualifiedTriples: transaction.count(tables.statements),
            declarations: transaction.count(tables.catalogue), transactions: transaction.count(tables.transactions),
            formatVersion: Int(Store.formatVersion))
    }
}

/// Sizes and counts of a store.
package struct StoreInfo: Sendable {
    package let bytes: Int
    /// Terms in the dictionary; those that fit an id are not in it.
    package let terms: Int
    package let triples: Int
    package let predicates: Int
    /// Triples with qualifiers or evidence.
    package let qualifiedTriples: Int
    package let declarations: Int
    package let transactions: Int
    package let formatVersion: Int
}
