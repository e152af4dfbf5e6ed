import Foundation
import LMDB
import Synchronization
import Testing

@testable import Store

@Suite("Versions of the layout")
struct UpgradeTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A store with one fact whose version says something else.
    private func makeStore(version: UInt64) throws -> String {
        let path = folder.path + "/version\(version)"
        let store = try Store(path: path, access: .create)
        try store.write { _ = try $0.add("owns", "a", .entity("b")) }
        var transaction = try store.shared.environment.begin(readOnly: false)
        try transaction.put(store.shared.tables.meta, Store.magic, Store.key(version))
        try transaction.commit()
        return path
    }

    private func failure(_ body: () throws(StoreError) -> Void) -> StoreError? {
        do throws(StoreError) {
            try body()
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "a version that this code does not read is refused by name, and not changed",
        arguments: [
            (0, StoreError.Kind.damaged, "there is no format 0"),
            (1, .tooOld, "run 'zhol upgrade"),
            (3, .tooNew, "made by a newer zhol"),
            (1 << 63, .tooNew, "made by a newer zhol"),
            (UInt64.max, .tooNew, "made by a newer zhol"),
        ])
    func refused(version: UInt64, kind: StoreError.Kind, message: String) throws {
        let path = try makeStore(version: version)
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        for access in [Store.Access.read, .write, .create] {
            let error = failure { () throws(StoreError) in _ = try Store(path: path, access: access) }
            #expect(error?.kind == kind && error?.message.contains(message) == true, "\(String(describing: error))")
        }
        if version != 1 {
            let error = failure { () throws(StoreError) in _ = try Store.upgrade(path: path) }
            #expect(error?.kind == kind && error?.message.contains(message) == true, "\(String(describing: error))")
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    }

    @Test("what says that it is of format 1 and is not cannot be upgraded, and is left as it is")
    func falseVersion() throws {
        let path = try makeStore(version: 1)
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        let error = failure { () throws(StoreError) in _ = try Store.upgrade(path: path) }
        #expect(error?.kind == .damaged, "\(String(describing: error))")
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(names.filter { !$0.hasSuffix("-lock") } == ["version1"])
    }

    @Test("an upgrade goes through as many versions as there are between, and leaves nothing of them")
    func chain() throws {
        // As if a layout 0 and a layout 1 differed from today's in their numbers only.
        let versions = Mutex<[UInt64]>([])
        func step(to version: UInt64) -> Migration {
            Migration { (old, path) throws(StoreError) in
                versions.withLock { $0.append(old.version) }
                guard copy(old.path, path) else { throw StoreError(.io, path, "no copy") }
                try setVersion(path, version)
            }
        }
        let path = try makeStore(version: 0)
        let done = try Store.upgrade(path: path, to: nil, by: [0: step(to: 1), 1: step(to: Store.formatVersion)])
        #expect(done.from == 0)
        #expect(versions.withLock { $0 } == [0, 1])
        #expect(try Store(path: path, access: .read).snapshot().texts("owns", "a", .entity("b")) == ["{}"])
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(Set(names.filter { !$0.hasSuffix("-lock") }) == ["version0", "version0.format0"])
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.removeItem(atPath: path + ".format0")
        // One that fails on the way, or that leads nowhere.
        for next: UInt64 in [1, 0] {
            let path = try makeStore(version: 0)
            let before = try Data(contentsOf: URL(fileURLWithPath: path))
            let error = failure { () throws(StoreError) in
                _ = try Store.upgrade(path: path, to: nil, by: [0: step(to: next)])
            }
            #expect(error != nil)
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(Set(names.filter { !$0.hasSuffix("-lock") }) == ["version0"])
            try FileManager.default.removeItem(atPath: path)
        }
    }
}

/// Lets a store say that it is of another version.
private func setVersion(_ path: String, _ version: UInt64) throws(StoreError) {
    do {
        let environment = try Environment(path: path, readOnly: false, tables: 16)
        var transaction = try environment.begin(readOnly: false)
        try transaction.put(transaction.table("meta", create: false), Store.magic, Store.key(version))
        try transaction.commit()
    } catch {
        throw StoreError(.io, path, "\(error)")
    }
}

/// Copies a file.
private func copy(_ path: String, _ other: String) -> Bool {
    (try? FileManager.default.copyItem(atPath: path, toPath: other)) != nil
}
