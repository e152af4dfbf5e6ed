import Glibc
import LMDB
import Terms

/// A write transaction: reads what it wrote itself.
package final class Writer: Reading {
    /// The next number of each kind of dictionary term, as far as known.
    var counters: [TermID.Kind: UInt64] = [:]
    var terms = InternedTerms()
    /// Whether a term that is not in `terms` can be in the store.
    var hasStoredTerms: Bool
    var nextStatement: UInt64 = 1
    var log = ChangeLog()
    private var declarationsChanged = false
    private var hasForgotten = false
    private var number: UInt64 { transactionNumber + 1 }

    init(_ shared: SharedEnvironment) throws(StoreError) {
        hasStoredTerms = true
        try super.init(shared, readOnly: false)
        if transactionNumber == 0 {
            // Only the entity `a` is there.
            hasStoredTerms = false
            let text = Array("a".utf8)
            text.withUnsafeBytes { terms.insert(.isA, $0, hash: terms.hash(.entity, $0), isNew: false) }
        }
        if let value = try value(tables.meta, MetaKey.nextStatement) {
            var reader = ByteReader(value)
            nextStatement = reader.number() ?? 1
        }
    }

    /// Makes an empty file a store.
    static func format(_ transaction: borrowing Transaction, _ tables: Tables, pageSize: Int) throws(LMDBError) {
        try transaction.put(tables.meta, Store.magic, key(Store.formatVersion))
        try transaction.put(tables.meta, MetaKey.pageSize, key(UInt64(pageSize)))
        // The entity `a`, the predicate of class membership, is the first of every dictionary.
        let text = Array("a".utf8)
        var ids = ByteWriter()
        ids.append(varint: TermID.isA.payload)
        try transaction.put(tables.ids, text.withUnsafeBytes { TextKey.key(.entity, $0) }, ids.bytes)
        var front = FrontWriter()
        front.append(text)
        try transaction.put(tables.texts, key(TermID.isA.rawValue), front.writer.bytes)
        try transaction.put(tables.meta, MetaKey.counter(.entity), key(TermID.isA.payload + 1))
    }

    override func settle() throws(StoreError) { try writeTerms() }

    override func id(_ kind: TermID.Kind, _ text: UnsafeRawBufferPointer) throws(StoreError) -> TermID? {
        if let id = terms.id(kind, text, hash: terms.hash(kind, text)) { return id }
        return try storedID(kind, text)
    }

    override func text(of id: TermID) throws(StoreError) -> [UInt8] {
        if let text = terms.text(ofNew: id) { return Array(text) }
        return try storedText(of: id)
    }

    func put(_ table: Table, _ key: [UInt8], _ value: [UInt8]) throws(StoreError) {
        do {
            try transaction.put(table, key, value)
        } catch {
            throw StoreError(error, shared.path)
        }
    }

    /// As `put`, but a key behind all others of the table fills its page before it begins another.
    func putSorted(
        _ table: Table, _ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer
    ) throws(StoreError) {
        do {
            do {
                try transaction.put(table, key, value, append: true)
            } catch LMDBError.keyExists {
                try transaction.put(table, key, value)
            }
        } catch {
            throw StoreError(error, shared.path)
        }
    }

    func putSorted(_ table: Table, _ key: [UInt8], _ value: [UInt8]) throws(StoreError) {
        try key.withUnsafeBufferPointer { (keyBytes) throws(StoreError) in
            try value.withUnsafeBufferPointer { (bytes) throws(StoreError) in
                try putSorted(table, UnsafeRawBufferPointer(keyBytes), UnsafeRawBufferPointer(bytes))
            }
        }
    }

    @discardableResult
    func remove(_ table: Table, _ key: UnsafeRawBufferPointer) throws(StoreError) -> Bool {
        do {
            return try transaction.remove(table, key)
        } catch {
            throw StoreError(error, shared.path)
        }
    }

    @discardableResult
    func remove(_ table: Table, _ key: [UInt8]) throws(StoreError) -> Bool {
        try key.withUnsafeBufferPointer { (bytes) throws(StoreError) in
            try remove(table, UnsafeRawBufferPointer(bytes))
        }
    }

    /// Stores a declaration; see `replaceDeclarations`.
    package func put(_ declaration: Declaration) throws(StoreError) {
        try replaceDeclarations(by: [declaration]) { _ in false }
    }

    /// Stores declarations. One of the same kind and name is replaced; rules and checks of one name accumulate.
    ///
    /// - Parameter replacing: whether a declaration goes that is not among the new ones.
    package func replaceDeclarations(
        by new: [Declaration], replacing: (Declaration) -> Bool
    ) throws(StoreError) {
        func entryKey(_ number: UInt64) -> [UInt8] { Array(withUnsafeBytes(of: number.bigEndian) { $0 }) }
        func accumulates(_ kind: String) -> Bool { kind == "rule" || kind == "deny" }
        func key(of one: Declaration) -> [String] {
            accumulates(one.kind) ? [one.kind, one.name, one.text] : [one.kind, one.name]
        }
        let wanted = Set(new.map(key))
        var known: [[String]: (number: UInt64, declaration: Declaration)] = [:]
        var next: UInt64 = 1
        for (number, old) in try numberedDeclarations() {
            next = max(next, number + 1)
            if !wanted.contains(key(of: old)), replacing(old) {
                try remove(tables.catalogue, entryKey(number))
                declarationsChanged = true
            } else {
                known[key(of: old)] = (number, old)
            }
        }
        for declaration in new {
            let name = key(of: declaration)
            if let old = known[name] {
                guard old.declaration != declaration else { continue }
                try put(tables.catalogue, entryKey(old.number), declaration.bytes)
                known[name] = (old.number, declaration)
            } else {
                try put(tables.catalogue, entryKey(next), declaration.bytes)
                known[name] = (next, declaration)
                next += 1
            }
            declarationsChanged = true
        }
    }

    /// Removes declarations of a kind and name; how many there were.
    @discardableResult
    package func removeDeclarations(kind: String, name: String) throws(StoreError) -> Int {
        var removed = 0
        for (number, declaration) in try numberedDeclarations()
        where declaration.kind == kind && declaration.name == name {
            try remove(tables.catalogue, key(number))
            removed += 1
            declarationsChanged = true
        }
        return removed
    }

    /// Writes what the log has gathered, where it is `atLeast` so many bytes.
    func writeLog(atLeast size: Int = ChangeLog.part) throws(StoreError) {
        guard log.bytes.count >= size, let part = log.takePart() else { return }
        try put(tables.changes, key(number, part.number), part.bytes)
    }

    /// Makes everything durable. A transaction that changed nothing leaves no trace.
    func commit() throws(StoreError) {
        if log.added > 0 || log.withdrawn > 0 || declarationsChanged {
            try writeTerms()
            for (kind, next) in counters { try put(tables.meta, MetaKey.counter(kind), key(next)) }
            try put(tables.meta, MetaKey.nextStatement, key(nextStatement))
            try put(tables.meta, MetaKey.lastTransaction, key(number))
            var now = timespec()
            clock_gettime(CLOCK_REALTIME, &now)
            // Times never go back, even where the clock does, so that a time picks one transaction.
            let time = max(
                Int64(now.tv_sec) * 1_000_000 + Int64(now.tv_nsec) / 1000, try lastTransaction()?.time ?? .min)
            try put(
                tables.transactions, key(number),
                key(UInt64(bitPattern: time), UInt64(log.added), UInt64(log.withdrawn)))
            try writeLog(atLeast: 1)
        } else if !hasForgotten {
            return
        }
        try commitTransaction()
    }
}
