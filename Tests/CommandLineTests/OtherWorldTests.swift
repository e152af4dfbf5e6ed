import Foundation
import Testing

@Suite("proofs of questions that look at another world than the one that is stored")
struct OtherWorldTests {
    private static let files = [
        "f.dl": """
        owns(ann, firm) {share: 60, source: registry, confidence: high}.
        owns(ann, firm) {share: 60, source: court, confidence: low}.
        owns(firm, mill) {share: 70, from: 2014, to: 2016, source: registry}.
        owns('Firm LLP', dock) {share: 80, source: press, confidence: high}.
        same(firm, 'Firm LLP') {source: gazette, confidence: medium}.
        """,
        "late.dl": "owns(firm, shop) {share: 90, source: leak, confidence: high}.",
        "r.dl": rules,
    ]
    private static let rules = """
        link(X, Y) :- owns(X, Y) {share: S}, S > 50.
        link(X, Z) :- link(X, Y), link(Y, Z).

        """

    /// A folder with a store of two transactions.
    private static func inStore(_ body: (URL) throws -> Void) throws {
        try Zhol.inFolder(files) { folder in
            #expect(try Zhol.run(["load", "-q", "f.dl"], in: folder).code == 0)
            #expect(try Zhol.run(["load", "-q", "late.dl"], in: folder).code == 0)
            try body(folder)
        }
    }

    struct Case: CustomTestStringConvertible {
        let question: String
        let options: [String]
        let proof: String
        var testDescription: String { ([question] + options).joined(separator: " ") }

        init(_ question: String, _ options: [String] = [], proof: String) {
            self.question = question
            self.options = options
            self.proof = proof
        }
    }

    /// What `link(ann, firm)` and `link(firm, shop)` rest on in the world as it is stored.
    private static let annOwnsFirm = """
        link(ann, firm)   [<query>:1; confidence high, 1 source, 2 proofs that share no source]
        ├─ owns(ann, firm)
        │      {share: 60}
        │      — registry, high
        │      — court, low
        └─ 60 > 50

        """

    private static let cases = [
        Case(
            "?- link(ann, firm) without source registry.",
            proof: """
                link(ann, firm)   [<query>:1; confidence low, 1 source]
                ├─ owns(ann, firm)
                │      {share: 60}
                │      — court, low
                └─ 60 > 50

                """),
        Case(
            "what if { owns(ann, boat) {share: 99}. -owns(ann, firm) {source: court}. } ?- link(ann, boat), link(ann, firm).",
            proof: """
                answer()   [the question; confidence high, 1 source]
                ├─ link(ann, boat)   [<query>:1]
                │  ├─ owns(ann, boat)
                │  │      {share: 99} (supposed, not stored)
                │  └─ 99 > 50
                └─ link(ann, firm)   [<query>:1]
                   ├─ owns(ann, firm)
                   │      {share: 60}
                   │      — registry, high
                   └─ 60 > 50

                """),
        Case(
            "what if { owns(ann, boat) {share: 99, source: guess, confidence: low}. } ?- link(ann, boat).",
            proof: """
                link(ann, boat)   [<query>:1; confidence low, 1 source]
                ├─ owns(ann, boat)
                │      {share: 99} (supposed, not stored)
                │      — guess, low
                └─ 99 > 50

                """),
        Case("?- link(ann, firm) known by 1.", proof: annOwnsFirm),
        Case(
            "?- link(firm, mill) as of 2016-12-31.",
            proof: """
                link(firm, mill)   [<query>:1; 1 source, its dates leave open whether it held then]
                ├─ owns(firm, mill)
                │      {share: 70, from: 2014, to: 2016} (its dates leave open whether it held then)
                │      — registry
                └─ 70 > 50

                """),
        Case(
            "?- link(firm, mill) as of 2015-06-15.",
            proof: """
                link(firm, mill)   [<query>:1; 1 source]
                ├─ owns(firm, mill)
                │      {share: 70, from: 2014, to: 2016}
                │      — registry
                └─ 70 > 50

                """),
        // Every step is told by the name that the question writes, and each other name is a step of its own.
        Case(
            "?- link(firm, dock).", ["--resolve"],
            proof: """
                link(firm, dock)   [<query>:1; confidence medium, 2 sources]
                ├─ owns(firm, dock)   [by another name]
                │  ├─ owns('Firm LLP', dock)
                │  │      {share: 80}
                │  │      — press, high
                │  └─ same(firm, 'Firm LLP')
                │         — gazette, medium
                └─ 80 > 50

                """),
        Case(
            "?- link(X, mill), X in [bob, firm].", ["--resolve"],
            proof: """
                answer(firm)   [the question; 1 source]
                ├─ link(firm, mill)   [<query>:1]
                │  ├─ owns(firm, mill)
                │  │      {share: 70, from: 2014, to: 2016}
                │  │      — registry
                │  └─ 70 > 50
                └─ firm in [bob, firm]

                """),
    ]

    @Test("a script proves its answers in the world that the question asks about", arguments: cases)
    func script(_ one: Case) throws {
        try OtherWorldTests.inStore { folder in
            let words = ["query", "--why", OtherWorldTests.rules + one.question] + one.options
            let result = try Zhol.run(words, in: folder)
            #expect(result.code == 0, "\(result.errors)")
            #expect(result.output.hasSuffix("(1 row)\n\n" + one.proof), "\(result.output)")
        }
    }

    @Test(
        "no answer and no proof is left where all is withdrawn, was not known yet, or held at another time",
        arguments: [
            "?- link(firm, mill) without source registry.", "?- link(firm, shop) known by 1.",
            "?- link(firm, mill) as of 2017-01-01.", "what if { -owns(firm, shop). } ?- link(firm, shop).",
        ])
    func nothing(_ question: String) throws {
        try OtherWorldTests.inStore { folder in
            let words = ["query", "--why", "--cite", OtherWorldTests.rules + question]
            let result = try Zhol.run(words, in: folder)
            #expect(result.code == 0 && !result.output.contains("link("), "\(result.output)\(result.errors)")
            #expect(try Zhol.run(words + ["--fail-if-empty"], in: folder).code == 1)
        }
    }

    @Test("a supposed statement is cited, with what the question asks of it")
    func supposed() throws {
        try OtherWorldTests.inStore { folder in
            let question =
                "what if { owns(ann, boat) {share: 99, source: guess, confidence: low}. } ?- owns(ann, boat) {share: S}."
            let result = try Zhol.run(["query", "--cite", question], in: folder)
            #expect(result.output == "S\tsources\tconfidence\tindependent\n99\tguess\tlow\t1\n", "\(result.errors)")
        }
    }

    @Test("what is withdrawn is missing, and is not said to be stored or not")
    func withdrawn() throws {
        try OtherWorldTests.inStore { folder in
            let result = try Zhol.run(
                ["why-not", "owns(firm, mill)", "--without-source", "registry", "--as-of", "2015"], in: folder)
            #expect(
                result.output == """
                    owns(firm, mill) does not hold
                    • near: owns(firm, shop)

                    """, "\(result.errors)")
            let nothing = try Zhol.run(["why-not", "owns(mill, bob)"], in: folder)
            #expect(
                nothing.output == """
                    owns(mill, bob) does not hold
                    • no rule gives it, and there is nothing like it

                    """, "\(nothing.errors)")
        }
    }

    @Test("why-not tells of a merged entity by the name that the question writes")
    func missing() throws {
        try OtherWorldTests.inStore { folder in
            let result = try Zhol.run(["why-not", "--resolve", "owns(firm, X) {share: S}, S > 95"], in: folder)
            #expect(
                result.output == """
                    the question has no answers
                    • the question
                        holds     owns(firm, dock) {share: 80}
                        fails     80 > 95

                    """, "\(result.errors)")
        }
    }

    @Test("':why' at the prompt proves a row in the world of its question")
    func prompt() throws {
        try OtherWorldTests.inStore { folder in
            let failure = try Zhol.terminal(
                [],
                [
                    "prompt", "send link(X, Y) :- owns(X, Y) {share: S}, S > 50.\\r", "prompt",
                    "send link(X, Z) :- link(X, Y), link(Y, Z).\\r", "prompt",
                    "send ?- link(ann, X) without source registry.\\r", "expect firm", "expect (2 rows)", "prompt",
                    "send :why 1\\r", "expect link(ann, firm)   [<input>:1; confidence low, 1 source]",
                    "expect court, low",
                    "prompt",
                    "send what if { owns(ann, boat) {share: 99}. } ?- link(ann, X).\\r", "expect boat", "prompt",
                    "send :why 1\\r", "expect {share: 99} (supposed, not stored)", "prompt",
                    "send ?- link(firm, X) known by 1.\\r", "expect mill", "expect (1 row)", "prompt",
                    "send :why 1\\r", "expect owns(firm, mill)", "expect registry", "prompt",
                    "send :why 2\\r", "expect the last answer has 1 row, and no row 2", "prompt",
                    "send ?- link(firm, X) as of 2016-12-05.\\r", "expect (2 rows)", "prompt",
                    "send :why 1\\r", "expect its dates leave open whether it held then", "prompt",
                    "send :resolve on\\r", "prompt", "send ?- link(firm, X).\\r", "expect dock", "prompt",
                    "send :why 1\\r", "expect by another name", "expect gazette, medium", "prompt",
                    // The next question looks at what is stored again, and a row of the last is asked for by its own.
                    "send :resolve off\\r", "prompt", "send :why 1\\r", "expect gazette, medium", "prompt",
                    "send ?- link(ann, boat).\\r", "expect no", "prompt", "send \\x04", "end 0",
                ], in: folder)
            #expect(failure == "")
        }
    }

    /// Options beside `--diff`, a question, and what is said of the comparison.
    private static let comparisons: [(options: [String], question: String, note: String)] = [
        (["--min-confidence", "high"], "link(ann, X)", "by evidence of high confidence, against any evidence"),
        (
            ["--min-confidence", "medium", "--as-of", "2012"], "link(ann, X)",
            "as of 2012, against the present; both by evidence of medium confidence or more"
        ),
        (
            ["--as-of", "2015", "--without-source", "registry"], "link(ann, X)",
            "without the source registry, against the same without that; both as of 2015"
        ),
        (
            ["--min-confidence", "low"], "what if { -owns(ann, firm). } ?- link(ann, X).",
            "with what is supposed, against the same without that; both by evidence of low confidence or more"
        ),
        ([], "?- link(firm, X) known by 1.", "as known after transaction 1, against the present"),
    ]

    @Test("--diff says what is compared with what, and what holds for both sides", arguments: 0..<5)
    func comparison(number: Int) throws {
        let (options, question, note) = Self.comparisons[number]
        try Self.inStore { folder in
            let program = question.contains("?-") ? Self.rules + question : Self.rules + "?- " + question + "."
            let result = try Zhol.run(["query", "--diff"] + options + [program], in: folder)
            #expect(result.code == 0 && result.errors == "compared: \(note)\n", "\(result.errors)")
            #expect(result.output.hasPrefix("change\tX\n"))
        }
    }

    @Test("a source that states nothing is warned of, once, with the nearest that does")
    func idleSource() throws {
        try Self.inStore { (folder: URL) throws in
            // An entity with nearly the name of a source.
            let facts = "label(registri, \"Registri\"). owns(x, y) {source: once}. -owns(x, y)."
            #expect(try Zhol.run(["load", "-q", "-"] + ["--as", "dl"], in: folder, input: facts).code == 0)
            func warning(_ words: String...) throws -> String {
                try Zhol.run(["query"] + words, in: folder).errors
            }
            let message = "is the source of no fact, and nothing falls without it"
            #expect(
                try warning("--without-source", "registri", "?- owns(X, Y). ?- owns(X, dock).", "--format", "table")
                    == "warning: 'registri' \(message); did you mean 'registry'?\n")
            #expect(
                try warning("owns(X, Y) without source firm") == """
                    warning: 'firm' \(message)
                      --> <query>:1:27
                       |
                     1 | owns(X, Y) without source firm
                       |                           ^^^^

                    """)
            #expect(try warning("owns(X, Y) without source registry") == "")
            #expect(try warning("owns(X, Y) without source once").contains("'once' \(message)"))
            #expect(try warning("owns(X, Y) without source once known by 3") == "")
            #expect(try warning("what if { owns(a, b) {source: firm}. } ?- owns(X, Y) without source firm.") == "")
        }
    }
}
