import Glibc
import LMDB
import Synchronization

/// The one environment of a file in this process.
final class SharedEnvironment: Sendable {
    let path: String
    let environment: Environment
    let tables: Tables
    /// Whether the system lets this process write the file.
    var isWritable: Bool { !environment.isReadOnly }
    let file: FileID

    struct FileID: Hashable, Sendable {
        let device: UInt64
        let inode: UInt64

        /// Nil where there is no file.
        init?(_ path: String) {
            var status = stat()
            guard stat(path, &status) == 0 else { return nil }
            device = UInt64(status.st_dev)
            inode = UInt64(status.st_ino)
        }
    }

    private struct Weak {
        weak var value: SharedEnvironment?
    }

    private static let open = Mutex<[FileID: Weak]>([:])

    /// The environment of a file that is open already, or a new one.
    static func open(
        _ path: String, _ access: Store.Access, checkingPages: Bool, reservations: [Int]
    ) throws(StoreError) -> SharedEnvironment {
        let result: Result<SharedEnvironment, StoreError> = open.withLock { known in
            do throws(StoreError) {
                if let id = FileID(path), let existing = known[id]?.value {
                    if checkingPages { try existing.checkPages() }
                    if access != .read { try existing.prepare() }
                    return .success(existing)
                }
                let made = try SharedEnvironment(
                    path, access, checkingPages: checkingPages, reservations: reservations)
                known = known.filter { $0.value.value != nil }
                known[made.file] = Weak(value: made)
                return .success(made)
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// Whether the process has the file open.
    static func isOpen(_ path: String) -> Bool {
        guard let id = FileID(path) else { return false }
        return open.withLock { $0[id]?.value != nil }
    }

    private init(
        _ path: String, _ access: Store.Access, checkingPages: Bool, reservations: [Int]
    ) throws(StoreError) {
        self.path = path
        do {
            // One process must not open a file twice, so it is opened for writing where that is allowed: whoever
            // reads it now may be joined by a writer.
            let opened = try SharedEnvironment.environment(path, access, reservations)
            if checkingPages { try opened.checkPages() }
            guard let file = FileID(path) else { throw LMDBError.system(errno) }
            self.file = file
            // A new file is made a store by a write transaction, which waits for its turn as every other.
            if access == .create, try SharedEnvironment.isEmpty(opened) {
                try SharedEnvironment.format(opened, path)
            }
            tables = try SharedEnvironment.tables(opened)
            environment = opened
        } catch LMDBError.notFound {
            throw StoreError(.notAStore, path, "'\(path)' is an LMDB file, but not a zhol store")
        } catch let error as LMDBError {
            throw StoreError(error, path)
        } catch let error as StoreError {
            throw error
        } catch {
            throw StoreError(.io, path, "the store '\(path)' cannot be opened: \(error)")
        }
        try checkFormat()
    }

    private static func environment(
        _ path: String, _ access: Store.Access, _ reservations: [Int]
    ) throws(LMDBError) -> Environment {
        do throws(LMDBError) {
            return try Environment(
                path: path, readOnly: false, tables: Tables.count, reservations: reservations)
        } catch {
            let isForbidden = error == .system(EACCES) || error == .system(EROFS) || error == .system(EPERM)
            guard access == .read, isForbidden else { throw error }
            return try Environment(
                path: path, readOnly: true, tables: Tables.count, reservations: reservations)
        }
    }

    private static func tables(_ environment: borrowing Environment) throws(LMDBError) -> Tables {
        var transaction = try environment.begin(readOnly: true)
        let tables = try Tables(transaction, create: false)
        // Handles live on only where the transaction that opened them commits.
        try transaction.commit()
        return tables
    }

    private static func isEmpty(_ environment: borrowing Environment) throws(LMDBError) -> Bool {
        let transaction = try environment.begin(readOnly: true)
        return try transaction.isEmpty()
    }

    /// Makes an empty file a store, unless another process did so meanwhile.
    private static func format(_ environment: borrowing Environment, _ path: String) throws {
        let lock = try WriterLock(path)
        defer { _ = lock }
        var transaction = try environment.begin(readOnly: false)
        guard try transaction.isEmpty() else { return }
        let tables = try Tables(transaction, create: true)
        try Writer.format(transaction, tables, pageSize: environment.size.pageSize)
        try transaction.commit()
    }

    /// Throws where a file that was opened for reading may not be written.
    private func prepare() throws(StoreError) {
        guard isWritable else { throw StoreError(LMDBError.system(EACCES), path) }
    }

    private func checkPages() throws(StoreError) {
        do throws(LMDBError) {
            try environment.checkPages()
        } catch {
            throw StoreError(error, path)
        }
    }

    private func checkFormat() throws(StoreError) {
        do throws(LMDBError) {
            let transaction = try environment.begin(readOnly: true)
            guard let value = try transaction.value(tables.meta, Store.magic),
                let size = try transaction.value(tables.meta, MetaKey.pageSize)
            else { throw .notFound }
            var reader = ByteReader(value)
            var sizeReader = ByteReader(size)
            guard let version = reader.number(), let pageSize = sizeReader.number() else { throw .corrupted }
            if version < Store.formatVersion { throw .incompatible }
            if version > Store.formatVersion { throw .versionMismatch }
            if pageSize != UInt64(environment.size.pageSize) { throw .corrupted }
        } catch LMDBError.notFound {
            throw StoreError(.notAStore, path, "'\(path)' is an LMDB file, but not a zhol store")
        } catch LMDBError.versionMismatch {
            throw StoreError(.tooNew, path, "the store '\(path)' was written by a newer version of zhol")
        } catch LMDBError.incompatible {
            throw StoreError(
                .tooNew, path,
                "the store '\(path)' has the layout of an older version of zhol: export it with that and load it anew")
        } catch {
            throw StoreError(error, path)
        }
    }
}
