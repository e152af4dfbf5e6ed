import Foundation
import Testing
import Zhol

/// The library as another package sees it: only what is public.
@Suite("the library")
final class LibraryTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("zhol-\(UUID().uuidString)")
    private var path: String { folder.appendingPathComponent("graph.zhol").path }

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(at: folder) }

    @Test("the example of the documentation works as it is written there")
    func example() throws {
        // Example.
        let graph = try Database(creating: path)
        try graph.store("relation owns(thing, thing) {share: decimal}.")
        try graph.store([
            Fact("owns", .entity("alpha"), .entity("beta"), ["share": 60, "source": .entity("report_2016")]),
            Fact("owns", .entity("beta"), .entity("gamma"), ["share": 51]),
        ])
        let answers = try graph.query("owns+($who, Y)", parameters: ["who": .entity("alpha")])
        print(answers[0].column("Y"))  // [beta, gamma]
        // End of the example.
        #expect(answers[0].column("Y") == [.entity("beta"), .entity("gamma")])

        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        func lines(_ file: String, from start: String, to end: String, dropping prefix: String) throws -> [String] {
            let text = try String(contentsOf: root.appendingPathComponent(file), encoding: .utf8)
            let all = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            let first = try #require(all.firstIndex { $0.hasSuffix(start) })
            let last = try #require(all[(first + 1)...].firstIndex { $0.hasSuffix(end) })
            return all[(first + 1)..<last].map { String($0.dropFirst(prefix.count)) }
        }
        #expect(
            try lines("Sources/Zhol/Querying/Database.swift", from: "```swift", to: "```", dropping: "/// ")
                == lines(
                    "Tests/ZholTests/LibraryTests.swift", from: "// Example.", to: "// End of the example.",
                    dropping: "        "))
    }

    @Test("a question that is asked again sees what was stored in between, and other parameters")
    func again() throws {
        let graph = try Database(creating: path)
        func owned(_ who: String) throws -> [Value] {
            try graph.query(
                "reaches(X, Y) :- owns(X, Y). reaches(X, Z) :- reaches(X, Y), owns(Y, Z). ?- reaches($who, Y).",
                parameters: ["who": .entity(who)])[0].column("Y")
        }
        try graph.store([Fact("owns", .entity("a"), .entity("b"))])
        for _ in 0..<3 { #expect(try owned("a") == [.entity("b")]) }
        try graph.store([Fact("owns", .entity("b"), .entity("c"))])
        for _ in 0..<3 {
            #expect(try owned("a") == [.entity("b"), .entity("c")])
            #expect(try owned("b") == [.entity("c")])
        }
        for _ in 0..<3 { #expect(try graph.query("N = count(X) { owns(X, Y) }")[0].column("N") == [2]) }
        for _ in 0..<3 { #expect(throws: ZholError.self) { try graph.query("owns(X") } }
    }

    @Test("a question that ran out of time once is answered when there is time")
    func timeAgain() throws {
        let graph = try Database(creating: path)
        try graph.store([Fact("owns", .entity("a"), .entity("b"))])
        let text = "n(1). n(X) :- n(Y), Y < 20000, X = Y + 1. ?- N = count(X) { n(X) }."
        #expect(throws: ZholError.self) { try graph.query(text, timeout: .milliseconds(1)) }
        #expect(try graph.query(text)[0].column("N") == [20000])
        #expect(throws: ZholError.self) { try graph.query(text, timeout: .milliseconds(1)) }
        #expect(try graph.query(text)[0].column("N") == [20000])
    }

    @Test("values of every kind are stored and come back as they were")
    func values() throws {
        let graph = try Database(creating: path)
        let values: [Value] = [
            .bool(true), .int(-7), .int(.max), .decimal("12.75"), .float(2.5), .date("2016-05-10"), .date("2016-05"),
            .date("2016"), .dateTime("2016-05-10T09:30:00Z"), .string("a \"quoted\" text\n"), .string(""),
            .tagged("Қорғас", language: "kk"), .typed("P3Y", datatype: "xsd:duration"), .entity("plain"),
            .entity("Фонд Самрук"), .entity("<https://example.org/x>"), .entity("it's"),
        ]
        try graph.store(values.enumerated().map { Fact("holds", .int(Int64($0.offset)), $0.element) })
        let answers = try graph.query("holds(N, V)")[0]
        #expect(answers.column("V") == values)
        #expect(answers.value(1, "V") == -7)
        #expect(answers.value(1, "W") == nil && answers.value(99, "V") == nil)
        for value in values {
            #expect(try graph.query("holds(N, $v)", parameters: ["v": value])[0].count == 1, "\(value)")
        }
    }

    @Test("a parameter is a value and never text of the program")
    func injection() throws {
        let graph = try Database(creating: path)
        try graph.store([Fact("label", .entity("a"), "x\"). secret(b"), Fact("secret", .entity("b"))])
        let found = try graph.query("label(X, $text)", parameters: ["text": "x\"). secret(b"])
        #expect(found[0].column("X") == [.entity("a")])
        #expect(try graph.query("secret(X)")[0].count == 1)
    }

    @Test("a fact is proved by the rules of the store; one that does not hold has no proof")
    func why() throws {
        let graph = try Database(creating: path)
        try graph.store(
            """
            owns(a, b) {source: s1, confidence: high}. owns(b, c) {source: s2, confidence: low}.
            behind(X, Y) :- owns(X, Y). behind(X, Z) :- behind(X, Y), owns(Y, Z).
            """)
        let proofs = try graph.why("behind(a, X)")
        #expect(proofs.map(\.fact) == ["behind(a, b)", "behind(a, c)"])
        #expect(proofs.map(\.confidence) == ["high", "low"])
        #expect(proofs.map(\.sources) == [["s1"], ["s1", "s2"]])
        #expect(proofs[1].description.contains("— s2, low"))
        #expect(proofs[1].json.contains("\"by\": \"store\""))
        #expect(try graph.why("behind(c, a)").isEmpty)
        #expect(try graph.why("behind($x, c)", parameters: ["x": .entity("b")]).map(\.sources) == [["s2"]])
        #expect(kind { _ = try graph.why("behind(a") } == .wrongInput)
    }

    @Test("saved queries are answered by name, with their parameters checked")
    func saved() throws {
        let graph = try Database(creating: path)
        try graph.store(
            "owns(a, b) {source: s1, confidence: low}. owns(b, c). query above($x: thing = c) ?- owns(Y, $x).")
        #expect(try graph.answer("above").column("Y") == [.entity("b")])
        let cited = try graph.answer("above", parameters: ["x": .entity("b")], citing: true)
        #expect(cited.columns == ["Y", "sources", "confidence", "independent"])
        #expect(cited.values(0) == [.entity("a"), .string("s1"), .entity("low"), .int(1)])
        #expect(kind { _ = try graph.answer("above", parameters: ["x": 5]) } == .usage)
        #expect(kind { _ = try graph.answer("above", parameters: ["z": 5]) } == .usage)
        #expect(kind { _ = try graph.answer("abov") } == .wrongInput)
    }

    @Test("what fails changes nothing, and the error has a kind and says where")
    func errors() throws {
        let graph = try Database(creating: path)
        try graph.store("class firm. relation owns(firm, firm). firm(a).")
        #expect(kind { try graph.store([Fact("firm", .entity("b")), Fact("owns", .entity("a"), "b")]) } == .wrongInput)
        #expect(kind { try graph.store([Fact("owns", .entity("a"), .entity("unknown"))]) } == .wrongInput)
        #expect(try graph.query("firm(X)")[0].count == 1)
        #expect(kind { _ = try graph.query("onws(X, Y)") } == .wrongInput)
        #expect(kind { try graph.store([Fact("born", .entity("a"), .date("yesterday"))]) } == .usage)
        #expect(kind { try graph.load(path: "no such file.dl") } == .missingInput)
        #expect(kind { _ = try Database(path: "no such store") } == .missingInput)
        #expect(kind { try Database().store("firm(a).") } == .usage)
        do {
            _ = try graph.query("onws(X, Y)")
        } catch {
            #expect(error.description.contains("<query>:1:1"))
            #expect(error.message == "relation 'onws' is not known; did you mean 'owns'?")
        }
    }

    @Test("without a store a program runs on its own facts; a refreshed database sees what another stored")
    func others() throws {
        #expect(try Database().query("p(1). p(2). ?- p(X). ?- p(3).").map(\.count) == [2, 1])
        let writer = try Database(creating: path)
        try writer.store("p(a, b).")
        let reader = try Database(path: path)
        try writer.store("p(c, d). -p(a, b).")
        #expect(try reader.query("p(X, Y)")[0][0] == ["a", "b"])
        try reader.refresh()
        #expect(try reader.query("p(X, Y)")[0][0] == ["c", "d"])
    }

    private func kind(_ body: () throws -> Void) -> ZholError.Kind? {
        do {
            try body()
            return nil
        } catch {
            return (error as? ZholError)?.kind
        }
    }
}
