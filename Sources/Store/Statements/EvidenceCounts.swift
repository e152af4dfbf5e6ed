import Terms

/// How many records of a predicate have the same evidence, by who says it and how surely: all that a citation of the whole
/// predicate tells, without a walk over its records.
///
/// They stand in `meta`, which every transaction writes anyway: under the predicate and the evidence, a count. A predicate
/// with the mark alone, and no evidence behind it, is not counted. An older zhol passes them over and does not keep them:
/// `MetaKey.evidenceCounted` then lags behind the last transaction.
enum EvidenceCounts {
    /// With more kinds of evidence than this a predicate is not counted: a look at them would save little, and a store in
    /// which each fact has its own source would grow.
    static let most = 512
    /// Bytes of evidence that a key of LMDB has room for.
    static let longest = 511 - mark.count - 8
    static let mark = Array("evidence ".utf8)

    static func place(_ predicate: TermID, _ evidence: [UInt8] = []) -> [UInt8] {
        var writer = ByteWriter()
        writer.bytes.reserveCapacity(mark.count + 8 + evidence.count)
        writer.bytes += mark
        writer.append(predicate.rawValue)
        writer.bytes += evidence
        return writer.bytes
    }

    static func predicate(_ place: UnsafeRawBufferPointer) -> TermID? {
        guard place.count >= mark.count + 8 else { return nil }
        return TermID(rawValue: UInt64(bigEndian: place.loadUnaligned(fromByteOffset: mark.count, as: UInt64.self)))
    }

    static func bytes(_ count: Int) -> [UInt8] {
        var writer = ByteWriter()
        writer.append(varint: UInt64(clamping: count))
        return writer.bytes
    }

    static func count(_ value: UnsafeRawBufferPointer) -> Int? {
        var reader = ByteReader(value)
        guard let count = reader.varint(), reader.isAtEnd, count > 0, count <= 1 << 48 else { return nil }
        return Int(count)
    }
}

/// Takes from records what a citation tells of them.
struct CitedEvidence {
    private static let names = ["source", "confidence"]
    private var cited: [TermID] = []
    private var others: Set<TermID> = []

    /// The pieces of evidence of a record in their order, as a record writes them, each with what is cited only.
    mutating func bytes(of statements: [StoredStatement], _ reading: Reading) throws(StoreError) -> [UInt8] {
        var writer = ByteWriter()
        writer.bytes.reserveCapacity(24)
        writer.append(varint: statements.reduce(0) { $0 + UInt64($1.evidence.count) })
        for statement in statements {
            for piece in statement.evidence {
                var count: UInt64 = 0
                for entry in piece where try isCited(entry.key, reading) { count += 1 }
                writer.append(varint: count)
                for entry in piece where cited.contains(entry.key) {
                    writer.append(entry.key)
                    writer.append(entry.value)
                }
            }
        }
        return writer.bytes
    }

    private mutating func isCited(_ key: TermID, _ reading: Reading) throws(StoreError) -> Bool {
        if cited.contains(key) { return true }
        if others.contains(key) { return false }
        // Whoever has the key knows its name too: an id that is not found now is not the key's.
        for name in CitedEvidence.names where try reading.id(of: .entity(name)) == key {
            cited.append(key)
            return true
        }
        others.insert(key)
        return false
    }
}

extension Reading {
    /// Records of a predicate by their evidence; nil where they are not counted.
    func evidenceCounts(of predicate: TermID) throws(StoreError) -> [(evidence: [UInt8], count: Int)]? {
        guard try areEvidenceCountsKept() else { return nil }
        var found: [(evidence: [UInt8], count: Int)] = []
        var isCounted = true
        let prefix = EvidenceCounts.place(predicate)
        try entries(tables.meta, prefix: prefix) { (place, value) throws(StoreError) in
            isCounted = place.count > prefix.count
            guard isCounted else { return false }
            guard let count = EvidenceCounts.count(value), found.count < EvidenceCounts.most else { throw damaged }
            found.append((Array(place[prefix.count...]), count))
            return true
        }
        return isCounted ? found : nil
    }

    /// As `evidenceCounts`, from the records themselves; nil where there are too many kinds.
    func recountedEvidence(of predicate: TermID) throws(StoreError) -> [[UInt8]: Int]? {
        var cited = CitedEvidence()
        var found: [[UInt8]: Int] = [:]
        var isCountable = true
        try entries(tables.statements, prefix: key(predicate.rawValue)) { (_, value) throws(StoreError) in
            guard let statements = StoredStatement.decode(value) else { throw damaged }
            let evidence = try cited.bytes(of: statements, self)
            found[evidence, default: 0] += 1
            isCountable = evidence.count <= EvidenceCounts.longest && found.count <= EvidenceCounts.most
            return isCountable
        }
        return isCountable ? found : nil
    }

    /// Whether the counts in the table are those of the last transaction that this one sees.
    func hasEvidenceCounts() throws(StoreError) -> Bool {
        guard let value = try value(tables.meta, MetaKey.evidenceCounted) else { return false }
        var reader = ByteReader(value)
        return reader.number() == transactionNumber
    }

    /// The counts against the records.
    func verifyEvidenceCounts(_ verification: inout Verification) throws(StoreError) {
        guard try areEvidenceCountsKept() else { return }
        let predicates = try predicates()
        for predicate in predicates {
            guard let counted = try evidenceCounts(of: predicate) else { continue }
            let expected = try recountedEvidence(of: predicate)
            let isSame = counted.count == expected?.count && counted.allSatisfy { expected?[$0.evidence] == $0.count }
            if !isSame { verification.report("meta", "counts of evidence are not those of the statements") }
        }
        let known = Set(predicates)
        try entries(tables.meta, prefix: EvidenceCounts.mark) { (place, _) throws(StoreError) in
            // One that is too many says nothing, and may stay where the last triple went.
            let isCount = place.count != EvidenceCounts.mark.count + 8
            if isCount, EvidenceCounts.predicate(place).map({ !known.contains($0) }) ?? true {
                verification.report("meta", "evidence is counted of a predicate without triples")
            }
            return true
        }
    }
}
