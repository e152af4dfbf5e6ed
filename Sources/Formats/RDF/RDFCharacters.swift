/// The character classes of the RDF 1.1 grammars.
enum RDFCharacters {
    /// PN_CHARS_BASE.
    static func startsPrefix(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x41...0x5a, 0x61...0x7a: true
        case 0...0xbf: false
        case 0xd7, 0xf7, 0x300...0x36f, 0x37e: false
        case ...0x1fff: true
        case 0x200c, 0x200d, 0x2070...0x218f, 0x2c00...0x2fef, 0x3001...0xd7ff, 0xf900...0xfdcf, 0xfdf0...0xfffd,
            0x10000...0xeffff:
            true
        default: false
        }
    }

    /// PN_CHARS_U.
    static func startsName(_ scalar: UInt32) -> Bool { scalar == 0x5f || startsPrefix(scalar) }

    /// PN_CHARS.
    static func isName(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x2d, 0x30...0x39, 0xb7, 0x300...0x36f, 0x203f...0x2040: true
        default: startsName(scalar)
        }
    }

    /// Whether a byte may stand in an IRI as it is; bytes from 0x80 are parts of characters.
    @inline(__always) static func isPlainInIRI(_ byte: UInt8) -> Bool {
        let flaws = byte & 0x40 == 0 ? flawsBelow64 : flawsFrom64
        return byte >= 0x80 || flaws >> UInt64(byte & 0x3f) & 1 == 0
    }

    /// A bit for each byte that may not: controls, the space, `<`, `>` and `"`.
    private static let flawsBelow64: UInt64 = (1 << 33 - 1) | 1 << 0x22 | 1 << 0x3c | 1 << 0x3e
    /// `{`, `}`, `|`, `^`, `` ` `` and the backslash, from 64 on.
    private static let flawsFrom64: UInt64 = 1 << 0x3b | 1 << 0x3d | 1 << 0x3c | 1 << 0x1e | 1 << 0x20 | 1 << 0x1c

    /// The first byte from a place on that may not stand in an IRI as it is; the end where all may.
    static func endOfPlainIRI(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        var position = start
        while position + 8 <= bytes.count {
            let word = ByteWord(bytes, position)
            // With the tilde, which is none.
            let flaws =
                word.below(0x21) | word.equal(0x22) | word.equal(0x3c, ignoring: 2) | word.equal(0x5c, ignoring: 2)
                | word.equal(0x60) | word.from(0x7b)
            if flaws == 0 {
                position += 8
                continue
            }
            position += flaws.trailingZeroBitCount / 8
            guard isPlainInIRI(bytes[position]) else { return position }
            position += 1
        }
        while position < bytes.count, isPlainInIRI(bytes[position]) { position += 1 }
        return position
    }

    /// The first quote, backslash or carriage return from a place on; the end where there is none.
    static func endOfPlainText(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        var position = start
        while position + 8 <= bytes.count {
            let word = ByteWord(bytes, position)
            let ends = word.equal(0x22) | word.equal(0x5c) | word.equal(0x0d)
            if ends != 0 { return position + ends.trailingZeroBitCount / 8 }
            position += 8
        }
        while position < bytes.count {
            let byte = bytes[position]
            if byte == 0x22 || byte == 0x5c || byte == 0x0d { break }
            position += 1
        }
        return position
    }

    static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7a).contains(byte | 0x20) }

    static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    /// The value of a hexadecimal digit.
    static func hexadecimal(_ byte: UInt8) -> UInt32? {
        switch byte {
        case 0x30...0x39: UInt32(byte) - 0x30
        case 0x41...0x46: UInt32(byte) - 0x41 + 10
        case 0x61...0x66: UInt32(byte) - 0x61 + 10
        default: nil
        }
    }

    /// What `\t`, `\b`, `\n`, `\r`, `\f`, `\"`, `\'` and `\\` stand for, by the byte behind the backslash.
    static func escaped(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "t"): 0x09
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "n"): 0x0a
        case UInt8(ascii: "r"): 0x0d
        case UInt8(ascii: "f"): 0x0c
        case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"): byte
        default: nil
        }
    }

    /// Length of the scheme of an IRI with its colon; 0 where it has none and is relative (RFC 3986, 3.1).
    static func schemeLength(_ iri: UnsafeRawBufferPointer) -> Int {
        guard let first = iri.first, isLetter(first) else { return 0 }
        for index in 1..<iri.count {
            let byte = iri[index]
            switch byte {
            case UInt8(ascii: ":"): return index + 1
            case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): continue
            default: guard isLetter(byte) || isDigit(byte) else { return 0 }
            }
        }
        return 0
    }
}
