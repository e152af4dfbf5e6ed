import Terms
import Testing

@testable import Store

@Suite("How many records have the same evidence")
struct EvidenceCountTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func counts(_ reading: Reading, _ relation: String) throws -> [String: Int]? {
        try reading.countedEvidence(of: #require(try reading.id(of: .entity(relation))))
    }

    private func add(_ writer: Writer, _ numbers: Range<Int>, source: (Int) -> String) throws {
        for number in numbers {
            try writer.add("owns", "a\(number)", .entity("b"), evidence: [("source", .entity(source(number)))])
        }
    }

    /// What the engine sees, from the counts or from the records.
    private func seen(_ reading: Reading) throws -> Set<String> {
        var kinds = RecordKinds()
        let predicate = try #require(try reading.id(of: .entity("owns")))
        let found = try reading.kinds(of: predicate, &kinds)
        return Set(try found.map { try reading.evidenceText(kinds.statements[$0]) })
    }

    @Test("who says it and how surely is counted, and nothing else that is told")
    func whatCounts() throws {
        let store = try Store(path: folder.store, access: .create)
        try store.write { writer in
            for number in 0..<9 {
                try writer.add(
                    "owns", "a\(number)", .entity("b"), [("share", .int(Int64(number)))],
                    evidence: [
                        ("source", .entity("s\(number % 2)")), ("quote", .string("quote \(number)")),
                        ("confidence", .entity(number < 8 ? "high" : "low")),
                    ])
            }
            try writer.add("owns", "plain", .entity("b"))
            try writer.add("owns", "dated", .entity("b"), [("from", .int(3))])
        }
        #expect(try counts(store.snapshot(), "owns") == ["s0 high": 4, "s1 high": 4, "s0 low": 1, "": 1])
        #expect(try seen(store.snapshot()) == ["s0 high", "s1 high", "s0 low", ""])
        try store.write { writer in
            // A plain triple gets a record and is plain again; one piece of evidence takes the place of another.
            try writer.add("owns", "plain", .entity("b"), evidence: [("source", .entity("s2"))])
            try writer.add("owns", "a8", .entity("b"), [("share", .int(8))], evidence: [("source", .entity("s0"))])
            #expect(try counts(writer, "owns") == ["s0 high": 4, "s1 high": 4, "s0 -": 1, "s2 -": 1, "": 1])
            try writer.withdraw("owns", "plain", .entity("b"), source: "s2")
            try writer.withdraw("owns", "dated", .entity("b"))
        }
        #expect(try counts(store.snapshot(), "owns") == ["s0 high": 4, "s1 high": 4, "s0 -": 1])
        try store.write { writer in
            for number in 0..<9 { try writer.withdraw("owns", "a\(number)", .entity("b")) }
        }
        #expect(try counts(store.snapshot(), "owns") == [:])
        #expect(try store.snapshot().verify().isSound)
    }

    @Test("a relation whose facts have a source each is not counted until compacting finds fewer")
    func tooMany() throws {
        do {
            let store = try Store(path: folder.store, access: .create)
            try store.write { try add($0, 0..<EvidenceCounts.most) { "s\($0)" } }
            #expect(try counts(store.snapshot(), "owns")?.count == EvidenceCounts.most)
            try store.write { try add($0, 1000..<1001) { "s\($0)" } }
            #expect(try counts(store.snapshot(), "owns") == nil)
            #expect(try seen(store.snapshot()).count == EvidenceCounts.most + 1, "the records are walked")
            // More than wait in memory.
            try store.write { try add($0, 2000..<5000) { "s\($0)" } }
            #expect(try seen(store.snapshot()).count == EvidenceCounts.most + 3001)
        }
        try Store.compact(path: folder.store)
        do {
            let store = try Store(path: folder.store, access: .write)
            #expect(try counts(store.snapshot(), "owns") == nil)
            #expect(try store.snapshot().verify().isSound)
            try store.write { writer in
                for number in 10..<5000 { try writer.withdraw("owns", "a\(number)", .entity("b")) }
            }
            #expect(try counts(store.snapshot(), "owns") == nil)
            #expect(try store.snapshot().verify().isSound)
        }
        try Store.compact(path: folder.store)
        let store = try Store(path: folder.store, access: .write)
        #expect(try counts(store.snapshot(), "owns")?.count == 10)
        try store.write { try add($0, 3..<12) { _ in "s0" } }
        #expect(try counts(store.snapshot(), "owns")?["s0 -"] == 3)
        #expect(try store.snapshot().verify().isSound)
    }

    @Test("a record with more evidence than a key has room for is not counted, and read as before")
    func longRecord() throws {
        let store = try Store(path: folder.store, access: .create)
        try store.write { writer in
            for number in 0..<200 {
                try writer.add("owns", "a", .entity("b"), evidence: [("source", .entity("s\(number)"))])
            }
        }
        #expect(try counts(store.snapshot(), "owns") == nil)
        #expect(try seen(store.snapshot()).first?.split(separator: ",").count == 200)
        #expect(try store.snapshot().verify().isSound)
    }

    @Test("counts that an older zhol did not keep are not used, until compacting counts again")
    func olderWriter() throws {
        do {
            let store = try Store(path: folder.store, access: .create)
            try store.write { try add($0, 0..<10) { "s\($0 % 2)" } }
            try store.write { writer in
                writer.evidenceTally.isKept = false
                try add(writer, 10..<20) { _ in "late" }
            }
            #expect(try counts(store.snapshot(), "owns") == nil)
            #expect(try seen(store.snapshot()) == ["s0 -", "s1 -", "late -"])
            try store.write { try add($0, 20..<21) { _ in "later" } }
            #expect(try counts(store.snapshot(), "owns") == nil)
            #expect(try store.snapshot().verify().isSound)
        }
        try Store.compact(path: folder.store)
        do {
            let store = try Store(path: folder.store, access: .write)
            #expect(try counts(store.snapshot(), "owns") == ["s0 -": 5, "s1 -": 5, "late -": 10, "later -": 1])
            #expect(try store.snapshot().transactionNumber == 3, "counting is no change")
            #expect(try store.snapshot().verify().isSound)
            try store.write { writer in
                writer.evidenceTally.isKept = false
                for number in 0..<21 { try writer.withdraw("owns", "a\(number)", .entity("b")) }
            }
            // Where no record is left, nothing has to be counted.
            try store.write { try add($0, 0..<3) { _ in "new" } }
            #expect(try counts(store.snapshot(), "owns") == ["new -": 3])
        }
        #expect(try Store.verify(path: folder.store).isSound)
    }

    @Test("verify finds counts that are not those of the statements")
    func wrongCounts() throws {
        let store = try Store(path: folder.store, access: .create)
        try store.write { try add($0, 0..<10) { "s\($0 % 2)" } }
        for number in 0..<3 {
            let predicate = try #require(try store.snapshot().id(of: .entity("owns")))
            let known = try #require(try store.snapshot().evidenceCounts(of: predicate)).first
            let evidence = try #require(known).evidence
            #expect(throws: Stopped.self) {
                try store.write { writer in
                    switch number {
                    case 0:
                        try writer.put(
                            writer.tables.meta, EvidenceCounts.place(predicate, evidence), EvidenceCounts.bytes(7))
                    case 1: try writer.remove(writer.tables.meta, EvidenceCounts.place(predicate, evidence))
                    default:
                        let other = TermID(rawValue: predicate.rawValue + 1)
                        try writer.put(
                            writer.tables.meta, EvidenceCounts.place(other, evidence), EvidenceCounts.bytes(1))
                    }
                    #expect(try writer.verify().problems.map(\.table) == ["meta"])
                    throw Stopped()
                }
            }
        }
        #expect(try store.snapshot().verify().isSound)
    }

    private struct Stopped: Error {}
}

extension ModelChecks {
    /// The counts of evidence against the statements, one by one.
    func checkEvidenceCounts(_ context: Comment) throws {
        for predicate in try reading.predicates() {
            var expected: [String: Int] = [:]
            var scan = try reading.scan(predicate, order: .subject)
            var firsts: [UInt64] = []
            var seconds: [UInt64] = []
            while try scan.next(into: &firsts, second: &seconds) {
                for (first, second) in zip(firsts, seconds) {
                    let statements = try reading.statements(
                        predicate, TermID(rawValue: first), TermID(rawValue: second))
                    guard statements.contains(where: { $0.number != 0 }) else { continue }
                    expected[try reading.evidenceText(statements), default: 0] += 1
                }
            }
            #expect(try reading.countedEvidence(of: predicate) == expected, context)
        }
    }
}

extension Reading {
    /// Counts by texts: source and confidence of each piece.
    fileprivate func countedEvidence(of predicate: TermID) throws -> [String: Int]? {
        guard let counts = try evidenceCounts(of: predicate) else { return nil }
        var found: [String: Int] = [:]
        for (evidence, count) in counts {
            let decoded = ([1, 0, 0] + evidence).withUnsafeBytes { StoredStatement.decode($0) }
            found[try evidenceText(#require(decoded)), default: 0] += count
        }
        return found
    }

    fileprivate func evidenceText(_ statements: [StoredStatement]) throws -> String {
        try statements.flatMap(\.evidence).map { piece in
            try ["source", "confidence"].map { name in
                let key = try id(of: .entity(name))
                return try piece.first { $0.key == key }.map { try text(of: $0.value) } ?? "-"
            }.joined(separator: " ")
        }.joined(separator: ", ")
    }

    private func text(of value: TermID) throws -> String { try term(of: value).plainText(Namespaces()) }
}
