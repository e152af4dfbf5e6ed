/// Bodies: literals joined by `,` and, weaker, by `;` or `or`.
extension Parser {
    /// What was read where a literal may start. A name with arguments may be a relation or a function, and a
    /// parenthesis may hold conditions or an expression: what follows decides.
    private enum Item {
        case formula(Formula)
        case expression(Expression)
        /// A relation unless an operator follows; then the function call.
        case call(Atom)
    }

    /// A whole body.
    mutating func parseFormula() throws(SyntaxFailure) -> Formula {
        let first = current
        let item = try parseItem(mayBeExpression: false)
        return try parseOr(item, from: first)
    }

    /// The rest of `a, b ; c` behind its first literal.
    private mutating func parseOr(_ item: Item, from first: Token) throws(SyntaxFailure) -> Formula {
        var alternatives = [try parseAnd(item, from: first)]
        var highest = height
        while accept(.semicolon) || accept(.or) {
            let start = current
            alternatives.append(try parseAnd(try parseItem(mayBeExpression: false), from: start))
            highest = max(highest, height)
        }
        height = highest
        if alternatives.count == 1 { return alternatives[0] }
        try raise(above: highest, from: first)
        return .or(alternatives)
    }

    private mutating func parseAnd(_ item: Item, from first: Token) throws(SyntaxFailure) -> Formula {
        var conditions = [try formula(item, from: first)]
        var highest = height
        while true {
            if current.isWord("and") {
                throw fail(.expectedToken, "conditions are joined with ',', not with 'and'", at: range(of: current))
            }
            let comma = current
            guard accept(.comma) else { break }
            if current.isSymbol(.dot) {
                throw fail(
                    .expectedToken, "a condition is missing behind this ','; the last one stands without",
                    at: range(of: comma))
            }
            let start = current
            conditions.append(try formula(try parseItem(mayBeExpression: false), from: start))
            highest = max(highest, height)
        }
        height = highest
        if conditions.count == 1 { return conditions[0] }
        try raise(above: highest, from: first)
        return .and(conditions)
    }

    private mutating func formula(_ item: Item, from first: Token) throws(SyntaxFailure) -> Formula {
        switch item {
        case .formula(let formula): return formula
        case .call(let atom): return .literal(Literal(kind: .atom(atom), range: atom.range))
        case .expression: throw missingComparison(behind: range(from: first))
        }
    }

    // MARK: Literals

    private mutating func parseItem(mayBeExpression: Bool) throws(SyntaxFailure) -> Item {
        let first = current
        switch current.kind {
        case .keyword(.not), .symbol(.exclamation):
            advance()
            return .formula(literal(.not(try parseOperand(from: first)), from: first))
        case .keyword(.optional):
            advance()
            return .formula(literal(.optional(try parseOperand(from: first)), from: first))
        case .symbol(.leftParenthesis):
            try descend()
            let item = try parseGroup()
            ascend()
            switch item {
            case .formula: return item
            case .call(let atom):
                guard continuesExpression else { return item }
                return try parseRest(try call(atom), from: first, mayBeExpression: mayBeExpression)
            case .expression(let expression):
                return try parseRest(expression, from: first, mayBeExpression: mayBeExpression)
            }
        default:
            if startsCall() { return try parseCall(mayBeExpression: mayBeExpression) }
            let outer = readsBareCount
            readsBareCount = true
            defer { readsBareCount = outer }
            let expression = try parseExpression(in: .literal)
            return try parseRest(expression, from: first, mayBeExpression: mayBeExpression)
        }
    }

    /// What `not` and `optional` stand before: one literal, or a group in parentheses.
    private mutating func parseOperand(from first: Token) throws(SyntaxFailure) -> Formula {
        let start = current
        try descend()
        let operand = try formula(try parseItem(mayBeExpression: false), from: start)
        ascend()
        try raise(above: height, from: first)
        return operand
    }

    /// `( … )`, with conditions or with an expression in it.
    private mutating func parseGroup() throws(SyntaxFailure) -> Item {
        let first = current
        advance()
        let start = current
        let item = try parseItem(mayBeExpression: true)
        if current.isSymbol(.rightParenthesis) {
            advance()
            if case .expression(var expression) = item {
                expression.range = range(from: first)
                return .expression(expression)
            }
            return item
        }
        if case .expression = item { throw unexpected("a comparison or ')'") }
        let formula = try parseOr(item, from: start)
        try expect(.rightParenthesis, or: "','")
        return .formula(formula)
    }

    /// A name with arguments.
    private mutating func parseCall(mayBeExpression: Bool) throws(SyntaxFailure) -> Item {
        let first = current
        if case .word(let text) = current.kind, let function = Aggregate.Function(rawValue: text) {
            let (atom, aggregate) = try parseAtomOrAggregate(function)
            if let aggregate {
                return try parseRest(aggregate, from: first, mayBeExpression: mayBeExpression)
            }
            return try finishCall(atom, from: first, mayBeExpression: mayBeExpression)
        }
        return try finishCall(
            try parseAtomWithoutSuffixes(), from: first, mayBeExpression: mayBeExpression)
    }

    private mutating func finishCall(
        _ atom: Atom?, from first: Token, mayBeExpression: Bool
    ) throws(SyntaxFailure) -> Item {
        guard var atom else { throw unexpected("a condition") }
        if case .none = atom.closure, continuesExpression {
            return try parseRest(try call(atom), from: first, mayBeExpression: mayBeExpression)
        }
        let isPlain = try !parseSuffixes(of: &atom)
        if isPlain, case .none = atom.closure { return .call(atom) }
        return .formula(literal(.atom(atom), from: first))
    }

    /// Operators and the comparison behind the first operand of a literal.
    private mutating func parseRest(
        _ operand: Expression, from first: Token, mayBeExpression: Bool
    ) throws(SyntaxFailure) -> Item {
        let outer = readsBareCount
        readsBareCount = true
        defer { readsBareCount = outer }
        let left = try parseOperators(behind: operand, from: first, weakest: 0)
        let leftHeight = height
        if case .symbol(let symbol) = current.kind, let comparison = Comparison(rawValue: symbol.rawValue) {
            let sign = current
            advance()
            if let failure = mistakenComparison(sign) { throw failure }
            let right = try parseExpression()
            height = max(leftHeight, height)
            if case .symbol(let symbol) = current.kind, Comparison(rawValue: symbol.rawValue) != nil {
                throw fail(
                    .expectedToken, "comparisons do not chain; write two of them, as in 1 < X, X < 10",
                    at: range(of: current))
            }
            return .formula(literal(.comparison(comparison, left, right), from: first))
        }
        if accept(.in) {
            let kind = try parseMembership(of: left)
            height = max(leftHeight, height)
            return .formula(literal(kind, from: first))
        }
        if mayBeExpression, current.isSymbol(.rightParenthesis) { return .expression(left) }
        throw missingComparison(behind: left.range)
    }

    private mutating func parseMembership(of left: Expression) throws(SyntaxFailure) -> Literal.Kind {
        if accept(.leftBracket) {
            let elements = try parseList(until: .rightBracket)
            return .memberOfList(left, elements)
        }
        if current.isSymbol(.leftParenthesis) || current.isSymbol(.leftBrace) {
            throw fail(
                .expectedToken, "a list stands in square brackets, as in X in [a, b]", at: range(of: current))
        }
        let lower = try parseExpression()
        let lowerHeight = height
        guard accept(.rangeDots) else { throw unexpected("'..', as in N in 1..10") }
        let upper = try parseExpression()
        height = max(lowerHeight, height)
        return .memberOfRange(left, lower: lower, upper: upper)
    }

    private func literal(_ kind: Literal.Kind, from first: Token) -> Formula {
        .literal(Literal(kind: kind, range: range(from: first)))
    }
}
