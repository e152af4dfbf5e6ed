import Terms

/// How a term that does not fit an id is written as bytes.
enum TermText {
    static func encode(_ term: Term) -> (kind: TermID.Kind, bytes: [UInt8])? {
        switch term {
        case .entity(let name): (.entity, Array(name.utf8))
        case .string(let text): (.string, Array(text.utf8))
        case .tagged(let text, let language): (.taggedString, Array(language.utf8) + [0] + Array(text.utf8))
        case .typed(let text, let datatype): (.typedLiteral, Array(datatype.utf8) + [0] + Array(text.utf8))
        case .int(let value): (.wideInt, Array(String(value).utf8))
        case .decimal(let value): (.wideDecimal, Array(value.description.utf8))
        case .float(let value): (.wideFloat, Array(String(value.bitPattern, radix: 16).utf8))
        case .dateTime(let instant): (.wideDateTime, Array(String(instant.microsecondsSinceEpoch).utf8))
        case .none, .bool, .date, .statement: nil
        }
    }

    static func decode(_ kind: TermID.Kind, _ bytes: UnsafeRawBufferPointer) -> Term? {
        let text = String(decoding: bytes, as: UTF8.self)
        switch kind {
        case .entity: return .entity(text)
        case .string: return .string(text)
        case .taggedString, .typedLiteral:
            guard let mark = bytes.firstIndex(of: 0) else { return nil }
            let first = String(decoding: bytes[..<mark], as: UTF8.self)
            let rest = String(decoding: bytes[(mark + 1)...], as: UTF8.self)
            return kind == .taggedString ? .tagged(rest, language: first) : .typed(rest, datatype: first)
        case .wideInt: return Int64(text).map(Term.int)
        case .wideDecimal: return Decimal(text).map(Term.number)
        case .wideFloat: return UInt64(text, radix: 16).flatMap { Term.float(finite: Double(bitPattern: $0)) }
        case .wideDateTime: return Int64(text).map { .dateTime(DateTime(microsecondsSinceEpoch: $0)) }
        default: return nil
        }
    }

    /// Bytes of a text that a key can hold: LMDB's limit is 511.
    private static let longestKey = 480

    /// The key of a text: the text itself, or its start and two hashes where it is too long.
    static func key(_ kind: TermID.Kind, _ bytes: [UInt8]) -> (key: [UInt8], isHashed: Bool) {
        if bytes.count <= longestKey { return ([kind.rawValue] + bytes, false) }
        var writer = ByteWriter()
        writer.bytes = [kind.rawValue | 0x80] + bytes.prefix(64)
        writer.append(hash(bytes, 0xcbf2_9ce4_8422_2325))
        writer.append(hash(bytes, 0x9e37_79b9_7f4a_7c15))
        return (writer.bytes, true)
    }

    private static func hash(_ bytes: [UInt8], _ seed: UInt64) -> UInt64 {
        var hash = seed
        for byte in bytes {
            let product = (hash ^ UInt64(byte)).multipliedFullWidth(by: 0xa076_1d64_78bd_642f)
            hash = product.high ^ product.low
        }
        return hash
    }
}
