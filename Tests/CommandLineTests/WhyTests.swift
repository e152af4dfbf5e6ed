import Foundation
import FoundationXML
import Testing

@Suite("why, why-not and draw")
struct WhyTests {
    private static let facts = """
        class actor. class bank < actor.
        relation owns(thing, thing) {share: decimal} inverse owned_by.
        relation knows(actor, actor) symmetric.
        actor(ann). actor(firm). bank(house). actor(bob).
        owns(ann, firm) {share: 60, source: registry, confidence: high}.
        owns(ann, firm) {share: 60, source: court, confidence: low, url: "https://example.org/1"}.
        owns(firm, house) {share: 55, from: 2015-03, source: leak, confidence: medium, note: "page 3"}.
        owns(ann, shop) {share: 10, source: registry, confidence: high}.
        knows(ann, bob) {source: press}.
        """
    private static let rules = """
        %% More than half.
        controls(X, Y) :- owns(X, Y) {share: S}, S > 50.
        controls(X, Z) :- controls(X, Y), controls(Y, Z).
        free(X) :- actor(X), not owns(_, X).
        holdings(X, count(Y)) :- owns(X, Y).
        """

    /// A folder with a store and a file of rules.
    private func folder() throws -> URL {
        let folder = try Zhol.folder()
        try Data(WhyTests.facts.utf8).write(to: folder.appendingPathComponent("facts.dl"))
        try Data(WhyTests.rules.utf8).write(to: folder.appendingPathComponent("rules.dl"))
        try Data("actor(X) :- knows(X, _).\n".utf8).write(to: folder.appendingPathComponent("actors.dl"))
        #expect(try Zhol.run(["load", "--db", "g.zhol", "facts.dl"], in: folder).code == 0)
        return folder
    }

    struct Case: CustomTestStringConvertible {
        let words: [String]
        let output: String
        var testDescription: String { words.joined(separator: " ") }
    }

    private static let cases = [
        Case(
            words: ["why", "controls(ann, house)", "rules.dl"],
            output: """
                controls(ann, house)   [rules.dl:3; confidence medium, 2 sources]
                ├─ controls(ann, firm)   [rules.dl:2]
                │  ├─ owns(ann, firm)
                │  │      {share: 60}
                │  │      — registry, high
                │  │      — court, low, https://example.org/1
                │  └─ 60 > 50
                └─ controls(firm, house)   [rules.dl:2]
                   ├─ owns(firm, house)
                   │      {share: 55, from: 2015-03}
                   │      — leak, medium, page 3
                   └─ 55 > 50

                """),
        Case(
            words: ["why", "controls(ann, firm)", "rules.dl", "--without-source", "registry"],
            output: """
                controls(ann, firm)   [rules.dl:2; confidence low, 1 source]
                ├─ owns(ann, firm)
                │      {share: 60}
                │      — court, low, https://example.org/1
                └─ 60 > 50

                """),
        Case(
            words: ["why", "controls(ann, firm)", "rules.dl", "--min-confidence", "medium"],
            output: """
                controls(ann, firm)   [rules.dl:2; confidence high, 1 source]
                ├─ owns(ann, firm)
                │      {share: 60}
                │      — registry, high
                └─ 60 > 50

                """),
        Case(
            words: ["why", "owns(firm, house)", "--as-of", "2015-03-10"],
            output: """
                owns(firm, house)   [confidence medium, 1 source, its dates leave open whether it held then]
                    {share: 55, from: 2015-03} (its dates leave open whether it held then)
                    — leak, medium, page 3

                """),
        Case(
            words: ["why", "triple(ann, P, shop) {source: S}"],
            output: """
                owns(ann, shop)   [confidence high, 1 source]
                    {share: 10}
                    — registry, high

                """),
        Case(
            words: ["query", "--why", "what if { owns(ann, mill) {share: 90}. } ?- owns(X, mill), owns(X, shop)."],
            output: """
                ┌─────┐
                │ X   │
                ├─────┤
                │ ann │
                └─────┘
                (1 row)

                answer(ann)   [the question; confidence high, 1 source]
                ├─ owns(ann, mill)
                │      {share: 90} (supposed, not stored)
                └─ owns(ann, shop)
                       {share: 10}
                       — registry, high

                """),
        Case(
            words: ["why", "free(X)", "rules.dl", "--limit", "1"],
            output: """
                free(ann)   [rules.dl:4]
                ├─ actor(ann)
                └─ not owns(_, ann)   [not found]

                """),
        Case(
            words: ["why", "actor(house), knows(bob, X), owned_by(shop, ann)"],
            output: """
                answer(ann)   [the question; 2 sources]
                ├─ actor(house)   [schema: class bank < actor]
                │  └─ bank(house)
                ├─ knows(bob, ann)   [schema: symmetric knows]
                │  └─ knows(ann, bob)
                │         — press
                └─ owned_by(shop, ann)   [schema: owns is the inverse of owned_by]
                   └─ owns(ann, shop)
                          {share: 10}
                          — registry, high

                """),
        Case(
            words: ["why", "--format", "markdown", "actor(bob), optional (knows(bob, X))"],
            output: """
                **answer(ann)** holds: 1 source.

                1. `answer(ann)` follows from 2 and 3.
                2. `actor(bob)`.
                3. An optional part follows from 4.
                4. `knows(bob, ann)` follows from 5 (schema: symmetric knows).
                5. `knows(ann, bob)`[^1].

                [^1]: press

                """),
        Case(
            words: ["why", "owns+(ann, house)"],
            output: """
                owns+(ann, house)   [a chain of 2; confidence medium, 2 sources]
                ├─ owns(ann, firm)
                │      {share: 60}
                │      — registry, high
                │      — court, low, https://example.org/1
                └─ owns(firm, house)
                       {share: 55, from: 2015-03}
                       — leak, medium, page 3

                """),
        Case(
            words: ["why", "holdings(ann, N)", "rules.dl"],
            output: """
                holdings(ann, 2)   [count(Y); confidence high, 1 source]
                ├─ shop for X = ann, Y = shop
                │  └─ owns(ann, shop)
                │         {share: 10}
                │         — registry, high
                └─ firm for X = ann, Y = firm
                   └─ owns(ann, firm)
                          {share: 60}
                          — registry, high
                          — court, low, https://example.org/1

                """),
        Case(
            words: ["why", "--format", "markdown", "controls(ann, firm)", "rules.dl"],
            output: """
                **controls(ann, firm)** holds: confidence high, 1 source, 2 proofs that share no source.

                1. `controls(ann, firm)` follows from 2; `60 > 50`: More than half (rules.dl:2).
                2. `owns(ann, firm)` `{share: 60}`[^1][^2].

                [^1]: registry, high
                [^2]: court, low, https://example.org/1

                """),
        Case(
            words: ["why-not", "controls(ann, shop)", "rules.dl"],
            output: """
                controls(ann, shop) does not hold
                • the rule at rules.dl:2
                    holds     owns(ann, shop) {share: 10}
                    fails     10 > 50
                • the rule at rules.dl:3
                    holds     controls(ann, firm)
                    missing   controls(firm, shop)
                           or controls(house, shop)
                      • the rule at rules.dl:2
                          missing   owns(firm, shop) {share: S}
                            • near: owns(firm, house) {share: 55}, owns(ann, shop) {share: 10}
                      • the rule at rules.dl:3
                          holds     controls(firm, house)
                          missing   controls(house, shop)
                            • the rule at rules.dl:2
                                missing   owns(house, shop) {share: S}
                            • the rule at rules.dl:3
                                missing   controls(house, Y)
                      • near: controls(firm, house)
                • near: controls(ann, firm), controls(ann, house)

                """),
        Case(
            words: ["why-not", "triple(bob, P, shop) {source: S}"],
            output: """
                triple(bob, P, shop) {source: S} does not hold
                • near: triple(ann, owns, shop) {source: registry}

                """),
        Case(
            words: ["why-not", "owns(ann, shop) {source: court}"],
            output: """
                owns(ann, shop) {source: court} does not hold
                • near: owns(ann, shop) {source: registry}, owns(ann, firm) {source: court}

                """),
        Case(
            words: ["why-not", "owns(ann, shop) {source: court, share: 11}"],
            output: """
                owns(ann, shop) {source: court, share: 11} does not hold
                • near: owns(ann, shop)

                """),
        Case(
            words: ["why-not", "owns(firm, house) @ 2014-12-31"],
            output: """
                owns(firm, house) @ 2014-12-31 does not hold
                • near: owns(firm, house) {from: 2015-03}

                """),
        Case(
            // A rule gives facts, and no statement that somebody made.
            words: ["why-not", "actor(ann) {source: S}", "actors.dl"],
            output: """
                actor(ann) {source: S} does not hold
                • near: actor(ann)

                """),
        Case(
            words: ["why-not", "--format", "json", "owns(ann, shop) {source: court}"],
            output: """
                {"fact": "owns(ann, shop) {source: court}", "rules": [], "near": \
                ["owns(ann, shop) {source: registry}", "owns(ann, firm) {source: court}"]}

                """),
        Case(
            words: ["why-not", "free(firm)", "rules.dl"],
            output: """
                free(firm) does not hold
                • the rule at rules.dl:4
                    holds     actor(firm)
                    but there is   owns(ann, firm)

                """),
        Case(
            words: ["why-not", "holdings(ann, 3)", "rules.dl"],
            output: """
                holdings(ann, 3) does not hold
                • the rule at rules.dl:5
                    holds     owns(ann, firm)
                    gives     holdings(ann, 2)
                • near: holdings(ann, 2)

                """),
    ]

    @Test("a fact is proved, or what it lacks is told", arguments: cases)
    func answers(_ one: Case) throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let result = try Zhol.run(one.words + ["--db", "g.zhol"], in: folder)
        #expect(result.output == one.output, "\(result.errors)")
        #expect(result.code == 0)
    }

    @Test("what is asked the wrong way round ends with 1 and a hint")
    func otherWay() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let missing = try Zhol.run(["why", "owns(bob, X)", "--db", "g.zhol"], in: folder)
        #expect(missing.code == 1 && missing.output.isEmpty && missing.errors.contains("why-not"))
        let there = try Zhol.run(["why-not", "owns(ann, X)", "--db", "g.zhol"], in: folder)
        #expect(there.code == 1 && there.output.isEmpty && there.errors.contains("zhol why"))
    }

    @Test(
        "what cannot be proved for a mistake of who asks is told with the way on",
        arguments: [
            (["why", "owns(an, shop)"], 1, "nothing is known of 'an'; did you mean 'ann'?"),
            (["why-not", "owns(an, shop)"], 0, "nothing is known of 'an'; did you mean 'ann'?"),
            (["why", "owns(ann, firm) without source cuort"], 65, "did you mean 'court'?"),
            (["why", "owns(ann, firm)", "--without-source", "cuort"], 65, "did you mean 'court'?"),
            (["why", "owns(ann, X)", "--limit", "0"], 2, "takes a number from 1, not '0'"),
            (["why"], 2, "'zhol why' needs 'FACT', as in"), (["diff", "1"], 2, "'zhol diff' needs A B, as in"),
            (["diff", "0", "1", "owns(X, Y)", "x"], 2, "'zhol diff' takes A B 'GOAL' only, not 'x' too"),
        ] as [([String], Int32, String)])
    func mistakes(_ words: [String], _ code: Int32, _ says: String) throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let result = try Zhol.run(words + ["--db", "g.zhol"], in: folder)
        #expect(result.code == code && result.errors.contains(says), "\(result.errors)")
    }

    @Test(
        "what is said of a rule is told up to its first full stop, its file without detours, a least value in one step")
    func words() throws {
        let rules = """
            %% Nobody is nearer: the least of all
            %% distances counts. It may be far.
            nearest(X, min(D)) :- far(X, D).
            some(N) :- N = count { far(_, _) }, N < 9.
            """
        let facts = "far(a, 3) {source: map}. far(a, 5) {source: map}."
        try Zhol.inFolder(["f.dl": facts]) { (folder: URL) throws in
            for (name, text) in [("q/ask.dl", "include \"../r/rules.dl\".\n"), ("r/rules.dl", rules)] {
                let file = folder.appendingPathComponent(name)
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(text.utf8).write(to: file)
            }
            let markdown = try Zhol.run(
                ["why", "nearest(a, D)", "f.dl", "q/ask.dl", "--format", "markdown"], in: folder)
            #expect(
                markdown.output == """
                    **nearest(a, 3)** holds: 1 source.

                    1. `nearest(a, 3)` follows from 2 (min(D), r/rules.dl:3).
                    2. `far(a, 3)`[^1] (f.dl:1).

                    [^1]: map

                    """, "\(markdown.errors)")
            let tree = try Zhol.run(["why", "some(N)", "f.dl", "q/ask.dl"], in: folder)
            #expect(
                tree.output == """
                    some(1)   [r/rules.dl:4; 1 source]
                    ├─ 1 = count { far(_, _) }
                    │  └─ one binding without names
                    │     └─ far(a, 3)   [f.dl:1]
                    │            — map
                    └─ 1 < 9

                    """, "\(tree.errors)")
        }
    }

    @Test("a supposed fact is proved, and what it names is known")
    func supposed() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        func run(_ goal: String) throws -> Zhol.Result {
            try Zhol.run(["why", "what if { owns(ann, boat). } ?- \(goal).", "--db", "g.zhol"], in: folder)
        }
        #expect(try run("owns(X, boat)").output == "owns(ann, boat)\n    (supposed, not stored)\n")
        let missing = try run("owns(boat, X)")
        #expect(missing.code == 1 && !missing.errors.contains("nothing is known"), "\(missing.errors)")
    }

    @Test("--why prints proofs below the answers, and refuses formats that programs read")
    func below() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let words = ["query", "--db", "g.zhol", "--why", "--format"]
        let result = try Zhol.run(words + ["markdown", "owns(X, shop)"], in: folder)
        #expect(result.output.contains("| ann |") && result.output.contains("**owns(ann, shop)** holds"))
        #expect(try Zhol.run(words + ["csv", "owns(X, shop)"], in: folder).code == 2)
    }

    @Test("--all gives further proofs, the best first")
    func all() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let rules = "linked(X, Y) :- knows(X, Y). linked(X, Y) :- owns(X, Z), actor(Z), knows(X, Y)."
        try Data(rules.utf8).write(to: folder.appendingPathComponent("linked.dl"))
        let result = try Zhol.run(["why", "--all", "linked(ann, bob)", "linked.dl", "--db", "g.zhol"], in: folder)
        #expect(result.output.hasPrefix("proof 1 of 2\nlinked(ann, bob)   [linked.dl:1"), "\(result.output)")
        #expect(result.output.contains("proof 2 of 2\nlinked(ann, bob)"))
    }

    @Test("a proof of thousands of steps is written without a deep tree, as JSON a flat list")
    func deep() throws {
        let folder = try Zhol.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let count = 4000
        let edges = (0..<count).map { "e(\($0), \($0 + 1)).\n" }.joined()
        let text = "r(X, Y) :- e(X, Y).\nr(X, Z) :- e(X, Y), r(Y, Z).\n" + edges
        try Data(text.utf8).write(to: folder.appendingPathComponent("chain.dl"))
        let tree = try Zhol.run(["why", "r(0, \(count))", "chain.dl"], in: folder)
        #expect(tree.code == 0)
        #expect(tree.output.contains("e(\(count - 1), \(count))"))
        let lines = tree.output.split(separator: "\n")
        #expect((lines.map(\.count).max() ?? 0) < 120)
        let json = try Zhol.run(["why", "--format", "json", "r(0, \(count))", "chain.dl"], in: folder)
        let proofs = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]]
        #expect((proofs?.first?["nodes"] as? [Any])?.count == 2 * count)
    }

    @Test("pictures are well-formed, with a node for each entity and each fact of a proof")
    func pictures() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        func draw(_ words: [String], _ file: String) throws -> String {
            let result = try Zhol.run(["draw", "--db", "g.zhol", "-o", file] + words, in: folder)
            #expect(result.code == 0, "\(result.errors)")
            return try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
        }
        for (words, count) in [(["owns(X, Y)"], 4), (["--why", "controls(ann, house)", "rules.dl"], 5)] {
            let svg = try draw(words, "a.svg")
            #expect(XMLParser(data: Data(svg.utf8)).parse())
            #expect(svg.components(separatedBy: "<rect x=").count - 1 == count, "\(svg)")
            let graph = try draw(words, "a.graphml")
            #expect(XMLParser(data: Data(graph.utf8)).parse())
            #expect(graph.components(separatedBy: "<node ").count - 1 == count)
            #expect(try draw(words, "a.dot").components(separatedBy: "[label=").count - 1 >= count)
        }
        let nothing = try Zhol.run(["draw", "--db", "g.zhol", "owns(bob, X)", "-o", "b.svg"], in: folder)
        #expect(nothing.code == 65 && nothing.errors.contains("nothing to draw"))
    }
}
