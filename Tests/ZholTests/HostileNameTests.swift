import Foundation
import Testing
import Zhol

@Suite("hostile names")
struct HostileNameTests {
    /// The pairs that `zhol match` proposes where all pairs are in one store, by their numbers.
    private func proposed(_ pairs: [HostileNames.Pair]) throws -> [Int: MatchCandidate] {
        let session = try Session()
        var facts = ""
        for (number, pair) in pairs.enumerated() {
            for (side, name) in zip(["a", "b"], pair.names) {
                let text = name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
                facts += "\(pair.className)(e\(number)\(side)). label(e\(number)\(side), \"\(text)\").\n"
            }
        }
        try session.load(facts)
        let matching = try #require(EntityMatching(try Database(path: session.path("graph.zhol"))))
        var found: [Int: MatchCandidate] = [:]
        for candidate in try matching.candidates(in: nil, least: 0.8) {
            let ids = [candidate.first, candidate.second].map { $0.plainText(.init()).dropFirst().dropLast() }
            if ids[0] == ids[1], let number = Int(ids[0]) { found[number] = candidate }
        }
        return found
    }

    @Test("the names of one are proposed, each with a reason")
    func ofOne() throws {
        let found = try proposed(HostileNames.ofOne)
        for (number, pair) in HostileNames.ofOne.enumerated() {
            let candidate = found[number]
            #expect(candidate != nil, "\(pair.testDescription)")
            #expect(candidate?.reason.isEmpty != true && candidate.map { (0.8...1).contains($0.score) } != false)
        }
        #expect(found.count > 100)
    }

    @Test("the names of two are not")
    func ofTwo() throws {
        let found = try proposed(HostileNames.ofTwo)
        for (number, pair) in HostileNames.ofTwo.enumerated() {
            #expect(found[number] == nil, "\(pair.testDescription): \(found[number]?.reason ?? "")")
        }
        #expect(HostileNames.ofTwo.count > 100)
    }

    @Test(
        "each pair by itself, where every word is as rare as any other",
        arguments: HostileNames.ofOne.map { ($0, true) } + HostileNames.ofTwo.map { ($0, false) })
    func alone(pair: HostileNames.Pair, isOne: Bool) throws {
        #expect(try (proposed([pair])[0] != nil) == isOne)
    }

    @Test("numbers, apostrophes and other scripts in names neither trap nor match what differs by them")
    func oddities() throws {
        let texts = [
            "", "'", "()", "((", "Ⅻ ٣", "中国银行", "中国镍行", "🇰🇿 🇰🇿", "a\u{300}\u{301}", "/ / /", "I", "(CNPC)", "О'",
            "s à r l",
        ]
        for left in texts {
            for right in texts where left != right {
                #expect(
                    try proposed([HostileNames.Pair(className: "c", names: [left, right])]).isEmpty, "\(left), \(right)"
                )
            }
        }
    }
}
