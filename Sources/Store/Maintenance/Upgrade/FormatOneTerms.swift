import Terms

/// The ids that the terms of a store of format 1 have in the new one.
struct FormatOneTerms {
    /// By kind and number; 0 for a number that was not given.
    private var ids: [TermID.Kind: [UInt64]] = [:]

    /// Brings every term into the new store's dictionary, in the order in which they entered the old one's.
    mutating func intern(_ old: OldStore, _ writer: Writer) throws(StoreError) {
        var found: [TermID.Kind: [UInt64]] = [:]
        try old.entries(old.table("texts")) { (place, value) throws(StoreError) in
            var reader = ByteReader(place)
            guard let id = reader.number().map({ TermID(rawValue: $0) }), let kind = id.kind, kind.isInDictionary,
                id.payload == UInt64(found[kind, default: []].count) + 1,
                let term = FormatOneTerms.term(kind, value)
            else { throw old.damaged }
            found[kind, default: []].append(try writer.intern(term).rawValue)
            return true
        }
        ids = found
    }

    /// Numbers stood in the dictionary as decimal or hexadecimal texts.
    private static func term(_ kind: TermID.Kind, _ bytes: UnsafeRawBufferPointer) -> Term? {
        let text = String(decoding: bytes, as: UTF8.self)
        return switch kind {
        case .wideInt: Int64(text).map(Term.int)
        case .wideFloat: UInt64(text, radix: 16).flatMap { Term.float(finite: Double(bitPattern: $0)) }
        case .wideDateTime: Int64(text).map { .dateTime(DateTime(microsecondsSinceEpoch: $0)) }
        default: TermText.decode(kind, bytes)
        }
    }

    /// The new id of an old one; nil where it stands for nothing.
    func id(_ raw: UInt64) -> TermID? {
        let id = TermID(rawValue: raw)
        guard let kind = id.kind else { return nil }
        guard kind.isInDictionary else { return id.inlineTerm == nil ? nil : id }
        guard let known = ids[kind], id.payload > 0, id.payload <= UInt64(known.count) else { return nil }
        return TermID(rawValue: known[Int(id.payload) - 1])
    }

    func id(_ reader: inout ByteReader) -> TermID? { reader.number().flatMap { id($0) } }

    /// Qualifiers, or a piece of evidence, sorted by the new ids.
    func entries(_ reader: inout ByteReader) -> [StoredStatement.Entry]? {
        guard let count = reader.varint(), count <= UInt64(reader.remaining / 16) else { return nil }
        var found: [StoredStatement.Entry] = []
        for _ in 0..<count {
            guard let key = id(&reader), let value = id(&reader) else { return nil }
            found.append((key, value))
        }
        return found.sorted { $0.key < $1.key }
    }

    /// A record of the table of statements.
    func statements(_ value: UnsafeRawBufferPointer) -> [StoredStatement]? {
        var reader = ByteReader(value)
        guard let count = reader.varint(), count <= UInt64(reader.remaining) else { return nil }
        var found: [StoredStatement] = []
        for _ in 0..<count {
            guard let number = reader.varint(), let qualifiers = entries(&reader), let pieces = reader.varint(),
                pieces <= UInt64(reader.remaining)
            else { return nil }
            var evidence: [[StoredStatement.Entry]] = []
            for _ in 0..<pieces {
                guard let piece = entries(&reader) else { return nil }
                evidence.append(piece)
            }
            found.append(StoredStatement(number: number, qualifiers: qualifiers, evidence: evidence))
        }
        return reader.isAtEnd ? found : nil
    }
}
