/// What a terminal has been given so far.
package enum InteractiveInput: Sendable {
    /// Nothing but white space and comments.
    case empty
    /// A statement has begun and its dot, or the end of a `"""` string or a comment, is still to come.
    case incomplete
    /// Whole statements, with everything that is wrong in them.
    case complete(Program, diagnostics: [Diagnostic])
}

extension Parser {
    /// Reads what was typed at a terminal: the lines since the last complete input.
    ///
    /// An input that is wrong is complete when its last statement has a dot, or when no further line can mend it: then
    /// its diagnostics say why. A bracket that is open at the dot is such an error, except the brace of `what if`.
    package static func parseInteractive(_ source: SourceFile) -> InteractiveInput {
        var parser = Parser(source)
        if parser.current.isEnd, parser.lexer.diagnostics.isEmpty { return .empty }
        let (program, diagnostics) = parser.parseProgram()
        let isOpen = parser.lexer.endsInsideOpenText || parser.brokeOffAtEnd
        if isOpen, !parser.lexer.hasBrokenLine { return .incomplete }
        return .complete(program, diagnostics: diagnostics)
    }

    /// Reads a text that is one query's body, with or without `?-`, clauses and the final dot, or else a program, whose
    /// last statement may lack its dot. So `owns(a, b)` and `owns(a, b).` ask; facts and rules come with a query.
    package static func parseGoalOrProgram(_ source: SourceFile) -> (program: Program, diagnostics: [Diagnostic]) {
        var goal = Parser(source)
        let goalResult = goal.parseLoneGoal()
        if let program = goalResult.program { return (program, []) }
        var parser = Parser(source)
        parser.finalDotIsOptional = true
        let (program, diagnostics) = parser.parseProgram()
        if diagnostics.isEmpty || goalResult.looksLikeProgram { return (program, diagnostics) }
        return (program, goal.diagnostics)
    }

    /// The text as one query without `?-`; nil where it is more, or something else, or wrong.
    private mutating func parseLoneGoal() -> (program: Program?, looksLikeProgram: Bool) {
        let first = current
        switch current.kind {
        case .symbol(.queryArrow), .symbol(.minus), .symbol(.plus), .end: return (nil, true)
        case .keyword(let keyword) where keyword.startsStatement: return (nil, true)
        default: break
        }
        do {
            let query = try parseGoal(from: first)
            if current.isSymbol(.ruleArrow) { return (nil, true) }
            if current.isSymbol(.dot) {
                advance()
                guard current.isEnd else { return (nil, true) }
            } else if !current.isEnd {
                throw unexpected("',' or the end of the goal")
            }
            guard diagnostics.isEmpty else { return (nil, false) }
            let statement = Statement(kind: .query(query), documentation: nil, range: range(from: first))
            return (Program(source: source, statements: [statement], comments: lexer.comments), false)
        } catch {
            return (nil, false)
        }
    }
}
