import Glibc
import LMDB

extension Store {
    /// What an upgrade did.
    package struct Upgrade: Sendable {
        /// The version of the layout that was found.
        package let from: UInt64
        /// Where the store is as it was; nil where nothing had to be done.
        package let kept: String?
    }

    /// Writes a store of an older layout anew in the layout of this version. The new file is complete, checked and on
    /// the disk before it appears; whatever fails leaves everything as it was.
    ///
    /// Throws `StoreError`: as opening does, `io` where a file is in the way, and `locked` while the store is open
    /// elsewhere and no other file is named.
    ///
    /// - Parameter destination: the new file; nil to put it in the place of the old one, which is then kept beside it
    ///   under the name that is returned.
    package static func upgrade(path: String, to destination: String? = nil) throws(StoreError) -> Upgrade {
        try upgrade(path: path, to: destination, by: Migration.all)
    }

    /// As `upgrade`, by migrations other than those there are.
    static func upgrade(
        path: String, to destination: String?, by migrations: [UInt64: Migration]
    ) throws(StoreError) -> Upgrade {
        guard !SharedEnvironment.isOpen(path) else {
            throw StoreError(.locked, path, "the store '\(path)' is in use")
        }
        try checkFile(path, .read)
        let version = try OldStore(path).version
        if let destination { try checkIsFree(destination) }
        if version == formatVersion {
            if let destination { try Store(path: path, access: .read).backup(to: destination) }
            return Upgrade(from: version, kept: nil)
        }
        guard migrations[version] != nil else {
            try FormatVersion.check(version, path)
            return Upgrade(from: version, kept: nil)
        }
        let kept = path + ".format\(version)"
        if destination == nil { try checkIsFree(kept) }
        let part = (destination ?? path) + ".part"
        do throws(StoreError) {
            let old = try OldStore(path)
            if destination == nil { try old.lock() }
            try migrate(old, to: part, by: migrations)
            let verification = try verify(path: part)
            guard verification.isSound else { throw old.damaged }
            removeFile(part + "-lock")
            if let destination {
                try publish(part, as: destination)
            } else {
                try replace(path, by: part, keeping: kept)
            }
        } catch {
            removeFile(part)
            throw error
        }
        return Upgrade(from: version, kept: destination == nil ? kept : path)
    }

    /// Goes from version to version until a file is of this one, which is then at `part`.
    private static func migrate(
        _ old: OldStore, to part: String, by migrations: [UInt64: Migration], step: Int = 1
    ) throws(StoreError) {
        guard let migration = migrations[old.version] else {
            try FormatVersion.check(old.version, old.path)
            throw old.damaged
        }
        let next = "\(part).\(step)"
        removeFile(next)
        defer { removeFile(next) }
        try migration.run(old, next)
        let version = try OldStore(next, checkingPages: false).version
        if version == formatVersion {
            removeFile(part)
            try rename(next, to: part)
        } else {
            guard version > old.version else { throw old.damaged }
            try migrate(OldStore(next), to: part, by: migrations, step: step + 1)
        }
    }

    /// Lets the file appear under its name.
    private static func publish(_ part: String, as destination: String) throws(StoreError) {
        try synchronized(part)
        // A link takes no other file's place.
        guard link(part, destination) == 0 else { throw StoreError(LMDBError.system(errno), destination) }
        unlink(part)
        try synchronized(folder(of: destination))
    }

    /// Puts a file in the place of a store, which gets another name: there is a whole store at any moment.
    private static func replace(_ path: String, by part: String, keeping kept: String) throws(StoreError) {
        try synchronized(part)
        guard link(path, kept) == 0 else {
            throw StoreError(
                .io, kept,
                "the old store cannot be kept as '\(kept)': \(LMDBError.system(errno)); name a new file with '-o'")
        }
        do throws(StoreError) {
            try synchronized(folder(of: path))
            // The table of readers speaks of the old file.
            unlink(path + "-lock")
            try rename(part, to: path)
        } catch {
            unlink(kept)
            throw error
        }
        try synchronized(folder(of: path))
    }

    private static func checkIsFree(_ path: String) throws(StoreError) {
        var status = stat()
        guard lstat(path, &status) != 0 else { throw StoreError(.io, path, "'\(path)' is there already") }
        guard access(folder(of: path), W_OK | X_OK) == 0 else {
            throw StoreError(.io, path, "cannot write '\(path)': \(LMDBError.system(errno))")
        }
    }

    private static func rename(_ path: String, to name: String) throws(StoreError) {
        guard Glibc.rename(path, name) == 0 else { throw StoreError(LMDBError.system(errno), name) }
    }

    private static func synchronized(_ path: String) throws(StoreError) {
        do throws(LMDBError) { try synchronize(path) } catch { throw StoreError(error, path) }
    }

    /// A store that is not to stay, with LMDB's lock file.
    private static func removeFile(_ path: String) {
        unlink(path)
        unlink(path + "-lock")
    }
}
