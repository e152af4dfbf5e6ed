import Glibc
import LMDB
import Terms

/// A write transaction: reads what it wrote itself.
package final class Writer: Reading {
    /// The next number of each kind of dictionary term by its raw value; 0 where not known yet.
    var counters = [UInt64](repeating: 0, count: 256)
    let terms = InternedTerms()
    /// New terms that found no room in `terms`.
    var termRuns: [TermRun] = []
    var runBuffer: [UInt8] = []
    let scratch: Scratch
    /// Bytes that the terms met so far may take in memory. Beyond it they wait in runs, and are looked up there when
    /// they come again, which is slower.
    var termMemory = 512 << 20
    /// Bytes that a bulk load may take in memory for what waits to be sorted.
    private(set) var bulkMemory = 256 << 20
    /// Bytes of changed pages that wait in memory for the commit; beyond it they are written before.
    var pageMemory = 128 << 20
    /// About how many bytes of pages were changed since the last were written.
    private var changedBytes = 0
    /// Whether a term that is neither in `terms` nor in a run can be in the store.
    var hasStoredTerms: Bool
    /// Whether a term of `terms` is in the store.
    var hasWrittenTerms = false
    var nextStatement: UInt64 = 1
    var log = ChangeLog()
    var declarationsChanged = false
    var evidenceTally = EvidenceTally()
    /// Whether something was changed that makes no transaction of its own.
    var hasMaintained = false
    private var number: UInt64 { transactionNumber + 1 }

    init(_ shared: SharedEnvironment) throws(StoreError) {
        hasStoredTerms = true
        scratch = Scratch(beside: shared.path, buffers: 1 << 22)
        try super.init(shared, readOnly: false)
        if transactionNumber == 0 {
            // Only the entity `a` is there.
            hasStoredTerms = false
            let text = Array("a".utf8)
            text.withUnsafeBytes { terms.insert(.isA, $0, hash: terms.hash(.entity, $0), isNew: false) }
        }
        if let value = try value(tables.meta, MetaKey.nextStatement) {
            var reader = ByteReader(value)
            guard let next = reader.number(), next > 0, next < TermID.transientBit else { throw damaged }
            nextStatement = next
        }
        try beginEvidenceCounts()
    }

    /// Sets how many bytes of memory the transaction may take, about. What does not fit waits in a file beside the
    /// store; changed pages go to unused places of the store itself.
    package func limit(memory: Int) {
        let memory = min(max(memory, 1 << 20), 1 << 36)
        termMemory = memory / 16 * 5
        bulkMemory = memory / 16 * 3
        pageMemory = memory / 8
    }

    /// Makes an empty file a store.
    static func format(_ transaction: borrowing Transaction, _ tables: Tables, pageSize: Int) throws(LMDBError) {
        try transaction.put(tables.meta, Store.magic, key(Store.formatVersion))
        try transaction.put(tables.meta, MetaKey.pageSize, key(UInt64(pageSize)))
        try transaction.put(tables.meta, MetaKey.evidenceCounted, key(0))
        // The entity `a`, the predicate of class membership, is the first of every dictionary.
        let text = Array("a".utf8)
        var ids = ByteWriter()
        ids.append(varint: TermID.isA.payload)
        try transaction.put(tables.ids, text.withUnsafeBytes { TextKey.key(.entity, $0) }, ids.bytes)
        var front = FrontWriter()
        text.withUnsafeBytes { front.append($0) }
        try transaction.put(tables.texts, key(TermID.isA.rawValue), front.writer.bytes)
        try transaction.put(tables.meta, MetaKey.counter(.entity), key(TermID.isA.payload + 1))
    }

    override func settle() throws(StoreError) { try writeTerms() }

    override func areEvidenceCountsKept() throws(StoreError) -> Bool {
        try writeEvidenceCounts()
        return evidenceTally.isKept
    }

    override func id(_ kind: TermID.Kind, _ text: UnsafeRawBufferPointer) throws(StoreError) -> TermID? {
        let hash = terms.hash(kind, text)
        if let id = terms.id(kind, text, hash: hash) { return id }
        return try earlierID(kind, text, hash)
    }

    override func text(of id: TermID) throws(StoreError) -> [UInt8] {
        if let text = terms.text(ofNew: id) { return Array(text) }
        return try storedText(of: id)
    }

    func put(_ table: Table, _ key: [UInt8], _ value: [UInt8]) throws(StoreError) {
        do throws(LMDBError) {
            try transaction.put(table, key, value)
            try changed(Writer.pageBytes + value.count)
        } catch {
            throw StoreError(error, shared.path)
        }
    }

    /// A change elsewhere than at the end of a table is likely to be of a page of its own.
    private static let pageBytes = 4096

    @inline(__always) private func changed(_ bytes: Int) throws(LMDBError) {
        changedBytes += bytes
        guard changedBytes > pageMemory else { return }
        changedBytes = 0
        try transaction.spill(beside: Tables.metaName)
    }

    /// As `put`, but a key behind all others of the table fills its page before it begins another.
    func putSorted(
        _ table: Table, _ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer
    ) throws(StoreError) {
        do throws(LMDBError) {
            do throws(LMDBError) {
                try transaction.put(table, key, value, append: true)
                try changed(key.count + value.count + 16)
            } catch {
                guard error == .keyExists else { throw error }
                try transaction.put(table, key, value)
                try changed(Writer.pageBytes + value.count)
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
        do throws(LMDBError) {
            let isThere = try transaction.remove(table, key)
            try changed(Writer.pageBytes)
            return isThere
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

    /// Drops the log of the transactions up to one: what they changed stays, but the state before them cannot be told
    /// any more.
    func forget(through last: UInt64) throws(StoreError) {
        let last = min(last, transactionNumber)
        guard last > (try forgottenTransaction()) else { return }
        var places: [[UInt8]] = []
        try entries(tables.changes, prefix: []) { place, _ in
            var reader = ByteReader(place)
            guard let number = reader.number(), number <= last else { return false }
            places.append(Array(place))
            return true
        }
        for place in places { try remove(tables.changes, place) }
        try put(tables.meta, MetaKey.forgotten, key(last))
        hasMaintained = true
    }

    /// Writes what the log has gathered, where it is `atLeast` so many bytes.
    func writeLog(atLeast size: Int = ChangeLog.part) throws(StoreError) {
        guard log.bytes.count >= size, let part = log.takePart() else { return }
        try put(tables.changes, key(number, part.number), part.bytes)
    }

    /// Makes everything durable. A transaction that changed nothing leaves no trace, unless its time is given.
    ///
    /// - Parameter given: when the transaction was, in microseconds since 1970; else it is now.
    func commit(at given: Int64? = nil) throws(StoreError) {
        if given != nil || log.added > 0 || log.withdrawn > 0 || declarationsChanged {
            try writeTerms()
            try writeEvidenceCounts()
            for kind in TermID.Kind.allCases where counters[Int(kind.rawValue)] > 0 {
                try put(tables.meta, MetaKey.counter(kind), key(counters[Int(kind.rawValue)]))
            }
            try put(tables.meta, MetaKey.nextStatement, key(nextStatement))
            try put(tables.meta, MetaKey.lastTransaction, key(number))
            if evidenceTally.isKept { try put(tables.meta, MetaKey.evidenceCounted, key(number)) }
            var now = timespec()
            clock_gettime(CLOCK_REALTIME, &now)
            // Times never go back, even where the clock does, so that a time picks one transaction.
            let time = max(
                given ?? Int64(now.tv_sec) * 1_000_000 + Int64(now.tv_nsec) / 1000,
                try lastTransaction()?.time ?? .min)
            try put(
                tables.transactions, key(number),
                key(UInt64(bitPattern: time), UInt64(log.added), UInt64(log.withdrawn), UInt64(log.replaced)))
            try writeLog(atLeast: 1)
        } else if !hasMaintained {
            return
        }
        try commitTransaction()
    }
}
