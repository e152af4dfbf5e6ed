import Foundation
import Testing

@Suite("match on the command line")
struct MatchCommandTests {
    @Test("candidates are a table, or facts to review and to load; then questions resolve them")
    func match() throws {
        let folder = try Zhol.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        func write(_ name: String, _ text: String) throws {
            try Data(text.utf8).write(to: folder.appendingPathComponent(name))
        }
        try write(
            "facts.dl",
            """
            class person. relation label(thing, string). relation owns(person, thing).
            person(k1). person(k2). person(k3). owns(k1, halyk). owns(k2, kpi).
            label(k1, "Т. Кулибаев"). label(k2, "Timur Kulibayev"). label(k3, "Bolat Nazarbayev").

            """)
        #expect(try Zhol.run(["load", "--db", "s.zhol", "facts.dl"], in: folder).code == 0)
        let table = try Zhol.run(["match", "--db", "s.zhol", "person"], in: folder)
        #expect(table.code == 0)
        let lines = table.output.split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
        try #require(lines.count == 2, "\(table.output)")
        #expect(lines[0] == ["first", "second", "score", "reason", "first_name", "second_name"])
        #expect(lines[1][0] == "k1" && lines[1][1] == "k2" && lines[1][3] == "other script, initials")
        #expect(Array(lines[1][4...]) == ["Т. Кулибаев", "Timur Kulibayev"])
        let score = try #require(Double(lines[1][2]))
        #expect(score >= 0.8 && score < 1)
        let facts = try Zhol.run(["match", "--db", "s.zhol", "--format", "dl"], in: folder)
        try write("same.dl", facts.output)
        let loaded = try Zhol.run(["load", "--db", "s.zhol", "same.dl"], in: folder)
        #expect(loaded.code == 0, "\(facts.output)\(loaded.errors)")
        #expect(
            try Zhol.run(["query", "--db", "s.zhol", "--resolve", "owns(k1, X)"], in: folder).output
                == "X\nhalyk\nkpi\n")
        #expect(try Zhol.run(["query", "--db", "s.zhol", "owns(k1, X)"], in: folder).output == "X\nhalyk\n")
        let again = try Zhol.run(["match", "--db", "s.zhol", "--fail-if-empty"], in: folder)
        #expect(again.code == 1)
    }

    @Test("wrong usage is told", arguments: [["--min-score", "2"], ["--min-score", "x"], ["\"text\""]])
    func usage(words: [String]) throws {
        let folder = try Zhol.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(try Zhol.run(["match", "--db", "none.zhol"] + words, in: folder).code != 0)
        try Data("p(a1). label(a1, \"A\").".utf8).write(to: folder.appendingPathComponent("f.dl"))
        #expect(try Zhol.run(["load", "--db", "s.zhol", "f.dl"], in: folder).code == 0)
        #expect(try Zhol.run(["match", "--db", "s.zhol"] + words, in: folder).code == 2)
        #expect(try Zhol.run(["match", "--db", "s.zhol", "nobody"], in: folder).code == 65)
    }
}
