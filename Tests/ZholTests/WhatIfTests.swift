import Testing
import Zhol

@Suite("what if")
struct WhatIfTests {
    private static let graph = """
        class actor. class company < actor. class person < actor.
        relation owns(actor, actor) {share: decimal} inverse owned_by.
        relation family_of(person, person) symmetric.
        relation part_of(thing, thing) transitive.
        relation label(thing, string).
        company(alpha). company(beta). company(gamma). company(delta). person(ann). person(bob).
        owns(alpha, beta) {share: 60, source: s1, confidence: high}.
        owns(alpha, beta) {share: 60, source: s2, confidence: low}.
        owns(beta, gamma) {share: 70, from: 2010, to: 2015}.
        owns(beta, gamma) {share: 30, from: 2016}.
        family_of(ann, bob). part_of(a, b). part_of(b, c). label(alpha, "Alpha").
        """
    private static let rules = """
        controls(X, Y) :- owns(X, Y).
        controls(X, Z) :- controls(X, Y), owns(Y, Z).

        """

    private let session: Session

    init() throws {
        session = try Session()
        try session.load(Self.graph)
    }

    private func ask(_ text: String) throws -> [String] { try session.run(Self.rules + text)[0] }

    @Test("an addition and a withdrawal hold for the question, and nothing is written")
    func contract() throws {
        let answers = try session.run(
            Self.rules + """
                ?- controls(alpha, Y).
                what if { owns(gamma, delta). -owns(alpha, beta). owns(alpha, gamma). } ?- controls(alpha, Y).
                ?- controls(alpha, Y).
                """)
        #expect(answers == [["beta", "gamma"], ["delta", "gamma"], ["beta", "gamma"]])
        #expect(try session.run("?- owns(X, delta).") == [[]])
    }

    @Test("every way to read a triple sees the change")
    func accessPaths() throws {
        let supposed =
            "what if { owns(delta, epsilon) {share: 5}. company(epsilon). -owns(alpha, beta). "
            + "label(epsilon, \"Epsilon\"). -company(alpha). } ?- "
        #expect(try ask(supposed + "owns(X, Y).") == ["beta,gamma", "delta,epsilon"])
        #expect(try ask(supposed + "owned_by(Y, X).") == ["epsilon,delta", "gamma,beta"])
        #expect(try ask(supposed + "owns(delta, Y).") == ["epsilon"])
        #expect(try ask(supposed + "owns(X, epsilon).") == ["delta"])
        #expect(try ask(supposed + "owns(alpha, beta).") == ["no"])
        #expect(try ask(supposed + "owns(X, Y) {share: S}.") == ["beta,gamma,30", "beta,gamma,70", "delta,epsilon,5"])
        #expect(try ask(supposed + "actor(X).") == ["ann", "beta", "bob", "delta", "epsilon", "gamma"])
        #expect(try ask(supposed + "triple(delta, P, O).") == ["a,company", "owns,epsilon"])
        #expect(try ask(supposed + "triple(X, P, epsilon).") == ["delta,owns"])
        #expect(try ask(supposed + "triple(S, owns, O).") == ["beta,gamma", "delta,epsilon"])
        #expect(try ask(supposed + "triple(alpha, P, O).") == ["label,\"Alpha\""].map { $0.replacing("\"", with: "") })
        #expect(try ask(supposed + "owns(_, Y), L = label_of(Y) select L.") == ["Epsilon", "gamma"])
        #expect(try ask(supposed + "owns+(X, Y).") == ["beta,gamma", "delta,epsilon"])
        #expect(try ask(supposed + "not owns(alpha, beta).") == ["yes"])
        #expect(try ask(supposed + "N = count { owns(A, B) }.") == ["2"])
    }

    @Test("a withdrawal with qualifiers takes that statement, one with a source that evidence")
    func partialWithdrawal() throws {
        #expect(
            try ask("what if { -owns(beta, gamma) {share: 30, from: 2016}. } ?- owns(beta, gamma) {share: S}.") == [
                "70"
            ])
        #expect(
            try ask("what if { -owns(alpha, beta) {source: s1}. } ?- owns(alpha, beta) {source: S}.") == ["s2"])
        #expect(
            try ask("what if { -owns(alpha, beta) {source: s1}. -owns(alpha, beta) {source: s2}. } ?- owns(alpha, Y).")
                == [])
        #expect(try ask("what if { -owns(alpha, beta) {source: s3}. } ?- owns(alpha, Y).") == ["beta"])
    }

    @Test("another share of a known pair is one more statement; more evidence is not")
    func statements() throws {
        #expect(
            try ask("what if { owns(alpha, beta) {share: 90}. } ?- owns(alpha, beta) {share: S} as St select S.")
                == ["60", "90"])
        #expect(
            try ask(
                "what if { owns(alpha, beta) {share: 60, source: s3}. } ?- owns(alpha, beta) {source: S} as St "
                    + "select count(St), count(S).") == ["1,3"])
    }

    @Test("dates and confidence apply to what is supposed")
    func filters() throws {
        #expect(
            try ask("what if { owns(alpha, delta) {from: 2020}. } ?- owns(X, delta) as of 2019.") == [])
        #expect(
            try ask("what if { owns(alpha, delta) {from: 2020}. } ?- owns(X, delta) as of 2021.") == ["alpha"])
        let run = try session.full("what if { owns(alpha, delta) {source: me, confidence: low}. } ?- owns(X, delta).") {
            $0.cites = true
        }
        #expect(run.answers[0][0] == ["alpha", "me", "low", "1"])
        #expect(run.answers[0].columns == ["X", "sources", "confidence", "independent"])
        #expect(
            try session.run("what if { owns(alpha, delta) {confidence: low}. } ?- owns(X, delta).") {
                $0.confidence = 2
            }
                == [[]])
    }

    @Test("a symmetric or inverse reading is withdrawn with the fact")
    func readings() throws {
        #expect(try ask("what if { -family_of(bob, ann). } ?- family_of(X, Y).") == [])
        #expect(try ask("what if { -owned_by(beta, alpha). } ?- owns(X, Y).") == ["beta,gamma"])
        #expect(try ask("what if { part_of(c, d). } ?- part_of(a, X).") == ["b", "c", "d"])
        #expect(try ask("what if { -part_of(a, b). } ?- part_of(a, X).") == [])
    }

    @Test("rules between the braces see what came before them")
    func rules() throws {
        #expect(
            try ask("what if { owns(alpha, delta). -owns(X, Y) :- owns(X, Y), X = alpha. } ?- owns(X, Y).")
                == ["beta,gamma"])
        #expect(
            try ask("what if { +owns(Y, X) {share: S} :- owns(X, Y) {share: S}. } ?- owns(gamma, Y) {share: S}.")
                == ["beta,30", "beta,70"])
        #expect(
            try ask(
                "what if { owns(gamma, delta). +owns(alpha, Y) :- controls(alpha, Y). -owns(alpha, delta). } "
                    + "?- owns(alpha, Y).") == ["beta", "gamma"])
    }

    @Test("facts of the program can be withdrawn and added too, without any store")
    func programFacts() throws {
        let empty = try Session()
        let program = """
            edge(1, 2, x). edge(2, 3, y). likes(ann, bob). likes(bob, ann).
            what if { -edge(1, 2, x). edge(3, 4, z). -likes(ann, bob). } ?- edge(A, B, C).
            what if { -likes(ann, bob). hates(ann, bob). } ?- likes(X, Y), hates(Y, X).
            what if { -likes(X, Y) :- likes(X, Y), edge(_, _, _). } ?- likes(X, Y).
            what if { -edge(1, 2, x). } ?- edge(1, B, C).
            ?- edge(A, B, C).
            """
        #expect(
            try empty.run(program) == [
                ["2,3,y", "3,4,z"], ["bob,ann"], [], [], ["1,2,x", "2,3,y"],
            ])
    }

    @Test("facts read from a file can be withdrawn")
    func inputs() throws {
        try session.write("e.tsv", "1\tlong_name_one\n2\tlong_name_two\n")
        #expect(
            try ask("declare e(int, thing). input e(\"e.tsv\"). what if { -e(1, long_name_one). } ?- e(N, X).")
                == ["2,long_name_two"])
    }

    @Test("mistakes between the braces are told where they are")
    func mistakes() throws {
        func failure(_ text: String) -> String? { session.failure { _ = try session.run(Self.rules + text) } }
        #expect(
            failure("what if { -ownz(alpha, beta). } ?- owns(X, Y).")
                == "program.dl:3:12: relation 'ownz' is not known; did you mean 'owns'?")
        #expect(
            failure("what if { -controls(alpha, beta). } ?- owns(X, Y).")
                == "program.dl:3:12: 'controls' is derived by rules: only stored facts can be withdrawn")
        #expect(
            failure("what if { owns(alpha, \"beta\"). } ?- owns(X, Y).")
                == "program.dl:3:23: \"beta\" is a string, but an entity of class 'actor' stands here")
        #expect(
            failure("what if { p(X) :- owns(X, Y). } ?- owns(X, Y).")
                == "program.dl:3:11: a rule between the braces of 'what if' says what it does")
        #expect(
            failure("what if { -owns(X, Y) :- owns(X, Z). } ?- owns(X, Y).")
                == "program.dl:3:20: variable 'Y' of the update of 'owns' is not bound by a positive literal")
        #expect(
            failure("what if { owns(alpha, delta). } ?- ownz(X, Y).")
                == "program.dl:3:36: relation 'ownz' is not known; did you mean 'owns'?")
    }
}
