import Terms

/// Cuts a text into tokens, on demand. What it cannot read it reports, and goes on behind it.
struct Lexer {
    let file: SourceFile
    let bytes: [UInt8]
    var position = 0
    /// Comments met so far, in order.
    var comments: [Comment] = []
    /// Comments that turned out to be documentation, in order.
    var documentation: [Comment] = []
    var diagnostics: [Diagnostic] = []
    /// The text ends inside a `/* … */` or a `"""…"""`.
    var endsInsideOpenText = false
    /// A string or a quoted name breaks off at the end of a line: more lines cannot mend that.
    var hasBrokenLine = false
    /// Whether the last token may end an expression.
    var followsOperand = false
    /// Where the token being read starts, and whether it is the first on its line.
    private var tokenStart = 0
    private(set) var tokenStartsLine = true
    private var isAtStart = true

    /// Errors that are reported of one text; what follows them is most often their consequence.
    static let errorLimit = 50

    init(_ file: SourceFile) {
        self.file = file
        bytes = file.bytes
        reportInvalidUTF8()
        if bytes.starts(with: [0xef, 0xbb, 0xbf]) { position = 3 }
    }

    /// The next token; `.end` at the end of the text, again and again.
    mutating func next() -> Token {
        while true {
            let brokeLine = skipSpace()
            tokenStartsLine = brokeLine || isAtStart
            isAtStart = false
            tokenStart = position
            guard position < bytes.count else { return token(.end) }
            if let kind = scan() {
                let result = token(kind)
                followsOperand = result.endsOperand
                return result
            }
        }
    }

    /// Goes back to an offset, forgetting what was met behind it.
    mutating func rewind(to offset: Int) {
        while let last = comments.last, last.range.start >= offset { comments.removeLast() }
        diagnostics.removeAll { $0.code != .invalidUTF8 && ($0.range?.start ?? 0) >= offset }
        position = offset
        endsInsideOpenText = false
        followsOperand = false
    }

    /// Takes back what was reported of characters without meaning in a part of the text.
    mutating func forgetUnexpected(from start: Int, to end: Int) {
        diagnostics.removeAll { diagnostic in
            guard diagnostic.code == .unexpectedCharacter, let place = diagnostic.range else { return false }
            return place.start >= start && place.start < end
        }
    }

    private func token(_ kind: Token.Kind) -> Token {
        Token(kind: kind, start: tokenStart, end: position, startsLine: tokenStartsLine)
    }

    /// Reads one token from `position`; nil where it was nothing but an error that is reported.
    private mutating func scan() -> Token.Kind? {
        let byte = bytes[position]
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"):
            return scanWord()
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return scanNumber()
        case UInt8(ascii: "\""): return scanString()
        case UInt8(ascii: "'"): return scanQuotedName()
        case UInt8(ascii: "$"): return scanParameter()
        case UInt8(ascii: "<"): return scanAngle()
        case UInt8(ascii: "."): return scanDot()
        case 0x80...: return scanNonASCII()
        default: return scanSymbol(byte)
        }
    }

    private mutating func scanDot() -> Token.Kind? {
        position += 1
        guard let next = byte(at: 0) else { return .symbol(.dot) }
        switch next {
        case UInt8(ascii: "."):
            position += 1
            return .symbol(.rangeDots)
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            while let digit = byte(at: 0), isDigit(digit) { position += 1 }
            report(.invalidNumber, "a number starts with a digit, as in 0.5")
            return .integer(0)
        // A brace behind the dot closes the block of `what if`.
        case _ where isSpace(next) || next == UInt8(ascii: "%") || next == UInt8(ascii: "}"): break
        case UInt8(ascii: "/") where byte(at: 1) == UInt8(ascii: "*"): break
        case 0x80... where isSpaceScalar(at: position): break
        case _ where tokenStartsLine && isASCIILetter(next):
            while let byte = byte(at: 0), byte != UInt8(ascii: "\n") { position += 1 }
            report(
                .unexpectedCharacter,
                "no directive starts with a dot; there are 'declare edge(int, int).', 'input edge(\"f.csv\").' and "
                    + "'output edge.'")
            return nil
        default:
            report(
                .unexpectedCharacter,
                "a '.' ends a statement, and white space must follow it; a name with a dot in it is quoted: 'a.b'")
        }
        return .symbol(.dot)
    }

    private mutating func scanNonASCII() -> Token.Kind? {
        guard let (scalar, length) = decode(at: position) else {
            // Reported when the text was opened.
            while position < bytes.count, bytes[position] >= 0x80, decode(at: position) == nil { position += 1 }
            return .invalid
        }
        if startsEntity(scalar) || startsVariable(scalar) { return scanWord() }
        if let closing = Lexer.closingQuotes[scalar] { return scanForeignString(scalar, closing) }
        if let plain = Lexer.plainSign(scalar) {
            position += length
            report(.unexpectedCharacter, "\(shown(tokenStart..<position)) is not the plain '\(plain)'")
            return plain == "." ? .symbol(.dot) : single(UInt8(ascii: plain)).map { .symbol($0) } ?? .invalid
        }
        position += length
        while position < bytes.count, bytes[position] >= 0x80, let (next, length) = decode(at: position),
            !startsEntity(next), !startsVariable(next), !next.properties.isWhitespace
        {
            position += length
        }
        report(.unexpectedCharacter, "the character \(shown(tokenStart..<position)) has no meaning here")
        return .invalid
    }

    // MARK: Bytes

    func byte(at distance: Int) -> UInt8? {
        let index = position + distance
        return index < bytes.count ? bytes[index] : nil
    }

    /// The scalar that starts at an offset, and its length in bytes; nil where the bytes are no UTF-8.
    func decode(at offset: Int) -> (scalar: Unicode.Scalar, length: Int)? {
        guard offset < bytes.count else { return nil }
        let first = bytes[offset]
        if first < 0x80 { return (Unicode.Scalar(first), 1) }
        let length: Int
        var value: UInt32
        switch first {
        case 0xc2...0xdf: (length, value) = (2, UInt32(first & 0x1f))
        case 0xe0...0xef: (length, value) = (3, UInt32(first & 0x0f))
        case 0xf0...0xf4: (length, value) = (4, UInt32(first & 0x07))
        default: return nil
        }
        guard offset + length <= bytes.count else { return nil }
        for index in (offset + 1)..<(offset + length) {
            guard bytes[index] & 0xc0 == 0x80 else { return nil }
            value = value << 6 | UInt32(bytes[index] & 0x3f)
        }
        let least: UInt32 = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000
        guard value >= least, let scalar = Unicode.Scalar(value) else { return nil }
        return (scalar, length)
    }

    private mutating func reportInvalidUTF8() {
        var offset = 0
        while offset < bytes.count {
            if bytes[offset] < 0x80 {
                offset += 1
            } else if let (_, length) = decode(at: offset) {
                offset += length
            } else {
                let start = offset
                while offset < bytes.count, bytes[offset] >= 0x80, decode(at: offset) == nil { offset += 1 }
                report(.invalidUTF8, "the text is no UTF-8 here; save the file as UTF-8", at: start..<offset)
                if diagnostics.count >= Lexer.errorLimit { return }
            }
        }
    }

    // MARK: Reports

    /// Reports an error in the token being read.
    mutating func report(_ code: DiagnosticCode, _ message: String) { report(code, message, at: tokenStart..<position) }

    mutating func report(_ code: DiagnosticCode, _ message: String, at range: Range<Int>) {
        guard diagnostics.count < Lexer.errorLimit else { return }
        let range = SourceRange(file: file, start: range.lowerBound, end: range.upperBound)
        diagnostics.append(Diagnostic(code, message, at: range))
    }

    /// The source of a range for a message, in quotes and not longer than a message bears.
    func shown(_ range: Range<Int>) -> String { shownText(of: bytes, range) }
}

/// A part of a text for a message: shortened, and with what a terminal would not show as code points.
func shownText(of bytes: [UInt8], _ range: Range<Int>) -> String {
    let window = range.lowerBound..<min(range.upperBound, range.lowerBound + 160)
    var result = ""
    var count = 0
    for scalar in String(decoding: bytes[window], as: UTF8.self).unicodeScalars {
        if count == 32 || scalar == "\n" { return "'" + result + "…'" }
        count += 1
        switch scalar.properties.generalCategory {
        case .control, .format, .privateUse, .unassigned, .surrogate:
            let hex = String(scalar.value, radix: 16, uppercase: true)
            result += "U+" + String(repeating: "0", count: max(0, 4 - hex.utf8.count)) + hex
        default: result.unicodeScalars.append(scalar)
        }
    }
    return "'" + result + (window.upperBound < range.upperBound ? "…'" : "'")
}

func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0d) }
