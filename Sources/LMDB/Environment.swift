import CLMDB
import Glibc

/// A named database inside an environment.
package struct Table: Sendable {
    let handle: MDB_dbi
}

/// An LMDB file, mapped into memory. One process must have at most one of a file.
///
/// Read transactions keep the pages they see from being reused: while one is open the file can only grow.
package struct Environment: ~Copyable, @unchecked Sendable {
    let pointer: OpaquePointer
    private let transactions = TransactionCount()
    /// Its place among the mapped files.
    private let slot: Int
    package let isReadOnly: Bool

    /// The address space that is reserved for the file to grow into, the first that the system gives. It costs
    /// nothing until pages are written.
    package static let reservations = [1 << 40, 1 << 36, 1 << 32, 1 << 30]

    /// Readers that may have the file open at a time, in all processes.
    package static let readers: UInt32 = 1024

    /// Opens or makes a single-file environment. Throws what the system or LMDB says of the file; a file that is
    /// shorter than its meta page promises is `.corrupted`.
    ///
    /// The LMDB calls are `mdb_env_create`, `mdb_env_set_maxdbs`, `mdb_env_set_maxreaders`, `mdb_env_set_mapsize`,
    /// `mdb_env_set_assert`, `mdb_env_open` with `MDB_NOSUBDIR` and `MDB_NOTLS`, `mdb_reader_check`.
    package init(
        path: String, readOnly: Bool, tables: UInt32, reservations: [Int] = Environment.reservations
    ) throws(LMDBError) {
        // Of a file of another kind LMDB would leave a table of readers beside it.
        guard Environment.mayBeEnvironment(path) else { throw .invalid }
        var last = LMDBError.system(ENOMEM)
        for size in reservations {
            var created: OpaquePointer?
            try LMDBError.check(mdb_env_create(&created))
            guard let environment = created else { throw .system(ENOMEM) }
            mdb_env_set_assert(environment) { environment, _ in
                MappedFiles.fail(owner: UInt(bitPattern: environment))
            }
            mdb_env_set_maxdbs(environment, tables)
            mdb_env_set_maxreaders(environment, Environment.readers)
            mdb_env_set_mapsize(environment, size)
            let flags = UInt32(MDB_NOSUBDIR | MDB_NOTLS) | (readOnly ? UInt32(MDB_RDONLY) : 0)
            let code = mdb_env_open(environment, path, flags, 0o644)
            guard code == 0 else {
                mdb_env_close(environment)
                last = LMDBError(code)
                if code == ENOMEM { continue }
                throw last
            }
            var cleared: Int32 = 0
            mdb_reader_check(environment, &cleared)
            guard Environment.isComplete(environment) else {
                mdb_env_close(environment)
                throw .corrupted
            }
            slot = MappedFiles.add(
                path, owner: UInt(bitPattern: environment), Environment.addresses(environment))
            pointer = environment
            isReadOnly = readOnly
            return
        }
        throw last
    }

    /// Whether a file has nothing yet, starts as an LMDB file does, or cannot be read, which LMDB tells better.
    private static func mayBeEnvironment(_ path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return true }
        defer { close(descriptor) }
        // The header of a page, of which LMDB looks at the flags, and the mark of a meta page.
        var start: (UInt64, UInt16, UInt16, UInt32, UInt32) = (0, 0, 0, 0, 0)
        let size = MemoryLayout.size(ofValue: start)
        let count = withUnsafeMutableBytes(of: &start) { pread(descriptor, $0.baseAddress, size, 0) }
        return count <= 0 || count == size && start.2 & metaPage != 0 && start.4 == mark
    }

    private static let metaPage: UInt16 = 0x08
    private static let mark: UInt32 = 0xbeef_c0de

    /// Whether the file is as long as its last page: reading beyond its end would kill the process.
    private static func isComplete(_ environment: OpaquePointer) -> Bool {
        var info = MDB_envinfo()
        var statistics = MDB_stat()
        var descriptor: Int32 = -1
        guard mdb_env_info(environment, &info) == 0, mdb_env_stat(environment, &statistics) == 0,
            mdb_env_get_fd(environment, &descriptor) == 0
        else { return false }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return false }
        let (pages, overflow) = info.me_last_pgno.addingReportingOverflow(1)
        let (bytes, tooLarge) = pages.multipliedReportingOverflow(by: Int(statistics.ms_psize))
        return !overflow && !tooLarge && bytes <= Int(status.st_size)
    }

    deinit {
        MappedFiles.remove(slot)
        mdb_env_close(pointer)
    }

    /// Where the file is in memory. The LMDB call is `mdb_env_get_fd`.
    private static func addresses(_ environment: OpaquePointer) -> Range<UInt> {
        var descriptor: Int32 = -1
        return mdb_env_get_fd(environment, &descriptor) == 0 ? MappedFiles.addresses(descriptor) : 0..<0
    }

    /// Bytes per page and pages in use. The LMDB calls are `mdb_env_info` and `mdb_env_stat`.
    package var size: (pageSize: Int, pages: Int) {
        var info = MDB_envinfo()
        var statistics = MDB_stat()
        guard mdb_env_info(pointer, &info) == 0, mdb_env_stat(pointer, &statistics) == 0 else { return (0, 0) }
        return (Int(statistics.ms_psize), info.me_last_pgno &+ 1)
    }

    /// Bytes reserved for the file to grow into. The LMDB call is `mdb_env_info`.
    package var reservation: Int {
        var info = MDB_envinfo()
        return mdb_env_info(pointer, &info) == 0 ? info.me_mapsize : 0
    }

    /// The longest key, in bytes. The LMDB call is `mdb_env_get_maxkeysize`.
    package var longestKey: Int { Int(mdb_env_get_maxkeysize(pointer)) }

    /// Gives back the slots of readers whose processes have ended; how many there were. The LMDB call is
    /// `mdb_reader_check`.
    @discardableResult
    package func clearStaleReaders() -> Int {
        var cleared: Int32 = 0
        return mdb_reader_check(pointer, &cleared) == 0 ? Int(cleared) : 0
    }

    /// Begins a transaction; a writer waits for the writer before it. Where another process has grown the file
    /// beyond this map, the map follows; `.mapResized` while other transactions of this process keep it from that.
    /// The LMDB calls are `mdb_txn_begin`, `mdb_env_set_mapsize`, and `mdb_reader_check` where no slot is free.
    package func begin(readOnly: Bool) throws(LMDBError) -> Transaction {
        var transaction: OpaquePointer?
        var code = attempt(readOnly, &transaction)
        if code == MDB_MAP_RESIZED, resize(to: 0) { code = attempt(readOnly, &transaction) }
        if code == MDB_READERS_FULL, clearStaleReaders() > 0 { code = attempt(readOnly, &transaction) }
        try LMDBError.check(code)
        guard let transaction else { throw .badTransaction }
        return Transaction(pointer: transaction, registry: transactions)
    }

    private func attempt(_ readOnly: Bool, _ transaction: inout OpaquePointer?) -> Int32 {
        transactions.begins()
        let code = mdb_txn_begin(pointer, nil, readOnly ? UInt32(MDB_RDONLY) : 0, &transaction)
        if code != 0 { transactions.ended() }
        return code
    }

    /// Remaps the file where no transaction is open; 0 takes the size that another process gave it.
    private func resize(to bytes: Int) -> Bool {
        transactions.whenNone {
            guard mdb_env_set_mapsize(pointer, bytes) == 0 else { return false }
            MappedFiles.set(slot, Environment.addresses(pointer))
            return true
        } ?? false
    }

    /// Doubles the reservation; false where a transaction is open or the system gives no more. The LMDB call is
    /// `mdb_env_set_mapsize`.
    package func grow() -> Bool {
        let (doubled, overflow) = reservation.multipliedReportingOverflow(by: 2)
        return !overflow && resize(to: doubled)
    }

    /// Copies the file as one moment has it, without free pages, to a path where nothing is. Others read and write
    /// meanwhile. The LMDB call is `mdb_env_copy2` with `MDB_CP_COMPACT`.
    package func copy(to path: String) throws(LMDBError) {
        transactions.begins()
        defer { transactions.ended() }
        try LMDBError.check(mdb_env_copy2(pointer, path, UInt32(MDB_CP_COMPACT)))
    }
}
