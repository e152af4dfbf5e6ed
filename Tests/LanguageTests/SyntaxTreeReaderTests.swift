import Testing

@testable import Language

private func json(_ text: String) -> String {
    let (program, diagnostics) = Parser.parse(SourceFile(name: "t", text: text))
    #expect(diagnostics.isEmpty, "\(text)")
    return program.json
}

@Suite struct SyntaxTreeReaderTests {
    @Test("the JSON form of a text gives the text back", arguments: PrinterTests.canonical)
    func canonical(text: String) throws {
        let again = try SyntaxTree.text(fromJSON: Array(json(text).utf8))
        #expect(again == (try Formatter.format(SourceFile(name: "t", text: text))))
    }

    @Test("the JSON form of random programs is the form of what it gives back", arguments: 0..<10)
    func random(part: Int) throws {
        for seed in (part * 40)..<((part + 1) * 40) {
            var random = RandomSyntax(seed: UInt64(seed))
            let text = (0..<2).map { _ in Printer.text(of: random.statement()) + "\n" }.joined()
            let again = try SyntaxTree.text(fromJSON: Array(json(text).utf8))
            let (before, after) = (text, again)
            #expect(outline(after) == outline(before), "seed \(seed)\n\(before)\n\(after)")
        }
    }

    private func outline(_ text: String) -> [String] {
        Parser.parse(SourceFile(name: "t", text: text)).program.statements.map(\.outline.description)
    }

    @Test("comments stand before the statement that follows them")
    func comments() throws {
        let text = "% a\nr(x).   % b\n%% doc\ns(y) :- /* c */ t(y).\n% d\n"
        let expected = "% a\nr(x).\n% b\n/* c */\n%% doc\ns(y) :- t(y).\n% d\n"
        #expect(try SyntaxTree.text(fromJSON: Array(json(text).utf8)) == expected)
    }

    @Test("places are not needed")
    func withoutPlaces() throws {
        let tree =
            #"{"kind":"program","statements":[{"kind":"fact","head":{"kind":"atom","name":"r","arguments":[]}}]}"#
        #expect(try SyntaxTree.text(fromJSON: Array(tree.utf8)) == "r().\n")
    }

    private static func fact(_ arguments: String) -> String {
        #"{"kind":"program","statements":[{"kind":"fact","head":{"kind":"atom","name":"r","arguments":["#
            + arguments + "]}}]}"
    }

    @Test(
        "what is the tree of no program is refused, with the place",
        arguments: [
            ("[", "byte 1: the JSON text ends where a value was expected"), ("[]", "an object was expected"),
            ("{}", "'kind' is missing"), (#"{"kind":"fact"}"#, "the tree of a program was expected"),
            (#"{"kind":"program"}"#, "'statements' is missing"),
            (#"{"kind":"program","statements":[1]}"#, "statements[0]: an object was expected"),
            (#"{"kind":"program","statements":[{"kind":"x"}]}"#, "statements[0]: there is no statement of kind 'x'"),
            (#"{"kind":"program","statements":[],"more":1}"#, "there is no part 'more' here"),
            (
                #"{"kind":"program","statements":[{"kind":"base","iri":"a"}]}"#,
                "statements[0].iri: an IRI stands in angle brackets"
            ),
            (fact(#"{"kind":"int","value":"x"}"#), "statements[0].head.arguments[0]: 'x' is no value"),
            (fact(#"{"kind":"int","value":"1), q(2"}"#), "statements[0].head.arguments[0]: '1), q(2' is no value"),
            (fact(#"{"kind":"int","value":"1 % x"}"#), "statements[0].head.arguments[0]: '1 % x' is no value"),
            (fact(#"{"kind":"entity","name":"a b"}"#), "statements[0].head.arguments[0].name: 'a b' is no name"),
            (fact(#"{"kind":"entity"}"#), "statements[0].head.arguments[0]: 'name' is missing"),
            (
                fact(#"{"kind":"what","value":"1"}"#),
                "statements[0].head.arguments[0]: there is no value of kind 'what'"
            ),
            (
                fact(#"{"kind":"variable","name":"x y"}"#),
                "statements[0]: this is the tree of no statement: found 'y' where ',' or ')' was expected"
            ),
            (
                fact(#"{"kind":"variable","name":"x"}"#),
                "statements[0]: this is the tree of no statement: 'r(x).' has another"
            ),
            (
                #"{"kind":"program","statements":[{"kind":"rule","head":{"kind":"atom","name":"r","arguments":[]}}]}"#,
                "statements[0]: 'body' is missing"
            ),
        ])
    func wrong(tree: String, message: String) {
        let error = #expect(throws: SyntaxTreeError.self) { try SyntaxTree.text(fromJSON: Array(tree.utf8)) }
        #expect(error?.message == message)
    }

    @Test("a tree that nests too deep is refused")
    func deep() {
        let open = #"{"kind":"negative","of":"#
        for depth in [300, 5_000] {
            let argument =
                String(repeating: open, count: depth) + #"{"kind":"wildcard"}"# + String(repeating: "}", count: depth)
            #expect(throws: SyntaxTreeError.self) { try SyntaxTree.text(fromJSON: Array(Self.fact(argument).utf8)) }
        }
    }
}
