import Foundation
import Testing

@Suite("bad input gives a clear error and the documented exit code")
struct ErrorTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let arguments: [String]
        let code: Int32
        let says: String
        var testDescription: String { arguments.joined(separator: " ") }
    }

    static let cases = [
        Case(arguments: ["qury", "x"], code: 2, says: "did you mean 'query'?"),
        Case(arguments: ["query", "--formt", "csv", "x"], code: 2, says: "did you mean '--format'?"),
        Case(arguments: ["load", "--cite", "x.dl"], code: 2, says: "has no option '--cite'"),
        Case(arguments: ["query", "--format", "cvs", "project(P)", "--db", "GRAPH"], code: 2, says: "'csv'"),
        Case(arguments: ["query", "--limit", "-1", "project(P)", "--db", "GRAPH"], code: 2, says: "whole number"),
        Case(arguments: ["why", "owns(x"], code: 65, says: "ends where"),
        Case(arguments: ["why", "ownss(x, Y)", "--db", "GRAPH"], code: 65, says: "did you mean 'owns'?"),
        Case(arguments: ["why", "owns(X, Y)", "--format", "csv", "--db", "GRAPH"], code: 2, says: "markdown or json"),
        Case(arguments: ["why-not", "owns(X, Y) @ 2016-13-01", "--db", "GRAPH"], code: 65, says: "2016-13"),
        Case(arguments: ["draw", "owns(X, Y)", "--db", "GRAPH", "-o", "a.gif"], code: 2, says: "svg, png"),
        Case(arguments: ["query", "--db", "missing.zhol", "project(P)"], code: 66, says: "there is no store"),
        Case(arguments: ["run", "missing.dl"], code: 66, says: "missing.dl"),
        Case(arguments: ["query", "--db", "text.zhol", "project(P)"], code: 69, says: "is not a zhol store"),
        Case(arguments: ["query", "--db", ".", "project(P)"], code: 69, says: "is a folder"),
        Case(
            arguments: ["query", "--db", "GRAPH", "financed_bye(P, A)"], code: 65,
            says: "relation 'financed_bye' is not known; did you mean 'financed_by'?\n  --> <query>:1:1"),
        Case(arguments: ["query", "--db", "GRAPH", "?- project(P), X > 3."], code: 65, says: "variable 'X'"),
        Case(arguments: ["query", "--db", "GRAPH", "project(P, Q)"], code: 65, says: "has 1 argument, not 2"),
        Case(
            arguments: ["query", "--db", "GRAPH", "status(P, complted)"], code: 65, says: "did you mean 'completed'?"),
        Case(arguments: ["query", "--db", "GRAPH", "p(X) :- project(X), not p(X)."], code: 65, says: "through 'not'"),
        Case(
            arguments: ["query", "--db", "GRAPH", "project(P) known by 3"], code: 65,
            says: "there is no transaction 3: the last is 1"),
        Case(
            arguments: ["query", "--db", "GRAPH", "--timeout", "100ms", "X in 1..100000000000, X < 0"], code: 75,
            says: "out of time"),
        Case(
            arguments: ["query", "--db", "GRAPH", "--fail-if-empty", "project(nothing)"], code: 1,
            says: "nothing is known of 'nothing'"),
    ]

    @Test(arguments: cases)
    func error(_ one: Case) throws {
        let folder = try Zhol.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("just text, and some more of it".utf8).write(to: folder.appendingPathComponent("text.zhol"))
        let result = try Zhol.run(one.arguments.map { $0 == "GRAPH" ? Zhol.graph : $0 }, in: folder)
        #expect(result.code == one.code, "\(result.errors)")
        #expect(one.says.isEmpty ? result.errors.isEmpty : result.errors.contains(one.says), "\(result.errors)")
    }

    @Test("a fact that breaks the schema in the middle of a load leaves the store as it was")
    func failedLoad() throws {
        let folder = try Zhol.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        func write(_ name: String, _ text: String) throws {
            try Data(text.utf8).write(to: folder.appendingPathComponent(name))
        }
        try write("schema.dl", "class company.\nrelation owns(company, company) {share: decimal}.\n")
        try write("good.dl", "company(a). company(b). owns(a, b) {share: 51}.\n")
        try write("bad.dl", "company(c).\nowns(a, c) {share: 20}.\nowns(a, nobody) {share: 30}.\ncompany(d).\n")
        #expect(try Zhol.run(["load", "--db", "s.zhol", "schema.dl", "good.dl"], in: folder).code == 0)
        let before = try Zhol.run(["export", "--db", "s.zhol"], in: folder).output
        let failed = try Zhol.run(["load", "--db", "s.zhol", "bad.dl"], in: folder)
        #expect(failed.code == 65)
        #expect(failed.errors.contains("bad.dl:3:1") && failed.errors.contains("nobody"), "\(failed.errors)")
        #expect(failed.errors.contains("'owns' is declared here"), "\(failed.errors)")
        #expect(try Zhol.run(["export", "--db", "s.zhol"], in: folder).output == before)
        // A first load that fails leaves no store behind.
        #expect(try Zhol.run(["load", "--db", "new.zhol", "schema.dl", "bad.dl"], in: folder).code == 65)
        #expect(!FileManager.default.fileExists(atPath: folder.appendingPathComponent("new.zhol").path))
    }

    @Test("a truncated store is told, at any length")
    func truncated() throws {
        let folder = try Zhol.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let whole = try Data(contentsOf: URL(fileURLWithPath: Zhol.graph))
        for length in [0, 1, 100, 4096, 8192, whole.count / 2, whole.count - 4096, whole.count - 1] {
            try whole.prefix(length).write(to: folder.appendingPathComponent("cut.zhol"))
            let result = try Zhol.run(["query", "--db", "cut.zhol", "project(P)"], in: folder)
            #expect(result.code == 69, "length \(length): \(result.code) \(result.errors)")
            #expect(result.errors.hasPrefix("error: "), "length \(length): \(result.errors)")
        }
    }

    @Test("a second writer is told that the store is locked")
    func secondWriter() throws {
        let folder = try Zhol.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("p(a).\n".utf8).write(to: folder.appendingPathComponent("a.dl"))
        #expect(try Zhol.run(["load", "--db", "s.zhol", "a.dl"], in: folder).code == 0)
        let holder = Process()
        holder.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        holder.arguments = [
            "python3", "-c",
            "import fcntl,time,sys; f=open(sys.argv[1]); fcntl.flock(f, fcntl.LOCK_EX); print('held', flush=True); time.sleep(60)",
            folder.appendingPathComponent("s.zhol").path,
        ]
        let pipe = Pipe()
        holder.standardOutput = pipe
        try holder.run()
        defer { holder.terminate() }
        _ = pipe.fileHandleForReading.readData(ofLength: 4)
        let result = try Zhol.run(["load", "--db", "s.zhol", "a.dl"], in: folder)
        #expect(result.code == 69 && result.errors.contains("locked"), "\(result.errors)")
        #expect(try Zhol.run(["query", "--db", "s.zhol", "p(X)", "--format", "csv"], in: folder).output == "X\na\n")
    }

    @Test(
        "where a program needs a store and none is there, the last line of the error says so",
        arguments: ["run", "check"])
    func noStore(command: String) throws {
        let files = ["needs.dl": "?- project(P), lender(L, B), for_project(L, P).", "typo.dl": "p(a). ?- pp(X)."]
        try Zhol.inFolder(files) { folder in
            let needs = try Zhol.run([command, "needs.dl"], in: folder)
            #expect(needs.code == 65)
            #expect(
                needs.errors.contains("warning: there is no store 'graph.zhol' here; name one with '--db PATH'\n"),
                "\(needs.errors)")
            let typo = try Zhol.run([command, "typo.dl"], in: folder)
            #expect(typo.code == 65 && !typo.errors.contains("no store"), "\(typo.errors)")
        }
    }
}
