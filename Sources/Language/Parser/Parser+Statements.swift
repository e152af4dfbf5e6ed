/// What a statement starts with decides what it is.
extension Parser {
    mutating func parseStatement() throws(SyntaxFailure) -> Statement.Kind {
        switch current.kind {
        case .keyword(let keyword): return try parseStatement(keyword)
        case .symbol(.queryArrow):
            let query = try parseQuery()
            try finish("',' or '.'")
            return .query(query)
        case .symbol(.minus), .symbol(.plus): return .update(try parseUpdate())
        default:
            guard current.isName else { throw unexpectedStatement() }
            if startsDisjoint() { return .disjoint(try parseDisjoint()) }
            return .clause(try parseClause())
        }
    }

    private mutating func parseStatement(_ keyword: Keyword) throws(SyntaxFailure) -> Statement.Kind {
        switch keyword {
        case .prefix: return try parsePrefix()
        case .base: return try parseBase()
        case .class: return .classDeclaration(try parseClass())
        case .enum: return .enumeration(try parseEnum())
        case .relation: return .relationDeclaration(try parseRelation())
        case .declare: return try parseDeclare()
        case .input: return try parseInput()
        case .output: return try parseOutput()
        case .include: return try parseInclude()
        case .deny: return .deny(try parseDeny())
        case .query: return .savedQuery(try parseSavedQuery())
        case .what: return try parseWhatIf()
        case .begin: return try parseTransactionMark(.begin)
        case .commit: return try parseTransactionMark(.commit)
        case .rollback: return try parseTransactionMark(.rollback)
        default: throw unexpectedStatement()
        }
    }

    private mutating func parseTransactionMark(_ kind: Statement.Kind) throws(SyntaxFailure) -> Statement.Kind {
        advance()
        try finish("'.'")
        return kind
    }

    /// The dot at the end. Where another statement starts on a new line, the dot was forgotten: both are read.
    mutating func finish(_ expected: String) throws(SyntaxFailure) {
        if accept(.dot) { return }
        if current.isEnd {
            if finalDotIsOptional { return }
            throw failAtEnd(missingDotMessage())
        }
        if missesDot() {
            reportMissingDot()
            return
        }
        throw unexpected(expected)
    }

    /// Whether the current token starts a line as a new statement would: one that is indented rather goes on with this.
    private func missesDot() -> Bool {
        guard current.startsLine else { return false }
        if current.isSymbol(.queryArrow) || startsStatementSurely(current) { return true }
        return current.isName && isInFirstColumn(current)
    }

    static let missingDot = "a '.' is missing at the end of this statement"

    private mutating func reportMissingDot() {
        report(
            .expectedToken, missingDotMessage(),
            at: SourceRange(file: source, start: previousEnd, end: previousEnd))
    }

    // MARK: Facts and rules

    /// `fact.` or `head :- body.`
    mutating func parseClause() throws(SyntaxFailure) -> Clause {
        let clause = try parseClauseWithoutDot()
        try finish(clause.body == nil ? "':-' or '.'" : "',' or '.'")
        return clause
    }

    mutating func parseClauseWithoutDot() throws(SyntaxFailure) -> Clause {
        var head = try parseHead()
        if accept(.ruleArrow) { return Clause(head: head, body: try parseFormula()) }
        if let failure = mistakenArrow() { throw failure }
        if sawBareCount { head.arguments = head.arguments.map(entityForBareCount) }
        return Clause(head: head, body: nil)
    }

    /// `-fact`, `-r(X, Y) :- body` or `+r(X, Y) :- body`, with the dot.
    private mutating func parseUpdate() throws(SyntaxFailure) -> Update {
        let withdraws = current.isSymbol(.minus)
        advance()
        guard current.isName else { throw unexpected("a fact or the head of a rule") }
        return Update(withdraws: withdraws, clause: try parseClause())
    }

    private mutating func parseDeny() throws(SyntaxFailure) -> Clause {
        advance()
        if current.isSymbol(.ruleArrow) {
            throw fail(
                .expectedToken, "a check has a name and columns, as in deny over(C, T) :- …", at: range(of: current))
        }
        let head = try parseHead()
        if let failure = mistakenArrow() { throw failure }
        try expect(.ruleArrow)
        let clause = Clause(head: head, body: try parseFormula())
        try finish("',' or '.'")
        return clause
    }

    // MARK: What if

    private mutating func parseWhatIf() throws(SyntaxFailure) -> Statement.Kind {
        advance()
        guard accept(.if) else { throw unexpected("'if'") }
        try expect(.leftBrace)
        var updates: [Statement] = []
        var failure: SyntaxFailure?
        while !current.isSymbol(.rightBrace) {
            if current.isEnd || startsStatementSurely(current) {
                throw current.isEnd ? failAtEnd("the text ends before the '}' of 'what if'") : unexpected("'}'")
            }
            let first = current
            do {
                let kind = try parseAssumption()
                updates.append(Statement(kind: kind, documentation: nil, range: range(from: first)))
            } catch {
                failure = error
                skipAssumption(startingAt: first)
            }
        }
        advance()
        if failure == nil, !current.isSymbol(.queryArrow) { throw unexpected("'?-' and a query") }
        if let failure { throw failure }
        let query = try parseQuery()
        try finish("',' or '.'")
        return .whatIf(updates: updates, query: query)
    }

    /// One of the changes between the braces; the last needs no dot.
    private mutating func parseAssumption() throws(SyntaxFailure) -> Statement.Kind {
        let sign = current
        let hasSign = accept(.minus) || accept(.plus)
        guard current.isName else { throw unexpected("a fact, '-' and a fact, or '}'") }
        let clause = try parseClauseWithoutDot()
        if !current.isSymbol(.rightBrace) { try finish(clause.body == nil ? "':-', '.' or '}'" : "',' or '.'") }
        return hasSign ? .update(Update(withdraws: sign.isSymbol(.minus), clause: clause)) : .clause(clause)
    }

    private mutating func skipAssumption(startingAt first: Token) {
        startStatement()
        while !current.isEnd, !current.isSymbol(.rightBrace) {
            if current.start > first.start, startsStatementSurely(current) { return }
            if accept(.dot) { return }
            advance()
        }
    }
}
