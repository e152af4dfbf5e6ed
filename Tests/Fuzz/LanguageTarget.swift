import JSON
import Language
import Patterns
import Terms

/// Reads the bytes as a program and does with it all that can be done without a store: no input may trap, and what is
/// printed or formatted must be read back as the same program.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    let source = SourceFile(name: "fuzz", bytes: bytes)
    let (program, diagnostics) = Parser.parse(source)
    _ = DiagnosticRenderer().text(of: diagnostics)
    resolve(program)
    searchPattern(bytes)
    _ = try? JSONValue(bytes)
    guard diagnostics.isEmpty else { return 0 }
    let before = program.statements.map(\.outline.description)
    let printed = program.statements.map { Printer.text(of: $0) + "\n" }.joined()
    expectSame(before, printed, "printed")
    guard let formatted = try? Formatter.format(source) else { fatalError("a right program is not formatted") }
    expectSame(before, formatted, "formatted")
    let again = try? Formatter.format(SourceFile(name: "fuzz", text: formatted))
    precondition(again == formatted, "formatting twice differs:\n\(formatted)\n\(again ?? "")")
    precondition((try? SyntaxTree.text(fromJSON: Array(program.json.utf8))) != nil, "the JSON form is not read back")
    return 0
}

private func resolve(_ program: Program) {
    var builder = SchemaBuilder(namespaces: Namespaces())
    builder.add(program.statements)
    builder.finish()
    let resolver = Resolver(schema: builder.schema, namespaces: builder.namespaces, names: NoStore())
    resolver.resolve(program.statements, goals: .everything)
    for diagnostic in builder.diagnostics + resolver.diagnostics {
        _ = DiagnosticRenderer().text(of: diagnostic)
    }
}

/// The first line as a pattern, searched for in the rest.
private func searchPattern(_ bytes: [UInt8]) {
    let parts = bytes.split(separator: UInt8(ascii: "\n"), maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, let pattern = try? Pattern(String(decoding: first, as: UTF8.self)) else { return }
    _ = pattern.matches(String(decoding: parts.count > 1 ? parts[1] : [], as: UTF8.self))
}

private func expectSame(_ before: [String], _ text: String, _ what: String) {
    let (program, diagnostics) = Parser.parse(SourceFile(name: "fuzz", text: text))
    precondition(diagnostics.isEmpty, "\(what) is wrong: \(diagnostics.map(\.message))\n\(text)")
    precondition(program.statements.map(\.outline.description) == before, "\(what) differs:\n\(text)")
}
