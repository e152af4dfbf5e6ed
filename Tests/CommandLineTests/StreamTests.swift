import Foundation
import Testing

@Suite("streams, exit codes and the environment")
struct StreamTests {
    static let facts = ["a.dl": "p(a). p(b).\n", "wrong.dl": "p(a\n", "q.dl": "p(a). p(X) :- q(X). q(b). ?- p(X).\n"]

    @Test("answers go to standard output and all else to standard error")
    func streams() throws {
        try Zhol.inFolder(Self.facts) { (folder: URL) throws in
            let load = try Zhol.run(["load", "--db", "s.zhol", "a.dl"], in: folder)
            #expect(load.code == 0 && load.output.isEmpty && load.errors.hasPrefix("loaded 2 facts (2 new)"))
            let quiet = try Zhol.run(["load", "-q", "--db", "s.zhol", "a.dl"], in: folder)
            #expect(quiet.code == 0 && quiet.output.isEmpty && quiet.errors.isEmpty)
            let query = try Zhol.run(["query", "--db", "s.zhol", "p(X)", "--stats"], in: folder)
            #expect(query.output == "X\na\nb\n" && query.errors.hasPrefix("2 rows in "))
            let wrong = try Zhol.run(["query", "--db", "s.zhol", "p(X"], in: folder)
            #expect(wrong.code == 65 && wrong.output.isEmpty && wrong.errors.hasPrefix("error: "))
            // A warning does not spoil the answers, and --quiet leaves it out.
            let lone = "p(X) :- r(X, Y). r(a, b). ?- p(X)."
            let warned = try Zhol.run(["query", "--db", "s.zhol", lone], in: folder)
            #expect(warned.output == "X\na\nb\n" && warned.errors.contains("warning: "), "\(warned.errors)")
            #expect(try Zhol.run(["query", "--db", "s.zhol", lone, "--quiet"], in: folder).errors.isEmpty)
        }
    }

    @Test("the store is --db, else $ZHOL_DB, else graph.zhol of the working folder")
    func whichStore() throws {
        try Zhol.inFolder(["a.dl": "p(from_option).", "b.dl": "p(from_environment).", "c.dl": "p(from_folder)."]) {
            (folder: URL) throws in
            for (store, file) in [("a.zhol", "a.dl"), ("b.zhol", "b.dl"), ("graph.zhol", "c.dl")] {
                #expect(try Zhol.run(["load", "-q", "--db", store, file], in: folder).code == 0)
            }
            func answer(_ more: [String], _ environment: [String: String]) throws -> String {
                try Zhol.run(["query", "p(X)", "--no-header"] + more, in: folder, environment: environment).output
            }
            #expect(try answer(["--db", "a.zhol"], ["ZHOL_DB": "b.zhol"]) == "from_option\n")
            #expect(try answer([], ["ZHOL_DB": "b.zhol"]) == "from_environment\n")
            #expect(try answer([], ["ZHOL_DB": ""]) == "from_folder\n")
            #expect(try answer([], [:]) == "from_folder\n")
        }
    }

    @Test(
        "reading never creates a store",
        arguments: [
            ["query", "p(X)"], ["info"], ["schema"], ["export"], ["queries"], ["repl"],
            ["run", "--db", "no.zhol", "a.dl"],
            ["check", "--db", "no.zhol", "a.dl"],
        ])
    func reading(_ arguments: [String]) throws {
        try Zhol.inFolder(Self.facts) { (folder: URL) throws in
            let result = try Zhol.run(arguments + (arguments == ["repl"] ? ["--db", "graph.zhol"] : []), in: folder)
            #expect(result.code == 66 && result.output.isEmpty, "\(result.errors)")
            let left = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
            #expect(left == Self.facts.keys.sorted())
        }
    }

    @Test("a program without a store named or found runs on its own facts")
    func withoutStore() throws {
        try Zhol.inFolder(Self.facts) { (folder: URL) throws in
            #expect(try Zhol.run(["run", "q.dl"], in: folder).output == "X\na\nb\n")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == Self.facts.count)
        }
    }

    @Test("a closed pipe ends quietly, with 0")
    func closedPipe() throws {
        try Zhol.inFolder { (folder: URL) throws in
            let line =
                "zhol query --db '\(Zhol.graph)' 'triple(S, P, O)' 2>errors | head -1; "
                + "echo ${PIPESTATUS[0]}; wc -c <errors"
            #expect(try Zhol.shell(line, in: folder).output == "S\tP\tO\n0\n0\n")
            // A script of several questions ends with its reader.
            try Data(String(repeating: "?- triple(S, P, O).\n", count: 20).utf8).write(
                to: folder.appendingPathComponent("script"))
            let script = "zhol --db '\(Zhol.graph)' <script 2>errors | head -1; echo ${PIPESTATUS[0]}; wc -c <errors"
            #expect(try Zhol.shell(script, in: folder).output == "S\tP\tO\n0\n0\n")
        }
    }

    @Test(
        "a full disk is told, with 74",
        arguments: [
            "zhol query --db 'GRAPH' 'project(P)' >/dev/full", "zhol export --db 'GRAPH' >/dev/full",
            "zhol export --db 'GRAPH' -o /dev/full", "zhol help >/dev/full", "zhol info --db 'GRAPH' >/dev/full",
            "zhol --db 'GRAPH' <script >/dev/full", "zhol export --db 'GRAPH' -o no/such/folder",
        ])
    func fullDisk(_ line: String) throws {
        try Zhol.inFolder(["script": "?- project(P).\n"]) { (folder: URL) throws in
            #expect(try Zhol.shell(line.replacing("GRAPH", with: Zhol.graph), in: folder).code == 74)
        }
    }

    @Test("an export that fails leaves the file that was there")
    func failedExport() throws {
        try Zhol.inFolder(["all.dl": "before"]) { (folder: URL) throws in
            let goal = ["export", "--db", Zhol.graph, "-o", "all.dl", "--goal"]
            #expect(try Zhol.run(goal + ["project(P)"], in: folder).code == 2)
            let path = folder.appendingPathComponent("all.dl")
            #expect(try String(contentsOf: path, encoding: .utf8) == "before")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["all.dl"])
            let right = goal + ["owns(X, altyn_bank), P = owns, Y = altyn_bank select X, P, Y"]
            #expect(try Zhol.run(right, in: folder).code == 0)
            let text = try String(contentsOf: path, encoding: .utf8)
            #expect(
                text
                    == "owns(citic_bank, altyn_bank).\nowns(halyk_bank, altyn_bank).\nowns(shuangwei, altyn_bank).\n"
            )
        }
    }

    @Test("Ctrl-C ends a command with 130, and a script on standard input too")
    func interrupted() throws {
        try Zhol.inFolder(["script": "?- X in 1..1000000000000, X < 0.\n?- X = 1.\n"]) { (folder: URL) throws in
            let endless = "'X in 1..1000000000000, X < 0'"
            for command in ["query \(endless) --db '\(Zhol.graph)'", "--db '\(Zhol.graph)' <script"] {
                // The signal is sent when the program has a handler for it.
                let line = """
                    '\(Zhol.binary.path)' \(command) >out 2>err & pid=$!
                    while kill -0 $pid && ! grep -q 'SigCgt:.*[2367abef]$' /proc/$pid/status; do sleep 0.02; done
                    kill -INT $pid; wait $pid; echo $?; cat out err
                    """
                #expect(try Zhol.shell(line, in: folder).output == "130\ninterrupted\n")
            }
        }
    }

    @Test("inputs that are missing, folders or unreadable are told, with 66")
    func missingInputs() throws {
        try Zhol.inFolder(["include.dl": "include \"gone.dl\".\n?- p(X).\n", "t.xyz": "p(a)."]) {
            (folder: URL) throws in
            try FileManager.default.createDirectory(
                at: folder.appendingPathComponent("folder.dl"), withIntermediateDirectories: false)
            for arguments in [
                ["run", "gone.dl"], ["run", "folder.dl"], ["check", "gone.dl"], ["load", "--db", "s.zhol", "gone.dl"],
                ["load", "--db", "s.zhol", "gone.csv"], ["queries", "gone"], ["run", "include.dl"],
                ["load", "--db", "s.zhol", "folder.dl"],
            ] {
                let result = try Zhol.run(arguments, in: folder)
                #expect(result.code == 66 && result.errors.contains("error: "), "\(arguments): \(result.errors)")
            }
            let unknown = try Zhol.run(["load", "--db", "s.zhol", "t.xyz"], in: folder)
            #expect(unknown.code == 2 && unknown.errors.contains("--as"))
            #expect(try Zhol.run(["load", "--db", "s.zhol", "t.xyz", "--as", "dl"], in: folder).code == 0)
            #expect(try Zhol.run(["load", "--db", "s.zhol", "-"], in: folder, input: "p(b).").code == 2)
            #expect(try Zhol.run(["load", "--db", "s.zhol", "-", "--as=dl"], in: folder, input: "p(b).").code == 0)
            #expect(try Zhol.run(["query", "--db", "s.zhol", "p(X)"], in: folder).output == "X\na\nb\n")
        }
    }

    @Test("colours are for terminals, and $NO_COLOR and --no-color leave them out")
    func colour() throws {
        try Zhol.inFolder { (folder: URL) throws in
            let wrong = ["query", "--db", Zhol.graph, "prject(P)"]
            let red = "expect \u{1b}[1;31merror"
            #expect(try Zhol.terminal(wrong, [red, "end 65"], in: folder) == "")
            for (more, environment) in [(["--no-color"], [:]), ([], ["NO_COLOR": "1"])] {
                let steps = ["expect error: relation", "absent \u{1b}[", "end 65"]
                #expect(try Zhol.terminal(wrong + more, steps, in: folder, environment: environment) == "")
            }
            #expect(!(try Zhol.run(wrong, in: folder).errors.contains("\u{1b}")))
        }
    }

    @Test("on a terminal answers are a table, which a pager shows where it is long")
    func pager() throws {
        try Zhol.inFolder { (folder: URL) throws in
            let short = ["query", "--db", Zhol.graph, "bank(cdb)"]
            let pager = ["PAGER": "sed s/^/paged:/"]
            #expect(
                try Zhol.terminal(short, ["expect │ yes", "absent paged", "end 0"], in: folder, environment: pager)
                    == "")
            let long = ["query", "--db", Zhol.graph, "project(P)"]
            #expect(try Zhol.terminal(long, ["expect paged:│", "end 0"], in: folder, environment: pager) == "")
            let plain = ["expect (163 rows)", "absent paged", "end 0"]
            #expect(try Zhol.terminal(long + ["--no-pager"], plain, in: folder, environment: pager) == "")
            // A pager that reads nothing is no error.
            #expect(try Zhol.terminal(long, ["end 0"], in: folder, environment: ["PAGER": "true"]) == "")
        }
    }
}
