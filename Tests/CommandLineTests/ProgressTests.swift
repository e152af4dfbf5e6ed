import Foundation
import Testing

@Suite("a load on a terminal")
struct ProgressTests {
    /// A pipe that never ends keeps a load going for as long as the test wants.
    private func endless(_ steps: [String]) throws -> String {
        var failure = ""
        try Zhol.inFolder { (folder: URL) throws in
            let path = folder.appendingPathComponent("feed").path
            #expect(mkfifo(path, 0o600) == 0)
            signal(SIGPIPE, SIG_IGN)
            Thread.detachNewThread {
                let lines = Array(
                    String(repeating: "<http://e.org/a> <http://e.org/b> <http://e.org/c> .\n", count: 500).utf8)
                let descriptor = open(path, O_WRONLY)
                while write(descriptor, lines, lines.count) > 0 {}
                close(descriptor)
            }
            failure = try Zhol.terminal(["load", "--as", "nt", "feed"], steps, in: folder)
            #expect(!FileManager.default.fileExists(atPath: folder.appendingPathComponent("graph.zhol").path))
        }
        return failure
    }

    @Test("that takes longer than a second shows facts and rate, and Ctrl-C ends it with nothing kept")
    func bar() throws {
        #expect(
            try endless(["expect  facts, ", "expect  a second", "send \\x03", "expect interrupted", "end 130"]) == "")
    }

    @Test("that is short shows no bar")
    func short() throws {
        try Zhol.inFolder(["a.dl": "p(a)."]) { (folder: URL) throws in
            let failure = try Zhol.terminal(
                ["load", "a.dl"], ["expect loaded 1 fact", "absent a second", "end 0"], in: folder)
            #expect(failure == "")
        }
    }
}
