import Testing
import Zhol

/// Random facts, the same on every run (SplitMix64).
private struct SourcedFacts {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func number(_ bound: Int) -> Int {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
        return Int((value ^ value >> 31) % UInt64(bound))
    }

    mutating func name() -> String { "e\(number(7))" }

    /// Facts with up to two sources each, and periods.
    mutating func facts(_ count: Int) -> [(text: String, source: String?)] {
        (0..<count).map { _ in
            let source: String? = number(4) == 0 ? nil : "s\(number(3))"
            var qualifiers = source.map { ["source: \($0)"] } ?? []
            if number(3) == 0 { qualifiers.append("share: \(number(3) * 10)") }
            if number(4) == 0 { qualifiers.append("agent: \(name())") }
            let fact = number(5) == 0 ? "firm(\(name()))" : "\(["owns", "holds"][number(2)])(\(name()), \(name()))"
            return (fact + (qualifiers.isEmpty ? "" : " {" + qualifiers.joined(separator: ", ") + "}"), source)
        }
    }
}

/// Questions with recursion, negation, aggregates, qualifiers, closure and triples of any relation.
private let questions = [
    "?- owns(X, Y).", "?- owns(e1, Y).", "?- owns(X, e2).", "?- owns(e3, e4).", "?- firm(X).",
    "?- firm(X), not owns(X, _).",
    "?- owns(X, Y), holds(Y, Z).", "?- owns+(e1, Y).", "?- holds*(X, e2).", "?- owns(X, Y) {share: S}.",
    "?- owns(X, Y) {agent: A}, firm(A).", "?- holds(X, Y) {source: S}.", "?- holds(X, X).",
    "?- owns(X, Y) select X, count(Y) as n order by n desc, X.", "?- triple(e1, P, O).", "?- triple(S, P, e2).",
    "?- firm(X), N = count { owns(X, Y) }.", "?- X in [e1, e2, e6], owns(X, Y).",
    "reach(X, Y) :- owns(X, Y). reach(X, Z) :- reach(X, Y), holds(Y, Z). ?- reach(X, Y).",
    "?- owns(X, Y), X != Y, not (holds(Y, Z), firm(Z)).",
]

@Suite("withdrawn sources and merged entities")
struct ResolutionTests {
    /// Facts are of a store, or of the program itself.
    private func answers(
        _ facts: [String], _ question: String, inStore: Bool, withdrawn: [String] = [],
        _ change: (inout Database.RunOptions) -> Void
    ) throws -> [[String]] {
        let session = try Session()
        let text = facts.map { $0 + ".\n" }.joined()
        // A triple of each relation, so that all of them are known.
        let always = "owns(z1, z2). holds(z1, z2). firm(z3).\n"
        if inStore {
            try session.load(always + text)
            try session.load(withdrawn.map { "-\($0).\n" }.joined(), name: "withdrawn.dl")
        }
        return try session.run((inStore ? "" : always + text) + question, change)
    }

    @Test(
        "without a source a question is answered as after the withdrawal of all that it states", arguments: 0..<4,
        [true, false])
    func withoutSource(seed: Int, inStore: Bool) throws {
        var random = SourcedFacts(seed: UInt64(seed))
        let facts = random.facts(40)
        for question in questions where inStore || !question.contains("triple") {
            let found = try answers(facts.map(\.text), question, inStore: inStore) {
                $0.withoutSources = ["s1"]
                $0.plain = seed == 3
            }
            let kept = facts.filter { inStore || $0.source != "s1" }.map(\.text)
            let expected = try answers(
                kept, question, inStore: inStore, withdrawn: facts.filter { $0.source == "s1" }.map(\.text)
            ) { _ in }
            #expect(found == expected, "\(question)\n\(facts.map(\.text))")
        }
    }

    @Test(
        "merged entities are answered as if each fact had the first name of all", arguments: 0..<4, [true, false])
    func merged(seed: Int, inStore: Bool) throws {
        var random = SourcedFacts(seed: UInt64(seed) + 100)
        let facts = random.facts(40).map(\.text)
        let same = ["same(e4, e2)", "same(e2, e5)", "same(e6, e3)"]
        func renamed(_ text: String) -> String {
            text.replacing("e4", with: "e2").replacing("e5", with: "e2").replacing("e6", with: "e3")
        }
        for question in questions where inStore || !question.contains("triple") {
            let found = try answers(facts + same, question, inStore: inStore) {
                $0.resolves = true
                $0.plain = seed == 3
            }
            let renamedSame = question.contains("triple") ? ["same(e2, e2)", "same(e3, e3)"] : []
            let expected = try answers(
                facts.map(renamed) + renamedSame, renamed(question), inStore: inStore
            ) { _ in }
            #expect(found == expected, "\(question)\n\(facts)")
        }
    }

    /// What an answer of a recursion is worth, found from the facts alone: the best over proofs of the least along each,
    /// where a fact under another name than the first counts with the surest chain of `same` between the two.
    private struct Worth {
        private(set) var reach: [String: Int] = [:]

        init(_ owns: [(String, String, Int)], _ same: [(String, String, Int)]) {
            var names: Set<String> = []
            for (left, right, _) in owns + same { names.formUnion([left, right]) }
            var joined: [[String]: Int] = [:]
            for name in names { joined[[name, name]] = 3 }
            func join(_ left: String, _ right: String, _ level: Int) {
                joined[[left, right]] = max(level, joined[[left, right]] ?? 0)
            }
            for (left, right, level) in same {
                join(left, right, level)
                join(right, left, level)
            }
            for middle in names {
                for left in names {
                    for right in names {
                        guard let first = joined[[left, middle]], let second = joined[[middle, right]] else { continue }
                        join(left, right, min(first, second))
                    }
                }
            }
            func first(_ name: String) -> String { names.filter { joined[[name, $0]] != nil }.min() ?? name }
            var edges: [(String, String, Int)] = []
            for (left, right, level) in owns {
                let own = [left, right].map { joined[[$0, first($0)]] ?? 0 }
                edges.append((first(left), first(right), ([level] + own).min() ?? 0))
            }
            var isNew = true
            func improve(_ pair: String, _ level: Int) {
                guard level > reach[pair] ?? 0 else { return }
                reach[pair] = level
                isNew = true
            }
            while isNew {
                isNew = false
                for (left, right, level) in edges {
                    improve("\(left),\(right)", level)
                    for start in names {
                        if let before = reach["\(start),\(left)"] { improve("\(start),\(right)", min(before, level)) }
                    }
                }
            }
        }
    }

    @Test(
        "an answer is as sure as the facts and the 'same' that it needs", arguments: 0..<6, [true, false])
    func mergedConfidence(seed: Int, inStore: Bool) throws {
        var random = SourcedFacts(seed: UInt64(seed) + 500)
        func pairs(_ count: Int) -> [(String, String, Int)] {
            (0..<count).map { _ in (random.name(), random.name(), 1 + random.number(3)) }
        }
        let owns = pairs(9)
        let same = pairs(4)
        let levels = ["", "low", "medium", "high"]
        let facts = owns.map { "owns(\($0), \($1)) {source: s\($2), confidence: \(levels[$2])}." }
        let merged = same.map { "same(\($0), \($1)) {source: t\($2), confidence: \(levels[$2])}." }
        let text = (facts + merged).joined(separator: "\n")
        let question =
            seed % 2 == 0
            ? "r(X, Y) :- owns(X, Y). r(X, Z) :- r(X, Y), owns(Y, Z). ?- r(X, Y)." : "?- owns+(X, Y)."
        for least in 0..<3 {
            let session = try Session()
            if inStore { try session.load("owns(z1, z2). same(z1, z1).\n" + text) }
            let run = try session.full((inStore ? "" : text + "\n") + question) {
                $0.resolves = true
                $0.cites = true
                $0.confidence = least
            }
            let answers = try #require(run.answers.first)
            var found: [String: Int] = [:]
            for row in 0..<answers.count where answers[row][0] != "z1" {
                let cells = answers[row]
                found["\(cells[0]),\(cells[1])"] = levels.firstIndex(of: cells[3])
                #expect(cells[2].contains("s"))
            }
            let counted = { (fact: (String, String, Int)) in fact.2 >= least }
            #expect(found == Worth(owns.filter(counted), same.filter(counted)).reach, "\(text)")
        }
    }

    @Test("of an entity with many names those count under which a fact is stated")
    func manyNames() throws {
        let session = try Session()
        let same = (1..<20).map { "same(n0, n\($0)) {source: t\($0), confidence: medium}." }
        try session.load(
            (same + ["owns(x, n17) {source: s1, confidence: high}.", "owns(n3, n17) {source: s2, confidence: high}."])
                .joined(separator: "\n"))
        let found = try session.run("?- owns(X, Y).") {
            $0.resolves = true
            $0.cites = true
        }
        #expect(found == [["n0,n0,s2; t17; t3,medium,1", "x,n0,s1; t17,medium,1"]])
    }

    @Test("what a question writes is the name at which its answers need no 'same'")
    func writtenName() throws {
        let session = try Session()
        try session.load(
            """
            owns(beta, x) {source: s1, confidence: high}. owns(alpha, y) {source: s2, confidence: high}.
            loan(l, m) {lender: beta, source: s3, confidence: high}.
            same(beta, alpha) {source: s4, confidence: low}.
            """)
        func cited(_ question: String) throws -> [[String]] {
            try session.run(question) {
                $0.resolves = true
                $0.cites = true
            }
        }
        #expect(try cited("?- owns(beta, Y).") == [["x,s1,high,1", "y,s2; s4,low,1"]])
        #expect(try cited("?- owns(alpha, Y).") == [["x,s1; s4,low,1", "y,s2,high,1"]])
        #expect(try cited("?- owns(X, x).") == [["alpha,s1; s4,low,1"]])
        // Each question has its own names, and the value of a qualifier is a name too.
        #expect(
            try cited("?- loan(L, _) {lender: beta}. ?- loan(L, _) {lender: alpha}. ?- loan(L, _) {lender: B}.")
                == [["l,s3,high,1"], ["l,s3; s4,low,1"], ["l,alpha,s3; s4,low,1"]])
    }

    @Test("the library resolves where it is asked to, and only then")
    func library() throws {
        let session = try Session()
        try session.load("owns(alpha, x). owns(alfa, y). same(alfa, alpha).")
        let database = try Database(path: session.path("graph.zhol"))
        #expect(try database.query("owns(X, Y)", resolving: true)[0].count == 2)
        #expect(try database.query("owns(alpha, Y)", resolving: true)[0].column("Y").count == 2)
        #expect(try database.query("owns(alpha, Y)")[0].column("Y").count == 1)
    }

    @Test("under a schema 'same' is declared by its first use, for entities of any class, and exported")
    func declaredOnFirstUse() throws {
        let session = try Session()
        try session.load("class firm. relation owns(firm, firm). firm(a1). firm(a2). firm(a3). owns(a1, a3).")
        #expect(session.failure { _ = try session.run("?- same(X, Y).") }?.contains("'same' is not known") == true)
        try session.load("same(a1, a2) {source: register, confidence: high}.", name: "same.dl")
        #expect(try session.run("?- same(a2, Y).") == [["a1", "a2"]])
        #expect(try session.run("?- owns(a2, Y).") { $0.resolves = true } == [["a3"]])
        #expect(
            session.failure { try session.load("same(a1, 5).", name: "x.dl") }
                == "x.dl:1:10: 5 is an int, but an entity stands here"
        )
        let second = try Session()
        try second.load(session.exported(.dl).joined(separator: "\n"))
        #expect(try second.run("?- same(a2, Y).") == [["a1", "a2"]])
        try session.load("-same(a1, a2).", name: "undo.dl")
        #expect(try session.run("?- owns(a2, Y).") { $0.resolves = true } == [[]])
    }

    @Test("tables state it too, and rules may be called 'same'")
    func sameElsewhere() throws {
        let session = try Session()
        try session.load("class firm. relation owns(firm, firm). firm(a1). firm(a2). firm(a3). owns(a1, a3).")
        try session.load(files: [("s.csv", "id,same\na1,a2\n")]) { _ in }
        #expect(try session.run("?- owns(a2, Y).") { $0.resolves = true } == [["a3"]])
        let other = try Session()
        try other.load("class firm. relation owns(firm, firm). same(X, Y, Z) :- owns(X, Y), owns(Y, Z).")
        #expect(try other.run("?- same(X, Y, Z).") == [[]])
    }

    @Test("no fact is touched: a statement keeps its own names in the store")
    func untouched() throws {
        let session = try Session()
        try session.load("owns(beta, x). same(beta, alpha).")
        _ = try session.run("?- owns(X, Y).") { $0.resolves = true }
        #expect(try session.run("?- owns(X, Y).") == [["beta,x"]])
        #expect(try session.exported(.dl).contains { $0.contains("owns(beta, x).") })
    }
}
