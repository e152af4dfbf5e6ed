import Glibc
import LMDB
import Terms

/// What is told of the triples of a predicate, read in bulk.
extension Reading {
    /// Whether triples of a predicate have a qualifier or evidence with one of some keys.
    ///
    /// - Parameters:
    ///   - predicate: nil for any.
    ///   - limit: records that are looked at; where there are more, it may be.
    package func mayTell(
        _ keys: Set<TermID>, of predicate: TermID?, within limit: Int = 2_000
    ) throws(StoreError) -> Bool {
        guard !keys.isEmpty else { return false }
        var looked = 0
        var tells = false
        try entries(tables.statements, prefix: predicate.map { key($0.rawValue) } ?? []) {
            (_, value) throws(StoreError) in
            looked += 1
            guard let statements = StoredStatement.decode(value) else { throw damaged }
            tells = looked > limit || statements.contains { $0.tells(keys) }
            return !tells
        }
        return tells
    }

    /// The sources that state something; nil where one of them is the given one.
    ///
    /// - Complexity: reads statements until it finds the source, all of them where it is none.
    package func sources(unless wanted: TermID) throws(StoreError) -> Set<TermID>? {
        guard let source = try id(of: .entity("source")) else { return [] }
        var found: Set<TermID> = []
        try entries(tables.statements, prefix: []) { (_, value) throws(StoreError) in
            guard let statements = StoredStatement.decode(value) else { throw damaged }
            for piece in statements.lazy.flatMap(\.evidence) {
                if let value = StoredStatement.value(of: source, in: piece) { found.insert(value) }
            }
            return !found.contains(wanted)
        }
        return found.contains(wanted) ? nil : found
    }
}

extension StoredStatement {
    /// Whether a qualifier or evidence has one of some keys.
    package func tells(_ keys: Set<TermID>) -> Bool {
        qualifiers.contains { keys.contains($0.key) }
            || evidence.contains { piece in piece.contains { keys.contains($0.key) } }
    }
}

/// A triple by its raw ids, ordered as the table of statements is.
package struct RawTriple: Hashable, Comparable, Sendable {
    package let predicate: UInt64
    package let subject: UInt64
    package let object: UInt64

    package init(_ predicate: UInt64, _ subject: UInt64, _ object: UInt64) {
        self.predicate = predicate
        self.subject = subject
        self.object = object
    }

    @inline(__always)
    package static func < (left: RawTriple, right: RawTriple) -> Bool {
        if left.predicate != right.predicate { return left.predicate < right.predicate }
        if left.subject != right.subject { return left.subject < right.subject }
        return left.object < right.object
    }

    /// Nil for a key of another length.
    fileprivate init?(key: UnsafeRawBufferPointer) {
        guard key.count == 24 else { return nil }
        predicate = UInt64(bigEndian: key.loadUnaligned(fromByteOffset: 0, as: UInt64.self))
        subject = UInt64(bigEndian: key.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        object = UInt64(bigEndian: key.loadUnaligned(fromByteOffset: 16, as: UInt64.self))
    }

    fileprivate var bytes: [UInt8] { key(predicate, subject, object) }
}

/// Records that say the same, but for the numbers of their statements, under one number: there are far fewer of them than
/// triples.
package struct RecordKinds {
    /// The kind of a triple that no record tells more about.
    package static let plain = 0

    /// By kind, the statements without their numbers.
    package private(set) var statements: [[StoredStatement]] = [[]]
    /// The bytes of a record of one statement, from behind its number; empty for others.
    private var bytes: [[UInt8]] = [[]]
    /// Kinds by hash of their bytes, each in the first free place from there on; 0 for none. A power of two.
    private var places = Array(repeating: 0, count: 256)

    package init() {}

    /// The kind of a record; nil where the bytes are no statements.
    fileprivate mutating func kind(of record: UnsafeRawBufferPointer) -> Int? {
        var reader = ByteReader(record)
        guard reader.varint() == 1, reader.varint() != nil else { return addNew(record, []) }
        let rest = UnsafeRawBufferPointer(rebasing: record[reader.position...])
        var place = RecordKinds.hash(rest) & (places.count - 1)
        while places[place] != 0 {
            let kind = places[place]
            if bytes[kind].count == rest.count, RecordKinds.isSame(bytes[kind], rest) { return kind }
            place = (place + 1) & (places.count - 1)
        }
        guard let kind = addNew(record, Array(rest)) else { return nil }
        places[place] = kind
        if kind > places.count / 2 { grow() }
        return kind
    }

    /// The kind of a record of one statement with this evidence.
    fileprivate mutating func kind(ofEvidence bytes: [UInt8]) -> Int? {
        // One statement without number and qualifiers.
        ([1, 0, 0] + bytes).withUnsafeBytes { kind(of: $0) }
    }

    private mutating func grow() {
        places = Array(repeating: 0, count: places.count * 4)
        for kind in bytes.indices where !bytes[kind].isEmpty {
            var place = bytes[kind].withUnsafeBytes { RecordKinds.hash($0) } & (places.count - 1)
            while places[place] != 0 { place = (place + 1) & (places.count - 1) }
            places[place] = kind
        }
    }

    private static func hash(_ bytes: UnsafeRawBufferPointer) -> Int {
        Int(truncatingIfNeeded: TextKey.hash(bytes, seed: 0) & UInt64(Int.max))
    }

    private static func isSame(_ known: [UInt8], _ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let start = bytes.baseAddress else { return known.isEmpty }
        return known.withUnsafeBytes { $0.baseAddress.map { memcmp($0, start, bytes.count) == 0 } ?? true }
    }

    private mutating func addNew(_ record: UnsafeRawBufferPointer, _ key: [UInt8]) -> Int? {
        guard let found = StoredStatement.decode(record) else { return nil }
        statements.append(found.map { .init(number: 0, qualifiers: $0.qualifiers, evidence: $0.evidence) })
        bytes.append(key)
        return statements.count - 1
    }
}

extension Reading {
    /// The kinds of the records of some triples, in their order; that of a plain triple for those without.
    ///
    /// - Parameter triples: sorted.
    package func kinds(
        of triples: some RandomAccessCollection<RawTriple>, _ kinds: inout RecordKinds
    ) throws(StoreError) -> [Int] {
        var found: [Int] = []
        found.reserveCapacity(triples.count)
        var isMalformed = false
        try withCursor(tables.statements) { (cursor) throws(LMDBError) in
            var entry: Cursor.Entry?
            var place: RawTriple?
            var isBegun = false
            for wanted in triples {
                // The next records are often those that are wanted next; else a search is shorter.
                var steps = 0
                while !isBegun || place.map({ $0 < wanted }) ?? false {
                    let isSearch = !isBegun || steps >= 8
                    let next = isSearch ? try cursor.seek(wanted.bytes) : try cursor.next()
                    isBegun = true
                    steps += 1
                    entry = next
                    place = next.flatMap { RawTriple(key: $0.key) }
                    if next != nil, place == nil { isMalformed = true }
                    // A search never gives what lies before; in a damaged table it may.
                    if isSearch, let found = place, found < wanted {
                        isMalformed = true
                        return
                    }
                }
                guard let record = entry, place == wanted else {
                    found.append(RecordKinds.plain)
                    continue
                }
                guard let kind = kinds.kind(of: record.value) else {
                    isMalformed = true
                    return
                }
                found.append(kind)
            }
        }
        if isMalformed { throw damaged }
        return found
    }

    /// The kinds of the records of all triples of a predicate, that of a plain triple where some have none: of what
    /// records say, the sources and confidences, and everything else in some stores only.
    ///
    /// - Complexity: a look at each kind where they are counted (see `EvidenceCounts`), else at each record.
    package func kinds(of predicate: TermID, _ kinds: inout RecordKinds) throws(StoreError) -> Set<Int> {
        var isFound: [Bool] = []
        var records = 0
        if let counts = try evidenceCounts(of: predicate) {
            var found: Set<Int> = []
            for (evidence, count) in counts {
                guard let kind = kinds.kind(ofEvidence: evidence) else { throw damaged }
                found.insert(kind)
                records += count
            }
            if records < (try statistics(of: predicate)).count { found.insert(RecordKinds.plain) }
            return found
        }
        try entries(tables.statements, prefix: key(predicate.rawValue)) { (_, value) throws(StoreError) in
            guard let kind = kinds.kind(of: value) else { throw damaged }
            records += 1
            while isFound.count <= kind { isFound.append(false) }
            isFound[kind] = true
            return true
        }
        var found = Set(isFound.indices.filter { isFound[$0] })
        if records < (try statistics(of: predicate)).count { found.insert(RecordKinds.plain) }
        return found
    }
}
