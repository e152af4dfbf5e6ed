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
        #expect(found.count == 10)
    }

    @Test("each deny of the store and of a file gives its rows with their sources, under its name")
    func denies() throws {
        try session.load(
            """
            owns(a, b) {part: 60, source: s1, confidence: high}. owns(c, b) {part: 50, source: s2, confidence: low}.
            shares(C, sum(S)) :- owns(_, C) {part: S}.
            %% Shares of one company are at most all of it.
            deny over(C, Total) :- shares(C, Total), Total > 100.
            """)
        let file = """
            deny self(X) :- owns(X, X).
            deny small(X, Y) :- owns(X, Y) {part: S}, S < 55.
            deny small(X, Y) :- owns(X, Y) {part: 60}.
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
                "source: a,a,firm | label,a,A | label,c,5 | seat,b,x | seat,b,y",
            ])
    }

    @Test("an entity of two disjoint classes is shown with the sources of both, where the classes were declared later")
    func disjoint() throws {
        try session.load(
            """
            bank(a) {source: s1}. person(a) {source: s2}. company(a) {source: s3}. bank(b) {source: s1}.
            """)
        try session.load(
            "class company. class bank < company. class person. disjoint person, company.", name: "schema.dl")
        #expect(try audit() == ["disjoint: a,person,s2,company,s1; s3"])
    }

    @Test("a fact without a source is one where others have one, and not in a store without any")
    func sources() throws {
        try session.load("owns(a, b). owns(b, c) {confidence: high}. firm(a).")
        #expect(try audit() == [])
        try session.load("owns(c, d) {source: s1}. owns(a, b) {share: 10, source: s1}.", name: "more.dl")
        #expect(try audit() == ["source: a,a,firm | owns,a,b | owns,b,c"])
    }

    @Test("shares over 100 % at a time are shown with their holders; periods and differing sources are kept apart")
    func shares() throws {
        try session.load(
            """
            % 60 and 50 at a time from 2015 on.
            owns(a, x) {share: 60, from: 2010, source: s1}. owns(b, x) {share: 50.5, from: 2015, source: s2}.
            % One after the other.
            owns(a, y) {share: 60, to: 2010, source: s1}. owns(b, y) {share: 60, from: 2011, source: s1}.
            % Two sources differ on one holder: 51 or 49, and with 51 of the other it may be right.
            owns(a, z) {share: 51, source: s1}. owns(a, z) {share: 49, source: s2}. owns(b, z) {share: 51, source: s2}.
            % Exactly all of it.
            owns(a, w) {share: 33.3, source: s1}. owns(b, w) {share: 66.7, source: s1}.
            % Of another relation, and the other way round.
            held_by(v, a) {share: 70, source: s3}. owns(b, v) {share: 40, source: s4}.
            stake(a, x) {share: 90, source: s1}.
            """)
        let expected = "share: owns,x,2015-01-01,110.5,a 60; b 50.5,s1; s2"
        #expect(try audit() == [expected])
        try session.load("relation owns(thing, thing) {share: decimal} inverse held_by.", name: "schema.dl")
        #expect(
            try audit().first == "share: owns,v,,110,a 70; b 40,s3; s4 | owns,x,2015-01-01,110.5,a 60; b 50.5,s1; s2")
    }

    @Test("cycles of ownership are shown where their parts hold at one time")
    func cycles() throws {
        try session.load(
            """
            owns(a, b) {from: 2010, source: s1}. owns(b, c) {from: 2012, source: s2}. owns(c, a) {to: 2013, source: s3}.
            owns(c, d) {source: s4}. owns(d, e) {source: s4}.
            owns(f, g) {to: 2010, source: s5}. owns(g, f) {from: 2011, source: s5}.
            owns(h, h) {source: s6}.
            owns(p, q) {source: s7}. owns(q, r) {source: s7}. owns(r, p) {source: s7}. owns(q, p) {source: s8}.
            likes(p, q) {source: s7}. likes(q, p) {source: s7}.
            """)
        #expect(
            try audit() == [
                "cycle: owns,a → b → c → a,2012-01-01,s1; s2; s3 | owns,h → h,,s6 | owns,p → q → p,,s7; s8"
            ])
    }

    @Test("each value that overlaps another is shown once, however many there are")
    func manyValues() throws {
        try session.load(
            (0..<3000).map { "seat(a, x\($0)) {from: 2010-01-01, source: s1}." }.joined(separator: "\n"))
        try session.load("relation seat(thing, thing) one.", name: "schema.dl")
        try session.write("audit.dl", "")
        let found = try Database(path: session.path("graph.zhol")).audit(ProgramReader())
        #expect(found.violations == 2999)
    }
}
