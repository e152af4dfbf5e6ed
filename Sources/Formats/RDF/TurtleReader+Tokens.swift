/// White space, keywords and names.
extension TurtleReader {
    /// Passes over white space and comments; the next byte, nil at the end.
    func nextByte() throws(FormatError) -> UInt8? {
        while true {
            window.mark = window.position
            guard let byte = try window.peek() else { return nil }
            switch byte {
            case 0x20, 0x09, 0x0a, 0x0d: window.position += 1
            case UInt8(ascii: "#"): try skipComment()
            default: return byte
            }
        }
    }

    private func skipComment() throws(FormatError) {
        while let byte = try window.peek(), byte != 0x0a, byte != 0x0d {
            if byte < 0x80 {
                window.position += 1
            } else {
                guard let (_, length) = try scalar() else { throw FormatError("this is no UTF-8", at: window.offset) }
                window.position += length
            }
            window.mark = window.position
        }
    }

    func expect(_ symbol: Unicode.Scalar, _ place: String) throws(FormatError) {
        guard try nextByte() == UInt8(ascii: symbol) else {
            throw FormatError("'\(symbol)' is expected \(place)", at: window.offset)
        }
        window.position += 1
    }

    /// The scalar some bytes behind the position, and its length; nil at the end and where there is no UTF-8.
    func scalar(_ distance: Int = 0) throws(FormatError) -> (value: UInt32, length: Int)? {
        guard let first = try window.peek(distance) else { return nil }
        if first < 0x80 { return (UInt32(first), 1) }
        _ = try window.peek(distance + 3)
        let start = window.position + distance
        return UTF8Text.scalar(UnsafeRawBufferPointer(start: window.base, count: window.end), at: start)
    }

    /// Takes a word that is not the start of a longer name or a prefix.
    func takesKeyword(_ word: StaticString, matchesCase: Bool = false) throws(FormatError) -> Bool {
        let count = word.utf8CodeUnitCount
        for index in 0..<count {
            guard let byte = try window.peek(index) else { return false }
            let wanted = word.utf8Start[index]
            guard byte == wanted || !matchesCase && byte | 0x20 == wanted else { return false }
        }
        if let (next, _) = try scalar(count), RDFCharacters.isName(next) { return false }
        let (length, isPrefix) = try prefixLength()
        guard !isPrefix || length < count else { return false }
        window.position += count
        return true
    }

    /// Bytes of the name at the position, without dots at its end, and whether a colon makes it a prefix.
    private func prefixLength() throws(FormatError) -> (length: Int, isPrefix: Bool) {
        guard let (first, firstLength) = try scalar(), RDFCharacters.startsPrefix(first) else {
            return (0, try window.peek() == UInt8(ascii: ":"))
        }
        var length = firstLength
        var distance = firstLength
        while let (next, width) = try scalar(distance), next == 0x2e || RDFCharacters.isName(next) {
            distance += width
            if next != 0x2e { length = distance }
        }
        return (length, try window.peek(length) == UInt8(ascii: ":"))
    }

    /// Puts the name of a prefix, which may be empty, into the arena.
    func prefixName() throws(FormatError) {
        let (length, isPrefix) = try prefixLength()
        guard isPrefix else { return }
        for _ in 0..<length {
            arena.append(window.base[window.position])
            window.position += 1
        }
    }

    /// A prefixed name as an IRI.
    func prefixedName(_ expectation: String) throws(FormatError) -> Node {
        let start = window.offset
        let mark = arena.count
        let (length, isPrefix) = try prefixLength()
        guard isPrefix else { throw FormatError(expectation, at: start, to: start + max(1, length)) }
        try prefixName()
        guard let iri = prefixes.iri(arena.bytes(mark..<arena.count)) else {
            let name = String(decoding: arena.bytes(mark..<arena.count), as: UTF8.self)
            throw FormatError("the prefix '\(name):' is not declared", at: start, to: start + length + 1)
        }
        window.position += 1
        arena.cut(to: mark)
        arena.append(UInt8(ascii: "<"))
        arena.append(iri)
        try localName()
        arena.append(UInt8(ascii: ">"))
        return Node(kind: .iri, text: mark..<arena.count)
    }

    /// Puts what stands behind the colon into the arena (PN_LOCAL).
    private func localName() throws(FormatError) {
        let mark = arena.count
        let start = window.offset
        var isFirst = true
        while let (next, length) = try scalar() {
            switch next {
            case 0x3a: take(1)
            case 0x25:
                guard let high = try window.peek(1), let low = try window.peek(2),
                    RDFCharacters.hexadecimal(high) != nil, RDFCharacters.hexadecimal(low) != nil
                else { throw FormatError("two hexadecimal digits are expected behind '%'", at: window.offset) }
                take(3)
            case 0x5c:
                guard let byte = try window.peek(1), isLocalEscape(byte) else {
                    throw FormatError("there is no such escape in a name", at: window.offset, to: window.offset + 2)
                }
                window.position += 1
                take(1)
            case 0x2e where !isFirst:
                let dots = try innerDots()
                guard dots > 0 else { return }
                take(dots)
            case _
            where isFirst
                ? RDFCharacters.startsName(next) || (0x30...0x39).contains(next)
                : RDFCharacters.isName(next):
                take(length)
            default: return
            }
            isFirst = false
            try keepBounded(mark, start)
        }
    }

    private func take(_ count: Int) {
        for _ in 0..<count {
            arena.append(window.base[window.position])
            window.position += 1
        }
    }

    /// How many dots stand here with more of the name behind them; 0 where the name ends.
    private func innerDots() throws(FormatError) -> Int {
        var dots = 1
        while try window.peek(dots) == 0x2e { dots += 1 }
        guard let (next, _) = try scalar(dots) else { return 0 }
        return next == 0x3a || next == 0x25 || next == 0x5c || RDFCharacters.isName(next) ? dots : 0
    }

    private func isLocalEscape(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x21, 0x23...0x2f, 0x3b, 0x3d, 0x3f, 0x40, 0x5f, 0x7e: true
        default: false
        }
    }

    /// A blank node by its label.
    func blankNode() throws(FormatError) -> Node {
        let start = window.offset
        guard try window.peek(1) == UInt8(ascii: ":") else {
            throw FormatError("a blank node is written _:label", at: start)
        }
        window.position += 2
        let mark = arena.count
        guard let (first, length) = try scalar(),
            RDFCharacters.startsName(first) || (0x30...0x39).contains(first)
        else { throw FormatError("the label of a blank node starts with a letter, a digit or '_'", at: window.offset) }
        take(length)
        while let (next, length) = try scalar() {
            if next == 0x2e {
                var dots = 1
                while try window.peek(dots) == 0x2e { dots += 1 }
                guard let (behind, _) = try scalar(dots), RDFCharacters.isName(behind) else { break }
                take(dots)
            } else {
                guard RDFCharacters.isName(next) else { break }
                take(length)
            }
            try keepBounded(mark, start)
        }
        return Node(kind: .blank, text: mark..<arena.count)
    }
}
