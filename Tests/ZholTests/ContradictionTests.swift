import Testing
import Zhol

@Suite("contradictions at a time, and both ways round")
struct ContradictionTests {
    private let session: Session

    init() throws { session = try Session() }

    private func audit(_ check: String) throws -> [String] {
        let found = try Database(path: session.path("graph.zhol")).audit(ProgramReader())
        return found.violated.filter { $0.name == check }.flatMap { check in
            (0..<check.answers.count).map { check.answers[$0].joined(separator: ",") }
        }
    }

    private func isRefused(_ text: String) throws -> Bool {
        do {
            try session.load(text, name: "refused.dl")
            return false
        } catch { return true }
    }

    @Test("a value whose period ends before it starts is at no time beside another")
    func emptyPeriod() throws {
        try session.load("relation seat(thing, thing) one. seat(a, x) {source: s1}.", name: "schema.dl")
        try session.load("seat(a, y) {from: 2014, to: 2010, source: s2}.")
        #expect(try audit("one") == [])
        #expect(try audit("period") == ["seat,a,y,2014,2010,s2"])
    }

    @Test("a long period counts where a shorter one of the same value lies between it and another value")
    func longPeriod() throws {
        try session.load("relation seat(thing, thing) one.", name: "schema.dl")
        #expect(
            try isRefused(
                "seat(a, x) {from: 2010, to: 2020}. seat(a, x) {from: 2011, to: 2012}. seat(a, y) {from: 2013}."))
        #expect(
            try !isRefused(
                "seat(a, x) {from: 2010, to: 2020}. seat(a, x) {from: 2011, to: 2012}. seat(a, y) {from: 2021}."))
    }

    @Test("a relation with one value has one with its inverse too, and both ways round where it is symmetric")
    func inverse() throws {
        let schema = """
            relation capital(thing, thing) one inverse capital_of. relation spouse(thing, thing) one symmetric.
            """
        try session.load(
            """
            capital(kz, astana) {from: 1997-12, source: s1}. capital_of(almaty, kz) {from: 1991, to: 1998, source: s2}.
            capital_of(omsk, kz) {to: 1990, source: s3}. spouse(p, q) {to: 2010, source: s1}. spouse(r, p) {source: s2}.
            """)
        try session.load(schema, name: "schema.dl")
        #expect(try audit("one") == ["capital,kz,almaty,s2,astana,s1", "spouse,p,q,s1,r,s2"])
    }

    @Test("a load is refused for two values, and content with a required one, of the inverse")
    func inverseAtLoad() throws {
        try session.load(
            """
            class country. relation capital(country, thing) one required inverse capital_of.
            country(kz). capital_of(astana, kz).
            """, name: "schema.dl")
        #expect(try isRefused("capital(kz, almaty)."))
        #expect(try isRefused("capital_of(almaty, kz)."))
        #expect(try isRefused("country(kg)."))
        #expect(try isRefused("-capital_of(astana, kz)."))
        #expect(try !isRefused("country(kg). capital_of(bishkek, kg). capital(kz, astana)."))
    }

    @Test("an entity of three disjoint classes is shown for each two of them")
    func threeClasses() throws {
        try session.load("person(a) {source: s1}. bank(a) {source: s2}. place(a) {source: s3}. place(b).")
        try session.load(
            "class person. class company. class bank < company. class place. disjoint person, company, place.",
            name: "schema.dl")
        #expect(
            try audit("disjoint") == [
                "a,company,s2,place,s3", "a,person,s1,company,s2", "a,person,s1,place,s3",
            ])
    }

    @Test(
        "cycles at several times, or of several groups at one time, are all shown where a chain joins them over the years"
    )
    func severalCycles() throws {
        try session.load(
            """
            owns(a, b) {to: 2010, source: s1}. owns(b, a) {to: 2010, source: s1}.
            owns(b, c) {from: 2012, source: s2}. owns(c, b) {to: 2009, source: s2}.
            owns(c, d) {source: s3}. owns(d, c) {source: s3}.
            owns(d, e) {from: 2015, to: 2016, source: s4}. owns(e, d) {from: 2014, source: s4}.
            """)
        #expect(
            try audit("cycle") == [
                "owns,a → b → a,,s1", "owns,c → d → c,,s3", "owns,e → d → e,2015-01-01,s4",
            ])
    }

    @Test("shares are over 100 % from the day on which the lesser of two shares of a holder has ended")
    func lesserShareEnds() throws {
        try session.load(
            """
            owns(a, x) {share: 60, source: s1}. owns(a, x) {share: 20, to: 2012, source: s2}.
            owns(b, x) {share: 50, to: 2015, source: s3}.
            """)
        #expect(try audit("share") == ["owns,x,2013-01-01,110,a 60; b 50,s1; s3"])
    }
}
