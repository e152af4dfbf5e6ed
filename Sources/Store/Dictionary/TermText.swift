import Terms

/// How a term that does not fit an id is written as bytes.
package enum TermText {
    /// Nil for a term that always fits an id.
    package static func encode(_ term: Term) -> (kind: TermID.Kind, bytes: [UInt8])? {
        switch term {
        case .entity(let name): (.entity, Array(name.utf8))
        case .string(let text): (.string, Array(text.utf8))
        case .tagged(let text, let language): (.taggedString, Array(language.utf8) + [0] + Array(text.utf8))
        case .typed(let text, let datatype): (.typedLiteral, Array(datatype.utf8) + [0] + Array(text.utf8))
        case .int(let value): (.wideInt, key(UInt64(bitPattern: value)))
        case .decimal(let value): (.wideDecimal, Array(value.description.utf8))
        case .float(let value): (.wideFloat, key(value.bitPattern))
        case .dateTime(let instant): (.wideDateTime, key(UInt64(bitPattern: instant.microsecondsSinceEpoch)))
        case .none, .bool, .date, .statement: nil
        }
    }

    /// Nil where the bytes are no term of the kind.
    static func decode(_ kind: TermID.Kind, _ bytes: UnsafeRawBufferPointer) -> Term? {
        switch kind {
        case .entity: return .entity(String(decoding: bytes, as: UTF8.self))
        case .string: return .string(String(decoding: bytes, as: UTF8.self))
        case .taggedString, .typedLiteral:
            guard let mark = bytes.firstIndex(of: 0) else { return nil }
            let first = String(decoding: UnsafeRawBufferPointer(rebasing: bytes[..<mark]), as: UTF8.self)
            let rest = String(decoding: UnsafeRawBufferPointer(rebasing: bytes[(mark + 1)...]), as: UTF8.self)
            return kind == .taggedString ? .tagged(rest, language: first) : .typed(rest, datatype: first)
        case .wideInt: return number(bytes).map { .int(Int64(bitPattern: $0)) }
        case .wideDecimal: return Decimal(String(decoding: bytes, as: UTF8.self)).map(Term.number)
        case .wideFloat: return number(bytes).flatMap { Term.float(finite: Double(bitPattern: $0)) }
        case .wideDateTime:
            return number(bytes).map { .dateTime(DateTime(microsecondsSinceEpoch: Int64(bitPattern: $0))) }
        default: return nil
        }
    }

    private static func number(_ bytes: UnsafeRawBufferPointer) -> UInt64? {
        guard bytes.count == 8 else { return nil }
        var reader = ByteReader(bytes)
        return reader.number()
    }
}

/// Under which key the table `ids` has a text.
enum TextKey {
    /// Bytes of a text that a key can hold: LMDB's limit is 511.
    static let longest = 480
    /// Texts with one hash that can be told apart.
    static let collisions: UInt8 = 255

    static func isHashed(_ length: Int) -> Bool { length > longest }

    /// The kind and the text, or where that is too long its start, two hashes and `sequence`, which tells texts of
    /// one hash apart.
    static func key(_ kind: TermID.Kind, _ text: UnsafeRawBufferPointer, sequence: UInt8 = 0) -> [UInt8] {
        guard isHashed(text.count) else { return [kind.rawValue] + text }
        var writer = ByteWriter()
        writer.bytes = [kind.rawValue | 0x80] + text.prefix(64)
        writer.append(hash(text, seed: 0xcbf2_9ce4_8422_2325))
        writer.append(hash(text, seed: 0x9e37_79b9_7f4a_7c15))
        writer.bytes.append(sequence)
        return writer.bytes
    }

    /// Eight bytes at a time, each folded in by a wide multiplication (after wyhash, Wang Yi).
    static func hash(_ text: UnsafeRawBufferPointer, seed: UInt64) -> UInt64 {
        var hash = seed ^ UInt64(text.count) &* 0x9e37_79b9_7f4a_7c15
        var position = 0
        while position + 8 <= text.count {
            hash = fold(hash ^ text.loadUnaligned(fromByteOffset: position, as: UInt64.self).littleEndian)
            position += 8
        }
        var rest: UInt64 = 0
        while position < text.count {
            rest = rest << 8 | UInt64(text[position])
            position += 1
        }
        return fold(fold(hash ^ rest) ^ seed)
    }

    private static func fold(_ value: UInt64) -> UInt64 {
        let product = (value ^ 0xa076_1d64_78bd_642f).multipliedFullWidth(by: 0xe703_7ed1_a0b4_28db)
        return product.high ^ product.low
    }
}
