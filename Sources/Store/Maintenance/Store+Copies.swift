import Glibc
import LMDB

extension Store {
    /// Copies the store as it is at one moment, without free pages, while others read and write it. The copy appears
    /// under its name when it is complete and on the disk.
    ///
    /// Throws `StoreError` of kind `io` where a file of that name is there, `full` where there is no space.
    package func backup(to destination: String) throws(StoreError) {
        var status = stat()
        guard stat(destination, &status) != 0 else {
            throw StoreError(.io, destination, "'\(destination)' is there already")
        }
        // LMDB follows the pages that it copies.
        try shared.checkPages()
        let part = destination + ".part"
        unlink(part)
        do throws(LMDBError) {
            try shared.environment.copy(to: part)
            try synchronize(part)
            guard rename(part, destination) == 0 else { throw .system(errno) }
            try synchronize(folder(of: destination))
        } catch {
            unlink(part)
            throw StoreError(error, destination)
        }
    }

    /// Writes the store anew without free pages. Throws `StoreError` of kind `locked` while it is open elsewhere, in
    /// this process too.
    ///
    /// - Parameter forgetting: the last transaction whose changes are forgotten; what it changed stays.
    /// - Returns: bytes before and after.
    @discardableResult
    package static func compact(
        path: String, forgetting: UInt64 = 0
    ) throws -> (before: Int, after: Int) {
        guard !SharedEnvironment.isOpen(path) else {
            throw StoreError(.locked, path, "the store '\(path)' is in use")
        }
        let part = path + ".part"
        let store = try Store(path: path, access: .write)
        let before = try store.snapshot().info().bytes
        try store.write { writer in
            if forgetting > 0 { try writer.forget(through: forgetting) }
            // What was not counted before may be now, as what an older zhol wrote.
            try writer.recountEvidence()
        }
        let lock = try WriterLock(path)
        defer { _ = lock }
        guard !isLockedElsewhere(path + "-lock") else {
            throw StoreError(.locked, path, "the store '\(path)' is open in another process")
        }
        unlink(part)
        do throws(LMDBError) {
            try store.shared.environment.copy(to: part)
            try synchronize(part)
            // The table of readers speaks of the old file.
            unlink(path + "-lock")
            guard rename(part, path) == 0 else { throw .system(errno) }
            try synchronize(folder(of: path))
        } catch {
            unlink(part)
            throw StoreError(error, path)
        }
        return (before, try Store(path: path, access: .read).snapshot().info().bytes)
    }

    /// Whether another process holds a lock on LMDB's lock file, as each does that has the store open.
    static func isLockedElsewhere(_ path: String) -> Bool {
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        var lock = flock()
        lock.l_type = Int16(F_WRLCK)
        lock.l_whence = Int16(SEEK_SET)
        lock.l_start = 0
        lock.l_len = 1
        let isKnown = fcntl(descriptor, F_GETLK, &lock) == 0
        // Closing any descriptor of the file would drop this process's own lock on it, so it stays open: compacting
        // is rare, and the file is about to be removed.
        return isKnown && lock.l_type != Int16(F_UNLCK)
    }
}

/// Brings a file or a folder to the disk.
func synchronize(_ path: String) throws(LMDBError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system(errno) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw .system(errno) }
}

/// The folder of a file.
func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
}
