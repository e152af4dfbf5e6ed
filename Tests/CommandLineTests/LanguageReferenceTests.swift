import Foundation
import Testing

/// The examples of `Docs/language.md`.
private struct Reference {
    /// Fenced blocks, with what kind they say they are.
    let blocks: [(kind: String, text: String)]
    /// Cells of table rows.
    let rows: [[String]]

    static let page: Reference = {
        let url = Zhol.root.appendingPathComponent("Docs/language.md")
        let text = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
        var blocks: [(kind: String, text: String)] = []
        var rows: [[String]] = []
        var isInside = false
        for line in text.components(separatedBy: "\n") {
            if line.hasPrefix("```") {
                if !isInside { blocks.append((String(line.dropFirst(3)), "")) }
                isInside.toggle()
            } else if isInside {
                blocks[blocks.count - 1].text += line + "\n"
            } else if line.hasPrefix("| ") {
                let plain = line.replacingOccurrences(of: "\\|", with: "\u{1}")
                rows.append(
                    plain.split(separator: "|").map {
                        $0.trimmingCharacters(in: .whitespaces).replacingOccurrences(of: "\u{1}", with: "|")
                    })
            }
        }
        return Reference(blocks: blocks, rows: rows)
    }()

    /// Texts in code marks inside a cell.
    static func code(_ cell: String) -> [String] {
        cell.components(separatedBy: "`").enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
    }
}

@Suite struct LanguageReferenceTests {
    private func run(_ program: String) throws -> Zhol.Result {
        let folder = try Zhol.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(program.utf8).write(to: folder.appendingPathComponent("example.dl"))
        return try Zhol.run(["run", "example.dl"], in: folder)
    }

    @Test("programs of the page print what stands below them")
    func programs() throws {
        let blocks = Reference.page.blocks
        var count = 0
        for (program, output) in zip(blocks, blocks.dropFirst()) where program.kind == "dl" && output.kind == "text" {
            // Several answers do not share one stream of values, so each question is asked of the rest.
            let lines = program.text.components(separatedBy: "\n")
            let questions = lines.filter { $0.hasPrefix("?-") || $0.hasPrefix("what if") }
            let rest = lines.filter { !questions.contains($0) }.joined(separator: "\n")
            let results = try questions.map { try run(rest + "\n" + $0 + "\n") }
            #expect(
                results.map(\.output).joined(separator: "\n") == output.text,
                "\(program.text)\(results.map(\.errors))")
            count += 1
        }
        #expect(count >= 7)
        #expect(blocks.filter { $0.kind == "dl" }.count == count)
    }

    @Test("commands of the tutorial print what stands below them, on the seed graph")
    func commands() throws {
        let blocks = Reference.page.blocks.filter { $0.kind == "console" }
        #expect(blocks.count >= 4)
        for block in blocks {
            let lines = block.text.components(separatedBy: "\n")
            let words = try #require(lines.first).dropFirst("$ zhol ".count)
            let text = try #require(words.components(separatedBy: "'").dropFirst().first)
            let options = words.prefix { $0 != "'" }.split(separator: " ").map(String.init)
            let result = try Zhol.run(options + ["--db", Zhol.graph, text])
            #expect(result.output == lines.dropFirst().joined(separator: "\n"), "\(words)\n\(result.errors)")
        }
    }

    @Test("conditions of the table have the answers beside them")
    func conditions() throws {
        let facts = try #require(
            Reference.page.blocks.first { $0.text.hasPrefix("owns(alpha, beta) {share: 51, from") })
        let plain = facts.text.components(separatedBy: "\n").filter { !$0.hasPrefix("?-") }.joined(separator: "\n")
        var count = 0
        for row in Reference.page.rows where row.count == 3 && row[1].hasPrefix("`?-") {
            let result = try run(plain + "\n" + Reference.code(row[1])[0])
            let answers = result.output.split(separator: "\n").dropFirst().map {
                $0.split(separator: "\t", omittingEmptySubsequences: false).map { $0.isEmpty ? "none" : $0 }
                    .joined(separator: " ")
            }
            #expect(answers == Reference.code(row[2]), "\(row)\(result.errors)")
            count += 1
        }
        #expect(count >= 15)
    }

    @Test("functions of the table have the values beside them")
    func functions() throws {
        var count = 0
        for row in Reference.page.rows where row.count == 3 && row[0].contains("(") && !row[1].hasPrefix("`?-") {
            let example = Reference.code(row[1])[0]
            let value = Reference.code(row[2])[0]
            let result = try run("?- X = \(example), Y = \(value), X = Y.")
            #expect(result.output.split(separator: "\n").count == 2, "\(row)\n\(result.output)\(result.errors)")
            count += 1
        }
        #expect(count >= 24)
    }

    @Test("queries of the tables are right, and in canonical layout")
    func queries() throws {
        var texts: [String] = []
        for row in Reference.page.rows where row.count == 2 {
            for cell in row {
                texts += Reference.code(cell).filter {
                    $0.hasSuffix(".") && ($0.hasPrefix("?-") || $0.hasPrefix("what"))
                }
            }
        }
        #expect(texts.count >= 6)
        for text in texts {
            let result = try Zhol.run(["fmt", "-"], input: text + "\n")
            #expect(result.output == text + "\n", "\(result.errors)")
        }
    }
}
