import Testing

@testable import Language

@Suite struct PrinterTests {
    /// Canonical texts: one statement each, of every construct.
    static let canonical = [
        "prefix wd: <http://www.wikidata.org/entity/>.", "prefix of: <urn:x:>.", "prefix dbpedia-owl-2: <urn:x:>.",
        "dbpedia-owl-2:p(a, dbpedia-owl:x-y).", "base <https://example.org/id/>.",
        "class actor.", "class person < actor, wd:Q5, <http://a/b>.",
        "enum status = planned | 'in' | under_construction.",
        "relation financed_by(project, actor).", "relation amount(loan, decimal) one required.", "relation r().",
        "relation owns(actor, actor) {share: decimal, 'of': int} symmetric transitive inverse owned_by.",
        "declare edge(int, int, float).", "declare flag().", "input edge(\"edges.tsv\").", "output tc(\"tc.csv\").",
        "output tc.", "include \"finance.dl\".", "begin.", "commit.", "rollback.",
        "owns(samruk, kazmunaygas) {share: 90, from: 2015-08, source: annual_report_2016}.", "r().", "r(a) {}.",
        "r(-7, 12.75, 1e9, -2.5e-3, 2016-05, 2016-05-10, date(2016), -0044-03, date(-0044)).",
        "r(2016-05-10T09:30:00Z, true, false, none, \"a\\\"b\\n\", \"Қорғас\"@kk, \"P3Y\"^^xsd:duration).",
        "r(\"x\"^^<http://t>, \"x\"^^t, \"x\"^^'my type', <http://a/b>, _:b0, wd:Q1, 'Фонд Самрук', 'Фонд', фонд).",
        "r(9223372036854775807, -9223372036854775808, 'not', 'count', count_of, len, sum, div, mod).",
        "'not'(a).", "wd:p(a, b).", "<http://a/p>(a, b).", "-owns(a, b).", "-owns(a, b) {source: s}.",
        "-r(X, Y) :- s(X, Y).", "+r(X, Y) :- s(X, Y).", "reach(X, Z) :- reach(X, Y), owns(Y, Z).",
        "p(X) :- a(X), (b(X) ; c(X)), not d(X), not (e(X), f(X)), not not g(X).",
        "p(X) :- a(X) ; b(X), c(X) ; d(X).", "p(X) :- (a(X), b(X)), c(X).", "p(X) :- a(X) ; (b(X) ; c(X)).",
        "p(X) :- (a(X) ; b(X)), (c(X), (d(X) ; e(X))).", "p(X) :- not (a(X) ; b(X)).",
        "p(S) :- r(X, Y) {share: S, source: D} as St @ 2016-01-01, r(X, _) {}, r(X, Y) as _, r(X, Y) @ D + 30.",
        "p(X) :- r+(X, Y), r*(X, Y), wd:p+(X, Y), count(X), list(X, Y) {share: 5}, sum(X) {}, not count+(X, Y).",
        "p(X) :- X = 1, X != 2, X < 3, X <= 4, X > 5, X >= 6, a = X, $p = X, \"s\" = X, -1 = X, true = X.",
        "p(X) :- X in [a, \"b\", 3], N in 1..10, N in X..$n, N in X + 1 .. 10, X in [], D in 2016-05..2016-08.",
        "p(X) :- wd:Q1 in [a], a in wd:Q1 .. b, 1.5 < X.",
        "p(X) :- len(S) > 3, len(S) + 1 > 3, (X + 1) * 2 > Y, not X > 3, contains(S, \"x\"), len(S) in [1].",
        "p(X) :- X - 1 - 2 = Y - (1 - 2), X * (Y + 1) / 3 div 4 mod 5 = -X, -(-X) = -(7), -(-7) = -(X + 1), -X * Y = 1.",
        "p(X) :- X - -7 = -f(Y), X - -Y = 1, a + b = c, a + (b - c) = d, div div mod = mod, -a = b.",
        "p(X + 1, -Y, f(X, g(Y)), date(Y), h()) :- r(X, Y).",
        "lent(B, sum(V)) :- lender(L, B), amount(L, V).", "n(count) :- r(X).", "n(count + 1, count(X)) :- r(X).",
        "held(X, Y, sum(S per Z)) :- (X = Z, actor(X) ; controls(X, Z)), owns(Z, Y) {share: S}.",
        "b(argmax(X, By), argmin(X, By per A, B), avg(X), median(X), stddev(X), list(X), min(X), max(X)) :- s(X, By).",
        "p(N) :- N = count { r(X) }, T = sum(V per L) { r(V, L), not s(V) }, count { r(X) } > 3, sum(V) { r(V) } = 1.",
        "p(N) :- N = count(X) { r(X) ; s(X) }, 1 + max(X) { r(X), N2 = count { s(X) } } = N.",
        "p(N) :- N = count(), sum(V per L) = N.", "p(V) :- sum(V) { a = V, r(V) } > 1, sum(V) { wd:Q1 in [V] } > 1.",
        "deny over(C, T) :- shares(C, T), T > 100.",
        "?- reach(samruk, Y), optional (label(Y, L)) order by L limit 20.",
        "?- lender(L, B), amount(L, V) select B, sum(V) as total, count as loans order by total desc, B limit 10 offset 0.",
        "?- r(X) select X as Total, Y as 'a b', count(X), X + 1, 'count' as 'of' order by count, X desc.",
        "?- holds_office(P, O) as of 2016-01-01.", "?- owns(X, Y) known by 17.", "?- owns(X, Y) as St as of $d.",
        "?- r(X) limit $n offset $m as of 2016 known by 2020-06-01.",
        "what if { owns(beta, delta). -owns(alpha, gamma). +r(X) :- s(X). t(X) :- u(X). } ?- controls(alpha, Y).",
        "what if {} ?- r(X).", "query q ?- r(X).",
        "query q($p: programme = nurly_zhol, $n: int = 5, $x, $y = -1) ?- r($p, $n) select X.",
    ]

    @Test("a canonical text is printed as it stands", arguments: canonical)
    func canonicalStays(text: String) {
        let (program, diagnostics) = Parser.parse(SourceFile(name: "t", text: text))
        #expect(diagnostics.isEmpty, "\(diagnostics.map(\.message))")
        #expect(program.statements.count == 1)
        let printed = program.statements.map { Printer.text(of: $0) }.joined()
        if text.utf8.count < 100 { #expect(printed == text) }
        expectSameStructure(program, printed)
    }

    @Test(
        "other ways to write the same give the canonical one",
        arguments: [
            ("r( a ,b ) .", "r(a, b)."), ("p(X):-!q(X) or ! (r(X)).", "p(X) :- not q(X) ; not r(X)."),
            ("?- (((r(X)))).", "?- r(X)."), ("?- ((X)) > (3).", "?- X > 3."), ("?- (len(S)) > 3.", "?- len(S) > 3."),
            ("?- ((len(S) + 1)) * 2 > 3.", "?- (len(S) + 1) * 2 > 3."), ("?- optional r(X).", "?- optional (r(X))."),
            ("?- r(X) limit 3 order by X asc select X.", "?- r(X) select X order by X limit 3."),
            ("?- r(X) @ 2016 as S {share:S1,from:2016-05}.", "?- r(X) {share: S1, from: 2016-05} as S @ 2016."),
            ("r(3.0, 1_000, 05, \"\"\"a\nb\"\"\", 'abc').", "r(3, 1000, 5, \"a\\nb\", abc)."),
            ("query q() ?- r(X).", "query q ?- r(X)."), ("relation r(a) one {x:int}.", "relation r(a) {x: int} one."),
            ("what if { r(a). s(b) } ?- t(X).", "what if { r(a). s(b). } ?- t(X)."),
            ("r(- 7, -fact).", "r(-7, -fact)."),
            ("?- list(X) {share:S}, sum(X) {share: 1}.", "?- list(X) {share: S}, sum(X) {share: 1}."),
            ("n(sum(V) { r(count, V) }) :- s(V).", "n(sum(V) { r('count', V) }) :- s(V)."),
            ("n(count()) :- r(X).", "n(count) :- r(X)."), ("u(x, count).", "u(x, 'count')."),
            ("?- r(count), X = count.", "?- r('count'), X = count()."), ("?- r(X)/* c */.", "?- r(X)."),
            ("prefix wd:<http://a/>.", "prefix wd: <http://a/>."), ("r(X) :- X > 1.", "r(X) :- X > 1."),
            ("?- N in 1..10.", "?- N in 1..10."), ("r(2016 - 10).", "r(2016 - 10)."),
            ("r(X-1):-s(X).", "r(X - 1) :- s(X)."),
        ])
    func normalised(text: String, expected: String) {
        let (program, diagnostics) = Parser.parse(SourceFile(name: "t", text: text))
        #expect(diagnostics.isEmpty, "\(diagnostics.map(\.message))")
        let printed = program.statements.map { Printer.text(of: $0) }.joined(separator: " ")
        #expect(printed == expected)
        expectSameStructure(program, printed)
    }

    @Test("a long rule or query has a line for each condition")
    func long() {
        let body = (1...8).map { "relation_number_\($0)(X, Y)" }
        let rule = "r(X) :- " + body.joined(separator: ", ") + "."
        let query = "query q ?- " + body.joined(separator: ", ") + " select X order by X."
        let program = Parser.parse(SourceFile(name: "t", text: rule + "\n" + query)).program
        #expect(
            program.statements.map { Printer.text(of: $0) } == [
                "r(X) :-\n    " + body.joined(separator: ",\n    ") + ".",
                "query q ?-\n    " + body.joined(separator: ",\n    ") + "\n    select X\n    order by X.",
            ])
        expectSameStructure(program, program.statements.map { Printer.text(of: $0) }.joined(separator: "\n"))
    }
}

/// Expects that a text is read as the same tree.
func expectSameStructure(_ program: Program, _ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
    let (again, diagnostics) = Parser.parse(SourceFile(name: "again", text: text))
    #expect(
        diagnostics.isEmpty, "\(text)\n\(DiagnosticRenderer().text(of: diagnostics))", sourceLocation: sourceLocation)
    let left = program.statements.map(\.outline.description)
    #expect(left == again.statements.map(\.outline.description), "\(text)", sourceLocation: sourceLocation)
}
