import Glibc
import LMDB

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
    private let access: Access

    /// Opens a store. Throws `StoreError`: `notFound`, `notAStore`, `damaged`, `tooNew`,
    /// `tooOld`, `readOnly` or `io`.
    package convenience init(path: String, access: Access) throws(StoreError) {
        try self.init(path: path, access: access, checkingPages: false)
    }

    /// - Parameters:
    ///   - checkingPages: whether every page of the file is looked at before any is trusted.
    ///   - reservations: bytes of address space to ask for, the first that the system gives.
    init(
        path: String, access: Access, checkingPages: Bool, reservations: [Int] = Environment.reservations
    ) throws(StoreError) {
        self.path = path
        self.access = access
        try Store.checkFile(path, access)
        shared = try SharedEnvironment.open(
            path, access, checkingPages: checkingPages, reservations: reservations)
    }

    /// What can be told before LMDB sees the file.
    static func checkFile(_ path: String, _ access: Access) throws(StoreError) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            if access == .create, errno == ENOENT { return }
            throw StoreError(LMDBError.system(errno), path)
        }
        if status.st_mode & S_IFMT == S_IFDIR {
            throw StoreError(.notAStore, path, "'\(path)' is a folder, not a store")
        }
        if status.st_mode & S_IFMT != S_IFREG { throw StoreError(.notAStore, path, "'\(path)' is no file") }
        if status.st_size == 0, access != .create {
            throw StoreError(.notAStore, path, "'\(path)' is empty, not a store")
        }
    }

    /// The path of the store that led to a signal, in UTF-8; nil where none did. For handlers of `SIGSEGV`, `SIGBUS` and
    /// `SIGABRT`: a page that leads nowhere, or that LMDB finds to contradict itself.
    ///
    /// - Parameters:
    ///   - address: which was read or written; 0 for `SIGABRT`.
    ///   - instruction: the address of what did so.
    package static func damagedPath(at address: UInt, by instruction: UInt = 0) -> UnsafeBufferPointer<UInt8>? {
        guard address != 0 || instruction != 0 else { return MappedFiles.failedPath }
        return MappedFiles.path(at: address) ?? MappedFiles.path(running: instruction)
    }

    /// The store as it is now, unchanged by later writes. Throws where the store is damaged or no reader slot is left.
    package func snapshot() throws(StoreError) -> Snapshot { try Snapshot(shared) }

    /// Runs a write transaction: durable when this returns, undone when the body throws. Waits a few seconds for
    /// another writer, then throws `StoreError` of kind `locked`.
    ///
    /// The body runs once more in the rare case that the map had to grow for it: it should change nothing but the
    /// store, or begin by setting what it changes. The map cannot grow while a snapshot of this process is open.
    package func write<R>(_ body: (Writer) throws -> R) throws -> R {
        guard access != .read, shared.isWritable else {
            throw StoreError(.readOnly, path, "the store '\(path)' was opened for reading")
        }
        let lock = try WriterLock(path)
        defer { _ = lock }
        guard SharedEnvironment.FileID(path) == shared.file else {
            throw StoreError(.locked, path, "the store '\(path)' was replaced by another file: open it again")
        }
        // With less than half of the map free, a large transaction might not fit.
        let size = shared.environment.size
        if size.pages > shared.environment.reservation / max(1, size.pageSize) / 2 { _ = shared.environment.grow() }
        while true {
            do {
                return try attempt(body)
            } catch let error as StoreError where error.isMapFull {
                guard shared.environment.grow() else { throw error }
            }
        }
    }

    private func attempt<R>(_ body: (Writer) throws -> R) throws -> R {
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
