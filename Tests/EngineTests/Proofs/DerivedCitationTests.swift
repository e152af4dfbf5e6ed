import Engine
import Language
import Testing
import Zhol

/// Answers of recursions that are too large to search their proofs: cited by the steps that first derived them.
@Suite("Citations by derivation, beside the definition")
struct DerivedCitationTests {
    private static let rules = [
        "p(X, Y) :- e(X, Y).\np(X, Z) :- p(X, Y), e(Y, Z).\n",
        "p(X, Y) :- e(X, Y).\np(X, Z) :- p(X, Y), p(Y, Z).\n",
        "p(X, Y) :- e(X, Y) ; f(Y, X).\np(X, Z) :- e(X, Y), p(Y, Z), f(Z, _).\n",
        "p(X, Y) :- f(X, P), f(Y, P), X != Y.\np(X, Y) :- f(X, P), p(P, Q), e(Y, Q).\n",
        "p(X, Y) :- e(X, Y).\nq(X, Y) :- p(X, Z), f(Z, Y).\np(X, Y) :- q(Y, X).\np(X, Z) :- q(X, Y), p(Y, Z).\n",
        "p(X, Y) :- r(X, Y, _).\nr(X, Y, Y) :- e(X, Y).\nr(X, Z, Y) :- r(X, Y, _), r(Y, Z, _), X != Z.\n",
        "u(X) :- f(X, _).\nu(Y) :- u(X), e(X, Y).\np(X, Y) :- u(X), e(X, Y).\np(X, Z) :- p(X, Y), p(Y, Z), u(Z).\n",
        "p(X, Y) :- e(X, Y) {source: S}, f(Y, X) {source: S}.\np(X, Y) :- e(Y, X).\np(X, Z) :- p(X, Y), p(Y, Z).\n",
    ]

    private struct Fact {
        let text: String
        let source: String?
        let level: Int
    }

    private func facts(_ random: inout RandomSource) -> [Fact] {
        var found: [Fact] = []
        let size = 3 + random.below(4)
        for _ in 0..<(4 + random.below(14)) {
            let atom = "\(random.pick(["e", "f"]))(n\(random.below(size)), n\(random.below(size)))"
            let source = random.once(in: 6) ? nil : "s\(random.below(4))"
            let level = random.below(4)
            // A source that says the same again says it anew, and nobody's word is none beside another's.
            let others = found.filter { $0.text.hasPrefix(atom) }
            if others.contains(where: { $0.source == nil || $0.source == source }) || source == nil && !others.isEmpty {
                continue
            }
            let parts = [source.map { "source: \($0)" }, level == 0 ? nil : "confidence: \(Self.names[level])"]
                .compactMap { $0 }
            found.append(
                Fact(
                    text: atom + (parts.isEmpty ? "" : " {\(parts.joined(separator: ", "))}") + ".\n", source: source,
                    level: level))
        }
        return found
    }

    private static let names = ["none", "low", "medium", "high"]

    private func answers(_ text: String, stored: String?, cites: Bool) throws -> Answers {
        var options = Database.RunOptions()
        options.cites = cites
        options.proofLimits.few = -1
        options.proofLimits.derived = -1
        var reader = ProgramReader()
        reader.read(text: text, name: "<program>")
        let run =
            stored == nil
            ? try Database().run(reader, options)
            : try StoredFacts.withDatabase(of: stored ?? "") { try $0.run(reader, options) }
        return try #require(run.answers.first)
    }

    @Test(
        "each answer has the confidence of its best proof, and its sources alone still prove it",
        arguments: [false, true])
    func sound(_ isStored: Bool) throws {
        var checked = 0
        for seed in 0..<(isStored ? 40 : 80) {
            var random = RandomSource(seed: 77_003 &+ seed)
            let facts = facts(&random)
            let rules = "e(n0, n0) :- e(n90, n91).\nf(n0, n0) :- f(n90, n91).\n" + random.pick(Self.rules)
            let text = facts.map(\.text).joined()
            let question = rules + "?- p(X, Y).\n"
            let (parsed, _) = Parser.parse(SourceFile(name: "<program>", text: text + question))
            let expected = try ReferenceConfidence(parsed, stored: isStored ? ["e", "f"] : []).levels["p"] ?? [:]
            let cited = try answers(isStored ? question : text + question, stored: isStored ? text : nil, cites: true)
            #expect(Set(cited.rows.map { $0.prefix(2).map { "\($0)" } }).count == expected.count, "seed \(seed)")
            for row in cited.rows.indices {
                let shown = cited[row]
                let tuple = cited.rows[row].prefix(2).compactMap { ReferenceValue($0) }
                let level = try #require(expected[tuple], "seed \(seed): \(shown)\n\(text)\(question)")
                let isOwn = level == ReferenceConfidence.own
                #expect(
                    isOwn ? ["", "high"].contains(shown[3]) : shown[3] == (level == 0 ? "" : Self.names[level]),
                    "seed \(seed): \(shown), \(level)\n\(text)\(question)")
                // What others say, or less surely, is not needed.
                let sources = Set(shown[2].split(separator: ";").map { $0.drop { $0 == " " } }.map(String.init))
                let kept = facts.filter { fact in
                    guard fact.source != nil || fact.level > 0 || isStored else { return true }
                    let isSure = isOwn || fact.level >= level
                    return isSure && (fact.source.map { sources.contains($0) } ?? true)
                }
                let (less, _) = Parser.parse(
                    SourceFile(name: "<less>", text: kept.map(\.text).joined() + question))
                let left = try ReferenceConfidence(less, stored: []).levels["p"] ?? [:]
                #expect(left[tuple] != nil, "seed \(seed): \(shown)\n\(text)\(question)")
                checked += 1
            }
        }
        #expect(checked > 300)
    }
}
