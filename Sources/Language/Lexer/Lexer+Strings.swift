import Terms

/// Strings with their language tag or datatype, and escapes.
extension Lexer {
    mutating func scanString() -> Token.Kind {
        let start = position
        let text: String
        if byte(at: 1) == UInt8(ascii: "\""), byte(at: 2) == UInt8(ascii: "\"") {
            position += 3
            guard let content = scanLongString() else {
                endsInsideOpenText = true
                report(
                    .unterminatedString, "this string is not closed: '\"\"\"' is missing", at: start..<(start + 3))
                return .string(.string(""))
            }
            text = content
        } else {
            position += 1
            guard let content = scanQuoted(by: UInt8(ascii: "\"")) else {
                hasBrokenLine = true
                report(
                    .unterminatedString,
                    "this string is not closed on its line: '\"' is missing; over several lines it is \"\"\"text\"\"\"",
                    at: start..<position)
                return .invalid
            }
            text = content
        }
        if byte(at: 0) == UInt8(ascii: "@"), let letter = byte(at: 1), isASCIILetter(letter) {
            position += 1
            return .string(.tagged(text, language: scanLanguageTag()))
        }
        if byte(at: 0) == UInt8(ascii: "^"), byte(at: 1) == UInt8(ascii: "^") {
            position += 2
            return .string(.typed(text, datatype: scanDatatype()))
        }
        return .string(.string(text))
    }

    private mutating func scanLanguageTag() -> String {
        let start = position
        while let byte = byte(at: 0) {
            let startsSubtag =
                byte == UInt8(ascii: "-") && self.byte(at: 1).map { isASCIILetter($0) || isDigit($0) } == true
            guard isASCIILetter(byte) || isDigit(byte) || startsSubtag else { break }
            position += 1
        }
        return file.text(start..<position)
    }

    /// The name behind `^^` in its source form: the prefixes of a text are not known yet.
    private mutating func scanDatatype() -> String {
        let start = position
        var kind = Token.Kind.invalid
        if let first = byte(at: 0) {
            if first == UInt8(ascii: "<") {
                followsOperand = false
                kind = scanAngle()
            } else if first == UInt8(ascii: "'") {
                kind = scanQuotedName()
            } else if let (scalar, _) = decode(at: position), startsEntity(scalar) || startsVariable(scalar) {
                kind = scanWord()
            }
        }
        if let form = EntityName.Form(kind) { return form.sourceText }
        position = max(start, position)
        report(
            .expectedToken, "a datatype follows '^^', as in \"P3Y\"^^xsd:duration",
            at: start - 2..<max(position, start))
        return "xsd:string"
    }

    /// The text up to a closing quote on the same line; nil, at the end of the line, where there is none.
    mutating func scanQuoted(by quote: UInt8) -> String? {
        let start = position
        while let byte = byte(at: 0), byte != quote, byte != UInt8(ascii: "\\"), byte != UInt8(ascii: "\n") {
            position += 1
        }
        if byte(at: 0) == quote {
            position += 1
            return file.text(start..<(position - 1))
        }
        var content = Array(bytes[start..<position])
        while let byte = byte(at: 0), byte != UInt8(ascii: "\n") {
            if byte == quote {
                position += 1
                return String(decoding: content, as: UTF8.self)
            }
            if byte == UInt8(ascii: "\\") {
                scanEscape(into: &content)
            } else {
                content.append(byte)
                position += 1
            }
        }
        return nil
    }

    private mutating func scanLongString() -> String? {
        var content: [UInt8] = []
        while let byte = byte(at: 0) {
            switch byte {
            case UInt8(ascii: "\\"): scanEscape(into: &content)
            case UInt8(ascii: "\""):
                var quotes = 1
                while self.byte(at: quotes) == UInt8(ascii: "\"") { quotes += 1 }
                position += quotes
                // The last three close; those before them belong to the text.
                content.append(contentsOf: repeatElement(byte, count: quotes >= 3 ? quotes - 3 : quotes))
                if quotes >= 3 { return String(decoding: content, as: UTF8.self) }
            default:
                content.append(byte)
                position += 1
            }
        }
        return nil
    }

    /// Reads an escape at its backslash; one that does not exist is reported and kept as it is.
    private mutating func scanEscape(into content: inout [UInt8]) {
        let start = position
        switch byte(at: 1) {
        case UInt8(ascii: "n"): content.append(0x0a)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "r"): content.append(0x0d)
        case .some(let byte)
        where byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\\"):
            content.append(byte)
        case UInt8(ascii: "u"), UInt8(ascii: "U"):
            guard let (scalar, length) = unicodeEscape(at: start, before: bytes.count) else {
                position += 2
                report(
                    .invalidEscape, "'\\u' takes four and '\\U' eight hexadecimal digits of a character",
                    at: start..<position)
                return
            }
            content.append(contentsOf: Array(String(scalar).utf8))
            position += length
            return
        default:
            position += 1
            let end = decode(at: position).map { $0.scalar == "\n" ? position : position + $0.length } ?? position
            report(
                .invalidEscape,
                "there is no escape \(shown(start..<end)); a backslash itself is '\\\\', and others are \\\" \\n \\t \\r",
                at: start..<end)
            return
        }
        position += 2
    }

    /// The scalar of `\uXXXX` or `\UXXXXXXXX` at an offset, and the length of the escape.
    func unicodeEscape(at offset: Int, before limit: Int) -> (scalar: Unicode.Scalar, length: Int)? {
        guard offset + 1 < limit else { return nil }
        let digits = bytes[offset + 1] == UInt8(ascii: "u") ? 4 : bytes[offset + 1] == UInt8(ascii: "U") ? 8 : 0
        guard digits > 0, offset + 2 + digits <= limit else { return nil }
        var value: UInt32 = 0
        for byte in bytes[(offset + 2)..<(offset + 2 + digits)] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, value < 0x1000_0000 else { return nil }
            value = value << 4 | UInt32(digit)
        }
        return Unicode.Scalar(value).map { ($0, digits + 2) }
    }
}
