import Terms
import Testing

@testable import Language

@Suite struct LexerTests {
    @Test(
        "tokens are cut where the contract cuts them",
        arguments: [
            ("X > 1.", "X > int 1 ."), ("1..10", "int 1 .. int 10"), ("X > 1.5.", "X > 1.5 ."),
            ("7-3", "int 7 - int 3"), ("12345-1", "int 12345 - int 1"), ("1_000-10", "int 1000 - int 10"),
            ("2016 - 10", "int 2016 - int 10"), ("2016-05", "date 2016-05"), ("2016-05-10", "date 2016-05-10"),
            ("2016-X", "int 2016 - X"), ("X-1", "X - int 1"), ("201-05", "int 201 - int 5"),
            ("2016-05..2016-08", "date 2016-05 .. date 2016-08"),
            ("2016-05-10T09:30:00Z", "datetime 2016-05-10T09:30:00Z"),
            ("2016-05-10T09:30:00+05:00.", "datetime 2016-05-10T04:30:00Z ."),
            ("2016-05-10T09:30:00.25Z", "datetime 2016-05-10T09:30:00.25Z"),
            ("3.0 3.50 0.0", "int 3 3.5 int 0"), ("1e9 2.5e-3 1E+2", "float 1e9 float 2.5e-3 float 1e2"),
            ("000.500 0.000000000000000001 123456789012345678.0", "0.5 0.000000000000000001 int 123456789012345678"),
            ("1_500_000 1_0.2_5", "int 1500000 10.25"), ("0e5", "float 0e0"),
            ("a<b a<=b X<-1", "a < b a <= b X < - int 1"), ("X <Y, Y> Z", "X < Y , Y > Z"),
            ("a < <http://x/y>", "a < <http://x/y>"), ("(<urn:a>)", "( <urn:a> )"),
            ("X<wd:Q1,Y>3", "X < wd:Q1 , Y > int 3"),
            (#"<http://x/\u00e9>"#, "<http://x/é>"),
            ("wd:Q1.", "wd:Q1 ."), ("wd:Q1-2.x.", "wd:Q1-2.x ."), ("a:-b", "a :- b"), ("share: S", "share : S"),
            ("a-b:c a-b a-1", "a-b:c a - b a - int 1"),
            ("_:b0 _ _Why _:-", "_:b0 _ _Why _ :-"), ("$country:$x", "$country : $x"),
            ("'Фонд Самрук' 'it\\'s'", #"'Фонд Самрук' 'it\'s'"#),
            ("Қорғас қорғас 霍尔果斯 ნინო", "Қорғас қорғас 霍尔果斯 ნინო"),
            (#""a\"\\\n\t\rA\U0001F600""#, #"string "a\"\\\n\t\rA😀""#),
            (#""x"@kk "x"@en-GB, "x" @ y"#, #"string "x"@kk string "x"@en-GB , string "x" @ y"#),
            (#""P3Y"^^xsd:duration. "a"^^<http://t>."#, #"string "P3Y"^^xsd:duration . string "a"^^<http://t> ."#),
            ("\"\"\"a\"b\nc\"\"\"", #"string "a\"b\nc""#), ("\"\"\"\"\"\"", #"string """#),
            ("\"\"\"a\"\"\"\"", #"string "a\"""#), ("\"\"", #"string """#),
            ("a.% x", "a ."), ("a./* x */b.", "a . b ."), ("a.}", "a . }"), ("a.\u{a0}b.", "a . b ."),
            ("\u{feff}a.", "a ."), ("r*(X)/2", "r * ( X ) / int 2"), ("a!=b !c", "a != b ! c"),
            ("order orders not notary", "keyword order orders keyword not notary"),
        ])
    func tokens(text: String, expected: String) {
        var lexer = Lexer(SourceFile(name: "t", text: text))
        var shown: [String] = []
        while true {
            let token = lexer.next()
            if token.isEnd { break }
            shown.append(show(token.kind))
        }
        #expect(shown.joined(separator: " ") == expected)
        #expect(lexer.diagnostics.isEmpty, "\(lexer.diagnostics.map(\.message))")
    }

    private func show(_ kind: Token.Kind) -> String {
        switch kind {
        case .word, .quotedName, .prefixedName, .iri, .blank: EntityName.Form(kind)?.sourceText ?? ""
        case .keyword(let keyword): "keyword " + keyword.rawValue
        case .variable(let name): name
        case .wildcard: "_"
        case .parameter(let name): "$" + name
        case .string(let term): "string " + Printer.text(of: term)
        case .integer(let value): "int \(value)"
        case .decimal(let value): value.description
        case .float(let value): "float " + Term.exponentForm(value)
        case .date(let date): "date \(date)"
        case .dateTime(let instant): "datetime \(instant)"
        case .symbol(let symbol): symbol.rawValue
        case .invalid: "invalid"
        case .end: "end"
        }
    }

    @Test("the lexer and the printer of terms agree on the keywords")
    func keywordsAgree() {
        #expect(Set(Keyword.allCases.map(\.rawValue)) == keywords)
        for keyword in keywords { #expect(Keyword(keyword)?.rawValue == keyword) }
    }

    @Test("tokens keep their byte offsets")
    func offsets() {
        var lexer = Lexer(SourceFile(name: "t", text: "қ(  X)."))
        let places = (0..<5).map { _ in lexer.next() }.map { "\($0.start)-\($0.end)" }
        #expect(places == ["0-2", "2-3", "5-6", "6-7", "7-8"])
    }

    @Test("bytes that are no UTF-8 are reported, one error for each run of them, and the rest is read")
    func invalidUTF8() {
        let bytes = Array("a(b).\nc(".utf8) + [0xff, 0xfe] + Array(").\n% ".utf8) + [0xc0] + Array("\nd(e).".utf8)
        let (program, diagnostics) = Parser.parse(SourceFile(name: "t", bytes: bytes))
        #expect(diagnostics.map(\.code) == [.invalidUTF8, .invalidUTF8])
        #expect(diagnostics.map { $0.range?.start } == [8, 15])
        #expect(program.statements.map { Printer.text(of: $0) } == ["a(b).", "d(e)."])
    }

    @Test("comments are kept with their marks, and whether something stands before them")
    func comments() {
        let text = "% one\na(b). % two\n/* three\n more */ c(d). /* four */ % five\n"
        let program = Parser.parse(SourceFile(name: "t", text: text)).program
        #expect(program.comments.map(\.text) == ["% one", "% two", "/* three\n more */", "/* four */", "% five"])
        #expect(program.comments.map(\.isTrailing) == [false, true, false, true, true])
    }

    @Test("only %% right above a statement is its documentation")
    func documentation() {
        let text = """
            %% A ship.
            %%   Indented.
            %%
            class ship.

            %% Far above.

            class far.
            %%% ornament
            class plain.
            class a. %% behind
            class b.
            % ordinary
            %% Second.
            class c.
            """
        let (program, diagnostics) = Parser.parse(SourceFile(name: "t", text: text))
        #expect(diagnostics.isEmpty)
        #expect(program.statements.map(\.documentation) == ["A ship.\n  Indented.\n", nil, nil, nil, nil, "Second."])
        #expect(program.comments.map(\.text) == ["%% Far above.", "%%% ornament", "%% behind", "% ordinary"])
    }

    @Test("a name is read from its source form", arguments: ["xsd:duration", "<http://a/b>", "x", "'x y'", "_:b1"])
    func nameFromSource(text: String) {
        #expect(EntityName.Form(sourceText: text)?.sourceText == text)
        #expect(EntityName.Form(sourceText: text + " x") == nil)
    }
}
