import Foundation
import Testing

@Suite("begin, commit and rollback at the prompt")
struct TransactionTests {
    @Test("questions see what is gathered, a commit stores it as one transaction, a rollback forgets it")
    func session() throws {
        let folder = try Zhol.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let script = """
            p(a, 1). p(b, 2).
            begin.
            p(c, 3). -p(a, 1).
            +q(X) :- p(X, _).
            ?- p(X, N).
            ?- q(X).
            commit.
            begin. -p(b, 2). rollback.
            begin. p(d, 4). commit. begin. p(e, 5). rollback.
            ?- p(X, N).
            begin.
            -ownz(a, b).
            ?- p(c, N).
            """
        #expect(try Zhol.run(["init", "--db", "s.zhol"], in: folder).code == 0)
        let result = try Zhol.run(["--db", "s.zhol", "--no-header"], in: folder, input: script)
        #expect(result.output == "b\t2\nc\t3\nb\nc\nb\t2\nc\t3\nd\t4\n3\n", "\(result.output)\(result.errors)")
        #expect(result.errors.contains("relation 'ownz' is not known"), "\(result.errors)")
        let info = try Zhol.run(["info", "--db", "s.zhol"], in: folder)
        #expect(info.output.contains("transactions") && info.output.contains(" 3\n"), "\(info.output)")
    }
}
