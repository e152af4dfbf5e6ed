import Testing
import Zhol

@Suite("audit")
struct AuditTests {
    private let session: Session

    init() throws { session = try Session() }

    /// Each violated check as `name: row | row`, cells joined by a comma.
    private func audit(_ program: String = "") throws -> [String] {
        try session.write("audit.dl", program)
        var reader = ProgramReader()
        try reader.read(path: session.path("audit.dl"))
        let found = try Database(path: session.path("graph.zhol")).audit(reader)
        return found.violated.map { check in
            "\(check.name): "
                + (0..<check.answers.count).map { check.answers[$0].joined(separator: ",") }
                .joined(separator: " | ")
        }
    }

    @Test("a store without contradictions passes, and the checks are counted")
    func clean() throws {
        try session.load(
            "class firm. relation seat(firm, thing) one. firm(a). seat(a, x). deny none_at_all(X) :- firm(X), seat(X, y)."
        )
        let found = try Database(path: session.path("graph.zhol")).audit(ProgramReader())
        #expect(found.violated.isEmpty)
        #expect(found.count == 6)
    }

    @Test("each deny of the store and of a file gives its rows with their sources, under its name")
    func denies() throws {
        try session.load(
            """
            owns(a, b) {share: 60, source: s1, confidence: high}. owns(c, b) {share: 50, source: s2, confidence: low}.
            shares(C, sum(S)) :- owns(_, C) {share: S}.
            %% Shares of one company are at most all of it.
            deny over(C, Total) :- shares(C, Total), Total > 100.
            """)
        let file = """
            deny self(X) :- owns(X, X).
            deny small(X, Y) :- owns(X, Y) {share: S}, S < 55.
            deny small(X, Y) :- owns(X, Y) {share: 60}.
            """
        #expect(try audit(file) == ["over: b,110,s1; s2,low", "small: a,b,s1,high | c,b,s2,low"])
        let found = try Database(path: session.path("graph.zhol")).audit(ProgramReader())
        #expect(found.violated.first?.documentation == "Shares of one company are at most all of it.")
        #expect(found.violated.first?.answers.columns == ["C", "Total", "sources", "confidence"])
    }

    @Test("what the schema asks is checked where it was declared after the facts")
    func schemaLater() throws {
        try session.load(
            """
            seat(a, x) {from: 2010, to: 2015, source: s1}. seat(a, y) {from: 2015-06, source: s2}.
            seat(b, x) {to: 2010}. seat(b, y) {from: 2011}.
            held(a, z) {from: 2012, to: 2011, source: s3}.
            firm(a). firm(b) {source: s4}. label(a, "A"). label(c, 5).
            """)
        try session.load(
            """
            class firm. relation seat(thing, thing) one. relation held(firm, thing).
            relation label(firm, string) required.
            """, name: "schema.dl")
        #expect(
            try audit() == [
                "one: seat,a,x,s1,y,s2",
                "required: label,firm,b,s4",
                "period: held,a,z,2012,2011,s3",
                "class: label,c,5,c,firm,",
                "type: label,c,5,5,string,",
            ])
    }
}
