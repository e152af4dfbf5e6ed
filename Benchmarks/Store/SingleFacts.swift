import Glibc
import LMDB
import Store
import Terms

/// Transactions of one fact, each synchronised, beside bare LMDB that puts one key.
struct SingleFacts {
    let store: Store
    let folder: String

    func run() throws {
        let count = 300
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
        let path = folder + "/bare-\(getpid()).lmdb"
        let environment = try Environment(path: path, readOnly: false, tables: 4)
        let bare = try seconds(elapsed: true) {
            for number in 0..<count {
                var transaction = try environment.begin(readOnly: false)
                let table = try transaction.table("t", create: true)
                try transaction.put(table, Array("key \(number)".utf8), Array("value".utf8))
                try transaction.commit()
            }
        }
        report("bare LMDB", bare, "\(bare / Double(count) * 1e6) us each; ratio \(facts / bare)")
        unlink(path)
        unlink(path + "-lock")
    }
}
