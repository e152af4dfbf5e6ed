import Terms

/// A statement: a triple with its own qualifiers, and the evidence for it.
package struct StoredStatement: Sendable {
    package typealias Entry = (key: TermID, value: TermID)

    /// The statement's number; 0 for a plain triple that no record tells more about.
    package var number: UInt64
    /// Sorted by key.
    package var qualifiers: [Entry]
    /// One list for each source, sorted by key.
    package var evidence: [[Entry]]

    package init(number: UInt64, qualifiers: [Entry], evidence: [[Entry]]) {
        self.number = number
        self.qualifiers = qualifiers
        self.evidence = evidence
    }

    static func encode(_ statements: [StoredStatement]) -> [UInt8] {
        var writer = ByteWriter()
        append(statements, &writer)
        return writer.bytes
    }

    static func append(_ statements: [StoredStatement], _ writer: inout ByteWriter) {
        writer.append(varint: UInt64(statements.count))
        for statement in statements {
            writer.append(varint: statement.number)
            append(statement.qualifiers, &writer)
            writer.append(varint: UInt64(statement.evidence.count))
            for piece in statement.evidence { append(piece, &writer) }
        }
    }

    static func append(_ entries: [Entry], _ writer: inout ByteWriter) {
        writer.append(varint: UInt64(entries.count))
        for entry in entries {
            writer.append(entry.key)
            writer.append(entry.value)
        }
    }

    /// Nil where the bytes are no statements.
    static func decode(_ value: UnsafeRawBufferPointer) -> [StoredStatement]? {
        var reader = ByteReader(value)
        guard let statements = read(&reader), reader.isAtEnd else { return nil }
        return statements
    }

    static func read(_ reader: inout ByteReader) -> [StoredStatement]? {
        guard let count = reader.varint(), count <= UInt64(reader.remaining) else { return nil }
        var statements: [StoredStatement] = []
        for _ in 0..<count {
            guard let number = reader.varint(), let qualifiers = entries(&reader), let pieces = reader.varint(),
                pieces <= UInt64(reader.remaining)
            else { return nil }
            var evidence: [[Entry]] = []
            for _ in 0..<pieces {
                guard let piece = entries(&reader) else { return nil }
                evidence.append(piece)
            }
            statements.append(StoredStatement(number: number, qualifiers: qualifiers, evidence: evidence))
        }
        return statements
    }

    static func entries(_ reader: inout ByteReader) -> [Entry]? {
        guard let count = reader.varint(), count <= UInt64(reader.remaining / 4) else { return nil }
        var found: [Entry] = []
        for _ in 0..<count {
            guard let key = reader.id(), let value = reader.id() else { return nil }
            found.append((key, value))
        }
        return found
    }

    static func value(of key: TermID, in entries: [Entry]) -> TermID? { entries.first { $0.key == key }?.value }

    package static func same(_ left: [Entry], _ right: [Entry]) -> Bool {
        left.elementsEqual(right) { $0.key == $1.key && $0.value == $1.value }
    }
}

extension Reading {
    /// The statements of a triple; a plain triple has one without number, an absent one has none.
    package func statements(
        _ predicate: TermID, _ subject: TermID, _ object: TermID
    ) throws(StoreError) -> [StoredStatement] {
        if let record = try record(predicate, subject, object) { return record }
        guard try contains(predicate, subject, object) else { return [] }
        return [StoredStatement(number: 0, qualifiers: [], evidence: [])]
    }

    func record(
        _ predicate: TermID, _ subject: TermID, _ object: TermID
    ) throws(StoreError) -> [StoredStatement]? {
        let place = key(predicate.rawValue, subject.rawValue, object.rawValue)
        guard let value = try value(tables.statements, place) else { return nil }
        guard let statements = StoredStatement.decode(value) else { throw damaged }
        return statements
    }

    /// The triple of a statement; nil for a number that was never given or is withdrawn.
    package func triple(
        ofStatement number: UInt64
    ) throws(StoreError) -> (predicate: TermID, subject: TermID, object: TermID)? {
        guard let value = try value(tables.triples, key(number)) else { return nil }
        var reader = ByteReader(value)
        guard let predicate = reader.number(), let subject = reader.number(), let object = reader.number() else {
            throw damaged
        }
        return (TermID(rawValue: predicate), TermID(rawValue: subject), TermID(rawValue: object))
    }
}
