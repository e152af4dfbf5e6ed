import Foundation
import Testing

@Suite("output formats")
struct FormatTests {
    static let program = """
        p(x, "a, \\"b\\"\\n\\tc|d", 1.50, 2016-05).
        p('Фонд', "中", 7, 2016-05-10).
        ?- p(A, B, C, D).
        """

    static let expected: [(format: String, text: String)] = [
        ("csv", "A,B,C,D\nx,\"a, \"\"b\"\"\n\tc|d\",1.5,2016-05\nФонд,中,7,2016-05-10\n"),
        ("tsv", "A\tB\tC\tD\nx\ta, \"b\"\\n\\tc|d\t1.5\t2016-05\nФонд\t中\t7\t2016-05-10\n"),
        (
            "json",
            "[\n{\"A\": \"x\", \"B\": \"a, \\\"b\\\"\\n\\tc|d\", \"C\": 1.5, \"D\": \"2016-05\"},\n{\"A\": \"Фонд\", \"B\": \"中\", \"C\": 7, \"D\": \"2016-05-10\"}\n]\n"
        ),
        (
            "jsonl",
            "{\"A\": \"x\", \"B\": \"a, \\\"b\\\"\\n\\tc|d\", \"C\": 1.5, \"D\": \"2016-05\"}\n{\"A\": \"Фонд\", \"B\": \"中\", \"C\": 7, \"D\": \"2016-05-10\"}\n"
        ),
        (
            "markdown",
            "| A | B | C | D |\n| --- | --- | ---: | --- |\n| x | a, \"b\"<br>\tc\\|d | 1.5 | 2016-05 |\n| Фонд | 中 | 7 | 2016-05-10 |\n"
        ),
        (
            "dl",
            "answer(x, \"a, \\\"b\\\"\\n\\tc|d\", 1.5, 2016-05).\nanswer('Фонд', \"中\", 7, 2016-05-10).\n"
        ),
        (
            "table",
            """
            ┌──────┬───────────────┬─────┬────────────┐
            │ A    │ B             │ C   │ D          │
            ├──────┼───────────────┼─────┼────────────┤
            │ x    │ a, "b"\\n\\tc|d │ 1.5 │ 2016-05    │
            │ Фонд │ 中            │   7 │ 2016-05-10 │
            └──────┴───────────────┴─────┴────────────┘
            (2 rows)

            """
        ),
    ]

    @Test(arguments: expected.map(\.format))
    func format(_ name: String) throws {
        let folder = try Zhol.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(Self.program.utf8).write(to: folder.appendingPathComponent("p.dl"))
        let result = try Zhol.run(["run", "p.dl", "--format", name], in: folder)
        #expect(result.output == Self.expected.first { $0.format == name }?.text, "\(result.errors)")
    }

    /// A file that is run, and what it gives in a format.
    struct Case: CustomTestStringConvertible, Sendable {
        let format: String
        let program: String
        let output: String
        var testDescription: String { "\(format): \(program)" }
    }

    static let optional = "p(a). p(b). l(a, \"A\"). ?- p(X), optional (l(X, L))."
    static let alone = "p(a). p(b). l(a, \"A\"). ?- p(X), optional (l(X, L)) select L."
    static let floats = "f(1e9). f(2.5e-3). f(1e-9). f(100.5e0). f(-3e0). ?- f(X)."
    static let names =
        "prefix kz: <http://kz.org/>. p(kz:x). p('Два слова'). p(<http://other.org/y>). p('order'). p(plain). ?- p(X)."
    static let values =
        "v(true). v(2016). v(2016-05). v(2016-05-10T09:30:00+03:00). v(12.750). v(\"Қорғас\"@kk). ?- v(X)."
    static let two = "p(a). ?- p(X). query named ?- p(Y). ?- p(a)."

    static let cases = [
        // What 'optional' did not find.
        Case(format: "csv", program: optional, output: "X,L\na,A\nb,\n"),
        Case(format: "tsv", program: optional, output: "X\tL\na\tA\nb\t\n"),
        Case(format: "jsonl", program: optional, output: "{\"X\": \"a\", \"L\": \"A\"}\n{\"X\": \"b\", \"L\": null}\n"),
        Case(format: "dl", program: optional, output: "answer(a, \"A\").\nanswer(b, none).\n"),
        Case(format: "csv", program: alone, output: "L\n\"\"\nA\n"),
        Case(format: "line", program: optional, output: "X = a\nL = A\n\nX = b\nL = \n"),
        // Floats have an exponent only where they must.
        Case(format: "csv", program: floats, output: "X\n-3\n1e-9\n2.5e-3\n100.5\n1e9\n"),
        Case(format: "json", program: "f(1e9). ?- f(X).", output: "[\n{\"X\": 1e9}\n]\n"),
        Case(
            format: "dl", program: floats,
            output: "answer(-3e0).\nanswer(1e-9).\nanswer(2.5e-3).\nanswer(1.005e2).\nanswer(1e9).\n"),
        // Entities are quoted in dl only.
        Case(
            format: "csv", program: names, output: "X\nkz:x\n<http://other.org/y>\norder\nplain\nДва слова\n"),
        Case(
            format: "dl", program: names,
            output:
                "answer(kz:x).\nanswer(<http://other.org/y>).\nanswer('order').\nanswer(plain).\nanswer('Два слова').\n"
        ),
        Case(
            format: "json", program: "p('Два слова'). p(true). ?- p(X).",
            output: "[\n{\"X\": true},\n{\"X\": \"Два слова\"}\n]\n"),
        Case(
            format: "tsv", program: values,
            output: "X\ntrue\n12.75\n2016\n2016-05\n2016-05-10T06:30:00Z\nҚорғас\n"),
        // No answers, and answers without columns.
        Case(format: "csv", program: "p(a). ?- p(X), X = b.", output: "X\n"),
        Case(format: "json", program: "p(a). ?- p(X), X = b.", output: "[]\n"),
        Case(format: "jsonl", program: "p(a). ?- p(X), X = b.", output: ""),
        Case(format: "dl", program: "p(a). ?- p(X), X = b.", output: ""),
        Case(format: "table", program: "p(a). ?- p(X), X = b.", output: "┌───┐\n│ X │\n├───┤\n└───┘\n(no rows)\n"),
        Case(format: "csv", program: "p(a). ?- p(a).", output: "answer\nyes\n"),
        Case(format: "json", program: "p(a). ?- p(b).", output: "[\n{\"answer\": \"no\"}\n]\n"),
        // Several questions in one file, in order.
        Case(format: "jsonl", program: two, output: "{\"X\": \"a\"}\n{\"answer\": \"yes\"}\n"),
        Case(
            format: "markdown", program: two,
            output: "### query 1\n\n| X |\n| --- |\n| a |\n\n### query 2\n\n| answer |\n| --- |\n| yes |\n"),
        Case(
            format: "table", program: two,
            output: "query 1\n┌───┐\n│ X │\n├───┤\n│ a │\n└───┘\n(1 row)\n\n"
                + "query 2\n┌────────┐\n│ answer │\n├────────┤\n│ yes    │\n└────────┘\n(1 row)\n"),
        // N-Triples.
        Case(
            format: "nt",
            program: "base <http://a.org/>. p(x, 5). p(y, \"t\\n\"). ?- p(S, O), P = p select S, P, O.",
            output: "<http://a.org/x> <http://a.org/p> \"5\"^^<http://www.w3.org/2001/XMLSchema#integer> .\n"
                + "<http://a.org/y> <http://a.org/p> \"t\\n\" .\n"),
        // Columns by the width of what they show: two for 中, none for a combining mark.
        Case(
            format: "table", program: "p(\"中文\", 1). p(\"e\u{301}e\", 22). ?- p(A, B).",
            output:
                "┌──────┬────┐\n│ A    │ B  │\n├──────┼────┤\n│ e\u{301}e   │ 22 │\n│ 中文 │  1 │\n└──────┴────┘\n(2 rows)\n"
        ),
    ]

    @Test(arguments: cases)
    func output(_ one: Case) throws {
        try Zhol.inFolder(["p.dl": one.program]) { (folder: URL) throws in
            let result = try Zhol.run(["run", "p.dl", "--format", one.format], in: folder)
            #expect(result.output == one.output, "\(result.errors)")
            #expect(result.code == 0)
        }
    }

    @Test("formats that hold one table refuse several answers, and get a file each with --out-dir")
    func several() throws {
        try Zhol.inFolder(["p.dl": Self.two + " query q ?- p(Z)."]) { (folder: URL) throws in
            for format in ["csv", "tsv", "json"] {
                let refused = try Zhol.run(["run", "p.dl", "--format", format], in: folder)
                #expect(refused.code == 2 && refused.output.isEmpty && refused.errors.contains("--query"))
            }
            #expect(try Zhol.run(["run", "p.dl"], in: folder).code == 2)
            let one = try Zhol.run(["run", "p.dl", "--format", "csv", "--query", "named"], in: folder)
            #expect(one.output == "Y\na\n")
            let files = try Zhol.run(["run", "p.dl", "--format", "csv", "--out-dir", "."], in: folder)
            #expect(files.code == 0 && files.output.isEmpty, "\(files.errors)")
            func text(_ name: String) throws -> String {
                try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
            }
            #expect(try text("query_1.csv") == "X\na\n")
            #expect(try text("query_2.csv") == "answer\nyes\n")
            #expect(try Zhol.run(["run", "p.dl", "--format", "csv", "--out-dir", "new"], in: folder).code == 0)
            #expect(try text("new/query_1.csv") == "X\na\n")
            #expect(try Zhol.run(["run", "p.dl", "--format", "csv", "--out-dir", "none/deep"], in: folder).code == 74)
        }
    }

    @Test("N-Triples refuse what is no triple")
    func noTriples() throws {
        try Zhol.inFolder { (folder: URL) throws in
            for goal in ["X = 1", "X = 1, Y = 2, Z = 3"] {
                let result = try Zhol.run(["query", "--db", Zhol.graph, goal, "--format", "nt"], in: folder)
                #expect(result.code == 2 && result.output.isEmpty && result.errors.contains("nt is for"))
            }
        }
    }

    @Test("a table is no wider than its terminal: cells are broken, and many columns are read a line each")
    func width() throws {
        let long = String(repeating: "word ", count: 30)
        let files = [
            "p.dl": "p(a, \"\(long)end\", 7). ?- p(X, Y, Z).", "q.dl": "?- A = 1, B = 2, C = 3, D = \"fourth\".",
        ]
        try Zhol.inFolder(files) { (folder: URL) throws in
            // 40 columns across.
            let narrow = [
                "size 24 40", "expect ┌───┬──────────────────────────────┬───┐", "expect │ 7 │",
                "expect │   │ word word word word word end │   │", "expect (1 row)", "end 0",
            ]
            #expect(try Zhol.terminal(["run", "p.dl"], narrow, in: folder) == "")
            let lines = ["size 24 20", "expect A = 1", "expect D = fourth", "expect (1 row)", "end 0"]
            #expect(try Zhol.terminal(["run", "q.dl"], lines, in: folder) == "")
        }
    }

    @Test("a column without a value is none of numbers")
    func emptyColumn() throws {
        let program = "p(a). p(b). n(z, 1). ?- p(X), optional (n(X, N)) select X, N."
        try Zhol.inFolder(["p.dl": program]) { (folder: URL) throws in
            #expect(
                try Zhol.run(["run", "p.dl", "--format", "markdown"], in: folder).output
                    == "| X | N |\n| --- | --- |\n| a |  |\n| b |  |\n")
        }
    }
}
