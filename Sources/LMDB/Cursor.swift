import CLMDB

/// A place in a table. The LMDB calls are `mdb_cursor_get` and, at its end, `mdb_cursor_close`.
package struct Cursor: ~Copyable {
    let pointer: OpaquePointer

    deinit { mdb_cursor_close(pointer) }

    /// A key and its value, valid until the transaction ends or writes.
    package typealias Entry = (key: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer)

    /// The first entry whose key is not before this one; an empty key gives the first of all. The LMDB call is
    /// `mdb_cursor_get` with `MDB_SET_RANGE` or `MDB_FIRST`.
    package func seek(_ key: UnsafeRawBufferPointer) throws(LMDBError) -> Entry? {
        guard !key.isEmpty else { return try move(MDB_FIRST) }
        var found = MDB_val(key)
        var value = MDB_val()
        return try entry(mdb_cursor_get(pointer, &found, &value, MDB_SET_RANGE), found, value)
    }

    /// As `seek` of the bytes of the key.
    package func seek(_ key: [UInt8]) throws(LMDBError) -> Entry? {
        try key.withUnsafeBufferPointer { (bytes) throws(LMDBError) in try seek(UnsafeRawBufferPointer(bytes)) }
    }

    /// The last entry whose key is not after this one. The LMDB call is `mdb_cursor_get` with `MDB_SET_RANGE`, then
    /// `MDB_PREV` or `MDB_LAST`.
    package func seek(atOrBefore key: UnsafeRawBufferPointer) throws(LMDBError) -> Entry? {
        guard let found = try seek(key) else { return try last() }
        return found.key.elementsEqual(key) ? found : try previous()
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
