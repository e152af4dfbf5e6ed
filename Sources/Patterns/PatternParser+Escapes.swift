/// Escapes and classes in brackets.
extension PatternParser {
    /// What an escape stands for.
    private enum Escape {
        case scalar(Unicode.Scalar)
        case property(ScalarSet.Property, isNegated: Bool)
        /// `\d` and `\D`.
        case digits(isNegated: Bool)
    }

    /// An escape outside brackets, behind its backslash.
    mutating func parseEscape(from start: Int) throws(PatternError) -> PatternNode {
        switch current {
        case "b": return assertion(.wordBoundary)
        case "B": return assertion(.noWordBoundary)
        case "A": return assertion(.textStart)
        case "z": return assertion(.textEnd)
        default: break
        }
        let escape = try parseAnyEscape(from: start)
        if case .scalar(let scalar) = escape { return .set(literal(scalar)) }
        var set = ScalarSet(foldsCase: flags.foldsCase)
        insert(escape, into: &set)
        return .set(number(of: set))
    }

    private mutating func assertion(_ assertion: PatternNode.Assertion) -> PatternNode {
        position += 1
        return .assertion(assertion)
    }

    private func insert(_ escape: Escape, into set: inout ScalarSet) {
        switch escape {
        case .scalar(let scalar): set.insert(scalar.value...scalar.value)
        case .property(let property, let isNegated): set.insert(property, isNegated: isNegated)
        case .digits(false): set.insert(0x30...0x39)
        case .digits(true):
            set.insert(0...0x2f)
            set.insert(0x3a...0x10ffff)
        }
    }

    private mutating func parseAnyEscape(from start: Int) throws(PatternError) -> Escape {
        guard let scalar = current else {
            throw failure("a backslash at the end of a pattern stands for nothing", from: start)
        }
        position += 1
        switch scalar {
        case "d": return .digits(isNegated: false)
        case "D": return .digits(isNegated: true)
        case "w": return .property(.word, isNegated: false)
        case "W": return .property(.word, isNegated: true)
        case "s": return .property(.space, isNegated: false)
        case "S": return .property(.space, isNegated: true)
        case "p": return try parseProperty(isNegated: false, from: start)
        case "P": return try parseProperty(isNegated: true, from: start)
        case "a": return .scalar("\u{07}")
        case "f": return .scalar("\u{0c}")
        case "n": return .scalar("\n")
        case "r": return .scalar("\r")
        case "t": return .scalar("\t")
        case "v": return .scalar("\u{0b}")
        case "x": return .scalar(try parseHexadecimal(from: start))
        case "1"..."9", "k":
            throw failure("there is no reference back to a group, for it cannot be done in linear time", from: start)
        default:
            guard scalar.isASCII, !ScalarSet.isWord(scalar) else {
                throw failure("there is no escape \\\(scalar) in a pattern", from: start)
            }
            return .scalar(scalar)
        }
    }

    /// `\x2F` or `\x{1F600}`.
    private mutating func parseHexadecimal(from start: Int) throws(PatternError) -> Unicode.Scalar {
        let hasBraces = accept("{")
        var value: UInt32 = 0
        var count = 0
        while let digit = current.flatMap({ Character($0).hexDigitValue }), count < (hasBraces ? 6 : 2) {
            value = value << 4 | UInt32(digit)
            count += 1
            position += 1
        }
        guard count > 0, hasBraces ? accept("}") : count == 2, let scalar = Unicode.Scalar(value) else {
            throw failure("a character by its number is written \\x2F or \\x{1F600}", from: start)
        }
        return scalar
    }

    /// `\pL`, `\p{Lu}`, `\p{^Lu}` or `\p{Cyrillic}`, behind the letter.
    private mutating func parseProperty(isNegated: Bool, from start: Int) throws(PatternError) -> Escape {
        var name = ""
        var isNegated = isNegated
        if accept("{") {
            if accept("^") { isNegated.toggle() }
            while let scalar = current, scalar != "}", name.utf8.count < 40 {
                name.unicodeScalars.append(scalar)
                position += 1
            }
            guard accept("}") else { throw failure("this property is not closed: '}' is missing", from: start) }
        } else if let scalar = current {
            name.unicodeScalars.append(scalar)
            position += 1
        }
        if name == "Any" { return .property(.categories(.max), isNegated: isNegated) }
        if let script = ScalarScript(rawValue: name) { return .property(.script(script), isNegated: isNegated) }
        var mask: UInt32 = 0
        for (number, category) in Unicode.GeneralCategory.names.enumerated()
        where category == name || name.utf8.count == 1 && category.hasPrefix(name) {
            mask |= 1 << UInt32(number)
        }
        guard mask != 0 else {
            let scripts = ScalarScript.allCases.map(\.rawValue).joined(separator: ", ")
            throw failure(
                "there is no property '\(name)'; there are categories such as L, Lu, N, P and \(scripts)", from: start)
        }
        return .property(.categories(mask), isNegated: isNegated)
    }

    // MARK: Classes

    /// `[…]`, behind its bracket.
    mutating func parseClass(from start: Int) throws(PatternError) -> ScalarSet {
        var set = ScalarSet(foldsCase: flags.foldsCase)
        set.isNegated = accept("^")
        var isFirst = true
        while let scalar = current {
            if scalar == "]", !isFirst {
                position += 1
                return set
            }
            isFirst = false
            if scalar == "[", try parseNamedClass(into: &set) { continue }
            try parseMember(into: &set)
        }
        throw PatternError(message: "this class is not closed: ']' is missing", range: start..<(start + 1))
    }

    /// A scalar, a range or an escape inside brackets.
    private mutating func parseMember(into set: inout ScalarSet) throws(PatternError) {
        let start = position
        let first = try parseClassScalar()
        guard case .scalar(let low) = first else { return insert(first, into: &set) }
        guard current == "-", position + 1 < scalars.count, scalars[position + 1] != "]" else {
            return set.insert(low.value...low.value)
        }
        position += 1
        guard case .scalar(let high) = try parseClassScalar(), low <= high else {
            throw failure("a range in a class goes from a lower character to a higher one, as in [a-z]", from: start)
        }
        set.insert(low.value...high.value)
    }

    private mutating func parseClassScalar() throws(PatternError) -> Escape {
        let start = position
        guard let scalar = current else { throw failure("this class is not closed: ']' is missing", from: start) }
        position += 1
        return scalar == "\\" ? try parseAnyEscape(from: start) : .scalar(scalar)
    }

    /// `[:alpha:]` and its like, which are of ASCII; false where none stands here.
    private mutating func parseNamedClass(into set: inout ScalarSet) throws(PatternError) -> Bool {
        let start = position
        guard position + 1 < scalars.count, scalars[position + 1] == ":" else { return false }
        var end = position + 2
        while end + 1 < scalars.count, scalars[end] != ":" || scalars[end + 1] != "]" {
            guard scalars[end].properties.isAlphabetic || scalars[end] == "^" else { return false }
            end += 1
        }
        guard end + 1 < scalars.count else { return false }
        var name = String(String.UnicodeScalarView(scalars[(position + 2)..<end]))
        position = end + 2
        let isNegated = name.hasPrefix("^")
        if isNegated { name.removeFirst() }
        guard let ranges = PatternParser.namedClasses[name] else {
            throw failure(
                "there is no class [:\(name):]; there are [:alpha:], [:digit:], [:space:] and others", from: start)
        }
        guard isNegated else {
            for range in ranges { set.insert(range) }
            return true
        }
        var next: UInt32 = 0
        for range in ranges {
            if range.lowerBound > next { set.insert(next...(range.lowerBound - 1)) }
            next = range.upperBound + 1
        }
        set.insert(next...0x10ffff)
        return true
    }

    private static let namedClasses: [String: [ClosedRange<UInt32>]] = [
        "alnum": [0x30...0x39, 0x41...0x5a, 0x61...0x7a], "alpha": [0x41...0x5a, 0x61...0x7a], "ascii": [0...0x7f],
        "blank": [0x09...0x09, 0x20...0x20], "cntrl": [0...0x1f, 0x7f...0x7f], "digit": [0x30...0x39],
        "graph": [0x21...0x7e], "lower": [0x61...0x7a], "print": [0x20...0x7e],
        "punct": [0x21...0x2f, 0x3a...0x40, 0x5b...0x60, 0x7b...0x7e], "space": [0x09...0x0d, 0x20...0x20],
        "upper": [0x41...0x5a], "word": [0x30...0x39, 0x41...0x5a, 0x5f...0x5f, 0x61...0x7a],
        "xdigit": [0x30...0x39, 0x41...0x46, 0x61...0x66],
    ]
}
