import Engine
import Foundation
import Language
import Terms
import Testing
import Zhol

@testable import Store

@Suite("What a count over whole relations is cited by")
struct WholeRelationTests {
    private static let questions = """
        ?- N = count { triple(S, P, O) }.
        ?- N = count { owns(X, Y) }.
        ?- N = count { knows(X, Y) }.
        ?- N = count { owns(X, Y) }, M = count { knows(X, Y) }.
        much(N) :- N = count { owns(X, Y) }.
        ?- much(N).
        ?- N = count { owns(X, Y) or knows(X, Y) }.
        ?- owns(X, Y).
        """

    private func fact(_ random: inout RandomSource) -> (triple: String, evidence: [String]) {
        let triple = "\(random.pick(["owns", "knows"]))(n\(random.below(6)), n\(random.below(6)))"
        var parts: [String] = []
        if !random.once(in: 3) { parts.append("source: s\(random.below(4))") }
        if random.once(in: 2) { parts.append("confidence: \(random.pick(["low", "medium", "high"]))") }
        if random.once(in: 3) { parts.append("note: \"\(random.below(9))\"") }
        if random.once(in: 4) { parts.append("share: \(random.below(3))") }
        return (triple, parts)
    }

    private func changes(_ random: inout RandomSource) -> String {
        (0..<(1 + random.below(12))).map { _ in
            let (triple, evidence) = fact(&random)
            if random.once(in: 4) { return "-\(triple)." }
            return evidence.isEmpty ? "\(triple)." : "\(triple) {\(evidence.joined(separator: ", "))}."
        }.joined(separator: "\n")
    }

    private func rows(_ store: Store, _ change: (inout Database.RunOptions) -> Void = { _ in }) throws -> [[String]] {
        var options = Database.RunOptions()
        options.cites = true
        change(&options)
        var reader = ProgramReader()
        reader.read(text: WholeRelationTests.questions, name: "<program>")
        return try Database(store: store).run(reader, options).answers.map { answers in
            [answers.columns.joined(separator: " ")] + answers.rows.map { "\($0)" }
        }
    }

    @Test("is the same from counts of evidence as from a walk over the statements")
    func countsAndWalk() throws {
        for seed in 0..<25 {
            var random = RandomSource(seed: seed)
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("zhol-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let store = try Store(path: folder.appendingPathComponent("facts.zhol").path, access: .create)
            for _ in 0..<(1 + random.below(4)) {
                var loader = Loader()
                loader.add(text: "owns(n0, n1) {source: s9}.\nknows(n0, n1).\n" + changes(&random), name: "<stored>")
                _ = try loader.load(into: store)
            }
            let counted = try rows(store)
            // As an older zhol writes: what it adds and withdraws again is not counted, and nothing is from then on.
            try store.write { writer in
                writer.evidenceTally.isKept = false
                let name = try writer.intern(.entity("n0"))
                let predicate = try writer.intern(.entity("owns"))
                let object = try writer.intern(.int(77))
                try writer.add(predicate: predicate, subject: name, object: object, qualifiers: [], evidence: [])
                try writer.withdraw(predicate: predicate, subject: name, object: object)
            }
            let snapshot = try store.snapshot()
            let owns = try #require(try snapshot.id(of: .entity("owns")))
            #expect(try snapshot.evidenceCounts(of: owns) == nil)
            #expect(counted == (try rows(store)), "seed \(seed)")
        }
    }
}
