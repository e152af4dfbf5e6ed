import Testing

@testable import Language

@Suite struct HostileInputTests {
    private static let megabyte = 1_000_000

    /// Reads a text in every way; an interactive input may want more.
    @discardableResult
    private func read(_ bytes: [UInt8]) -> [Diagnostic] {
        let source = SourceFile(name: "hostile", bytes: bytes)
        let (program, diagnostics) = Parser.parse(source)
        _ = DiagnosticRenderer().text(of: diagnostics)
        for statement in program.statements { _ = Printer.text(of: statement) }
        _ = try? Formatter.format(source)
        _ = program.outline.description
        _ = Parser.parseGoalOrProgram(source)
        _ = Parser.parseInteractive(source)
        #expect(diagnostics.count <= 50)
        return diagnostics
    }

    @Test(
        "a megabyte of one thing ends quickly, with an error",
        arguments: ["(", "?- not ", "not ", "1", "\"", "'", "r(", "\\", "?- X = 1 + ", "a:b."])
    func megabyte(text: String) { #expect(!read(repeating(text, to: HostileInputTests.megabyte)).isEmpty) }

    @Test(
        "much of any one thing ends quickly, with an error unless it is a comment or white space",
        arguments: [
            "(", "[", "{", "r(", "r(a, ", "?- (", "?- not ", "?- ! ", "not ", "-", "- ", "?- X = -", "X", "a", "1",
            "1_",
            "1.", "2016-", "\"", "'", "\"\"\"", "\\", "<", "<a:", "?- <", "/*", "/", "*/", "#", "?", "?x ", "@", "^",
            "&", ",",
            ";", ":", ":-", "?-", "|", "=", ".", "..", "$", "_", "_:", "a:", "a:b", "a:b.", "r(a) {a:b,", "r(a) {",
            "?- X = 1 + ", "?- X = (1 + ", "?- X = f(", "?- N = count { ", "?- r(X) @ ", "?- r(X), ", "?- r(X) ; ",
            "what if { ", "what if { r(a). ", "relation r(", "enum e = a | ", "class c < ", "query q($a: ", "\u{0}",
            "\n.",
            "€", "é", "霍", "%%", "\u{a0}", "r(a)\n", "r(a b)\n", "?- X in [", "deny ", "true ", "\n?- ", "\nclass ",
        ])
    func repeated(text: String) {
        let isEmpty = text == "%%" || text == "\u{a0}"
        #expect(read(repeating(text, to: HostileInputTests.megabyte / 20)).isEmpty == isEmpty)
    }

    private func repeating(_ text: String, to size: Int) -> [UInt8] {
        let bytes = Array(text.utf8)
        return Array(repeatElement(bytes, count: size / bytes.count).joined())
    }

    @Test("long statements that are right are read")
    func longStatements() {
        let many = 20_000
        let texts = [
            "r(" + String(repeating: "a, ", count: many) + "a).",
            "?- " + String(repeating: "r(X), ", count: many) + "r(X).",
            "?- " + String(repeating: "r(X) ; ", count: many) + "r(X).",
            "?- X in [" + String(repeating: "a, ", count: many) + "a].",
            "r(\"" + String(repeating: "x", count: HostileInputTests.megabyte) + "\").",
            String(repeating: "r(a).\n", count: many), String(repeating: "%% doc\nr(a) {s:X}.\n", count: many),
        ]
        for text in texts { #expect(read(Array(text.utf8)).isEmpty) }
    }

    @Test("nesting is allowed to a depth, and beyond it is an error and no crash")
    func nesting() {
        func nested(_ open: String, _ middle: String, _ close: String, _ depth: Int) -> [DiagnosticCode] {
            let text = String(repeating: open, count: depth) + middle + String(repeating: close, count: depth)
            return read(Array(("?- " + text + ".").utf8)).map(\.code)
        }
        for (open, middle, close) in [
            ("(", "r(X)", ")"), ("not ", "r(X)", ""), ("not (", "r(X)", ")"), ("", "X = 1", " + 1"),
            ("optional (", "r(X)", ")"),
            ("(", "X", ") > 1"), ("(r(X), ", "r(X)", ")"), ("(r(X) ; ", "r(X)", ")"),
        ] {
            #expect(
                nested(open, middle, close == ") > 1" ? ")" : close, 50).count <= (close == ") > 1" ? 1 : 0), "\(open)")
            let deep = nested(open, middle, close == ") > 1" ? ")" : close, 5000)
            #expect(deep == [.nestingTooDeep], "\(open)")
        }
        // Chains and parentheses multiply, so that no tree is deeper than the limit.
        let chain = String(repeating: " + 1", count: 100)
        let text =
            "?- X = " + String(repeating: "(", count: 100) + "1" + String(repeating: chain + ")", count: 100) + "."
        #expect(read(Array(text.utf8)).map(\.code) == [.nestingTooDeep])
    }

    @Test("a sample that breaks off at any byte is an error or complete, never a crash")
    func truncated() {
        let sample = Array(PrinterTests.canonical.joined(separator: "\n% comment /* */ ş\n").utf8)
        for length in stride(from: 0, to: sample.count, by: 1) {
            let source = SourceFile(name: "cut", bytes: Array(sample[..<length].suffix(400)))
            let (program, diagnostics) = Parser.parse(source)
            _ = Parser.parseInteractive(source)
            if length % 16 == 0 {
                _ = DiagnosticRenderer().text(of: diagnostics)
                for statement in program.statements { _ = Printer.text(of: statement) }
            }
        }
    }

    @Test("random bytes, and a program with random bytes in it, are read to the end", arguments: 0..<8)
    func randomBytes(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        read((0..<20_000).map { _ in UInt8.random(in: 0...255, using: &random) })
        let signs = Array("abXY_(){}[].,;:-?+*/<>=!@$%'\"\\0123 \n".utf8)
        read((0..<20_000).map { _ in signs[Int.random(in: 0..<signs.count, using: &random)] })
        let sample = Array(PrinterTests.canonical.joined(separator: "\n").utf8)
        for _ in 0..<30 {
            var mutated = sample
            for _ in 0..<20 {
                mutated[Int.random(in: 0..<sample.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            read(mutated)
        }
    }
}
