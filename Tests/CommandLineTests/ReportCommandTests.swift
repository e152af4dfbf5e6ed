import Foundation
import Testing

@Suite("zhol report")
struct ReportCommandTests {
    private func report(_ folder: URL) throws -> String {
        let result = try Zhol.run(["report", "--db", Zhol.graph, "Queries/report.dl", "-o", folder.path + "/out"])
        #expect(result.code == 0, "\(result.errors)")
        #expect(!result.errors.contains("warning"), "\(result.errors)")
        return String(decoding: try Data(contentsOf: folder.appendingPathComponent("out/report.md")), as: UTF8.self)
    }

    @Test(
        "the report of the project has a verdict, a title and tables for each claim, and every number of a source is listed"
    )
    func project() throws {
        try Zhol.inFolder { folder in
            let text = try report(folder)
            let lines = text.split(separator: "\n")
            #expect(lines.filter { $0.hasPrefix("**Verdict: ") }.count == 12)
            #expect(!text.contains("Verdict: none") && !text.contains("*No answers.*"))
            #expect(lines.filter { $0.hasPrefix("## ") }.count == 13)
            let listed = lines.filter { $0.firstMatch(of: #/^[0-9]+\. /#) != nil }.count
            let numbers = text.matches(of: /\[([0-9]+(?:[–, 0-9]*[0-9])?)\]/).flatMap { match in
                match.1.split { !$0.isNumber }.compactMap { Int($0) }
            }
            #expect(numbers.max() == listed && numbers.min() == 1 && listed > 50)
            // Every source of the seed graph is described: none is listed by its bare name.
            #expect(!lines.contains { $0.firstMatch(of: #/^[0-9]+\. s\\?_/#) != nil })
            let again = try report(folder)
            #expect(again == text)
        }
    }

    @Test("each chart that the text shows is a file that is well-formed")
    func charts() throws {
        try Zhol.inFolder { folder in
            let shown = try report(folder).matches(of: /!\[[^\]]*\]\(([^)]*)\)/).map { String($0.1) }
            #expect(shown.count == 11)
            let files = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/out")
            #expect(Set(files) == Set(shown + ["report.md"]))
            let check = "python3 -c 'import sys, xml.dom.minidom as m; [m.parse(f) for f in sys.argv[1:]]' out/*.svg"
            let checked = try Zhol.shell(check, in: folder)
            #expect(checked.code == 0)
        }
    }

    @Test("without a folder the text goes to standard output, and shows no charts")
    func standardOutput() throws {
        let result = try Zhol.run(["report", "--db", Zhol.graph, "Queries/claims/c01_trade.dl"])
        #expect(result.code == 0 && result.errors == "", "\(result.errors)")
        #expect(result.output.hasPrefix("# The value of trade with China fell before the report\n"))
        #expect(result.output.contains("| 2012 | 24 bn | 100 |") && !result.output.contains("!["))
    }

    @Test("what options leave out stands below the title")
    func conditions() throws {
        let options = ["--as-of", "2013-05", "--min-confidence", "high", "--limit", "2"]
        let result = try Zhol.run(["report", "--db", Zhol.graph, "Queries/claims/c01_trade.dl"] + options)
        let line = "*The world as of 2013-05. Without evidence weaker than high. At most 2 rows of each table.*"
        #expect(Array(result.output.split(separator: "\n").prefix(2).dropFirst()) == [Substring(line)], "\(result)")
    }

    @Test("--resolve holds for a report, with labels and sources of what is one, and is said below the title")
    func resolve() throws {
        let files = [
            "f.dl": """
            owns(ann, 'Firm LLP') {source: registry}. owns(firm, mill) {source: register}. label(firm, "Firm").
            same(firm, 'Firm LLP') {source: gazette}. label(registry, "The registry"). same(register, registry).
            """, "r.dl": "?- owns+(ann, Y).",
        ]
        try Zhol.inFolder(files) { folder in
            #expect(try Zhol.run(["load", "-q", "f.dl"], in: folder).code == 0)
            let plain = try Zhol.run(["report", "r.dl"], in: folder).output
            #expect(plain.contains("Firm LLP") && !plain.contains("mill") && !plain.contains("same"))
            let result = try Zhol.run(["report", "r.dl", "--resolve"], in: folder)
            #expect(
                result.output.contains("*What 'same' says to be one is taken for one, under the first of its names.*"))
            #expect(result.output.contains("| mill |") && result.output.contains("| Firm |"), "\(result.output)")
            #expect(result.output.contains("The registry") && result.output.contains("gazette"), "\(result.output)")
        }
    }

    @Test("what is missing or wrong has the exit codes of every command")
    func failures() throws {
        try Zhol.inFolder(["bad.dl": "query q ?- nothing(X).", "blocked": ""]) { folder in
            let good = Zhol.root.path + "/Queries/claims/c12_opinion.dl"
            let cases: [([String], Int32)] = [
                (["--db", "none.zhol", "bad.dl"], 66), (["--db", Zhol.graph, "none.dl"], 66),
                (["--db", Zhol.graph, "bad.dl"], 65), (["--db", Zhol.graph], 2),
                (["--db", Zhol.graph, good, "-o", "blocked"], 74), (["--db", Zhol.graph, good, "-o", "no/such"], 74),
            ]
            for (arguments, code) in cases {
                let result = try Zhol.run(["report"] + arguments, in: folder)
                #expect(result.code == code, "\(arguments): \(result.errors)")
            }
        }
    }

    @Test("evidence can be left out of a report")
    func confidence() throws {
        let result = try Zhol.run([
            "report", "--db", Zhol.graph, "Queries/claims/c10_before.dl", "--min-confidence", "medium",
        ])
        #expect(result.output.contains("| before September 2013 | all | 27 | 20.4 bn |"))
    }
}
