import Foundation
import Testing

@Suite("the file of a store")
struct StoreFileTests {
    private static let files = ["a.dl": "owns(a, b) {share: 51, source: s}. p(a).", "b.dl": "owns(b, c). -p(a)."]

    private func inStore(_ body: (URL) throws -> Void) throws {
        try Zhol.inFolder(Self.files) { (folder: URL) throws in
            for name in ["a.dl", "b.dl"] { #expect(try Zhol.run(["load", "-q", name], in: folder).code == 0) }
            try body(folder)
        }
    }

    @Test(
        "what is no store is told, with 69, by every command that opens one",
        arguments: [
            ["query", "p(X)"], ["info"], ["schema"], ["export"], ["load", "a.dl"], ["run", "q.dl"], ["log"], ["repl"],
            ["backup", "copy.zhol"], ["compact"], ["verify"], ["upgrade"], ["audit"], ["diff", "0", "now"], ["match"],
        ])
    func noStore(_ command: [String]) throws {
        try Zhol.inFolder(Self.files.merging(["q.dl": "?- p(X)."]) { one, _ in one }) { (folder: URL) throws in
            let bad = folder.appendingPathComponent("bad.zhol")
            for content in ["text, and no store at all", "x", String(repeating: "x", count: 100_000)] {
                try Data(content.utf8).write(to: bad)
                let before = try Set(FileManager.default.contentsOfDirectory(atPath: folder.path))
                let result = try Zhol.run(command + ["--db", "bad.zhol"], in: folder)
                #expect(result.code == 69 && result.errors.hasPrefix("error: "), "\(result.errors)")
                #expect(try Data(contentsOf: bad) == Data(content.utf8))
                #expect(try Set(FileManager.default.contentsOfDirectory(atPath: folder.path)) == before)
            }
            let directory = try Zhol.run(command + ["--db", "."], in: folder)
            #expect(directory.code == 69 && directory.errors.contains("is a folder"), "\(directory.errors)")
        }
    }

    @Test("an empty file is no store to read, and a store to be made to load")
    func empty() throws {
        try Zhol.inFolder(Self.files) { (folder: URL) throws in
            try Data().write(to: folder.appendingPathComponent("s.zhol"))
            let read = try Zhol.run(["query", "--db", "s.zhol", "p(X)"], in: folder)
            #expect(read.code == 69 && read.errors.contains("empty"), "\(read.errors)")
            #expect(try Zhol.run(["load", "--db", "s.zhol", "a.dl"], in: folder).code == 0)
        }
    }

    @Test("a store of a later version is refused, with 69, and left as it is")
    func fromTheFuture() throws {
        try inStore { (folder: URL) throws in
            let path = folder.appendingPathComponent("graph.zhol")
            var bytes = try Data(contentsOf: path)
            let version = try #require(
                try Zhol.run(["info", "--format", "tsv"], in: folder).output.split(separator: "\n")
                    .first { $0.hasPrefix("format version") }?.split(separator: "\t").last.flatMap { UInt8($0) })
            // The version stands behind the store's mark, in the one place that is written and in older pages.
            let mark = Data("zhol".utf8) + Data(repeating: 0, count: 7) + Data([version])
            var start = bytes.startIndex
            var count = 0
            while let range = bytes.range(of: mark, in: start..<bytes.endIndex) {
                bytes[range.upperBound - 1] = 200
                start = range.upperBound
                count += 1
            }
            #expect(count > 0)
            try bytes.write(to: path)
            for command in [["query", "p(X)"], ["load", "a.dl"], ["info"]] {
                let result = try Zhol.run(command, in: folder)
                #expect(result.code == 69 && result.errors.contains("newer zhol"), "\(result.errors)")
            }
            #expect(try Data(contentsOf: path) == bytes)
        }
    }

    @Test("a store that may not be read is told, with 66")
    func unreadable() throws {
        try inStore { (folder: URL) throws in
            let path = folder.appendingPathComponent("graph.zhol").path
            try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
            // The system lets root read it all the same.
            guard !FileManager.default.isReadableFile(atPath: path) else { return }
            #expect(try Zhol.run(["query", "p(X)"], in: folder).code == 66)
        }
    }

    @Test("init makes a store with a schema, once")
    func initialize() throws {
        try Zhol.inFolder(["s.dl": "class c.\nrelation r(c, int) one.\n", "bad.dl": "class c < c.\n"]) {
            (folder: URL) throws in
            let bad = try Zhol.run(["init", "bad.dl"], in: folder)
            #expect(bad.code == 65 && !bad.errors.isEmpty)
            #expect(!FileManager.default.fileExists(atPath: folder.appendingPathComponent("graph.zhol").path))
            #expect(try Zhol.run(["init", "s.dl"], in: folder).code == 0)
            #expect(try Zhol.run(["schema"], in: folder).output == "class c.\n\nrelation r(c, int) one.\n")
            let again = try Zhol.run(["init", "s.dl"], in: folder)
            #expect(again.code == 2 && again.errors.contains("already"))
        }
    }

    @Test("verify finds a store sound, or tells what is not, with 1")
    func verify() throws {
        try inStore { (folder: URL) throws in
            let sound = try Zhol.run(["verify"], in: folder)
            #expect(sound.code == 0 && sound.output.isEmpty && sound.errors.contains("is sound: "), "\(sound.errors)")
            #expect(try Zhol.run(["verify", "--format", "csv"], in: folder).output == "table,problem\n")
            let path = folder.appendingPathComponent("graph.zhol")
            var bytes = try Data(contentsOf: path)
            // Everything behind the two meta pages.
            for index in 8192..<bytes.count where index % 3 == 0 { bytes[index] ^= 0x55 }
            try bytes.write(to: path)
            let damaged = try Zhol.run(["verify"], in: folder)
            #expect(damaged.code == 1 && damaged.errors.contains("is damaged"), "\(damaged.errors)")
            #expect(try Zhol.run(["verify", "--db", "gone.zhol"], in: folder).code == 66)
        }
    }

    @Test("a backup holds what the store holds, and takes no other file's place")
    func backup() throws {
        try inStore { (folder: URL) throws in
            #expect(try Zhol.run(["backup", "copy.zhol"], in: folder).code == 0)
            let store = try Zhol.run(["export"], in: folder).output
            #expect(try Zhol.run(["export", "--db", "copy.zhol"], in: folder).output == store)
            #expect(try Zhol.run(["verify", "--db", "copy.zhol"], in: folder).code == 0)
            let again = try Zhol.run(["backup", "a.dl"], in: folder)
            #expect(again.code == 74 && again.errors.contains("there already"), "\(again.errors)")
            #expect(try Zhol.run(["backup", "no/folder"], in: folder).code == 74)
            #expect(try Zhol.run(["backup"], in: folder).code == 2)
        }
    }

    @Test("compact keeps facts and history, but for what it is told to forget")
    func compact() throws {
        try inStore { (folder: URL) throws in
            let facts = try Zhol.run(["export"], in: folder).output
            let first = try Zhol.run(["log", "1"], in: folder).output
            #expect(try Zhol.run(["compact"], in: folder).code == 0)
            #expect(try Zhol.run(["export"], in: folder).output == facts)
            #expect(try Zhol.run(["log", "1"], in: folder).output == first)
            let last = try Zhol.run(["log", "2"], in: folder).output
            #expect(try Zhol.run(["compact", "--forget-before", "2"], in: folder).code == 0)
            #expect(try Zhol.run(["export"], in: folder).output == facts)
            #expect(try Zhol.run(["log", "2"], in: folder).output == last)
            let forgotten = try Zhol.run(["log", "1"], in: folder)
            #expect(forgotten.code != 0 && forgotten.errors.contains("forgotten"), "\(forgotten.errors)")
            for word in ["0", "9", "then"] {
                #expect(try Zhol.run(["compact", "--forget-before", word], in: folder).code == 2)
            }
        }
    }

    @Test("a store that is cut short while it is open ends the program with a message")
    func cutShort() throws {
        let folder = try Zhol.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let facts = (0..<3000).map { "owns(a\($0), b\($0 % 7))." }.joined(separator: "\n")
        try Data(facts.utf8).write(to: folder.appendingPathComponent("a.dl"))
        #expect(try Zhol.run(["load", "a.dl"], in: folder).code == 0)
        let process = Process()
        process.executableURL = Zhol.binary
        process.arguments = ["--db", "graph.zhol"]
        process.currentDirectoryURL = folder
        process.environment = Zhol.environment([:])
        let (input, errors) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = FileHandle.nullDevice
        process.standardError = errors
        try process.run()
        input.fileHandleForWriting.write(Data("1 = X.\n".utf8))
        // Until the store is in its memory.
        let maps = "/proc/\(process.processIdentifier)/maps"
        while process.isRunning, try !String(contentsOfFile: maps, encoding: .utf8).contains("graph.zhol\n") {
            usleep(10_000)
        }
        // Whether it was just being opened or is in use: both end so.
        usleep(300_000)
        #expect(truncate(folder.appendingPathComponent("graph.zhol").path, 8192) == 0)
        input.fileHandleForWriting.write(Data("owns(X, b3).\n".utf8))
        try input.fileHandleForWriting.close()
        process.waitUntilExit()
        let message = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        #expect(message.contains("cut short"), "\(message)")
        #expect(process.terminationStatus == 69)
        #expect(process.terminationReason == .exit)
    }
}
