import Foundation
import Terms
import Testing

@testable import Store

@Suite("Opening and writing a store")
struct AccessTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("a process has one environment of a file, whoever opens it and how")
    func oneEnvironment() throws {
        let first = try Store(path: folder.store, access: .create)
        let second = try Store(path: folder.store, access: .read)
        let link = folder.path + "/link.zhol"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder.store)
        let third = try Store(path: link, access: .write)
        #expect(first.shared === second.shared)
        #expect(first.shared === third.shared)
        try third.write { _ = try $0.add("owns", "a", .entity("b")) }
        #expect(try second.snapshot().texts("owns", "a", .entity("b")) == ["{}"])
    }

    @Test("a store that was opened for reading is not written, and opened again it is")
    func readOnly() throws {
        do { _ = try Store(path: folder.store, access: .create) }
        let reader = try Store(path: folder.store, access: .read)
        let error = #expect(throws: StoreError.self) {
            try reader.write { _ = try $0.add("owns", "a", .entity("b")) }
        }
        #expect(error?.kind == .readOnly)
        let writer = try Store(path: folder.store, access: .write)
        try writer.write { _ = try $0.add("owns", "a", .entity("b")) }
        #expect(try reader.snapshot().transactionNumber == 1)
    }

    @Test("a store that was replaced is not written into the file that is gone")
    func replaced() throws {
        let store = try Store(path: folder.store, access: .create)
        try store.backup(to: folder.path + "/other")
        #expect(rename(folder.path + "/other", folder.store) == 0)
        let error = #expect(throws: StoreError.self) {
            try store.write { _ = try $0.add("owns", "a", .entity("b")) }
        }
        #expect(error?.kind == .locked)
    }

    @Test("a transaction whose body throws leaves nothing")
    func abandoned() throws {
        let store = try Store(path: folder.store, access: .create)
        #expect(throws: ModelMismatch.self) {
            try store.write { writer in
                try writer.add("owns", "a", .entity("b"))
                try writer.put(Declaration(kind: "class", name: "c", text: "class c.", origin: "x:1"))
                throw ModelMismatch()
            }
        }
        let snapshot = try store.snapshot()
        #expect(snapshot.transactionNumber == 0)
        #expect(try snapshot.predicates() == [])
        #expect(try snapshot.declarations() == [])
    }

    @Test("a snapshot's number is that of what it sees, while others write")
    func snapshotNumber() async throws {
        let store = try Store(path: folder.store, access: .create)
        let path = folder.store
        let writing = Task.detached {
            let store = try Store(path: path, access: .write)
            for number in 0..<60 { try store.write { _ = try $0.add("owns", "a", .int(Int64(number))) } }
        }
        for _ in 0..<200 {
            let snapshot = try store.snapshot()
            let predicate = try snapshot.id(of: .entity("owns"))
            let count = try predicate.map { try snapshot.statistics(of: $0).count } ?? 0
            #expect(count == Int(snapshot.transactionNumber))
        }
        try await writing.value
    }

    @Test("a bulk load in parts gives what one in one piece gives")
    func parts() throws {
        var counts: [Int] = []
        var models: [ModelStore] = []
        for (name, memory) in [("parts", 0), ("whole", 1 << 30)] {
            let store = try Store(path: folder.path + "/" + name, access: .create)
            var random = SeededRandom(8)
            try store.write { writer in
                let predicate = try writer.intern(.entity("knows"))
                counts.append(
                    try writer.bulk(memory: memory) { load in
                        for _ in 0..<5 {
                            let ids = try (0..<700).map { _ in
                                try writer.intern(.entity("person \(random.below(300))")).rawValue
                            }
                            try load.add(
                                predicate: predicate, subjects: ids.prefix(350), objects: ids.suffix(350))
                        }
                    }.added)
            }
            let snapshot = try store.snapshot()
            #expect(try snapshot.verify().isSound)
            #expect(try snapshot.transactions().map(\.added) == [counts[counts.count - 1]])
            #expect(try snapshot.changes(of: 1).count == counts[counts.count - 1])
            models.append(try ModelChecks(reading: snapshot).everything())
        }
        #expect(counts[0] == counts[1])
        #expect(models[0] == models[1])
    }

    @Test(
        "a read that the file system allows only to read works, and a write says why not",
        .enabled(if: getuid() != 0, "root may write every file"))
    func forbidden() throws {
        do { _ = try Store(path: folder.store, access: .create) }
        #expect(chmod(folder.store, 0o444) == 0)
        #expect(try Store(path: folder.store, access: .read).snapshot().transactionNumber == 0)
        let error = #expect(throws: StoreError.self) { _ = try Store(path: folder.store, access: .write) }
        #expect(error?.kind == .readOnly)
    }

    @Test("a map that is too small grows by itself, and the transaction that filled it is done")
    func growth() throws {
        let small = [1 << 18]
        let store = try Store(path: folder.store, access: .create, checkingPages: false, reservations: small)
        for round in 0..<3 {
            try store.write { writer in
                for number in 0..<(100 << round) {
                    try writer.add("said", "a\(round)", .string(String(repeating: "word \(number) ", count: 120)))
                }
            }
        }
        #expect(store.shared.environment.reservation > 1 << 18)
        let snapshot = try store.snapshot()
        #expect(snapshot.transactionNumber == 3)
        #expect(try snapshot.verify().triples == 700)
    }

    @Test("a file that another process has grown beyond the map is read and written on")
    func grownElsewhere() throws {
        let store = try Store(path: folder.store, access: .create, checkingPages: false, reservations: [1 << 18])
        let other = try Child("write", folder.store)
        while let line = other.line().flatMap({ Int($0) }), line < 40 {}
        _ = other.killed()
        let size = try FileManager.default.attributesOfItem(atPath: folder.store)[.size] as? Int ?? 0
        try #require(size > 1 << 18, "the other process has grown it")
        let last = try store.snapshot().transactionNumber
        #expect(last >= 40)
        try store.write { _ = try $0.add("owns", "a", .entity("b")) }
        #expect(try store.snapshot().verify().isSound)
        #expect(try store.snapshot().transactionNumber == last + 1)
    }
}
