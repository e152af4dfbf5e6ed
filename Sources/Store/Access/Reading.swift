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
                last = reader.number() ?? 0
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

    var damaged: StoreError {
        StoreError(.damaged, shared.path, "the store '\(shared.path)' is damaged: a block cannot be read")
    }

    func value(_ table: Table, _ key: [UInt8]) throws(StoreError) -> UnsafeRawBufferPointer? {
        do {
            return try transaction.value(table, key)
        } catch {
            throw StoreError(error, shared.path)
        }
    }

    /// The entries whose keys start with a prefix, in order; values are valid during the call only.
    func entries(
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
    init(_ shared: SharedEnvironment) throws(StoreError) { try super.init(shared, readOnly: true) }
}

/// Keys of the meta table.
enum MetaKey {
    static let lastTransaction = Array("last transaction".utf8)
    static let nextStatement = Array("next statement".utf8)

    static func counter(_ kind: TermID.Kind) -> [UInt8] { Array("next ".utf8) + [kind.rawValue] }
}
