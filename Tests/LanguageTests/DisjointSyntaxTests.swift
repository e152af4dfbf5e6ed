import Testing

@testable import Language

@Suite("the syntax of disjoint")
struct DisjointSyntaxTests {
    private func outline(_ text: String) -> (trees: [String], mistakes: [String]) {
        let (program, diagnostics) = Parser.parse(SourceFile(name: "t", text: text))
        return (program.statements.map(\.outline.description), diagnostics.map(\.message))
    }

    @Test("a word behind 'disjoint' makes it a declaration of classes")
    func declaration() {
        let found = outline("disjoint person, 'joint venture', wd:Q1.")
        #expect(found.trees == ["disjoint(classes: [person, 'joint venture', wd:Q1])"])
        #expect(found.mistakes.isEmpty)
        #expect(outline("disjoint person,\n    company.").trees.count == 1)
    }

    @Test("elsewhere 'disjoint' is an ordinary name")
    func name() {
        let found = outline("disjoint(a). disjoint(X, Y) :- disjoint(X), r(Y). class disjoint. ?- r(disjoint).")
        #expect(found.trees.count == 4)
        #expect(found.mistakes.isEmpty)
    }

    @Test(
        "what is wrong with it is said",
        arguments: [
            ("disjoint person.", "'disjoint' names two classes or more"),
            ("disjoint person company.", "found 'company' where ',' or '.' was expected"),
        ])
    func mistakes(text: String, message: String) {
        #expect(outline(text).mistakes == [message])
    }

    @Test("the JSON form comes back as the same text")
    func json() throws {
        let program = Parser.parse(SourceFile(name: "t", text: "%% Not both.\ndisjoint person, 'a b'.")).program
        #expect(try SyntaxTree.text(fromJSON: Array(program.json.utf8)) == "%% Not both.\ndisjoint person, 'a b'.\n")
        let one = #"{"kind": "program", "statements": [{"kind": "disjoint", "classes": ["a"]}]}"#
        #expect(throws: SyntaxTreeError.self) { try SyntaxTree.text(fromJSON: Array(one.utf8)) }
    }
}
