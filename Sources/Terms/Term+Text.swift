/// How a term is printed.
extension Term {
    /// The text of an answer: an entity by its shortest name, a string as it is, a number or a date in plain form.
    package func plainText(_ namespaces: Namespaces) -> String {
        switch self {
        case .none: ""
        case .string(let text), .tagged(let text, _), .typed(let text, _): text
        case .float(let value): Term.shortest(value)
        case .date(let date): date.description
        case .entity(let name): Term.plainName(name, namespaces)
        default: sourceText(namespaces)
        }
    }

    /// The text that the language reads back as the same term.
    package func sourceText(_ namespaces: Namespaces) -> String {
        switch self {
        case .none: "none"
        case .bool(let value): value ? "true" : "false"
        case .int(let value): String(value)
        case .decimal(let value): value.description
        case .float(let value): Term.exponentForm(value)
        case .date(let date): date.month == 0 ? "date(\(date))" : date.description
        case .dateTime(let instant): instant.description
        case .string(let text): Term.quoted(text)
        case .tagged(let text, let language): Term.quoted(text) + "@" + language
        case .typed(let text, let datatype):
            Term.quoted(text) + "^^" + Term.entity(datatype).sourceText(namespaces)
        case .entity(let name): Term.sourceName(name, namespaces)
        case .statement(let number): "_:statement\(number)"
        }
    }

    /// A canonical entity name as the language writes it.
    package static func sourceName(_ name: String, _ namespaces: Namespaces) -> String {
        if name.hasPrefix("<"), name.hasSuffix(">") {
            let iri = String(name.dropFirst().dropLast())
            if let short = namespaces.shortened(iri: iri) { return short.prefix + ":" + short.local }
            return isIRI(iri) ? name : quotedName(name)
        }
        if name.hasPrefix("_:") { return isLocalName(String(name.dropFirst(2))) ? name : quotedName(name) }
        return isBareName(name) ? name : quotedName(name)
    }

    /// Whether the language reads a text between angle brackets: it has a scheme, and no character that RFC 3987 forbids.
    private static func isIRI(_ text: String) -> Bool {
        var isScheme = true
        for (index, byte) in text.utf8.enumerated() {
            switch byte {
            case 0...0x20, 0x7f, UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "{"),
                UInt8(ascii: "}"), UInt8(ascii: "|"), UInt8(ascii: "^"), UInt8(ascii: "`"), UInt8(ascii: "\\"):
                return false
            case UInt8(ascii: ":") where isScheme && index > 0: isScheme = false
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): continue
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
                if isScheme, index == 0 { return false }
            default: if isScheme { return false }
            }
        }
        return !isScheme
    }

    /// A canonical entity name without quotes.
    private static func plainName(_ name: String, _ namespaces: Namespaces) -> String {
        guard name.hasPrefix("<") else { return name }
        let source = sourceName(name, namespaces)
        return source.hasPrefix("'") ? name : source
    }

    /// A name in single quotes.
    package static func quotedName(_ name: String) -> String { "'" + escaped(name, quote: "'") + "'" }

    /// A string in double quotes.
    package static func quoted(_ text: String) -> String { "\"" + escaped(text, quote: "\"") + "\"" }

    private static func escaped(_ text: String, quote: Unicode.Scalar) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\", quote:
                result.append("\\")
                result.append(scalar)
            case "\n": result.append(contentsOf: "\\n".unicodeScalars)
            case "\t": result.append(contentsOf: "\\t".unicodeScalars)
            case "\r": result.append(contentsOf: "\\r".unicodeScalars)
            case _ where scalar.value < 0x20 || scalar.value == 0x7f:
                let digits = String(scalar.value, radix: 16)
                let padding = String(repeating: "0", count: 4 - digits.utf8.count)
                result.append(contentsOf: "\\u\(padding)\(digits)".unicodeScalars)
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    /// The shortest plain or exponent form that reads back as the same double: `1e9`, `2.5`, `2.5e-3`.
    package static func shortest(_ value: Double) -> String {
        let (negative, digits, exponent) = decompose(value)
        let sign = negative ? "-" : ""
        let scientific = sign + scientificForm(digits, exponent)
        let plain = sign + plainForm(digits, exponent)
        // Of two that are as short, small numbers read better with an exponent and others without.
        let isPlain =
            exponent <= -3 ? plain.utf8.count < scientific.utf8.count : plain.utf8.count <= scientific.utf8.count
        return isPlain ? plain : scientific
    }

    /// The form with an exponent, which alone is a float in the language.
    package static func exponentForm(_ value: Double) -> String {
        let (negative, digits, exponent) = decompose(value)
        return (negative ? "-" : "") + scientificForm(digits, exponent)
    }

    /// The shortest digits d1d2… and the exponent of `d1.d2… * 10^exponent`.
    private static func decompose(_ value: Double) -> (negative: Bool, digits: [UInt8], exponent: Int) {
        var digits: [UInt8] = []
        var pointPosition: Int?
        var exponent = 0
        let text = value.magnitude.description
        var rest = text.utf8[...]
        while let byte = rest.first {
            rest = rest.dropFirst()
            if byte == UInt8(ascii: ".") {
                pointPosition = digits.count
            } else if byte == UInt8(ascii: "e") {
                exponent = Int(String(decoding: rest, as: UTF8.self)) ?? 0
                break
            } else {
                digits.append(byte)
            }
        }
        exponent += (pointPosition ?? digits.count) - 1
        let leading = digits.prefix { $0 == UInt8(ascii: "0") }.count
        if leading == digits.count { return (false, [UInt8(ascii: "0")], 0) }
        digits.removeFirst(leading)
        exponent -= leading
        while digits.count > 1, digits.last == UInt8(ascii: "0") { digits.removeLast() }
        return (value < 0, digits, exponent)
    }

    private static func scientificForm(_ digits: [UInt8], _ exponent: Int) -> String {
        let fraction = digits.count > 1 ? "." + String(decoding: digits[1...], as: UTF8.self) : ""
        return String(decoding: digits[..<1], as: UTF8.self) + fraction + "e\(exponent)"
    }

    private static func plainForm(_ digits: [UInt8], _ exponent: Int) -> String {
        let all = String(decoding: digits, as: UTF8.self)
        if exponent < 0 { return "0." + String(repeating: "0", count: min(-exponent - 1, 400)) + all }
        if exponent >= digits.count - 1 {
            return all + String(repeating: "0", count: min(exponent - digits.count + 1, 400))
        }
        let whole = String(decoding: digits[...exponent], as: UTF8.self)
        return whole + "." + String(decoding: digits[(exponent + 1)...], as: UTF8.self)
    }
}
