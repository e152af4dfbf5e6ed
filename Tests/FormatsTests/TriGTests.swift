import Formats
import Testing

@Suite("TriG")
struct TriGTests {
    /// What a text holds.
    static let right: [(text: String, statements: [String])] = [
        ("{ }", []),
        ("{}{}<a:g>{}", []),
        ("<a:g> { <a:s> <a:p> <a:o> }", ["<a:s> <a:p> <a:o> <a:g>"]),
        (
            "GRAPH <a:g> { <a:s> <a:p> <a:o> . } { <a:s> <a:p> <a:o> }",
            ["<a:s> <a:p> <a:o> <a:g>", "<a:s> <a:p> <a:o>"]
        ),
        ("_:g { <a:s> <a:p> <a:o> . }", ["<a:s> <a:p> <a:o> _:g"]),
        (
            "[] { <a:s> <a:p> <a:o> } GRAPH [ ] { <a:s> <a:p> <a:o> }",
            ["<a:s> <a:p> <a:o> _:.1", "<a:s> <a:p> <a:o> _:.2"]
        ),
        (
            "graph _:g { <a:s> <a:p> <a:o> ; <a:q> 1 , 2 . <a:t> <a:p> 1 }",
            [
                "<a:s> <a:p> <a:o> _:g", #"<a:s> <a:q> "1"^^<http://www.w3.org/2001/XMLSchema#integer> _:g"#,
                #"<a:s> <a:q> "2"^^<http://www.w3.org/2001/XMLSchema#integer> _:g"#,
                #"<a:t> <a:p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> _:g"#,
            ]
        ),
        (
            "<a:s> <a:p> <a:o> . { <a:s> <a:p> <a:o> } <a:t> <a:p> <a:o> .",
            ["<a:s> <a:p> <a:o>", "<a:s> <a:p> <a:o>", "<a:t> <a:p> <a:o>"]
        ),
        (
            "@prefix : <a:> . :g { [ :p :o ] . ( 1 ) :p :x . } :s :p :o . [ :p :o ] . [ :p :o ] :q :z .",
            [
                "_:.1 <a:p> <a:o> <a:g>",
                #"_:.2 <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> "1"^^<http://www.w3.org/2001/XMLSchema#integer> <a:g>"#,
                "_:.2 <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> <http://www.w3.org/1999/02/22-rdf-syntax-ns#nil> <a:g>",
                "_:.2 <a:p> <a:x> <a:g>", "<a:s> <a:p> <a:o>", "_:.3 <a:p> <a:o>", "_:.4 <a:p> <a:o>",
                "_:.4 <a:q> <a:z>",
            ]
        ),
        ("@prefix : <a:> . :g{:s :p :o}", ["<a:s> <a:p> <a:o> <a:g>"]),
        ("@prefix graph: <a:> . graph:g { graph:s graph:p graph:o }", ["<a:s> <a:p> <a:o> <a:g>"]),
        (
            "@prefix : <a:> . :g { :s :p [ :q :r ] } :h { [ :p :o ] }",
            ["_:.1 <a:q> <a:r> <a:g>", "<a:s> <a:p> _:.1 <a:g>", "_:.2 <a:p> <a:o> <a:h>"]
        ),
        ("{ <a:s> <a:p> <a:o> } # c\nPREFIX : <b:> :s :p :o .", ["<a:s> <a:p> <a:o>", "<b:s> <b:p> <b:o>"]),
        ("<a:g> { _:x <a:p> _:y } <a:h> { _:x <a:p> _:y }", ["_:x <a:p> _:y <a:g>", "_:x <a:p> _:y <a:h>"]),
    ]

    /// What is refused, by what is wrong.
    static let wrong: [(what: String, texts: [String])] = [
        (
            "a graph with an equals sign",
            ["<a:g> = { <a:s> <a:p> <a:o> }"]
        ),
        (
            "a graph without a right name",
            [
                #""g" { <a:s> <a:p> <a:o> }"#, "GRAPH { <a:s> <a:p> <a:o> }", #"GRAPH "g" { <a:s> <a:p> <a:o> }"#,
                "[ <a:p> <a:o> ] { <a:s> <a:p> <a:o> }", "(1) { <a:s> <a:p> <a:o> }", "GRAPH (1) { <a:s> <a:p> <a:o> }",
                "GRAPH [ <a:p> 1 ] { }", "() { }", "a { <a:s> <a:p> <a:o> }", "GRAPH { }",
                "<a:g> <a:h> { <a:s> <a:p> <a:o> }", "1 { }",
            ]
        ),
        (
            "a graph that is not closed",
            ["<a:g> { <a:s> <a:p> <a:o> ", "{ <a:s> <a:p> <a:o> .", "GRAPH <a:g>", "<a:g> {"]
        ),
        (
            "a dot behind a graph",
            ["<a:g> { <a:s> <a:p> <a:o> } .", "GRAPH <a:g> { <a:s> <a:p> <a:o> } .", "{ } ."]
        ),
        (
            "statements of a graph that are wrong",
            [
                "<a:g> { <a:s> <a:p> <a:o> .. }", "<a:g> { (1 2) }", "<a:g> { [] }",
                "<a:g> { <a:s> <a:p> <a:o> <a:t> <a:p> <a:o> }", "<a:g> { <a:s> <a:p> }", "<a:g> { <a:s> }",
                "<a:g> { . }", #"<a:g> { "s" <a:p> <a:o> }"#, "<a:g> { <a:s> _:b <a:o> }",
            ]
        ),
        (
            "a graph in a graph",
            ["<a:g> { <a:h> { <a:s> <a:p> <a:o> } }", "{ { <a:s> <a:p> <a:o> } }", "<a:g> { GRAPH <a:h> { } }"]
        ),
        (
            "a directive in a graph",
            [
                "{ @prefix : <a:> . :s :p :o }", "<a:g> { @base <a:> . }", "<a:g> { PREFIX : <a:> }",
                "<a:g> { BASE <a:> }",
            ]
        ),
        (
            "braces that are wrong",
            [
                "{ <a:s> <a:p> <a:o> } <a:g>", "<a:s> <a:p> <a:o> }", "GRAPH <a:g> <a:s> <a:p> <a:o> .",
                "<a:s> <a:p> <a:o> { }", "}",
            ]
        ),
        (
            "a keyword that is none",
            ["@graph <a:g> { <a:s> <a:p> <a:o> }", "GRAPHS <a:g> { }"]
        ),
    ]

    @Test("each production gives its statements, whole or in drips", arguments: right.map(\.text))
    func accepts(text: String) throws {
        let expected = try #require(Self.right.first { $0.text == text }).statements
        #expect(try ReadRDF.statements(text, "trig") == expected)
        for drip in [1, 2, 7] { #expect(try ReadRDF.statements(text, "trig", drip: drip) == expected) }
    }

    @Test("what the grammar does not allow is refused", arguments: wrong.map(\.what))
    func refuses(what: String) throws {
        for text in try #require(Self.wrong.first { $0.what == what }).texts {
            #expect(throws: FormatError.self, "\(text)") { try ReadRDF.statements(text + "\n", "trig") }
            #expect(throws: FormatError.self, "\(text)") { try ReadRDF.statements(text, "trig", drip: 1) }
        }
    }
}
