import Glibc
import LMDB
import Synchronization

/// A knowledge graph in one file: any number of readers, one writer at a time, also from other processes.
///
/// A snapshot that is kept open keeps the file from reusing pages: keep snapshots short.
package final class Store: Sendable {
    package enum Access: Sendable {
        /// The store must be there and is not changed.
        case read
        /// The store must be there.
        case write
        /// The store is made where it is missing.
        case create
    }

    /// The version of the layout that this code reads and writes.
    package static let formatVersion: UInt64 = 2
    static let magic = Array("zhol".utf8)

    package let path: String
    let shared: SharedEnvironment

    /// Opens a store. Throws `StoreError`: `notFound`, `notAStore`, `damaged`, `tooNew`, `readOnly` or `io`.
    package init(path: String, access: Access) throws(StoreError) {
        self.path = path
        try Store.checkFile(path, access)
        shared = try SharedEnvironment.open(path, readOnly: access == .read)
    }

    /// What can be told before LMDB sees the file.
    private static func checkFile(_ path: String, _ access: Access) throws(StoreError) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            if access == .create, errno == ENOENT { return }
            throw StoreError(LMDBError.system(errno), path)
        }
        if status.st_mode & S_IFMT == S_IFDIR {
            throw StoreError(.notAStore, path, "'\(path)' is a folder, not a store")
        }
        if status.st_size == 0, access != .create {
            throw StoreError(.notAStore, path, "'\(path)' is empty, not a store")
        }
    }

    /// The store as it is now, unchanged by later writes. Throws where the store is damaged or no reader slot is left.
    package func snapshot() throws(StoreError) -> Snapshot { try Snapshot(shared) }

    /// Runs a write transaction: durable when this returns, undone when the body throws. Waits a few seconds for
    /// another writer, then throws `StoreError` of kind `locked`.
    package func write<R>(_ body: (Writer) throws -> R) throws -> R {
        let lock = try WriterLock(path)
        defer { lock.release() }
        let writer = try Writer(shared)
        do {
            let result = try body(writer)
            try writer.commit()
            return result
        } catch {
            // At once, and not when the last reference to the writer goes: the next one must not wait for that.
            writer.abortTransaction()
            throw error
        }
    }
}

/// The one environment of a file in this process.
final class SharedEnvironment: Sendable {
    let path: String
    let environment: Environment
    let tables: Tables

    private struct Weak {
        weak var value: SharedEnvironment?
    }

    private struct FileID: Hashable {
        let device: UInt64
        let inode: UInt64
        let readOnly: Bool
    }

    private static let open = Mutex<[FileID: Weak]>([:])

    static func open(_ path: String, readOnly: Bool) throws(StoreError) -> SharedEnvironment {
        let result: Result<SharedEnvironment, StoreError> = open.withLock { known in
            if let id = fileID(path, readOnly), let existing = known[id]?.value { return .success(existing) }
            // A writer's environment reads as well.
            if readOnly, let id = fileID(path, false), let existing = known[id]?.value { return .success(existing) }
            do throws(StoreError) {
                let made = try SharedEnvironment(path, readOnly: readOnly)
                if let id = fileID(path, readOnly) { known[id] = Weak(value: made) }
                return .success(made)
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private static func fileID(_ path: String, _ readOnly: Bool) -> FileID? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return FileID(device: UInt64(status.st_dev), inode: UInt64(status.st_ino), readOnly: readOnly)
    }

    private init(_ path: String, readOnly: Bool) throws(StoreError) {
        self.path = path
        do throws(LMDBError) {
            let opened = try Environment(path: path, readOnly: readOnly, tables: Tables.count)
            let made: Tables
            if readOnly {
                var transaction = try opened.begin(readOnly: true)
                made = try Tables(transaction, create: false)
                try transaction.commit()
            } else {
                var transaction = try opened.begin(readOnly: false)
                made = try Tables(transaction, create: true)
                if try transaction.value(made.meta, Store.magic) == nil {
                    try Writer.format(transaction, made, pageSize: opened.size.pageSize)
                }
                // Handles live on only where the transaction that opened them commits.
                try transaction.commit()
            }
            environment = opened
            tables = made
        } catch LMDBError.notFound {
            throw StoreError(.notAStore, path, "'\(path)' is an LMDB file, but not a zhol store")
        } catch {
            throw StoreError(error, path)
        }
        try checkVersion()
    }

    private func checkVersion() throws(StoreError) {
        do throws(LMDBError) {
            let transaction = try environment.begin(readOnly: true)
            guard let value = try transaction.value(tables.meta, Store.magic) else {
                throw LMDBError.invalid
            }
            var reader = ByteReader(value)
            let version = reader.number() ?? 0
            if version < Store.formatVersion { throw LMDBError.incompatible }
            if version > Store.formatVersion { throw LMDBError.versionMismatch }
            guard let size = try transaction.value(tables.meta, MetaKey.pageSize) else { throw LMDBError.corrupted }
            var sizeReader = ByteReader(size)
            guard sizeReader.number() == UInt64(environment.size.pageSize) else { throw LMDBError.corrupted }
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

/// The right to write, held by one process at a time and given back by the system when it ends.
struct WriterLock {
    private let descriptor: Int32

    init(_ path: String) throws(StoreError) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StoreError(LMDBError.system(errno), path) }
        for attempt in 0... {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return }
            guard attempt < 60 else { break }
            usleep(50_000)
        }
        close(descriptor)
        throw StoreError(.locked, path, "the store '\(path)' is locked by another writer")
    }

    func release() { close(descriptor) }
}
