import Engine
import Language
import Store
import Terms
import Testing
import Zhol

@Suite("what an evaluation holds")
struct LifetimeTests {
    @Test("an evaluation is gone when its question is answered, and with it the transaction it read")
    func evaluation() throws {
        let session = try Session()
        try session.load("owns(a, b). owns(b, c). firm(a).")
        let store = try Store(path: session.path("graph.zhol"), access: .read)
        for text in [
            "firm(X), owns(X, Y)", "owns+(a, X), not firm(X)", "triple(S, P, O)", "owns(X, Y) {share: S}",
            "N = count { owns(A, B) }", "owns(X, _), optional (firm(X)), L = label_of(X)",
        ] {
            weak var snapshot: Snapshot?
            weak var evaluation: Evaluation?
            do {
                let reading = try store.snapshot()
                let names = SnapshotNames(reading, try Catalogue(reading))
                let resolver = Resolver(schema: Schema(), namespaces: Namespaces(), names: names)
                let source = SourceFile(name: "<query>", text: text)
                resolver.resolve(Parser.parseGoalOrProgram(source).program.statements, goals: .questions)
                let made = try Evaluation(resolver.program, schema: Schema(), store: reading, control: Control())
                _ = try made.answers(to: try #require(resolver.program.goals.first))
                snapshot = reading
                evaluation = made
            }
            #expect(snapshot == nil && evaluation == nil, "\(text)")
        }
    }
}
