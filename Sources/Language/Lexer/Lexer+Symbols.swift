/// Punctuation, operators, and the operators of other languages that are likely to be written here.
extension Lexer {
    mutating func scanSymbol(_ byte: UInt8) -> Token.Kind? {
        let next = self.byte(at: 1)
        if let foreign = scanForeign(byte, next) { return foreign }
        if let symbol = pair(byte, next) {
            position += 2
            return .symbol(symbol)
        }
        position += 1
        if let symbol = Symbol(rawValue: String(Unicode.Scalar(byte))) { return .symbol(symbol) }
        switch byte {
        case UInt8(ascii: "#"):
            while let byte = self.byte(at: 0), byte != UInt8(ascii: "\n") { position += 1 }
            report(.unexpectedCharacter, "a comment starts with '%', not with '#'")
            return nil
        case UInt8(ascii: "^"): return mend(.star, "there is no '^'; write power(X, Y)")
        case UInt8(ascii: "~"): return mend(.exclamation, "negation is written 'not'")
        case UInt8(ascii: "`"): report(.unexpectedCharacter, "a name is quoted with single quotes, as in 'text'")
        case UInt8(ascii: "?"): report(.unexpectedCharacter, "a query starts with '?-'")
        default: report(.unexpectedCharacter, "the character \(shown(position - 1..<position)) has no meaning here")
        }
        return .invalid
    }

    private func pair(_ first: UInt8, _ second: UInt8?) -> Symbol? {
        switch (first, second) {
        case (UInt8(ascii: ":"), UInt8(ascii: "-")): .ruleArrow
        case (UInt8(ascii: "?"), UInt8(ascii: "-")): .queryArrow
        case (UInt8(ascii: "!"), UInt8(ascii: "=")): .notEqual
        case (UInt8(ascii: "<"), UInt8(ascii: "=")): .lessOrEqual
        case (UInt8(ascii: ">"), UInt8(ascii: "=")): .greaterOrEqual
        default: nil
        }
    }

    /// What a user of another language writes: reported with the word of this one, and read as that.
    private mutating func scanForeign(_ first: UInt8, _ second: UInt8?) -> Token.Kind? {
        switch (first, second) {
        case (UInt8(ascii: "="), UInt8(ascii: "=")):
            position += 2
            return mend(.equal, "equality is written '=', not '=='")
        case (UInt8(ascii: "&"), _):
            position += second == UInt8(ascii: "&") ? 2 : 1
            return mend(.comma, "'and' is written ',', not \(shown(position - (second == first ? 2 : 1)..<position))")
        case (UInt8(ascii: "|"), UInt8(ascii: "|")):
            position += 2
            return mend(.semicolon, "'or' is written ';' or 'or', not '||'")
        case (UInt8(ascii: ":"), UInt8(ascii: "=")):
            position += 2
            return mend(.ruleArrow, "a rule is written with ':-', not with ':='")
        case (UInt8(ascii: "\\"), UInt8(ascii: "+")):
            position += 2
            return mend(.exclamation, "negation is written 'not', not '\\+'")
        case (UInt8(ascii: "/"), UInt8(ascii: "/")):
            position += 2
            return mend(.slash, "there is no '//': a comment starts with '%', and whole numbers divide with 'div'")
        case (UInt8(ascii: "?"), .some(let letter)) where isASCIILetter(letter):
            position += 1
            let start = position
            while let byte = self.byte(at: 0), isASCIILetter(byte) || isDigit(byte) || byte == UInt8(ascii: "_") {
                position += 1
            }
            let name = file.text(start..<position)
            let variable = name.prefix(1).uppercased() + name.dropFirst()
            report(.unexpectedCharacter, "a variable starts with an uppercase letter: write \(variable.prefix(40))")
            return .variable(variable)
        default: return nil
        }
    }

    private mutating func mend(_ symbol: Symbol, _ message: String) -> Token.Kind {
        report(.unexpectedCharacter, message)
        return .symbol(symbol)
    }
}

func isASCIILetter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    default: false
    }
}
