import Foundation
import Terms
import Testing

@testable import Store

@Suite("A store against a plain model")
struct ModelTests {
    /// Random transactions: single facts, bulk loads, withdrawals, some abandoned; reopened now and then.
    @Test("random changes give what the model has, now and at every earlier transaction", arguments: 1...8)
    func randomChanges(seed: Int) throws {
        var random = SeededRandom(UInt64(seed))
        let folder = try TemporaryFolder()
        var store: Store? = try Store(path: folder.store, access: .create)
        var world = RandomWorld(size: random.pick([3, 15, 60]))
        var model = ModelStore()
        var history = [model]
        for round in 0..<10 {
            let open = try #require(store)
            let start = model
            let isAbandoned = random.chance(1, in: 6)
            do {
                try open.write { writer in
                    try world.change(&model, writer, &random)
                    if isAbandoned { throw Abandoned() }
                    try ModelChecks(reading: writer).check(model, "seed \(seed), round \(round), inside")
                }
            } catch is Abandoned {
                model = start
            }
            let snapshot = try open.snapshot()
            if Int(snapshot.transactionNumber) == history.count { history.append(model) }
            #expect(Int(snapshot.transactionNumber) == history.count - 1)
            #expect(history.last == model, "seed \(seed), round \(round): a change makes a transaction")
            try ModelChecks(reading: snapshot).check(model, "seed \(seed), round \(round)")
            if random.chance(1, in: 5) {
                store = nil
                store = try Store(path: folder.store, access: .write)
            }
        }
        let snapshot = try #require(store).snapshot()
        for (number, earlier) in history.enumerated() {
            #expect(
                try ModelChecks(reading: snapshot).past(UInt64(number)) == earlier, "seed \(seed), known by \(number)")
        }
        try checkLog(snapshot, history)
        let verification = try snapshot.verify()
        #expect(verification.isSound, "seed \(seed): \(verification.problems)")
    }

    /// What a transaction says that it added and withdrew leads from the state before to the one after.
    private func checkLog(_ snapshot: Snapshot, _ history: [ModelStore]) throws {
        for record in try snapshot.transactions() {
            let before = history[Int(record.number) - 1]
            let after = history[Int(record.number)]
            let changes = try snapshot.changes(of: record.number)
            let touched = Set(changes.map(\.triple))
            let differing = Set(before.triples.keys).union(after.triples.keys).filter {
                before.triples[$0] != after.triples[$0]
            }
            for triple in differing {
                let key = try #require(try snapshot.key(triple.relation, triple.subject, triple.object))
                #expect(touched.contains(key), "transaction \(record.number) says what it changed")
            }
            #expect(changes.filter(\.isAddition).count <= record.added + record.withdrawn)
        }
    }

    private struct Abandoned: Error {}
}

/// Draws facts from a small world, so that they meet again.
struct RandomWorld {
    let size: Int

    mutating func change(_ model: inout ModelStore, _ writer: Writer, _ random: inout SeededRandom) throws {
        if random.chance(1, in: 3) {
            writer.termMemory = 10_000 + random.below(20_000)
            writer.pageMemory = 1 << (14 + random.below(4))
        }
        for _ in 0..<(1 + random.below(3)) {
            switch random.below(4) {
            case 0: for _ in 0..<random.below(20) { try addOne(&model, writer, &random) }
            case 1: try addMany(&model, writer, &random)
            default: for _ in 0..<random.below(12) { try withdraw(&model, writer, &random) }
            }
        }
    }

    private func addOne(_ model: inout ModelStore, _ writer: Writer, _ random: inout SeededRandom) throws {
        let (triple, qualifiers, evidence) = fact(&random)
        let isNew = model.add(triple, qualifiers, evidence)
        let ids = try ids(triple, writer)
        let stored = try writer.add(
            predicate: ids.predicate, subject: ids.subject, object: ids.object,
            qualifiers: entries(qualifiers, writer), evidence: entries(evidence, writer))
        #expect(stored == isNew)
    }

    private func addMany(_ model: inout ModelStore, _ writer: Writer, _ random: inout SeededRandom) throws {
        let onlyPlain = random.chance(1, in: 2)
        let none = ModelStore.Entries()
        let facts = (0..<random.below(size * 4)).map { _ in
            let fact = fact(&random)
            return onlyPlain ? (triple: fact.triple, qualifiers: none, evidence: none) : fact
        }
        // With little memory nearly everything waits in the scratch file.
        let (_, added) = try writer.bulk(memory: random.pick([0, 30_000, 1 << 20])) { load in
            for fact in facts {
                let ids = try ids(fact.triple, writer)
                try load.add(
                    predicate: ids.predicate, subject: ids.subject, object: ids.object,
                    qualifiers: entries(fact.qualifiers, writer), evidence: entries(fact.evidence, writer))
            }
        }
        // A plain triple that comes with evidence for it counts with that.
        let isPlain = { (fact: Fact) in
            fact.qualifiers == none && fact.evidence == none
        }
        var expected = 0
        for fact in facts.filter({ !isPlain($0) }) + facts.filter(isPlain)
        where model.add(fact.triple, fact.qualifiers, fact.evidence) { expected += 1 }
        #expect(added == expected, "a bulk load counts what was new")
    }

    private func withdraw(_ model: inout ModelStore, _ writer: Writer, _ random: inout SeededRandom) throws {
        // Any triple of the model will do, but the same one on every run.
        let known = model.triples.keys.min { ($0.relation, $0.subject) < ($1.relation, $1.subject) }
        let triple = random.chance(1, in: 2) ? fact(&random).triple : known ?? fact(&random).triple
        let qualifiers = random.chance(1, in: 3) ? self.qualifiers(&random) : nil
        let source = random.chance(1, in: 2) ? random.pick(RandomWorld.sources) : nil
        let changed = model.withdraw(triple, qualifiers, source: source)
        let ids = try ids(triple, writer)
        let stored = try writer.withdraw(
            predicate: ids.predicate, subject: ids.subject, object: ids.object,
            qualifiers: qualifiers.map { try entries($0, writer) },
            source: source.map { try writer.intern(.entity($0)) })
        #expect(stored == changed)
    }

    private static let sources = ["s1", "s2", "s3"]

    private typealias Fact = (
        triple: ModelStore.Triple, qualifiers: ModelStore.Entries, evidence: ModelStore.Entries
    )

    private func fact(_ random: inout SeededRandom) -> Fact {
        let triple = ModelStore.Triple(
            relation: random.pick(["a", "owns", "held", "said"]), subject: name(&random), object: object(&random))
        var evidence = ModelStore.Entries()
        if random.chance(1, in: 3) {
            if random.chance(4, in: 5) { evidence.pairs["source"] = .entity(random.pick(RandomWorld.sources)) }
            if random.chance(1, in: 2) { evidence.pairs["confidence"] = .entity(random.pick(["low", "high"])) }
            if random.chance(1, in: 3) { evidence.pairs["quote"] = .int(Int64(random.below(100))) }
        }
        return (triple, qualifiers(&random), evidence)
    }

    private func qualifiers(_ random: inout SeededRandom) -> ModelStore.Entries {
        var found = ModelStore.Entries()
        if random.chance(1, in: 4) { found.pairs["share"] = .int(Int64(random.below(3))) }
        if random.chance(1, in: 6), let date = PartialDate(year: 2015 + random.below(2)) {
            found.pairs["from"] = .date(date)
        }
        return found
    }

    private func name(_ random: inout SeededRandom) -> String {
        let number = random.below(size)
        return number % 7 == 3 ? String(repeating: "long name ", count: 60) + "\(number)" : "entity_\(number)"
    }

    private func object(_ random: inout SeededRandom) -> Term {
        switch random.below(8) {
        case 0: .int(Int64(random.below(size)) - 3)
        case 1: .int(Int64.max - Int64(random.below(3)))
        case 2: .float(Double(random.below(5)) / 3)
        case 3: .string(String(repeating: "x", count: random.below(12)))
        case 4: .tagged("Қорғас", language: random.pick(["kk", "ru"]))
        case 5: .decimal(Decimal("12.\(1 + random.below(9))") ?? Decimal(0))
        default: .entity(name(&random))
        }
    }

    private func ids(
        _ triple: ModelStore.Triple, _ writer: Writer
    ) throws -> (predicate: TermID, subject: TermID, object: TermID) {
        (
            try writer.intern(.entity(triple.relation)), try writer.intern(.entity(triple.subject)),
            try writer.intern(triple.object)
        )
    }

    private func entries(_ entries: ModelStore.Entries, _ writer: Writer) throws -> [(key: TermID, value: TermID)] {
        try entries.pairs.sorted { $0.key < $1.key }.map { name, value in
            (try writer.intern(.entity(name)), try writer.intern(value))
        }
    }
}
