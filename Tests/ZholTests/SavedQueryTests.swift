import Foundation
import Store
import Testing
import Zhol

@Suite("saved queries and stored rules")
struct SavedQueryTests {
    private static let program = """
        lent(cdb, p1, 10). lent(cdb, p2, 30). lent(adb, p1, 5). lent(adb, p3, 20).
        from(cdb, china). from(adb, asia).
        %% What the banks of a country lent.
        query lent_by($country: thing = china, $least: int = 0) ?-
            from(B, $country), lent(B, P, V), V >= $least select B, P, V as amount order by amount desc.
        query largest($n: int = 1) ?- lent(B, P, V) select P, V order by V desc limit 2 offset 1.
        query totals ?- lent(B, P, V) select B, sum(V) as total.
        query any_large ?- lent(_, _, 30).
        query strict($who: thing) ?- lent($who, P, _).

        """

    private let session: Session

    init() throws { session = try Session() }

    private func ask(_ text: String) throws -> [String] { try session.run(Self.program + text)[0] }
    private func failure(_ text: String) -> String? {
        session.failure { _ = try session.run(Self.program + text) }?.replacing(/^program.dl:\d+:/, with: "")
    }

    @Test("a saved query is a relation with its columns as arguments")
    func called() throws {
        #expect(try ask("?- lent_by(B, P, V).") == ["cdb,p1,10", "cdb,p2,30"])
        #expect(try ask("?- lent_by(_, p2, V).") == ["30"])
        #expect(try ask("r(P) :- lent_by(_, P, V), V > 20. ?- r(P).") == ["p2"])
        #expect(try ask("?- lent(adb, P, _), not lent_by(_, P, _).") == ["p3"])
        #expect(try ask("?- N = count { lent_by(A, B, C) }.") == ["2"])
        #expect(try ask("output lent_by.") == ["cdb,p1,10", "cdb,p2,30"])
    }

    @Test("braces give its parameters, and calls with other values are other relations")
    func parameters() throws {
        #expect(try ask("?- lent_by(B, P, V) {country: asia}.") == ["adb,p1,5", "adb,p3,20"])
        #expect(try ask("?- lent_by(B, P, V) {country: asia, least: 6}.") == ["adb,p3,20"])
        #expect(try ask("?- lent_by(_, P, V), lent_by(_, P, W) {country: asia}.") == ["p1,10,5"])
        #expect(try ask("?- strict(P) {who: adb}.") == ["p1", "p3"])
        let wrapped = "query wrapped($c: thing = asia) ?- lent_by(B, P, V) {country: $c} select P. "
        #expect(try ask(wrapped + "?- wrapped(P).") == ["p1", "p3"])
        #expect(try ask(wrapped + "?- wrapped(P) {c: china}.") == ["p1", "p2"])
    }

    @Test("aggregates, limits and questions without columns keep their meaning")
    func shapes() throws {
        #expect(try ask("?- totals(B, T), T > 30.") == ["cdb,40"])
        #expect(try ask("?- largest(P, V).") == ["p1,10", "p3,20"])
        #expect(try ask("r(P, X) :- largest(P, V), X = V + 1. ?- r(P, X).") == ["p1,11", "p3,21"])
        #expect(try ask("?- any_large(), from(B, china).") == ["cdb"])
    }

    @Test("wrong calls are told")
    func mistakes() throws {
        #expect(failure("?- lent_by(B, P).") == "4: query 'lent_by' has 3 columns (B, P, amount), not 2")
        #expect(
            failure("?- lent_by(B, P, V) {contry: asia}.")
                == "22: query 'lent_by' has no parameter 'contry'; did you mean 'country'?")
        #expect(failure("?- lent_by(B, P, V) {least: high}.") == "29: parameter 'least' takes an int, not high")
        #expect(
            failure("?- from(_, C), lent_by(B, P, V) {country: C}.")
                == "43: a parameter of a saved query takes a constant")
        #expect(failure("?- strict(P).") == "4: query 'strict' needs a value for 'who'")
        #expect(failure("?- lent_bye(B, P, V).") == "4: relation 'lent_bye' is not known; did you mean 'lent_by'?")
        #expect(
            failure("query old ?- from(X, Y) as of 2010.\n?- old(X, Y).")
                == "4: query 'old' looks at another time and cannot be called from here")
        #expect(
            failure("query q ?- p(X) limit 1.\np(X) :- q(X). ?- p(X).")?.hasSuffix("depends on itself through 'limit'")
                == true)
    }

    @Test("a query that uses a rule that uses a query may recurse")
    func recursion() throws {
        let text = "n(0). query next ?- n(X), X < 3, Y = X + 1 select Y. n(Y) :- next(Y). ?- n(X)."
        #expect(try session.run(text) == [["0", "1", "2", "3"]])
    }

    @Test("rules and queries are stored with their documentation, and are there for every question")
    func stored() throws {
        try session.write(
            "rules.dl", "%% Who is above whom.\nabove(X, Y) :- owns(X, Y).\nabove(X, Z) :- above(X, Y), owns(Y, Z).\n")
        try session.load(
            """
            include "rules.dl".
            owns(a, b). owns(b, c).
            %% All above one.
            %% Two lines of it.
            query over($who: thing = c) ?- above(X, $who) order by X.
            """)
        #expect(try session.run("?- above(a, X).") == [["b", "c"]])
        #expect(try session.run("?- over(X) {who: b}.") == [["a"]])
        #expect(try session.run("") { $0.savedQuery = "over" } == [["a", "b"]])
        let database = try Database(path: session.path("graph.zhol"))
        let documentation = database.catalogue.statements.compactMap(\.documentation)
        #expect(documentation == ["Who is above whom.", "All above one.\nTwo lines of it."])
    }

    @Test("loading a file again changes nothing; a changed file takes the place of what came from it")
    func reload() throws {
        func load(_ text: String) throws { try session.load(text, name: "r.dl") }
        func transactions() throws -> Int {
            try Store(path: session.path("graph.zhol"), access: .read).snapshot().transactions().count
        }
        try session.load("p(1, 1). p(2, 2). p(3, 3).")
        try load("r(X) :- p(X, _), X > 1.\nr(X) :- p(X, _), X < 1.\nquery q ?- r(X).\ndeny d(X) :- r(X).")
        try load("r(X) :- p(X, _), X > 1.\nr(X) :- p(X, _), X < 1.\nquery q ?- r(X).\ndeny d(X) :- r(X).")
        #expect(try transactions() == 2)
        #expect(try session.run("?- q(X).") == [["2", "3"]])
        try load("r(X) :- p(X, _), X > 2.\nquery q ?- r(X).")
        #expect(try session.run("?- q(X).") == [["3"]])
        try session.load("r(X) :- X = 9.", name: "other.dl")
        #expect(try session.run("?- q(X).") == [["3", "9"]])
        try load("% nothing is left\n")
        #expect(try session.run("?- r(X).") == [["9"]])
        #expect(session.failure { _ = try session.run("?- q(X).") }?.contains("'q' is not known") == true)
    }

    @Test("a stored rule that has gone wrong is told where it is used, hinders nothing else, and is mended by a load")
    func stale() throws {
        try session.load("p(1, 1). q(2, 2).")
        try session.load("r(X) :- p(X, _).\n\n\ns(X) :- q(X, _), r(X).", name: "rules.dl")
        try session.load("-p(1, 1).")
        #expect(try session.run("?- q(X, _).") == [["2"]])
        #expect(
            session.failure { _ = try session.run("?- s(X).") }?.hasPrefix("rules.dl:1:9: relation 'p' is not known")
                == true)
        try session.load("q(3, 3).")
        try session.load("r(X) :- q(X, _), X > 2.\ns(X) :- q(X, _), r(X).", name: "rules.dl")
        #expect(try session.run("?- s(X).") == [["3"]])
    }

    @Test("a program that brings the stored rules along counts them once")
    func twice() throws {
        let rules = "total(all, sum(V)) :- p(_, V)."
        try session.load("p(1, 1). p(2, 2).\n" + rules)
        #expect(try session.run(rules + "\n?- total(all, N).") == [["3"]])
    }

    @Test("stored rules of subclasses and inverse relations are used where the schema infers from them")
    func inferred() throws {
        try session.load(
            """
            class actor. class bank < actor. relation owns(thing, thing) inverse owned_by.
            bank(a).
            bank(X) :- owned_by(X, _).
            owns(b, c) .
            owns(X, d) :- bank(X).
            """)
        #expect(try session.run("?- actor(X).") == [["a", "c", "d"]])
        #expect(try session.run("?- owned_by(d, X).") == [["a", "c", "d"]])
    }
}
