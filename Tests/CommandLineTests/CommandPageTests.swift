import Foundation
import Testing

@Suite("the page of commands")
struct CommandPageTests {
    /// What `zhol help` lists, with what each command's help says.
    private func rows() throws -> [String] {
        let list = try Zhol.run(["help"]).output
        let names = list.components(separatedBy: "\n\nTopics")[0].matches(of: #/\n {2}([a-z-]+) {2}/#).map {
            String($0.1)
        }
        return try names.map { name in
            let help = try Zhol.run(["help", name]).output
            let parts = help.components(separatedBy: "\n\n").map { $0.replacingOccurrences(of: "\n", with: " ") }
            let summary = parts[0].dropFirst("zhol \(name): ".count)
            let usage = parts[1].dropFirst("usage: ".count).replacing(" [options]", with: "")
            let options = help.matches(of: #/\n {2,6}(?:-[a-z], )?(--[a-z-]+)/#).map { "`\($0.1)`" }
                .filter { !["`--quiet`", "`--no-color`", "`--help`"].contains($0) }
            let cell = usage.replacing("|", with: "\\|")
            return "| `\(cell)` | \(summary) | \(options.joined(separator: " ")) |"
        }
    }

    @Test("Docs/commands.md lists what help lists, with all options; ZHOL_WRITE_DOCS=1 writes its table anew")
    func page() throws {
        let url = Zhol.root.appendingPathComponent("Docs/commands.md")
        let head = "| command | what it does | options |\n| --- | --- | --- |\n"
        let rows = try rows()
        #expect(rows.count > 20)
        let parts = try String(contentsOf: url, encoding: .utf8).components(separatedBy: head)
        try #require(parts.count == 2)
        let rest = parts[1].split(separator: "\n", omittingEmptySubsequences: false).drop { $0.hasPrefix("|") }
        let expected = parts[0] + head + rows.joined(separator: "\n") + "\n" + rest.joined(separator: "\n")
        if ProcessInfo.processInfo.environment["ZHOL_WRITE_DOCS"] != nil { try Data(expected.utf8).write(to: url) }
        #expect(try String(contentsOf: url, encoding: .utf8) == expected)
    }
}
