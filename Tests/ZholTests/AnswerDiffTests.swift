import Language
import Testing
import Zhol

@Suite("what answers differ in between two transactions")
struct AnswerDiffTests {
    private let session: Session

    init() throws { session = try Session() }

    /// Each change as `-row because`.
    private func changes(_ goal: String, from first: UInt64, to second: UInt64) throws -> [String] {
        try session.write("goal.dl", goal)
        var reader = ProgramReader()
        try reader.read(path: session.path("goal.dl"))
        let diff = try AnswerDiff(
            Database(path: session.path("graph.zhol")), reader, from: first, to: second, Database.RunOptions())
        #expect(!diff.isUnexplained)
        return (0..<diff.answers.count).map { row in
            let cells = diff.answers[row]
            return cells[0] + cells.dropFirst().dropLast().joined(separator: ",") + " " + (cells.last ?? "")
        }
    }

    @Test("an answer under a negation is blamed on the fact that came or went")
    func negation() throws {
        try session.load("firm(k1). firm(k2). owns(k1, x).")
        try session.load("owns(k2, y). -owns(k1, x). firm(k3). noise(k1, k2).", name: "2.dl")
        let goal = "?- firm(X), not owns(X, _)."
        #expect(
            try changes(goal, from: 1, to: 2)
                == ["-k2 + owns(k2, y)", "+k1 - owns(k1, x)", "+k3 + firm(k3)"])
        // Backwards what came goes.
        #expect(
            try changes(goal, from: 2, to: 1)
                == ["-k1 + owns(k1, x)", "-k3 - firm(k3)", "+k2 - owns(k2, y)"])
    }

    @Test("a changed statement is blamed for a sum, another statement of the triple is left alone")
    func statements() throws {
        try session.load("owns(k1, x) {share: 10}. owns(k1, y) {share: 5}.")
        try session.load("-owns(k1, x) {share: 10}. owns(k1, x) {share: 30}.", name: "2.dl")
        #expect(
            try changes("?- owns(k1, X) {share: S} select sum(S) as total.", from: 1, to: 2)
                == [
                    "-15 + owns(k1, x) {share: 30}; - owns(k1, x) {share: 10}",
                    "+35 + owns(k1, x) {share: 30}; - owns(k1, x) {share: 10}",
                ])
    }

    @Test("what two facts did each by itself has no one to blame")
    func alternatives() throws {
        try session.load("owns(k1, x).")
        try session.load("owns(k2, y). holds(k2, y).", name: "2.dl")
        let goal = "?- ( owns(k2, X) ; holds(k2, X) )."
        #expect(try changes("declare holds(any, any). " + goal, from: 1, to: 2) == ["+y "])
    }

    @Test("a relation that was empty before, and one that is empty after")
    func emptyRelations() throws {
        try session.load("owns(k1, x). likes(k1, k2).")
        try session.load("seat(x, city). -likes(k1, k2).", name: "2.dl")
        try session.load("owns(k1, q).", name: "3.dl")
        #expect(try changes("?- owns(k1, X), seat(X, C).", from: 1, to: 3) == ["+x,city + seat(x, city)"])
        #expect(try changes("?- likes(X, Y).", from: 1, to: 2) == ["-k1,k2 - likes(k1, k2)"])
    }
}
