import Foundation
import Testing
import Zhol

@testable import Store

@Suite("A load that needs a larger map")
struct SecondAttemptTests {
    /// A store whose map is too small for what is loaded, so that the transaction runs a second time.
    private func smallStore(_ session: Session) throws -> Store {
        try Store(
            path: session.path("graph.zhol"), access: .create, checkingPages: false, reservations: [1 << 18])
    }

    private static let lines = (0..<9000).map { "<http://e.org/s\($0)> <http://e.org/p> \"text number \($0)\" ." }

    @Test("what comes through a pipe is all there")
    func pipe() throws {
        let session = try Session()
        let fifo = session.path("pipe")
        #expect(mkfifo(fifo, 0o600) == 0)
        let writer = Thread {
            let descriptor = open(fifo, O_WRONLY)
            let bytes = Array((SecondAttemptTests.lines.joined(separator: "\n") + "\n").utf8)
            var done = 0
            while done < bytes.count {
                let count = bytes[done...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
                if count <= 0 { break }
                done += count
            }
            close(descriptor)
        }
        writer.start()
        var loader = Loader()
        try loader.add(path: fifo, format: "nt")
        let store = try smallStore(session)
        let report = try loader.load(into: store)
        #expect(store.shared.environment.reservation > 1 << 18)
        #expect(report.facts == SecondAttemptTests.lines.count)
        #expect(report.added == SecondAttemptTests.lines.count)
        #expect(try store.snapshot().verify().triples == SecondAttemptTests.lines.count)
    }

    @Test("what is wrong is counted once")
    func findings() throws {
        let session = try Session()
        try session.write(
            "a.nt", "<http://e.org/s> <http://e.org/p> .\n" + SecondAttemptTests.lines.joined(separator: "\n"))
        var loader = Loader()
        try loader.add(path: session.path("a.nt"), format: nil)
        var options = Loader.Options()
        options.keepsGoing = true
        let store = try smallStore(session)
        let report = try loader.load(into: store, options)
        #expect(store.shared.environment.reservation > 1 << 18)
        #expect(report.leftOut == 1)
        #expect(report.left.count == 1)
        #expect(report.facts == SecondAttemptTests.lines.count)
    }
}
