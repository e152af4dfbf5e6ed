import Foundation
import Testing
import Zhol

@Suite("loading RDF")
struct RDFLoadingTests {
    @Test("statements become facts: types are classes, graphs are sources, literals are values")
    func mapping() throws {
        let session = try Session()
        try session.load(files: [
            (
                "a.nq",
                """
                <http://e/x> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://e/City> .
                <http://e/x> <http://e/name> "X" <http://e/g1> .
                <http://e/x> <http://e/name> "X" <http://e/g2> .
                <http://e/x> <http://e/name> "Икс"@ru _:g .

                """
            )
        ])
        #expect(
            try session.facts() == [
                "<http://e/City>(<http://e/x>).",
                "<http://e/name>(<http://e/x>, \"X\") {source: <http://e/g1>}.",
                "<http://e/name>(<http://e/x>, \"X\") {source: <http://e/g2>}.",
                "<http://e/name>(<http://e/x>, \"Икс\"@ru) {source: _:b1f1_g}.",
            ])
    }

    /// A literal of a datatype, and what LANGUAGE says that it is.
    static let literals: [(text: String, type: String, term: String)] = [
        ("01", "integer", "1"), ("-7", "int", "-7"), ("+7", "long", "7"),
        ("9223372036854775807", "integer", "9223372036854775807"),
        ("9223372036854775808", "integer", "\"9223372036854775808\"^^xsd:integer"),
        ("-1", "nonNegativeInteger", "\"-1\"^^xsd:nonNegativeInteger"), ("300", "byte", "\"300\"^^xsd:byte"),
        ("1.0", "integer", "\"1.0\"^^xsd:integer"), ("1.50", "decimal", "1.5"), ("3.0", "decimal", "3"),
        (".5", "decimal", "0.5"), ("123456789.123456789", "decimal", "123456789.123456789"),
        ("1234567890.1234567890123", "decimal", "\"1234567890.1234567890123\"^^xsd:decimal"),
        ("1e3", "decimal", "\"1e3\"^^xsd:decimal"), ("1e3", "double", "1e3"), ("2.5", "double", "2.5e0"),
        ("0x10", "double", "\"0x10\"^^xsd:double"), ("INF", "double", "\"INF\"^^xsd:double"),
        ("NaN", "float", "\"NaN\"^^xsd:float"), ("1e999", "double", "\"1e999\"^^xsd:double"),
        ("true", "boolean", "true"), ("0", "boolean", "false"), ("TRUE", "boolean", "\"TRUE\"^^xsd:boolean"),
        ("2016-05-10", "date", "2016-05-10"), ("2016-05-10Z", "date", "\"2016-05-10Z\"^^xsd:date"),
        ("2016-02-30", "date", "\"2016-02-30\"^^xsd:date"), ("2016", "date", "\"2016\"^^xsd:date"),
        ("2016", "gYear", "date(2016)"), ("2016-05", "gYearMonth", "2016-05"),
        ("2016-05-10T09:30:00+06:00", "dateTime", "2016-05-10T03:30:00Z"),
        ("2016-05-10T09:30:00", "dateTime", "2016-05-10T09:30:00Z"),
        ("2016-05-10T09:30", "dateTime", "\"2016-05-10T09:30\"^^xsd:dateTime"),
        ("P3Y", "duration", "\"P3Y\"^^xsd:duration"), ("abc", "string", "\"abc\""),
    ]

    @Test("literals of XML Schema are values where they are right and fit, else stay what they are")
    func datatypes() throws {
        let session = try Session()
        let lines = Self.literals.enumerated().map { number, literal in
            "<a:s> <a:p\(number)> \"\(literal.text)\"^^<http://www.w3.org/2001/XMLSchema#\(literal.type)> .\n"
        }
        try session.load(files: [("a.nt", lines.joined())])
        let facts = Set(try session.facts())
        for (number, literal) in Self.literals.enumerated() {
            #expect(facts.contains("<a:p\(number)>(<a:s>, \(literal.term))."), "\(literal)")
        }
    }

    @Test("names under the base are bare, and join with those of other files")
    func base() throws {
        let session = try Session()
        try session.load(files: [
            ("s.dl", "base <http://e/>.\nprefix o: <http://o/>.\nowns(alpha, 'Фонд').\n"),
            (
                "a.ttl",
                "@prefix : <http://e/> .\n:alpha :owns :beta ; :a :x . :beta a :C ; <http://o/p> <http://o/q> .\n"
            ),
        ])
        #expect(
            try session.facts()
                == [
                    "<http://e/a>(alpha, x).", "base <http://e/>.", "'C'(beta).",
                    "o:p(beta, o:q).", "owns(alpha, 'Фонд').", "owns(alpha, beta).", "prefix o: <http://o/>.",
                ].sorted())
    }

    @Test("blank nodes are one within a file and apart between files, loads and stores")
    func blanks() throws {
        let session = try Session()
        let text = "_:x <a:p> _:y .\n_:x <a:q> _:x .\n"
        try session.load(files: [("a.nt", text), ("b.nt", text)])
        try session.load(files: [("a.nt", text)])
        #expect(
            try session.facts() == [
                "<a:p>(_:b1f1_x, _:b1f1_y).", "<a:p>(_:b1f2_x, _:b1f2_y).", "<a:p>(_:b2f1_x, _:b2f1_y).",
                "<a:q>(_:b1f1_x, _:b1f1_x).", "<a:q>(_:b1f2_x, _:b1f2_x).", "<a:q>(_:b2f1_x, _:b2f1_x).",
            ])
        // What one store wrote does not become the blank nodes that another makes.
        let other = try Session()
        try other.load(files: [("kept.dl", "p(_:b2f1_x, y).")])
        try other.load(files: [("a.nt", "_:x <a:p> _:y .\n")])
        #expect(try other.facts().contains("<a:p>(_:b2f1x_x, _:b2f1x_y)."))
    }

    @Test("labels that differ stay apart, and can be written in the language")
    func labels() throws {
        let session = try Session()
        try session.load(files: [("a.ttl", "_:a.b <a:p> _:a_b, _:a-b, _:a__b, _:a·b, [] .")])
        #expect(
            try session.facts()
                == [
                    "<a:p>(_:b1f1_a_2e_b, _:b1f1_a_2d_b).", "<a:p>(_:b1f1_a_2e_b, _:b1f1_a____b).",
                    "<a:p>(_:b1f1_a_2e_b, _:b1f1_a__b).", "<a:p>(_:b1f1_a_2e_b, _:b1f1_a_c2__b7_b).",
                    "<a:p>(_:b1f1_a_2e_b, _:b1f1g1).",
                ].sorted())
        #expect(try session.run("?- <a:p>(_:b1f1_a_2e_b, X).").first?.count == 5)
    }

    @Test("prefixes of a text become the store's where the name is free and one of the language")
    func prefixes() throws {
        let session = try Session()
        try session.load(files: [
            ("s.dl", "prefix mine: <http://m/>."),
            (
                "a.ttl",
                """
                @prefix ex: <http://e/> . @prefix mine: <http://other/> . @prefix : <http://n/> .
                @prefix Up: <http://u/> . @prefix query: <http://q/> . @prefix a.b: <http://d/> .
                ex:s mine:p :o , Up:x .

                """
            ),
        ])
        #expect(
            try session.facts() == [
                "<http://other/p>(ex:s, <http://n/o>).", "<http://other/p>(ex:s, <http://u/x>).",
                "prefix ex: <http://e/>.", "prefix mine: <http://m/>.",
            ])
    }

    @Test("under a schema, RDF must fit it, and nothing is kept where it does not")
    func schema() throws {
        let schema = "base <http://e/>.\nclass city.\nrelation name(city, string).\nrelation founded(city, date).\n"
        let type = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
        let integer = "^^<http://www.w3.org/2001/XMLSchema#integer>"
        let cases: [(text: String, failure: String?)] = [
            ("<http://e/x> \(type) <http://e/city> .\n<http://e/x> <http://e/name> \"X\" .\n", nil),
            ("<http://e/x> \(type) <http://e/city> .\n<http://e/x> <http://e/founded> \"1998\"\(integer) .\n", nil),
            (
                "# one\n<http://e/x> <http://e/nmae> \"X\" .\n",
                "a.nt:2:1: relation 'nmae' is not declared in the schema; did you mean 'name'?"
            ),
            (
                "<http://e/x> \(type) <http://e/town> .\n",
                "a.nt:1:1: class 'town' is not declared"
            ),
            (
                "\n  <http://e/x> <http://e/name> \"7\"\(integer) .\n",
                "a.nt:2:3: 7 is not a string, which 'name' asks for"
            ),
            (
                "<http://e/x> <http://e/name> \"X\" .\n",
                "a.nt:1:1: 'x' is not known to be of class 'city', which 'name' asks for"
            ),
            (
                "<http://e/x> \(type) \"city\" .\n",
                "a.nt:1:1: a string is no class"
            ),
        ]
        for test in cases {
            let session = try Session()
            try session.load(files: [("s.dl", schema)])
            let failure = session.failure { try session.load(files: [("a.nt", test.text)]) }
            #expect(failure == test.failure)
            if test.failure != nil {
                #expect(try session.facts() == schema.split(separator: "\n").map(String.init).sorted())
            }
        }
    }

    @Test("every wrong line of N-Triples is told; --keep-going leaves just these out")
    func severalMistakes() throws {
        let session = try Session()
        let text = "<a:s> <a:p> \"1\" .\n<s> <a:p> \"2\" .\n<a:s> <a:p> \"3\n<a:s> <a:p> \"4\" .\n"
        do {
            try session.load(files: [("a.nt", text)])
            Issue.record("the load should fail")
        } catch let error as ZholError {
            #expect(error.kind == .wrongInput)
            #expect(error.diagnostics.map { $0.range?.file.position(at: $0.range?.start ?? 0).line } == [2, 3])
        }
        let report = try session.load(files: [("a.nt", text)]) { $0.keepsGoing = true }
        #expect(report.leftOut == 2)
        #expect(report.left.count == 2)
        #expect(try session.facts() == ["<a:p>(<a:s>, \"1\").", "<a:p>(<a:s>, \"4\")."])
    }

    @Test("a mistake at the end of Turtle keeps nothing of it, with its place")
    func turtleMistake() throws {
        let session = try Session()
        try session.load(files: [("first.nt", "<a:s> <a:p> <a:o> .\n")])
        let failure = session.failure {
            try session.load(files: [("a.ttl", "<a:s> <a:q> 1 ;\n  <a:r> \"ы\" , 2 x .\n")]) { $0.keepsGoing = true }
        }
        #expect(failure == "a.ttl:2:17: '.' is expected at the end of a statement")
        #expect(try session.facts() == ["<a:p>(<a:s>, <a:o>)."])
    }

    @Test("relative references are resolved against the file's own IRI")
    func fileIRI() throws {
        let session = try Session()
        try session.load(files: [("a b.ttl", "<#x> <p> <> .")])
        let folder =
            "file://"
            + URL(fileURLWithPath: session.path("a b.ttl")).resolvingSymlinksInPath()
            .deletingLastPathComponent().path
        #expect(
            try session.facts() == ["<\(folder)/p>(<\(folder)/a%20b.ttl#x>, <\(folder)/a%20b.ttl>)."])
    }

    @Test("a large file gives what its lines give, and one with mistakes ends with the first of them, in order")
    func largeFile() throws {
        let session = try Session()
        let lines = (0..<20_000).map { number in
            "<http://e.org/s\(number / 7)> <http://e.org/p\(number % 7)> \"text number \(number)\" ."
        }
        let report = try session.load(files: [("a.nt", lines.joined(separator: "\n"))])
        #expect(report.facts == lines.count)
        #expect(try Set(session.exported(.nt)) == Set(lines))

        var wrong = lines
        for place in stride(from: 100, to: 19_000, by: 300) { wrong[place] = "<http://e.org/s> ." }
        let error = #expect(throws: ZholError.self) {
            try session.load(files: [
                ("b.nt", wrong.joined(separator: "\n") + "\n<http://e.org/x> <http://e.org/y> 1 .")
            ])
        }
        let places = (error?.diagnostics ?? []).compactMap(\.range).map { $0.file.position(at: $0.start).line }
        #expect(places == (0..<20).map { 101 + 300 * $0 })
        #expect(try Set(session.exported(.nt)) == Set(lines))

        let kept = try session.load(files: [("b.nt", wrong.joined(separator: "\n"))]) { $0.keepsGoing = true }
        #expect(kept.leftOut == 63)
        #expect(kept.facts == lines.count - 63)
        #expect(kept.added == 0)
    }
}
