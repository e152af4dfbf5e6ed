import Terms

/// The smallest part of a text that carries meaning, with its place as byte offsets.
struct Token {
    enum Kind {
        /// A bare name that is no keyword; the words of declarations, functions and aggregates are among them.
        case word(String)
        case keyword(Keyword)
        case variable(String)
        /// `_`
        case wildcard
        /// `'Фонд Самрук'`, without quotes and with escapes resolved.
        case quotedName(String)
        case prefixedName(prefix: String, local: String)
        /// Without the angle brackets.
        case iri(String)
        /// Without `_:`.
        case blank(String)
        /// Without `$`.
        case parameter(String)
        /// A plain, tagged or typed string.
        case string(Term)
        /// The magnitude of an int, up to 2^63: a minus before it decides whether that fits.
        case integer(UInt64)
        case decimal(Decimal)
        case float(Double)
        case date(PartialDate)
        case dateTime(DateTime)
        case symbol(Symbol)
        /// Something the lexer has already reported.
        case invalid
        case end
    }

    var kind: Kind
    let start: Int
    let end: Int
    /// Whether nothing but white space and comments stands before it on its line.
    let startsLine: Bool

    func isSymbol(_ symbol: Symbol) -> Bool {
        if case .symbol(symbol) = kind { true } else { false }
    }

    func isKeyword(_ keyword: Keyword) -> Bool {
        if case .keyword(keyword) = kind { true } else { false }
    }

    func isWord(_ text: String) -> Bool {
        if case .word(text) = kind { true } else { false }
    }

    var isEnd: Bool {
        if case .end = kind { true } else { false }
    }

    var isName: Bool {
        switch kind {
        case .word, .quotedName, .prefixedName, .iri, .blank: true
        default: false
        }
    }

    /// Whether an expression may end with it, so that a `<` behind it is a comparison and opens no IRI.
    var endsOperand: Bool {
        switch kind {
        case .variable, .wildcard, .parameter, .integer, .decimal, .float, .date, .dateTime: true
        case .symbol(.rightParenthesis), .symbol(.rightBracket): true
        default: false
        }
    }
}

/// Punctuation and operators.
enum Symbol: String {
    case leftParenthesis = "("
    case rightParenthesis = ")"
    case leftBracket = "["
    case rightBracket = "]"
    case leftBrace = "{"
    case rightBrace = "}"
    case comma = ","
    case semicolon = ";"
    case colon = ":"
    case bar = "|"
    case at = "@"
    /// A dot that ends a statement.
    case dot = "."
    case rangeDots = ".."
    case ruleArrow = ":-"
    case queryArrow = "?-"
    case exclamation = "!"
    case equal = "="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case plus = "+"
    case minus = "-"
    case star = "*"
    case slash = "/"
}

/// The words that are no names unless quoted.
enum Keyword: String, CaseIterable {
    case prefix, base, `class`, relation, `enum`, declare, input, output, include, query, deny, not
    case optional, or, `in`, per, select, `as`, order, by, asc, desc, limit, offset, of, known
    case what, `if`, begin, commit, rollback
    case `true`, `false`, none

    private static let byText = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })

    init?(_ text: String) {
        guard text.utf8.count <= 8, let keyword = Keyword.byText[text] else { return nil }
        self = keyword
    }

    /// Whether it starts a statement, so that it is a place to go on after an error.
    var startsStatement: Bool {
        switch self {
        case .prefix, .base, .class, .relation, .enum, .declare, .input, .output, .include, .query, .deny, .what,
            .begin, .commit, .rollback:
            true
        default: false
        }
    }
}
