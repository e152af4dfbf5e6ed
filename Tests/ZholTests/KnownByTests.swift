import Testing
import Zhol

@Suite("known by")
struct KnownByTests {
    private let session: Session

    init() throws {
        session = try Session()
        try session.load("firm(a). owns(a, b) {share: 10}.")
        try session.load("owns(a, c). -owns(a, b). firm(b). friend(x, y).")
        try session.load("-friend(x, y). owns(a, b) {share: 20, source: s}. -firm(a).")
    }

    @Test("a transaction's number gives what the store held after it")
    func transactions() throws {
        #expect(try session.run("?- owns(X, Y) known by 0.") == [[]])
        #expect(try session.run("?- owns(X, Y) known by 1.") == [["a,b"]])
        #expect(try session.run("?- owns(X, Y) known by 2.") == [["a,c"]])
        #expect(try session.run("?- owns(X, Y) known by 3.") == [["a,b", "a,c"]])
        #expect(try session.run("?- owns(X, Y) {share: S} known by 1.") == [["a,b,10"]])
        #expect(try session.run("?- owns(X, Y) {share: S}.") == [["a,b,20"]])
        #expect(
            try session.run("?- firm(X) known by 1. ?- firm(X) known by 2. ?- firm(X).") == [["a"], ["a", "b"], ["b"]])
        #expect(try session.run("?- triple(a, P, O) known by 1.") == [["a,firm", "owns,b"]])
        #expect(try session.run("?- owns+(a, X), not firm(X) known by 1.") == [["b"]])
    }

    @Test("a relation of which nothing is left is still known then")
    func goneRelation() throws {
        #expect(try session.run("?- friend(X, Y) known by 2.") == [["x,y"]])
        #expect(
            session.failure { _ = try session.run("?- friend(X, Y).") }?.hasPrefix(
                "program.dl:1:4: relation 'friend' is not known") == true)
    }

    @Test("a date takes what was stored by its end")
    func dates() throws {
        #expect(try session.run("?- owns(X, Y) known by 1990-01-01.") == [[]])
        #expect(try session.run("?- owns(X, Y) known by 9000-01.") == [["a,b", "a,c"]])
        #expect(try session.run("?- owns(X, Y) known by 1990-01-01T00:00:00Z.") == [[]])
    }

    @Test("rules, the facts of the program and what if stand on what was known")
    func together() throws {
        #expect(try session.run("own2(X) :- owns(_, X). ?- own2(X) known by 1.") == [["b"]])
        #expect(try session.run("owns(z, z). ?- owns(X, Y) known by 1.") == [["a,b", "z,z"]])
        #expect(
            try session.run("what if { -owns(a, b). owns(q, q). } ?- owns(X, Y) known by 1.") == [["q,q"]])
        #expect(
            try session.run("query then($t: int = 1) ?- owns(X, Y) known by $t.") { $0.savedQuery = "then" } == [
                ["a,b"]
            ])
    }

    @Test("a transaction that never was, and what is no date, are told")
    func mistakes() throws {
        #expect(
            session.failure { _ = try session.run("?- owns(X, Y) known by 4.") }
                == "program.dl:1:1: there is no transaction 4: the last is 3")
        #expect(
            session.failure { _ = try session.run("?- owns(X, Y) known by \"now\".") }
                == "program.dl:1:24: 'known by' takes a date or the number of a transaction")
        #expect(
            session.failure { _ = try session.run("?- owns(X, Y) known by -1.") }
                == "program.dl:1:24: 'known by' takes a date or the number of a transaction")
    }

    @Test("without a store nothing was known, and the program's facts hold")
    func noStore() throws {
        let empty = try Session()
        #expect(try empty.run("p(1). ?- p(X) known by 2020-01-01.") == [["1"]])
    }
}
