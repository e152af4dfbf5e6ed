import Testing

@testable import Language

@Suite struct RandomRoundTripTests {
    @Test("what is printed of any tree is read as that tree", arguments: 0..<20)
    func roundTrip(part: Int) {
        for seed in (part * 200)..<((part + 1) * 200) {
            var random = RandomSyntax(seed: UInt64(seed))
            let statement = random.statement()
            let text = Printer.text(of: statement)
            let (program, diagnostics) = Parser.parse(SourceFile(name: "random", text: text))
            #expect(diagnostics.isEmpty, "seed \(seed)\n\(text)\n\(DiagnosticRenderer().text(of: diagnostics))")
            let same = program.statements.map(\.outline.description) == [statement.outline.description]
            #expect(
                same, "seed \(seed)\n\(text)\n\(statement.outline)\n\(program.statements.map(\.outline.description))")
            if let again = program.statements.first { #expect(Printer.text(of: again) == text, "seed \(seed)") }
        }
    }

    @Test("a program of many statements keeps them apart, and formatting is stable", arguments: 0..<20)
    func program(seed: Int) {
        var random = RandomSyntax(seed: UInt64(1_000_000 + seed))
        let statements = (0..<30).map { _ in random.statement() }
        let text = statements.map { Printer.text(of: $0) + "\n" }.joined()
        let (program, diagnostics) = Parser.parse(SourceFile(name: "random", text: text))
        #expect(diagnostics.isEmpty, "\(DiagnosticRenderer().text(of: diagnostics))")
        #expect(program.statements.map(\.outline.description) == statements.map(\.outline.description))
        let again = program.statements.map { Printer.text(of: $0) + "\n" }.joined()
        #expect(again == text)
    }
}
