/// Literals of the datatypes of XML Schema as terms of the language.
extension Term {
    package static let xsd = "http://www.w3.org/2001/XMLSchema#"

    /// The value of a literal of an XML Schema datatype, by its name behind the `#`; nil where the text is not in the
    /// lexical space of the datatype, where the value does not fit, and where the language has no such type. The
    /// literal then stays one of its datatype.
    package static func xsdValue(_ text: String, _ type: some StringProtocol) -> Term? {
        switch type {
        case "string": return .string(text)
        case "decimal": return Decimal(text).map(Term.number)
        case "double", "float": return isDouble(text) ? Double(text).flatMap { Term.float(finite: $0) } : nil
        case "boolean":
            switch text {
            case "true", "1": return .bool(true)
            case "false", "0": return .bool(false)
            default: return nil
            }
        case "date": return PartialDate(text).flatMap { $0.day > 0 ? .date($0) : nil }
        case "gYearMonth": return PartialDate(text).flatMap { $0.month > 0 && $0.day == 0 ? .date($0) : nil }
        case "gYear": return PartialDate(text).flatMap { $0.month == 0 ? .date($0) : nil }
        case "dateTime": return hasSeconds(text) ? DateTime(text).map(Term.dateTime) : nil
        default:
            guard let range = integerRange(type), let value = Int64(text), range.contains(value) else { return nil }
            return .int(value)
        }
    }

    /// The values of `integer` and what is derived from it, as far as 64 bits go.
    private static func integerRange(_ type: some StringProtocol) -> ClosedRange<Int64>? {
        switch type {
        case "integer", "long": .min ... .max
        case "int": -0x8000_0000...0x7fff_ffff
        case "short": -0x8000...0x7fff
        case "byte": -0x80...0x7f
        case "nonNegativeInteger", "unsignedLong": 0 ... .max
        case "positiveInteger": 1 ... .max
        case "nonPositiveInteger": .min...0
        case "negativeInteger": .min ... -1
        case "unsignedInt": 0...0xffff_ffff
        case "unsignedShort": 0...0xffff
        case "unsignedByte": 0...0xff
        default: nil
        }
    }

    /// Whether a text holds nothing but what a decimal double is written with.
    private static func isDouble(_ text: String) -> Bool {
        text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "e"), UInt8(ascii: "E"):
                true
            default: false
            }
        }
    }

    /// `xsd:dateTime` has seconds, and a `T`.
    private static func hasSeconds(_ text: String) -> Bool {
        guard let time = text.utf8.firstIndex(of: UInt8(ascii: "T")) else { return false }
        let rest = text.utf8[time...].dropFirst()
        return rest.count >= 8 && rest.dropFirst(5).first == UInt8(ascii: ":")
    }
}
