import Engine
import Foundation
import Language
import Store
import Testing
import Zhol

@Suite("Citations, beside the definition")
struct CitationTests {
    /// How many programs are tried: more with `ZHOL_RANDOM_PROGRAMS`.
    private static let count = ProcessInfo.processInfo.environment["ZHOL_RANDOM_PROGRAMS"].flatMap { Int($0) } ?? 60

    /// A random program whose facts have sources and confidences.
    private func program(_ seed: Int) -> (facts: String, rest: String) {
        var maker = RandomProgramMaker(seed: 9_000_011 &+ seed)
        var random = RandomSource(seed: seed)
        var facts = ""
        var rest = ""
        for line in maker.program().text.split(separator: "\n") where !line.contains(" as of ") {
            guard !line.contains(":-"), !line.contains("?-"), line.hasSuffix(".") else {
                rest += line + "\n"
                continue
            }
            var fact = line.dropLast()
            var parts: [String] = []
            if !fact.hasPrefix("t0"), fact.filter({ $0 == "," }).count < 2 || fact.contains("{"), !random.once(in: 4) {
                if !fact.contains("source:") { parts.append("source: s\(random.below(5))") }
                if !random.once(in: 4) { parts.append("confidence: \(random.pick(["low", "medium", "high"]))") }
            }
            if !parts.isEmpty {
                let text = parts.joined(separator: ", ")
                fact = fact.hasSuffix("}") ? fact.dropLast() + ", \(text)}" : fact + " {\(text)}"
            }
            // A store holds classes and binary relations.
            if fact.prefix(while: { $0 != ")" }).filter({ $0 == "," }).count < 2, !fact.hasPrefix("p") {
                facts += fact + ".\n"
            } else {
                rest += fact + ".\n"
            }
        }
        return (facts, rest)
    }

    /// - Parameter together: steps of proofs that are searched before answers are asked for one by one.
    private func run(
        _ text: String, stored: String?, cites: Bool, proves: Bool, together: Int? = nil
    ) throws -> [Answers] {
        var options = Database.RunOptions()
        if together == CitationTests.derived {
            options.proofLimits.few = -1
            options.proofLimits.derived = -1
        } else if let together {
            options.proofLimits.together = together
        }
        options.cites = cites
        options.proofs = proves ? ProofRequest(contributions: Int.max) : nil
        var reader = ProgramReader()
        reader.read(text: text, name: "<program>")
        guard let stored else { return try Database().run(reader, options).answers }
        return try StoredFacts.withDatabase(of: stored) { try $0.run(reader, options).answers }
    }

    /// Asks for what is first derived, however little that is.
    private static let derived = -2

    private static let names = ["none", "low", "medium", "high"]

    /// The relation that a question asks for whole.
    private func relation(_ query: Query) -> String? {
        guard query.select == nil, case .and(let parts) = query.body.asConjunction, parts.count == 1,
            case .literal(let literal) = parts[0], case .atom(let atom) = literal.kind, atom.qualifiers == nil,
            atom.closure == .none, atom.date == nil,
            atom.arguments.allSatisfy({ if case .variable = $0.kind { true } else { false } }),
            Set(atom.arguments.map(\.range.text)).count == atom.arguments.count
        else { return nil }
        return try? ReferenceFacts.name(atom.name)
    }

    @Test(
        "the confidence of each answer of a random program is that of its best proof, in the program and in a store",
        arguments: [false, true], [nil, -1, CitationTests.derived])
    func confidence(_ isStored: Bool, _ together: Int?) throws {
        var checked = 0
        for seed in 0..<CitationTests.count where !isStored || seed.isMultiple(of: 3) {
            let (facts, rest) = program(seed)
            let text = facts + rest
            let (parsed, _) = Parser.parse(SourceFile(name: "<program>", text: text))
            let stored = Set(facts.split(separator: "\n").map { String($0.prefix { $0 != "(" }) })
            let expected = try ReferenceConfidence(parsed, stored: isStored ? stored : [])
            let queries = try ReferenceEvaluator(parsed).queries
            let answers = try run(
                isStored ? rest : text, stored: isStored ? facts : nil, cites: true, proves: false,
                together: together)
            for (query, found) in zip(queries, answers) {
                guard let relation = relation(query), let levels = expected.levels[relation] else { continue }
                for row in found.rows {
                    let width = found.citation?.lowerBound ?? row.count
                    let tuple = row.prefix(width).compactMap { ReferenceValue($0) }
                    let level = try #require(levels[tuple], "\(tuple) of \(relation)\n\(text)")
                    let shown = "\(row[width + 1])".contains("none") ? "none" : names(row[width + 1])
                    checked += 1
                    var allowed =
                        level == ReferenceConfidence.own ? ["none", "high"] : [CitationTests.names[level]]
                    // What a negation leaves is not derived anew without weaker evidence.
                    if together == CitationTests.derived { allowed += CitationTests.names.prefix(min(level, 3)) }
                    #expect(allowed.contains(shown), "seed \(seed): \(relation)\(tuple)\n\(text)")
                }
            }
        }
        #expect(checked > CitationTests.count / 2)
    }

    private func names(_ value: some Any) -> String {
        CitationTests.names.first { "\(value)".contains($0) } ?? "\(value)"
    }

    @Test("where there are more proofs than are looked at, answers are cited by some proof and say so")
    func cutShort() throws {
        // Forty towns, each a step from every other: a way has more proofs than fifty steps show.
        let names = (0..<40).map { "t\($0)" }
        let roads = names.flatMap { from in names.map { "road(\(from), \($0)) {source: map, confidence: high}." } }
        let text = roads.joined(separator: "\n") + "\nway(X, Y) :- road(X, Y).\nway(X, Z) :- way(X, Y), way(Y, Z).\n"
        var options = Database.RunOptions()
        options.cites = true
        options.proofLimits.all = 50
        var reader = ProgramReader()
        reader.read(text: text + "?- way(X, Y).\n?- way(t0, t1).\n?- road(t0, X).", name: "<program>")
        let answers = try Database().run(reader, options).answers
        #expect(answers[0].columns == ["X", "Y", "sources", "confidence", "independent", "search"])
        #expect(answers[0].count == 1600)
        for row in 0..<answers[0].count {
            #expect(Array(answers[0][row].dropFirst(2)) == ["map", "high", "1", "cut short"])
        }
        #expect(answers[2].columns == ["X", "sources", "confidence", "independent"])
    }

    @Test("what is cited is what the proof of the answer rests on", arguments: [false, true])
    func citedIsProved(_ isStored: Bool) throws {
        var checked = 0
        for seed in 0..<CitationTests.count where !isStored || seed.isMultiple(of: 3) {
            let (facts, rest) = program(seed)
            let text = isStored ? rest : facts + rest
            let cited = try run(text, stored: isStored ? facts : nil, cites: true, proves: false)
            let proved = try run(text, stored: isStored ? facts : nil, cites: false, proves: true)
            for (one, other) in zip(cited, proved) where one.citation != nil {
                for (row, proofs) in zip(one.rows.indices, other.proofs) {
                    let proof = try #require(proofs.first, "seed \(seed), \(one.rows[row])\n\(facts)\(text)")
                    let support = proof.support
                    let first = try #require(one.citation?.lowerBound)
                    let sources = proof.sources.map { $0.plainText(one.namespaces) }.sorted()
                    checked += 1
                    let shown = one[row]
                    #expect(
                        Array(shown[first..<first + 3]) == [
                            sources.joined(separator: "; "),
                            support.confidence == 0 ? "" : CitationTests.names[support.confidence],
                            "\(support.independent)",
                        ], "seed \(seed), \(shown)\n\(facts)\(text)")
                }
            }
        }
        #expect(checked > CitationTests.count / 2)
    }
}

extension Formula {
    /// The formula as parts that hold together.
    fileprivate var asConjunction: Formula {
        if case .literal = self { .and([self]) } else { self }
    }
}
