import CLMDB

/// A transaction: reads see the file as it was at its beginning. It is aborted unless it is committed.
package struct Transaction: ~Copyable {
    let pointer: OpaquePointer
    private var isOpen = true

    init(pointer: OpaquePointer) { self.pointer = pointer }

    deinit { if isOpen { mdb_txn_abort(pointer) } }

    /// Ends the transaction without a trace of what it wrote. The LMDB call is `mdb_txn_abort`.
    package mutating func abort() {
        if isOpen { mdb_txn_abort(pointer) }
        isOpen = false
    }

    /// Makes the changes durable; nothing may be read or written through it afterwards. The LMDB call is
    /// `mdb_txn_commit`.
    package mutating func commit() throws(LMDBError) {
        guard isOpen else { throw .badTransaction }
        isOpen = false
        try LMDBError.check(mdb_txn_commit(pointer))
    }

    /// Opens a named database, made where `create`. The LMDB call is `mdb_dbi_open`.
    package func table(_ name: String, create: Bool) throws(LMDBError) -> Table {
        var handle: MDB_dbi = 0
        try LMDBError.check(mdb_dbi_open(pointer, name, create ? UInt32(MDB_CREATE) : 0, &handle))
        return Table(handle: handle)
    }

    /// The value of a key, valid until the transaction ends or writes; nil where there is none. The LMDB call is
    /// `mdb_get`.
    package func value(_ table: Table, _ key: [UInt8]) throws(LMDBError) -> UnsafeRawBufferPointer? {
        var found = MDB_val()
        let code = key.withUnsafeBytes { bytes in
            var wanted = MDB_val(mv_size: bytes.count, mv_data: UnsafeMutableRawPointer(mutating: bytes.baseAddress))
            return mdb_get(pointer, table.handle, &wanted, &found)
        }
        if code == MDB_NOTFOUND { return nil }
        try LMDBError.check(code)
        return UnsafeRawBufferPointer(start: found.mv_data, count: found.mv_size)
    }

    /// Sets the value of a key. The LMDB call is `mdb_put`.
    package func put(_ table: Table, _ key: [UInt8], _ value: [UInt8]) throws(LMDBError) {
        let code = key.withUnsafeBytes { keyBytes in
            value.withUnsafeBytes { valueBytes in
                var wanted = MDB_val(
                    mv_size: keyBytes.count, mv_data: UnsafeMutableRawPointer(mutating: keyBytes.baseAddress))
                var stored = MDB_val(
                    mv_size: valueBytes.count, mv_data: UnsafeMutableRawPointer(mutating: valueBytes.baseAddress))
                return mdb_put(pointer, table.handle, &wanted, &stored, 0)
            }
        }
        try LMDBError.check(code)
    }

    /// Removes a key; false where it is not there. The LMDB call is `mdb_del`.
    @discardableResult
    package func remove(_ table: Table, _ key: [UInt8]) throws(LMDBError) -> Bool {
        let code = key.withUnsafeBytes { bytes in
            var wanted = MDB_val(mv_size: bytes.count, mv_data: UnsafeMutableRawPointer(mutating: bytes.baseAddress))
            return mdb_del(pointer, table.handle, &wanted, nil)
        }
        if code == MDB_NOTFOUND { return false }
        try LMDBError.check(code)
        return true
    }

    /// Entries of a table. The LMDB call is `mdb_stat`.
    package func count(_ table: Table) -> Int {
        var statistics = MDB_stat()
        return mdb_stat(pointer, table.handle, &statistics) == 0 ? Int(statistics.ms_entries) : 0
    }

    /// A cursor over a table. It must not outlive the transaction. The LMDB call is `mdb_cursor_open`.
    package func cursor(_ table: Table) throws(LMDBError) -> Cursor {
        var cursor: OpaquePointer?
        try LMDBError.check(mdb_cursor_open(pointer, table.handle, &cursor))
        guard let cursor else { throw .badTransaction }
        return Cursor(pointer: cursor)
    }
}

/// A place in a table.
package struct Cursor: ~Copyable {
    let pointer: OpaquePointer

    deinit { mdb_cursor_close(pointer) }

    /// A key and its value, valid until the transaction ends or writes.
    package typealias Entry = (key: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer)

    /// The first entry whose key is not before this one; an empty key gives the first of all. The LMDB call is
    /// `mdb_cursor_get` with `MDB_SET_RANGE` or `MDB_FIRST`.
    package func seek(_ key: [UInt8]) throws(LMDBError) -> Entry? {
        guard !key.isEmpty else { return try move(MDB_FIRST) }
        var value = MDB_val()
        var found = MDB_val()
        let code = key.withUnsafeBytes { bytes in
            found = MDB_val(mv_size: bytes.count, mv_data: UnsafeMutableRawPointer(mutating: bytes.baseAddress))
            return mdb_cursor_get(pointer, &found, &value, MDB_SET_RANGE)
        }
        return try entry(code, found, value)
    }

    /// The entry behind. The LMDB call is `mdb_cursor_get` with `MDB_NEXT`.
    package func next() throws(LMDBError) -> Entry? { try move(MDB_NEXT) }

    /// The entry before. The LMDB call is `mdb_cursor_get` with `MDB_PREV`.
    package func previous() throws(LMDBError) -> Entry? { try move(MDB_PREV) }

    /// The last entry. The LMDB call is `mdb_cursor_get` with `MDB_LAST`.
    package func last() throws(LMDBError) -> Entry? { try move(MDB_LAST) }

    private func move(_ operation: MDB_cursor_op) throws(LMDBError) -> Entry? {
        var key = MDB_val()
        var value = MDB_val()
        return try entry(mdb_cursor_get(pointer, &key, &value, operation), key, value)
    }

    private func entry(_ code: Int32, _ key: MDB_val, _ value: MDB_val) throws(LMDBError) -> Entry? {
        if code == MDB_NOTFOUND { return nil }
        try LMDBError.check(code)
        return (
            UnsafeRawBufferPointer(start: key.mv_data, count: key.mv_size),
            UnsafeRawBufferPointer(start: value.mv_data, count: value.mv_size)
        )
    }
}
