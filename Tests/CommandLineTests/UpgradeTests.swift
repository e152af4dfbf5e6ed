import Foundation
import Testing

@Suite("a store of an older format")
struct UpgradeTests {
    /// Made by the last zhol that wrote format 1, by four loads:
    ///   1. the prefix `ex`, two rules `reach`, and 18 facts; `owns(alpha, beta) {share: 51, from: 2019-05}` by doc1
    ///      with high confidence and by doc2, `owns(alpha, beta) {share: 30}`, `owns(beta, gamma)`,
    ///      `owns(beta, delta) {source: doc1}`, values of all kinds, two long texts
    ///   2. `-owns(beta, gamma)`; `owns(gamma, delta)` by doc3; doc1 says `owns(alpha, beta)` with low confidence
    ///   3. what doc2 says of `owns(alpha, beta)` goes, `owns(beta, delta)` goes, the label "Альфа"@kk goes
    ///   4. a rule `far`; `owns(beta, delta)`
    static let formatOne = Zhol.root.appendingPathComponent("Tests/Stores/format1.zhol.gz").path

    private func inFormatOne(_ body: (URL) throws -> Void) throws {
        try Zhol.inFolder { (folder: URL) throws in
            let unpacked = try Zhol.shell("gzip -dc '\(Self.formatOne)' >old.zhol", in: folder)
            try #require(unpacked.code == 0)
            try body(folder)
        }
    }

    private func names(_ folder: URL) throws -> Set<String> {
        Set(try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { !$0.hasSuffix("-lock") })
    }

    private static let facts = """
        prefix ex: <http://example.org/>.

        %% Who owns whom.
        reach(X, Y) :- owns(X, Y).

        reach(X, Z) :- reach(X, Y), owns(Y, Z).

        far(X) :- reach(alpha, X), not owns(alpha, X).

        company(alpha).
        company(beta) {source: doc1}.
        owns(alpha, beta) {share: 51, from: 2019-05, source: doc1, confidence: low, note: "again"}.
        owns(alpha, beta) {share: 30}.
        owns(beta, delta).
        owns(gamma, delta) {source: doc3}.
        note(alpha, "\(String(repeating: "long text ", count: 80))").
        note(beta, "\(String(repeating: "long text ", count: 79))other").
        label(alpha, "Alpha, a name longer than seven bytes").
        value(alpha, 9223372036854775807).
        value(alpha, 1234567890123.4567).
        value(alpha, 1.2345678901234568e-1).
        value(alpha, 1e300).
        at(alpha, 2016-05-10).
        at(alpha, 2016-05-10T10:00:00.123456Z).
        ex:p(alpha, ex:q).

        """

    @Test("upgrade keeps facts, declarations and history, and the old file under another name")
    func upgrade() throws {
        try inFormatOne { (folder: URL) throws in
            let before = try Data(contentsOf: folder.appendingPathComponent("old.zhol"))
            let result = try Zhol.run(["upgrade", "old.zhol"], in: folder)
            #expect(result.code == 0 && result.errors.contains("'old.zhol.format1'"), "\(result.errors)")
            #expect(try names(folder) == ["old.zhol", "old.zhol.format1"])
            #expect(try Data(contentsOf: folder.appendingPathComponent("old.zhol.format1")) == before)
            #expect(try Zhol.run(["verify", "--db", "old.zhol"], in: folder).code == 0)
            let facts = try Zhol.run(["export", "--db", "old.zhol"], in: folder).output
            #expect(facts == Self.facts, "\(facts)")
            let log = try Zhol.run(["log", "--db", "old.zhol", "--format", "csv"], in: folder).output
            #expect(
                log == """
                    transaction,time,added,withdrawn,replaced
                    4,2026-11-24T17:40:47.197693Z,1,0,0
                    3,2026-11-24T17:40:47.178638Z,0,3,0
                    2,2026-11-24T17:40:47.158115Z,2,1,1
                    1,2026-11-24T17:40:47.138534Z,18,0,0

                    """, "\(log)")
            // What was known then, of sources that said something else later.
            let then = try Zhol.run(
                [
                    "query", "--db", "old.zhol", "--cite", "--format", "csv",
                    "owns(X, Y) {share: S} known by 1 order by S desc",
                ], in: folder
            ).output
            #expect(then.contains("alpha,beta,51,doc1,high,2\n"), "\(then)")
            // It is a store as any other.
            try Data("owns(delta, omega).".utf8).write(to: folder.appendingPathComponent("more.dl"))
            #expect(try Zhol.run(["load", "--db", "old.zhol", "more.dl"], in: folder).code == 0)
            #expect(try Zhol.run(["verify", "--db", "old.zhol"], in: folder).code == 0)
            let again = try Zhol.run(["upgrade", "--db", "old.zhol"], in: folder)
            #expect(again.code == 0 && again.errors.contains("already"), "\(again.errors)")
        }
    }

    @Test("with -o the new store is another file, and the old one stays as it is")
    func elsewhere() throws {
        try inFormatOne { (folder: URL) throws in
            let path = folder.appendingPathComponent("old.zhol")
            let before = try Data(contentsOf: path)
            #expect(try Zhol.run(["upgrade", "old.zhol", "-o", "new.zhol"], in: folder).code == 0)
            #expect(try names(folder) == ["old.zhol", "new.zhol"])
            #expect(try Data(contentsOf: path) == before)
            #expect(try Zhol.run(["export", "--db", "new.zhol"], in: folder).output == Self.facts)
            // A store that needs none is copied.
            #expect(try Zhol.run(["upgrade", "new.zhol", "-o", "copy.zhol"], in: folder).code == 0)
            #expect(try Zhol.run(["export", "--db", "copy.zhol"], in: folder).output == Self.facts)
        }
    }

    @Test(
        "every other command names the way",
        arguments: [
            ["query", "owns(X, Y)"], ["load", "a.dl"], ["info"], ["export"], ["verify"], ["backup", "b"], ["compact"],
        ])
    func refusal(_ command: [String]) throws {
        try inFormatOne { (folder: URL) throws in
            try Data("owns(a, b).".utf8).write(to: folder.appendingPathComponent("a.dl"))
            let path = folder.appendingPathComponent("old.zhol")
            let before = try Data(contentsOf: path)
            let result = try Zhol.run(command + ["--db", "old.zhol"], in: folder)
            #expect(result.code == 69 && result.errors.contains("run 'zhol upgrade old.zhol'"), "\(result.errors)")
            #expect(try Data(contentsOf: path) == before)
        }
    }

    @Test("an upgrade that cannot be done leaves everything as it was, and says why")
    func failures() throws {
        try inFormatOne { (folder: URL) throws in
            let path = folder.appendingPathComponent("old.zhol")
            let whole = try Data(contentsOf: path)
            func expect(_ arguments: [String], _ code: Int32, _ text: String) throws {
                let before = try names(folder)
                let result = try Zhol.run(["upgrade"] + arguments, in: folder)
                #expect(result.code == code && result.errors.contains(text), "\(arguments): \(result.errors)")
                #expect(try names(folder) == before)
            }
            try Data("x".utf8).write(to: folder.appendingPathComponent("taken"))
            try expect(["old.zhol", "-o", "taken"], 74, "is there already")
            try expect(["old.zhol", "-o", "no/folder/new.zhol"], 74, "no/folder/new.zhol")
            try expect(["gone.zhol"], 66, "no store")
            try expect(["taken"], 69, "not a zhol store")
            try expect(["old.zhol", "--db", "old.zhol"], 2, "one store")
            try Data("x".utf8).write(to: folder.appendingPathComponent("old.zhol.format1"))
            try expect(["old.zhol"], 74, "is there already")
            try FileManager.default.removeItem(at: folder.appendingPathComponent("old.zhol.format1"))
            // A page of data that was overwritten; what cannot be read is not upgraded.
            var damaged = whole
            for page in 2..<(damaged.count / 4096) {
                for index in (page * 4096 + 16)..<(page * 4096 + 600) { damaged[index] ^= 0x5a }
            }
            try damaged.write(to: path)
            try expect(["old.zhol"], 69, "damaged")
            #expect(try Data(contentsOf: path) == damaged)
            try whole.write(to: path)
            #expect(try Zhol.run(["upgrade", "old.zhol"], in: folder).code == 0)
        }
    }

    @Test("a store that another process has open is not replaced, and may be upgraded into another file")
    func inUse() throws {
        try inFormatOne { (folder: URL) throws in
            // Holds LMDB's lock on the table of readers, as every process does that has the store open.
            let script = """
                import fcntl, sys, time
                lock = open('old.zhol-lock', 'rb+')
                fcntl.lockf(lock, fcntl.LOCK_SH, 1, 0)
                print('held', flush=True)
                sys.stdin.read()
                """
            _ = try Zhol.run(["info", "--db", "old.zhol"], in: folder)
            let holder = Process()
            holder.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            holder.arguments = ["python3", "-c", script]
            holder.currentDirectoryURL = folder
            let (input, output) = (Pipe(), Pipe())
            holder.standardInput = input
            holder.standardOutput = output
            try holder.run()
            defer { holder.waitUntilExit() }
            defer { try? input.fileHandleForWriting.close() }
            #expect(String(decoding: output.fileHandleForReading.availableData, as: UTF8.self).hasPrefix("held"))
            let refused = try Zhol.run(["upgrade", "old.zhol"], in: folder)
            #expect(refused.code == 69 && refused.errors.contains("another process"), "\(refused.errors)")
            #expect(try names(folder) == ["old.zhol"])
            #expect(try Zhol.run(["upgrade", "old.zhol", "-o", "new.zhol"], in: folder).code == 0)
        }
    }
}
