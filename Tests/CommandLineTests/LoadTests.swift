import Foundation
import Testing

@Suite("load and export from the command line")
struct LoadTests {
    private func inFolder(_ body: (URL) throws -> Void) throws {
        let folder = try Zhol.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    @Test("a mistake ends with 65, its line and a caret, and leaves no store behind")
    func mistake() throws {
        try inFolder { folder in
            try Data("<http://e/s> <http://e/p> \"ы\" .\n<http://e/s> <p> \"x\" .\n".utf8)
                .write(to: folder.appendingPathComponent("a.nt"))
            let result = try Zhol.run(["load", "--db", "g.zhol", "a.nt"], in: folder)
            #expect(result.code == 65)
            #expect(
                result.errors == """
                    error: an IRI is absolute here: it starts with a scheme, as in <http:…>
                      --> a.nt:2:14
                       |
                     2 | <http://e/s> <p> "x" .
                       |              ^^^

                    """)
            #expect(!FileManager.default.fileExists(atPath: folder.appendingPathComponent("g.zhol").path))
            let check = try Zhol.run(["check", "a.nt"], in: folder)
            #expect(check.code == 65)
            #expect(check.errors.contains("--> a.nt:2:14"))
        }
    }

    @Test("standard input needs --as, and shows the line of a mistake as a file does")
    func standardInput() throws {
        try inFolder { folder in
            let text = "{\"id\": \"x\", \"p\": 1}\n{\"id\": \"y\", \"p\": [}\n"
            #expect(try Zhol.run(["load", "--db", "g.zhol", "-"], in: folder, input: text).code == 2)
            let wrong = try Zhol.run(["load", "--db", "g.zhol", "--as", "jsonl", "-"], in: folder, input: text)
            #expect(wrong.code == 65)
            #expect(wrong.errors.contains("--> <standard input>:2:19"))
            #expect(wrong.errors.contains(" 2 | {\"id\": \"y\", \"p\": [}"))
            let right = try Zhol.run(
                ["load", "--db", "g.zhol", "--as", "jsonl", "-", "--keep-going", "--report", "bad.tsv"], in: folder,
                input: text)
            #expect(right.code == 0)
            #expect(right.errors.contains("warning: 1 fact left out"))
            let report = try String(contentsOf: folder.appendingPathComponent("bad.tsv"), encoding: .utf8)
            #expect(report.hasPrefix("file\tline\tcolumn\tmessage\ttext\n<standard input>\t2\t19\t"))
        }
    }

    @Test("a missing file ends with 66, an unknown format with 2")
    func usage() throws {
        try inFolder { folder in
            #expect(try Zhol.run(["load", "--db", "g.zhol", "none.nt"], in: folder).code == 66)
            try Data("x".utf8).write(to: folder.appendingPathComponent("a.docx"))
            #expect(try Zhol.run(["load", "--db", "g.zhol", "a.docx"], in: folder).code == 2)
            #expect(try Zhol.run(["load", "--db", "g.zhol", "--as", "docx", "a.docx"], in: folder).code == 2)
        }
    }

    @Test("a dry run prints facts and writes nothing; an export follows the ending of its file")
    func dryRunAndExport() throws {
        try inFolder { folder in
            try Data("id,a,owns\nx,firm,y\n".utf8).write(to: folder.appendingPathComponent("t.csv"))
            let dry = try Zhol.run(["load", "--db", "g.zhol", "--dry-run", "t.csv"], in: folder)
            #expect(dry.output == "firm(x).\nowns(x, y).\n")
            #expect(!FileManager.default.fileExists(atPath: folder.appendingPathComponent("g.zhol").path))
            #expect(try Zhol.run(["load", "--db", "g.zhol", "t.csv"], in: folder).code == 0)
            #expect(try Zhol.run(["export", "--db", "g.zhol", "-o", "g.jsonl"], in: folder).code == 0)
            let text = try String(contentsOf: folder.appendingPathComponent("g.jsonl"), encoding: .utf8)
            #expect(text == "{\"id\": \"x\", \"a\": \"firm\"}\n{\"id\": \"x\", \"owns\": {\"id\": \"y\"}}\n")
            let goal = try Zhol.run(
                ["export", "--db", "g.zhol", "--as", "csv", "--goal", "triple(S, P, O), P = owns"], in: folder)
            #expect(goal.output.split(separator: "\n").last == "x,owns,y,,,,,,,,")
        }
    }
}

extension LoadTests {
    @Test("--separator says what stands between fields; without it a header of semicolons is read with a warning")
    func separator() throws {
        try Zhol.inFolder(["t.csv": "id;owns\nx;y\n"]) { folder in
            let guessed = try Zhol.run(["load", "--dry-run", "t.csv"], in: folder)
            #expect(guessed.output == "owns(x, y).\n")
            #expect(
                guessed.errors.hasPrefix(
                    """
                    warning: the fields of this table stand between semicolons, and it is read so
                      --> t.csv:1:1
                       |
                     1 | id;owns
                       | ^^^^^^^
                       = note: '--separator ,' reads it with commas, as the format has it
                    """), "\(guessed.errors)")
            let named = try Zhol.run(["load", "--separator", ";", "t.csv"], in: folder)
            #expect(named.code == 0 && named.errors.hasPrefix("loaded 1 fact "), "\(named.errors)")
            for wrong in ["ab", "", "\"", "x", "é"] {
                #expect(try Zhol.run(["load", "--separator", wrong, "t.csv"], in: folder).code == 2, "\(wrong)")
            }
        }
    }
}
