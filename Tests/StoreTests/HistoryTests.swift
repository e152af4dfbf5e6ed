import Store
import Terms
import Testing

@Suite("History")
struct HistoryTests {
    private let folder: TemporaryFolder
    private let store: Store

    init() throws {
        folder = try TemporaryFolder()
        store = try Store(path: folder.store, access: .create)
    }

    /// The statements of a triple after an earlier transaction, as texts.
    private func past(
        _ transaction: UInt64, _ relation: String, _ subject: String, _ object: Term
    ) throws -> [String] {
        let snapshot = try store.snapshot()
        guard let key = try snapshot.key(relation, subject, object) else { return [] }
        let undo = try snapshot.undone(after: transaction)
        if let then = undo.statements(of: key) { return try snapshot.texts(then) }
        return try snapshot.texts(relation, subject, object)
    }

    @Test("a fact was not there before the transaction that added it")
    func addition() throws {
        try store.write { _ = try $0.add("owns", "a", .entity("b")) }
        try store.write { _ = try $0.add("owns", "a", .entity("c")) }
        #expect(try past(0, "owns", "a", .entity("b")) == [])
        #expect(try past(1, "owns", "a", .entity("b")) == ["{}"])
        #expect(try past(1, "owns", "a", .entity("c")) == [])
        #expect(try past(2, "owns", "a", .entity("c")) == ["{}"])
    }

    @Test("a withdrawn fact was there before, with its qualifiers and all its evidence")
    func withdrawal() throws {
        try store.write {
            try $0.add("owns", "a", .entity("b"), [("share", .int(51))], evidence: [("source", .entity("s1"))])
            try $0.add("owns", "a", .entity("b"), [("share", .int(51))], evidence: [("source", .entity("s2"))])
            try $0.add("owns", "a", .entity("b"), [("share", .int(60))])
        }
        try store.write { _ = try $0.withdraw("owns", "a", .entity("b")) }
        #expect(try past(2, "owns", "a", .entity("b")) == [])
        #expect(
            try past(1, "owns", "a", .entity("b")) == ["{share: 51} {source: s1} {source: s2}", "{share: 60}"])
    }

    @Test("evidence that replaced what its source said before is undone")
    func replacedEvidence() throws {
        try store.write {
            _ = try $0.add(
                "owns", "a", .entity("b"), evidence: [("source", .entity("s")), ("confidence", .entity("low"))])
        }
        try store.write {
            _ = try $0.add(
                "owns", "a", .entity("b"), evidence: [("source", .entity("s")), ("confidence", .entity("high"))])
        }
        #expect(try past(1, "owns", "a", .entity("b")) == ["{} {confidence: low, source: s}"])
        #expect(try past(2, "owns", "a", .entity("b")) == ["{} {confidence: high, source: s}"])
    }

    @Test("a source's withdrawal leaves the others, and is undone")
    func sourceWithdrawal() throws {
        try store.write {
            try $0.add("owns", "a", .entity("b"), evidence: [("source", .entity("s1"))])
            try $0.add("owns", "a", .entity("b"), evidence: [("source", .entity("s2"))])
        }
        try store.write { _ = try $0.withdraw("owns", "a", .entity("b"), source: "s1") }
        try store.write { _ = try $0.withdraw("owns", "a", .entity("b"), source: "s2") }
        #expect(try past(1, "owns", "a", .entity("b")) == ["{} {source: s1} {source: s2}"])
        #expect(try past(2, "owns", "a", .entity("b")) == ["{} {source: s2}"])
        #expect(try past(3, "owns", "a", .entity("b")) == [])
    }

    @Test("of several changes of one triple the first since then decides")
    func severalChanges() throws {
        try store.write { _ = try $0.add("owns", "a", .entity("b")) }
        try store.write {
            _ = try $0.withdraw("owns", "a", .entity("b"))
            _ = try $0.add("owns", "a", .entity("b"), [("share", .int(1))])
        }
        try store.write { _ = try $0.add("owns", "a", .entity("b"), [("share", .int(2))]) }
        #expect(try past(0, "owns", "a", .entity("b")) == [])
        #expect(try past(1, "owns", "a", .entity("b")) == ["{}"])
        #expect(try past(2, "owns", "a", .entity("b")) == ["{share: 1}"])
    }

    @Test("a transaction tells what it added and withdrew")
    func log() throws {
        try store.write { _ = try $0.add("owns", "a", .entity("b"), evidence: [("source", .entity("s"))]) }
        try store.write {
            try $0.withdraw("owns", "a", .entity("b"), source: "s")
            try $0.add("owns", "a", .entity("c"))
        }
        let snapshot = try store.snapshot()
        let records = try snapshot.transactions()
        #expect(records.map(\.number) == [1, 2])
        #expect(records.map(\.added) == [1, 1])
        #expect(records.map(\.withdrawn) == [0, 1])
        #expect(records[0].time <= records[1].time)
        let changes = try snapshot.changes(of: 2)
        #expect(changes.map(\.isAddition) == [false, true])
        #expect(try changes.map { try snapshot.term(of: $0.triple.object) } == [.entity("b"), .entity("c")])
        #expect(changes.map(\.evidence.count) == [1, 0])
    }

    @Test("a time picks the last transaction at or before it")
    func byTime() throws {
        for name in ["b", "c", "d"] { try store.write { _ = try $0.add("owns", "a", .entity(name)) } }
        let snapshot = try store.snapshot()
        let records = try snapshot.transactions()
        for record in records {
            let last = records.last { $0.time == record.time }
            #expect(try snapshot.lastTransaction(atOrBefore: record.time) == last)
        }
        #expect(try snapshot.lastTransaction(atOrBefore: records[0].time - 1) == nil)
        #expect(try snapshot.lastTransaction(atOrBefore: .max)?.number == 3)
        #expect(try snapshot.lastTransaction()?.number == 3)
    }

    @Test("a transaction that changes nothing leaves no record")
    func emptyTransaction() throws {
        try store.write { _ = try $0.add("owns", "a", .entity("b")) }
        try store.write { _ = try $0.add("owns", "a", .entity("b")) }
        try store.write { _ = try $0.withdraw("owns", "a", .entity("x")) }
        #expect(try store.snapshot().transactions().map(\.number) == [1])
    }
}
