import Testing

@testable import Language

/// What users of SQL, SPARQL, Prolog, Soufflé and word processors write, the message that says what to do, and the part
/// of the text that it points at.
private let habits: [(text: String, message: String, part: String)] = [
    ("p(X) => r(X).", "a rule is written with ':-', as in head(X) :- body(X)", "="),
    ("p(X) <= r(X).", "a rule is written with ':-', as in head(X) :- body(X)", "<="),
    ("p(X) = r(X).", "a rule is written with ':-', as in head(X) :- body(X)", "="),
    ("p(X) IF r(X).", "a rule is written with ':-', as in head(X) :- body(X)", "IF"),
    ("p(X) : - r(X).", "a rule is written with ':-', as in head(X) :- body(X)", ":"),
    ("p(X) :– r(X).", "'–' is not the plain '-'", "–"),
    ("?- r(X) AND s(X).", "conditions are joined with ',', not with 'AND'", "AND"),
    ("?- r(X) & s(X).", "'and' is written ',', not '&'", "&"),
    ("?- r(X) OR s(X).", "keywords are written in lowercase: or", "OR"),
    ("?- r(X), NOT s(X).", "negation is written 'not', in lowercase", "NOT"),
    ("?- r(X), ~s(X).", "negation is written 'not', not '~'", "~"),
    ("?- r(X), X \\= a.", "inequality is written '!=', not '\\='", "\\="),
    ("?- r(X), X \\== a.", "inequality is written '!=', not '\\='", "\\=="),
    ("?- r(X), X =\\= 1.", "inequality is written '!=', not '=\\='", "=\\="),
    ("?- r(X), X !== 1.", "inequality is written '!=', not '!=='", "!=="),
    ("?- r(X), X =:= 1.", "equality is written '=', not '=:='", "=:="),
    ("?- X := 1.", "there is no ':='; a rule is written with ':-', and a value is bound with '='", ":="),
    ("?- X = 2 ** 3.", "there is no '**'; write power(X, Y)", "**"),
    (
        "?- X = 7 // 2.", "there is no '//': a comment starts with '%', and whole numbers divide with 'div'", "//"
    ),
    (
        "?- X = 5 % 2.\n", "a '.' is missing at the end of this statement: what stands behind '%' is a comment", ""
    ),
    ("?- r(X), X > 1,000.", "the digits of a number are grouped with '_', as in 1_000", "000"),
    ("?- r(X), X > 1 000.", "the digits of a number are grouped with '_', as in 1_000", "000"),
    ("?- r(X), X ~ \"a\".", "there is no '~'; a pattern is tested with matches(S, \"…\") or like(S, \"…\")", "~"),
    (
        ".decl edge(x: number)\n",
        "no directive starts with a dot; there are 'declare edge(int, int).', 'input edge(\"f.csv\").' and 'output edge.'",
        ".decl edge(x: number)"
    ),
    (
        "select ?x where { ?x a bank }", "a query starts with '?-' and its conditions; 'select' stands behind them",
        "select"
    ),
    ("?- r(X) select count(*).", "all rows are counted by 'count' without '(*)'", "*"),
    (
        "?- N = count : { r(X) }.",
        "no ':' stands here; the group of an aggregate follows it in braces, as in count { … }", ":"
    ),
    ("?- r(X) where X = a.", "there is no 'where': conditions are joined with ','", "where"),
    ("?- r(X) filter X = a.", "there is no 'filter': conditions are joined with ','", "filter"),
    (
        "?- r(X) select count group by X.",
        "there is no 'group by': an aggregate in 'select' groups by the other items", "group"
    ),
    (
        "?- r(X) having X > 1.",
        "there is no 'having': compare an aggregate in the conditions, as in N = count { … }, N > 3", "having"
    ),
    ("?- r(X) sort by X.", "'sort by' is written 'order by'", "sort"),
    ("?- r(X) LIMIT 5.", "keywords are written in lowercase: limit", "LIMIT"),
    ("?- r(X) union s(X).", "there is no 'union': alternatives are joined with ';' or 'or'", "union"),
    ("?- r(X) minus s(X).", "there is no 'minus': what must not hold is written not r(X)", "minus"),
    ("?- exists s(X).", "there is no 'exists': a condition holds where something satisfies it", "exists"),
    ("?- r(X), !, s(X).", "'!' is 'not' and needs a condition behind it; there is no cut as in Prolog", "!"),
    ("?- r(X), or s(X).", "a condition is missing before the keyword 'or'", "or"),
    ("?- N in [1..10].", "a range stands without brackets, as in N in 1..10", ".."),
    ("?- r(X) {share > 50}.", "bind the qualifier and compare it outside: {share: V}, V > …", ">"),
    ("?- r(X, ‘Samruk’).", "a name is quoted with plain single quotes, as in 'text'", "‘Samruk’"),
    ("?- r(X, «Самрук»).", "a string stands in plain double quotes, as in \"text\"", "«Самрук»"),
    ("?- r(X)。", "'。' is not the plain '.'", "。"), ("?- r（X).", "'（' is not the plain '('", "（"),
    ("?- r(X)，s(X).", "'，' is not the plain ','", "，"),
    ("-- comment\nr(a).", "a comment starts with '%'", "-- comment"),
    (
        "relation owns(Actor, actor).",
        "'Actor' is a variable, for it starts with an uppercase letter; a name is written actor or 'Actor'", "Actor"
    ),
    ("?- r(X)?", "a query starts with '?-' and ends with '.'", "?"),
    ("include finance.dl.", "found 'finance' where the name of a file in double quotes was expected", "finance"),
    (
        "?- r(L), L.contains(\"x\").",
        "a '.' ends a statement, and white space must follow it; a name with a dot in it is quoted: 'a.b'", "."
    ),
]

@Suite struct HabitTests {
    @Test("a habit of another language gets one message, at its place, that says what to write", arguments: habits)
    func habit(text: String, message: String, part: String) {
        let diagnostics = Parser.parse(SourceFile(name: "t", text: text)).diagnostics
        #expect(diagnostics.map(\.message) == [message])
        #expect(diagnostics.first?.range?.text == part)
    }

    @Test("a habit keeps none of the statements behind it from being read", arguments: habits)
    func goesOn(text: String, message: String, part: String) {
        let source = SourceFile(name: "t", text: text + "\n\n?- good(X).\ngood(a).\n")
        let statements = Parser.parse(source).program.statements.map { Printer.text(of: $0) }
        #expect(statements.suffix(2) == ["?- good(X).", "good(a)."])
    }
}
