/// The terms of N-Triples.
extension NTriplesLine {
    /// An absolute IRI with its angle brackets.
    mutating func iri() throws(FormatError) -> Piece {
        let start = position
        position = RDFCharacters.endOfPlainIRI(bytes, from: position + 1)
        guard position < bytes.count else { throw error("this IRI is not closed: '>' is missing", start, position) }
        if bytes[position] == UInt8(ascii: ">") {
            position += 1
            try requireScheme(UnsafeRawBufferPointer(rebasing: bytes[(start + 1)..<(position - 1)]), start)
            return Piece(start: start, end: position)
        }
        let first = arena.count
        append(start..<position)
        while true {
            guard let next = byte else { throw error("this IRI is not closed: '>' is missing", start, position) }
            if next == UInt8(ascii: "\\") {
                let place = position
                let scalar = try unicodeEscape("an IRI has no escapes but \\uXXXX and \\UXXXXXXXX")
                guard scalar.value > 0x7f || RDFCharacters.isPlainInIRI(UInt8(truncatingIfNeeded: scalar.value)) else {
                    throw error("an IRI cannot hold this character, escaped or not", place, position)
                }
                arena.append(scalar)
            } else if next == UInt8(ascii: ">") || RDFCharacters.isPlainInIRI(next) {
                arena.append(next)
                position += 1
                if next == UInt8(ascii: ">") { break }
            } else {
                throw error("an IRI cannot hold this character", position)
            }
        }
        try requireScheme(arena.bytes((first + 1)..<(arena.count - 1)), start)
        return Piece(start: first, end: arena.count, isInArena: true)
    }

    private func requireScheme(_ iri: UnsafeRawBufferPointer, _ start: Int) throws(FormatError) {
        guard RDFCharacters.schemeLength(iri) > 0 else {
            throw error("an IRI is absolute here: it starts with a scheme, as in <http:…>", start, position)
        }
    }

    private mutating func append(_ range: Range<Int>) {
        for index in range { arena.append(bytes[index]) }
    }

    /// The label of a blank node, without `_:`.
    mutating func blankLabel() throws(FormatError) -> Piece {
        let start = position
        guard position + 1 < bytes.count, bytes[position + 1] == UInt8(ascii: ":") else {
            throw error("a blank node is written _:label", start, start + 1)
        }
        position += 2
        // The grammar of 2014 has the colon among the characters of a label; an erratum took it out, as in Turtle.
        guard let (first, length) = UTF8Text.scalar(bytes, at: position),
            RDFCharacters.startsName(first) || (0x30...0x39).contains(first)
        else { throw error("the label of a blank node starts with a letter, a digit or '_'", position) }
        position += length
        var end = position
        while let (scalar, length) = UTF8Text.scalar(bytes, at: position) {
            if RDFCharacters.isName(scalar) {
                position += length
                end = position
            } else if scalar == 0x2e {
                position += 1
            } else {
                break
            }
        }
        position = end
        return Piece(start: start + 2, end: end)
    }

    mutating func literal() throws(FormatError) -> Node {
        let text = try quoted()
        var node = Node(kind: .literal, text: text)
        let behind = position
        while byte == 0x20 || byte == 0x09 { position += 1 }
        if byte == UInt8(ascii: "@") {
            node.language = try language()
        } else if byte == UInt8(ascii: "^"), position + 1 < bytes.count, bytes[position + 1] == UInt8(ascii: "^") {
            position += 2
            while byte == 0x20 || byte == 0x09 { position += 1 }
            guard byte == UInt8(ascii: "<") else { throw error("the IRI of a datatype is expected", position) }
            let datatype = try knownIRI()
            node.datatype = datatype.text
            node.known = datatype.known
        } else {
            position = behind
        }
        return node
    }

    /// The text between quotes.
    private mutating func quoted() throws(FormatError) -> Piece {
        let start = position
        position += 1
        position = RDFCharacters.endOfPlainText(bytes, from: position)
        if byte == UInt8(ascii: "\"") {
            position += 1
            return Piece(start: start + 1, end: position - 1)
        }
        let first = arena.count
        append((start + 1)..<position)
        while true {
            guard let next = byte, next != 0x0d else {
                throw error("this string is not closed on its line: '\"' is missing", start, position)
            }
            if next == UInt8(ascii: "\"") { break }
            guard next == UInt8(ascii: "\\") else {
                arena.append(next)
                position += 1
                continue
            }
            if position + 1 < bytes.count, let plain = RDFCharacters.escaped(bytes[position + 1]) {
                arena.append(plain)
                position += 2
            } else {
                arena.append(try unicodeEscape("there is no such escape"))
            }
        }
        position += 1
        return Piece(start: first, end: arena.count, isInArena: true)
    }

    private mutating func language() throws(FormatError) -> Piece {
        let start = position
        position += 1
        var part = position
        while let next = byte, RDFCharacters.isLetter(next) { position += 1 }
        while position > part, byte == UInt8(ascii: "-") {
            position += 1
            part = position
            while let next = byte, RDFCharacters.isLetter(next) || RDFCharacters.isDigit(next) { position += 1 }
        }
        guard position > part else { throw error("a language tag is written as @en or @en-GB", start, position + 1) }
        return Piece(start: start + 1, end: position)
    }

    /// `\uXXXX` or `\UXXXXXXXX` at the position.
    private mutating func unicodeEscape(_ otherwise: String) throws(FormatError) -> Unicode.Scalar {
        let start = position
        guard position + 1 < bytes.count else { throw error(otherwise, start) }
        let length: Int
        switch bytes[position + 1] {
        case UInt8(ascii: "u"): length = 4
        case UInt8(ascii: "U"): length = 8
        default: throw error(otherwise, start, start + 2)
        }
        var value: UInt32 = 0
        for index in (start + 2)..<(start + 2 + length) {
            guard index < bytes.count, let digit = RDFCharacters.hexadecimal(bytes[index]) else {
                throw error("\(length) hexadecimal digits are expected", start, index)
            }
            value = value << 4 | digit
        }
        position = start + 2 + length
        guard let scalar = Unicode.Scalar(value) else {
            throw error("this escape stands for no character", start, position)
        }
        return scalar
    }
}
