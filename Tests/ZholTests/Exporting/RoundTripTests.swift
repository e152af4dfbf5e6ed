import Foundation
import Terms
import Testing
import Zhol

/// Facts at random, as source text.
struct RandomFacts {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    private mutating func number(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % bound
    }

    private mutating func pick<T>(_ choices: [T]) -> T { choices[number(choices.count)] }

    static let names = [
        "alpha", "beta", "'Фонд Самрук'", "'a b'", "'x:y'", "'it\\'s \\\\'", "'<odd>'", "'100%25 \"sure\"'",
        "қорғас",
        "ex:q1", "<http://other.org/x?y=1#z>", "<urn:uuid:1>", "'value'", "'id'", "'query'", "'q\\tr'",
    ]
    static let blanks = ["'_:no'", "_:b1", "_:x_y", "_:n0"]
    static let relations = ["owns", "knows", "'is a'", "ex:linked", "<http://other.org/p>", "value", "'id'", "қосты"]
    static let values = [
        "1", "-7", "12.75", "9223372036854775807", "-0.000000000000000001", "1e9", "-2.5e-3", "0.1e0", "true", "false",
        "2016-05-10", "2016-05", "date(2016)", "2016-05-10T09:30:00Z", "2016-05-10T09:30:00.25Z", "\"\"", "\"short\"",
        "\"a long text, with \\\"quotes\\\", \\\\ and \\n lines\\t\"", "\"Қорғас\"@kk", "\"x\"@en-GB",
        "\"P3Y\"^^xsd:duration",
        "\"99999999999999999999\"^^xsd:integer", "\"v\"^^ex:type", "\"1\"", "\"2016-05-10\"", "\"\\u0001\"", "\"😀\"",
    ]

    private mutating func entity(_ withBlanks: Bool) -> String {
        pick(withBlanks ? RandomFacts.names + RandomFacts.blanks : RandomFacts.names)
    }

    mutating func fact(withBlanks: Bool) -> String {
        let subject = entity(withBlanks)
        var text: String
        switch number(5) {
        case 0: text = "\(pick(["company", "'a class'", "ex:Class"]))(\(subject))"
        case 1, 2: text = "\(pick(RandomFacts.relations))(\(subject), \(entity(withBlanks)))"
        default: text = "\(pick(RandomFacts.relations))(\(subject), \(pick(RandomFacts.values)))"
        }
        var qualifiers: [String] = []
        if number(3) == 0 { qualifiers.append("share: \(pick(["1", "51.5", "alpha", "\"x\"@kk", "2016-05"]))") }
        if number(4) == 0 { qualifiers.append("from: \(pick(["2016-05", "2019-01-01"]))") }
        if number(2) == 0 {
            qualifiers.append("source: \(pick(["doc1", "doc2", "'a b'", "<http://s.org/1>", "\"a string\""]))")
        }
        if number(4) == 0 { qualifiers.append("confidence: \(pick(["low", "high"]))") }
        if number(6) == 0 { qualifiers.append("note: \"a, \\\"b\\\"\"") }
        if number(6) == 0 { qualifiers.append("seen: 2020-02") }
        if !qualifiers.isEmpty { text += " {\(qualifiers.joined(separator: ", "))}" }
        return text + ".\n"
    }
}

@Suite("what is exported is loaded as it was")
struct RoundTripTests {
    static let prefixes = "prefix ex: <http://ex.org/>.\n"

    /// The facts of a store filled with random ones, and of one filled from its export.
    private func facts(
        _ seed: Int, _ format: ExportFormat, declarations: String, withBlanks: Bool
    ) throws -> (before: [String], after: [String]) {
        var random = RandomFacts(seed: UInt64(seed))
        let text = (0..<60).map { _ in random.fact(withBlanks: withBlanks) }.joined()
        let first = try Session()
        try first.load(files: [("s.dl", declarations), ("f.dl", text)])
        let second = try Session()
        let lines = try first.exported(format)
        var files = [(name: "f.\(format.rawValue)", text: lines.joined(separator: "\n") + "\n")]
        if format != .dl { files.insert((name: "s.dl", text: declarations), at: 0) }
        try second.load(files: files)
        return (try first.facts(), try second.facts())
    }

    private func difference(_ pair: (before: [String], after: [String])) -> [String] {
        let before = Set(pair.before)
        let after = Set(pair.after)
        return before.subtracting(after).map { "- " + $0 } + after.subtracting(before).map { "+ " + $0 }
    }

    @Test("dl and JSON Lines hold every fact, qualifier and piece of evidence", arguments: 0..<15)
    func whole(seed: Int) throws {
        for format in [ExportFormat.dl, .jsonl] {
            for base in ["", "base <http://base.org/id/>.\n"] {
                let pair = try facts(seed, format, declarations: Self.prefixes + base, withBlanks: true)
                #expect(difference(pair) == [], "\(format)")
            }
        }
    }

    @Test("RDF holds them too, where names are absolute or without base", arguments: 0..<15)
    func rdf(seed: Int) throws {
        for format in [ExportFormat.nt, .ttl, .nq, .trig] {
            let pair = try facts(seed, format, declarations: Self.prefixes, withBlanks: false)
            #expect(difference(pair) == [], "\(format)")
        }
    }

    @Test("under a base, names that an IRI can hold come back from RDF")
    func based() throws {
        for format in [ExportFormat.nt, .ttl, .nq, .trig] {
            let declarations = "base <http://base.org/id/>.\n"
            let facts =
                "company(alpha).\nowns(alpha, 'Фонд') {share: 51, source: doc1, confidence: low}.\nowns(alpha, қорғас) {source: doc2}.\n"
            let first = try Session()
            try first.load(files: [("s.dl", declarations + facts)])
            let lines = try first.exported(format)
            #expect(lines.contains { $0.contains("<http://base.org/id/Фонд>") })
            let second = try Session()
            try second.load(files: [
                ("s.dl", declarations), ("f.\(format.rawValue)", lines.joined(separator: "\n") + "\n"),
            ])
            #expect(try second.facts() == first.facts(), "\(format)")
        }
    }

    @Test("rules, schema and queries travel in dl")
    func declarations() throws {
        let text = """
            base <http://base.org/>.
            %% A firm.
            class firm.
            enum state = open | shut.
            relation owns(firm, firm) {share: decimal} inverse owned_by.
            relation is(firm, state) one.
            reach(X, Y) :- owns(X, Y).
            %% All that is reached.
            query reached($from: firm = a) ?- reach($from, X).
            deny loop(X) :- owns(X, X).
            firm(a).
            firm(b).
            owns(a, b) {share: 50.5}.
            is(a, open).

            """
        let first = try Session()
        try first.load(files: [("s.dl", text)])
        let second = try Session()
        try second.load(files: [("f.dl", try first.read("export", of: .dl))])
        #expect(try second.exported(.dl) == first.exported(.dl))
        #expect(try second.exported(.dl).contains("%% A firm."))
    }
}
