/// Words and signs of SQL, SPARQL, Prolog and Soufflé, in places where they are most often written out of habit.
extension Parser {
    /// What to write instead of the current token, where a condition or a clause has ended; nil for no known habit.
    func habit() -> String? {
        switch current.kind {
        case .integer where previousEnd > 0 && isDigit(source.bytes[previousEnd - 1]):
            return "the digits of a number are grouped with '_', as in 1_000"
        case .word(let text): return habit(text)
        case .variable(let text) where text == text.uppercased():
            let lower = text.lowercased()
            if lower == "and" { return "conditions are joined with ',', not with 'AND'" }
            if Keyword(lower) != nil { return "keywords are written in lowercase: \(lower)" }
            return habit(lower)
        case .symbol(.colon) where !current.startsLine:
            return "no ':' stands here; the group of an aggregate follows it in braces, as in count { … }"
        default: return nil
        }
    }

    private func habit(_ word: String) -> String? {
        switch word {
        case "where", "filter": "there is no '\(word)': conditions are joined with ','"
        case "group": "there is no 'group by': an aggregate in 'select' groups by the other items"
        case "having":
            "there is no 'having': compare an aggregate in the conditions, as in N = count { … }, N > 3"
        case "sort": "'sort by' is written 'order by'"
        case "union": "there is no 'union': alternatives are joined with ';' or 'or'"
        case "minus", "except": "there is no '\(word)': what must not hold is written not r(X)"
        default: nil
        }
    }

    /// What was meant where an expression stands alone; nil for no known habit.
    func habit(insteadOf range: SourceRange) -> String? {
        switch range.text {
        case "NOT": return "negation is written 'not', in lowercase"
        case "exists", "EXISTS", "exist": return "there is no 'exists': a condition holds where something satisfies it"
        default: break
        }
        // `1,000`
        let bytes = source.bytes
        guard range.end - range.start == 3, bytes[range.start..<range.end].allSatisfy(isDigit), range.start >= 2,
            bytes[range.start - 1] == UInt8(ascii: ","), isDigit(bytes[range.start - 2])
        else { return nil }
        return "the digits of a number are grouped with '_', as in 1_000"
    }

    /// Adds to the message of a missing dot where a comment has probably taken it.
    func missingDotMessage() -> String {
        let bytes = source.bytes
        let end = previousEnd
        var index = end
        while index < bytes.count, bytes[index] == 0x20 { index += 1 }
        guard index < bytes.count, bytes[index] == UInt8(ascii: "%"), end > 0, isDigit(bytes[end - 1]) else {
            return Parser.missingDot
        }
        return Parser.missingDot + ": what stands behind '%' is a comment"
    }
}
