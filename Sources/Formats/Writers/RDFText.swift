import Terms

/// Terms as N-Triples.
package enum RDFText {
    /// What stands before a bare name where the store has no base: RDF knows absolute IRIs only.
    package static let bareNames = "urn:zhol:"

    package static func term(_ term: Term, _ namespaces: Namespaces) -> String {
        func typed(_ text: String, _ datatype: String) -> String { "\(Term.quoted(text))^^<\(Term.xsd)\(datatype)>" }
        switch term {
        case .none: return "\"\""
        case .entity(let name): return name.hasPrefix("_:") ? name : "<\(iri(name, namespaces))>"
        case .string(let text): return Term.quoted(text)
        case .tagged(let text, let language): return Term.quoted(text) + "@" + language
        case .typed(let text, let datatype): return Term.quoted(text) + "^^<\(iri(datatype, namespaces))>"
        case .bool(let value): return typed(value ? "true" : "false", "boolean")
        case .int(let value): return typed(String(value), "integer")
        case .decimal(let value): return typed(value.description, "decimal")
        case .float(let value): return typed(Term.exponentForm(value), "double")
        case .date(let date):
            return typed(date.description, date.month == 0 ? "gYear" : date.day == 0 ? "gYearMonth" : "date")
        case .dateTime(let instant): return typed(instant.description, "dateTime")
        case .statement(let number): return "_:statement\(number)"
        }
    }

    /// The absolute IRI of a canonical name; what no IRI may hold is percent-encoded.
    package static func iri(_ name: String, _ namespaces: Namespaces) -> String {
        let full = namespaces.iri(ofCanonical: name)
        let isAbsolute = (name.hasPrefix("<") && name.hasSuffix(">")) || name == "a" || namespaces.storeBase != nil
        if isAbsolute, Array(full.utf8).withUnsafeBytes({ RDFCharacters.schemeLength($0) }) > 0 {
            return encoded(full) { !RDFCharacters.isPlainInIRI($0) }
        }
        return bareNames + encoded(name) { !RDFCharacters.isPlainInIRI($0) || $0 == UInt8(ascii: "%") }
    }

    /// The bare name that an IRI of `bareNames` stands for.
    package static func bareName(_ encoded: UnsafeRawBufferPointer) -> String {
        var bytes: [UInt8] = []
        var index = 0
        while index < encoded.count {
            if encoded[index] == UInt8(ascii: "%"), index + 2 < encoded.count,
                let high = RDFCharacters.hexadecimal(encoded[index + 1]),
                let low = RDFCharacters.hexadecimal(encoded[index + 2])
            {
                bytes.append(UInt8(truncatingIfNeeded: high << 4 | low))
                index += 3
            } else {
                bytes.append(encoded[index])
                index += 1
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func encoded(_ text: String, _ mustEncode: (UInt8) -> Bool) -> String {
        guard text.utf8.contains(where: mustEncode) else { return text }
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if mustEncode(byte) {
                let digits = String(byte, radix: 16, uppercase: true)
                bytes += Array(("%" + (digits.utf8.count < 2 ? "0" : "") + digits).utf8)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
