import Engine
import Foundation
import Language
import Store
import Testing
import Zhol

@Suite("What a count over a closure is cited by")
struct ChainCitationTests {
    private struct Edge: Hashable {
        let from: Int
        let to: Int
        /// 0 for none, 1 low to 3 high.
        let level: Int
        let source: Int
    }

    private static let names = ["none", "low", "medium", "high"]

    private func edges(_ seed: Int) -> [Edge] {
        var random = RandomSource(seed: seed)
        let nodes = 3 + random.below(7)
        // Most graphs have few weak edges, so that some are not needed.
        let strongest = random.below(4)
        var seen: Set<[Int]> = []
        return (0..<nodes * (1 + random.below(3))).compactMap { number in
            let ends = [random.below(nodes), random.below(nodes)]
            guard seen.insert(ends).inserted else { return nil }
            let level = random.once(in: 5) ? random.below(4) : strongest
            return Edge(from: ends[0], to: ends[1], level: level, source: number)
        }
    }

    /// The pairs that edges of a level lead between, as sets that grow until nothing is new.
    private func closure(_ edges: [Edge], _ least: Int) -> Set<[Int]> {
        let steps = Set(edges.filter { $0.level >= least }.map { [$0.from, $0.to] })
        var found = steps
        while true {
            let longer = found.flatMap { way in steps.filter { $0[0] == way[1] }.map { [way[0], $0[1]] } }
            let before = found.count
            found.formUnion(longer)
            if found.count == before { return found }
        }
    }

    private func answers(_ facts: String, _ text: String) throws -> [Answers] {
        var options = Database.RunOptions()
        options.cites = true
        var reader = ProgramReader()
        reader.read(text: text, name: "<program>")
        return try StoredFacts.withDatabase(of: facts) { try $0.run(reader, options).answers }
    }

    @Test("its confidence is that of the surest chains, and its sources are those of all edges as sure")
    func closures() throws {
        let rules = """
            left(X, Y) :- edge(X, Y).
            left(X, Z) :- left(X, Y), edge(Y, Z).
            right(X, Y) :- edge(X, Y).
            right(X, Z) :- right(Y, Z), edge(X, Y).
            double(X, Y) :- edge(X, Y) or double(X, Z), double(Z, Y).
            """
        for seed in 0..<60 {
            let edges = edges(seed)
            guard !edges.isEmpty else { continue }
            let facts = edges.map { edge in
                let confidence = edge.level == 0 ? "" : ", confidence: \(ChainCitationTests.names[edge.level])"
                return "edge(n\(edge.from), n\(edge.to)) {source: s\(edge.source)\(confidence)}."
            }.joined(separator: "\n")
            let all = closure(edges, 0)
            let level = (0...3).last { closure(edges, $0) == all } ?? 0
            let sources = Set(edges.filter { $0.level >= level }.map { "s\($0.source)" })
            let goals = ["edge+(X, Y)", "left(X, Y)", "right(X, Y)", "double(X, Y)"]
            let text = rules + "\n" + goals.map { "?- N = count { \($0) }.\n" }.joined()
            for (goal, found) in zip(goals, try answers(facts, text)) {
                let row = found[0]
                #expect(row[0] == "\(all.count)", "\(goal), seed \(seed)\n\(facts)")
                #expect(Set(row[1].components(separatedBy: "; ")) == sources, "\(goal), seed \(seed)\n\(facts)")
                #expect(row[2] == name(level), "\(goal), seed \(seed)\n\(facts)")
            }
        }
    }

    private func name(_ level: Int) -> String { level == 0 ? "" : ChainCitationTests.names[level] }

    @Test("from one end, each counted thing has the surest chain, and of those a shortest")
    func fromOneEnd() throws {
        for seed in 100..<140 {
            let edges = edges(seed)
            guard let start = edges.first?.from else { continue }
            let facts = edges.map { edge in
                let confidence = edge.level == 0 ? "" : ", confidence: \(ChainCitationTests.names[edge.level])"
                return "edge(n\(edge.from), n\(edge.to)) {source: s\(edge.source)\(confidence)}."
            }.joined(separator: "\n")
            let reached = closure(edges, 0).filter { $0[0] == start }
            let level = (0...3).last { reached.isSubset(of: closure(edges, $0)) } ?? 0
            let program = """
                start(n\(start)).
                ?- N = count { start(A), edge+(A, B) }.
                ?- N = count(B) { edge+(n\(start), B) }.
                """
            let found = try answers(facts, program)
            for answer in found {
                let row = answer[0]
                #expect(row[0] == "\(reached.count)")
                #expect(row[2] == name(level), "seed \(seed)\n\(facts)")
                // The edges named, and no weaker ones, lead everywhere.
                let named = Set(row[1].components(separatedBy: "; "))
                let used = edges.filter { named.contains("s\($0.source)") }
                #expect(used.allSatisfy { $0.level >= level })
                #expect(reached.isSubset(of: closure(used, 0)), "seed \(seed)\n\(facts)")
            }
        }
    }
}
