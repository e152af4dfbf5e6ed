import Terms

/// Reads a text statement by statement: recursive descent, without going back, in time linear in the text.
///
/// A wrong statement is reported and passed over, so one run shows several errors. A loader of many facts calls
/// `nextStatement()` and keeps none of them; everyone else takes the whole program with `parse(_:)`.
package struct Parser {
    let source: SourceFile
    var lexer: Lexer
    var current: Token
    /// Tokens read ahead of `current`.
    private var ahead: [Token] = []
    /// Where the token before `current` ends.
    var previousEnd = 0
    /// The tokens that were passed, where someone wants them: the formatter does.
    var passed: [Token]?
    private(set) var reported: [Diagnostic] = []
    /// What the statements that were passed over would have stated or declared.
    private(set) var brokenNames: Set<String> = []

    /// How deep the grammar is being descended.
    private var depth = 0
    /// The height of the syntax tree of what was parsed last.
    var height = 0
    /// Whether a `count` without parentheses is the aggregate here, and not an entity.
    var readsBareCount = false
    var sawBareCount = false
    /// Whether the last statement may lack its dot: for a goal given on the command line.
    var finalDotIsOptional = false
    /// Whether the text ended where a statement was not complete.
    private(set) var brokeOffAtEnd = false

    /// How deep brackets, negations and operators may nest. Whoever walks the tree relies on it.
    package static let nestingLimit = 200

    package init(_ source: SourceFile) {
        self.source = source
        lexer = Lexer(source)
        current = lexer.next()
    }

    /// The whole text as a program, with everything that is wrong in it, in order.
    package static func parse(_ source: SourceFile) -> (program: Program, diagnostics: [Diagnostic]) {
        var parser = Parser(source)
        return parser.parseProgram()
    }

    mutating func parseProgram() -> (program: Program, diagnostics: [Diagnostic]) {
        var statements: [Statement] = []
        while let statement = nextStatement() { statements.append(statement) }
        let program = Program(
            source: source, statements: statements, comments: lexer.comments, brokenNames: brokenNames)
        return (program, diagnostics)
    }

    /// The next statement that is right; nil at the end of the text.
    package mutating func nextStatement() -> Statement? {
        while !current.isEnd, reported.count < Lexer.errorLimit {
            let first = current
            let documentation = lexer.takeDocumentation(above: first.start)
            startStatement()
            let count = reported.count
            do {
                let kind = try parseStatement()
                return Statement(kind: kind, documentation: documentation, range: range(from: first))
            } catch {
                skipStatement(startingAt: first, isReported: reported.count > count)
                noteBroken(from: first.start, to: current.start)
            }
        }
        return nil
    }

    /// Notes a statement that is wrong, with what it would have stated or declared.
    private mutating func noteBroken(from start: Int, to end: Int) {
        var lexer = Lexer(SourceFile(name: "", text: source.text(start..<min(end, start + 400))))
        let (first, second) = (lexer.next(), lexer.next())
        if case .symbol(.queryArrow) = first.kind { return }
        guard let form = EntityName.Form(first.kind) ?? EntityName.Form(second.kind), case .bare(let name) = form
        else { return }
        brokenNames.insert(name)
    }

    /// Everything that is wrong so far, in the order of the text.
    package var diagnostics: [Diagnostic] {
        let all = lexer.diagnostics + reported
        return Array(all.sorted { ($0.range?.start ?? 0) < ($1.range?.start ?? 0) }.prefix(Lexer.errorLimit))
    }

    // MARK: Tokens

    mutating func advance() {
        previousEnd = current.end
        passed?.append(current)
        current = ahead.isEmpty ? lexer.next() : ahead.removeFirst()
    }

    /// The token behind `current`.
    mutating func peek() -> Token { peek(1) }

    mutating func peek(_ distance: Int) -> Token {
        while ahead.count < distance { ahead.append(lexer.next()) }
        return ahead[distance - 1]
    }

    /// Reads on from an offset inside `current`, of which the part before it becomes the current token.
    mutating func split(at offset: Int, first kind: Token.Kind) {
        current = Token(kind: kind, start: current.start, end: offset, startsLine: current.startsLine)
        ahead.removeAll()
        lexer.rewind(to: offset)
    }

    mutating func accept(_ symbol: Symbol) -> Bool {
        guard current.isSymbol(symbol) else { return false }
        advance()
        return true
    }

    mutating func accept(_ keyword: Keyword) -> Bool {
        guard current.isKeyword(keyword) else { return false }
        advance()
        return true
    }

    mutating func expect(_ symbol: Symbol, or others: String = "") throws(SyntaxFailure) {
        guard !accept(symbol) else { return }
        throw unexpected(others.isEmpty ? "'\(symbol.rawValue)'" : "'\(symbol.rawValue)' or \(others)")
    }

    // MARK: Ranges

    func range(of token: Token) -> SourceRange { SourceRange(file: source, start: token.start, end: token.end) }

    /// From the start of a token to the end of the last one that was passed.
    func range(from token: Token) -> SourceRange { range(from: token.start) }

    func range(from start: Int) -> SourceRange { SourceRange(file: source, start: start, end: previousEnd) }

    // MARK: Errors

    /// Reports an error and gives what to throw so as to leave the statement.
    mutating func fail(_ code: DiagnosticCode, _ message: String, at range: SourceRange) -> SyntaxFailure {
        report(code, message, at: range)
        return SyntaxFailure()
    }

    mutating func report(_ code: DiagnosticCode, _ message: String, at range: SourceRange) {
        guard reported.count < Lexer.errorLimit, !followsLexicalError(range) else { return }
        reported.append(Diagnostic(code, message, at: range))
    }

    /// Whether an error of a token that is reported is the reason for what is wrong at a place, or at the current token.
    private func followsLexicalError(_ range: SourceRange) -> Bool {
        lexer.diagnostics.contains { other in
            guard let place = other.range else { return false }
            return place.start <= current.end && place.end >= current.start
                || place.start < range.end && place.end > range.start
        }
    }

    mutating func failAtEnd(_ message: String) -> SyntaxFailure {
        brokeOffAtEnd = true
        // An open string or comment has been reported, and is why the text ends here.
        guard !lexer.endsInsideOpenText else { return SyntaxFailure() }
        let end = SourceRange(file: source, start: previousEnd, end: previousEnd)
        return fail(.unexpectedEnd, message, at: end)
    }

    /// Goes one level deeper into the grammar. Who leaves it by an error need not come back: a statement starts anew.
    mutating func descend() throws(SyntaxFailure) {
        guard depth < Parser.nestingLimit else { throw tooDeep(range(of: current)) }
        depth += 1
    }

    mutating func ascend() { depth -= 1 }

    /// Notes the height of a node above children of a height.
    mutating func raise(above children: Int, from token: Token) throws(SyntaxFailure) {
        height = children + 1
        if height > Parser.nestingLimit { throw tooDeep(range(from: token)) }
    }

    private mutating func tooDeep(_ range: SourceRange) -> SyntaxFailure {
        fail(
            .nestingTooDeep,
            "this is nested more than \(Parser.nestingLimit) levels deep; split it into several rules", at: range)
    }

    /// Passes over the rest of a wrong statement: to behind its dot, or to what surely starts another.
    private mutating func skipStatement(startingAt first: Token, isReported: Bool) {
        let failure = isReported ? current.end : current.end + 1
        // Characters without meaning in the rest of a wrong statement are most often part of the same mistake.
        defer { lexer.forgetUnexpected(from: failure, to: current.start) }
        var previous = current
        while !current.isEnd {
            if current.start > first.start, startsStatementSurely(current) || startsClause(behind: previous) { return }
            if current.isSymbol(.dot), endsStatement(current) {
                advance()
                return
            }
            previous = current
            advance()
        }
        brokeOffAtEnd = true
    }

    /// Whether white space or a comment follows a dot, and not the rest of a name.
    private func endsStatement(_ dot: Token) -> Bool {
        guard dot.end < source.bytes.count else { return true }
        let next = source.bytes[dot.end]
        return isSpace(next) || next == UInt8(ascii: "%") || next == UInt8(ascii: "/")
    }

    func isInFirstColumn(_ token: Token) -> Bool {
        token.start == 0 || source.bytes[token.start - 1] == UInt8(ascii: "\n")
    }

    mutating func startStatement() {
        depth = 0
        readsBareCount = false
    }

    /// Whether a relation starts a line here, and the token before asks for nothing more.
    private mutating func startsClause(behind previous: Token) -> Bool {
        guard current.isName, current.startsLine, isInFirstColumn(current), peek().isSymbol(.leftParenthesis) else {
            return false
        }
        if case .symbol(let symbol) = previous.kind {
            return symbol == .rightParenthesis || symbol == .rightBrace || symbol == .rightBracket
        }
        return true
    }

    /// Whether a token is a keyword or arrow that starts a statement, in the first column.
    func startsStatementSurely(_ token: Token) -> Bool {
        guard token.startsLine, isInFirstColumn(token) else { return false }
        switch token.kind {
        case .keyword(let keyword): return keyword.startsStatement
        case .symbol(.queryArrow): return true
        default: return false
        }
    }
}

/// Leaves a statement that is wrong; the diagnostic has been reported.
struct SyntaxFailure: Error {}
