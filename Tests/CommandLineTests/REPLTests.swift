import Foundation
import Testing

@Suite("the prompt")
struct REPLTests {
    @Test("a query over lines, a command, completion, Ctrl-C, and the end")
    func session() throws {
        let folder = try Zhol.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let failure = try Zhol.terminal(
            ["--db", Zhol.graph],
            [
                "prompt", "send ?- owns(X, altyn_bank)\\r", "expect ... ", "send {share: S}.\\r", "expect citic_bank",
                "expect (3 rows)", "prompt",
                // Tab completes a relation and a command.
                "send ?- financed_b\\t(khorgos_dry_port, A).\\r", "expect cosco_shipping",
                "prompt", "send :timi\\t on\\r", "prompt", "send ?- project(kpi_complex).\\r", "expect yes",
                "expect ms)", "prompt",
                // Ctrl-C ends the query and not the session, however often it is pressed.
                "send ?- X in 1..1000000000000, X < 0.\\r", "running", "send \\x03", "expect interrupted", "prompt",
                "send ?- bank(cdb).\\r", "expect yes", "prompt",
                "send ?- X in 1..1000000000000, X < 0.\\r", "running", "send \\x03\\x03\\x03", "expect interrupted",
                "prompt",
                // Ctrl-C at the prompt drops what was typed.
                "send ?- bank(\\x03", "expect ^C", "prompt", "send ?- bank(cdb).\\r", "expect yes", "prompt",
                // And on a line that continues one.
                "send ?- bank(cdb),\\r", "expect ... ", "send \\x03", "expect ^C", "prompt",
                "send ?- finnced_by(X, cdb).\\r", "expect did you mean 'financed_by'?", "prompt",
                "send :cite on\\r", "prompt", "send ?- owns(X, altyn_bank).\\r", "expect s_euromoney_altyn", "prompt",
                "send \\x04", "end 0",
            ], in: folder)
        #expect(failure == "")
        let history = try String(
            contentsOf: folder.appendingPathComponent("state/zhol/history"), encoding: .utf8)
        #expect(history.contains("altyn_bank"))
    }

    @Test("a script on standard input: facts are stored, rules hold, errors give the exit code")
    func script() throws {
        let folder = try Zhol.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let first = try Zhol.run(
            ["--db", "s.zhol"], in: folder,
            input: "")
        #expect(first.code == 66)
        try Data("edge(a, b).\n".utf8).write(to: folder.appendingPathComponent("e.dl"))
        #expect(try Zhol.run(["load", "--db", "s.zhol", "e.dl", "--quiet"], in: folder).code == 0)
        let second = try Zhol.run(
            ["--db", "s.zhol"], in: folder,
            input: """
                edge(b, c).
                path(X, Y) :- edge(X, Y).
                path(X, Z) :- path(X, Y), edge(Y, Z).
                ?- path(a, Y).
                -edge(a, b).
                ?- path(a, Y).

                """)
        #expect(second.output == "Y\nb\nc\nY\n", "\(second.errors)")
        #expect(second.code == 0)
        let third = try Zhol.run(["--db", "s.zhol"], in: folder, input: "?- edge(X, Y).\n?- nothing(X).\n")
        #expect(third.output == "X\tY\nb\tc\n" && third.code == 65)
    }
}
