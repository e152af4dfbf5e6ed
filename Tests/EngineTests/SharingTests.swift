import Testing
import Zhol

@Suite("Several threads")
struct SharingTests {
    /// A random digraph of 220 nodes: its closures have tens of thousands of pairs.
    private static let facts: String = {
        var state: UInt64 = 42
        func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) % 220
        }
        return (0..<500).map { _ in "e(\(next()), \(next()))." }.joined(separator: " ")
    }()

    private static let rules = """
        left(X, Y) :- e(X, Y).
        left(X, Z) :- left(X, Y), e(Y, Z).
        right(X, Y) :- e(X, Y).
        right(X, Z) :- e(X, Y), right(Y, Z).
        square(X, Y) :- e(X, Y).
        square(X, Z) :- square(X, Y), square(Y, Z).
        odd(X, Y) :- e(X, Y).
        odd(X, Z) :- even(X, Y), e(Y, Z).
        even(X, Z) :- odd(X, Y), e(Y, Z).
        apart(X, Y) :- left(X, _), left(_, Y), not left(X, Y).
        skip(X, Z) :- left(X, Y), e(Y, Z), not e(X, Z).
        cousins(X, Y) :- e(P, X), e(P, Y), X != Y.
        cousins(X, Y) :- e(P, X), cousins(P, Q), e(Q, Y).
        near(X, Y) :- e(X, P), e(Y, P), X != Y.
        near(X, Y) :- e(Y, Q), near(P, Q), e(X, P).
        back(X, Y) :- e(Y, X).
        back(X, Z) :- back(X, Y), e(Z, Y).
        f(Y, X) :- e(X, Y).
        cousins2(X, Y) :- f(X, P), f(Y, P), X != Y.
        cousins2(X, Y) :- f(X, P), cousins2(P, Q), f(Y, Q).
        near2(X, Y) :- f(P, X), f(P, Y), X != Y.
        near2(X, Y) :- f(Q, Y), near2(P, Q), f(P, X).
        back2(X, Y) :- f(X, Y).
        back2(X, Z) :- f(X, Y), back2(Y, Z).
        """

    private func rows(_ query: String, threads: Int, timeout: Duration? = nil) throws
        -> [[String]]
    {
        var options = Database.RunOptions()
        options.threads = threads
        options.timeout = timeout
        options.worthSharing = 16
        var reader = ProgramReader()
        reader.read(text: [Self.facts, Self.rules, query].joined(separator: "\n"), name: "<test>")
        let answers = try Database().run(reader, options).answers
        return answers.flatMap { one in (0..<one.count).map { one[$0] } }
    }

    @Test(
        "the answers and their order do not depend on the number of threads",
        arguments: ["left", "right", "square", "odd", "even", "apart", "skip", "cousins", "near", "back"])
    func sameAnswers(_ relation: String) throws {
        // Without an order of its own: ties of X come as they were derived, were they not sorted.
        let query = "?- \(relation)(X, Y) order by X mod 7 desc limit 5000."
        let alone = try rows(query, threads: 1)
        #expect(alone.count > 1000)
        for threads in [2, 3, 8] { #expect(try rows(query, threads: threads) == alone, "\(threads) threads") }
    }

    @Test("the side from which a relation is read does not decide", arguments: ["cousins", "near", "back"])
    func bothSides(_ relation: String) throws {
        let found = try rows("?- \(relation)(X, Y).", threads: 1)
        #expect(found.count > 1000)
        #expect(try rows("?- \(relation)2(X, Y).", threads: 1) == found)
    }

    @Test("a time limit ends every thread")
    func timeout() throws {
        #expect(throws: (any Error).self) {
            try rows("?- left(X, Y), apart(Y, Z), skip(Z, W).", threads: 4, timeout: .milliseconds(50))
        }
    }
}
