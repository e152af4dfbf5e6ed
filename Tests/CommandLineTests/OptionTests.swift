import Foundation
import Testing

@Suite("options of the command line")
struct OptionTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let arguments: [String]
        var code: Int32 = 0
        /// What standard output is, or starts with where it ends with `…`.
        var output: String?
        /// What standard error has in it; empty for an empty one.
        var says: String?
        var testDescription: String { arguments.joined(separator: " ") }
    }

    static let program = "p(a). p(b). p(c). q(1) . ?- p(X)."

    static let cases = [
        // A value may be a word of its own or stand behind '='.
        Case(arguments: ["run", "p.dl", "--format", "csv"], output: "X\na\nb\nc\n", says: ""),
        Case(arguments: ["run", "p.dl", "--format=csv"], output: "X\na\nb\nc\n", says: ""),
        Case(arguments: ["run", "--format=csv", "p.dl"], output: "X\na\nb\nc\n", says: ""),
        Case(arguments: ["--format=csv", "run", "p.dl"], output: "X\na\nb\nc\n", says: ""),
        Case(arguments: ["run", "p.dl"], output: "X\na\nb\nc\n", says: ""),
        Case(arguments: ["run", "p.dl", "--no-header"], output: "a\nb\nc\n", says: ""),
        Case(arguments: ["run", "p.dl", "--limit", "2"], output: "X\na\nb\n", says: ""),
        Case(arguments: ["run", "p.dl", "--limit=0"], output: "X\n", says: ""),
        // '--' ends the options.
        Case(arguments: ["run", "--no-header", "--", "p.dl"], output: "a\nb\nc\n", says: ""),
        Case(arguments: ["run", "--", "--no-header"], code: 66, says: "--no-header"),
        Case(arguments: ["run", "--", "-dash.dl"], output: "X\na\n", says: ""),
        // Of an option given twice the last counts.
        Case(arguments: ["run", "p.dl", "--format=csv", "--format=jsonl", "--limit", "1"], output: "{\"X\": \"a\"}\n"),
        Case(
            arguments: ["run", "q.dl", "--param", "n=1", "--param", "m=2", "--no-header"], output: "1\t2\n", says: ""),
        // A plan is made under the options of its question.
        Case(
            arguments: [
                "profile", "p(X)", "--limit", "2", "--min-confidence", "high", "--resolve", "--threads", "1",
                "--as-of", "2016",
            ], code: 65, says: "'p' is not known"),
        // Mistakes.
        Case(arguments: ["run", "p.dl", "--formt=csv"], code: 2, output: "", says: "did you mean '--format'?"),
        Case(arguments: ["run", "p.dl", "--zzzzzz"], code: 2, output: "", says: "there is no option '--zzzzzz'"),
        Case(arguments: ["run", "p.dl", "-x"], code: 2, output: "", says: "there is no option '-x'"),
        Case(arguments: ["run", "p.dl", "--format"], code: 2, output: "", says: "'--format' needs a value"),
        Case(arguments: ["run", "p.dl", "--cite=yes"], code: 2, output: "", says: "'--cite' takes no value"),
        Case(arguments: ["run", "p.dl", "--format", "xml"], code: 2, output: "", says: "not 'xml'"),
        Case(arguments: ["run", "p.dl", "--limit", "ten"], code: 2, output: "", says: "not 'ten'"),
        Case(arguments: ["run", "p.dl", "--limit", "99999999999999999999"], code: 2, output: "", says: "whole number"),
        Case(arguments: ["run", "p.dl", "--as-of", "2016-13"], code: 2, output: "", says: "not '2016-13'"),
        Case(
            arguments: ["run", "p.dl", "--min-confidence", "hgih"], code: 2, output: "", says: "did you mean 'high'?"),
        Case(arguments: ["run", "p.dl", "--timeout", "soon"], code: 2, output: "", says: "not 'soon'"),
        Case(arguments: ["run", "p.dl", "--timeout", "-1s"], code: 2, output: "", says: "not '-1s'"),
        Case(arguments: ["run", "p.dl", "--timeout", "nan"], code: 2, output: "", says: "not 'nan'"),
        Case(arguments: ["run", "p.dl", "--memory", "lots"], code: 2, output: "", says: "not 'lots'"),
        Case(arguments: ["run", "p.dl", "--memory", "0G"], code: 2, output: "", says: "not '0G'"),
        Case(arguments: ["run", "p.dl", "--threads", "0"], code: 2, output: "", says: "not '0'"),
        Case(arguments: ["run", "p.dl", "--param", "n"], code: 2, output: "", says: "NAME=VALUE"),
        Case(arguments: ["run", "p.dl", "--param", "n=1"], code: 2, output: "", says: "'--param' goes with"),
        Case(arguments: ["run", "q.dl"], code: 2, output: "", says: "$n"),
        Case(arguments: ["run", "q.dl", "--param", "n=x", "--param", "m=1"], code: 2, output: "", says: "$n"),
        Case(arguments: ["run", "q.dl", "--query", "twos"], code: 65, output: "", says: "did you mean 'two'?"),
        Case(arguments: ["run", "p.dl", "more"], code: 2, output: "", says: "not 'more' too"),
        Case(arguments: ["run"], code: 2, output: "", says: "needs FILE.dl"),
        Case(arguments: ["info", "p.dl"], code: 2, output: "", says: "takes no words"),
        Case(arguments: ["p.dl"], code: 2, output: "", says: "zhol run p.dl"),
        Case(arguments: ["graph.zhol"], code: 2, output: "", says: "zhol --db graph.zhol"),
        Case(arguments: ["load", "p.dl", "--cite"], code: 2, output: "", says: "'zhol load' has no option '--cite'"),
        // Every option of the contract is taken.
        Case(
            arguments: [
                "run", "p.dl", "--timeout", "30s", "--memory", "4G", "--threads", "2", "--facts", ".", "--out-dir", ".",
                "--as-of=2016-05", "--min-confidence=low", "--limit=1", "--no-header", "--quiet", "--no-color",
            ], output: "a\n", says: ""),
        Case(arguments: ["run", "p.dl", "--plain", "--timeout=500ms", "--memory", "512m"], output: "X\na\nb\nc\n"),
        Case(arguments: ["run", "p.dl", "--fail-if-empty"], output: "X\na\nb\nc\n", says: ""),
        Case(arguments: ["run", "p.dl", "--fail-if-any"], code: 1, output: "X\na\nb\nc\n", says: ""),
        Case(
            arguments: ["run", "none.dl", "--fail-if-empty"], code: 1, output: "X\n", says: "nothing is known of 'b'"),
        Case(arguments: ["run", "none.dl", "--fail-if-any"], output: "X\n", says: "nothing is known of 'b'"),
        Case(
            arguments: ["run", "no.dl", "--fail-if-empty"], code: 1, output: "answer\nno\n",
            says: "nothing is known of 'b'"),
        Case(arguments: ["run", "p.dl", "--stats", "--no-header"], output: "a\nb\nc\n", says: "3 rows in "),
        Case(arguments: ["run", "p.dl", "--stats", "--quiet", "--no-header"], output: "a\nb\nc\n", says: ""),
        // Help and version, wherever they stand.
        Case(arguments: ["--version"], output: "zhol 0.1.0\n", says: ""),
        Case(arguments: ["run", "--help"], output: "zhol run: …", says: ""),
        Case(arguments: ["run", "-h"], output: "zhol run: …", says: ""),
        Case(arguments: ["help", "run"], output: "zhol run: …", says: ""),
        Case(arguments: ["help"], output: "zhol: …", says: ""),
        Case(arguments: ["--help"], output: "zhol: …", says: ""),
        Case(arguments: ["help", "exit-codes"], output: "Exit codes…", says: ""),
        Case(arguments: ["help", "rnu"], code: 2, output: "", says: "did you mean 'run'?"),
        Case(arguments: ["completions", "tcsh"], code: 2, output: "", says: "bash, zsh and fish"),
    ]

    @Test(arguments: cases)
    func option(_ one: Case) throws {
        let files = [
            "p.dl": Self.program, "none.dl": "p(a). ?- p(X), X = b.", "no.dl": "p(a). ?- p(b).",
            "-dash.dl": "p(a). ?- p(X).",
            "q.dl": "query two($n: int, $m: int) ?- X = $n, Y = $m. query other ?- X = 1.",
        ]
        try Zhol.inFolder(files) { (folder: URL) throws in
            var arguments = one.arguments
            if arguments.starts(with: ["run", "q.dl"]), !arguments.contains("--query") {
                arguments += ["--query", "two"]
            }
            let result = try Zhol.run(arguments, in: folder)
            #expect(result.code == one.code, "\(result.errors)")
            if let output = one.output {
                let matches =
                    output.hasSuffix("…") ? result.output.hasPrefix(output.dropLast()) : result.output == output
                #expect(matches, "\(result.output)")
            }
            if let says = one.says {
                #expect(says.isEmpty ? result.errors.isEmpty : result.errors.contains(says), "\(result.errors)")
            }
            if one.code == 2 { #expect(result.errors.hasPrefix("error: "), "\(result.errors)") }
        }
    }
}

@Suite("help and completions")
struct HelpTests {
    static let commands = [
        "repl", "query", "run", "explain", "profile", "init", "load", "export", "schema", "info", "log", "diff",
        "audit", "verify", "backup",
        "compact", "upgrade", "queries", "check", "fmt",
        "help",
        "completions",
    ]
    static let topics = ["language", "formats", "exit-codes", "environment", "prompt", "advanced"]

    @Test(
        "every page of help fits 80 columns and has usage, options and examples",
        arguments: commands)
    func page(_ name: String) throws {
        let page = try Zhol.run(["help", name]).output
        #expect(page.hasPrefix("zhol \(name): ") && page.contains("usage: zhol \(name)"))
        #expect(page.contains("\nexamples\n") && page.contains("--help"))
        for line in page.split(separator: "\n") where !line.hasPrefix("      zhol") && !line.hasPrefix("      z") {
            #expect(line.count <= 80, "\(line)")
        }
        #expect(try Zhol.run([name, "--help"]).output == page)
        #expect(try Zhol.run(["help"]).output.contains("\n  \(name) "))
    }

    @Test("every topic fits 80 columns and is listed", arguments: topics)
    func topic(_ name: String) throws {
        let page = try Zhol.run(["help", name]).output
        #expect(!page.isEmpty)
        for line in page.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
        #expect(try Zhol.run(["help"]).output.contains("\n  \(name) "))
    }

    @Test("what the page of the language shows is right in the language")
    func languagePage() throws {
        let page = try Zhol.run(["help", "language"]).output
        let lines = page.split(separator: "\n").filter { $0.hasPrefix("  ") }
            .filter { line in !["Names", "Variables", "Values"].contains { line.hasPrefix("  " + $0) } }
            .map { $0.replacing("any number of steps", with: "").replacing("L may be none", with: "") }
        try Zhol.inFolder(["page.dl": lines.joined(separator: "\n")]) { (folder: URL) throws in
            try Data("class project. class bank. class actor.\n".utf8).write(
                to: folder.appendingPathComponent("schema.dl"))
            let names =
                "relation financed_by(thing, thing). relation lender(thing, thing). relation amount(thing, number)."
                + " relation label(thing, string). relation holds_office(thing, thing)."
                + " relation owns(thing, thing) {share: decimal}.\n"
            let program = "include \"schema.dl\".\n" + names + lines.joined(separator: "\n")
            try Data(program.utf8).write(to: folder.appendingPathComponent("all.dl"))
            let result = try Zhol.run(["check", "all.dl"], in: folder)
            #expect(result.code == 0, "\(result.errors)")
        }
    }

    @Test("bash completes commands, options, formats and files")
    func bash() throws {
        let script = """
            eval "$(zhol completions bash)"
            try() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _zhol 2>/dev/null; echo "${COMPREPLY[*]}"; }
            try zhol qu
            try zhol run --fail
            try zhol run --format m
            try zhol run --format = js
            try zhol run pro
            try zhol --db x in
            try zhol completions z
            try zhol load --as t
            """
        try Zhol.inFolder(["program.dl": ""]) { (folder: URL) throws in
            let result = try Zhol.shell(script, in: folder)
            #expect(
                result.output == """
                    query queries
                    --fail-if-empty --fail-if-any
                    markdown
                    json jsonl
                    program.dl
                    init info
                    zsh
                    ttl trig tsv

                    """)
        }
    }

    @Test("the completions of each shell name every command and option", arguments: ["bash", "zsh", "fish"])
    func shells(_ shell: String) throws {
        let script = try Zhol.run(["completions", shell]).output
        for command in Self.commands { #expect(script.contains(command)) }
        for option in ["min-confidence", "fail-if-any", "out-dir", "keep-going", "bail"] {
            #expect(script.contains(option))
        }
        #expect(!script.contains("--plain") && !script.contains("-l plain"))
    }

    @Test("check takes a schema from files, for a folder of questions that no store is needed for")
    func checkedAgainstSchema() throws {
        let all = try Zhol.run(["check", "--schema", "Schema/aiddata.dl", "Queries"])
        #expect(all.code == 0, "\(all.errors)")
        let other = try Zhol.run(["check", "--schema=Schema/schema.dl", "Queries/aiddata"])
        #expect(other.code == 65 && other.errors.contains("with '--schema FILE', or with the store that has it"))
        #expect(!other.errors.contains("there is no store"))
        #expect(try Zhol.run(["check", "--schema", "gone.dl", "Queries"]).code == 66)
        try Zhol.inFolder(["s.dl": "relation r(thing thing).", "q.dl": "?- r(a, X)."]) { (folder: URL) throws in
            let wrong = try Zhol.run(["check", "--schema", "s.dl", "q.dl"], in: folder)
            #expect(wrong.code == 65 && wrong.errors.contains("--> s.dl:1:18"), "\(wrong.errors)")
        }
    }
}
