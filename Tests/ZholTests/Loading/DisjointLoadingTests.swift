import Foundation
import Language
import Store
import Terms
import Testing
import Zhol

@Suite("disjoint classes of a store")
struct DisjointLoadingTests {
    private let session: Session
    private let schema = """
        class actor. class person < actor. class company < actor. class bank < company.
        %% A person is no company.
        disjoint person, company.

        """

    init() throws { session = try Session() }

    @Test("a load that makes an entity a member of two disjoint classes is refused, and says where they are declared")
    func refused() throws {
        let message = session.failure { try session.load(schema + "person(a). actor(a).\nbank(a).") }
        #expect(message == "load.dl:5:1: a is of class 'person' and of class 'company', which are disjoint")
        try session.load(schema + "person(a). actor(a). bank(b). company(b).")
        #expect(try session.run("?- actor(X).") == [["a", "b"]])
    }

    @Test("it is refused too where the other class was stored before, and what was there stays")
    func storedBefore() throws {
        try session.load(schema + "person(a).")
        let message = session.failure { try session.load("bank(a).", name: "more.dl") }
        #expect(message == "more.dl:1:1: a is of class 'person' and of class 'company', which are disjoint")
        #expect(try session.run("?- person(X). ?- bank(X).") == [["a"], []])
        // In one transaction the one class may take the place of the other.
        try session.load("-person(a). bank(a).", name: "more.dl")
        #expect(try session.run("?- person(X). ?- bank(X).") == [[], ["a"]])
    }

    @Test("with keep-going the class that came last is left out")
    func keepsGoing() throws {
        let facts = "{\"id\": \"x\", \"a\": \"person\"}\n{\"id\": \"x\", \"a\": \"bank\"}\n"
        let report = try session.load(files: [("s.dl", schema), ("facts.jsonl", facts)]) { $0.keepsGoing = true }
        #expect(
            report.left.map(\.message) == ["x is of class 'person' and of class 'company', which are disjoint"])
        #expect(try session.run("?- person(X). ?- bank(X).") == [["x"], []])
    }

    @Test("what a file says is replaced when it is loaded again, and no other file's")
    func replaced() throws {
        try session.load(schema, name: "schema.dl")
        try session.load("class place. disjoint place, actor.", name: "places.dl")
        try session.load(schema.replacingOccurrences(of: "disjoint person, company.", with: ""), name: "schema.dl")
        try session.load("person(a). bank(a).", name: "facts.dl")
        #expect(session.failure { try session.load("place(a).", name: "more.dl") }?.contains("'place'") == true)
    }

    @Test("an exported store has it, and loads again")
    func exported() throws {
        try session.load(schema + "person(a).")
        let text = try session.exported(.dl).joined(separator: "\n")
        #expect(text.contains("%% A person is no company.\ndisjoint person, company."))
        let second = try Session()
        try second.load(text)
        #expect(second.failure { try second.load("company(a).", name: "x.dl") } != nil)
    }

    @Test("a class that could have no members, and a name that is no class, are mistakes of the schema")
    func schemaMistakes() throws {
        #expect(
            session.failure { try session.load(schema + "class trader < person, bank. class shop < trader.") }
                == "load.dl:4:7: class 'trader' is below 'person' and 'company', which are disjoint: it can have no members"
        )
        #expect(
            session.failure { try session.load("class person. disjoint person, persom.") }
                == "load.dl:1:15: class 'persom' is not declared; did you mean 'person'?")
        #expect(
            session.failure { try session.load("class person. disjoint person, person.") }
                == "load.dl:1:7: 'person' is declared disjoint from itself: it can have no members")
        #expect(
            session.failure { try session.load("class a. class b < a. disjoint b, a.") }
                == "load.dl:1:16: class 'b' is below 'b' and 'a', which are disjoint: it can have no members")
    }
}
