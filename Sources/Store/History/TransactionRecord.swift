import Glibc
import LMDB
import Terms

/// One write transaction: when it was, and how much it changed.
package struct TransactionRecord: Sendable, Equatable {
    package let number: UInt64
    /// Microseconds since 1970, UTC.
    package let time: Int64
    /// Statements and pieces of evidence added and withdrawn.
    package let added: Int
    package let withdrawn: Int
    /// Pieces of evidence among those added that took the place of what their source said before. Records that were
    /// written before this was counted have none.
    package let replaced: Int

    init?(_ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) {
        var keyReader = ByteReader(key)
        var reader = ByteReader(value)
        guard let number = keyReader.number(), let time = reader.number(), let added = reader.number(),
            let withdrawn = reader.number()
        else { return nil }
        self.number = number
        self.time = Int64(bitPattern: time)
        self.added = Int(truncatingIfNeeded: added)
        self.withdrawn = Int(truncatingIfNeeded: withdrawn)
        replaced = Int(truncatingIfNeeded: reader.number() ?? 0)
    }
}

extension Reading {
    /// Every transaction, oldest first.
    package func transactions() throws(StoreError) -> [TransactionRecord] {
        var found: [TransactionRecord] = []
        let damaged = damaged
        try entries(tables.transactions, prefix: []) { (entryKey, value) throws(StoreError) in
            guard let record = TransactionRecord(entryKey, value) else { throw damaged }
            found.append(record)
            return true
        }
        return found
    }

    /// The last transaction; nil in a new store.
    package func lastTransaction() throws(StoreError) -> TransactionRecord? { try lastTransaction { _ in true } }

    /// The last transaction at or before a time in microseconds since 1970; nil where the first came later.
    package func lastTransaction(atOrBefore time: Int64) throws(StoreError) -> TransactionRecord? {
        try lastTransaction { $0.time <= time }
    }

    private func lastTransaction(where fits: (TransactionRecord) -> Bool) throws(StoreError) -> TransactionRecord? {
        do {
            let cursor = try transaction.cursor(tables.transactions)
            var entry = try cursor.last()
            while let found = entry {
                guard let record = TransactionRecord(found.key, found.value) else { throw damaged }
                if fits(record) { return record }
                entry = try cursor.previous()
            }
            return nil
        } catch let error as LMDBError {
            throw StoreError(error, shared.path)
        } catch {
            throw damaged
        }
    }

    /// Pages of each table.
    package func tablePages() -> [(name: String, pages: Int)] {
        tables.all.map { ($0.name, transaction.statistics($0.table)?.pages ?? 0) }
    }

    /// Sizes and counts, for `info`.
    package func info() throws(StoreError) -> StoreInfo {
        var triples = 0
        for predicate in try predicates() { triples += try statistics(of: predicate).count }
        let size = shared.environment.size
        return StoreInfo(
            bytes: size.pageSize * size.pages, terms: try dictionaryCount(), triples: triples,
            predicates: transaction.count(tables.statistics), qualifiedTriples: transaction.count(tables.statements),
            declarations: transaction.count(tables.catalogue), transactions: transaction.count(tables.transactions),
            formatVersion: Int(Store.formatVersion),
            otherReaders: shared.environment.activeReaders().filter { $0.process != getpid() })
    }
}

extension Reading {
    /// Terms in the dictionary, which numbers them without gaps within a kind.
    private func dictionaryCount() throws(StoreError) -> Int {
        var count = 0
        for kind in TermID.Kind.allCases where kind.isInDictionary {
            count += Int(try nextNumber(kind)) - 1
        }
        return count
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
    /// Snapshots that other processes have open. Pages that are free since then are not used again until they end.
    package let otherReaders: [ActiveReader]
}
