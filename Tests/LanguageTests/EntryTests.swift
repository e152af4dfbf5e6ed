import Testing

@testable import Language

@Suite struct EntryTests {
    @Test(
        "a terminal waits for the rest of a statement, and for no more",
        arguments: [
            ("", "empty"), ("  % comment\n", "empty"), ("owns(a, b).", "1"), ("owns(a, b). r(c).", "2"),
            ("owns(a,", "incomplete"), ("owns(a, b)", "incomplete"), ("?- owns(a, X)\n", "incomplete"),
            ("?- owns(a, X)\n order by X.\n", "1"), ("r(\"\"\"abc", "incomplete"), ("r(a). s(", "incomplete"),
            ("/* abc", "incomplete"), ("what if { owns(a, b).", "incomplete"), ("what if {", "incomplete"),
            ("what if { owns(a, b). }", "incomplete"), ("what if { owns(a, b). } ?- r(X).", "1"),
            ("owns", "incomplete"),
            ("owns(a b).", "wrong"), ("owns(a.", "wrong"), ("r(\"abc", "wrong"), ("r('abc).", "wrong"), (".", "wrong"),
            ("owns(a b)", "incomplete"), ("r(X) :-", "incomplete"), ("class", "incomplete"), ("€", "incomplete"),
            ("begin.", "1"), ("X > 1.", "wrong"), ("r(1.", "wrong"), ("r(a) {share: 5", "incomplete"),
        ])
    func interactive(text: String, expected: String) {
        let result =
            switch Parser.parseInteractive(SourceFile(name: "<input>", text: text)) {
            case .empty: "empty"
            case .incomplete: "incomplete"
            case .complete(let program, let diagnostics): diagnostics.isEmpty ? "\(program.statements.count)" : "wrong"
            }
        #expect(result == expected)
    }

    @Test(
        "a goal stands alone, without arrow and dot, or in a program",
        arguments: [
            ("owns(a, X)", ["?- owns(a, X)."]), ("owns(a, b).", ["?- owns(a, b)."]),
            ("?- owns(a, X)", ["?- owns(a, X)."]),
            ("?- owns(a, X).", ["?- owns(a, X)."]), ("X = 1 + 2", ["?- X = 1 + 2."]),
            ("owns(a, X) select X limit 1", ["?- owns(a, X) select X limit 1."]),
            ("r(X) ; s(X), not t(X) % and so on", ["?- r(X) ; s(X), not t(X)."]),
            ("not r(a)", ["?- not r(a)."]), ("edge(1, 2). ?- edge(X, Y)", ["edge(1, 2).", "?- edge(X, Y)."]),
            ("p(X) :- q(X). ?- p(X).", ["p(X) :- q(X).", "?- p(X)."]), ("p(X) :- q(X)", ["p(X) :- q(X)."]),
            ("prefix a: <urn:a:>. ?- a:r(X)", ["prefix a: <urn:a:>.", "?- a:r(X)."]),
            ("-owns(a, b)", ["-owns(a, b)."]), ("what if { r(a) } ?- r(X)", ["what if { r(a). } ?- r(X)."]),
            ("", []),
        ])
    func goal(text: String, expected: [String]) {
        let (program, diagnostics) = Parser.parseGoalOrProgram(SourceFile(name: "<query>", text: text))
        #expect(diagnostics.isEmpty, "\(diagnostics.map(\.message))")
        #expect(program.statements.map { Printer.text(of: $0) } == expected)
    }

    @Test(
        "what is wrong in a goal is told once, as of a goal",
        arguments: [
            ("owns(a, X", "the text ends where ',' or ')' was expected"),
            ("owns(a, X) select", "the text ends where a value or a variable was expected"),
            ("owns(a, X) Y", "found the variable 'Y' where ',' or the end of the goal was expected"),
            ("?- owns(a X)", "found the variable 'X' where ',' or ')' was expected"),
            ("p(X) :- q(X, . ?- p(X)", "found '.' where a value or a variable was expected"),
            ("r(X) && s(X)", "'and' is written ',', not '&&'"),
        ])
    func wrongGoal(text: String, message: String) {
        let diagnostics = Parser.parseGoalOrProgram(SourceFile(name: "<query>", text: text)).diagnostics
        #expect(diagnostics.map(\.message) == [message])
    }

    @Test("statements can be read one by one")
    func streaming() {
        var parser = Parser(SourceFile(name: "t", text: "a(b). c(d e). f(g)."))
        var printed: [String] = []
        while let statement = parser.nextStatement() { printed.append(Printer.text(of: statement)) }
        #expect(printed == ["a(b).", "f(g)."])
        #expect(parser.diagnostics.count == 1)
    }

    @Test("ranges cover a statement with its dot, an atom with its parentheses, a name alone")
    func ranges() {
        let program = Parser.parse(SourceFile(name: "t", text: "  ab(X , c)  :- d(X) {s: 1}, ( X + 1 ) * 2 > 3 . % x"))
            .program
        guard let statement = program.statements.first, case .clause(let clause) = statement.kind,
            case .and(let conditions)? = clause.body, case .literal(let first) = conditions[0],
            case .literal(let second) = conditions[1], case .comparison(_, let left, _) = second.kind,
            case .atom(let atom) = first.kind
        else {
            Issue.record("another tree")
            return
        }
        #expect(statement.range.text == "ab(X , c)  :- d(X) {s: 1}, ( X + 1 ) * 2 > 3 .")
        #expect(clause.head.range.text == "ab(X , c)")
        #expect(clause.head.name.range.text == "ab")
        #expect(clause.head.arguments.map(\.range.text) == ["X", "c"])
        #expect(atom.range.text == "d(X)")
        #expect(first.range.text == "d(X) {s: 1}")
        #expect(second.range.text == "( X + 1 ) * 2 > 3")
        #expect(left.range.text == "( X + 1 ) * 2")
    }
}
