import Formats
import Testing

@Suite("N-Triples")
struct NTriplesTests {
    /// What a text holds.
    static let right: [(text: String, statements: [String])] = [
        ("", []),
        ("# c", []),
        ("\n \t\n#\n", []),
        (" <http://e/s>\t<http://e/p>  <http://e/o> . # c", ["<http://e/s> <http://e/p> <http://e/o>"]),
        (#"<a:s><a:p>"x"^^<a:t>."#, [#"<a:s> <a:p> "x"^^<a:t>"#]),
        ("<a:s><a:p>_:a.", ["<a:s> <a:p> _:a"]),
        (#"<a:s> <a:p> "x"@en-US-x1 ."#, [#"<a:s> <a:p> "x"@en-US-x1"#]),
        (#"<a:s> <a:p> "x"@a-b-1."#, [#"<a:s> <a:p> "x"@a-b-1"#]),
        (
            #"<http://e/\u00E9\U0001F600> <a:p> "\u00e9\t\b\n\r\f\"\'\\\U0001F600" ."#,
            ["<http://e/é😀> <a:p> \"é\t\u{8}\n\r\u{c}\"'\\😀\""]
        ),
        (#"<a:é> <a:p> "日本" ."#, [#"<a:é> <a:p> "日本""#]),
        ("_:1a.b <a:p> _:a·b .", ["_:1a.b <a:p> _:a·b"]),
        ("_:_ <a:p> _:_a .", ["_:_ <a:p> _:_a"]),
        ("_:a..b <a:p> _:a-b. ", ["_:a..b <a:p> _:a-b"]),
        (
            "<scheme:!$%25&'()*+,-./0123456789:/@ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~?#> <a:p> <a:o> .",
            [
                "<scheme:!$%25&'()*+,-./0123456789:/@ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~?#> <a:p> <a:o>"
            ]
        ),
        ("<a:s> <a:p> \"\u{1}\u{b}\u{7f}\t\" .", ["<a:s> <a:p> \"\u{1}\u{b}\u{7f}\t\""]),
        ("<a:s> <a:p> \"\" .\r\n<a:t> <a:p> \"'\" .", [#"<a:s> <a:p> """#, #"<a:t> <a:p> "'""#]),
        (
            "<a:s> <a:p> <a:o> .\r<a:t> <a:p> <a:o> .\r#c\r<a:u> <a:p> <a:o> .",
            ["<a:s> <a:p> <a:o>", "<a:t> <a:p> <a:o>", "<a:u> <a:p> <a:o>"]
        ),
        (#"<a:s> <a:p> "a"^^<a:t> .#"#, [#"<a:s> <a:p> "a"^^<a:t>"#]),
        ("\u{feff}<a:s> <a:p> <a:o> .", ["<a:s> <a:p> <a:o>"]),
    ]

    /// What is refused, by what is wrong.
    static let wrong: [(what: String, texts: [String])] = [
        (
            "a space in an IRI",
            ["<http://example/ space> <http://e/p> <http://e/o> ."]
        ),
        (
            "an escaped character that no IRI holds",
            [
                #"<http://example/\u0020> <http://e/p> <http://e/o> ."#,
                #"<http://e/\u003c> <http://e/p> <http://e/o> ."#, #"<http://e/\u007b> <http://e/p> <http://e/o> ."#,
                #"<http://e/s> <http://e/\U00000022> <http://e/o> ."#,
            ]
        ),
        (
            "an escape in an IRI that is none",
            [
                #"<http://example/\u00ZZ11> <http://e/p> <http://e/o> ."#,
                #"<http://example/\U00ZZ1111> <http://e/p> <http://e/o> ."#,
                #"<http://example/\n> <http://e/p> <http://e/o> ."#,
                #"<http://example/\/> <http://e/p> <http://e/o> ."#, #"<http://e/\u12> <http://e/p> <http://e/o> ."#,
            ]
        ),
        (
            "a character that no IRI holds",
            [
                "<http://e/{x}> <http://e/p> <http://e/o> .", "<http://e/s> <http://e/a|b> <http://e/o> .",
                "<http://e/s> <http://e/p> <http://e/a^b> .", "<http://e/s> <http://e/p> <http://e/a`b> .",
                #"<http://e/s> <http://e/p> <http://e/"> ."#, "<http://e/\u{1}> <http://e/p> <http://e/o> .",
            ]
        ),
        (
            "a relative IRI",
            [
                "<s> <http://e/p> <http://e/o> .", "<http://e/s> <p> <http://e/o> .", "<http://e/s> <http://e/p> <o> .",
                #"<http://e/s> <http://e/p> "a"^^<dt> ."#, "<> <http://e/p> <http://e/o> .",
                "<//e/s> <http://e/p> <http://e/o> .", "<1a:s> <http://e/p> <http://e/o> .",
            ]
        ),
        (
            "Turtle",
            [
                "@prefix : <http://e/> .", "@base <http://e/> .",
                "<http://e/s> <http://e/p> <http://e/o>, <http://e/o2> .",
                "<http://e/s> <http://e/p> <http://e/o>; <http://e/p2> <http://e/o2> .",
                "<http://e/s> a <http://e/o> .", "<http://e/s> <http://e/p> true .", "<http://e/s> <http://e/p> () .",
                "<http://e/s> <http://e/p> [] .", "e:s e:p e:o .", #"<http://e/s> <http://e/p> """abc""" ."#,
                "<http://e/s> <http://e/p> 'abc' .",
            ]
        ),
        (
            "a number without quotes",
            ["<http://e/s> <http://e/p> 1.0 .", "<http://e/s> <http://e/p> 1 .", "<http://e/s> <http://e/p> 1.0e1 ."]
        ),
        (
            "a language tag that is none",
            [
                #"<http://e/s> <http://e/p> "x"@1 ."#, #"<http://e/s> <http://e/p> "x"@en- ."#,
                #"<http://e/s> <http://e/p> "x"@en--a ."#, #"<http://e/s> <http://e/p> "x"@ ."#,
                #"<http://e/s> <http://e/p> "x"@a1 ."#, #"<http://e/s> <http://e/p> "x"@en_GB ."#,
            ]
        ),
        (
            "a language and a datatype",
            [#"<http://e/s> <http://e/p> "x"@en^^<http://e/t> ."#]
        ),
        (
            "an escape in a string that is none",
            [
                #"<http://e/s> <http://e/p> "a\zb" ."#, #"<http://e/s> <http://e/p> "\uWXYZ" ."#,
                #"<http://e/s> <http://e/p> "\U0000WXYZ" ."#, #"<http://e/s> <http://e/p> "\u12" ."#,
                #"<http://e/s> <http://e/p> "\x41" ."#,
            ]
        ),
        (
            "an escape that stands for no character",
            [
                #"<http://e/s> <http://e/p> "\uD800" ."#, #"<http://e/s> <http://e/p> "\uDFFF" ."#,
                #"<http://e/s> <http://e/p> "\U00110000" ."#, #"<http://e/s> <http://e/p> "\UFFFFFFFF" ."#,
                #"<http://e/\uD800> <http://e/p> <http://e/o> ."#,
            ]
        ),
        (
            "a string that is not closed",
            [
                #"<http://e/s> <http://e/p> "abc' ."#, "<http://e/s> <http://e/p> \"a\nb\" .",
                "<http://e/s> <http://e/p> \"a\rb\" .", #"<http://e/s> <http://e/p> "abc"#,
                #"<http://e/s> <http://e/p> "abc\" ."#,
            ]
        ),
        (
            "a term in the wrong place",
            [
                #""l" <http://e/p> <http://e/o> ."#, "<http://e/s> _:p <http://e/o> .",
                #"<http://e/s> "p" <http://e/o> ."#,
            ]
        ),
        (
            "a blank node without a right label",
            [
                "<http://e/s> <http://e/p> _:-a .", "_::a <http://e/p> <http://e/o> .",
                "_:abc:def <http://e/p> <http://e/o> .", "<http://e/s> <http://e/p> _: .",
                "<http://e/s> <http://e/p> _a .",
            ]
        ),
        (
            "too few or too many terms",
            [
                "<http://e/s> <http://e/p> .", "<http://e/s> .", "<http://e/s> <http://e/p> <http://e/o>",
                "<http://e/s> <http://e/p> <http://e/o> <http://e/g> .", ".",
            ]
        ),
        (
            "two statements on a line",
            ["<http://e/s> <http://e/p> <http://e/o> . <http://e/s> <http://e/p> <http://e/o> ."]
        ),
        (
            "a statement over two lines",
            ["<http://e/s>\n<http://e/p> <http://e/o> ."]
        ),
    ]

    @Test("each production gives its statements, whole or in drips", arguments: right.map(\.text))
    func accepts(text: String) throws {
        let expected = try #require(Self.right.first { $0.text == text }).statements
        #expect(try ReadRDF.statements(text, "nt") == expected)
        for drip in [1, 2, 7] { #expect(try ReadRDF.statements(text, "nt", drip: drip) == expected) }
    }

    @Test("what the grammar does not allow is refused", arguments: wrong.map(\.what))
    func refuses(what: String) throws {
        for text in try #require(Self.wrong.first { $0.what == what }).texts {
            #expect(throws: FormatError.self, "\(text)") { try ReadRDF.statements(text + "\n", "nt") }
            #expect(throws: FormatError.self, "\(text)") { try ReadRDF.statements(text, "nt", drip: 1) }
        }
    }
}
