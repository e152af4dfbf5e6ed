import Foundation
import Testing

@Suite("what was stored when")
struct HistoryTests {
    /// Three transactions: two facts with evidence, one more and further evidence, and a withdrawal.
    private func inHistory(_ body: (URL) throws -> Void) throws {
        let files = [
            "1.dl": "owns(a, b) {share: 51, source: s1, confidence: high}. owns(b, c).",
            "2.dl":
                "owns(c, d). owns(a, b) {share: 51, source: s2}. person(p).", "3.dl": "-owns(b, c). -person(p).",
        ]
        try Zhol.inFolder(files) { (folder: URL) throws in
            for name in files.keys.sorted() { #expect(try Zhol.run(["load", "-q", name], in: folder).code == 0) }
            try body(folder)
        }
    }

    @Test("log lists transactions, the newest first, with how much each changed")
    func log() throws {
        try inHistory { (folder: URL) throws in
            let all = try Zhol.run(["log"], in: folder).output.split(separator: "\n").map {
                $0.split(separator: "\t").map(String.init)
            }
            #expect(
                all.map { [$0[0], $0[2], $0[3]] } == [
                    ["transaction", "added", "withdrawn"], ["3", "0", "2"], ["2", "3", "0"], ["1", "2", "0"],
                ])
            for row in all.dropFirst() { #expect(row[1].hasPrefix("20") && row[1].hasSuffix("Z")) }
            #expect(try Zhol.run(["log", "--limit", "1", "--no-header"], in: folder).output.hasPrefix("3\t"))
        }
    }

    @Test("log of one transaction tells its facts with their evidence")
    func transaction() throws {
        try inHistory { (folder: URL) throws in
            let first = try Zhol.run(["log", "1"], in: folder).output
            #expect(
                Set(first.split(separator: "\n"))
                    == ["+ owns(a, b) {share: 51, source: s1, confidence: high}.", "+ owns(b, c)."])
            let last = try Zhol.run(["log", "3"], in: folder).output
            #expect(Set(last.split(separator: "\n")) == ["- owns(b, c).", "- person(p)."])
            for word in ["0", "4", "x", "-1"] {
                #expect(try Zhol.run(["log", "--", word], in: folder).code == 2, "\(word)")
            }
        }
    }

    @Test("log shows what a source said before it said something else", arguments: ["dl", "csv"])
    func overwritten(format: String) throws {
        let files = [
            "1.dl": "owns(a, b) {share: 51, source: s1, confidence: low}. owns(a, b) {share: 51, source: s2}.",
            "2.dl": "owns(a, b) {share: 51, source: s1, confidence: high}. owns(a, b) {share: 51, source: s2}.",
            "2.csv": "id,owns,source,confidence\na,b,s1,high\na,b,s2,\n",
            "2.map": """
            subject = {id}
            owns = {owns} : entity
            owns.share = 51
            source = {source}
            confidence = {confidence}
            """,
        ]
        try Zhol.inFolder(files) { (folder: URL) throws in
            #expect(try Zhol.run(["load", "-q", "1.dl"], in: folder).code == 0)
            let map = format == "csv" ? ["--map", "2.map"] : []
            #expect(try Zhol.run(["load", "-q", "2.\(format)"] + map, in: folder).code == 0)
            #expect(
                try Zhol.run(["log", "2"], in: folder).output == """
                    - owns(a, b) {share: 51, source: s1, confidence: low}.
                    + owns(a, b) {share: 51, source: s1, confidence: high}.

                    """)
            let list = try Zhol.run(["log", "--limit", "1", "--no-header"], in: folder).output
            #expect(list.hasSuffix("\t1\t0\t1\n"), "\(list)")
            #expect(
                try Zhol.run(["log", "1"], in: folder).output.split(separator: "\n").allSatisfy { $0.hasPrefix("+") })
        }
    }

    @Test("diff tells the facts lost and gained between two moments, either way round")
    func facts() throws {
        try inHistory { (folder: URL) throws in
            func diff(_ words: String...) throws -> String {
                let result = try Zhol.run(["diff"] + words, in: folder)
                #expect(result.code == 0, "\(result.errors)")
                return result.output
            }
            #expect(
                try diff("1", "2") == "+ owns(a, b) {share: 51, source: s2}.\n+ owns(c, d).\n+ person(p).\n")
            #expect(try diff("2", "3") == "- owns(b, c).\n- person(p).\n")
            #expect(try diff("3", "2") == "+ owns(b, c).\n+ person(p).\n")
            // What came and went in between is no difference.
            #expect(try diff("1", "now") == "+ owns(a, b) {share: 51, source: s2}.\n- owns(b, c).\n+ owns(c, d).\n")
            #expect(
                try diff("0", "1") == "+ owns(a, b) {share: 51, source: s1, confidence: high}.\n+ owns(b, c).\n")
            #expect(try diff("2000-01-01", "3000-01-01") == diff("0", "now"))
            #expect(try diff("3", "3") == "")
            #expect(
                try Zhol.run(["diff", "2", "3", "--format", "csv"], in: folder).output
                    == "change,fact\n-,\"owns(b, c).\"\n-,person(p).\n")
        }
    }

    @Test("diff tells which transactions it compared where that is not what was typed, and why nothing can differ")
    func moments() throws {
        try inHistory { (folder: URL) throws in
            func note(_ words: String...) throws -> String {
                let errors = try Zhol.run(["diff"] + words, in: folder).errors
                // A time is another each time.
                return errors.replacing(/\(2[0-9T:.-]+Z\)/, with: "(time)")
            }
            #expect(try note("1", "2") == "")
            #expect(try note("2", "now") == "from transaction 2 (time) to transaction 3 (time)\n")
            #expect(
                try note("2000-01-01", "3000-01")
                    == "from the empty store before transaction 1 (time) to transaction 3 (time)\n")
            #expect(
                try note("2000-01", "2001-01")
                    == "nothing differs: both moments are the empty store before transaction 1 (time)\n")
            #expect(try note("3", "now", "p(X)") != "")
            #expect(try note("2", "2") == "nothing differs: both moments are transaction 2 (time)\n")
            #expect(try note("-q", "2", "2") == "")
        }
        try Zhol.inFolder { (folder: URL) throws in
            #expect(try Zhol.run(["init"], in: folder).code == 0)
            #expect(try Zhol.run(["diff", "0", "now"], in: folder).errors == "the store has no transaction yet\n")
        }
    }

    @Test("diff of a goal tells the answers lost and gained, and the facts to blame")
    func answers() throws {
        try inHistory { (folder: URL) throws in
            let goal = "owns+(a, X)"
            let result = try Zhol.run(["diff", "1", "now", goal], in: folder)
            #expect(result.output == "change\tX\tbecause\n-\tc\t- owns(b, c)\n", "\(result.errors)")
            let first =
                "+ owns(a, b) {share: 51, source: s1, confidence: high}; + owns(a, b) {share: 51, source: s2}"
            #expect(
                try Zhol.run(["diff", "0", "2", goal, "--no-header"], in: folder).output
                    == "+\tb\t\(first)\n+\tc\t\(first); + owns(b, c)\n+\td\t\(first); + owns(b, c); + owns(c, d)\n")
            #expect(try Zhol.run(["diff", "1", "1", goal, "--fail-if-any"], in: folder).code == 0)
            #expect(try Zhol.run(["diff", "1", "now", goal, "--fail-if-any"], in: folder).code == 1)
            #expect(try Zhol.run(["diff", "1", "now", "ows(a, X)"], in: folder).code == 65)
            for words in [["1"], ["1", "9"], ["then", "now"], ["1", "2", goal, "more"]] {
                #expect(try Zhol.run(["diff"] + words, in: folder).code == 2, "\(words)")
            }
        }
    }

    @Test("a withdrawal that finds nothing is warned of, with how the fact is stated")
    func missedWithdrawal() throws {
        let files = ["a.dl": "owns(a, b) {share: 49, from: 2015}.", "b.dl": "-owns(a, b) {share: 49}.\n-owns(a, x)."]
        try Zhol.inFolder(files) { folder in
            #expect(try Zhol.run(["load", "-q", "a.dl"], in: folder).code == 0)
            let result = try Zhol.run(["load", "b.dl"], in: folder)
            #expect(result.code == 0)
            #expect(
                result.errors.hasPrefix(
                    """
                    warning: no such fact is stored: nothing is withdrawn
                      --> b.dl:1:1
                       |
                     1 | -owns(a, b) {share: 49}.
                       | ^^^^^^^^^^^^^^^^^^^^^^^^
                       = note: it is stated with {share: 49, from: 2015}

                    warning: no such fact is stored: nothing is withdrawn
                      --> b.dl:2:1
                       |
                     2 | -owns(a, x).
                       | ^^^^^^^^^^^^
                    """), "\(result.errors)")
        }
    }
}
