import CLMDB
import Glibc

/// What an LMDB call reported.
package enum LMDBError: Error, Equatable, Sendable {
    /// `MDB_KEYEXIST`: the key is there already.
    case keyExists
    /// `MDB_NOTFOUND`: no such key, or no such database.
    case notFound
    /// `MDB_PAGE_NOTFOUND`: a page that must be there is not; the file is damaged.
    case pageNotFound
    /// `MDB_CORRUPTED`: a page is not of the type expected.
    case corrupted
    /// `MDB_PANIC`: an update of the meta page failed; the environment must be closed.
    case panic
    /// `MDB_VERSION_MISMATCH`: the file is of another version of LMDB.
    case versionMismatch
    /// `MDB_INVALID`: the file is no LMDB file.
    case invalid
    /// `MDB_MAP_FULL`: the map cannot take more pages.
    case mapFull
    /// `MDB_DBS_FULL`: more named databases than declared.
    case databasesFull
    /// `MDB_READERS_FULL`: no free slot for a further reader.
    case readersFull
    /// `MDB_TLS_FULL`: the process has no key for thread-local storage left.
    case threadStorageFull
    /// `MDB_CURSOR_FULL`: the tree is deeper than a cursor can go; the file is damaged.
    case cursorFull
    /// `MDB_PAGE_FULL`: a page has no room where it must have; the file is damaged.
    case pageFull
    /// `MDB_TXN_FULL`: too many dirty pages in one transaction.
    case transactionFull
    /// `MDB_MAP_RESIZED`: another process has grown the map.
    case mapResized
    /// `MDB_INCOMPATIBLE`: the operation does not fit the flags of the database.
    case incompatible
    /// `MDB_BAD_RSLOT`: a reader slot was used by two.
    case badReaderSlot
    /// `MDB_BAD_TXN`: the transaction must be aborted, or has a child.
    case badTransaction
    /// `MDB_BAD_VALSIZE`: a key is empty or longer than 511 bytes.
    case badValueSize
    /// `MDB_BAD_DBI`: the database handle was closed or changed.
    case badDatabase
    /// An error of the operating system, by its number.
    case system(Int32)

    init(_ code: Int32) {
        self =
            switch code {
            case MDB_KEYEXIST: .keyExists
            case MDB_NOTFOUND: .notFound
            case MDB_PAGE_NOTFOUND: .pageNotFound
            case MDB_CORRUPTED: .corrupted
            case MDB_PANIC: .panic
            case MDB_VERSION_MISMATCH: .versionMismatch
            case MDB_INVALID: .invalid
            case MDB_MAP_FULL: .mapFull
            case MDB_DBS_FULL: .databasesFull
            case MDB_READERS_FULL: .readersFull
            case MDB_TLS_FULL: .threadStorageFull
            case MDB_CURSOR_FULL: .cursorFull
            case MDB_PAGE_FULL: .pageFull
            case MDB_TXN_FULL: .transactionFull
            case MDB_MAP_RESIZED: .mapResized
            case MDB_INCOMPATIBLE: .incompatible
            case MDB_BAD_RSLOT: .badReaderSlot
            case MDB_BAD_TXN: .badTransaction
            case MDB_BAD_VALSIZE: .badValueSize
            case MDB_BAD_DBI: .badDatabase
            default: .system(code)
            }
    }

    /// Throws where a call did not return 0.
    @inline(__always)
    static func check(_ code: Int32) throws(LMDBError) {
        if code != 0 { throw LMDBError(code) }
    }
}

extension LMDBError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .corrupted, .pageNotFound, .cursorFull, .pageFull: "its pages are damaged"
        case .threadStorageFull: "no thread-local storage is left"
        case .invalid: "it is no store"
        case .versionMismatch: "it was written by another version of LMDB"
        case .mapFull: "no address space is left for it to grow"
        case .readersFull: "too many readers have it open"
        case .keyExists: "a key is there already"
        case .notFound: "a part of it is missing"
        case .panic: "an update of its meta page failed"
        case .databasesFull: "it has more tables than this version knows"
        case .transactionFull: "the transaction is too large"
        case .mapResized: "another process has changed its size"
        case .incompatible: "a table is of another kind"
        case .badReaderSlot, .badTransaction, .badDatabase: "a transaction was used after its end"
        case .badValueSize: "a key is empty or too long"
        case .system(let number): String(cString: strerror(number))
        }
    }
}
