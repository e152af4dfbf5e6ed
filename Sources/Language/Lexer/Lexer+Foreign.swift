import Terms

/// Quotes and signs that word processors and keyboards of other scripts put for the plain ones.
extension Lexer {
    static let closingQuotes: [Unicode.Scalar: [Unicode.Scalar]] = [
        "\u{201c}": ["\u{201d}", "\""], "\u{201d}": ["\u{201d}", "\""], "\u{201e}": ["\u{201c}", "\u{201d}", "\""],
        "\u{ab}": ["\u{bb}"], "\u{bb}": ["\u{bb}"], "\u{2018}": ["\u{2019}", "'"], "\u{2019}": ["\u{2019}", "'"],
    ]

    /// A string or a name in quotes that are none here, up to the closing one where it stands on the same line.
    mutating func scanForeignString(_ opening: Unicode.Scalar, _ closing: [Unicode.Scalar]) -> Token.Kind {
        position += UTF8.width(opening)
        let start = position
        var end = position
        while let (scalar, length) = decode(at: end), scalar != "\n", end - start < 400 {
            if closing.contains(scalar) {
                position = end + length
                break
            }
            end += length
        }
        let isName = opening == "\u{2018}" || opening == "\u{2019}"
        report(
            .unexpectedCharacter,
            isName
                ? "a name is quoted with plain single quotes, as in 'text'"
                : "a string stands in plain double quotes, as in \"text\"")
        guard position > start else { return .invalid }
        let text = file.text(start..<end)
        return isName && !text.isEmpty ? .quotedName(text) : .string(.string(text))
    }

    /// The plain sign that a dash, or a sign of full width, stands for.
    static func plainSign(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar {
        case "\u{2212}", "\u{2013}", "\u{2014}", "\u{2010}", "\u{2011}": return "-"
        case "\u{3002}": return "."
        case "\u{3001}": return ","
        case "\u{2264}", "\u{2265}", "\u{2260}": return nil
        default: break
        }
        guard (0xff01...0xff5e).contains(scalar.value), !startsEntity(scalar), !startsVariable(scalar) else {
            return nil
        }
        return Unicode.Scalar(scalar.value - 0xfee0)
    }
}
