import Foundation
import LMDB
import Terms
import Testing

@testable import Store

@Suite("Files that are not as they should be")
struct DamageTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func kind(_ path: String, _ access: Store.Access = .read) -> StoreError.Kind? {
        do throws(StoreError) {
            let store = try Store(path: path, access: access)
            _ = try store.snapshot().predicates()
            return nil
        } catch {
            return error.kind
        }
    }

    /// A store of a few hundred facts of all kinds, closed again.
    private func makeStore() throws {
        let store = try Store(path: folder.store, access: .create)
        var random = SeededRandom(5)
        var model = ModelStore()
        var world = RandomWorld(size: 50)
        for _ in 0..<3 { try store.write { try world.change(&model, $0, &random) } }
        try store.write { writer in
            _ = try writer.bulk { load in
                let predicate = try writer.intern(.entity("knows"))
                for number in 0..<500 {
                    try load.add(
                        predicate: predicate, subject: try writer.intern(.entity("person_\(number)")),
                        object: try writer.intern(.entity("person_\(number * 7 % 500)")))
                }
            }
        }
    }

    private func bytes() throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: folder.store))) }

    private func write(_ bytes: [UInt8], to name: String) throws -> String {
        let path = folder.path + "/" + name
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return path
    }

    @Test("what is missing, empty, a folder, text or another program's file is told apart")
    func foreignFiles() throws {
        #expect(kind(folder.path + "/missing") == .notFound)
        #expect(kind(folder.path + "/missing", .write) == .notFound)
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/missing"), "reading makes no store")
        #expect(kind(folder.path) == .notAStore)
        #expect(kind(try write([], to: "empty")) == .notAStore)
        #expect(kind(try write(Array(repeating: 0x61, count: 9000), to: "text")) == .notAStore)
        #expect(kind(try write(Array(repeating: 0x61, count: 9), to: "short")) == .notAStore)
        let foreign = folder.path + "/foreign"
        do {
            let environment = try Environment(path: foreign, readOnly: false, tables: 2)
            var transaction = try environment.begin(readOnly: false)
            try transaction.put(transaction.table("other", create: true), [1], [1])
            try transaction.commit()
        }
        let before = try Data(contentsOf: URL(fileURLWithPath: foreign))
        #expect(kind(foreign) == .notAStore)
        #expect(kind(foreign, .create) == .notAStore)
        #expect(try Data(contentsOf: URL(fileURLWithPath: foreign)) == before, "and is not changed")
    }

    @Test("a file that was cut short is damaged, wherever it was cut")
    func truncated() throws {
        try makeStore()
        let whole = try bytes()
        var random = SeededRandom(3)
        for length in [1, 100, 4096, 8191, 8192, 12_288] + (0..<20).map({ _ in random.below(whole.count) }) {
            let path = try write(Array(whole[..<length]), to: "cut\(length)")
            let found = kind(path)
            #expect(found == .damaged || found == .notAStore, "cut to \(length) of \(whole.count)")
        }
    }

    @Test("a flipped bit is found by verify or does no harm, and never ends the process", arguments: 1...4)
    func flippedBits(seed: Int) throws {
        try makeStore()
        let whole = try bytes()
        let sound = try Store.verify(path: folder.store)
        #expect(sound.isSound, "\(sound.problems)")
        var random = SeededRandom(UInt64(seed))
        for round in 0..<15 {
            var broken = whole
            for _ in 0..<(1 + random.below(3)) {
                broken[random.below(broken.count)] ^= 1 << UInt8(random.below(8))
            }
            let path = try write(broken, to: "flipped\(seed)_\(round)")
            // What verify calls sound must be readable to the end.
            if let found = try? Store.verify(path: path), found.isSound {
                let snapshot = try Store(path: path, access: .read).snapshot()
                _ = try ModelChecks(reading: snapshot).everything()
            }
            try FileManager.default.removeItem(atPath: path)
        }
    }

    @Test("random bytes in the place of a value are an error or other facts, never a crash", arguments: 1...4)
    func foreignValues(seed: Int) throws {
        try makeStore()
        var random = SeededRandom(UInt64(seed))
        let store = try Store(path: folder.store, access: .write)
        for _ in 0..<8 {
            let (_, table) = random.pick(store.shared.tables.all)
            do {
                let transaction = try store.shared.environment.begin(readOnly: false)
                try spoil(transaction, table, &random)
            }
            guard let snapshot = try? store.snapshot() else { return }
            _ = try? snapshot.verify()
            try? ModelChecks(reading: snapshot).readAll()
            _ = try? snapshot.undone(after: 0)
            for number in 1...4 { _ = try? snapshot.changes(of: UInt64(number)) }
            _ = try? snapshot.entities(prefix: "person", limit: 5)
            _ = try? snapshot.declarations()
            _ = try? snapshot.info()
            _ = try? store.write { writer in
                try writer.add("knows", "person_1", .entity("nobody \(random.next())"))
                try writer.withdraw("knows", "person_2", .entity("person_14"))
                throw ModelMismatch()
            }
        }
    }

    private func spoil(
        _ transaction: consuming Transaction, _ table: Table, _ random: inout SeededRandom
    ) throws {
        var found: [(key: [UInt8], value: [UInt8])] = []
        do {
            let cursor = try transaction.cursor(table)
            var entry = try cursor.seek([])
            while let (key, value) = entry {
                found.append((Array(key), Array(value)))
                entry = try cursor.next()
            }
        }
        guard !found.isEmpty else { return }
        for _ in 0..<3 {
            var (key, value) = random.pick(found)
            if random.chance(1, in: 3) {
                value = (0..<random.below(60)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            } else if !value.isEmpty {
                value[random.below(value.count)] = UInt8(truncatingIfNeeded: random.next())
            }
            if random.chance(1, in: 4) { key[random.below(key.count)] ^= 1 << UInt8(random.below(8)) }
            try transaction.put(table, key, value)
        }
        try transaction.commit()
    }

    @Test("a full disk leaves the store as it was", .enabled(if: canMount, "mounting a file system needs root"))
    func fullDisk() throws {
        let disk = folder.path + "/disk"
        try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
        try #require(run("/bin/mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk) == 0)
        defer { _ = run("/bin/umount", "-l", disk) }
        let path = disk + "/graph.zhol"
        let store = try Store(path: path, access: .create)
        try store.write { _ = try $0.add("owns", "a", .entity("b")) }
        var failure: StoreError?
        for round in 0..<40 {
            do {
                try store.write { writer in
                    for number in 0..<100 {
                        let text = String(repeating: "\(round) \(number) ", count: 700)
                        try writer.add("said", "a\(round)", .string(text))
                    }
                }
            } catch let error as StoreError {
                failure = error
                break
            }
        }
        #expect(failure?.kind == .full)
        #expect(try store.snapshot().texts("owns", "a", .entity("b")) == ["{}"])
        #expect(try store.snapshot().verify().isSound)
        #expect(throws: StoreError.self) { try store.backup(to: disk + "/copy.zhol") }
        #expect(!FileManager.default.fileExists(atPath: disk + "/copy.zhol"))
        #expect(!FileManager.default.fileExists(atPath: disk + "/copy.zhol.part"))
    }

}

/// Whether this process may mount a file system.
private let canMount = getuid() == 0 && run("/bin/mount", "--version") == 0

/// Runs a program of the system; its exit code, -1 where it cannot be run.
@discardableResult
private func run(_ program: String, _ arguments: String...) -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return -1 }
    process.waitUntilExit()
    return process.terminationStatus
}
