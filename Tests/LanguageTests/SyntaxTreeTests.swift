import Testing

@testable import Language

@Suite struct SyntaxTreeTests {
    @Test(
        "texts have the trees that the grammar says",
        arguments: [
            (
                "owns(samruk, 'a b') {share: 90}.",
                """
                fact(head: atom(name: owns, arguments: [entity(name: samruk), entity(name: 'a b')], \
                qualifiers: [qualifier(name: share, value: int(value: 90))]))
                """
            ),
            (
                "p(X) :- a(X), b(X) ; c(X).",
                """
                rule(head: atom(name: p, arguments: [variable(name: X)]), body: or(of: [and(of: [\
                atom(name: a, arguments: [variable(name: X)]), atom(name: b, arguments: [variable(name: X)])]), \
                atom(name: c, arguments: [variable(name: X)])]))
                """
            ),
            (
                "?- not r+(X, _) as St @ 2016.",
                """
                query(body: not(of: atom(name: r, closure: +, arguments: [variable(name: X), wildcard], \
                as: variable(name: St), at: int(value: 2016))))
                """
            ),
            (
                "?- 1 - 2 - 3 * -X < 4.",
                """
                query(body: compare(sign: <, left: arithmetic(sign: -, left: arithmetic(sign: -, \
                left: int(value: 1), right: int(value: 2)), right: arithmetic(sign: *, left: int(value: 3), \
                right: negative(of: variable(name: X)))), right: int(value: 4)))
                """
            ),
            (
                "?- len(S) > 3, len(S).",
                """
                query(body: and(of: [compare(sign: >, left: call(name: len, arguments: [variable(name: S)]), \
                right: int(value: 3)), atom(name: len, arguments: [variable(name: S)])]))
                """
            ),
            (
                "?- N = sum(V per L) { r(V, L) } select N as n order by n desc limit 1.",
                """
                query(body: compare(sign: =, left: variable(name: N), right: aggregate(name: sum, \
                arguments: [variable(name: V)], per: [variable(name: L)], body: atom(name: r, \
                arguments: [variable(name: V), variable(name: L)]))), select: [item(value: variable(name: N), \
                as: n)], orderBy: [desc(value: entity(name: n))], limit: int(value: 1))
                """
            ),
            (
                "%% Text.\nquery q($c: country = kz) ?- X in [1, a], N in 1..$c.",
                """
                savedQuery(documentation: "Text.", name: q, parameters: [parameter(name: c, type: country, \
                default: entity(name: kz))], query: query(body: and(of: [member(value: variable(name: X), \
                list: [int(value: 1), entity(name: a)]), member(value: variable(name: N), from: int(value: 1), \
                to: parameter(name: c))])))
                """
            ),
            (
                "relation owns(actor, actor) {share: decimal} inverse owned_by one.",
                """
                relation(name: owns, types: [actor, actor], qualifiers: [qualifier(name: share, type: decimal)], \
                properties: [inverse(name: owned_by), one])
                """
            ),
            (
                "what if { a(b). -c(d). } ?- e(date(2016), none, \"x\"@kk, 2016-05).",
                """
                whatIf(updates: [fact(head: atom(name: a, arguments: [entity(name: b)])), withdraw(head: \
                atom(name: c, arguments: [entity(name: d)]))], query: query(body: atom(name: e, arguments: \
                [date(value: date(2016)), none(value: none), string(value: "x"@kk), date(value: 2016-05)])))
                """
            ),
            ("class a < b.", "class(name: a, parents: [b])"), ("enum s = a | b.", "enum(name: s, values: [a, b])"),
            ("begin.", "begin"), ("output tc.", "output(name: tc)"),
            ("declare e(int).", "declare(name: e, types: [int])"),
            ("include \"a\".", "include(path: \"a\")"), ("input e(\"a\").", "input(name: e, path: \"a\")"),
            ("prefix p: <urn:x>.", "prefix(name: p, iri: <urn:x>)"), ("base <urn:x>.", "base(iri: <urn:x>)"),
        ])
    func tree(text: String, expected: String) {
        let (program, diagnostics) = Parser.parse(SourceFile(name: "t", text: text))
        #expect(diagnostics.isEmpty)
        #expect(program.statements.map(\.outline.description) == [expected])
    }

    @Test("the outline is valid JSON, with places")
    func json() {
        let program = Parser.parse(SourceFile(name: "t", text: "% c\nr(\"a\\\"\\n\").")).program
        let quote = #"\"a\\\"\\n\""#
        #expect(
            program.outline.json == """
                {"kind":"program","statements":[{"kind":"fact","start":4,"end":15,"head":{"kind":"atom","start":4,\
                "end":14,"name":"r","arguments":[{"kind":"string","start":6,"end":13,"value":"\(quote)"}]}}],\
                "comments":[{"kind":"comment","start":0,"end":3,"text":"% c"}]}
                """)
    }
}
