import Foundation
import Testing
import Zhol

@Suite("input reads facts from files")
struct InputTests {
    @Test("a tab-separated file as Soufflé writes it needs no change")
    func souffle() throws {
        let session = try Session()
        try session.write("edge.facts", "1\t2\n2\t3\n3\t4\n")
        let program = """
            declare edge(int, int).
            input edge("edge.facts").
            tc(X, Y) :- edge(X, Y).
            tc(X, Z) :- tc(X, Y), edge(Y, Z).
            ?- tc(1, X).
            """
        #expect(try session.run(program) == [["2", "3", "4"]])
    }

    @Test("a file is looked for beside the program, or in the folder of --facts")
    func places() throws {
        let session = try Session()
        try FileManager.default.createDirectory(
            at: session.folder.appendingPathComponent("facts"), withIntermediateDirectories: true)
        try session.write("n.tsv", "1\n")
        try session.write("facts/n.tsv", "2\n")
        let program = "declare n(int). input n(\"n.tsv\"). ?- n(X)."
        #expect(try session.run(program) == [["1"]])
        #expect(try session.run(program) { $0.factsFolder = session.path("facts") } == [["2"]])
        #expect(
            session.failure { _ = try session.run("declare n(int).\n  input n(\"none.tsv\"). ?- n(X).") }
                == "program.dl:2:3: cannot read '\(session.path("none.tsv"))': there is no such file")
    }

    @Test("without a declaration a value is the token it looks like, else a string")
    func tokens() throws {
        let session = try Session()
        let values = [
            "42", "-7", "1_500", "12.75", "1e3", "2016-05-10", "2016-05", "2016-05-10T09:30:00Z", "true", "astana",
            "Astana", "two words", "'Фонд Самрук'", "\"quoted\"", "wd:Q1", "_:b0", "<https://example.org/x>", "1/2", "",
            "12345678901234567890",
        ]
        try session.write(
            "v.csv",
            values.enumerated().map { row, value in
                "\(row),\"\(value.replacingOccurrences(of: "\"", with: "\"\""))\"\n"
            }.joined())
        let program = """
            prefix wd: <http://www.wikidata.org/entity/>.
            input v("v.csv").
            ?- v(N, X) select N, type_of(X).
            """
        let kinds = [
            "int", "int", "int", "decimal", "float", "date", "date", "datetime", "bool", "entity", "string", "string",
            "entity", "string", "entity", "entity", "entity", "string", "string", "string",
        ]
        #expect(try session.run(program)[0] == kinds.enumerated().map { "\($0.offset),\($0.element)" })
        #expect(try session.run("input v(\"v.csv\"). ?- v(N, astana).") == [["9"]])
        #expect(try session.run("input v(\"v.csv\"). ?- v(N, \"two words\").") == [["11"]])
        #expect(try session.run("input v(\"v.csv\"). ?- v(N, 'Фонд Самрук').") == [["12"]])
    }

    @Test("declared types decide what a field becomes")
    func types() throws {
        let session = try Session()
        try session.write("t.tsv", "2016\t2016\t2016\tastana\tastana\t3\n")
        let program = """
            declare t(int, date, string, string, thing, float).
            input t("t.tsv").
            ?- t(A, B, C, D, E, F) select type_of(A), type_of(B), type_of(C), type_of(D), type_of(E), type_of(F).
            """
        #expect(try session.run(program) == [["int,date,string,string,entity,float"]])
    }

    @Test("a header of a CSV file is a first row equal to the names used; a TSV file has none")
    func headers() throws {
        let session = try Session()
        try session.write("p.csv", "City,N\nastana,1\n")
        try session.write("p.tsv", "City\tN\nastana\t1\n")
        #expect(try session.run("input p(\"p.csv\"). ?- p(City, N).") == [["astana,1"]])
        #expect(try session.run("input p(\"p.csv\"). ?- p(City, X).") == [["City,N", "astana,1"]])
        #expect(try session.run("input p(\"p.tsv\"). ?- p(City, N).") == [["City,N", "astana,1"]])
    }

    @Test("a field of the wrong type or a row of the wrong length is told with its place in the data")
    func mistakes() throws {
        let session = try Session()
        try session.write("e.tsv", "1\t2\n2\tx\n")
        let program = "declare e(int, int).\ninput e(\"e.tsv\").\n?- e(X, Y)."
        #expect(session.failure { _ = try session.run(program) } == "e.tsv:2:3: 'x' is not an int")
        try session.write("e.tsv", "1\t2\n2\n")
        #expect(session.failure { _ = try session.run(program) } == "e.tsv:2:1: the row has 1 field, not 2")
        try session.write("e.tsv", "1\t2\n2\t3\t4\n")
        #expect(session.failure { _ = try session.run(program) } == "e.tsv:2:1: the row has 3 fields, not 2")
        try session.write("e.csv", "1,2\n\"2,3\n")
        #expect(
            session.failure { _ = try session.run(program.replacingOccurrences(of: "e.tsv", with: "e.csv")) }
                == "e.csv:2:1: a quoted field is not closed")
    }

    @Test("the number of arguments comes from a declaration, a use, or else the first row")
    func arity() throws {
        let session = try Session()
        try session.write("e.tsv", "1\t2\t3\n")
        #expect(try session.run("input e(\"e.tsv\"). output e.") == [["1,2,3"]])
        #expect(
            session.failure { _ = try session.run("input e(\"e.tsv\"). ?- e(X, Y).") }
                == "e.tsv:1:1: the row has 3 fields, not 2")
        try session.write("e.tsv", "")
        #expect(
            session.failure { _ = try session.run("input e(\"e.tsv\"). output e.") }
                == "program.dl:1:7: how many arguments 'e' has cannot be told")
    }

    @Test("several inputs, facts and rules of one relation come together")
    func union() throws {
        let session = try Session()
        try session.write("a.tsv", "1\n2\n")
        try session.write("b.csv", "2\n3\n")
        let program = "declare n(int). input n(\"a.tsv\"). input n(\"b.csv\"). n(4). n(X) :- X = 5. ?- n(X)."
        #expect(try session.run(program) == [["1", "2", "3", "4", "5"]])
    }

    @Test("an input of a stored relation adds to what is stored, for this run only")
    func extendsStore() throws {
        let session = try Session()
        try session.load("relation owns(thing, thing) inverse owned_by. owns(a, b).")
        try session.write("o.csv", "b,c\n")
        #expect(try session.run("input owns(\"o.csv\"). ?- owned_by(X, Y).") == [["b,a", "c,b"]])
        #expect(try session.run("?- owns(X, Y).") == [["a,b"]])
    }

    @Test("facts that are read are contributions to an aggregated relation")
    func aggregated() throws {
        let session = try Session()
        try session.write("d.tsv", "a\t0\n")
        let program = """
            road(a, b, 4). road(b, c, 5).
            input dist("d.tsv").
            dist(Y, min(D)) :- dist(X, D0), road(X, Y, W), D = D0 + W.
            ?- dist(X, D).
            """
        #expect(try session.run(program) == [["a,0", "b,4", "c,9"]])
    }
}
