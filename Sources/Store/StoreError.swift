import Glibc
import LMDB

/// Why a store cannot be read or written.
package struct StoreError: Error, Sendable, CustomStringConvertible {
    package enum Kind: Sendable {
        case notFound, notAStore, damaged, tooNew, locked, readOnly, full, io
        /// The layout is of an older version: `Store.upgrade` makes it one of this.
        case tooOld
        /// The history that was asked for is not kept any more.
        case forgotten
    }

    package let kind: Kind
    package let path: String
    /// A sentence for a user.
    package let message: String
    /// Whether the map was too small, and not the disk.
    let isMapFull: Bool
    /// The pages that are damaged, where it is told which.
    let pages: [PageProblem]

    package init(_ kind: Kind, _ path: String, _ message: String) {
        self.init(kind, path, message, isMapFull: false)
    }

    private init(
        _ kind: Kind, _ path: String, _ message: String, isMapFull: Bool, pages: [PageProblem] = []
    ) {
        self.isMapFull = isMapFull
        self.pages = pages
        self.kind = kind
        self.path = path
        self.message = message
    }

    /// Pages that are damaged.
    init(_ pages: [PageProblem], _ path: String) {
        let first = pages.first.map { ": page \($0.page) of \($0.table): \($0.message)" } ?? ""
        self.init(
            .damaged, path, "the store '\(path)' is damaged\(first); 'zhol verify' tells all", isMapFull: false,
            pages: pages)
    }

    package var description: String { message }

    init(_ error: LMDBError, _ path: String) {
        switch error {
        case .invalid: self.init(.notAStore, path, "'\(path)' is not a zhol store")
        case .versionMismatch: self.init(.notAStore, path, "'\(path)' is not a zhol store of this version")
        // A transaction that has met damage is bad from then on.
        case .corrupted, .pageNotFound, .cursorFull, .pageFull, .panic, .badDatabase, .badTransaction, .notFound:
            self.init(.damaged, path, "the store '\(path)' is damaged or cut short")
        case .system(EIO) where StoreError.isDiskFull(path):
            self.init(.full, path, "no space is left to write the store '\(path)'")
        case .mapFull, .system(ENOSPC), .system(EDQUOT):
            self.init(
                .full, path, "no space is left to write the store '\(path)'", isMapFull: error == .mapFull)
        case .readersFull:
            self.init(
                .locked, path,
                "too many readers have the store '\(path)' open: 'zhol info' names the oldest once one of them ends")
        case .system(ENOENT), .system(ENOTDIR): self.init(.notFound, path, "there is no store '\(path)'")
        case .system(EACCES), .system(EROFS), .system(EPERM):
            self.init(.readOnly, path, "the store '\(path)' may not be opened: \(error)")
        default: self.init(.io, path, "the store '\(path)' cannot be used: \(error)")
        }
    }

    /// A write that the disk took in part is EIO to LMDB; the reason is told by what is left of the disk.
    private static func isDiskFull(_ path: String) -> Bool {
        var disk = statvfs()
        return statvfs(path, &disk) == 0 && disk.f_bavail < 64
    }
}
