import Foundation
import Language
import Testing
import Zhol

@Suite("loading tables")
struct TableLoadingTests {
    private func loaded(_ table: String, map: String? = nil, name: String = "t.csv", schema: String? = nil) throws
        -> [String]
    {
        let session = try Session()
        if let schema { try session.load(files: [("s.dl", schema)]) }
        let before = schema == nil ? [] : try session.facts()
        try session.load(files: [(name, table)]) { $0.map = map.map { SourceFile(name: "m.map", text: $0) } }
        return try session.facts().filter { !before.contains($0) }
    }

    @Test("a header names relations; a is the class; from, source and the like qualify the row")
    func header() throws {
        let facts = try loaded(
            "id,a,name,share,source,from\nx,firm,X & Co,7,doc1,2016-05\n\"y, z\",,\"a \"\"b\"\"\",,doc2,\n")
        #expect(
            facts == [
                "firm(x) {from: 2016-05, source: doc1}.", "name('y, z', \"a \\\"b\\\"\") {source: doc2}.",
                "name(x, \"X & Co\") {from: 2016-05, source: doc1}.", "share(x, 7) {from: 2016-05, source: doc1}.",
            ])
    }

    @Test("a map says what each column is")
    func map() throws {
        let map = """
            % AidData
            subject   = aid_{project id}
            class     = project
            label     = {title} : string, omit "n/a"
            donor     = {funders} : entity, split ";", name
            amount    = {usd} : decimal, omit "0"
            amount.currency = usd
            started   = {year} : date
            source    = aiddata_v1
            confidence = {sure}

            subject   = {country} : name
            a         = country
            """
        let table =
            "project id,title,funders,usd,year,country,sure,unused\r\n1,Road,Exim Bank;  China (PRC) ,1500.50,2010,Kenya,high,?\r\n"
            + "2,n/a,,0,,Côte d'Ivoire,,\r\n"
        #expect(
            try loaded(table, map: map)
                == [
                    "amount(aid_1, 1500.5) {currency: usd, source: aiddata_v1, confidence: high}.",
                    "country(côte_d_ivoire).", "country(kenya).",
                    "donor(aid_1, china_prc) {source: aiddata_v1, confidence: high}.",
                    "donor(aid_1, exim_bank) {source: aiddata_v1, confidence: high}.",
                    "label(aid_1, \"Road\") {source: aiddata_v1, confidence: high}.",
                    "project(aid_1) {source: aiddata_v1, confidence: high}.", "project(aid_2) {source: aiddata_v1}.",
                    "started(aid_1, date(2010)) {source: aiddata_v1, confidence: high}.",
                ].sorted())
    }

    /// A map for a table with the columns id and name, and what is wrong with it.
    static let wrongMaps: [(map: String, failure: String)] = [
        ("", "m.map:1:1: a map has a line such as 'subject = {id}'"),
        ("class = x", "m.map:1:1: a 'subject' line comes first: it says what entity the lines below are about"),
        ("subject {id}", "m.map:1:1: '=' is expected between a name and its value"),
        ("subject = {ID}", "m.map:1:12: the table has no column 'ID'; did you mean 'id'?"),
        ("subject = {id\n", "m.map:1:11: '}' is missing behind the name of a column"),
        ("subject =\n", "m.map:1:10: a value is expected behind '='"),
        ("subject = {id}\nname = {name} : text", "m.map:2:17: a type or split, omit or name is expected here"),
        ("subject = {id}\nname = {name} : string split \";\"", "m.map:2:24: ',' is expected between options"),
        ("subject = {id}\nname = {name} : split ;", "m.map:2:23: a text in double quotes is expected"),
        ("subject = {id}\nname = {name} : split \"\"", "m.map:2:23: a value is split at a text that is not empty"),
        ("subject = {id}\nname = {name} : omit \"x", "m.map:2:22: this text is not closed: '\"' is missing"),
    ]

    @Test("a wrong map is told at its place", arguments: wrongMaps.map(\.map))
    func wrongMap(map: String) throws {
        let expected = try #require(Self.wrongMaps.first { $0.map == map }).failure
        let session = try Session()
        let failure = session.failure {
            try session.load(files: [("t.csv", "id,name\nx,X\n")]) { $0.map = SourceFile(name: "m.map", text: map) }
        }
        #expect(failure == expected)
    }

    static let schema = "class firm.\nrelation name(firm, string).\nrelation age(firm, int).\n"

    /// A table under the schema, and what is wrong with it.
    static let wrongTables: [(text: String, failure: String)] = [
        ("id,nmae\nx,X\n", "t.csv:1:4: relation 'nmae' is not declared in the schema; did you mean 'name'?"),
        ("id,a,age\nx,firm,old\n", "t.csv:2:8: 'old' is not an int"),
        ("id,a,age\nx,firm\n", "t.csv:2:1: the row has 2 fields and the header 3"),
        ("id,a\nx,frim\n", "t.csv:2:3: class 'frim' is not declared; did you mean 'firm'?"),
        ("id,a,confidence\nx,firm,sure\n", "t.csv:2:8: a confidence is low, medium or high, not sure"),
        ("id,name\nx,X\n", "t.csv:2:3: 'x' is not known to be of class 'firm', which 'name' asks for"),
        ("id,name\nx,\"X\n", "t.csv:2:3: this quoted field is not closed"),
    ]

    @Test("a row that does not fit is told at its field", arguments: wrongTables.map(\.text))
    func wrongTable(text: String) throws {
        let expected = try #require(Self.wrongTables.first { $0.text == text }).failure
        let session = try Session()
        try session.load(files: [("s.dl", Self.schema)])
        #expect(session.failure { try session.load(files: [("t.csv", text)]) } == expected)
    }

    @Test("with --keep-going the good rows are kept and the bad ones reported with line and column")
    func keepsGoing() throws {
        let session = try Session()
        let text = "id,a,age\nx,firm,1\ny,firm,old\nz,firm\nw,firm,2\"\nv,firm,3\n"
        let report = try session.load(files: [("s.dl", Self.schema), ("t.csv", text)]) { $0.keepsGoing = true }
        #expect(report.leftOut == 3)
        let places = report.left.compactMap(\.range).map { $0.file.position(at: $0.start) }
        #expect(places.map(\.line) == [3, 4, 5])
        #expect(places.map(\.column) == [8, 1, 9])
        #expect(try session.facts().filter { $0.hasPrefix("age") } == ["age(v, 3).", "age(x, 1)."])
    }

    @Test("with --keep-going a fact that breaks the schema at the end goes, with what rests on it")
    func keepsGoingAtTheEnd() throws {
        let schema = """
            class firm.
            relation name(firm, string) required.
            relation owns(firm, firm).
            relation seat(firm, string) one.

            """
        let session = try Session()
        let text = "id,a,name,owns,seat\na,firm,A,b,X\nb,firm,B,c,Y\nc,firm,,a,\na,,,ghost,Z\n"
        let report = try session.load(files: [("s.dl", schema), ("t.csv", text)]) { $0.keepsGoing = true }
        #expect(
            try session.facts().filter { !$0.hasPrefix("class") && !$0.hasPrefix("relation") } == [
                "firm(a).", "firm(b).", "name(a, \"A\").", "name(b, \"B\").", "owns(a, b).", "seat(a, \"X\").",
                "seat(b, \"Y\").",
            ])
        #expect(
            report.left.map(\.message).sorted() == [
                "'c' is not known to be of class 'firm', which 'owns' asks for",
                "'c' is not known to be of class 'firm', which 'owns' asks for",
                "'ghost' is not known to be of class 'firm', which 'owns' asks for",
                "a has two values of 'seat' at a time: \"X\" and \"Z\"",
                "c of class 'firm' has no 'name', which is required",
            ])
    }

    @Test("a dry run shows the first facts and writes nothing")
    func dryRun() throws {
        let session = try Session()
        try session.load(files: [("first.dl", "p(x, y).")])
        let rows = (1...50).map { "n\($0),\($0)\n" }.joined()
        let report = try session.load(files: [("t.csv", "id,v\n" + rows)]) { $0.isDryRun = true }
        #expect(report.facts == 50)
        #expect(report.preview.count == 10)
        #expect(report.preview.first == "v(n1, 1).")
        #expect(try session.facts() == ["p(x, y)."])
    }

    @Test("a dry run that keeps going shows what the load keeps, and nothing that it leaves out in the end")
    func dryRunKeepsGoing() throws {
        let schema = "class firm.\nrelation owns(firm, firm).\nrelation seat(firm, string) one.\n"
        let rows = (1...20).map { "a,,ghost\($0),\n" }.joined()
        let text = "id,a,owns,seat\na,firm,,X\n" + rows + "b,firm,a,\na,,,Y\n"
        let session = try Session()
        let report = try session.load(files: [("s.dl", schema), ("t.csv", text)]) {
            $0.keepsGoing = true
            $0.isDryRun = true
        }
        #expect(report.preview == ["firm(a).", "seat(a, \"X\").", "firm(b).", "owns(b, a)."])
        #expect(report.facts == 4)
    }
}
