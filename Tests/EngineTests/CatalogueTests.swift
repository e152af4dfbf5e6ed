import Foundation
import Language
import Store
import Terms
import Testing

@testable import Zhol

/// What is reported of an example, by the way in which it is used.
private func diagnostics(of example: CatalogueEntry.Example) throws -> [Diagnostic] {
    // The mark of what is no UTF-8 stands for a byte that is none.
    var bytes: [UInt8] = []
    for scalar in example.text.unicodeScalars {
        bytes += scalar == "\u{fffd}" ? [0xff] : Array(String(scalar).utf8)
    }
    var reader = ProgramReader()
    do {
        switch example.use {
        case .check:
            reader.read(SourceFile(name: "example.dl", bytes: bytes))
            return try Database().check(reader)
        case .run:
            reader.read(SourceFile(name: "example.dl", bytes: bytes))
            return try Database().run(reader, Database.RunOptions()).warnings
        case .ask(let name, let parameters):
            reader.read(SourceFile(name: "example.dl", bytes: bytes))
            var options = Database.RunOptions()
            options.savedQuery = name
            options.parameters = parameters.mapValues { ParameterText.term($0, Namespaces()) }
            return try Database().run(reader, options).warnings
        case .load: return try load(["example.dl": example.text])
        case .file(let name, let text): return try load(["a.dl": example.text, name: text])
        }
    } catch {
        return ZholError.wrapping(error).diagnostics
    }
}

private func load(_ files: [String: String]) throws -> [Diagnostic] {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("zhol-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var loader = Loader()
    for (name, text) in files.sorted(by: { $0.key < $1.key }) {
        let url = folder.appendingPathComponent(name)
        try Data(text.utf8).write(to: url)
        try loader.add(path: url.path, format: nil)
    }
    let store = try Store(path: folder.appendingPathComponent("store.zhol").path, access: .create)
    return try loader.load(into: store).warnings
}

@Suite struct CatalogueTests {
    @Test(
        "the example of a code brings about that code alone, with its message, at its place",
        arguments: CatalogueEntry.all)
    func example(entry: CatalogueEntry) throws {
        let found = try diagnostics(of: entry.example)
        #expect(found.map(\.code) == [entry.code])
        #expect(found.map(\.message) == [entry.example.message])
        #expect(found.first?.range?.text == entry.example.part)
    }

    /// Codes that nothing reports in this version, or that need more than files: `--map`.
    private static let withoutExample: Set<DiagnosticCode> = [
        .multipliedSum, .wrongMapping, .unknownName, .nothingWithdrawn, .idleSource,
    ]

    @Test("every code is in the catalogue once, in order")
    func complete() {
        #expect(
            CatalogueEntry.all.map(\.code) == DiagnosticCode.allCases.filter { !Self.withoutExample.contains($0) })
    }

    @Test("Docs/errors.md is what the catalogue says; ZHOL_WRITE_DOCS=1 writes it anew")
    func document() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let url = root.appendingPathComponent("Docs/errors.md")
        let expected = try CatalogueDocument.text()
        if ProcessInfo.processInfo.environment["ZHOL_WRITE_DOCS"] != nil { try Data(expected.utf8).write(to: url) }
        #expect(try String(contentsOf: url, encoding: .utf8) == expected)
    }
}

/// The page of errors as Markdown.
private enum CatalogueDocument {
    static func text() throws -> String {
        var text = """
            # Errors and warnings

            What zhol reports about programs and data, by code. Each has a text that brings it about, with what is then
            printed. This page is made from the catalogue in `Sources/Language/Diagnostics`; a test keeps it up to date:
            `ZHOL_WRITE_DOCS=1 swift test --filter CatalogueTests` writes it anew.

            Codes are stable. E01 tokens, E02 syntax, E03 names, E04 types and arguments, E05 variables, E06 recursion, E07 data
            against the schema, E08 evaluation; W01 warnings.


            """
        for entry in CatalogueEntry.all {
            text += "## \(entry.code.rawValue): \(entry.title)\n\n\(entry.advice)\n\n"
            text += block(
                entry.example.text.count > 200 ? String(entry.example.text.prefix(60)) + "…" : entry.example.text)
            switch entry.example.use {
            case .check: break
            case .run: text += "run, gives:\n\n"
            case .load: text += "loaded, gives:\n\n"
            case .ask(let name, let parameters):
                let given = parameters.sorted { $0.key < $1.key }.map { " --param '\($0.key)=\($0.value)'" }.joined()
                text += "with `--query \(name)\(given)` gives:\n\n"
            case .file(let name, let content):
                text += "and `\(name)` behind it\n\n" + block(content) + "loaded, give:\n\n"
            }
            // Where a file is, is no part of the page.
            let pictures = try diagnostics(of: entry.example).map { DiagnosticRenderer().text(of: $0) }
            let lines = pictures.joined(separator: "\n").split(separator: "\n", omittingEmptySubsequences: false)
            text += block(
                lines.map { line in
                    guard let arrow = line.range(of: "--> "), let slash = line.lastIndex(of: "/") else {
                        return String(line)
                    }
                    return String(line[..<arrow.upperBound] + line[line.index(after: slash)...])
                }.joined(separator: "\n"))
        }
        return text
    }

    private static func block(_ text: String) -> String {
        "```\n" + text.trimmingCharacters(in: .newlines) + "\n```\n\n"
    }
}
