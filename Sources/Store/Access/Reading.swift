import LMDB
import Terms

/// What can be read within a transaction; the base of snapshots and writers.
package class Reading {
    let shared: SharedEnvironment
    private(set) var transaction: Transaction
    /// The number of the last transaction that this one sees; 0 for a new store.
    package let transactionNumber: UInt64
    var tables: Tables { shared.tables }

    init(_ shared: SharedEnvironment, readOnly: Bool) throws(StoreError) {
        self.shared = shared
        do throws(LMDBError) {
            let begun = try shared.environment.begin(readOnly: readOnly)
            var last: UInt64 = 0
            if let value = try begun.value(shared.tables.meta, MetaKey.lastTransaction) {
                var reader = ByteReader(value)
                // No store has so many; the numbers behind it can be counted on.
                guard let number = reader.number(), number < 1 << 56 else { throw LMDBError.corrupted }
                last = number
            }
            transaction = begun
            transactionNumber = last
        } catch {
            throw StoreError(error, shared.path)
        }
    }

    // The transaction must end before the environment can close.
    deinit { transaction.abort() }

    /// Ends a write transaction for good.
    func commitTransaction() throws(StoreError) {
        do {
            try transaction.commit()
        } catch {
            throw StoreError(error, shared.path)
        }
    }

    /// Ends a transaction without a trace.
    func abortTransaction() { transaction.abort() }

    /// Writes what waits in memory, so that the tables have everything.
    func settle() throws(StoreError) {}

    /// Whether counts of evidence can be read from the table (see `EvidenceCounts`).
    func areEvidenceCountsKept() throws(StoreError) -> Bool { try hasEvidenceCounts() }

    /// The id of a text of a kind; nil where the store does not know it.
    func id(_ kind: TermID.Kind, _ text: UnsafeRawBufferPointer) throws(StoreError) -> TermID? {
        try storedID(kind, text)
    }

    /// The text of a dictionary id. Throws `StoreError` of kind `damaged` where there is none.
    func text(of id: TermID) throws(StoreError) -> [UInt8] { try storedText(of: id) }

    /// The term of an id. Throws `StoreError` of kind `damaged` where the store does not know it.
    package func term(of id: TermID) throws(StoreError) -> Term {
        if let inline = id.inlineTerm { return inline }
        guard let kind = id.kind, kind.isInDictionary,
            let term = try text(of: id).withUnsafeBytes({ TermText.decode(kind, $0) })
        else { throw damaged }
        return term
    }

    final var damaged: StoreError {
        StoreError(.damaged, shared.path, "the store '\(shared.path)' is damaged: a block cannot be read")
    }

    final func value(_ table: Table, _ key: [UInt8]) throws(StoreError) -> UnsafeRawBufferPointer? {
        do {
            return try transaction.value(table, key)
        } catch {
            throw StoreError(error, shared.path)
        }
    }

    /// Runs the body with a cursor; what it reads is valid until the transaction writes or ends.
    @inline(__always)
    final func withCursor<R>(
        _ table: Table, _ body: (borrowing Cursor) throws(LMDBError) -> R
    ) throws(StoreError) -> R {
        do throws(LMDBError) {
            let cursor = try transaction.cursor(table)
            return try body(cursor)
        } catch {
            throw StoreError(error, shared.path)
        }
    }

    /// The entries whose keys start with a prefix, in order; values are valid during the call only.
    final func entries(
        _ table: Table, prefix: [UInt8], from start: [UInt8]? = nil,
        _ receive: (UnsafeRawBufferPointer, UnsafeRawBufferPointer) throws(StoreError) -> Bool
    ) throws(StoreError) {
        do {
            let cursor = try transaction.cursor(table)
            var entry = try cursor.seek(start ?? prefix)
            while let found = entry, found.key.starts(with: prefix) {
                guard try receive(found.key, found.value) else { return }
                entry = try cursor.next()
            }
        } catch let error as LMDBError {
            throw StoreError(error, shared.path)
        } catch let error as StoreError {
            throw error
        } catch {
            throw damaged
        }
    }
}

/// The store at one moment. Not for several threads at a time.
package final class Snapshot: Reading {
    let texts = TextCache()

    /// Bytes of memory that texts of the dictionary take.
    package var textFootprint: Int { texts.footprint }

    init(_ shared: SharedEnvironment) throws(StoreError) { try super.init(shared, readOnly: true) }

    package override func term(of id: TermID) throws(StoreError) -> Term {
        if let inline = id.inlineTerm { return inline }
        guard let kind = id.kind, kind.isInDictionary, let term = TermText.decode(kind, try bytes(of: id)) else {
            throw damaged
        }
        return term
    }
}

/// Keys of the meta table.
enum MetaKey {
    static let lastTransaction = Array("last transaction".utf8)
    static let nextStatement = Array("next statement".utf8)
    static let pageSize = Array("page size".utf8)
    /// The last transaction whose changes were forgotten.
    static let forgotten = Array("forgotten".utf8)

    /// The last transaction that kept the counts of evidence.
    static let evidenceCounted = Array("last counted".utf8)

    static func counter(_ kind: TermID.Kind) -> [UInt8] { Array("next ".utf8) + [kind.rawValue] }
}
