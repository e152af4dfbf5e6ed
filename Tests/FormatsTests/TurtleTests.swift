import Formats
import Testing

@Suite("Turtle")
struct TurtleTests {
    /// What a text holds.
    static let right: [(text: String, statements: [String])] = [
        ("", []),
        ("# only a comment", []),
        ("@prefix : <a:> .\n@base <b:> .", []),
        (
            "@prefix : <a:> . :s :p 1.0e0 , 1.E3 , .5 , -1, +1.0 , 1e5, 1, .5e-2, 1.5E+3 , 007 .",
            [
                #"<a:s> <a:p> "1.0e0"^^<http://www.w3.org/2001/XMLSchema#double>"#,
                #"<a:s> <a:p> "1.E3"^^<http://www.w3.org/2001/XMLSchema#double>"#,
                #"<a:s> <a:p> ".5"^^<http://www.w3.org/2001/XMLSchema#decimal>"#,
                #"<a:s> <a:p> "-1"^^<http://www.w3.org/2001/XMLSchema#integer>"#,
                #"<a:s> <a:p> "+1.0"^^<http://www.w3.org/2001/XMLSchema#decimal>"#,
                #"<a:s> <a:p> "1e5"^^<http://www.w3.org/2001/XMLSchema#double>"#,
                #"<a:s> <a:p> "1"^^<http://www.w3.org/2001/XMLSchema#integer>"#,
                #"<a:s> <a:p> ".5e-2"^^<http://www.w3.org/2001/XMLSchema#double>"#,
                #"<a:s> <a:p> "1.5E+3"^^<http://www.w3.org/2001/XMLSchema#double>"#,
                #"<a:s> <a:p> "007"^^<http://www.w3.org/2001/XMLSchema#integer>"#,
            ]
        ),
        (
            "@prefix : <a:> . :s :p 1.:t :p 2.5.",
            [
                #"<a:s> <a:p> "1"^^<http://www.w3.org/2001/XMLSchema#integer>"#,
                #"<a:t> <a:p> "2.5"^^<http://www.w3.org/2001/XMLSchema#decimal>"#,
            ]
        ),
        (
            "@prefix : <a:> . :s :p true,false.",
            [
                #"<a:s> <a:p> "true"^^<http://www.w3.org/2001/XMLSchema#boolean>"#,
                #"<a:s> <a:p> "false"^^<http://www.w3.org/2001/XMLSchema#boolean>"#,
            ]
        ),
        (
            "@prefix : <a:> . @prefix true: <b:> . @prefix a: <c:> . true:a a:b true:true ; a a:a .",
            ["<b:a> <c:b> <b:true>", "<b:a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <c:a>"]
        ),
        (
            #"@prefix : <a:> . :a.b :p :c%20 , :\~x\-\.\%\? , :a:b , :1 , : , :_a , :a-b , :a..b ."#,
            [
                "<a:a.b> <a:p> <a:c%20>", "<a:a.b> <a:p> <a:~x-.%?>", "<a:a.b> <a:p> <a:a:b>", "<a:a.b> <a:p> <a:1>",
                "<a:a.b> <a:p> <a:>", "<a:a.b> <a:p> <a:_a>", "<a:a.b> <a:p> <a:a-b>", "<a:a.b> <a:p> <a:a..b>",
            ]
        ),
        ("PrEfIx : <a:> bAsE <http://b/> :s :p <x> .", ["<a:s> <a:p> <http://b/x>"]),
        ("@prefix prefix: <a:> . prefix:s prefix:base prefix:o .", ["<a:s> <a:base> <a:o>"]),
        ("PREFIX base:<a:>base:s base:p base:o.", ["<a:s> <a:p> <a:o>"]),
        (
            "@prefix : <a:> . <a:s>:p '''a'b''c''', '', \"\", '''''', '\"', \"'\", '''\n\r\n'''.",
            [
                #"<a:s> <a:p> "a'b''c""#, #"<a:s> <a:p> """#, #"<a:s> <a:p> """#, #"<a:s> <a:p> """#,
                #"<a:s> <a:p> """"#, #"<a:s> <a:p> "'""#, "<a:s> <a:p> \"\n\r\n\"",
            ]
        ),
        (
            #"@prefix : <a:> . :s :p """a"b""c\"""" , "\u00e9\U0001F600\t\b\n\r\f\"\'\\" ."#,
            [#"<a:s> <a:p> "a"b""c"""#, "<a:s> <a:p> \"é😀\t\u{8}\n\r\u{c}\"'\\\""]
        ),
        (
            "@prefix : <a:> . :s :p [ ] , [ :q 1 ; ] .",
            ["<a:s> <a:p> _:.1", #"_:.2 <a:q> "1"^^<http://www.w3.org/2001/XMLSchema#integer>"#, "<a:s> <a:p> _:.2"]
        ),
        (
            "@prefix : <a:> . :s :p () , (1) .",
            [
                "<a:s> <a:p> <http://www.w3.org/1999/02/22-rdf-syntax-ns#nil>",
                #"_:.1 <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> "1"^^<http://www.w3.org/2001/XMLSchema#integer>"#,
                "_:.1 <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> <http://www.w3.org/1999/02/22-rdf-syntax-ns#nil>",
                "<a:s> <a:p> _:.1",
            ]
        ),
        (
            #"@prefix : <a:> . ( :x ( ) ) :p [ :q ( "y" ) ] ."#,
            [
                "_:.1 <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> <a:x>",
                "_:.1 <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> _:.2",
                "_:.2 <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> <http://www.w3.org/1999/02/22-rdf-syntax-ns#nil>",
                "_:.2 <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> <http://www.w3.org/1999/02/22-rdf-syntax-ns#nil>",
                #"_:.4 <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> "y""#,
                "_:.4 <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> <http://www.w3.org/1999/02/22-rdf-syntax-ns#nil>",
                "_:.3 <a:q> _:.4", "_:.1 <a:p> _:.3",
            ]
        ),
        (
            "@prefix : <a:> . [ :p :o ] . [ :p :o ] :q 1 . [] :p 3 .",
            [
                "_:.1 <a:p> <a:o>", "_:.2 <a:p> <a:o>", #"_:.2 <a:q> "1"^^<http://www.w3.org/2001/XMLSchema#integer>"#,
                #"_:.3 <a:p> "3"^^<http://www.w3.org/2001/XMLSchema#integer>"#,
            ]
        ),
        ("@prefix : <a:> . :s :p :o ;;; :q :o2 ; .", ["<a:s> <a:p> <a:o>", "<a:s> <a:q> <a:o2>"]),
        ("@prefix a.b: <a:> . a.b:x a.b:p a.b:y.z .", ["<a:x> <a:p> <a:y.z>"]),
        ("@prefix é: <a:> . é:é a é:日本 .", ["<a:é> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <a:日本>"]),
        (
            #"<a:s> <a:p> "x"^^<a:t> , "y"@en-GB-1 , "z"^^<t> ."#,
            [#"<a:s> <a:p> "x"^^<a:t>"#, #"<a:s> <a:p> "y"@en-GB-1"#, #"<a:s> <a:p> "z"^^<http://base/dir/t>"#]
        ),
        ("_:a.b <a:p> _:1 , _:a·, _:_x.", ["_:a.b <a:p> _:1", "_:a.b <a:p> _:a·", "_:a.b <a:p> _:_x"]),
        (
            "<a:s> a<a:C>,<a:D>.",
            [
                "<a:s> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <a:C>",
                "<a:s> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <a:D>",
            ]
        ),
        ("<a:s><a:p><a:o>.#c", ["<a:s> <a:p> <a:o>"]),
        ("<a:s> # one\r # two\n <a:p>\t\r\n<a:o>\r.", ["<a:s> <a:p> <a:o>"]),
        (#"<a:\u00e9\U0001F600> <a:p> <a:%7B> ."#, ["<a:é😀> <a:p> <a:%7B>"]),
        (
            "@prefix : <a:> . @prefix : <b:> . :s :p :o . @prefix : <http://c/#> . :s :p :o .",
            ["<b:s> <b:p> <b:o>", "<http://c/#s> <http://c/#p> <http://c/#o>"]
        ),
        (
            "@prefix p: <x/> . p:a p:b p:c . @base <http://n/m/> . p:a <q> <../r> .",
            [
                "<http://base/dir/x/a> <http://base/dir/x/b> <http://base/dir/x/c>",
                "<http://base/dir/x/a> <http://n/m/q> <http://n/r>",
            ]
        ),
        ("@base <sub/> . <x> <#f> <> .", ["<http://base/dir/sub/x> <http://base/dir/sub/#f> <http://base/dir/sub/>"]),
        ("<> <?q> <//h/./a/../b> .", ["<http://base/dir/file> <http://base/dir/file?q> <http://h/b>"]),
    ]

    /// What is refused, by what is wrong.
    static let wrong: [(what: String, texts: [String])] = [
        (
            "a character that no IRI holds",
            [
                "<http://e/ x> <http://e/p> <http://e/o> .", #"<http://e/\u0020> <http://e/p> <http://e/o> ."#,
                #"<http://e/\u007b> <http://e/p> <http://e/o> ."#, "<http://e/{x}> <a:p> <a:o> .",
                #"<http://e/"> <a:p> <a:o> ."#, "<a\n> <a:p> <a:o> .",
            ]
        ),
        (
            "an escape in an IRI that is none",
            [
                #"<http://e/\n> <http://e/p> <http://e/o> ."#, #"<http://e/\u00ZZ> <a:p> <a:o> ."#,
                #"<http://e/\U00ZZ1111> <a:p> <a:o> ."#, #"<http://e/\uD800> <a:p> <a:o> ."#,
            ]
        ),
        (
            "a directive without its dot, or with one too many",
            [
                "@prefix : <http://e/> :s :p :o .", "@base <http://e/>\n<s> <p> <o> .",
                "BASE <http://e/> . <s> <p> <o> .", "PREFIX : <http://e/> . :s :p :o .",
            ]
        ),
        (
            "a directive that is not whole",
            ["@prefix <http://e/> .", "@prefix : .", "@prefix a <http://e/> .", "@base a: .", "@prefix", "PREFIX :"]
        ),
        (
            "a directive in the wrong case",
            ["@BASE <http://e/> .", "@PREFIX : <http://e/> .", "@Prefix : <http://e/> ."]
        ),
        (
            "a prefix that is not declared",
            [":s :p :o .", "x:s <a:p> <a:o> .", "@prefix x: <a:> . x:s <a:p> y:o .", "PREFIX a: <a:> A:s a:p a:o ."]
        ),
        (
            "a prefix that is no name",
            [
                "@prefix a. : <a:> .", "@prefix .a: <a:> .", "@prefix -a: <a:> .", "@prefix _: <a:> .",
                "@prefix 1a: <a:> .", "@prefix a~b: <a:> .",
            ]
        ),
        (
            "a local name that is none",
            [
                "@prefix : <a:> . :a~b :p :o .", #"@prefix : <a:> . :a\xb :p :o ."#, "@prefix : <a:> . :a%2 :p :o .",
                "@prefix : <a:> . :s :p :o%xx .", "@prefix : <a:> . :-a :p :o .", "@prefix : <a:> . :.a :p :o .",
                #"@prefix : <a:> . :a\u0041 :p :o ."#, "@prefix : <a:> . :a&b :p :o .",
            ]
        ),
        (
            "a keyword in the wrong case or place",
            [
                "<http://e/s> A <http://e/C> .", "<a:s> <a:p> a .", "a <a:p> <a:o> .", "true <a:p> <a:o> .",
                "<a:s> true <a:o> .", "<a:s> <a:p> TRUE .", "<a:s> <a:p> False .", "<a:s> a a .",
            ]
        ),
        (
            "Notation 3",
            [
                "<a:s> = <a:o> .", "{ <a:s> <a:p> <a:o> } => { } .", "<a:s> <a:p>!<a:q> <a:o> .",
                "<a:s>!<a:p> <a:q> <a:o> .", "<a:s>^<a:p> <a:q> <a:o> .", "<a:s> <a:p>^<a:q> <a:o> .", "@keywords a .",
                "@forSome <a:x> .", "@forAll <a:x> .", "<a:s> is <a:p> of <a:o> .", "<a:s> has <a:p> <a:o> .",
                "<a:s> <a:p> ?x .", "<a:s> <= <a:o> .", "<a:s> <a:p> { <a:x> <a:y> <a:z> } .", "this <a:p> <a:o> .",
            ]
        ),
        (
            "a dot that is missing or too much",
            [
                "<a:s> <a:p> <a:o>", "<a:s> <a:p> <a:o> .. ", "<a:s> <a:p> <a:o> . .", ". <a:s> <a:p> <a:o> .",
                "@prefix : <a:> . :s :p :o", "<a:s> <a:p> <a:o>\n<a:s> <a:p> <a:o> .",
            ]
        ),
        (
            "a comma or semicolon that separates nothing",
            [
                "<a:s> <a:p> <a:o> ; , <a:q> .", "<a:s> <a:p> , <a:o> .", "<a:s> <a:p> <a:o> , .",
                "<a:s> ; <a:p> <a:o> .", "<a:s> <a:p> <a:o> ; <a:q> .", "<a:s>, <a:t> <a:p> <a:o> .",
            ]
        ),
        (
            "a string that is not closed",
            [
                "<a:s> <a:p> \"s\n\" .", "<a:s> <a:p> 's\n' .", #"<a:s> <a:p> """s"" ."#, #"<a:s> <a:p> """""" """ ."#,
                #"<a:s> <a:p> '''s''" ."#, #"<a:s> <a:p> 'a" ."#, #"<a:s> <a:p> """a"""" ."#,
            ]
        ),
        (
            "a language tag that is none",
            [
                #"<a:s> <a:p> "x"@1 ."#, #"<a:s> <a:p> "x"@en- ."#, #"<a:s> <a:p> "a"@ en ."#,
                #"<a:s> <a:p> "x"@en--us ."#, #"<a:s> <a:p> "x"@e1 ."#,
            ]
        ),
        (
            "a language and a datatype",
            [#"<a:s> <a:p> "x"@en^^<a:t> ."#, #"<a:s> <a:p> "x"^^<a:t>@en ."#]
        ),
        (
            "a datatype that is none",
            [
                #"<a:s> <a:p> "a"^^"b" ."#, #"<a:s> <a:p> "a"^^_:b ."#, #"<a:s> <a:p> "a"^<a:t> ."#,
                #"<a:s> <a:p> "a"^^ ."#, "<a:s> <a:p> 1^^<a:t> .",
            ]
        ),
        (
            "a number that is none",
            [
                "<a:s> <a:p> 123.abc .", "<a:s> <a:p> 123e .", "<a:s> <a:p> 123abc .", "<a:s> <a:p> 0x123 .",
                "<a:s> <a:p> +-1 .", "<a:s> <a:p> 1.e .", "<a:s> <a:p> . .", "<a:s> <a:p> - .", "<a:s> <a:p> .e1 .",
                "<a:s> <a:p> 1e+ .", "<a:s> <a:p> 1..2 .",
            ]
        ),
        (
            "an escape in a string that is none",
            [
                #"<a:s> <a:p> "a\x" ."#, #"<a:s> <a:p> """a\x""" ."#, #"<a:s> <a:p> "\uD800" ."#,
                #"<a:s> <a:p> "\U00110000" ."#, #"<a:s> <a:p> "\u12" ."#, #"<a:s> <a:p> '\a' ."#,
            ]
        ),
        (
            "a term in the wrong place",
            [
                #""x" <a:p> <a:o> ."#, #"<a:s> "x" <a:o> ."#, "<a:s> _:b <a:o> .", "<a:s> [] <a:o> .",
                "<a:s> () <a:o> .", "1 <a:p> <a:o> .", "<a:s> 1 <a:o> .", "'x' <a:p> <a:o> .",
            ]
        ),
        (
            "brackets that are wrong",
            [
                "[ <a:p> <a:o> ] , <a:x> .", "(1) .", "[] .", "<a:s> <a:p> ( 1 2 .", "<a:s> <a:p> [ <a:q> 1 .",
                "<a:s> <a:p> ( 1, 2 ) .", "<a:s> <a:p> [ 1 ] .", "<a:s> <a:p> ) .", "<a:s> <a:p> ] .",
                "[ <a:p> <a:o> . ] .", "<a:s> <a:p> ( 1 ] .", "<a:s> .",
            ]
        ),
        (
            "a blank node without a right label",
            [
                "<a:s> <a:p> _:a.. ", "<a:s> <a:p> _:-a .", "<a:s> <a:p> _: .", "<a:s> <a:p> _:.a .",
                "<a:s> <a:p> _::a .",
            ]
        ),
        (
            "TriG",
            ["GRAPH <a:g> { <a:s> <a:p> <a:o> }", "<a:g> { <a:s> <a:p> <a:o> }", "{ <a:s> <a:p> <a:o> }"]
        ),
    ]

    @Test("each production gives its statements, whole or in drips", arguments: right.map(\.text))
    func accepts(text: String) throws {
        let expected = try #require(Self.right.first { $0.text == text }).statements
        #expect(try ReadRDF.statements(text, "ttl") == expected)
        for drip in [1, 2, 7] { #expect(try ReadRDF.statements(text, "ttl", drip: drip) == expected) }
    }

    @Test("what the grammar does not allow is refused", arguments: wrong.map(\.what))
    func refuses(what: String) throws {
        for text in try #require(Self.wrong.first { $0.what == what }).texts {
            #expect(throws: FormatError.self, "\(text)") { try ReadRDF.statements(text + "\n", "ttl") }
            #expect(throws: FormatError.self, "\(text)") { try ReadRDF.statements(text, "ttl", drip: 1) }
        }
    }
}
