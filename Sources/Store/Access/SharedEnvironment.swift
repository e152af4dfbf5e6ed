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
    private let arePagesChecked: Mutex<Bool>

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
            // Who writes is led by the pages to what it overwrites, also in its own memory.
            let isChecked = checkingPages || access != .read
            if isChecked { try SharedEnvironment.checkPages(opened, path) }
            arePagesChecked = Mutex(isChecked)
            guard let file = FileID(path) else { throw LMDBError.system(errno) }
            self.file = file
            // A new file is made a store by a write transaction, which waits for its turn as every other.
            if access == .create, try SharedEnvironment.isEmpty(opened) {
                try SharedEnvironment.format(opened, path)
            }
            try SharedEnvironment.checkFormat(opened, path)
            tables = try SharedEnvironment.tables(opened)
            environment = opened
        } catch let error as LMDBError {
            throw StoreError(error, path)
        } catch let error as StoreError {
            throw error
        } catch {
            throw StoreError(.io, path, "the store '\(path)' cannot be opened: \(error)")
        }
    }

    private static func environment(
        _ path: String, _ access: Store.Access, _ reservations: [Int]
    ) throws(LMDBError) -> Environment {
        if access == .read { return try Environment.forReading(path, reservations: reservations) }
        return try Environment(path: path, readOnly: false, tables: Tables.count, reservations: reservations)
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

    /// Makes ready to write what was opened for reading. Throws where that is not allowed, or not safe.
    private func prepare() throws(StoreError) {
        guard isWritable else { throw StoreError(LMDBError.system(EACCES), path) }
        if !arePagesChecked.withLock({ $0 }) { try checkPages() }
    }

    /// Throws `StoreError` of kind `damaged` where a page is.
    func checkPages() throws(StoreError) {
        try SharedEnvironment.checkPages(environment, path)
        arePagesChecked.withLock { $0 = true }
    }

    private static func checkPages(_ environment: borrowing Environment, _ path: String) throws(StoreError) {
        let problems: [PageProblem]
        do throws(LMDBError) {
            problems = try environment.pageProblems()
        } catch {
            throw StoreError(error, path)
        }
        guard problems.isEmpty else { throw StoreError(problems, path) }
    }

    /// Before any other table is looked at: another version may have others.
    private static func checkFormat(_ environment: borrowing Environment, _ path: String) throws {
        let transaction = try environment.begin(readOnly: true)
        try FormatVersion.check(FormatVersion.read(transaction, path), path)
        let meta = try transaction.table(Tables.metaName, create: false)
        guard let size = try transaction.value(meta, MetaKey.pageSize) else { throw LMDBError.corrupted }
        var reader = ByteReader(size)
        guard reader.number() == UInt64(environment.size.pageSize) else { throw LMDBError.corrupted }
    }
}

extension Environment {
    /// A file, for writing too where the system allows that.
    static func forReading(
        _ path: String, reservations: [Int] = Environment.reservations
    ) throws(LMDBError) -> Environment {
        do throws(LMDBError) {
            return try Environment(path: path, readOnly: false, tables: Tables.count, reservations: reservations)
        } catch {
            guard error == .system(EACCES) || error == .system(EROFS) || error == .system(EPERM) else { throw error }
            return try Environment(path: path, readOnly: true, tables: Tables.count, reservations: reservations)
        }
    }
}
