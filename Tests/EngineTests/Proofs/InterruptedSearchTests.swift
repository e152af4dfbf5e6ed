import Testing

@testable import Engine

@Suite("a search for the best proofs that is interrupted")
struct InterruptedSearchTests {
    private struct Interrupted: Error {}

    /// A chain of nodes, each of which rests on the one before.
    private func chain(_ length: Int) -> (graph: ProofGraph, last: Int) {
        let graph = ProofGraph()
        var last = graph.number(of: .init(kind: .triple, site: 0, values: [0])).number
        for place in 1...length {
            let next = graph.number(of: .init(kind: .tuple, site: 0, values: [UInt64(place)])).number
            graph.add(next, .stated, [last])
            last = next
        }
        return (graph, last)
    }

    @Test("ends soon, wherever it is")
    func endsEverywhere() throws {
        let (graph, last) = chain(150_000)
        var calls = 0
        let complete = try BestProofs(graph) { calls += 1 }
        let prepared = calls
        #expect(prepared >= 4)
        try complete.search([last]) { _ in true }
        #expect(complete.size(of: last) != nil)
        #expect(calls - prepared >= 4)
        for most in [0, prepared - 1, prepared, calls - 1] {
            var left = most
            #expect(throws: Interrupted.self) {
                let proofs = try BestProofs(graph) {
                    left -= 1
                    if left < 0 { throw Interrupted() }
                }
                try proofs.search([last]) { _ in true }
            }
        }
    }
}
