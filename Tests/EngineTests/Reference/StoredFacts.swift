import Foundation
import Store
import Zhol

/// Facts in a store of their own.
enum StoredFacts {
    /// Does something with a database that has some facts, and nothing else; its store is gone afterwards.
    static func withDatabase<Result>(of facts: String, _ body: (Database) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("zhol-facts-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var loader = Loader()
        loader.add(text: facts, name: "<stored>")
        let store = try Store(path: folder.appendingPathComponent("facts.zhol").path, access: .create)
        _ = try loader.load(into: store)
        return try body(Database(store: store))
    }
}
