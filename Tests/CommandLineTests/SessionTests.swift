import Foundation
import Testing

@Suite("a script on standard input")
struct ScriptTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let script: String
        var output = ""
        var code: Int32 = 0
        var says: String?
        var testDescription: String { script }
    }

    /// The store has `edge(a, b). edge(b, c).`
    static let cases = [
        Case(script: "?- edge(a, X).\n", output: "X\nb\n", says: ""),
        Case(script: "?- edge(a,\n\n  X).\n", output: "X\nb\n", says: ""),
        Case(script: "?- edge(a, X). ?- edge(b, X).\n", output: "X\nb\n\nX\nc\n", says: ""),
        Case(script: ":mode jsonl\n?- edge(a, X). ?- edge(b, X).\n", output: "{\"X\": \"b\"}\n{\"X\": \"c\"}\n"),
        Case(script: "?- edge(a, X)", output: "X\nb\n", says: ""),
        Case(script: "% a comment\n\n?- edge(a, X). % more\n", output: "X\nb\n", says: ""),
        Case(script: "?- edge(a, X).\r\n", output: "X\nb\n", says: ""),
        Case(script: "", says: ""),
        // A mistake does not stop the rest, but gives its exit code and its line.
        Case(script: "?- egde(a, X).\n?- edge(a, X).\n", output: "X\nb\n", code: 65, says: "--> <input>:1:4"),
        Case(
            script: "?- edge(a, X).\n\n?- edge(a, X), egde(a, X).\n", output: "X\nb\n", code: 65, says: "<input>:3:16"),
        Case(script: "?- edge(a, X.\n?- edge(b, X).\n", output: "X\nc\n", code: 65, says: "<input>:1"),
        Case(script: ":lod x\n?- edge(a, X).\n", output: "X\nb\n", code: 2, says: "did you mean ':load'?"),
        Case(script: ":load gone.dl\n?- edge(a, X).\n", output: "X\nb\n", code: 66, says: "gone.dl"),
        // A fact without its full stop may have been cut off: it is not stored.
        Case(script: "?- edge(c, X).\nedge(c, d)", output: "X\n", code: 65, says: "a '.' is missing"),
        // Facts are stored and withdrawn, rules and queries hold for the session.
        Case(script: "edge(c, d).\n?- edge(c, X).\n", output: "X\nd\n", says: ""),
        Case(script: "-edge(a, b).\n?- edge(a, X).\n", output: "X\n", says: ""),
        Case(
            script: "path(X, Y) :- edge(X, Y).\npath(X, Z) :- path(X, Y), edge(Y, Z).\n?- path(a, Y).\n",
            output: "Y\nb\nc\n", says: ""),
        Case(script: "query from($x: thing) ?- edge($x, Y).\n:run from x=b\n", output: "Y\nc\n", says: ""),
        Case(script: "query from($x: thing) ?- edge($x, Y).\n:run from\n", code: 2, says: "$x"),
        Case(script: "query q ?- edge(a, Y).\nquery q ?- edge(b, Y).\n:run q\n", output: "Y\nc\n", says: ""),
        Case(script: ":run qq.dl first\n", output: "X\na\nb\n", says: ""),
        Case(script: ":run qq.dl\n", code: 2, says: "first, second"),
        Case(script: ":run \"with space.dl\"\n", output: "X\nb\n", says: ""),
        Case(script: ":run nothing\n", code: 66, says: "no saved query and no file 'nothing'"),
        // Rules and queries go into the store when asked.
        Case(
            script: "far(X, Y) :- edge(X, Z), edge(Z, Y).\n:save\n:rules\n?- far(a, Y).\n", output: "Y\nc\n",
            says: "no rules"),
        Case(script: ":save\n", code: 2, says: "no rules or queries to save"),
        Case(script: "far(X, Y) :- edge(X, Y).\n:save fra\n", code: 2, says: "did you mean 'far'?"),
        Case(script: "far(X, Y) :- edge(X, Y).\n:rules\n", output: "far(X, Y) :- edge(X, Y).\n", says: ""),
        // A rule that is wrong is not kept.
        Case(script: "far(X, Y) :- egde(X, Y).\n:rules\n", code: 65, says: "did you mean 'edge'?"),
        // Changes gathered between begin and commit.
        Case(
            script: ":begin\nedge(x, y).\n?- edge(x, Y).\n:rollback\n?- edge(x, Y).\n", output: "Y\ny\nY\n",
            says: "nothing is known of 'x'"),
        Case(script: "begin.\nedge(x, y).\nedge(y, z).\ncommit.\n?- edge(y, Y).\n", output: "Y\nz\n", says: ""),
        Case(
            script: ":begin\n-edge(a, b).\nedge(a, z).\n?- edge(a, Y).\n:commit\n?- edge(a, Y).\n",
            output: "Y\nz\nY\nz\n",
            says: ""),
        Case(script: ":begin\nedge(x, y).\n", says: "1 change since ':begin' not stored"),
        Case(script: ":commit\n", code: 2, says: "there is no transaction"),
        Case(script: ":rollback\n", code: 2, says: "there is no transaction"),
        Case(script: ":begin\n:begin\n", code: 2, says: "is open already"),
        // Commands that look.
        Case(
            script: ":relations\n", output: "relation\ttriples\tsubjects\tobjects\nedge\t2\t2\t2\n", says: ""),
        Case(
            script: ":describe b\n",
            output: "relation\tvalue\tqualifiers\theld\tsources\tconfidence\n"
                + "edge\tc\tsince: 2\t2016-05 to 2017\tdoc (seen 2018)\thigh\n← edge\ta\t\t\t\t\n",
            says: ""),
        Case(
            script: ":describe c.\n",
            output: "relation\tvalue\tqualifiers\theld\tsources\tconfidence\n"
                + "← edge\tb\tsince: 2\t2016-05 to 2017\tdoc (seen 2018)\thigh\n", says: ""),
        Case(script: ":describe nobody\n", code: 65, says: "says nothing of 'nobody'"),
        Case(script: ":describe\n", code: 2, says: "takes an entity"),
        Case(script: ":schema egde\n", code: 65, says: "nothing is declared as 'egde'"),
        Case(script: ":queries\n", says: "no saved queries"),
        Case(script: ":mode\n:mode csv\n:mode\n", says: "the mode is tsv\nthe mode is csv\n"),
        Case(script: ":mode cvs\n", code: 2, says: "did you mean 'csv'?"),
        Case(
            script: ":cite on\n?- edge(b, X).\n", output: "X\tsources\tconfidence\tindependent\nc\tdoc\thigh\t1\n",
            says: ""),
        Case(
            script: ":resolve on\nedge(z1, q1).\nsame(z1, b).\n?- edge(b, X).\n:resolve off\n?- edge(b, X).\n",
            output: "X\nc\nq1\nX\nc\n", says: ""),
        Case(script: ":cite maybe\n", code: 2, says: "takes on or off"),
        Case(script: ":as-of 2015\n?- edge(b, X).\n:as-of now\n?- edge(b, X).\n", output: "X\nX\nc\n", says: ""),
        Case(script: ":as-of yesterday\n", code: 2, says: "not 'yesterday'"),
        Case(script: ":timing on\n?- edge(a, X).\n", output: "X\nb\n", says: " ms)"),
        // The last answers, again and into a file.
        Case(script: "?- edge(a, X).\n:mode csv\n:last\n", output: "X\nb\nX\nb\n", says: ""),
        Case(script: ":last\n", code: 2, says: "nothing was asked yet"),
        Case(script: ":export x.csv\n", code: 2, says: "nothing was asked yet"),
        Case(script: "?- edge(a, X).\n:export x.foo\n", output: "X\nb\n", code: 2, says: "none of csv"),
        Case(script: "?- edge(a, X).\n:export no/x.csv\n", output: "X\nb\n", code: 74, says: "no/x.csv"),
        Case(script: ":explain\n", code: 2, says: "nothing was asked yet"),
        Case(script: ":explain egde(a, X)\n", code: 65, says: "did you mean 'edge'?"),
        Case(script: ":why 1\n", code: 2, says: "nothing was asked yet"),
        Case(
            script: "?- edge(a, X).\n:why 1\n", output: "X\nb\nedge(a, b)\n", says: ""),
        // Two proofs: the fact, and the rule.
        Case(
            script: "near(a, b).\nedge(X, Y) :- near(X, Y).\n?- edge(a, X).\n:why --all 1\n:why edge(a, b) --all\n",
            output: "X\nb\n" + twoProofs + twoProofs, says: ""),
        Case(script: ":draw p.svg --why 1\n", code: 2, says: "nothing was asked yet"),
        Case(script: "?- edge(a, X).\n:draw p.svg --why 2\n", output: "X\nb\n", code: 2, says: "no row 2"),
        Case(script: ":draw --why\n", code: 2, says: "a picture needs a file"),
        Case(script: "?- edge(a, X).\n:why 2\n", output: "X\nb\n", code: 2, says: "no row 2"),
        Case(script: "?- edge(a, X).\n:why 0\n", output: "X\nb\n", code: 2, says: "no row 0"),
        Case(script: ":why 99999999999999999999\n", code: 2, says: "the number of a row, from 1, or a fact"),
        Case(script: ":why 1.5\n", code: 2, says: "the number of a row, from 1, or a fact"),
        Case(script: ":why-not 1\n", code: 2, says: "takes a fact: ':why-not owns(alpha, X)'"),
        Case(script: ":why edge(bb, a)\n", code: 2, says: "nothing is known of 'bb'\n"),
        Case(script: ":why edge(b, a)\n", code: 2, says: "does not hold"),
        Case(script: ":why-not edge(b, a)\n", output: "edge(b, a) does not hold\n• near: edge(b, c)\n", says: ""),
        Case(script: ":load 'open\n", code: 2, says: "has no end"),
        Case(script: ":quit\n?- edge(a, X).\n", says: ""),
        Case(script: "quit\n?- edge(a, X).\n", says: ""),
        // A fact with variables was meant as a question.
        Case(script: "edge(X, Y).\n", code: 65, says: "to ask, write: ?- edge(X, Y)."),
    ]

    /// The fact that is stored, and the rule of line 2.
    private static let twoProofs =
        "proof 1 of 2\nedge(a, b)\n\nproof 2 of 2\nedge(a, b)   [<input>:2]\n└─ near(a, b)\n"

    @Test(
        ":draw draws answers, and with --why the proofs, of a row, of the last question or of a goal",
        arguments: [
            ("?- q(X).\n:draw p.dot --why 2\n", ["q(b)", "edge(b, c)"]),
            ("?- q(X).\n:draw --why p.dot\n", ["q(a)", "edge(a, b)", "q(b)", "edge(b, c)"]),
            (":draw p.dot q(a) --why\n", ["q(a)", "edge(a, b)"]),
            ("?- q(X).\n:draw p.dot 2\n", ["b"]),
            ("?- q(X).\n:draw p.dot\n", ["a", "b"]),
        ])
    func drawing(_ script: String, _ shown: [String]) throws {
        try Zhol.inFolder(["e.dl": "edge(a, b). edge(b, c)."]) { (folder: URL) throws in
            #expect(try Zhol.run(["load", "-q", "e.dl"], in: folder).code == 0)
            let result = try Zhol.run([], in: folder, input: "q(X) :- edge(X, _).\n" + script)
            #expect(result.code == 0, "\(result.errors)")
            let graph = try String(contentsOf: folder.appendingPathComponent("p.dot"), encoding: .utf8)
            let nodes = graph.split(separator: "\n").filter { $0.contains(" [label=\"") && !$0.contains(" -> ") }
            let labels = nodes.map { $0.components(separatedBy: "[label=\"")[1].prefix { $0 != "\"" && $0 != "\\" } }
            #expect(labels.map(String.init).filter { !$0.hasPrefix("answer(") }.sorted() == shown.sorted(), "\(graph)")
        }
    }

    @Test("what users look up has a page of help, of a command of the prompt too")
    func topics() throws {
        for topic in ["cite", "confidence", "dates", "resolve", "without", ":why"] {
            let page = try Zhol.run(["help", topic])
            #expect(page.code == 0 && page.output.contains("zhol") || page.output.hasPrefix(":why"))
            #expect(page.output.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(page.output)")
            let session = try Zhol.run([], input: ":help \(topic)\n")
            #expect(session.output.hasSuffix(page.output))
        }
        // A command and a page of one name: both are told.
        #expect(try Zhol.run([], input: ":help cite\n").output.hasPrefix(":cite [on|off]"))
    }

    @Test(arguments: cases)
    func script(_ one: Case) throws {
        let files = [
            "e.dl":
                "edge(a, b).\nedge(b, c) {since: 2, from: 2016-05, to: 2017, source: doc, confidence: high, seen: 2018}.",
            "qq.dl": "query first ?- edge(X, _). query second ?- edge(_, X).", "with space.dl": "?- edge(a, X).",
        ]
        try Zhol.inFolder(files) { (folder: URL) throws in
            #expect(try Zhol.run(["load", "-q", "e.dl"], in: folder).code == 0)
            let result = try Zhol.run([], in: folder, input: one.script)
            #expect(result.output == one.output, "\(result.errors)")
            #expect(result.code == one.code, "\(result.errors)")
            if let says = one.says {
                #expect(says.isEmpty ? result.errors.isEmpty : result.errors.contains(says), "\(result.errors)")
            }
        }
    }

    @Test("explain shows the plan of a goal or of the last question, profile what it took")
    func plans() throws {
        try Zhol.inFolder(["e.dl": "edge(a, b). edge(b, c)."]) { (folder: URL) throws in
            #expect(try Zhol.run(["load", "-q", "e.dl"], in: folder).code == 0)
            func output(_ script: String) throws -> String {
                let result = try Zhol.run([], in: folder, input: script)
                #expect(result.code == 0, "\(result.errors)")
                return result.output
            }
            let plan = try output(":explain edge(a, X), edge(X, Y)\n")
            #expect(plan.contains("edge(a, X)") && plan.contains("edge(X, Y)") && !plan.contains(" rows"))
            #expect(try output("?- edge(a, X), edge(X, Y).\n:explain\n") == "X\tY\nb\tc\n" + plan)
            // Rules of the session take part.
            let profile = try output("far(X, Y) :- edge(X, Z), edge(Z, Y).\n:profile far(a, Y)\n")
            #expect(profile.contains("far(X, Y)") && profile.contains("1 rows") && profile.contains(" ms"))
        }
    }

    @Test("--bail stops at the first mistake")
    func bail() throws {
        try Zhol.inFolder(["e.dl": "edge(a, b)."]) { (folder: URL) throws in
            #expect(try Zhol.run(["load", "-q", "e.dl"], in: folder).code == 0)
            for mistake in ["?- egde(X).\n", ":foo\n"] {
                let script = "?- edge(a, X).\n" + mistake + "?- edge(a, X).\n"
                let result = try Zhol.run(["--bail"], in: folder, input: script)
                #expect(result.output == "X\nb\n" && result.code == (mistake.hasPrefix(":") ? 2 : 65))
            }
        }
    }

    @Test("the last answers are exported in the format of the file's ending")
    func export() throws {
        try Zhol.inFolder(["e.dl": "edge(a, b)."]) { (folder: URL) throws in
            #expect(try Zhol.run(["load", "-q", "e.dl"], in: folder).code == 0)
            let expected = [
                "x.csv": "X\nb\n", "x.json": "[\n{\"X\": \"b\"}\n]\n", "x.dl": "answer(b).\n",
                "x.md": "| X |\n| --- |\n| b |\n",
            ]
            let script = "?- edge(a, X).\n" + expected.keys.map { ":export \($0)\n" }.joined()
            #expect(try Zhol.run([], in: folder, input: script).code == 0)
            for (name, text) in expected {
                #expect(try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8) == text)
            }
        }
    }

    @Test("a fact makes the store where none was named, and a session sees what others store")
    func newStore() throws {
        try Zhol.inFolder { (folder: URL) throws in
            #expect(try Zhol.run([], in: folder, input: "p(a).\n?- p(X).\n").output == "X\na\n")
            #expect(try Zhol.run(["query", "p(X)"], in: folder).output == "X\na\n")
            let line = """
                mkfifo pipe; zhol <pipe >out & exec 3>pipe; echo '?- p(X).' >&3
                while ! grep -q a out; do sleep 0.02; done; echo 'p(b).' >b.dl; zhol load -q b.dl
                echo '?- p(X).' >&3; exec 3>&-; wait; cat out
                """
            #expect(try Zhol.shell(line, in: folder).output == "X\na\nX\na\nb\n")
        }
    }
}

@Suite("the prompt on a terminal")
struct PromptTests {
    private func expectWell(_ steps: [String], _ files: [String: String] = [:]) throws {
        try Zhol.inFolder(files) { (folder: URL) throws in
            let failure = try Zhol.terminal(["--db", Zhol.graph], steps + ["send \\x04", "end 0"], in: folder)
            #expect(failure == "")
        }
    }

    @Test("Tab completes commands and their words, relations, entities, variables, files and queries")
    func completion() throws {
        try expectWell(
            [
                "prompt", "send :descr\\tkazmunayg\\t\\r", "expect samruk_kazyna", "prompt",
                "send :mode mark\\t\\r", "prompt", "send ?- bank(cdb).\\r", "expect | yes |", "prompt",
                "send :mode ta\\t\\r", "prompt",
                // A variable of the query, also of a line before.
                "send ?- owns(Owner, altyn_b\\t),\\r", "expect ... ", "send bank(Ow\\t).\\r", "expect halyk_bank",
                "prompt",
                // Several are shown.
                "send ?- own\\t", "expect owned_by", "expect owns", "send \\x03", "expect ^C", "prompt",
                "send :run my_f\\t only\\t\\r", "expect (1 row)", "prompt",
                "send :help :des\\t\\r", "expect :describe ENTITY", "prompt",
            ], ["my_file.dl": "query only_one ?- X = 1. query other ?- X = 2."])
    }

    @Test("history holds inputs of several lines, each once, for the next session")
    func history() throws {
        try Zhol.inFolder { (folder: URL) throws in
            let first = [
                "prompt", "send ?- owns(X, altyn_bank),\\r", "expect ... ", "send bank(X). % ours\\r",
                "expect halyk_bank",
                "prompt", "send ?- bank(cdb).\\r", "expect yes", "prompt", "send ?- bank(cdb).\\r", "expect yes",
                "prompt",
                "send \\x04", "end 0",
            ]
            let failure = try Zhol.terminal(["--db", Zhol.graph], first, in: folder)
            #expect(failure == "")
            let path = folder.appendingPathComponent("state/zhol/history")
            #expect(
                try String(contentsOf: path, encoding: .utf8)
                    == "?- owns(X, altyn_bank),\\nbank(X). % ours\n?- bank(cdb).\n")
            let second = [
                "prompt", "send \\x1b[A\\x1b[A\\r", "expect halyk_bank", "prompt",
                "send \\x12cdb\\r", "expect yes", "prompt", "send \\x04", "end 0",
            ]
            let again = try Zhol.terminal(["--db", Zhol.graph], second, in: folder)
            #expect(again == "")
        }
    }

    @Test("what a newcomer types is answered with the way on")
    func newcomer() throws {
        try expectWell([
            "expect ':help' helps", "prompt", "send help\\r", "expect A statement ends with a dot", "prompt",
            "send project(P).\\r", "expect to ask, write: ?- project(P).", "prompt",
            "send ?- project(P)\\r", "expect ... ", "send \\r", "expect a statement ends with a dot",
            "send \\x03", "expect ^C", "prompt", "send ?- project(P);\\r", "expect ';' is 'or' here", "send \\x03",
            "expect ^C", "prompt",
            "send ?- porject(P).\\r", "expect did you mean 'project'?", "prompt",
            "send \\\\d\\r", "expect ':help' lists them", "prompt",
            "send :schma\\r", "expect did you mean ':schema'?", "prompt",
            "send :schema owns\\r", "expect relation owns(", "prompt",
            "send exit\\r", "end 0",
        ])
    }

    @Test("Cyrillic and Chinese can be typed, edited and asked for")
    func scripts() throws {
        try expectWell([
            "prompt", "send ?- X = \"\(escaped("Қорғасс"))\\x7f\", Y = \"\(escaped("中文"))\".\\r",
            "expect │ Қорғас │ 中文 │",
            "prompt",
        ])
    }

    /// As bytes that a step can send.
    private func escaped(_ text: String) -> String {
        text.utf8.map { "\\x" + String($0, radix: 16) }.joined()
    }

    @Test("a paste of several lines with tabs is taken as it is: Tab completes nothing in it")
    func paste() throws {
        try expectWell([
            "prompt", "send \\x1b[200~?-\\towns(X, altyn_bank),\\r\\tbank(X).\\x1b[201~\\r", "expect halyk_bank",
            "prompt",
            // Keys that start as a paste does still work: Delete, and Escape by itself.
            "send ?- bank(cdbx\\x1b[D\\x1b[3~).\\r", "expect yes", "prompt",
        ])
    }

    @Test("a new size of the terminal is seen")
    func resized() throws {
        try expectWell([
            "prompt", "size 20 44", "send ?- X = \"\(String(repeating: "word ", count: 12))\".\\r",
            "expect ┌──────────────────────────────────────────┐", "prompt",
        ])
    }
}
