import Foundation
import Language
import Testing
import Zhol

@Suite("tables with other separators")
struct SeparatorTests {
    /// A table, and the facts that it gives.
    private func load(
        _ table: String, name: String = "t.csv", map: String? = nil, separator: Character? = nil
    ) throws -> (facts: [String], warnings: [Diagnostic]) {
        let session = try Session()
        let report = try session.load(files: [(name, table)]) {
            $0.map = map.map { SourceFile(name: "m.map", text: $0) }
            $0.separator = separator
        }
        return (try session.facts(), report.warnings)
    }

    static let headers: [(text: String, named: String)] = [
        ("id;name;owns\na;\"A; B\";b\n", "semicolons"), ("id\tname\towns\na\tA; B\tb\n", "tabs"),
        ("id|name|owns\r\na|A; B|b\r\n", "bars"), ("\u{feff}sep=;\r\nid;name;owns\r\na;\"A; B\";b\r\n", "semicolons"),
    ]

    @Test("a header without commas tells what stands between fields, with a warning", arguments: headers.map(\.text))
    func header(text: String) throws {
        let named = try #require(Self.headers.first { $0.text == text }).named
        let (facts, warnings) = try load(text)
        #expect(facts == ["name(a, \"A; B\").", "owns(a, b)."])
        #expect(warnings.map(\.message) == ["the fields of this table stand between \(named), and it is read so"])
    }

    @Test("a map finds the columns of a table with semicolons")
    func map() throws {
        let map = "subject = {id}\nlabel = {full name} : string\n"
        #expect(try load("id;full name\na;1,5\n", map: map).facts == ["label(a, \"1,5\")."])
    }

    @Test("commas that a header has, or that are named, are what stands between fields")
    func commas() throws {
        #expect(try load("id,a;b\nx,y\n").facts == ["'a;b'(x, y)."])
        #expect(try load("id,\"a|b\"\nx,y\n").warnings.isEmpty)
        #expect(
            try load("a|b\nx\n", map: "subject = {a|b}\nclass = thing_b\n", separator: ",").facts == ["thing_b(x)."])
    }

    @Test("a separator that is named is not warned of, and any sign can be one")
    func named() throws {
        let (facts, warnings) = try load("id~name\na~b\n", separator: "~")
        #expect(facts == ["name(a, b)."] && warnings.isEmpty)
        #expect(try load("id\tname\na\t\"b\tc\"\n", separator: "\t").facts == ["name(a, \"b\\tc\")."])
    }

    @Test("rows with another number of fields are told which separator they may have")
    func hint() throws {
        let session = try Session()
        let failure = #expect(throws: (any Error).self) {
            try session.load(files: [("t.csv", "id;amount, USD;year\na;5;2016\n")])
        }
        let notes = ZholError.wrapping(try #require(failure)).diagnostics.flatMap(\.notes).map(\.message)
        #expect(
            notes == ["it is read with commas between fields; --as csv --separator ';' reads it with semicolons"])
    }

    /// Files that hold something and no fact, with the note on it.
    static let factless: [(name: String, text: String, note: String?)] = [
        ("t.csv", "id\na\nb\n", "its one column is the subject; a fact needs another column, or a map ('--map FILE')"),
        (
            "t.tsv", "id,a,b\nx,y,z\n",
            "it is read with tabs between fields; --as csv --separator ',' reads it with commas"
        ),
        ("t.csv", "id,name\n", nil), ("t.nt", "# nothing\n", nil), ("t.ttl", "@prefix e: <http://e.org/> .\n", nil),
        ("t.jsonl", "{\"id\": \"x\"}\n", nil),
    ]

    @Test("a file that holds something and no fact is warned of", arguments: factless.map(\.text))
    func nothing(text: String) throws {
        let (name, _, note) = try #require(Self.factless.first { $0.text == text })
        let (facts, warnings) = try load(text, name: name)
        #expect(facts.filter { !$0.hasPrefix("prefix") }.isEmpty)
        #expect(warnings.map(\.code) == [.nothingFound])
        #expect(warnings.flatMap(\.notes).map(\.message) == [note].compactMap { $0 })
    }

    @Test(
        "an empty file is as it says, and a file of mistakes has its mistakes", arguments: ["t.csv", "t.nt", "t.jsonl"])
    func empty(name: String) throws {
        #expect(try load("", name: name).warnings.isEmpty)
        let session = try Session()
        let report = try session.load(files: [("t.csv", "id,name\nx\n")]) { $0.keepsGoing = true }
        #expect(report.warnings.isEmpty && report.leftOut == 1)
    }
}
