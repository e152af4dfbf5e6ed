import Foundation
import Testing

@Suite struct ParseCommandTests {
    @Test("parse --json and --from-json give a program in canonical layout back")
    func thereAndBack() throws {
        let path = "Queries/rules/control.dl"
        let tree = try Zhol.run(["parse", "--json", path])
        #expect(tree.code == 0)
        let value = try JSONSerialization.jsonObject(with: Data(tree.output.utf8)) as? [String: Any]
        #expect((value?["statements"] as? [Any])?.count == 6)
        let text = try Zhol.run(["parse", "--from-json", "-"], input: tree.output)
        #expect(text.code == 0)
        // Only empty lines are no part of the tree.
        let source = try String(contentsOf: Zhol.root.appendingPathComponent(path), encoding: .utf8)
        #expect(text.output.split(separator: "\n") == source.split(separator: "\n"))
    }

    @Test("a wrong program, a wrong tree and a missing file have their exit codes and places")
    func errors() throws {
        let program = try Zhol.run(["parse", "--json", "-"], input: "p(a.\n")
        #expect(program.code == 65)
        #expect(program.errors.contains("--> <stdin>:1:4"))
        let tree = try Zhol.run(["parse", "--from-json", "-"], input: #"{"kind":"program","statements":[{}]}"#)
        #expect(tree.code == 65)
        #expect(tree.errors == "error: '<stdin>' is no syntax tree: statements[0]: 'kind' is missing\n")
        #expect(try Zhol.run(["parse", "--json", "/no/such.dl"]).code == 66)
        #expect(try Zhol.run(["parse", "--json"]).code == 2)
    }
}
