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
}
