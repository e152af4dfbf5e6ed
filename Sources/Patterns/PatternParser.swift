/// Reads a regular expression; `Docs/language.md` has the syntax.
struct PatternParser {
    let scalars: [Unicode.Scalar]
    var position = 0
    /// The sets of scalars that the tree names by number.
    private(set) var sets: [ScalarSet] = []
    private var setNumbers: [ScalarSet: Int] = [:]
    private var depth = 0
    var flags = Flags()

    struct Flags {
        var foldsCase = false
        /// `^` and `$` at each line.
        var isMultiline = false
        /// `.` takes a line break.
        var dotTakesAll = false
    }

    static let greatestLength = 2_048
    static let greatestDepth = 100
    static let greatestRepetition = 1_000

    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    var current: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    mutating func accept(_ scalar: Unicode.Scalar) -> Bool {
        guard current == scalar else { return false }
        position += 1
        return true
    }

    func failure(_ message: String, from start: Int) -> PatternError {
        PatternError(message: message, range: start..<max(start + 1, position))
    }

    mutating func parse() throws(PatternError) -> PatternNode {
        guard scalars.count <= PatternParser.greatestLength else {
            throw PatternError(message: "a pattern has at most 2048 characters", range: 0..<scalars.count)
        }
        let node = try parseAlternatives()
        if current == ")" {
            position += 1
            throw failure("this ')' closes no group; as a character it is written \\)", from: position - 1)
        }
        return node
    }

    /// The number of a set; equal sets have one.
    mutating func number(of set: ScalarSet) -> Int {
        var set = set
        set.finish()
        if let known = setNumbers[set] { return known }
        sets.append(set)
        setNumbers[set] = sets.count - 1
        return sets.count - 1
    }

    private mutating func parseAlternatives() throws(PatternError) -> PatternNode {
        var alternatives = [try parseSequence()]
        while accept("|") { alternatives.append(try parseSequence()) }
        return alternatives.count == 1 ? alternatives[0] : .alternatives(alternatives)
    }

    private mutating func parseSequence() throws(PatternError) -> PatternNode {
        var parts: [PatternNode] = []
        while let scalar = current, scalar != "|", scalar != ")" {
            let start = position
            guard let part = try parsePart() else { continue }
            parts.append(try parseRepetition(of: part, from: start))
        }
        return parts.isEmpty ? .empty : parts.count == 1 ? parts[0] : .sequence(parts)
    }

    /// One part without what repeats it; nil for flags, which take nothing.
    private mutating func parsePart() throws(PatternError) -> PatternNode? {
        guard let scalar = current else { return nil }
        let start = position
        position += 1
        switch scalar {
        case "(": return try parseGroup(from: start)
        case "[": return .set(number(of: try parseClass(from: start)))
        case ".":
            var set = ScalarSet()
            if !flags.dotTakesAll { set.insert(10...10) }
            set.isNegated = true
            return .set(number(of: set))
        case "^": return .assertion(flags.isMultiline ? .lineStart : .textStart)
        case "$": return .assertion(flags.isMultiline ? .lineEnd : .textEnd)
        case "\\": return try parseEscape(from: start)
        case "*", "+", "?":
            throw failure(
                "there is nothing before '\(scalar)' to repeat; as a character it is written \\\(scalar)", from: start)
        default: return .set(literal(scalar))
        }
    }

    mutating func literal(_ scalar: Unicode.Scalar) -> Int {
        // Folding costs time, so it is asked for only where case there is.
        var set = ScalarSet(foldsCase: flags.foldsCase && !CaseFolding.variants(of: scalar).isEmpty)
        set.insert(scalar.value...scalar.value)
        return number(of: set)
    }

    // MARK: Groups

    private mutating func parseGroup(from start: Int) throws(PatternError) -> PatternNode? {
        let outer = flags
        if accept("?"), try parseGroupStart(from: start) { return nil }
        depth += 1
        guard depth <= PatternParser.greatestDepth else {
            throw failure("groups nest more than 100 deep here", from: start)
        }
        let node = try parseAlternatives()
        guard accept(")") else {
            throw PatternError(message: "this group is not closed: ')' is missing", range: start..<(start + 1))
        }
        depth -= 1
        flags = outer
        return node
    }

    /// What follows `(?`; true where it is flags for the rest of the group, as in `(?i)`.
    private mutating func parseGroupStart(from start: Int) throws(PatternError) -> Bool {
        if accept("P") {
            guard current == "<" else {
                position += 1
                throw failure("a named group is written (?P<name>…)", from: start)
            }
        }
        if accept("<") {
            if current == "=" || current == "!" {
                position += 1
                throw failure("there is no looking behind, for it cannot be done in linear time", from: start)
            }
            let nameStart = position
            while let scalar = current, ScalarSet.isWord(scalar) { position += 1 }
            guard position > nameStart, accept(">") else {
                throw failure("a named group is written (?P<name>…)", from: start)
            }
            return false
        }
        if current == "=" || current == "!" {
            position += 1
            throw failure("there is no looking ahead, for it cannot be done in linear time", from: start)
        }
        var isOn = true
        while let scalar = current {
            position += 1
            switch scalar {
            case ":": return false
            case ")": return true
            case "i": flags.foldsCase = isOn
            case "m": flags.isMultiline = isOn
            case "s": flags.dotTakesAll = isOn
            // Greedy or lazy makes no difference to whether there is a match.
            case "U": break
            case "-" where isOn: isOn = false
            default: throw failure("the flags of a group are i, m, s and U, as in (?i)", from: start)
            }
        }
        throw failure("this group is not closed: ')' is missing", from: start)
    }

    // MARK: Repetition

    private mutating func parseRepetition(of part: PatternNode, from start: Int) throws(PatternError) -> PatternNode {
        let signStart = position
        guard let (least, most) = try parseCount() else { return part }
        _ = accept("?")
        let secondStart = position
        if try parseCount() != nil {
            throw PatternError(
                message: "what is repeated cannot be repeated once more; put it in a group: (?:…)",
                range: signStart..<max(position, secondStart))
        }
        return .repetition(part, least: least, most: most)
    }

    /// `*`, `+`, `?` or `{2,5}`; nil where nothing of it stands here. A brace that counts nothing is a character, as in RE2.
    private mutating func parseCount() throws(PatternError) -> (least: Int, most: Int?)? {
        let start = position
        if accept("*") { return (0, nil) }
        if accept("+") { return (1, nil) }
        if accept("?") { return (0, 1) }
        guard accept("{") else { return nil }
        guard let least = parseNumber() else {
            position = start
            return nil
        }
        var most: Int? = least
        if accept(",") { most = current == "}" ? nil : parseNumber() ?? -1 }
        guard most != -1, accept("}") else {
            position = start
            return nil
        }
        guard least <= PatternParser.greatestRepetition, (most ?? 0) <= PatternParser.greatestRepetition else {
            throw failure("a part is repeated at most 1000 times", from: start)
        }
        guard least <= most ?? least else {
            throw failure("the second number of a repetition is not less than the first", from: start)
        }
        return (least, most)
    }

    private mutating func parseNumber() -> Int? {
        let start = position
        var value = 0
        while let scalar = current, ("0"..."9").contains(scalar) {
            value = min(value * 10 + Int(scalar.value - 48), 1_000_000)
            position += 1
        }
        return position > start ? value : nil
    }
}
