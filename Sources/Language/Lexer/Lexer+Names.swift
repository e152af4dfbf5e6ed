import Terms

/// Names: words, variables, prefixed names, IRIs, blank nodes and parameters.
extension Lexer {
    /// A word, a keyword, a variable, `_`, `_:b0` or `prefix:local`, from a first scalar that starts one of them.
    mutating func scanWord() -> Token.Kind {
        let start = position
        let startsUpper = decode(at: position).map { startsVariable($0.scalar) } ?? false
        skipNameScalars()
        if !startsUpper, byte(at: 0) == UInt8(ascii: "-") { skipHyphenatedPrefix() }
        let isUnderscore = position == start + 1 && bytes[start] == UInt8(ascii: "_")
        let text = isUnderscore ? "_" : file.text(start..<position)
        if byte(at: 0) == UInt8(ascii: ":"), let (next, _) = decode(at: position + 1), isNameScalar(next) {
            position += 1
            let local = scanLocalName()
            return isUnderscore ? .blank(local) : .prefixedName(prefix: text, local: local)
        }
        if isUnderscore { return .wildcard }
        if startsUpper { return .variable(text) }
        if let keyword = Keyword(text) { return .keyword(keyword) }
        return .word(text)
    }

    /// Passes over the rest of a prefix such as `dbpedia-owl`, where a colon and a local name follow it: of an entity
    /// nothing can be subtracted.
    private mutating func skipHyphenatedPrefix() {
        let start = position
        while byte(at: 0) == UInt8(ascii: "-"), position - start < 64 {
            position += 1
            let part = position
            skipNameScalars()
            if position == part { break }
        }
        if byte(at: 0) == UInt8(ascii: ":"), let (next, _) = decode(at: position + 1), isNameScalar(next) { return }
        position = start
    }

    mutating func skipNameScalars() {
        while position < bytes.count {
            let byte = bytes[position]
            if byte < 0x80 {
                guard isASCIILetter(byte) || isDigit(byte) || byte == UInt8(ascii: "_") else { return }
                position += 1
            } else {
                guard let (scalar, length) = decode(at: position), isNameScalar(scalar) else { return }
                position += length
            }
        }
    }

    /// Letters, digits and `_`, with `-` and `.` inside.
    private mutating func scanLocalName() -> String {
        let start = position
        var end = position
        while true {
            skipNameScalars()
            if position > start, !isJoint(bytes[position - 1]) { end = position }
            guard let byte = byte(at: 0), isJoint(byte) else { break }
            position += 1
        }
        position = end
        return file.text(start..<end)
    }

    private func isJoint(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") }

    mutating func scanParameter() -> Token.Kind {
        position += 1
        let start = position
        if let (scalar, _) = decode(at: position), startsEntity(scalar) || startsVariable(scalar) {
            skipNameScalars()
            return .parameter(file.text(start..<position))
        }
        report(.unexpectedCharacter, "a parameter is '$' and a name, as in $country")
        return .invalid
    }

    mutating func scanQuotedName() -> Token.Kind {
        let start = position
        let opening = position..<(position + 1)
        position += 1
        guard let text = scanQuoted(by: UInt8(ascii: "'")) else {
            hasBrokenLine = true
            report(
                .unterminatedName, "this quoted name is not closed on its line: \"'\" is missing",
                at: opening.lowerBound..<position)
            return .invalid
        }
        if text.isEmpty { report(.unterminatedName, "a quoted name cannot be empty", at: start..<position) }
        return .quotedName(text)
    }

    /// `<`, `<=` or an IRI. An IRI is absolute and never stands behind an operand, so `X <Y, Y> Z` compares.
    mutating func scanAngle() -> Token.Kind {
        let start = position
        if !followsOperand, let iri = scanIRI() { return iri }
        position = start + 1
        if byte(at: 0) == UInt8(ascii: "=") {
            position += 1
            return .symbol(.lessOrEqual)
        }
        return .symbol(.less)
    }

    /// An IRI in angle brackets; nil where the text does not look like one.
    private mutating func scanIRI() -> Token.Kind? {
        let start = position
        position += 1
        guard let first = byte(at: 0), isASCIILetter(first) || first == UInt8(ascii: "#") || first == UInt8(ascii: "/")
        else { return nil }
        while let byte = byte(at: 0), isIRIByte(byte) { position += 1 }
        let isClosed = byte(at: 0) == UInt8(ascii: ">")
        let content = (start + 1)..<position
        guard hasScheme(content) else {
            guard isClosed else { return nil }
            position += 1
            report(
                .invalidIRI,
                "an IRI is absolute, as in <https://example.org/x>; a name under the base is quoted, as in 'x'",
                at: start..<position)
            return .iri("")
        }
        guard isClosed else {
            let text = bytes[content]
            guard text.firstIndex(of: UInt8(ascii: ":")).map({ text[$0...].starts(with: Array("://".utf8)) }) == true
            else { return nil }
            report(.invalidIRI, "this IRI is not closed: '>' is missing", at: start..<position)
            return .invalid
        }
        position += 1
        guard let iri = unescapedIRI(content) else {
            report(.invalidIRI, "an IRI holds no '\\' but in \\uXXXX and \\UXXXXXXXX", at: start..<position)
            return .iri("")
        }
        return .iri(iri)
    }

    /// What RFC 3987 forbids in an IRI ends the attempt to read one.
    private func isIRIByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0...0x20, 0x7f: false
        case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "{"), UInt8(ascii: "}"),
            UInt8(ascii: "|"), UInt8(ascii: "^"), UInt8(ascii: "`"):
            false
        default: true
        }
    }

    private func hasScheme(_ range: Range<Int>) -> Bool {
        guard let first = bytes[range].first, isASCIILetter(first) else { return false }
        for byte in bytes[range] {
            switch byte {
            case UInt8(ascii: ":"): return true
            case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): continue
            default: guard isASCIILetter(byte) || isDigit(byte) else { return false }
            }
        }
        return false
    }

    private func unescapedIRI(_ range: Range<Int>) -> String? {
        guard bytes[range].contains(UInt8(ascii: "\\")) else { return file.text(range) }
        var result: [UInt8] = []
        var index = range.lowerBound
        while index < range.upperBound {
            guard bytes[index] == UInt8(ascii: "\\") else {
                result.append(bytes[index])
                index += 1
                continue
            }
            guard let (scalar, length) = unicodeEscape(at: index, before: range.upperBound),
                !scalar.isASCII || isIRIByte(UInt8(truncatingIfNeeded: scalar.value))
            else { return nil }
            result.append(contentsOf: Array(String(scalar).utf8))
            index += length
        }
        return String(decoding: result, as: UTF8.self)
    }
}
