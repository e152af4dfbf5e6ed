import Glibc
import LMDB
import Store
import Terms

/// Transactions of one fact, each synchronised, beside bare LMDB: with one key in a table of its own, and with a key in each
/// table of a copy of the store that a fact changes.
struct SingleFacts {
    let store: Store
    let folder: String
    private let count = 1000
    /// Terms both ways, both orders, what an entity is used in, counts, and the history.
    private static let changed = [
        "ids", "texts", "pso", "pos", "uses", "statistics", "transactions", "changes", "meta",
    ]

    init(store: Store, folder: String) {
        self.store = store
        self.folder = folder
    }

    func run() throws {
        let path = folder + "/bare-\(getpid()).lmdb"
        defer {
            unlink(path)
            unlink(path + "-lock")
        }
        try store.backup(to: path)
        let facts = try seconds(elapsed: true) {
            for number in 0..<count {
                try store.write { writer in
                    _ = try writer.add(
                        predicate: writer.intern(.entity("owned_by")), subject: writer.intern(.entity("new \(number)")),
                        object: writer.intern(.int(Int64(number))), qualifiers: [], evidence: [])
                }
            }
        }
        report("transactions of one fact", facts, "\(facts / Double(count) * 1e6) us each")
        let same = try puts(path, Self.changed)
        report("bare LMDB, the same tables", same, "\(same / Double(count) * 1e6) us each; ratio \(facts / same)")
        unlink(path)
        unlink(path + "-lock")
        let one = try puts(path, ["t"])
        report("bare LMDB, one key", one, "\(one / Double(count) * 1e6) us each; ratio \(facts / one)")
    }

    /// The time of transactions that put a key into each table.
    private func puts(_ path: String, _ names: [String]) throws -> Double {
        let environment = try Environment(path: path, readOnly: false, tables: 16)
        return try seconds(elapsed: true) {
            for number in 0..<count {
                var transaction = try environment.begin(readOnly: false)
                for name in names {
                    let table = try transaction.table(name, create: true)
                    try transaction.put(table, Array("key \(number)".utf8), Array("value".utf8))
                }
                try transaction.commit()
            }
        }
    }
}
