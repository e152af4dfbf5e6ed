import LMDB

/// The version of a file's layout, which stands in the table `meta` of every version.
enum FormatVersion {
    /// The version that a transaction sees. Throws `StoreError` of kind `notAStore` where the file is of another
    /// program.
    static func read(_ transaction: borrowing Transaction, _ path: String) throws(StoreError) -> UInt64 {
        do throws(LMDBError) {
            let meta = try transaction.table(Tables.metaName, create: false)
            guard let value = try transaction.value(meta, Store.magic) else { throw .notFound }
            var reader = ByteReader(value)
            guard let version = reader.number(), reader.isAtEnd else { throw .corrupted }
            return version
        } catch LMDBError.notFound {
            throw StoreError(.notAStore, path, "'\(path)' is an LMDB file, but not a zhol store")
        } catch {
            throw StoreError(error, path)
        }
    }

    /// Throws `StoreError` where this code does not read the version: `tooNew`, `tooOld`, or `damaged` for one that
    /// never was.
    static func check(_ version: UInt64, _ path: String) throws(StoreError) {
        if version == Store.formatVersion { return }
        if version > Store.formatVersion {
            throw StoreError(
                .tooNew, path,
                "the store '\(path)' was made by a newer zhol (its format is \(version), this one's \(Store.formatVersion))"
            )
        }
        guard Migration.all[version] != nil else {
            throw StoreError(.damaged, path, "the store '\(path)' is damaged: there is no format \(version)")
        }
        throw StoreError(
            .tooOld, path,
            "the store '\(path)' was made by an older zhol (its format is \(version)): run 'zhol upgrade \(path)'")
    }
}
