/// Where spaces stand between the tokens of a statement.
struct TokenSpacing {
    private let tokens: [Token]
    /// Whether an operator can stand behind a token.
    private let endsValue: [Bool]

    init(_ tokens: [Token]) {
        self.tokens = tokens
        var ends: [Bool] = []
        for (index, token) in tokens.enumerated() {
            // Behind a value these words are operators, elsewhere names.
            let isOperator = (token.isWord("div") || token.isWord("mod")) && ends.last == true
            let startsClause = index > 0 && token.isWord("source") && tokens[index - 1].isWord("without")
            ends.append(!isOperator && !startsClause && token.endsValue)
        }
        endsValue = ends
    }

    /// Whether a space stands before a token on its line, where no bracket opens before it.
    func isApart(at index: Int) -> Bool {
        guard index > 0, index < tokens.count else { return false }
        let left = tokens[index - 1]
        let right = tokens[index]
        // The hyphens of a prefix are no operators.
        if tokens[0].isKeyword(.prefix), index > 1, left.isSymbol(.minus) || right.isSymbol(.minus) { return false }
        switch right.kind {
        case .symbol(.comma), .symbol(.dot), .symbol(.colon), .symbol(.rightParenthesis), .symbol(.rightBracket):
            return false
        case .symbol(.leftParenthesis) where !left.isSymbol(.exclamation):
            if isClosureSign(at: index - 1) { return false }
            return !left.isName || !endsValue[index - 1]
        case .symbol(.plus), .symbol(.star): if isClosureSign(at: index) { return false }
        case .symbol(.rangeDots): return !hasShortBounds(at: index)
        default: break
        }
        switch left.kind {
        case .symbol(.minus), .symbol(.plus): return index > 1 && endsValue[index - 2]
        case .symbol(.exclamation), .symbol(.leftParenthesis), .symbol(.leftBracket): return false
        case .symbol(.rangeDots): return !hasShortBounds(at: index - 1)
        default: return true
        }
    }

    /// Whether `+` or `*` stands right between a relation and its arguments.
    private func isClosureSign(at index: Int) -> Bool {
        guard index > 0, index + 1 < tokens.count else { return false }
        let sign = tokens[index]
        guard sign.isSymbol(.plus) || sign.isSymbol(.star), tokens[index - 1].isName,
            tokens[index + 1].isSymbol(.leftParenthesis)
        else { return false }
        return tokens[index - 1].end == sign.start && sign.end == tokens[index + 1].start
    }

    /// Whether the dots of a range need no space: a name would take them as its own.
    private func hasShortBounds(at index: Int) -> Bool {
        guard index > 0, index + 1 < tokens.count else { return false }
        return tokens[index - 1].isShortBound && tokens[index + 1].isShortBound
    }
}

extension Token {
    /// Whether it ends what an operator can stand behind.
    fileprivate var endsValue: Bool {
        switch kind {
        case .string, .keyword(.true), .keyword(.false), .keyword(.none), .symbol(.rightBrace): true
        default: isName || endsOperand
        }
    }

    fileprivate var isShortBound: Bool {
        switch kind {
        case .variable, .parameter, .integer, .date: true
        default: false
        }
    }
}
