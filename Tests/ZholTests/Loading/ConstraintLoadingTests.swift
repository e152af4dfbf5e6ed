import Language
import Testing
import Zhol

@Suite("loading under a schema")
struct ConstraintLoadingTests {
    private static let schema = """
        class person.
        class firm.
        class bank < firm.
        relation born(person, int) one required.
        relation works_at(person, firm).
        """

    /// Many facts as a table, with mistakes at the rows of the lists.
    private func rows(_ count: Int, homeless: Set<Int>, unborn: Set<Int>, twice: Set<Int>) -> [String] {
        (0..<count).map { row in
            let firm = homeless.contains(row) ? "nowhere\(row)" : row % 2 == 0 ? "f" : "b"
            let born = unborn.contains(row) ? "" : twice.contains(row) ? "1900;2000" : "\(1900 + row % 100)"
            return "p\(row),person,\(born),\(firm)"
        }
    }

    private static let map = """
        subject  = {id}
        class    = {a}
        born     = {born} : int, split ";"
        works_at = {works_at}
        """

    @Test("each mistake among thousands of facts is told once, with its line; --keep-going leaves out what is to blame")
    func mistakes() throws {
        let session = try Session()
        try session.load(files: [("s.dl", Self.schema + "\nfirm(f).\nbank(b).\n")])
        let table =
            "id,a,born,works_at\n"
            + rows(3000, homeless: [7, 2999], unborn: [0, 1500], twice: [40]).joined(separator: "\n") + "\n"
        func map(_ options: inout Loader.Options) { options.map = SourceFile(name: "m.map", text: Self.map) }
        do {
            try session.load(files: [("t.csv", table)], map)
            Issue.record("the load should fail")
        } catch let error as ZholError {
            let found = error.diagnostics.map { diagnostic in
                let line = diagnostic.range?.file.position(at: diagnostic.range?.start ?? 0).line ?? 0
                return "\(line) \(diagnostic.code.rawValue)"
            }
            #expect(found.sorted() == ["1502 E0702", "2 E0702", "3001 E0701", "42 E0703", "9 E0701"])
        }
        let before = try session.facts()
        let report = try session.load(files: [("t.csv", table)]) { options in
            map(&options)
            options.keepsGoing = true
        }
        let facts = Set(try session.facts()).subtracting(before)
        // Who has no year is no person, and then may not work anywhere.
        #expect(report.leftOut == 7)
        #expect(facts.filter { $0.hasPrefix("person(") }.count == 2998)
        #expect(facts.filter { $0.hasPrefix("born(") }.count == 2998)
        #expect(facts.filter { $0.hasPrefix("works_at(") }.count == 2996)
        #expect(!facts.contains("works_at(p7, nowhere7)."))
        #expect(!facts.contains("works_at(p0, f)."))
    }

    @Test("what an earlier load stored counts as there")
    func earlier() throws {
        let session = try Session()
        try session.load(files: [("s.dl", Self.schema + "\nfirm(f).\nbank(b).\nperson(x). born(x, 1950).\n")])
        try session.load(files: [("a.dl", "works_at(x, f). works_at(x, b).\n")])
        try session.load(files: [("b.dl", "born(x, 1950).\n")])
        #expect(throws: ZholError.self) { try session.load(files: [("c.dl", "born(x, 1951).\n")]) }
        #expect(throws: ZholError.self) { try session.load(files: [("d.dl", "works_at(f, x).\n")]) }
        #expect(try session.facts().filter { $0.contains("(x") }.count == 4)
    }
}
