/// Datatypes of XML Schema whose common texts become ids without a look at each character as text.
package enum InlineDatatype: UInt8, BitwiseCopyable, Sendable {
    case integer, double, date, other

    /// - Parameter name: behind the `#`.
    package init(xsd name: String) {
        switch name {
        case "integer", "long": self = .integer
        case "double", "float": self = .double
        case "date": self = .date
        default: self = .other
        }
    }

    /// The id of a literal as `Term.xsdValue` and `TermID(inline:)` give it; nil where the text is not of the plainest
    /// form, or the value is none for an id.
    package func inlineID(_ text: UnsafeRawBufferPointer) -> TermID? {
        switch self {
        case .integer: InlineDatatype.integer(text)
        case .double: InlineDatatype.double(text)
        case .date: InlineDatatype.date(text)
        case .other: nil
        }
    }

    /// Up to 16 digits, behind `-` where they are negative.
    private static func integer(_ text: UnsafeRawBufferPointer) -> TermID? {
        let isNegative = text.first == UInt8(ascii: "-")
        let start = isNegative ? 1 : 0
        guard text.count > start, text.count - start <= 16, let value = digits(text, start..<text.count) else {
            return nil
        }
        return TermID(smallInt: isNegative ? -value : value)
    }

    /// Up to 15 digits with a point among them: both they and the power of ten are doubles, so that the quotient is the
    /// double next to the value (Clinger 1990).
    private static func double(_ text: UnsafeRawBufferPointer) -> TermID? {
        guard text.count <= 16, let point = text.firstIndex(of: UInt8(ascii: ".")), point > 0, point + 1 < text.count,
            let whole = digits(text, 0..<point), let rest = digits(text, (point + 1)..<text.count)
        else { return nil }
        var power: Int64 = 1
        for _ in (point + 1)..<text.count { power *= 10 }
        let value = Double(whole * power + rest) / Double(power)
        return TermID(inline: .float(value))
    }

    /// `YYYY-MM-DD`.
    private static func date(_ text: UnsafeRawBufferPointer) -> TermID? {
        guard text.count == 10, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"),
            let year = digits(text, 0..<4), let month = digits(text, 5..<7), let day = digits(text, 8..<10), day > 0,
            let date = PartialDate(year: Int(year), month: Int(month), day: Int(day))
        else { return nil }
        return TermID(inline: .date(date))
    }

    /// The number that at most 18 digits are.
    @inline(__always) private static func digits(_ text: UnsafeRawBufferPointer, _ range: Range<Int>) -> Int64? {
        var value: Int64 = 0
        for place in range {
            let digit = text[place] &- UInt8(ascii: "0")
            guard digit <= 9 else { return nil }
            value = value &* 10 &+ Int64(digit)
        }
        return value
    }
}
