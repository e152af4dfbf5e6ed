import Language
import Testing
import Zhol

@Suite("what is demanded of a relation")
struct DemandTests {
    private static let facts = """
        edge(0, 1). edge(1, 2). edge(2, 0). edge(2, 3). edge(7, 0). edge(8, 9).
        """

    /// Ways to write a closure, and other recursions, with questions that give one end.
    private static let programs = [
        ("left-linear", "p(X, Y) :- edge(X, Y). p(X, Z) :- p(X, Y), edge(Y, Z)."),
        ("right-linear", "p(X, Y) :- edge(X, Y). p(X, Z) :- edge(X, Y), p(Y, Z)."),
        ("joined with itself", "p(X, Y) :- edge(X, Y). p(X, Z) :- p(X, Y), p(Y, Z)."),
        (
            "from both ends",
            "p(X, Y) :- edge(X, Y). p(X, Z) :- edge(X, Y), p(Y, Z). p(X, Z) :- p(X, Y), edge(Y, Z)."
        ),
        ("with facts of its own", "p(3, 4). p(9, 3). p(X, Z) :- edge(X, Y), p(Y, Z)."),
        (
            "an end that a test names again",
            "p(X, Y) :- edge(X, Y). p(X, Z) :- edge(X, Y), p(Y, Z), Z < X. p(X, Z) :- p(X, Y), edge(Y, Z), X < 7."
        ),
        (
            "same generation",
            "p(X, Y) :- edge(Q, X), edge(Q, Y), X != Y. p(X, Y) :- edge(Q, X), p(Q, R), edge(R, Y)."
        ),
        ("mutual", "p(X, Y) :- edge(X, Y). p(X, Z) :- q(X, Y), edge(Y, Z). q(X, Z) :- p(X, Y), edge(Y, Z)."),
        ("through another", "c(X, Y) :- edge(X, Y). c(X, Z) :- edge(X, Y), c(Y, Z). p(X, Z) :- c(X, Y), c(Y, Z)."),
        ("with a negation", "c(X, Y) :- edge(X, Y). p(X, Y) :- c(X, Y). p(X, Z) :- p(X, Y), c(Y, Z), not c(X, Z)."),
        ("with arithmetic", "p(X, 0) :- edge(X, _). p(X, N) :- p(Y, M), edge(X, Y), N = M + 1, N < 4."),
    ]

    private static let questions = [
        "?- p(0, Y).", "?- p(7, Y).", "?- p(X, 3).", "?- p(X, 0).", "?- p(0, 3).", "?- p(9, 9).", "?- X = 7, p(X, Y).",
        "?- p(0, Y), p(Y, 3).", "?- p(0, Y), not p(Y, 0).", "?- N = count { p(7, Y) }.",
    ]

    private func answers(_ text: String, plain: Bool) throws -> [[String]] {
        var reader = ProgramReader()
        reader.read(text: text, name: "<test>")
        var options = Database.RunOptions()
        options.plain = plain
        let run = try Database().run(reader, options)
        return run.answers.flatMap { answers in (0..<answers.count).map { answers[$0] } }
    }

    @Test("a goal with one end given has the answers that the whole relation has", arguments: programs)
    func sameAnswers(_ name: String, _ rules: String) throws {
        for question in DemandTests.questions {
            let text = DemandTests.facts + "\n" + rules + "\n" + question + "\n"
            #expect(try answers(text, plain: false) == answers(text, plain: true), "\(name): \(question)")
        }
    }

    @Test(
        "a closure from one node of a long chain looks at that node's way only",
        arguments: ["p(X, Y), e(Y, Z)", "e(X, Y), p(Y, Z)"])
    func linear(_ body: String) throws {
        // The whole closure has 3.1 billion pairs: without demand this would not end.
        let text = """
            e(X, Y) :- X in 1..79000, Y = X + 1.
            p(X, Y) :- e(X, Y).
            p(X, Z) :- \(body).
            ?- N = count { p(78990, Y) }.
            """
        #expect(try answers(text, plain: false) == [["11"]])
    }
}
