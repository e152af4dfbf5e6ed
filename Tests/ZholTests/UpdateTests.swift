import Store
import Testing
import Zhol

@Suite("updates in a load")
struct UpdateTests {
    private let session: Session

    init() throws { session = try Session() }

    private func pairs(_ goal: String) throws -> [String] { try session.run("?- \(goal).")[0] }

    @Test("a fact is stated and withdrawn in the order of the file")
    func order() throws {
        try session.load("p(a, 1). -p(a, 1). p(b, 2). -p(c, 3). p(c, 3).")
        #expect(try pairs("p(X, Y)") == ["b,2", "c,3"])
        let report = try session.load("-p(b, 2). +p(d, 4). -p(nobody, 5).")
        #expect(report.withdrawn == 1 && report.added == 1)
        #expect(try pairs("p(X, Y)") == ["c,3", "d,4"])
    }

    @Test("with a source only its evidence goes, with other qualifiers only that statement")
    func qualifiers() throws {
        try session.load(
            """
            owns(a, b) {share: 10, source: s1}. owns(a, b) {share: 10, source: s2}. owns(a, b) {share: 20, source: s1}.
            """)
        try session.load("-owns(a, b) {share: 10, source: s1}.")
        #expect(try pairs("owns(a, b) {share: S, source: D}") == ["10,s2", "20,s1"])
        try session.load("-owns(a, b) {source: s1}.")
        #expect(try pairs("owns(a, b) {share: S}") == ["10"])
        try session.load("owns(a, b) {share: 30}. -owns(a, b) {share: 10}.")
        #expect(try pairs("owns(a, b) {share: S}") == ["30"])
        try session.load("-owns(a, b).")
        #expect(session.failure { _ = try pairs("owns(a, b)") }?.contains("'owns' is not known") == true)
    }

    @Test("rules withdraw and store what they find, each seeing what came before")
    func rules() throws {
        try session.load(
            """
            edge(a, b). edge(b, c).
            +path(X, Y) :- edge(X, Y).
            edge(c, d).
            +path(X, Z) :- path(X, Y), edge(Y, Z).
            -edge(X, Y) :- path(X, Y).
            +label(X, N) {source: counted, note: "by rule"} :- path(X, _), N = concat("from ", X).
            """)
        #expect(try pairs("path(X, Y)") == ["a,b", "a,c", "b,c", "b,d"])
        #expect(try pairs("edge(X, Y)") == ["c,d"])
        #expect(
            try pairs("label(X, L) {source: S, note: N}") == ["a,from a,counted,by rule", "b,from b,counted,by rule"])
    }

    @Test("a rule of an update uses rules of the file, recursive ones too, and aggregates in its head")
    func rulesOfTheFile() throws {
        try session.load(
            """
            edge(a, b). edge(b, c). weight(a, 3). weight(b, 4).
            tc(X, Y) :- edge(X, Y).
            tc(X, Z) :- tc(X, Y), edge(Y, Z).
            +reaches(X, count(Y)) :- tc(X, Y).
            +total(all, sum(W per X)) :- weight(X, W), tc(X, _).
            """)
        #expect(try pairs("reaches(X, N)") == ["a,2", "b,1"])
        #expect(try pairs("total(X, N)") == ["all,7"])
    }

    @Test("a withdrawal by rule takes what a symmetric or inverse relation says")
    func readings() throws {
        try session.load(
            """
            relation knows(thing, thing) symmetric. relation owns(thing, thing) inverse owned_by.
            knows(a, b). owns(c, d).
            """)
        try session.load("-knows(X, Y) :- knows(X, Y), X = b. -owned_by(d, c).")
        #expect(try pairs("knows(X, Y)") == [])
        #expect(try pairs("owns(X, Y)") == [])
    }

    @Test("a load with updates is all or nothing, and its schema is checked at the end")
    func transaction() throws {
        try session.load(
            """
            class firm. relation owns(firm, firm). relation label(firm, string) required.
            relation seat(firm, thing) one.
            firm(a). label(a, "A"). firm(b). label(b, "B"). owns(a, b). seat(a, x).
            """)
        func fails(_ text: String) -> String? { session.failure { try session.load(text) } }
        #expect(fails("-label(a, \"A\").") == "load.dl:1:1: a of class 'firm' has no 'label', which is required")
        #expect(fails("-firm(b).")?.hasPrefix("load.dl:1:1: 'b' is not known to be of class 'firm'") == true)
        #expect(fails("-firm(X) :- owns(_, X).")?.hasPrefix("load.dl:1:1: 'b' is not known to be of class") == true)
        #expect(fails("+seat(X, y) :- firm(X), X = a.")?.contains("two values of 'seat'") == true)
        #expect(fails("+owns(X, S) :- label(X, S).")?.contains("\"A\" is not an entity of class 'firm'") == true)
        #expect(
            fails("+owns(X, Y) :- owns(X, Y), Y = c.\nfirm(d).")
                == "load.dl:2:1: d of class 'firm' has no 'label', which is required")
        // What would be wrong between two changes is right at the end of both.
        try session.load("-label(a, \"A\"). label(a, \"Alpha\"). -firm(b). -owns(a, b). -label(b, \"B\").")
        #expect(try pairs("label(X, L)") == ["a,Alpha"])
        #expect(try pairs("firm(X)") == ["a"])
    }

    @Test("one load is one transaction, with begin and commit inside it or not")
    func oneTransaction() throws {
        try session.load("begin. p(a, 1). commit. begin. p(b, 2). -p(a, 1). commit.")
        let store = try Store(path: session.path("graph.zhol"), access: .read)
        #expect(try store.snapshot().transactions().count == 1)
        #expect(
            session.failure { try session.load("p(c, 3).\nrollback.") }
                == "load.dl:2:1: a load is one transaction and cannot be rolled back by what it loads")
        #expect(try pairs("p(X, Y)") == ["b,2"])
    }

    @Test("mistakes of updates are told where they are, and nothing is stored")
    func mistakes() throws {
        try session.load("edge(a, b).")
        func fails(_ text: String) -> String? { session.failure { try session.load(text) } }
        #expect(fails("-edg(a, b).") == "load.dl:1:2: relation 'edg' is not known; did you mean 'edge'?")
        #expect(fails("-edge(a, X).") == "load.dl:1:10: a fact has no variables; 'X' is one")
        #expect(
            fails("-edge(X, Y) :- edge(X, Z).")
                == "load.dl:1:10: variable 'Y' of the update of 'edge' is not bound by a positive literal")
        #expect(
            fails("tc(X, Y) :- edge(X, Y). -tc(a, b).")
                == "load.dl:1:26: 'tc' is derived by rules: only stored facts can be withdrawn")
        #expect(fails("t(1, 2, 3).") == "load.dl:1:1: a stored fact has one or two arguments; 't' has 3")
        #expect(fails("edge(a).") == "load.dl:1:1: 'edge' has 1 argument here and 2 arguments elsewhere")
        #expect(
            fails("input edge(\"e.tsv\").") == "load.dl:1:1: 'input' reads facts for one run and stores nothing")
        #expect(try pairs("edge(X, Y)") == ["a,b"])
    }

    @Test("a program that is run changes nothing, and says what to do")
    func run() throws {
        for (text, message) in [
            ("-p(a).", "a program that is run changes nothing in the store"),
            ("+p(X) :- q(X).", "a program that is run changes nothing in the store"),
            ("begin.", "a program that is run has no transaction"),
        ] {
            #expect(session.failure { _ = try session.run("q(a). p(a).\n\(text)") } == "program.dl:2:1: \(message)")
        }
    }

    @Test("questions see a transaction that is not committed")
    func pending() throws {
        try session.load("p(a, 1). p(b, 2).")
        var reader = ProgramReader()
        reader.read(text: "p(c, 3). -p(a, 1). +q(X, Y) :- p(X, Y).", name: "<input>")
        let answers = try session.run(
            """
            twice(X) :- p(X, _), q(X, _).
            ?- p(X, Y).
            what if { -p(b, 2). } ?- p(X, Y).
            output twice.
            """
        ) { $0.pending = reader.statements }
        #expect(answers == [["b,2", "c,3"], ["c,3"], ["b", "c"]])
        #expect(try pairs("p(X, Y)") == ["a,1", "b,2"])
    }
}
