import Terms

/// Messages for what cannot stand where it stands, with a hint where the mistake is a common one.
extension Parser {
    /// The error that something else was expected than the current token.
    mutating func unexpected(_ expected: String) -> SyntaxFailure {
        switch current.kind {
        case .invalid: return SyntaxFailure()
        case .variable(let name) where isPlainName(expected):
            return variableAsName(name)
        case .end: return failAtEnd("the text ends where \(expected) was expected")
        case .keyword(let keyword)
        where expected.hasPrefix("a value") || expected.hasPrefix("the name") || isName(expected):
            return keywordAsName(keyword, expected)
        default: break
        }
        if expected.hasSuffix("'.'"), let message = habit() {
            return fail(.expectedToken, message, at: range(of: current))
        }
        let found = describe(current)
        return fail(.expectedToken, "found \(found) where \(expected) was expected", at: range(of: current))
    }

    /// Whether a phrase asks for a name where no variable can stand.
    private func isPlainName(_ expected: String) -> Bool {
        expected.hasPrefix("the name of the") || expected == "a type" || expected == "a class"
    }

    private mutating func variableAsName(_ name: String) -> SyntaxFailure {
        let text = name.prefix(60)
        return fail(
            .expectedToken,
            "'\(text)' is a variable, for it starts with an uppercase letter; a name is written "
                + "\(text.prefix(1).lowercased() + text.dropFirst()) or '\(text)'", at: range(of: current))
    }

    /// Whether a phrase asks for a name, so that a keyword in its place was meant as one.
    private func isName(_ expected: String) -> Bool {
        ["a class", "a value", "a type", "a qualifier", "a name"].contains { expected.hasPrefix($0) }
    }

    private mutating func keywordAsName(_ keyword: Keyword, _ expected: String) -> SyntaxFailure {
        let text = keyword.rawValue
        return fail(
            .keywordAsName, "'\(text)' is a keyword; as a name it is written in single quotes, like this: '\(text)'",
            at: range(of: current))
    }

    /// A token for a message.
    func describe(_ token: Token) -> String {
        let text = shownText(of: source.bytes, token.start..<token.end)
        switch token.kind {
        case .keyword: return "the keyword \(text)"
        case .variable: return "the variable \(text)"
        case .integer, .decimal, .float: return "the number \(text)"
        case .date, .dateTime: return "the date \(text)"
        case .string: return "the string " + text.dropFirst().dropLast()
        case .end: return "the end of the text"
        case .quotedName: return String(text.dropFirst().dropLast())
        default: return text
        }
    }

    // MARK: Statements

    mutating func unexpectedStatement() -> SyntaxFailure {
        let place = range(of: current)
        switch current.kind {
        case .symbol(.dot): return fail(.expectedToken, "there is no statement before this '.'", at: place)
        case .symbol(.ruleArrow):
            return fail(
                .expectedToken, "a rule has a head before its ':-'; a check is written deny name(X) :- …", at: place)
        case .symbol(.at):
            return fail(.expectedToken, "a prefix is declared without '@': prefix wd: <https://…>.", at: place)
        case .variable(let name):
            if name == "SELECT" {
                return fail(
                    .expectedToken,
                    "a query starts with '?-' and its conditions; 'select' stands behind them, in lowercase", at: place)
            }
            if let keyword = Keyword(name.lowercased()) {
                return fail(
                    .expectedToken, "keywords are written in lowercase: \(keyword.rawValue)", at: place)
            }
            if peek().isSymbol(.leftParenthesis) { return variableAsRelation(current) }
            return fail(
                .expectedToken,
                "a statement does not start with the variable \(name.prefix(40)); a query starts with '?-'", at: place)
        case .keyword(.select):
            return fail(
                .expectedToken, "a query starts with '?-' and its conditions; 'select' stands behind them", at: place)
        case .keyword(.not), .keyword(.optional):
            return fail(.expectedToken, "a condition stands in a query or a rule; a query starts with '?-'", at: place)
        case .keyword(let keyword):
            return fail(
                .keywordAsName,
                "no statement starts with the keyword '\(keyword.rawValue)'; as a name it is quoted: "
                    + "'\(keyword.rawValue)'", at: place)
        default: return unexpected("a fact, a rule, a query or a declaration")
        }
    }

    /// A name at the start of a statement or a literal without its parenthesis.
    mutating func missingArguments(of name: EntityName) -> SyntaxFailure {
        let shown = name.form.sourceText
        let first = "'\(shown.prefix(40))'"
        switch (name.form, current.kind) {
        case (_, .invalid): return SyntaxFailure()
        case (.bare("insert"), _), (.bare("create"), _), (.bare("update"), _), (.bare("add"), _):
            return fail(.expectedToken, "there is no \(first); a fact is stated as relation(a, b).", at: name.range)
        case (.bare("delete"), _), (.bare("remove"), _), (.bare("drop"), _):
            return fail(.expectedToken, "there is no \(first); a fact is withdrawn as -relation(a, b).", at: name.range)
        case (.bare("from"), _), (.bare("where"), _), (.bare("match"), _), (.bare("find"), _):
            return fail(
                .expectedToken, "there is no \(first); a query is ?- relation(X, Y), other(Y, Z).", at: name.range)
        case (_, .end): return failAtEnd("the text ends where '(' was expected behind \(first)")
        case (_, .word), (_, .prefixedName), (_, .iri), (_, .variable), (_, .string):
            return fail(
                .expectedToken,
                "found \(describe(current)) where '(' was expected; a relation stands before its arguments, as in "
                    + "relation(subject, object)", at: range(of: current))
        default:
            let found = describe(current)
            return fail(
                .expectedToken, "found \(found) where '(' was expected behind \(first)", at: range(of: current))
        }
    }

    /// `<-` or `<=` or `=` or `->` where `:-` should be; nil where none of them is.
    mutating func mistakenArrow() -> SyntaxFailure? {
        let next = peek()
        let isArrow: Bool
        switch current.kind {
        case .symbol(.less): isArrow = next.isSymbol(.minus) || next.isSymbol(.greater)
        case .symbol(.equal), .symbol(.lessOrEqual), .variable("IF"): isArrow = true
        case .symbol(.minus): isArrow = next.isSymbol(.greater)
        case .symbol(.queryArrow): isArrow = !current.startsLine
        case .symbol(.colon), .keyword(.if): isArrow = true
        default: isArrow = false
        }
        if isArrow {
            return fail(.expectedToken, "a rule is written with ':-', as in head(X) :- body(X)", at: range(of: current))
        }
        if current.isSymbol(.comma) {
            return fail(
                .expectedToken, "each fact ends with its own '.'; a query starts with '?-'", at: range(of: current))
        }
        if current.isName, !current.startsLine, next.isSymbol(.leftParenthesis) {
            return fail(
                .expectedToken, "found \(describe(current)) where ':-' or '.' was expected", at: range(of: current))
        }
        return nil
    }

    // MARK: Literals

    mutating func unexpectedLiteral() -> SyntaxFailure {
        switch current.kind {
        case .symbol(.comma) where previousEnd > 0 && source.bytes[previousEnd - 1] == UInt8(ascii: "!"):
            return fail(
                .expectedToken, "'!' is 'not' and needs a condition behind it; there is no cut as in Prolog",
                at: SourceRange(file: source, start: previousEnd - 1, end: previousEnd))
        case .symbol(.dot), .symbol(.rightParenthesis), .symbol(.rightBrace), .symbol(.comma), .symbol(.semicolon),
            .keyword(.or):
            return fail(.expectedToken, "a condition is missing before \(describe(current))", at: range(of: current))
        case .keyword(.select), .keyword(.order), .keyword(.limit), .keyword(.offset), .keyword(.known):
            return fail(
                .misplacedClause, "\(describe(current)) stands behind the conditions of a query",
                at: range(of: current))
        case .keyword(let keyword): return keywordAsName(keyword, "")
        default: return unexpected("a condition")
        }
    }

    /// An expression alone where a condition should be.
    mutating func missingComparison(behind range: SourceRange) -> SyntaxFailure {
        if case .invalid = current.kind { return SyntaxFailure() }
        if current.isEnd { return failAtEnd("the text ends where a comparison was expected, as in X > 1") }
        let place = self.range(of: current)
        if let message = habit(insteadOf: range) { return fail(.expectedToken, message, at: range) }
        switch current.kind {
        case .word("is"):
            return fail(.expectedToken, "'is' is written '=', as in X = Y + 1", at: place)
        case .word("like"), .word("contains"), .word("matches"):
            let text = describe(current).dropFirst().dropLast()
            return fail(.expectedToken, "a test is written as \(text)(X, \"text\")", at: place)
        case .keyword(.not) where peek().isKeyword(.in):
            return fail(.expectedToken, "write not X in [a, b] for 'not in'", at: place)
        case .symbol(.colon):
            return fail(.expectedToken, "found ':' where a condition was expected", at: place)
        default: break
        }
        if isBareEntity(range), !current.isName {
            return fail(
                .expectedToken,
                "\(shownText(of: source.bytes, range.start..<range.end)) is a name alone; a condition "
                    + "has arguments, as in project(X)", at: range)
        }
        if current.isName || isValue(current) {
            return fail(
                .expectedToken, "found \(describe(current)) where a comparison such as '=' or '<' was expected",
                at: place)
        }
        return fail(
            .expectedToken, "this is a value, not a condition; compare it with '=', '<' or another sign", at: range)
    }

    private func isBareEntity(_ range: SourceRange) -> Bool {
        var lexer = Lexer(SourceFile(name: "", text: source.text(range.start..<min(range.end, range.start + 200))))
        return lexer.next().isName && lexer.next().isEnd
    }

    private func isValue(_ token: Token) -> Bool {
        switch token.kind {
        case .variable, .string, .integer, .decimal, .float, .date, .dateTime, .parameter: true
        default: false
        }
    }

    /// `=<`, `=>` and `<>`, of which the first sign has been passed.
    mutating func mistakenComparison(_ sign: Token) -> SyntaxFailure? {
        guard sign.end == current.start else { return nil }
        let right: String
        switch (sign.kind, current.kind) {
        case (.symbol(.equal), .symbol(.less)): right = "<="
        case (.symbol(.equal), .symbol(.greater)): right = ">="
        case (.symbol(.less), .symbol(.greater)): right = "!="
        default: return nil
        }
        let place = SourceRange(file: source, start: sign.start, end: current.end)
        return fail(.expectedToken, "'\(place.text)' is written '\(right)'", at: place)
    }

    mutating func variableAsRelation(_ token: Token) -> SyntaxFailure {
        let text = source.text(token.start..<min(token.end, token.start + 60))
        let lower = text.prefix(1).lowercased() + text.dropFirst()
        return fail(
            .expectedToken,
            "'\(text)' is a variable, for it starts with an uppercase letter; a relation is written \(lower) or '\(text)'",
            at: range(of: token))
    }

    mutating func notAFunction(_ name: EntityName) -> SyntaxFailure {
        fail(
            .expectedToken,
            "'\(name.form.sourceText.prefix(60))' is no function; a function is a plain word, as in len(S)",
            at: name.range)
    }

    mutating func unexpectedInArguments() -> SyntaxFailure {
        if current.isSymbol(.colon) {
            return fail(
                .expectedToken, "arguments have no names; qualifiers stand in braces, as in r(X, Y) {share: 51}",
                at: range(of: current))
        }
        if current.isSymbol(.dot) { return unexpected("',' or ')'") }
        return unexpected("',' or ')'")
    }
}
