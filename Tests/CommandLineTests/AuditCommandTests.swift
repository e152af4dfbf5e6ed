import Foundation
import Testing

@Suite("audit on the command line, and queries of the store")
struct AuditCommandTests {
    @Test("the list of saved queries has what they mean, and not what they ask of a report")
    func meanings() throws {
        let file = "%% Who owns.\n%% chart: bar X n\nquery owners ?- owns(X, Y) select X, count(Y) as n.\n"
        try Zhol.inFolder(["q.dl": file]) { (folder: URL) throws in
            #expect(
                try Zhol.run(["queries", "q.dl", "--format", "csv"], in: folder).output
                    == "query,parameters,meaning,place\nowners,,Who owns.,q.dl:3\n")
        }
    }

    @Test("run without a file answers a saved query of the store")
    func storedQuery() throws {
        let folder = try Zhol.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let text = "owns(a, b). owns(b, c). query above($x: thing = c) ?- owns(Y, $x)."
        try Data(text.utf8).write(to: folder.appendingPathComponent("q.dl"))
        #expect(try Zhol.run(["load", "--db", "s.zhol", "q.dl"], in: folder).code == 0)
        #expect(try Zhol.run(["run", "--db", "s.zhol", "--query", "above"], in: folder).output == "Y\nb\n")
        let given = try Zhol.run(["run", "--db", "s.zhol", "--query", "above", "--param", "x=b"], in: folder)
        #expect(given.output == "Y\na\n")
        let unknown = try Zhol.run(["run", "--db", "s.zhol", "--query", "abov"], in: folder)
        #expect(unknown.code == 65 && unknown.errors.contains("did you mean 'above'?"), "\(unknown.errors)")
    }

    @Test("violations are shown with their sources and the exit code is 1; without any it is 0")
    func audit() throws {
        let folder = try Zhol.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        func write(_ name: String, _ text: String) throws {
            try Data(text.utf8).write(to: folder.appendingPathComponent(name))
        }
        try write("facts.dl", "owns(a, 'B & co') {part: 120, source: s1}.\n")
        try write("audit.dl", "%% Nobody owns more than all.\ndeny over(X, Y) :- owns(X, Y) {part: S}, S > 100.\n")
        #expect(try Zhol.run(["load", "--db", "s.zhol", "facts.dl"], in: folder).code == 0)
        let clean = try Zhol.run(["audit", "--db", "s.zhol"], in: folder)
        #expect(clean.code == 0 && clean.output == "check\tviolation\tsources\n", "\(clean.output)\(clean.errors)")
        let found = try Zhol.run(["audit", "--db", "s.zhol", "audit.dl"], in: folder)
        #expect(found.code == 1)
        #expect(found.output == "check\tviolation\tsources\nover\tover(a, 'B & co')\ts1\n", "\(found.output)")
        #expect(found.errors.contains("1 violation, found by 1 of 10 checks"), "\(found.errors)")
        let table = try Zhol.run(["audit", "--db", "s.zhol", "audit.dl", "--format", "markdown"], in: folder)
        #expect(table.output.hasPrefix("Nobody owns more than all.\n### over\n"), "\(table.output)")
        #expect(try Zhol.run(["audit", "--db", "none.zhol"], in: folder).code == 66)
    }
}
