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

    /// The address space that is reserved for the file to grow into. It costs nothing until pages are written.
    private static let reservations = [1 << 40, 1 << 36, 1 << 32, 1 << 30]

    /// Opens or makes a single-file environment. Throws what the system or LMDB says of the file; a file that is
    /// shorter than its meta page promises is `.corrupted`.
    ///
    /// The LMDB calls are `mdb_env_create`, `mdb_env_set_maxdbs`, `mdb_env_set_maxreaders`, `mdb_env_set_mapsize`,
    /// `mdb_env_open`, `mdb_reader_check`.
    package init(path: String, readOnly: Bool, tables: UInt32) throws(LMDBError) {
        var last = LMDBError.system(ENOMEM)
        for size in Environment.reservations {
            var created: OpaquePointer?
            try LMDBError.check(mdb_env_create(&created))
            guard let environment = created else { throw .system(ENOMEM) }
            mdb_env_set_maxdbs(environment, tables)
            mdb_env_set_maxreaders(environment, 1024)
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
            pointer = environment
            return
        }
        throw last
    }

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

    deinit { mdb_env_close(pointer) }

    /// Bytes per page and pages in use. The LMDB calls are `mdb_env_info` and `mdb_env_stat`.
    package var size: (pageSize: Int, pages: Int) {
        var info = MDB_envinfo()
        var statistics = MDB_stat()
        mdb_env_info(pointer, &info)
        mdb_env_stat(pointer, &statistics)
        return (Int(statistics.ms_psize), Int(info.me_last_pgno) + 1)
    }

    /// Begins a transaction; a writer waits for the writer before it. The LMDB call is `mdb_txn_begin`.
    package func begin(readOnly: Bool) throws(LMDBError) -> Transaction {
        var transaction: OpaquePointer?
        var code = mdb_txn_begin(pointer, nil, readOnly ? UInt32(MDB_RDONLY) : 0, &transaction)
        if code == MDB_MAP_RESIZED {
            // Another process has grown the map: adopt its size.
            try LMDBError.check(mdb_env_set_mapsize(pointer, 0))
            code = mdb_txn_begin(pointer, nil, readOnly ? UInt32(MDB_RDONLY) : 0, &transaction)
        }
        try LMDBError.check(code)
        guard let transaction else { throw .badTransaction }
        return Transaction(pointer: transaction)
    }
}
