/// IRIs and literals.
extension TurtleReader {
    /// An IRI, a prefixed name or a labelled blank node.
    func resource(_ expectation: String) throws(FormatError) -> Node {
        switch try window.peek() {
        case UInt8(ascii: "<")?: return Node(kind: .iri, text: try iri())
        case UInt8(ascii: "_")?: return try blankNode()
        case UInt8(ascii: "\"")?, UInt8(ascii: "'")?:
            throw FormatError("a literal cannot stand here; \(expectation)", at: window.offset)
        default: return try prefixedName(expectation)
        }
    }

    func object() throws -> Node {
        guard let byte = try nextByte() else { throw FormatError("an object is expected", at: window.offset) }
        switch byte {
        case UInt8(ascii: "["): return try bracketed().node
        case UInt8(ascii: "("): return try collection()
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return try literal(byte)
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
            return try number()
        case UInt8(ascii: "t"), UInt8(ascii: "f"):
            let mark = arena.count
            if try takesKeyword("true", matchesCase: true) {
                arena.append("true")
            } else if try takesKeyword("false", matchesCase: true) {
                arena.append("false")
            } else {
                fallthrough
            }
            return Node(kind: .literal, text: mark..<arena.count, datatype: constants.boolean)
        default: return try resource("an object is expected: an IRI, a blank node, a literal or a collection")
        }
    }

    /// An absolute IRI with its angle brackets, resolved where it is relative.
    func iri() throws(FormatError) -> Range<Int> {
        let start = window.offset
        let mark = arena.count
        arena.append(UInt8(ascii: "<"))
        window.position += 1
        while true {
            guard let byte = try window.peek() else {
                throw FormatError("this IRI is not closed: '>' is missing", at: start)
            }
            if byte == UInt8(ascii: ">") { break }
            if byte == UInt8(ascii: "\\") {
                let place = window.offset
                let scalar = try unicodeEscape("an IRI has no escapes but \\uXXXX and \\UXXXXXXXX")
                guard scalar.value > 0x7f || RDFCharacters.isPlainInIRI(UInt8(truncatingIfNeeded: scalar.value)) else {
                    throw FormatError("an IRI cannot hold this character, escaped or not", at: place, to: window.offset)
                }
                arena.append(scalar)
            } else {
                guard RDFCharacters.isPlainInIRI(byte) else {
                    throw FormatError("an IRI cannot hold this character", at: window.offset)
                }
                arena.append(byte)
                window.position += 1
            }
            try keepBounded(mark, start)
        }
        window.position += 1
        try checkUTF8(mark..<arena.count, start)
        let content = (mark + 1)..<arena.count
        if RDFCharacters.schemeLength(arena.bytes(content)) == 0 {
            guard let base else {
                throw FormatError("this IRI is relative, and there is no base", at: start, to: window.offset)
            }
            let resolved = base.resolving(Array(arena.bytes(content)))
            arena.cut(to: mark + 1)
            arena.append(resolved)
        }
        arena.append(UInt8(ascii: ">"))
        return mark..<arena.count
    }

    private func checkUTF8(_ range: Range<Int>, _ start: Int) throws(FormatError) {
        guard UTF8Text.firstFlaw(arena.bytes(range)) == nil else {
            throw FormatError("this is no UTF-8", at: start, to: window.offset)
        }
    }

    func keepBounded(_ mark: Int, _ start: Int) throws(FormatError) {
        window.mark = window.position
        guard arena.count - mark <= window.longestPiece else { throw window.tooLong(at: start) }
    }

    private func literal(_ quote: UInt8) throws(FormatError) -> Node {
        var node = Node(kind: .literal, text: try quoted(quote))
        let next = try nextByte()
        if next == UInt8(ascii: "@") {
            node.language = try language()
        } else if next == UInt8(ascii: "^") {
            guard try window.peek(1) == UInt8(ascii: "^") else {
                throw FormatError("'^^' is expected before a datatype", at: window.offset)
            }
            window.position += 2
            _ = try nextByte()
            let start = window.offset
            let datatype = try resource("a datatype is an IRI")
            guard datatype.kind == .iri else { throw FormatError("a datatype is an IRI", at: start) }
            node.datatype = datatype.text
        }
        return node
    }

    private func quoted(_ quote: UInt8) throws(FormatError) -> Range<Int> {
        let start = window.offset
        let mark = arena.count
        window.position += 1
        var isLong = false
        if try window.peek() == quote, try window.peek(1) == quote {
            window.position += 2
            isLong = true
        }
        while true {
            try keepBounded(mark, start)
            guard let byte = try window.peek() else {
                throw FormatError("this string is not closed", at: start)
            }
            if byte == quote {
                if !isLong { break }
                if try window.peek(1) == quote, try window.peek(2) == quote {
                    window.position += 2
                    break
                }
            } else if byte == UInt8(ascii: "\\") {
                if let next = try window.peek(1), let plain = RDFCharacters.escaped(next) {
                    arena.append(plain)
                    window.position += 2
                } else {
                    arena.append(try unicodeEscape("there is no such escape"))
                }
                continue
            } else if !isLong, byte == 0x0a || byte == 0x0d {
                throw FormatError("this string is not closed on its line", at: start, to: window.offset)
            }
            arena.append(byte)
            window.position += 1
        }
        window.position += 1
        try checkUTF8(mark..<arena.count, start)
        return mark..<arena.count
    }

    private func language() throws(FormatError) -> Range<Int> {
        let start = window.offset
        window.position += 1
        let mark = arena.count
        var part = mark
        while let byte = try window.peek(),
            RDFCharacters.isLetter(byte) || part > mark && RDFCharacters.isDigit(byte)
                || byte == UInt8(ascii: "-") && arena.count > part
        {
            arena.append(byte)
            window.position += 1
            if byte == UInt8(ascii: "-") { part = arena.count }
            try keepBounded(mark, start)
        }
        guard arena.count > part else {
            throw FormatError("a language tag is written as @en or @en-GB", at: start, to: window.offset + 1)
        }
        return mark..<arena.count
    }

    /// An integer, a decimal or a double, as it is written.
    private func number() throws(FormatError) -> Node {
        let start = window.offset
        let mark = arena.count
        if let sign = try window.peek(), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { copy() }
        let whole = try digits()
        var fraction = 0
        var datatype = constants.integer
        if try window.peek() == UInt8(ascii: "."), let next = try window.peek(1) {
            let hasExponent = try startsExponent(1)
            if RDFCharacters.isDigit(next) || hasExponent && whole > 0 {
                copy()
                fraction = try digits()
                datatype = constants.decimal
            }
        }
        guard whole + fraction > 0 else { throw FormatError("a number is expected", at: start, to: start + 1) }
        if try startsExponent(0) {
            copy()
            if let sign = try window.peek(), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { copy() }
            _ = try digits()
            datatype = constants.double
        }
        return Node(kind: .literal, text: mark..<arena.count, datatype: datatype)
    }

    /// Whether `e`, perhaps a sign, and a digit stand here.
    private func startsExponent(_ distance: Int) throws(FormatError) -> Bool {
        guard let byte = try window.peek(distance), byte | 0x20 == UInt8(ascii: "e"),
            let next = try window.peek(distance + 1)
        else { return false }
        if RDFCharacters.isDigit(next) { return true }
        guard next == UInt8(ascii: "+") || next == UInt8(ascii: "-"), let digit = try window.peek(distance + 2) else {
            return false
        }
        return RDFCharacters.isDigit(digit)
    }

    private func copy() {
        arena.append(window.base[window.position])
        window.position += 1
    }

    private func digits() throws(FormatError) -> Int {
        let mark = arena.count
        let start = window.offset
        while let byte = try window.peek(), RDFCharacters.isDigit(byte) {
            copy()
            try keepBounded(mark, start)
        }
        return arena.count - mark
    }

    /// `\uXXXX` or `\UXXXXXXXX` at the position.
    private func unicodeEscape(_ otherwise: String) throws(FormatError) -> Unicode.Scalar {
        let start = window.offset
        let count: Int
        switch try window.peek(1) {
        case UInt8(ascii: "u")?: count = 4
        case UInt8(ascii: "U")?: count = 8
        default: throw FormatError(otherwise, at: start, to: start + 2)
        }
        var value: UInt32 = 0
        for index in 2..<(2 + count) {
            guard let byte = try window.peek(index), let digit = RDFCharacters.hexadecimal(byte) else {
                throw FormatError("\(count) hexadecimal digits are expected", at: start, to: start + index)
            }
            value = value << 4 | digit
        }
        window.position += 2 + count
        guard let scalar = Unicode.Scalar(value) else {
            throw FormatError("this escape stands for no character", at: start, to: window.offset)
        }
        return scalar
    }
}
