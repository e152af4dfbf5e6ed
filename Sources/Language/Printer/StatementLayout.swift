/// Lays out the tokens of one statement: brackets, conditions, alternatives and the clauses of a query.
struct StatementLayout {
    private let tokens: [FormatToken]
    private var position = 0

    private let spacing: TokenSpacing

    private init(_ tokens: [FormatToken]) {
        self.tokens = tokens
        spacing = TokenSpacing(tokens.map(\.token))
    }

    /// The layout of a statement, and whether it is a fact, which takes one line however long it is.
    static func layout(_ tokens: [FormatToken]) -> (layout: Layout, isFact: Bool) {
        var statement = StatementLayout(tokens)
        let isFact: Bool
        switch tokens.first?.token.kind {
        case .keyword?: isFact = false
        case .word("disjoint")? where tokens.count > 1 && tokens[1].token.isName: isFact = false
        default:
            isFact = !tokens.contains { $0.token.isSymbol(.ruleArrow) || $0.token.isSymbol(.queryArrow) }
        }
        return (.group(statement.clause()), isFact)
    }

    private static let indent = 4

    private var current: Token? { position < tokens.count ? tokens[position].token : nil }

    private func token(_ distance: Int) -> Token? {
        let index = position + distance
        return tokens.indices.contains(index) ? tokens[index].token : nil
    }

    /// Whether a line or an opening bracket stands for the space before the current token.
    private var isAtBreak = true

    /// The current token with the space before it, which is passed.
    private mutating func take() -> Layout {
        let item = tokens[position].layout
        defer {
            position += 1
            isAtBreak = false
        }
        guard !isAtBreak, spacing.isApart(at: position) else { return item }
        return .sequence([.space, item])
    }

    /// Notes that a place to break comes next, and gives it.
    private mutating func atBreak(_ place: Layout) -> Layout {
        isAtBreak = true
        return place
    }

    // MARK: Statements

    /// One statement with its dot, or a change between the braces of `what if`, which may lack it.
    private mutating func clause() -> Layout {
        let start = position
        var parts: [Layout] = []
        if let first = current, !first.isSymbol(.queryArrow) {
            let isDisjoint = first.isWord("disjoint") && token(1)?.isName == true
            let hasParts = first.isKeyword(.class) || first.isKeyword(.enum) || isDisjoint
            parts = [take(), .nest(hasParts ? StatementLayout.indent : 0, formula())]
        }
        if let arrow = current, arrow.isSymbol(.ruleArrow) || arrow.isSymbol(.queryArrow) {
            parts.append(take())
            var body = [atBreak(position > start + 1 ? .line : .space), .group(formula())]
            var clauses: [Layout] = []
            while startsClause {
                if !clauses.isEmpty { clauses.append(.line) }
                isAtBreak = true
                clauses.append(.group(.nest(StatementLayout.indent, queryClause())))
            }
            if !clauses.isEmpty { body += [.line, .group(.sequence(clauses))] }
            parts.append(.nest(StatementLayout.indent, .sequence(body)))
        }
        if let dot = current, dot.isSymbol(.dot) { parts.append(take()) }
        return .sequence(parts)
    }

    /// Whether `select`, `order by` or another clause of a query starts here.
    private var startsClause: Bool {
        if let word = current, word.isWord("without"), token(1)?.isWord("source") == true { return true }
        guard case .keyword(let keyword)? = current?.kind else { return false }
        switch keyword {
        case .select, .order, .limit, .offset, .known: return true
        case .as: return token(1)?.isKeyword(.of) ?? false
        default: return false
        }
    }

    private mutating func queryClause() -> Layout {
        let keyword = take()
        return .sequence([keyword, formula()])
    }

    // MARK: Formulas

    /// Alternatives up to what closes or ends them.
    private mutating func formula() -> Layout {
        let first = conjunction()
        guard startsAlternative else { return first }
        var parts: [Layout] = [.group(first)]
        while startsAlternative, let sign = current {
            let alternative = [
                atBreak(.line), take(), .nest(sign.isKeyword(.or) ? 3 : 2, .group(conjunction())),
            ]
            // The values of an enum fill their lines.
            parts.append(sign.isSymbol(.bar) ? .group(.sequence(alternative)) : .sequence(alternative))
        }
        return .sequence(parts)
    }

    private var startsAlternative: Bool {
        guard let sign = current else { return false }
        return sign.isSymbol(.semicolon) || sign.isSymbol(.bar) || sign.isKeyword(.or)
    }

    /// Parts with commas between them.
    private mutating func conjunction() -> Layout {
        var parts: [Layout] = []
        while let token = current, !endsConjunction {
            switch token.kind {
            case .symbol(.comma):
                parts.append(take())
                parts.append(atBreak(.line))
            case .symbol(.leftParenthesis), .symbol(.leftBracket), .symbol(.leftBrace): parts.append(brackets())
            default: parts.append(take())
            }
        }
        return .sequence(parts)
    }

    private var endsConjunction: Bool {
        guard let token = current else { return true }
        switch token.kind {
        case .symbol(.semicolon), .symbol(.bar), .symbol(.dot), .symbol(.ruleArrow), .symbol(.queryArrow),
            .symbol(.rightParenthesis), .symbol(.rightBracket), .symbol(.rightBrace), .keyword(.or):
            return true
        default: return startsClause
        }
    }

    private mutating func brackets() -> Layout {
        let isBrace = current?.isSymbol(.leftBrace) ?? false
        let holdsChanges = isBrace && (token(-1)?.isKeyword(.if) ?? false)
        let holdsQualifiers = isBrace && (token(2)?.isSymbol(.colon) ?? false)
        let edge: Layout = isBrace && !holdsQualifiers ? .line : .softLine
        let opening = take()
        if let closing = current, closing.closesBracket {
            isAtBreak = true
            return .sequence([opening, take()])
        }
        isAtBreak = true
        let content = holdsChanges ? changes() : formula()
        guard position < tokens.count else { return .sequence([opening, content]) }
        let closing = tokens[position]
        position += 1
        isAtBreak = false
        let inner: [Layout] = [edge, content] + closing.above.map { .commentAlone($0) }
        let text = closing.before.map { $0 + " " }.joined() + closing.text + closing.behind.map { " " + $0 }.joined()
        let group = Layout.group(
            .sequence([opening, .nest(StatementLayout.indent, .sequence(inner)), edge, .text(text)]))
        // Behind the group, a comment does not break it.
        return .sequence([group] + closing.atEnd.map { .commentBehind($0) })
    }

    /// The statements between the braces of `what if`.
    private mutating func changes() -> Layout {
        var parts: [Layout] = []
        while let token = current, !token.isSymbol(.rightBrace) {
            if !parts.isEmpty { parts.append(atBreak(.line)) }
            let start = position
            parts.append(.group(clause()))
            if position == start { break }
        }
        return .sequence(parts)
    }
}

extension Token {
    fileprivate var closesBracket: Bool {
        isSymbol(.rightParenthesis) || isSymbol(.rightBracket) || isSymbol(.rightBrace)
    }
}
