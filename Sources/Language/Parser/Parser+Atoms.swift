import Terms

/// Relations with their arguments, qualifiers and suffixes.
extension Parser {
    /// The head of a clause: a relation with arguments and, in a fact, qualifiers.
    mutating func parseHead() throws(SyntaxFailure) -> Atom {
        sawBareCount = false
        guard current.isName else { throw unexpected("the name of a relation") }
        readsBareCount = true
        defer { readsBareCount = false }
        var atom = try parseAtomWithoutSuffixes()
        if case .none = atom.closure {
        } else {
            throw fail(
                .expectedToken, "'+' and '*' stand in a body only, as in reach(X, Y) :- r+(X, Y)", at: atom.range)
        }
        if current.isSymbol(.leftBrace) { atom.qualifiers = try parseQualifiers() }
        if current.isSymbol(.at) {
            throw fail(
                .expectedToken, "'@' stands in a body only; a fact holds {from: 2016-01-01, to: 2016-12-31}",
                at: range(of: current))
        }
        if current.isKeyword(.as) {
            throw fail(.expectedToken, "'as' stands behind a relation in a body only", at: range(of: current))
        }
        return atom
    }

    /// Whether the current name is followed by arguments: `r(`, `r+(` or `r*(`, or `count {`.
    mutating func startsCall() -> Bool {
        guard current.isName else { return false }
        let next = peek()
        if next.isSymbol(.leftParenthesis) { return true }
        return closureSign(next) != nil
    }

    /// The closure that a sign right behind the current name and right before a parenthesis stands for.
    private mutating func closureSign(_ sign: Token) -> Atom.Closure? {
        guard sign.start == current.end else { return nil }
        let closure: Atom.Closure
        switch sign.kind {
        case .symbol(.plus): closure = .transitive
        case .symbol(.star): closure = .reflexive
        default: return nil
        }
        let parenthesis = peek(2)
        return parenthesis.isSymbol(.leftParenthesis) && parenthesis.start == sign.end ? closure : nil
    }

    /// `r(X, Y)`, `r+(X, Y)`.
    mutating func parseAtomWithoutSuffixes() throws(SyntaxFailure) -> Atom {
        let first = current
        let closure = closureSign(peek())
        let name = try parseName("the name of a relation")
        if closure != nil { advance() }
        guard current.isSymbol(.leftParenthesis) else { throw missingArguments(of: name) }
        let (arguments, per) = try parseArguments()
        if let first = per.first {
            throw fail(.expectedToken, "'per' stands in an aggregate only, as in sum(V per L)", at: first.range)
        }
        return Atom(name: name, closure: closure ?? .none, arguments: arguments, range: range(from: first))
    }

    /// A name that is an aggregate's and may all the same be a relation's.
    mutating func parseAtomOrAggregate(
        _ function: Aggregate.Function
    ) throws(SyntaxFailure) -> (atom: Atom?, aggregate: Expression?) {
        let first = current
        if closureSign(peek()) != nil { return (try parseAtomWithoutSuffixes(), nil) }
        let name = try parseName("an aggregate")
        let (arguments, per) = try parseArguments()
        if !per.isEmpty || current.isSymbol(.leftBrace) && !startsQualifiers() {
            return (nil, try finishAggregate(function, arguments, per, from: first))
        }
        return (Atom(name: name, arguments: arguments, range: range(from: first)), nil)
    }

    /// `( … )` with `per` inside, where it stands.
    mutating func parseArguments() throws(SyntaxFailure) -> (arguments: [Expression], per: [Expression]) {
        let first = current
        try expect(.leftParenthesis)
        if accept(.rightParenthesis) {
            height = 1
            return ([], [])
        }
        if current.isSymbol(.star), peek().isSymbol(.rightParenthesis) {
            throw fail(.expectedToken, "all rows are counted by 'count' without '(*)'", at: range(of: current))
        }
        try descend()
        let arguments = try parseExpressions()
        var highest = height
        var per: [Expression] = []
        if accept(.per) {
            per = try parseExpressions()
            highest = max(highest, height)
        }
        guard accept(.rightParenthesis) else { throw unexpectedInArguments() }
        ascend()
        try raise(above: highest, from: first)
        return (arguments, per)
    }

    /// Expressions up to a closing sign, which is passed; there may be none.
    mutating func parseList(until closing: Symbol) throws(SyntaxFailure) -> [Expression] {
        height = 0
        guard !accept(closing) else { return [] }
        let outer = readsBareCount
        readsBareCount = false
        defer { readsBareCount = outer }
        let elements = try parseExpressions()
        if closing == .rightBracket, current.isSymbol(.rangeDots) {
            throw fail(.expectedToken, "a range stands without brackets, as in N in 1..10", at: range(of: current))
        }
        try expect(closing, or: "','")
        return elements
    }

    private mutating func parseExpressions() throws(SyntaxFailure) -> [Expression] {
        var expressions: [Expression] = []
        var highest = 0
        repeat {
            expressions.append(try parseExpression())
            highest = max(highest, height)
        } while accept(.comma)
        height = highest
        return expressions
    }

    // MARK: Qualifiers, `as` and `@`

    /// What may follow the parenthesis, in any order; false where nothing does.
    mutating func parseSuffixes(of atom: inout Atom) throws(SyntaxFailure) -> Bool {
        var highest = height
        var isThere = false
        while true {
            let first = current
            if current.isSymbol(.leftBrace) {
                guard atom.qualifiers == nil else { throw repeated("qualifiers in braces", first) }
                atom.qualifiers = try parseQualifiers()
            } else if current.isKeyword(.as), !peek().isKeyword(.of) {
                guard atom.statementVariable == nil else { throw repeated("'as'", first) }
                advance()
                atom.statementVariable = try parseStatementVariable()
            } else if accept(.at) {
                guard atom.date == nil else { throw repeated("'@'", first) }
                atom.date = try parseExpression()
            } else {
                height = highest
                return isThere
            }
            highest = max(highest, height)
            isThere = true
        }
    }

    private mutating func parseStatementVariable() throws(SyntaxFailure) -> Expression {
        let first = current
        let kind: Expression.Kind
        switch current.kind {
        case .variable(let name): kind = .variable(name)
        case .wildcard: kind = .wildcard
        default: throw unexpected("a variable for the statement")
        }
        advance()
        height = 0
        return Expression(kind: kind, range: range(of: first))
    }

    /// Whether the brace that stands here opens qualifiers, and not the body of an aggregate.
    private mutating func startsQualifiers() -> Bool {
        let name = peek(1)
        if name.isSymbol(.rightBrace) { return true }
        let next = peek(2)
        if next.isSymbol(.colon) || next.isSymbol(.ruleArrow) { return true }
        // `share:S` without a space: a prefixed name alone is no condition.
        if case .prefixedName = name.kind { return next.isSymbol(.rightBrace) || next.isSymbol(.comma) }
        return false
    }

    mutating func parseQualifiers() throws(SyntaxFailure) -> [Qualifier] {
        try expect(.leftBrace)
        let outer = readsBareCount
        readsBareCount = false
        defer { readsBareCount = outer }
        var qualifiers: [Qualifier] = []
        var highest = 0
        guard !accept(.rightBrace) else {
            height = 0
            return qualifiers
        }
        repeat {
            let name = try parseQualifierName()
            qualifiers.append(Qualifier(name: name, value: try parseExpression()))
            highest = max(highest, height)
        } while accept(.comma)
        try expect(.rightBrace, or: "','")
        height = highest
        return qualifiers
    }

    /// A name and the colon behind it. `share:S` without a space is meant as `share: S`, not as a prefixed name.
    mutating func parseQualifierName() throws(SyntaxFailure) -> EntityName {
        if case .prefixedName(let prefix, _) = current.kind, !peek().isSymbol(.colon) {
            let kind: Token.Kind = Keyword(prefix).map { .keyword($0) } ?? .word(prefix)
            split(at: current.start + prefix.utf8.count, first: kind)
        }
        let name = try parseName("a qualifier, as in {share: 51}")
        if current.isSymbol(.equal) {
            throw fail(
                .expectedToken, "a qualifier is written with ':', as in {share: 51}", at: range(of: current))
        }
        if case .symbol(let sign) = current.kind, let comparison = Comparison(rawValue: sign.rawValue) {
            let text = name.form.sourceText.prefix(40)
            throw fail(
                .expectedToken,
                "bind the qualifier and compare it outside: {\(text): V}, V \(comparison.rawValue) …",
                at: range(of: current))
        }
        if current.isSymbol(.ruleArrow) {
            throw fail(.expectedToken, "put a space behind the ':' of a qualifier", at: range(of: current))
        }
        try expect(.colon)
        return name
    }

    // MARK: Names

    /// An entity's name that is no keyword.
    mutating func parseName(_ what: String) throws(SyntaxFailure) -> EntityName {
        guard let form = EntityName.Form(current.kind) else { throw unexpected(what) }
        let name = EntityName(form, range: range(of: current))
        advance()
        return name
    }
}
