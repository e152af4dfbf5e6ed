import Glibc
import LMDB

/// A store of any version, looked at table by table while it is upgraded.
final class OldStore {
    let path: String
    /// The version of its layout.
    let version: UInt64
    private let environment: Environment
    private var transaction: Transaction

    /// Opens a file that this process does not have open. Throws `StoreError`.
    init(_ path: String, checkingPages: Bool = true) throws(StoreError) {
        self.path = path
        var problems: [PageProblem] = []
        do throws(LMDBError) {
            environment = try Environment.forReading(path)
            if checkingPages { problems = try environment.pageProblems() }
            transaction = try environment.begin(readOnly: true)
        } catch {
            throw StoreError(error, path)
        }
        do throws(StoreError) {
            guard problems.isEmpty else { throw StoreError(problems, path) }
            version = try FormatVersion.read(transaction, path)
        } catch {
            // `deinit` does not run.
            transaction.abort()
            throw error
        }
    }

    // The transaction must end before the environment can close.
    deinit { transaction.abort() }

    /// Keeps others from writing as long as this lives. Throws `StoreError` of kind `locked` where another process has the file
    /// open, `readOnly` where the system does not let this one write it.
    func lock() throws(StoreError) {
        guard !environment.isReadOnly else { throw StoreError(LMDBError.system(EACCES), path) }
        guard !Store.isLockedElsewhere(path + "-lock") else {
            throw StoreError(.locked, path, "the store '\(path)' is open in another process")
        }
        transaction.abort()
        do throws(LMDBError) {
            transaction = try environment.begin(readOnly: false)
        } catch {
            throw StoreError(error, path)
        }
    }

    var damaged: StoreError {
        StoreError(.damaged, path, "the store '\(path)' is damaged: it cannot be upgraded")
    }

    /// A table; `damaged` where it is missing.
    func table(_ name: String) throws(StoreError) -> Table {
        do throws(LMDBError) {
            return try transaction.table(name, create: false)
        } catch {
            throw StoreError(error, path)
        }
    }

    /// The value of a key, valid as long as this lives.
    func value(_ table: Table, _ key: [UInt8]) throws(StoreError) -> UnsafeRawBufferPointer? {
        do throws(LMDBError) {
            return try transaction.value(table, key)
        } catch {
            throw StoreError(error, path)
        }
    }

    /// The entries of a table from a key on, as long as `receive` wants more.
    func entries(
        _ table: Table, from start: [UInt8] = [],
        _ receive: (UnsafeRawBufferPointer, UnsafeRawBufferPointer) throws(StoreError) -> Bool
    ) throws(StoreError) {
        do {
            let cursor = try transaction.cursor(table)
            var entry = try cursor.seek(start)
            while let found = entry, try receive(found.key, found.value) { entry = try cursor.next() }
        } catch let error as LMDBError {
            throw StoreError(error, path)
        } catch let error as StoreError {
            throw error
        } catch {
            throw damaged
        }
    }
}
