import Foundation
import Store
import Terms
import Testing

@Suite("Verify, backup and compact")
struct CopyTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func fill(_ store: Store, from first: Int = 0, count: Int = 400) throws {
        try store.write { writer in
            for number in first..<(first + count) {
                try writer.add(
                    "owns", "a\(number)", .entity("b\(number % 7)"),
                    evidence: number % 3 == 0 ? [("source", .entity("s"))] : [])
            }
        }
    }

    @Test("verify counts what is there and finds nothing wrong with it")
    func verify() throws {
        let store = try Store(path: folder.store, access: .create)
        #expect(try store.snapshot().verify().isSound)
        try fill(store)
        let found = try Store.verify(path: folder.store)
        #expect(found.isSound, "\(found.problems)")
        #expect(found.triples == 400)
        #expect(found.statements == 134)
        #expect(found.terms == 400 + 7 + 1 + 1 + 2)
    }

    @Test("a backup has one moment of the store, while it is read and written")
    func backup() throws {
        let store = try Store(path: folder.store, access: .create)
        try fill(store)
        let snapshot = try store.snapshot()
        let copy = folder.path + "/copy.zhol"
        try store.write { writer in
            try writer.add("owns", "late", .entity("b"))
            // Another connection copies while this transaction is open.
            try store.backup(to: copy)
        }
        try fill(store, from: 400)
        #expect(try Store.verify(path: copy).isSound)
        let copied = try Store(path: copy, access: .read).snapshot()
        #expect(copied.transactionNumber == 1)
        #expect(try ModelChecks(reading: copied).everything() == ModelChecks(reading: snapshot).everything())
        #expect(throws: StoreError.self) { try store.backup(to: copy) }
        #expect(throws: StoreError.self) { try store.backup(to: folder.path + "/no/such/folder/copy") }
    }

    @Test("compacting makes a store smaller and keeps all of it")
    func compact() throws {
        var before = ModelStore()
        do {
            let store = try Store(path: folder.store, access: .create)
            try fill(store, count: 3000)
            try store.write { writer in
                for number in 0..<2900 { try writer.withdraw("owns", "a\(number)", .entity("b\(number % 7)")) }
            }
            before = try ModelChecks(reading: store.snapshot()).everything()
            let error = #expect(throws: StoreError.self) { try Store.compact(path: folder.store) }
            #expect(error?.kind == .locked, "not while it is open")
        }
        let sizes = try Store.compact(path: folder.store)
        #expect(sizes.after < sizes.before)
        #expect(try Store.verify(path: folder.store).isSound)
        let store = try Store(path: folder.store, access: .write)
        #expect(try ModelChecks(reading: store.snapshot()).everything() == before)
        #expect(try store.snapshot().transactions().map(\.number) == [1, 2])
        try fill(store, from: 9000)
        #expect(try store.snapshot().transactionNumber == 3)
        #expect(!FileManager.default.fileExists(atPath: folder.store + ".part"))
    }

    @Test("compacting is refused while another process has the store open")
    func compactInUse() throws {
        do { try fill(try Store(path: folder.store, access: .create)) }
        let reader = try Child("hold", folder.store)
        #expect(reader.line() == "1")
        let error = #expect(throws: StoreError.self) { try Store.compact(path: folder.store) }
        #expect(error?.kind == .locked)
        _ = reader.killed()
        try Store.compact(path: folder.store)
        #expect(try Store.verify(path: folder.store).isSound)
    }

    @Test("history that was forgotten is not told, and what came later is")
    func forget() throws {
        do {
            let store = try Store(path: folder.store, access: .create)
            try fill(store)
            try store.write { _ = try $0.add("owns", "x", .entity("y")) }
            try store.write { _ = try $0.withdraw("owns", "x", .entity("y")) }
        }
        try Store.compact(path: folder.store, forgetting: 2)
        let snapshot = try Store(path: folder.store, access: .read).snapshot()
        #expect(snapshot.transactionNumber == 3)
        #expect(try snapshot.forgottenTransaction() == 2)
        #expect(try snapshot.changes(of: 3).count == 1)
        let key = try #require(try snapshot.key("owns", "x", .entity("y")))
        #expect(try snapshot.undone(after: 2).statements(of: key)?.count == 1)
        for early in [UInt64(0), 1] {
            let error = #expect(throws: StoreError.self) { _ = try snapshot.undone(after: early) }
            #expect(error?.kind == .forgotten)
        }
        let error = #expect(throws: StoreError.self) { _ = try snapshot.changes(of: 2) }
        #expect(error?.kind == .forgotten)
        #expect(try Store.verify(path: folder.store).isSound)
    }
}
