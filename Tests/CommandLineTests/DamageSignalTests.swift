import Foundation
import Testing

/// What a process meets in a store that was sound when it was opened.
@Suite("a store that is damaged while it is open", .serialized)
struct DamageSignalTests {
    fileprivate static let pageSize = 4096

    /// A prompt on a store of some pages, from a pipe.
    private final class Session {
        let folder: URL
        private let process = Process()
        private let (input, errors) = (Pipe(), Pipe())

        init() throws {
            folder = try Zhol.folder()
            let facts = (0..<3000).map { "owns(a\($0), b\($0 % 7))." }.joined(separator: "\n")
            try Data(facts.utf8).write(to: folder.appendingPathComponent("a.dl"))
            try #require(try Zhol.run(["load", "a.dl"], in: folder).code == 0)
            process.executableURL = Zhol.binary
            process.arguments = ["--db", "graph.zhol"]
            process.currentDirectoryURL = folder
            process.environment = Zhol.environment(["SWIFT_BACKTRACE": "enable=no"])
            process.standardInput = input
            process.standardOutput = FileHandle.nullDevice
            process.standardError = errors
            try process.run()
        }

        deinit { try? FileManager.default.removeItem(at: folder) }

        func write(_ line: String) { input.fileHandleForWriting.write(Data((line + "\n").utf8)) }

        /// Waits until everything so far is done: an error is told of at once.
        func settle() {
            write("?- nobody_knows_this(X).")
            var text = ""
            while !text.contains("nobody_knows_this") {
                let data = errors.fileHandleForReading.availableData
                if data.isEmpty { return }
                text += String(decoding: data, as: UTF8.self)
            }
        }

        func send(_ number: Int32) { kill(process.processIdentifier, number) }

        /// Changes pages of the file in place: those with these flags in their headers.
        func damage(pagesWith flags: UInt8, _ change: (inout [UInt8]) -> Void) throws {
            let file = try FileHandle(forUpdating: folder.appendingPathComponent("graph.zhol"))
            defer { try? file.close() }
            let bytes = [UInt8](try #require(try file.readToEnd()))
            for page in 2..<(bytes.count / DamageSignalTests.pageSize)
            where bytes[page * DamageSignalTests.pageSize + 10] == flags {
                var changed = Array(
                    bytes[(page * DamageSignalTests.pageSize)..<((page + 1) * DamageSignalTests.pageSize)])
                change(&changed)
                try file.seek(toOffset: UInt64(page * DamageSignalTests.pageSize))
                try file.write(contentsOf: Data(changed))
            }
        }

        /// How it ended: its exit code or, negative, its signal; and what it said.
        func end() throws -> (code: Int32, errors: String) {
            try? input.fileHandleForWriting.close()
            let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            let status = process.terminationStatus
            return (process.terminationReason == .exit ? status : -status, text)
        }
    }

    private static let message = "error: the store 'graph.zhol' is damaged or was cut short: 'zhol verify' tells more\n"

    @Test("a page that leads behind the end of the file (SIGBUS) ends the program with a message and 69")
    func beyondTheFile() throws {
        let session = try Session()
        session.write("?- owns(a7, X).")
        session.settle()
        #expect(truncate(session.folder.appendingPathComponent("graph.zhol").path, 8192) == 0)
        session.write("?- owns(X, b3).")
        let end = try session.end()
        #expect(end.code == 69 && end.errors.hasSuffix(Self.message), "\(end)")
    }

    @Test("pages that contradict themselves to LMDB (SIGABRT) end the program with a message and 69")
    func contradiction() throws {
        let session = try Session()
        session.write("?- owns(a7, X).")
        session.settle()
        // A branch with one node.
        try session.damage(pagesWith: 1) { page in
            page[12] = 18
            page[13] = 0
        }
        session.write("?- owns(X, b3).")
        let end = try session.end()
        #expect(end.code == 69 && end.errors.hasSuffix(Self.message), "\(end)")
    }

    @Test("pages that LMDB takes for its own to write (SIGSEGV) end the program with a message and 69")
    func readOnlyMemory() throws {
        let session = try Session()
        // Opens the store for writing, which looks at all pages.
        session.write("owns(a7, b6).")
        session.write("?- owns(a7, X).")
        session.settle()
        // As if this transaction had copied the page to change it.
        for kind: UInt8 in [1, 2] { try session.damage(pagesWith: kind) { page in page[10] |= 0x10 } }
        session.write("owns(a8, b6).")
        let end = try session.end()
        #expect(end.code == 69 && end.errors.hasSuffix(Self.message), "\(end)")
    }

    @Test("bits that are flipped anywhere in a store end no command by a signal")
    func flippedBits() throws {
        // One of these stores leads LMDB to memory that no file is mapped to.
        let sweep = Process()
        sweep.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        let script = Zhol.root.appendingPathComponent("Tests/Fuzz/pages").path
        sweep.arguments = ["python3", script, "36", "3", Zhol.binary.path]
        let output = Pipe()
        sweep.standardOutput = output
        try sweep.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        sweep.waitUntilExit()
        #expect(sweep.terminationStatus == 0, "\(text)")
    }

    @Test("the same signals from elsewhere do what they always do", arguments: [SIGSEGV, SIGBUS, SIGABRT])
    func otherCauses(_ number: Int32) throws {
        let session = try Session()
        session.write("?- owns(a7, X).")
        session.settle()
        session.send(number)
        let end = try session.end()
        #expect(end.code == -number && !end.errors.contains("damaged"), "\(end)")
    }
}
