/// Punctuation, operators, and what users of other languages are likely to write for them.
extension Lexer {
    /// A token; nil for a comment in the manner of another language, which is reported.
    mutating func scanSymbol(_ byte: UInt8) -> Token.Kind? {
        let next = self.byte(at: 1)
        let isRow = next == byte && tokenStartsLine && (byte == UInt8(ascii: "/") || byte == UInt8(ascii: "-"))
        if byte == UInt8(ascii: "#") || isRow {
            while let byte = self.byte(at: 0), byte != UInt8(ascii: "\n") { position += 1 }
            report(.unexpectedCharacter, "a comment starts with '%'")
            return nil
        }
        if let foreign = foreignOperator(byte, next) {
            position += foreign.length
            report(.unexpectedCharacter, foreign.message)
            return .symbol(foreign.meant)
        }
        if let symbol = pair(byte, next) {
            position += 2
            return .symbol(symbol)
        }
        if byte == UInt8(ascii: "?"), let next, isASCIILetter(next) { return scanForeignVariable() }
        position += 1
        if let symbol = single(byte) { return .symbol(symbol) }
        switch byte {
        case UInt8(ascii: "`"): report(.unexpectedCharacter, "a name is quoted with single quotes, as in 'text'")
        case UInt8(ascii: "?"): report(.unexpectedCharacter, "a query starts with '?-' and ends with '.'")
        default: report(.unexpectedCharacter, "the character \(shown(position - 1..<position)) has no meaning here")
        }
        return .invalid
    }

    func single(_ byte: UInt8) -> Symbol? {
        switch byte {
        case UInt8(ascii: "("): .leftParenthesis
        case UInt8(ascii: ")"): .rightParenthesis
        case UInt8(ascii: "["): .leftBracket
        case UInt8(ascii: "]"): .rightBracket
        case UInt8(ascii: "{"): .leftBrace
        case UInt8(ascii: "}"): .rightBrace
        case UInt8(ascii: ","): .comma
        case UInt8(ascii: ";"): .semicolon
        case UInt8(ascii: ":"): .colon
        case UInt8(ascii: "|"): .bar
        case UInt8(ascii: "@"): .at
        case UInt8(ascii: "!"): .exclamation
        case UInt8(ascii: "="): .equal
        case UInt8(ascii: ">"): .greater
        case UInt8(ascii: "+"): .plus
        case UInt8(ascii: "-"): .minus
        case UInt8(ascii: "*"): .star
        case UInt8(ascii: "/"): .slash
        default: nil
        }
    }

    private func pair(_ first: UInt8, _ second: UInt8?) -> Symbol? {
        switch (first, second) {
        case (UInt8(ascii: ":"), UInt8(ascii: "-")): .ruleArrow
        case (UInt8(ascii: "?"), UInt8(ascii: "-")): .queryArrow
        case (UInt8(ascii: "!"), UInt8(ascii: "=")): .notEqual
        case (UInt8(ascii: ">"), UInt8(ascii: "=")): .greaterOrEqual
        default: nil
        }
    }

    /// An operator of another language: what it means here, and how that is written.
    private func foreignOperator(
        _ first: UInt8, _ second: UInt8?
    ) -> (meant: Symbol, length: Int, message: String)? {
        switch (first, second) {
        case (UInt8(ascii: "="), UInt8(ascii: ":")) where byte(at: 2) == UInt8(ascii: "="):
            (.equal, 3, "equality is written '=', not '=:='")
        case (UInt8(ascii: "="), UInt8(ascii: "\\")) where byte(at: 2) == UInt8(ascii: "="):
            (.notEqual, 3, "inequality is written '!=', not '=\\='")
        case (UInt8(ascii: "\\"), UInt8(ascii: "=")):
            (.notEqual, byte(at: 2) == UInt8(ascii: "=") ? 3 : 2, "inequality is written '!=', not '\\='")
        case (UInt8(ascii: "!"), UInt8(ascii: "=")) where byte(at: 2) == UInt8(ascii: "="):
            (.notEqual, 3, "inequality is written '!=', not '!=='")
        case (UInt8(ascii: "*"), UInt8(ascii: "*")): (.star, 2, "there is no '**'; write power(X, Y)")
        case (UInt8(ascii: "~"), _) where followsOperand:
            (.equal, 1, "there is no '~'; a pattern is tested with matches(S, \"…\") or like(S, \"…\")")
        case (UInt8(ascii: "="), UInt8(ascii: "=")): (.equal, 2, "equality is written '=', not '=='")
        case (UInt8(ascii: "&"), UInt8(ascii: "&")): (.comma, 2, "'and' is written ',', not '&&'")
        case (UInt8(ascii: "&"), _): (.comma, 1, "'and' is written ',', not '&'")
        case (UInt8(ascii: "|"), UInt8(ascii: "|")): (.semicolon, 2, "'or' is written ';' or 'or', not '||'")
        case (UInt8(ascii: ":"), UInt8(ascii: "=")):
            (.ruleArrow, 2, "there is no ':='; a rule is written with ':-', and a value is bound with '='")
        case (UInt8(ascii: "\\"), UInt8(ascii: "+")): (.exclamation, 2, "negation is written 'not', not '\\+'")
        case (UInt8(ascii: "~"), _): (.exclamation, 1, "negation is written 'not', not '~'")
        case (UInt8(ascii: "^"), _): (.star, 1, "there is no '^'; write power(X, Y)")
        case (UInt8(ascii: "/"), UInt8(ascii: "/")):
            (.slash, 2, "there is no '//': a comment starts with '%', and whole numbers divide with 'div'")
        default: nil
        }
    }

    /// `?x`, as SPARQL has it.
    private mutating func scanForeignVariable() -> Token.Kind {
        position += 1
        let start = position
        skipNameScalars()
        let name = file.text(start..<position)
        let variable = name.prefix(1).uppercased() + name.dropFirst()
        report(.unexpectedCharacter, "a variable starts with an uppercase letter: write \(variable.prefix(40))")
        return .variable(variable)
    }
}

func isASCIILetter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    default: false
    }
}
