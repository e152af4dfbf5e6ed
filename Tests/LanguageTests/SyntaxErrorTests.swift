import Testing

@testable import Language

/// A text with `1️⃣`, `2️⃣` … at the starts of the errors that are expected in it.
struct MarkedText: CustomStringConvertible, Sendable {
    let text: String
    let offsets: [Int]

    var description: String { text }

    init(_ marked: String) {
        var text = ""
        var offsets: [Int] = []
        for character in marked {
            if character.unicodeScalars.contains("\u{20e3}") {
                offsets.append(text.utf8.count)
            } else {
                text.append(character)
            }
        }
        self.text = text
        self.offsets = offsets
    }
}

struct ErrorCase: CustomTestStringConvertible, Sendable {
    let marked: MarkedText
    let codes: [DiagnosticCode]
    let messages: [String]

    var testDescription: String { marked.text }

    init(_ marked: String, _ findings: (DiagnosticCode, String)...) {
        self.marked = MarkedText(marked)
        codes = findings.map(\.0)
        messages = findings.map(\.1)
    }
}

@Suite struct SyntaxErrorTests {
    @Test("each mistake is reported once, at its place, in words that say what to do", arguments: tokens + statements)
    func message(test: ErrorCase) { check(test) }

    @Test("mistakes in conditions, values and clauses are reported likewise", arguments: conditions + declarations)
    func messageInside(test: ErrorCase) { check(test) }

    private func check(_ test: ErrorCase) {
        let diagnostics = Parser.parse(SourceFile(name: "t.dl", text: test.marked.text)).diagnostics
        #expect(diagnostics.map(\.message) == test.messages)
        #expect(diagnostics.map(\.code) == test.codes)
        #expect(diagnostics.map { $0.range?.start } == test.marked.offsets)
        #expect(diagnostics.allSatisfy { $0.severity == .error })
    }
}

private let int64 = "this int does not fit 64 bits: it is between -9223372036854775808 and 9223372036854775807"
private let decimalDigits =
    "a decimal has up to 18 significant digits, and up to 18 behind the point; write it with an exponent for a float, "
    + "as in 1.5e0"
private let missingDot = "a '.' is missing at the end of this statement"
private let arrow = "a rule is written with ':-', as in head(X) :- body(X)"

private func noDate(_ text: String, _ difference: String) -> String {
    "'\(text)' is no date; a date is 2016-05-10 or 2016-05, and a difference of numbers has spaces: \(difference)"
}

private func noNumber(_ text: String) -> String {
    "'\(text)' is no number; a name that starts with a digit is quoted: '\(text)'"
}

private func keyword(_ text: String) -> String {
    "'\(text)' is a keyword; as a name it is written in single quotes, like this: '\(text)'"
}

private let tokens: [ErrorCase] = [
    ErrorCase("r(1️⃣9223372036854775808).", (.numberOutOfRange, int64)),
    ErrorCase("r(1️⃣99999999999999999999).", (.numberOutOfRange, int64)),
    ErrorCase("r(-1️⃣9223372036854775809).", (.numberOutOfRange, int64)),
    ErrorCase("r(1️⃣1.2345678901234567891).", (.numberOutOfRange, decimalDigits)),
    ErrorCase("r(1️⃣0.0000000000000000001).", (.numberOutOfRange, decimalDigits)),
    ErrorCase("r(1️⃣1e999).", (.numberOutOfRange, "this float is too large: the largest is about 1.797e308")),
    ErrorCase("r(1️⃣12abc).", (.invalidNumber, noNumber("12abc"))),
    ErrorCase("r(1️⃣1_000_).", (.invalidNumber, "an underscore in a number stands between two digits, as in 1_500_000")),
    ErrorCase("r(1️⃣1__0).", (.invalidNumber, "an underscore in a number stands between two digits, as in 1_500_000")),
    ErrorCase("r(1️⃣.5).", (.invalidNumber, "a number starts with a digit, as in 0.5")),
    ErrorCase("r(1️⃣2016-13).", (.invalidDate, noDate("2016-13", "2016 - 13"))),
    ErrorCase("r(1️⃣2016-5).", (.invalidDate, noDate("2016-5", "2016 - 5"))),
    ErrorCase("r(1️⃣2016-00).", (.invalidDate, noDate("2016-00", "2016 - 00"))),
    ErrorCase("r(1️⃣2016-05-00).", (.invalidDate, noDate("2016-05-00", "2016 - 05-00"))),
    ErrorCase("r(1️⃣2016-05-10-3).", (.invalidDate, noDate("2016-05-10-3", "2016 - 05-10-3"))),
    ErrorCase("r(1️⃣2016-123-1).", (.invalidDate, noDate("2016-123-1", "2016 - 123-1"))),
    ErrorCase("r(1️⃣2016-05x).", (.invalidDate, noDate("2016-05x", "2016 - 05x"))),
    ErrorCase("r(1️⃣2016-02-30).", (.invalidDate, noDate("2016-02-30", "2016 - 02-30"))),
    ErrorCase(
        "r(1️⃣2016-02-03T25:00:00Z).",
        (
            .invalidDate,
            "'2016-02-03T25:00:00Z' is no datetime; one is written 2016-05-10T09:30:00Z, with 'Z' or an offset such as "
                + "+05:00"
        )),
    ErrorCase(
        "r(1️⃣\"abc).\ns(b).",
        (
            .unterminatedString,
            "this string is not closed on its line: '\"' is missing; over several lines it is \"\"\"text\"\"\""
        )),
    ErrorCase("r(1️⃣\"\"\"abc).\n", (.unterminatedString, "this string is not closed: '\"\"\"' is missing")),
    ErrorCase(
        "r(1️⃣'abc).\n", (.unterminatedName, "this quoted name is not closed on its line: \"'\" is missing")),
    ErrorCase("r(1️⃣'').", (.unterminatedName, "a quoted name cannot be empty")),
    ErrorCase(
        #"r("a1️⃣\qb")."#,
        (.invalidEscape, #"there is no escape '\q'; a backslash itself is '\\', and others are \" \n \t \r"#)),
    ErrorCase(
        #"r("1️⃣\u12")."#,
        (.invalidEscape, #"'\u' takes four and '\U' eight hexadecimal digits of a character"#)),
    ErrorCase(
        #"r("1️⃣\uD800")."#,
        (.invalidEscape, #"'\u' takes four and '\U' eight hexadecimal digits of a character"#)),
    ErrorCase("r(a).\n1️⃣/* abc", (.unterminatedComment, "this comment is not closed: '*/' is missing")),
    ErrorCase(
        "r(1️⃣<foo>).",
        (.invalidIRI, "an IRI is absolute, as in <https://example.org/x>; a name under the base is quoted, as in 'x'")),
    ErrorCase("r(1️⃣<http://a b>).", (.invalidIRI, "this IRI is not closed: '>' is missing")),
    ErrorCase("r(\"x\"1️⃣^^).", (.expectedToken, "a datatype follows '^^', as in \"P3Y\"^^xsd:duration")),
    ErrorCase("r(1️⃣$1).", (.unexpectedCharacter, "a parameter is '$' and a name, as in $country")),
    ErrorCase("r(1️⃣\u{7}).", (.unexpectedCharacter, "the character 'U+0007' has no meaning here")),
    ErrorCase("r(1️⃣€€).", (.unexpectedCharacter, "the character '€€' has no meaning here")),
    ErrorCase(
        "r(1️⃣“x”).", (.unexpectedCharacter, "a string stands in plain double quotes, as in \"text\"")),
    ErrorCase("1️⃣# comment\nr(a).", (.unexpectedCharacter, "a comment starts with '%'")),
    ErrorCase("1️⃣// comment\nr(a).", (.unexpectedCharacter, "a comment starts with '%'")),
    ErrorCase(
        "r(a)1️⃣.s(b).",
        (
            .unexpectedCharacter,
            "a '.' ends a statement, and white space must follow it; a name with a dot in it is quoted: 'a.b'"
        )),
]

private let statements: [ErrorCase] = [
    ErrorCase("owns(a, b)1️⃣", (.unexpectedEnd, missingDot)),
    ErrorCase("owns(a, b)1️⃣\n\n% the end", (.unexpectedEnd, missingDot)),
    ErrorCase("owns(a, b)1️⃣\nowns(c, d).", (.expectedToken, missingDot)),
    ErrorCase("?- r(X)1️⃣\n?- s(X).", (.expectedToken, missingDot)),
    ErrorCase("r(X) :- s(X)\n    1️⃣t(X).", (.expectedToken, "found 't' where ',' or '.' was expected")),
    ErrorCase("r(X) 1️⃣<- s(X).", (.expectedToken, arrow)),
    ErrorCase("r(X) 1️⃣-> s(X).", (.expectedToken, arrow)),
    ErrorCase("r(X) 1️⃣if s(X).", (.expectedToken, arrow)),
    ErrorCase(
        "r(X) 1️⃣:= s(X).",
        (.unexpectedCharacter, "there is no ':='; a rule is written with ':-', and a value is bound with '='")),
    ErrorCase("r(X) 1️⃣s(X).", (.expectedToken, "found 's' where ':-' or '.' was expected")),
    ErrorCase("a(b)1️⃣, c(d).", (.expectedToken, "each fact ends with its own '.'; a query starts with '?-'")),
    ErrorCase(
        "1️⃣order(a).", (.keywordAsName, "no statement starts with the keyword 'order'; as a name it is quoted: 'order'")),
    ErrorCase("1️⃣PREFIX a: <http://a/>.", (.expectedToken, "keywords are written in lowercase: prefix")),
    ErrorCase(
        "1️⃣SELECT X.",
        (
            .expectedToken,
            "a query starts with '?-' and its conditions; 'select' stands behind them, in lowercase"
        )),
    ErrorCase(
        "1️⃣select X.",
        (.expectedToken, "a query starts with '?-' and its conditions; 'select' stands behind them")),
    ErrorCase(
        "1️⃣@prefix wd: <http://a/>.",
        (.expectedToken, "a prefix is declared without '@': prefix wd: <https://…>.")),
    ErrorCase(
        "1️⃣:- r(X).", (.expectedToken, "a rule has a head before its ':-'; a check is written deny name(X) :- …")),
    ErrorCase(
        "1️⃣X(a).",
        (
            .expectedToken,
            "'X' is a variable, for it starts with an uppercase letter; a relation is written x or 'X'"
        )),
    ErrorCase("r(a).\n1️⃣.", (.expectedToken, "there is no statement before this '.'")),
    ErrorCase("r(a)1️⃣) .", (.expectedToken, "found ')' where ':-' or '.' was expected")),
    ErrorCase(
        "1️⃣insert into x.", (.expectedToken, "there is no 'insert'; a fact is stated as relation(a, b).")),
    ErrorCase(
        "alice 1️⃣knows bob.",
        (
            .expectedToken,
            "found 'knows' where '(' was expected; a relation stands before its arguments, as in "
                + "relation(subject, object)"
        )),
    ErrorCase("owns(a 1️⃣b).", (.expectedToken, "found 'b' where ',' or ')' was expected")),
    ErrorCase("owns(a, b1️⃣.", (.expectedToken, "found '.' where ',' or ')' was expected")),
    ErrorCase(
        "r(a) 1️⃣@ 2016-01-01.",
        (.expectedToken, "'@' stands in a body only; a fact holds {from: 2016-01-01, to: 2016-12-31}")),
    ErrorCase(
        "1️⃣r+(a, b).", (.expectedToken, "'+' and '*' stand in a body only, as in reach(X, Y) :- r+(X, Y)")),
    ErrorCase("deny 1️⃣:- r(X).", (.expectedToken, "a check has a name and columns, as in deny over(C, T) :- …")),
    ErrorCase("query q 1️⃣:- r(X).", (.expectedToken, "a saved query is written with '?-', not with ':-'")),
    ErrorCase(
        "what if { owns(a 1️⃣b). -q(X 2️⃣} ?- r(X).\nowns(a, b).",
        (.expectedToken, "found 'b' where ',' or ')' was expected"),
        (.expectedToken, "found '}' where ',' or ')' was expected")),
    ErrorCase(
        "what if { 1️⃣class a. } ?- r(X).",
        (.expectedToken, "found the keyword 'class' where a fact, '-' and a fact, or '}' was expected")),
    ErrorCase(
        "r(1️⃣order).\ns(a).\nt(b 2️⃣c).\nu(d).", (.keywordAsName, keyword("order")),
        (.expectedToken, "found 'c' where ',' or ')' was expected")),
]

private let conditions: [ErrorCase] = [
    ErrorCase(
        "r(X) :- s(X)1️⃣, .",
        (.expectedToken, "a condition is missing behind this ','; the last one stands without")),
    ErrorCase("r(X) :- 1️⃣.", (.expectedToken, "a condition is missing before '.'")),
    ErrorCase("?- r(X), 1️⃣, s(X).", (.expectedToken, "a condition is missing before ','")),
    ErrorCase("?- (1️⃣).", (.expectedToken, "a condition is missing before ')'")),
    ErrorCase(
        "?- 1️⃣Project(X).",
        (
            .expectedToken,
            "'Project' is a variable, for it starts with an uppercase letter; a relation is written project or "
                + "'Project'"
        )),
    ErrorCase(
        "?- 1️⃣project.",
        (.expectedToken, "'project' is a name alone; a condition has arguments, as in project(X)")),
    ErrorCase(
        "?- 1️⃣(X + 1).",
        (.expectedToken, "this is a value, not a condition; compare it with '=', '<' or another sign")),
    ErrorCase("?- X 1️⃣== 3.", (.unexpectedCharacter, "equality is written '=', not '=='")),
    ErrorCase("?- X 1️⃣=< 3.", (.expectedToken, "'=<' is written '<='")),
    ErrorCase("?- X 1️⃣=> 3.", (.expectedToken, "'=>' is written '>='")),
    ErrorCase("?- X 1️⃣<> 3.", (.expectedToken, "'<>' is written '!='")),
    ErrorCase(
        "?- 1 < X 1️⃣< 3.", (.expectedToken, "comparisons do not chain; write two of them, as in 1 < X, X < 10")),
    ErrorCase("?- r(X) 1️⃣&& s(X).", (.unexpectedCharacter, "'and' is written ',', not '&&'")),
    ErrorCase("?- r(X) 1️⃣and s(X).", (.expectedToken, "conditions are joined with ',', not with 'and'")),
    ErrorCase("?- r(X) 1️⃣|| s(X).", (.unexpectedCharacter, "'or' is written ';' or 'or', not '||'")),
    ErrorCase("?- 1️⃣\\+ r(X).", (.unexpectedCharacter, "negation is written 'not', not '\\+'")),
    ErrorCase("?- r(1️⃣?x).", (.unexpectedCharacter, "a variable starts with an uppercase letter: write X")),
    ErrorCase("?- X 1️⃣is 3.", (.expectedToken, "'is' is written '=', as in X = Y + 1")),
    ErrorCase("?- X 1️⃣like \"a\".", (.expectedToken, "a test is written as like(X, \"text\")")),
    ErrorCase("?- X 1️⃣not in [a].", (.expectedToken, "write not X in [a, b] for 'not in'")),
    ErrorCase("?- X in 1️⃣(a, b).", (.expectedToken, "a list stands in square brackets, as in X in [a, b]")),
    ErrorCase("?- N in 1 1️⃣to 3.", (.expectedToken, "found 'to' where '..', as in N in 1..10 was expected")),
    ErrorCase("?- r(X, 1️⃣).", (.expectedToken, "found ')' where a value or a variable was expected")),
    ErrorCase("?- r(X, 1️⃣not).", (.keywordAsName, keyword("not"))),
    ErrorCase("?- r(X per 1️⃣Y).", (.expectedToken, "'per' stands in an aggregate only, as in sum(V per L)")),
    ErrorCase(
        "?- 1️⃣wd:f(X) > 3.",
        (.expectedToken, "'wd:f' is no function; a function is a plain word, as in len(S)")),
    ErrorCase(
        "?- r(X) select 1️⃣*.",
        (.expectedToken, "without 'select' a query already gives all its variables: leave 'select *' out")),
    ErrorCase("?- 1️⃣select X.", (.misplacedClause, "the keyword 'select' stands behind the conditions of a query")),
    ErrorCase("?- r(X) limit 3 1️⃣limit 4.", (.repeatedClause, "'limit' cannot stand twice")),
    ErrorCase("?- r(X) select X limit 3 1️⃣select X.", (.repeatedClause, "'select' cannot stand twice")),
    ErrorCase("?- r(X) order by X 1️⃣order by X.", (.repeatedClause, "'order by' cannot stand twice")),
    ErrorCase("?- r(X) as of 2016 1️⃣as of 2017.", (.repeatedClause, "'as of' cannot stand twice")),
    ErrorCase("?- r(X) {share: 1} 1️⃣{share: 1}.", (.repeatedClause, "qualifiers in braces cannot stand twice")),
    ErrorCase("?- r(X) order 1️⃣X.", (.expectedToken, "found the variable 'X' where 'by' was expected")),
    ErrorCase("?- r(X) as 1️⃣x.", (.expectedToken, "found 'x' where a variable for the statement was expected")),
    ErrorCase("?- r(X) 1️⃣from y.", (.expectedToken, "found 'from' where ',' or '.' was expected")),
]

private let declarations: [ErrorCase] = [
    ErrorCase("r(X) {share 1️⃣= 5}.", (.expectedToken, "a qualifier is written with ':', as in {share: 51}")),
    ErrorCase("r(a) {1️⃣of: 5}.", (.keywordAsName, keyword("of"))),
    ErrorCase("r(a) {1️⃣of:x}.", (.keywordAsName, keyword("of"))),
    ErrorCase(
        "r(a1️⃣: 5).",
        (.expectedToken, "arguments have no names; qualifiers stand in braces, as in r(X, Y) {share: 51}")),
    ErrorCase(
        "relation r(a, b) 1️⃣onee.", (.expectedToken, "'onee' is no property of a relation; did you mean 'one'?")),
    ErrorCase(
        "relation r(a, b) 1️⃣unique.",
        (
            .expectedToken,
            "'unique' is no property of a relation; there are one, required, symmetric, transitive and inverse"
        )),
    ErrorCase("relation r(a, b) one 1️⃣one.", (.repeatedClause, "'one' cannot stand twice")),
    ErrorCase(
        "relation r(a, b) inverse 1️⃣of c.", (.expectedToken, "write 'inverse' and the name, without 'of'")),
    ErrorCase("relation r(a, 1️⃣class).", (.keywordAsName, keyword("class"))),
    ErrorCase("relation r(a)1️⃣\nclass b.", (.expectedToken, missingDot)),
    ErrorCase("enum s = a1️⃣, b.", (.expectedToken, "the values of an enum are separated by '|', not ','")),
    ErrorCase(
        "class 1️⃣Person.",
        (
            .expectedToken,
            "'Person' is a variable, for it starts with an uppercase letter; a name is written person or 'Person'"
        )),
    ErrorCase("prefix wd 1️⃣<http://a/>.", (.expectedToken, "found '<http://a/>' where ':' was expected")),
    ErrorCase(
        "include 1️⃣finance.",
        (.expectedToken, "found 'finance' where the name of a file in double quotes was expected")),
    ErrorCase(
        "query q(1️⃣x) ?- r(x).", (.expectedToken, "found 'x' where a parameter, as in $country: country was expected")),
]
