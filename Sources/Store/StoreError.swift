import LMDB

/// Why a store cannot be read or written.
package struct StoreError: Error, Sendable, CustomStringConvertible {
    package enum Kind: Sendable {
        case notFound, notAStore, damaged, tooNew, locked, readOnly, full, io
        /// The history that was asked for is not kept any more.
        case forgotten
    }

    package let kind: Kind
    package let path: String
    /// A sentence for a user.
    package let message: String

    package init(_ kind: Kind, _ path: String, _ message: String) {
        self.kind = kind
        self.path = path
        self.message = message
    }

    package var description: String { message }

    init(_ error: LMDBError, _ path: String) {
        switch error {
        case .invalid: self.init(.notAStore, path, "'\(path)' is not a zhol store")
        case .versionMismatch: self.init(.notAStore, path, "'\(path)' is not a zhol store of this version")
        case .corrupted, .pageNotFound, .panic, .badDatabase, .notFound:
            self.init(.damaged, path, "the store '\(path)' is damaged or cut short")
        case .mapFull, .system(28): self.init(.full, path, "no space is left to write the store '\(path)'")
        case .readersFull: self.init(.locked, path, "too many readers have the store '\(path)' open")
        case .system(2): self.init(.notFound, path, "there is no store '\(path)'")
        case .system(13), .system(30): self.init(.readOnly, path, "the store '\(path)' may not be opened: \(error)")
        default: self.init(.io, path, "the store '\(path)' cannot be used: \(error)")
        }
    }
}
