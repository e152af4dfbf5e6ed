import Formats
import Testing

@Suite("N-Quads")
struct NQuadsTests {
    /// What a text holds.
    static let right: [(text: String, statements: [String])] = [
        ("<a:s> <a:p> <a:o> <a:g> .", ["<a:s> <a:p> <a:o> <a:g>"]),
        ("<a:s> <a:p> <a:o> _:g .", ["<a:s> <a:p> <a:o> _:g"]),
        (#"<a:s> <a:p> "x"@en _:g."#, [#"<a:s> <a:p> "x"@en _:g"#]),
        (#"<a:s> <a:p> "x"^^<a:t><a:g>."#, [#"<a:s> <a:p> "x"^^<a:t> <a:g>"#]),
        ("<a:s> <a:p> <a:o> .\n_:s <a:p> _:o <a:g> . # c", ["<a:s> <a:p> <a:o>", "_:s <a:p> _:o <a:g>"]),
    ]

    /// What is refused, by what is wrong.
    static let wrong: [(what: String, texts: [String])] = [
        (
            "a graph that is no name",
            [
                #"<http://e/s> <http://e/p> <http://e/o> "g" ."#, "<http://e/s> <http://e/p> <http://e/o> <g> .",
                #"<http://e/s> <http://e/p> <http://e/o> "g"@en ."#,
            ]
        ),
        (
            "five terms",
            ["<http://e/s> <http://e/p> <http://e/o> <http://e/g> <http://e/h> ."]
        ),
        (
            "a literal as subject",
            [#""s" <http://e/p> <http://e/o> <http://e/g> ."#]
        ),
    ]

    @Test("each production gives its statements, whole or in drips", arguments: right.map(\.text))
    func accepts(text: String) throws {
        let expected = try #require(Self.right.first { $0.text == text }).statements
        #expect(try ReadRDF.statements(text, "nq") == expected)
        for drip in [1, 2, 7] { #expect(try ReadRDF.statements(text, "nq", drip: drip) == expected) }
    }

    @Test("what the grammar does not allow is refused", arguments: wrong.map(\.what))
    func refuses(what: String) throws {
        for text in try #require(Self.wrong.first { $0.what == what }).texts {
            #expect(throws: FormatError.self, "\(text)") { try ReadRDF.statements(text + "\n", "nq") }
            #expect(throws: FormatError.self, "\(text)") { try ReadRDF.statements(text, "nq", drip: 1) }
        }
    }
}
