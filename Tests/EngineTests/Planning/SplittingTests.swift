import Language
import Testing
import Zhol

@Suite("rules that are split")
struct SplittingTests {
    private func answers(_ text: String, plain: Bool) throws -> [[String]] {
        var reader = ProgramReader()
        reader.read(text: text, name: "<test>")
        var options = Database.RunOptions()
        options.plain = plain
        let run = try Database().run(reader, options)
        return run.answers.flatMap { answers in (0..<answers.count).map { answers[$0] } }
    }

    @Test(
        "a recursion over three and four atoms has the answers it has as written",
        arguments: [
            "p(X, Y) :- a(X, Y). p(X, W) :- b(X, Y), p(Y, Z), p(Z, W).",
            "p(X, Y) :- a(X, Y). p(X, W) :- p(X, Y), p(Y, Z), p(Z, W).",
            "p(X, Y) :- a(X, Y). p(X, V) :- p(X, Y), b(Y, Z), p(Z, W), b(W, V).",
            "p(X, Y) :- a(X, Y). p(X, X) :- b(X, Y), p(Y, Z), p(Z, X).",
            "p(X, Y) :- a(X, Y). p(X, W) :- b(X, Y), p(Y, Z), p(Z, W), X != W.",
            "p(X, Y) :- a(X, Y). p(X, W) :- b(X, Y), p(Y, Z), p(Z, W), Y != W.",
            "p(X, Y) :- a(X, Y). p(X, W) :- q(X, Y), p(Y, Z), p(Z, W). q(X, Y) :- b(X, Y). q(X, Z) :- p(X, Y), q(Y, Z).",
            "p(X, Y) :- a(X, Y). p(X, W) :- b(X, _), p(X, Z), p(Z, W).",
        ])
    func sameAnswers(_ rules: String) throws {
        let facts = "a(1, 2). a(2, 3). a(3, 1). a(4, 2). a(5, 5). b(1, 2). b(2, 4). b(4, 5). b(3, 3). b(6, 1)."
        let text = "\(facts)\n\(rules)\n?- p(X, Y).\n"
        #expect(try answers(text, plain: false) == answers(text, plain: true))
    }
}
