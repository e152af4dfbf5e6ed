import Foundation
import Testing

@testable import Language

private func formatted(_ text: String) throws -> String {
    try Formatter.format(SourceFile(name: "t", text: text))
}

/// Every comment of a text, documentation too, in order.
private func comments(_ text: String) -> [String] {
    var parser = Parser(SourceFile(name: "t", text: text))
    let program = parser.parseProgram().program
    return (program.comments + parser.lexer.documentation).sorted { $0.range.start < $1.range.start }.map(\.text)
}

/// Formats a text, and expects the promises of formatting to be kept.
@discardableResult
private func expectKept(_ text: String, _ name: String = "", sourceLocation: SourceLocation = #_sourceLocation) throws
    -> String
{
    let result = try formatted(text)
    let before = Parser.parse(SourceFile(name: "t", text: text)).program.statements.map(\.outline.description)
    let (program, diagnostics) = Parser.parse(SourceFile(name: "t", text: result))
    #expect(diagnostics.isEmpty, "\(name)\n\(text)\n\(result)", sourceLocation: sourceLocation)
    #expect(
        program.statements.map(\.outline.description) == before, "\(name)\n\(text)\n\(result)",
        sourceLocation: sourceLocation)
    #expect(comments(result) == comments(text), "\(name)\n\(text)\n\(result)", sourceLocation: sourceLocation)
    #expect(try formatted(result) == result, "\(name)\n\(text)\n\(result)", sourceLocation: sourceLocation)
    return result
}

@Suite struct FormatterTests {
    @Test(
        "space around tokens is canonical, and tokens stay as they are",
        arguments: [
            ("r( a ,b ) .", "r(a, b)."), ("p(X):-!q(X) or ! (r(X)).", "p(X) :- !q(X) or !(r(X))."),
            ("p(X):-q(X),not r(X,_);s(X).", "p(X) :- q(X), not r(X, _) ; s(X)."), ("?-((X))>(3).", "?- ((X)) > (3)."),
            ("?- r(X)@2016 as S{share:S1,from:2016-05}.", "?- r(X) @ 2016 as S {share: S1, from: 2016-05}."),
            ("disjoint   person,company .", "disjoint person, company."),
            ("disjoint( X ):-r(X).", "disjoint(X) :- r(X)."),
            ("r(3.0,1_000,05,\"\"\"a\n b\"\"\",'abc').", "r(3.0, 1_000, 05, \"\"\"a\n b\"\"\", 'abc')."),
            (
                "p(X):-r+(X,Y),r*(X,Y),Z=X+(Y)*2- -1,W=-X,V=3-1,U=a+(1).",
                "p(X) :- r+(X, Y), r*(X, Y), Z = X + (Y) * 2 - -1, W = -X, V = 3 - 1, U = a+(1)."
            ),
            (
                "p(X) :- N in 1 .. 10,M in X..$n, D in 2016-05 ..2016-08,E in wd:a .. b, F in - 1 ..2.",
                "p(X) :- N in 1..10, M in X..$n, D in 2016-05..2016-08, E in wd:a .. b, F in -1..2."
            ),
            (
                "p(N):-N=count{r(X)},T=sum( V per L ){ r(V,L) ; s( V )},X in[a,b],Y div(2)=1.",
                "p(N) :- N = count { r(X) }, T = sum(V per L) { r(V, L) ; s(V) }, X in [a, b], Y div (2) = 1."
            ),
            ("class a<b,c.", "class a < b, c."), ("enum s=a|b .", "enum s = a | b."),
            ("relation r(a,b){x:int,y :t}one inverse s.", "relation r(a, b) {x: int, y: t} one inverse s."),
            ("prefix dbpedia-owl:<http://a/>.", "prefix dbpedia-owl: <http://a/>."),
            ("base<http://a/>.", "base <http://a/>."),
            ("declare e(int,int) .", "declare e(int, int)."), ("input e (\"a.tsv\").", "input e(\"a.tsv\")."),
            ("output tc .", "output tc."),
            ("-r(X,Y):-s(X,Y).", "-r(X, Y) :- s(X, Y)."), ("+ r(X) :- s(X).", "+r(X) :- s(X)."),
            ("r(- 7,-X) .", "r(-7, -X)."),
            ("deny over(C,T):-shares(C,T),T>100.", "deny over(C, T) :- shares(C, T), T > 100."),
            ("what if{owns(a,b). -owns(c,d)}?-r(X).", "what if { owns(a, b). -owns(c, d) } ?- r(X)."),
            ("what if { } ?- r(X).", "what if {} ?- r(X)."),
            (
                "query q($c:country=china,$n)?-r(X,$c)select X order by X desc limit 5.",
                "query q($c: country = china, $n) ?- r(X, $c) select X order by X desc limit 5."
            ),
            (
                "?- r(X) select count ( X ) as n,X+1 as of 2016 known by 17.",
                "?- r(X) select count(X) as n, X + 1 as of 2016 known by 17."
            ),
            ("r(a){},s(b).", nil), ("r(a){}.", "r(a) {}."),
            (
                "r( \"x\"@kk,\"P3Y\"^^xsd:duration ,_:b0,wd:Q1,<http://a/b>).",
                "r(\"x\"@kk, \"P3Y\"^^xsd:duration, _:b0, wd:Q1, <http://a/b>)."
            ),
            ("a(b).c(d).", nil), ("a(b). c(d).", "a(b).\nc(d)."),
            ("\n\n\na(b).\n\n\n\nc(d).\nd(e).\n\n", "a(b).\n\nc(d).\nd(e)."),
            ("\u{feff}a(b).\r\n\r\nc(d).\r\n", "a(b).\n\nc(d)."),
        ] as [(String, String?)])
    func space(text: String, expected: String?) throws {
        guard let expected else {
            #expect(throws: Diagnostics.self) { try formatted(text) }
            return
        }
        #expect(try expectKept(text) == expected + "\n")
    }

    @Test("what is empty stays empty")
    func empty() throws {
        #expect(try formatted("") == "")
        #expect(try formatted(" \n\n") == "")
        #expect(try formatted("\n% only\n\n\n") == "% only\n")
    }

    @Test("a statement that fits takes one line, a longer one breaks at its arrow, its clauses and its conditions")
    func breaking() throws {
        let text = """
            reach(X, Z) :-
                reach(X, Y),
                owns(Y, Z).
            query elite_projects($programme: programme = nurly_zhol, $country: country = china) ?-
            project(P), under(P, $programme), financed_from(P, $country), elite_linked(P, Who) select P, Who order by P.
            financed_from(Project, Country) :- financed_by(Project, Actor), controlled_from(Actor, Country), not cancelled(Project, _), announced(Project, Date), Date > 2013-09.
            linked(P, Who) :- contractor_of(A, P), ( owns(Who, A) ; family_of(Who, K), owns(K, A) ; subsidiary_of(A, B), owns(Who, B) ), politically_exposed(Who).
            either(A, B) :- subsidiary_of(A, B), company(A), company(B) ; equity_in(A, B), company(A), company(B) ; manages(A, B).
            lent(B, N, T) :- bank(B), N = count(L) { lender(L, B), amount(L, V), loan_status(L, committed) }, T = sum(V per L) { lender(L, B), amount(L, V), loan_status(L, committed), not cancelled(L), not suspended(L) }.
            """
        let expected = """
            reach(X, Z) :- reach(X, Y), owns(Y, Z).
            query elite_projects($programme: programme = nurly_zhol, $country: country = china) ?-
                project(P), under(P, $programme), financed_from(P, $country), elite_linked(P, Who)
                select P, Who order by P.
            financed_from(Project, Country) :-
                financed_by(Project, Actor),
                controlled_from(Actor, Country),
                not cancelled(Project, _),
                announced(Project, Date),
                Date > 2013-09.
            linked(P, Who) :-
                contractor_of(A, P),
                (owns(Who, A) ; family_of(Who, K), owns(K, A) ; subsidiary_of(A, B), owns(Who, B)),
                politically_exposed(Who).
            either(A, B) :-
                subsidiary_of(A, B), company(A), company(B)
                ; equity_in(A, B), company(A), company(B)
                ; manages(A, B).
            lent(B, N, T) :-
                bank(B),
                N = count(L) { lender(L, B), amount(L, V), loan_status(L, committed) },
                T = sum(V per L) {
                    lender(L, B),
                    amount(L, V),
                    loan_status(L, committed),
                    not cancelled(L),
                    not suspended(L)
                }.

            """
        #expect(try expectKept(text) == expected)
    }

    @Test("a fact takes one line however long it is")
    func longFact() throws {
        let text = "owns(a, b) {note: \"" + String(repeating: "long ", count: 40) + "\", share: 50, source: s1}.\n"
        #expect(try expectKept(text) == text)
    }

    @Test("comments stay where they are, and those behind neighbouring lines stand below each other")
    func commentsStay() throws {
        let text = """
            % head

            %%  Who owns.
            relation   owns(a,b). % trailing
            class aa. /* x */ % y
            %% apart

            class b .
            p(X) :-   % why
               s(X),  /* second */ t( /* third */ X),% fourth
               % alone
               u(X) % before the comma
               , v(X) /* in */ ; w(X) % before the dot
               .
            q(X) :- not (
               % first
               a(X)
               % last
            ).
            /* block
               comment */
            %% doc
            -r(X):-s(X).   % last
            r(a
              % inside a fact
              , b).
              % end
            """
        let result = try expectKept(text)
        #expect(
            result == """
                % head

                %%  Who owns.
                relation owns(a, b).   % trailing
                class aa.              /* x */ % y
                %% apart

                class b.
                p(X) :-   % why
                    s(X),
                    /* second */ t(/* third */ X),   % fourth
                    % alone
                    u(X),   % before the comma
                    v(X) /* in */
                    ; w(X).   % before the dot
                q(X) :-
                    not (
                        % first
                        a(X)
                        % last
                    ).
                /* block
                   comment */
                %% doc
                -r(X) :- s(X).   % last
                r(
                    a,
                    % inside a fact
                    b
                ).
                % end

                """)
    }

    @Test(
        "no comment turns into documentation, and no documentation into a comment",
        arguments: [
            "%% a\n\n%% b\nr(x).\n", "r(x). %% a\ns(y).\n", "/* a */ %% b\nr(x).\n", "%% a\n/* b */ r(x).\n",
            "r(x\n%% a\n).\ns(y).\n", "r(x)\n%% a\n.\ns(y).\n", "r(x)\n% a\n. %% b\ns(y).\n", "%% a\n%%% b\nr(x).\n",
            "%% a\n%% b\n\nr(x).\n%%c\ns(y).\n", "r(x). %% a\n%% b\ns(y).\n", "%% a\nr(x). s(y).\n",
            "r(x) %% a\n.\n%% b\ns(y).\n", "r(x)\n%% a\n.\n\n%% b\ns(y).\n", "%% a\n\t \n%% b\n  r(x).\n",
        ])
    func documentation(text: String) throws { try expectKept(text) }

    @Test("a text that is no program is left to its errors")
    func wrong() {
        let error = #expect(throws: Diagnostics.self) { try formatted("r(a.\ns(b).\nt(.\n") }
        #expect(error?.all.count == 2)
    }

    @Test("every program of this repository keeps its meaning and its comments")
    func repository() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        var count = 0
        for folder in ["Schema", "Seeds", "Queries", "Tests", "Docs"] {
            let files = FileManager.default.enumerator(
                at: root.appending(path: folder), includingPropertiesForKeys: nil)
            while let file = files?.nextObject() as? URL {
                guard file.pathExtension == "dl", let text = try? String(contentsOf: file, encoding: .utf8),
                    Parser.parse(SourceFile(name: "t", text: text)).diagnostics.isEmpty
                else { continue }
                try expectKept(text, file.path)
                count += 1
            }
        }
        #expect(count > 30)
    }

    @Test("random programs with comments between any of their tokens keep their meaning", arguments: 0..<10)
    func random(part: Int) throws {
        for seed in (part * 60)..<((part + 1) * 60) {
            var random = RandomSyntax(seed: UInt64(seed))
            var generator = SeededGenerator(seed: UInt64(seed))
            let text = (0..<2).map { _ in Printer.text(of: random.statement()) + "\n" }.joined()
            try expectKept(text, "seed \(seed)")
            try expectKept(scattered(text, using: &generator), "seed \(seed)")
        }
    }

    /// The text with comments and space put between its tokens.
    private func scattered(_ text: String, using random: inout SeededGenerator) -> String {
        var parser = Parser(SourceFile(name: "t", text: text))
        parser.passed = []
        _ = parser.parseProgram()
        let tokens = parser.passed ?? []
        var result = ""
        var end = 0
        for (number, token) in tokens.enumerated() {
            result += parser.source.text(end..<token.start)
            // A sign touches what stands beside it, as the dots of a range may.
            let touches =
                number > 0 && tokens[number - 1].end == token.start && !token.isSymbol(.comma)
                && !token.isSymbol(.dot) && !token.isSymbol(.rightParenthesis)
            if !touches, Int.random(in: 0..<6, using: &random) == 0 {
                let pieces = [
                    " /* c\(number) */ ", " % c\(number)\n", "\n  % c\(number)\n", " /* c\(number)\n */",
                    "\n%% c\(number)\n", "  \n ", "\n\n",
                ]
                result += pieces[Int.random(in: 0..<pieces.count, using: &random)]
            }
            result += parser.source.text(token.start..<token.end)
            end = token.end
        }
        return result + parser.source.text(end..<parser.source.bytes.count)
    }
}
