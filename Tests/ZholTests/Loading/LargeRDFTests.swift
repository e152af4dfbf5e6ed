import Store
import Testing
import Zhol

@Suite("loading large RDF")
struct LargeRDFTests {
    /// Above the size from which a file is looked at in places before it is read, with everything that such a place can
    /// fall into.
    private static let lines = (0..<16_000).map { number in
        let subject = number % 3 == 0 ? "<http://e.org/s\(number / 7)>" : "_:b\(number / 7)"
        let predicate =
            number % 500 < 2 ? #"<http://e.org/\u0070q\#(number / 500)>"# : "<http://e.org/p\(number / 1600)>"
        switch number % 400 {
        case 0: return "\(subject) \(predicate) \"\(String(repeating: "long text ", count: 900))\(number)\" ."
        case 1: return "# <http://e.org/x> <http://e.org/comment> <http://e.org/y> ."
        case 2: return "\(subject) <urn:zhol:bare\(number / 4000)> <http://e.org/o\(number)> ."
        case 3: return "\(subject) <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://e.org/C\(number)> ."
        default: return "\(subject) \(predicate) \"2016-01-\(10 + number % 20)\"@en ."
        }
    }

    @Test("a large file gives the facts that the same text gives in pieces")
    func same() throws {
        let text = Self.lines.joined(separator: "\n")
        #expect(text.utf8.count > 1 << 20)
        let large = try Session()
        let report = try large.load(files: [("a.nt", text)])
        #expect(report.facts == Self.lines.filter { !$0.hasPrefix("#") }.count)
        #expect(try Store.verify(path: large.path("graph.zhol")).problems == [])
        // Blank nodes of two loads are two.
        let small = try Session()
        for start in stride(from: 0, to: Self.lines.count, by: 2000) {
            let lines = Self.lines[start..<min(Self.lines.count, start + 2000)].filter { !$0.hasPrefix("_:") }
            try small.load(files: [("a.nt", lines.joined(separator: "\n"))])
        }
        let facts = try large.facts().filter { !$0.contains("(_:") }
        #expect(facts.count > 4000)
        #expect(try small.facts() == facts)
    }

    @Test("what is left out of a large file leaves nothing in the store")
    func wrongLines() throws {
        let session = try Session()
        let wrong = (0..<30_000).map { "<http://e.org/s\($0)> <http://e.org/wrong> \"\($0)\" <" }
        let error = #expect(throws: ZholError.self) {
            try session.load(files: [("a.nt", wrong.joined(separator: "\n"))])
        }
        #expect(error?.kind == .wrongInput)
        let report = try session.load(
            files: [("a.nt", wrong.joined(separator: "\n") + "\n<http://e.org/s> <http://e.org/p> \"right\" .\n")]
        ) { $0.keepsGoing = true }
        #expect(report.leftOut == wrong.count)
        #expect(try session.facts() == ["<http://e.org/p>(<http://e.org/s>, \"right\")."])
        #expect(try Store.verify(path: session.path("graph.zhol")).problems == [])
    }
}
