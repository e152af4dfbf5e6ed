import Engine
import Formats
import Foundation
import Language
import Testing
import Zhol

@Suite("Proofs, checked by another program")
struct ProofTests {
    /// The proofs of every answer of a program as JSON, and how many there are.
    private func proofs(
        _ text: String, plain: Bool = false, limit: Int = 1, resolves: Bool = false, derived: Bool = false
    ) throws -> (json: Data, answers: Int) {
        var options = Database.RunOptions()
        options.plain = plain
        options.resolves = resolves
        options.proofs = ProofRequest(limit: limit, contributions: Int.max)
        if derived {
            options.proofLimits.few = -1
            options.proofLimits.all = -1
        }
        var reader = ProgramReader()
        reader.read(text: text, name: "<program>")
        let run = try Database().run(reader, options)
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("proof-\(UUID().uuidString)")
        try Data().write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let handle = try FileHandle(forWritingTo: file)
        let sink = ByteSink(descriptor: handle.fileDescriptor)
        try ProofReport(run, statements: reader.statements).write(.json, width: nil, to: sink)
        try sink.flush()
        let holding = run.answers.flatMap { answers in answers.rows.map { [answers.columns, $0.map { "\($0)" }] } }
            .filter { $0 != [["answer"], ["string(\"no\")"]] }
        return (try Data(contentsOf: file), holding.count)
    }

    /// - Parameter derived: whether no proof is searched, and those are told that the evaluation has met first.
    private func check(
        _ text: String, plain: Bool = false, limit: Int = 1, resolves: Bool = false, derived: Bool = false
    ) throws {
        let (program, _) = Parser.parse(SourceFile(name: "<program>", text: text))
        let (json, answers) = try proofs(text, plain: plain, limit: limit, resolves: resolves, derived: derived)
        let count = try ProofChecker(program).check(json)
        if limit == 1 { #expect(count == answers) } else { #expect(count >= answers) }
    }

    /// How many programs are tried: more with `ZHOL_RANDOM_PROGRAMS`.
    private static let count = ProcessInfo.processInfo.environment["ZHOL_RANDOM_PROGRAMS"].flatMap { Int($0) } ?? 60

    @Test("every answer of a random program has a proof, and every proof is one", arguments: 0..<count)
    func random(_ seed: Int) throws {
        var maker = RandomProgramMaker(seed: 7_000_003 &+ seed)
        // The checker knows one moment only.
        let text = maker.program().text.split(separator: "\n").filter { !$0.contains(" as of ") }.joined(
            separator: "\n")
        do {
            try check(text)
            try check(text, derived: true)
            if seed.isMultiple(of: 4) { try check(text, plain: true) }
            if seed.isMultiple(of: 5) { try check(text, limit: 5) }
        } catch let mistake as ProofChecker.Mistake {
            Issue.record("\(mistake)\n\(text)")
        }
    }

    @Test("proofs of merged entities name what is stated, and what makes its names one", arguments: 0..<8)
    func merged(_ seed: Int) throws {
        var state = UInt64(seed) &* 977 &+ 5
        func name() -> String {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return "e\(state >> 33 & 7)"
        }
        var facts = (0..<10).map { "owns(\(name()), \(name())) {source: s\($0), confidence: high}." }
        facts += (0..<4).map { "same(\(name()), \(name())) {source: t\($0), confidence: low}." }
        let text =
            facts.joined(separator: "\n") + "\n"
                + """
                reach(X, Y) :- owns(X, Y).
                reach(X, Z) :- reach(X, Y), owns(Y, Z).
                both(X, Y) :- owns(X, Y), owns(Y, X).
                ?- reach(X, Y).
                ?- both(X, Y).
                ?- owns+(X, Y).
                ?- owns(X, Y) {source: S}.
                """
        do {
            try check(text, resolves: true)
            try check(text, limit: 4, resolves: true)
            try check(text, resolves: true, derived: true)
        } catch let mistake as ProofChecker.Mistake {
            Issue.record("\(mistake)\n\(text)")
        }
    }

    @Test("values that each have grown by the others are proved, round a ring of holdings")
    func ring() throws {
        let companies = (0..<5).map { "c\($0)" }
        let facts = companies.indices.map { place in
            let (one, next) = (companies[place], companies[(place + 1) % companies.count])
            return "owns(\(one), \(next)) {share: 30}. owns(\(next), \(one)) {share: 60}."
        }
        try check(
            facts.joined(separator: "\n") + """

                controls(X, Y) :- held(X, Y, S), S > 50.
                held(X, Y, sum(S per Z)) :- ( X = Z, owns(X, _) ; controls(X, Z) ), owns(Z, Y) {share: S}.
                ?- held(X, Y, S).
                ?- controls(X, Y).
                """)
    }

    private static let topics: Set<Substring> = [
        "aggregates", "classics", "closure", "in", "monotone", "negation", "or", "optional", "qualifiers", "recursion",
    ]
    /// What is too large for the reference, which tries everything.
    private static let slow: Set<String> = [
        "classics/life_two_steps_of_a_glider", "classics/primes", "recursion/left_and_right_bound_goals",
        "recursion/more_than_a_thousand_results",
    ]
    private static let cases = GoldenCase.all.filter { golden in
        topics.contains(golden.name.prefix { $0 != "/" }) && !slow.contains(golden.name)
            && ["load.dl", "args", "err"].allSatisfy { golden.text($0) == nil }
    }

    @Test("every answer of a golden case has a proof, and every proof is one", arguments: cases)
    func golden(_ golden: GoldenCase) throws {
        let text = try #require(golden.text("dl"))
        do {
            try check(text)
            try check(text, derived: true)
        } catch let mistake as ProofChecker.Mistake {
            Issue.record("\(golden.name): \(mistake)")
        } catch let refusal as ReferenceRefusal {
            // The classics use what the reference does not evaluate.
            #expect(golden.name.hasPrefix("classics/"), "\(golden.name): \(refusal)")
        }
    }

    @Test("the checker finds what is wrong with a proof")
    func checkerChecks() throws {
        let text = """
            e(a, b). e(b, c).
            p(X, Y) :- e(X, Y).
            p(X, Z) :- p(X, Y), e(Y, Z).
            ?- p(a, c).
            """
        let (program, _) = Parser.parse(SourceFile(name: "<program>", text: text))
        let checker = try ProofChecker(program)
        let json = String(decoding: try proofs(text).json, as: UTF8.self)
        #expect(try checker.check(Data(json.utf8)) == 1)
        for (right, wrong) in [
            ("\"X\": \"a\"", "\"X\": \"b\""), ("\"line\": 3", "\"line\": 2"), ("{\"node\": 1}", "{\"node\": 0}"),
            ("[\"b\", \"c\"]", "[\"c\", \"c\"]"), ("\"relation\": \"e\"", "\"relation\": \"p\""),
        ] {
            let spoilt = json.replacingOccurrences(of: right, with: wrong)
            #expect(spoilt != json)
            #expect(throws: ProofChecker.Mistake.self, "\(right)") { try checker.check(Data(spoilt.utf8)) }
        }
    }
}
