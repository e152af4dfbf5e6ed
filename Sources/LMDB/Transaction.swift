import CLMDB

/// A transaction: reads see the file as it was at its beginning. It is aborted unless it is committed.
///
/// The LMDB calls are `mdb_txn_begin` (see `Environment.begin`), `mdb_txn_abort` and `mdb_txn_commit`.
package struct Transaction: ~Copyable {
    let pointer: OpaquePointer
    private let registry: TransactionCount
    private var isOpen = true

    init(pointer: OpaquePointer, registry: TransactionCount) {
        self.pointer = pointer
        self.registry = registry
    }

    deinit { if isOpen { end() } }

    /// Ends the transaction without a trace of what it wrote. The LMDB call is `mdb_txn_abort`.
    package mutating func abort() {
        if isOpen { end() }
        isOpen = false
    }

    private func end() {
        mdb_txn_abort(pointer)
        registry.ended()
    }

    /// Makes the changes durable; nothing may be read or written through it afterwards. The LMDB call is
    /// `mdb_txn_commit`.
    package mutating func commit() throws(LMDBError) {
        guard isOpen else { throw .badTransaction }
        isOpen = false
        let code = mdb_txn_commit(pointer)
        registry.ended()
        try LMDBError.check(code)
    }

    /// Opens a named database, made where `create`. The LMDB call is `mdb_dbi_open`.
    package func table(_ name: String, create: Bool) throws(LMDBError) -> Table {
        var handle: MDB_dbi = 0
        try LMDBError.check(mdb_dbi_open(pointer, name, create ? UInt32(MDB_CREATE) : 0, &handle))
        return Table(handle: handle)
    }

    /// The value of a key, valid until the transaction ends or writes; nil where there is none. The LMDB call is
    /// `mdb_get`.
    package func value(_ table: Table, _ key: UnsafeRawBufferPointer) throws(LMDBError) -> UnsafeRawBufferPointer? {
        guard isOpen else { throw .badTransaction }
        var wanted = MDB_val(key)
        var found = MDB_val()
        let code = mdb_get(pointer, table.handle, &wanted, &found)
        if code == MDB_NOTFOUND { return nil }
        try LMDBError.check(code)
        return UnsafeRawBufferPointer(start: found.mv_data, count: found.mv_size)
    }

    /// As `value` of the bytes of the key.
    package func value(_ table: Table, _ key: [UInt8]) throws(LMDBError) -> UnsafeRawBufferPointer? {
        try key.withUnsafeBufferPointer { (bytes) throws(LMDBError) in try value(table, UnsafeRawBufferPointer(bytes)) }
    }

    /// Sets the value of a key. With `append`, the key must be greater than every other of the table, which then
    /// fills its pages. The LMDB call is `mdb_put`, with `MDB_APPEND`.
    package func put(
        _ table: Table, _ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer, append: Bool = false
    ) throws(LMDBError) {
        guard isOpen else { throw .badTransaction }
        var wanted = MDB_val(key)
        var stored = MDB_val(value)
        try LMDBError.check(mdb_put(pointer, table.handle, &wanted, &stored, append ? UInt32(MDB_APPEND) : 0))
    }

    /// As `put` of the bytes.
    package func put(_ table: Table, _ key: [UInt8], _ value: [UInt8], append: Bool = false) throws(LMDBError) {
        try key.withUnsafeBufferPointer { (keyBytes) throws(LMDBError) in
            try value.withUnsafeBufferPointer { (valueBytes) throws(LMDBError) in
                try put(table, UnsafeRawBufferPointer(keyBytes), UnsafeRawBufferPointer(valueBytes), append: append)
            }
        }
    }

    /// Removes a key; false where it is not there. The LMDB call is `mdb_del`.
    @discardableResult
    package func remove(_ table: Table, _ key: UnsafeRawBufferPointer) throws(LMDBError) -> Bool {
        guard isOpen else { throw .badTransaction }
        var wanted = MDB_val(key)
        let code = mdb_del(pointer, table.handle, &wanted, nil)
        if code == MDB_NOTFOUND { return false }
        try LMDBError.check(code)
        return true
    }

    /// As `remove` of the bytes of the key.
    @discardableResult
    package func remove(_ table: Table, _ key: [UInt8]) throws(LMDBError) -> Bool {
        try key.withUnsafeBufferPointer { (bytes) throws(LMDBError) in try remove(table, UnsafeRawBufferPointer(bytes))
        }
    }

    /// Writes the pages that were changed so far to unused places of the file, where only this transaction sees them,
    /// and gives their memory back; a page that is changed again is read again. Cursors must not be used afterwards.
    ///
    /// LMDB does so by itself at 512 MiB. Here it is asked for room for one huge value, which it makes before it finds
    /// that a named database cannot be overwritten by a value. The LMDB call is `mdb_put`.
    ///
    /// - Parameter name: of a named database that is there.
    package func spill(beside name: String) throws(LMDBError) {
        guard isOpen else { throw .badTransaction }
        var handle: MDB_dbi = 0
        try LMDBError.check(mdb_dbi_open(pointer, nil, 0, &handle))
        guard try value(Table(handle: handle), Array(name.utf8)) != nil else { throw .notFound }
        let code = Array(name.utf8).withUnsafeBytes { bytes in
            var key = MDB_val(bytes)
            // Never looked at: the call fails before, and only reserves room where it would not.
            var value = MDB_val(mv_size: Transaction.roomForAllPages, mv_data: nil)
            return mdb_put(pointer, handle, &key, &value, UInt32(MDB_RESERVE))
        }
        guard code == MDB_INCOMPATIBLE else { throw code == 0 ? .incompatible : LMDBError(code) }
    }

    /// Bytes of a value for which LMDB writes out every changed page: more than a transaction may hold changed.
    private static let roomForAllPages = 1 << 30

    /// Entries of a table. The LMDB call is `mdb_stat`.
    package func count(_ table: Table) -> Int { statistics(table)?.entries ?? 0 }

    /// Entries of a table and the pages it takes; nil where they cannot be read. The LMDB call is `mdb_stat`.
    package func statistics(_ table: Table) -> (entries: Int, pages: Int)? {
        var statistics = MDB_stat()
        guard isOpen, mdb_stat(pointer, table.handle, &statistics) == 0 else { return nil }
        return (
            statistics.ms_entries,
            statistics.ms_branch_pages &+ statistics.ms_leaf_pages &+ statistics.ms_overflow_pages
        )
    }

    /// Whether the file has no named database. The LMDB calls are `mdb_dbi_open` of the unnamed one and `mdb_stat`.
    package func isEmpty() throws(LMDBError) -> Bool {
        var handle: MDB_dbi = 0
        try LMDBError.check(mdb_dbi_open(pointer, nil, 0, &handle))
        return count(Table(handle: handle)) == 0
    }

    /// A cursor over a table. It must not outlive the transaction. The LMDB call is `mdb_cursor_open`.
    package func cursor(_ table: Table) throws(LMDBError) -> Cursor {
        guard isOpen else { throw .badTransaction }
        var cursor: OpaquePointer?
        try LMDBError.check(mdb_cursor_open(pointer, table.handle, &cursor))
        guard let cursor else { throw .badTransaction }
        return Cursor(pointer: cursor)
    }
}

extension MDB_val {
    /// Bytes that LMDB reads and does not change.
    init(_ bytes: UnsafeRawBufferPointer) {
        self.init(mv_size: bytes.count, mv_data: UnsafeMutableRawPointer(mutating: bytes.baseAddress))
    }
}
