import Foundation
import LMDB
import Store
import Terms
import Testing

@Suite("Killed writers", .serialized)
struct CrashTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// `ZHOL_KILLS=500 swift test --filter CrashTests` for longer.
    private static let rounds = Int(ProcessInfo.processInfo.environment["ZHOL_KILLS"] ?? "") ?? 15
    /// Rounds of one store: with a store that grows on and on they would take longer and longer.
    private static let roundsOfStore = 10

    @Test(
        "after kill -9 at any moment the store verifies, with every acknowledged transaction whole and no part of another"
    )
    func killedWriter() throws {
        var random = SeededRandom(11)
        var acknowledged = 0
        var killed = 0
        for round in 0..<CrashTests.rounds {
            if round % CrashTests.roundsOfStore == 0, round > 0 {
                for name in [folder.store, folder.store + "-lock"] { try FileManager.default.removeItem(atPath: name) }
                acknowledged = 0
            }
            let before = acknowledged
            let child = try Child("write", folder.store)
            // The first word says that it is at work; then a moment of chance.
            if let first = child.line().flatMap({ Int($0) }) { acknowledged = max(acknowledged, first) }
            usleep(UInt32(random.below(30_000)))
            acknowledged = max(acknowledged, child.killed().compactMap { Int($0) }.max() ?? 0)

            let verification = try Store.verify(path: folder.store)
            #expect(verification.isSound, "round \(round): \(verification.problems)")
            let snapshot = try Store(path: folder.store, access: .read).snapshot()
            let last = Int(snapshot.transactionNumber)
            #expect(last == acknowledged || last == acknowledged + 1, "round \(round)")
            try check(snapshot, last: last)
            acknowledged = last
            if last > before { killed += 1 }
        }
        // It was at work when the signal came.
        #expect(killed == CrashTests.rounds)
    }

    /// That there are exactly the facts of the transactions up to the last.
    private func check(_ snapshot: Snapshot, last: Int) throws {
        guard let predicate = try snapshot.id(of: .entity("written")) else { return }
        var expected = 0
        for number in 1...max(1, last) {
            // What `store-child` states, less the first fact, which the next transaction withdraws unless it is a
            // bulk load.
            let size = number % 3 == 0 ? 400 : number % 3 == 1 ? 1 : 20
            let isTrimmed = number < last && (number + 1) % 3 != 0
            let subject = try #require(try snapshot.id(of: .entity("transaction \(number)")))
            var objects: [UInt64] = []
            try snapshot.seconds(of: predicate, order: .subject, first: subject, into: &objects)
            #expect(objects.count == size - (isTrimmed ? 1 : 0), "transaction \(number) of \(last)")
            expected += objects.count
        }
        #expect(try snapshot.statistics(of: predicate).count == expected)
        #expect(try snapshot.transactions().map { Int($0.number) } == Array(1...max(1, last)))
    }

    @Test("a load of many times its memory takes little more than that, and leaves no other file")
    func boundedMemory() throws {
        let child = try Child("fill", folder.store, "150000")
        #expect(child.line() == "half")
        let grown = try #require(child.line().flatMap { Int($0) })
        // 225,000 terms of 37 bytes on average are 8 MB, and as much again the table that finds them and the triples.
        #expect(grown < 8 << 20, "\(grown) bytes")
        let verification = try Store.verify(path: folder.store)
        #expect(verification.isSound, "\(verification.problems)")
        #expect(verification.triples == 150_000)
        #expect(verification.terms == 150_000 + 75_000 + 8)
        try checkFiles()
    }

    @Test("a load that is killed while parts of it wait in files leaves the store as it was, and no file")
    func killedLoad() throws {
        do {
            let store = try Store(path: folder.store, access: .create)
            try store.write { _ = try $0.add("owns", "a", .entity("b")) }
        }
        var random = SeededRandom(12)
        var undone = 0
        for round in 0..<max(3, CrashTests.rounds / 5) {
            let child = try Child("fill", folder.store, "40000")
            #expect(child.line() == "half")
            usleep(UInt32(random.below(600_000)))
            let isDone = !child.killed().isEmpty
            let verification = try Store.verify(path: folder.store)
            #expect(verification.isSound, "round \(round): \(verification.problems)")
            // What it had not said yet may be durable all the same.
            #expect(verification.triples == 40_001 || (!isDone && verification.triples == 1), "round \(round)")
            try checkFiles()
            if verification.triples == 1 { undone += 1 }
            if verification.triples > 1 { try FileManager.default.removeItem(atPath: folder.store) }
            let store = try Store(path: folder.store, access: .create)
            try store.write { _ = try $0.add("owns", "a", .entity("b")) }
            #expect(try store.snapshot().texts("owns", "a", .entity("b")) == ["{}"])
        }
        #expect(undone > 0, "every load was done before the signal came")
    }

    private func checkFiles() throws {
        let name = URL(fileURLWithPath: folder.store).lastPathComponent
        #expect(
            Set(try FileManager.default.contentsOfDirectory(atPath: folder.path)) == [name, name + "-lock"])
    }

    @Test("a writer that was killed within its transaction leaves no lock")
    func killedWithinTransaction() throws {
        let holder = try Child("lock", folder.store)
        #expect(holder.line() == "locked")
        _ = holder.killed()
        let store = try Store(path: folder.store, access: .write)
        try store.write { _ = try $0.add("owns", "a", .entity("b")) }
        #expect(try store.snapshot().transactionNumber == 1)
        #expect(try store.snapshot().id(of: .entity("waiting")) == nil)
    }

    @Test("a second writer waits a while and then says that the store is locked; readers are not held up")
    func secondWriter() throws {
        let holder = try Child("lock", folder.store)
        #expect(holder.line() == "locked")
        let store = try Store(path: folder.store, access: .write)
        #expect(try store.snapshot().transactionNumber == 0)
        let error = #expect(throws: StoreError.self) {
            try store.write { _ = try $0.add("owns", "a", .entity("b")) }
        }
        #expect(error?.kind == .locked)
        let other = try Child("once", folder.store)
        #expect(other.line()?.hasPrefix("error: locked") == true)
        #expect(other.ended() == 1)
    }

    @Test("a reader that never ends sees its own moment, and what others commit is there for the next")
    func endlessReader() throws {
        let store = try Store(path: folder.store, access: .create)
        try store.write { _ = try $0.add("owns", "a", .entity("b")) }
        let reader = try Child("hold", folder.store)
        #expect(reader.line() == "1")
        let snapshot = try store.snapshot()
        for round in 0..<50 {
            try store.write {
                try $0.add("owns", "a", .entity("c\(round)"))
                try $0.withdraw("owns", "a", .entity("c\(round - 1)"))
            }
        }
        #expect(try snapshot.texts("owns", "a", .entity("c49")) == [])
        #expect(try store.snapshot().texts("owns", "a", .entity("c49")) == ["{}"])
        _ = reader.killed()
        try store.write { _ = try $0.add("owns", "a", .entity("d")) }
        #expect(try store.snapshot().verify().isSound)
    }

    @Test("more readers than there are slots are told so; slots of killed processes are given back")
    func crowd() throws {
        let store = try Store(path: folder.store, access: .create)
        try store.write { _ = try $0.add("owns", "a", .entity("b")) }
        let crowd = try Child("crowd", folder.store)
        #expect(crowd.line() == "1024")
        #expect(crowd.line()?.hasPrefix("locked: too many readers have the store '\(folder.store)' open") == true)
        let error = #expect(throws: StoreError.self) { _ = try store.snapshot() }
        #expect(error?.kind == .locked && error?.message.contains("too many readers") == true)
        let other = try Child("hold", folder.store)
        #expect(other.line()?.hasPrefix("error: locked: too many readers") == true)
        #expect(other.ended() == 1)
        // A writer needs no slot for its transaction.
        try store.write { _ = try $0.add("owns", "a", .entity("c")) }
        _ = crowd.killed()
        #expect(try store.snapshot().texts("owns", "a", .entity("c")) == ["{}"])
        #expect(try store.snapshot().info().otherReaders == [])
    }

    @Test("who reads an old moment is named, with how old that is")
    func oldReader() throws {
        let store = try Store(path: folder.store, access: .create)
        try store.write { _ = try $0.add("owns", "a", .entity("b")) }
        let own = try store.snapshot()
        #expect(try own.info().otherReaders == [])
        let reader = try Child("hold", folder.store)
        #expect(reader.line() == "1")
        for round in 0..<3 { try store.write { _ = try $0.add("owns", "a", .int(Int64(round))) } }
        let late = try Child("hold", folder.store)
        #expect(late.line() == "4")
        let found = try store.snapshot().info().otherReaders
        #expect(
            found.sorted { $0.commitsBehind > $1.commitsBehind }
                == [
                    ActiveReader(process: reader.identifier, commitsBehind: 3),
                    ActiveReader(process: late.identifier, commitsBehind: 0),
                ], "\(found)")
        // As by an operator: the stale slot of a killed one does not count.
        _ = reader.killed()
        #expect(try store.snapshot().info().otherReaders.map(\.process) == [late.identifier])
        _ = late.killed()
    }

    @Test("readers of several processes see whole transactions while one writes")
    func manyReaders() throws {
        let writer = try Child("write", folder.store)
        #expect(writer.line() == "1")
        let store = try Store(path: folder.store, access: .read)
        for _ in 0..<20 {
            let snapshot = try store.snapshot()
            try check(snapshot, last: Int(snapshot.transactionNumber))
        }
        let readers = try (0..<4).map { _ in try Child("hold", folder.store) }
        for reader in readers { #expect(reader.line() != nil) }
        for reader in readers { _ = reader.killed() }
        _ = writer.killed()
        #expect(try Store.verify(path: folder.store).isSound)
    }
}
