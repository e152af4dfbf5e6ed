import Testing
import Zhol

@Suite("audit with entities that are the same")
struct ResolvedAuditTests {
    private let session: Session

    init() throws { session = try Session() }

    /// What a check finds, cells joined by a comma.
    private func audit(
        _ check: String, resolves: Bool = true, program: String = "",
        _ change: (inout Database.RunOptions) -> Void = { _ in }
    ) throws -> [String] {
        var reader = ProgramReader()
        reader.read(text: program, name: "<audit>")
        var options = Database.RunOptions()
        options.resolves = resolves
        change(&options)
        let found = try Database(path: session.path("graph.zhol")).audit(reader, options)
        return found.violated.filter { $0.name == check }.flatMap { check in
            (0..<check.answers.count).map { check.answers[$0].joined(separator: ",") }
        }
    }

    @Test("what is merged of two disjoint classes is found, with the sources of both and of the merging")
    func disjoint() throws {
        try session.load("class firm. class bank < firm. class person. disjoint firm, person.", name: "schema.dl")
        try session.load(
            """
            bank(b) {source: s1}. person(k) {source: s2}. same(k, x) {source: s3, confidence: low}. same(b, x) {source: s4}.
            firm(c). person(d) {source: s1}.
            """)
        #expect(try audit("disjoint", resolves: false) == [])
        #expect(try audit("disjoint") == ["b,firm,s1,person,s2; s3; s4"])
        #expect(try audit("disjoint") { $0.confidence = 2 } == [])
        #expect(try audit("disjoint") { $0.withoutSources = ["s4"] } == [])
        #expect(try audit("disjoint", program: "same(d, c).") == ["b,firm,s1,person,s2; s3; s4", "c,firm,,person,s1"])
        // The first name of all may be one that the store does not have.
        #expect(try audit("disjoint", program: "same(aa, d). same(aa, c).").first == "aa,firm,,person,s1")
    }

    @Test("two values that come together by merging are found; two names of one value are one")
    func one() throws {
        try session.load(
            """
            relation seat(thing, thing) one. relation capital(thing, thing) one inverse capital_of.
            relation spouse(thing, thing) one symmetric.
            """, name: "schema.dl")
        try session.load(
            """
            seat(k, x) {source: s1}. seat(b, y) {source: s2}. same(k, b) {source: s3}.
            seat(c, p) {source: s1}. seat(d, q) {source: s2}. same(c, d) {source: s3}. same(p, q) {source: s3}.
            seat(e, x) {to: 2010}. seat(f, y) {from: 2011}. same(e, f).
            capital(kz, astana). capital_of(almaty, qz). same(kz, qz) {source: s4}.
            spouse(g, h). spouse(i, j). same(h, j).
            """)
        #expect(try audit("one", resolves: false) == [])
        #expect(try audit("one") == ["capital,kz,astana,,almaty,s4", "seat,b,x,s1; s3,y,s2", "spouse,h,g,,i,"])
        try session.load("same(astana, almaty). same(x, y). same(g, i).", name: "more.dl")
        #expect(try audit("one") == [])
    }

    @Test("shares, cycles, classes and required values are those of all that is one")
    func others() throws {
        try session.load(
            """
            owns(k, x) {share: 60, source: s1}. owns(b, y) {share: 50, source: s2}. same(x, y) {source: s3}.
            owns(k, z) {share: 60, source: s1}. owns(aa, z) {share: 60, source: s2}. same(k, aa).
            owns(m, n) {source: s1}. owns(o, m) {source: s2}. same(n, o) {source: s4}.
            firm(p) {source: s1}. label(q, "Q"). same(p, q).
            """)
        try session.load("class firm. relation label(firm, string) required.", name: "schema.dl")
        #expect(try audit("share") == ["owns,x,,110,aa 60; b 50,s1; s2; s3"])
        #expect(try audit("share", resolves: false) == ["owns,z,,120,aa 60; k 60,s1; s2"])
        #expect(try audit("cycle", resolves: false) == [])
        #expect(try audit("cycle") == ["owns,m → n → m,,s1; s2; s4"])
        #expect(try audit("class", resolves: false) == ["label,q,Q,q,firm,"])
        #expect(try audit("class") == [])
        #expect(try audit("required", resolves: false) == ["label,firm,p,s1"])
        #expect(try audit("required") == [])
    }
}
