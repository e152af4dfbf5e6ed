import Foundation
import Testing

@testable import Language

/// The grammars of `Docs/editors` know the words of the language.
@Suite struct EditorGrammarTests {
    private func text(_ path: String) throws -> String {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(contentsOf: root.appendingPathComponent("Docs/editors/" + path), encoding: .utf8)
    }

    @Test(
        "every keyword, function and aggregate is in the grammar",
        arguments: ["vim/syntax/zhol.vim", "textmate/zhol.tmLanguage.json"])
    func words(path: String) throws {
        let words = Set(try text(path).split { !($0.isLetter || $0 == "_") }.map(String.init))
        let known =
            Keyword.allCases.map(\.rawValue) + Function.allCases.map(\.rawValue)
            + Aggregate.Function.allCases.map(\.rawValue)
        #expect(known.filter { !words.contains($0) } == [])
    }

    @Test("the TextMate grammar is JSON whose patterns are regular expressions")
    func textMate() throws {
        let data = Data(try text("textmate/zhol.tmLanguage.json").utf8)
        let grammar = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let patterns = try #require(grammar["patterns"] as? [[String: Any]])
        #expect(patterns.count > 15)
        for pattern in patterns {
            for key in ["match", "begin", "end"] {
                guard let expression = pattern[key] as? String else { continue }
                #expect(throws: Never.self, "\(expression)") { try NSRegularExpression(pattern: expression) }
            }
        }
    }
}
