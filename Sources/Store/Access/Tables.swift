import LMDB
import Terms

/// The named databases of a store.
struct Tables {
    /// Format, counters, the number of the last transaction.
    let meta: Table
    /// Blocks of texts with their ids (see `TextBlock`), sorted.
    let ids: Table
    /// Blocks of texts of one kind, by the id of the first.
    let texts: Table
    /// Blocks of pairs by (predicate, subject, object).
    let bySubject: Table
    /// Blocks of pairs by (predicate, object, subject).
    let byObject: Table
    /// Which predicates an entity has, as blocks of pairs of an entity and a use (see `Uses`).
    let uses: Table
    /// Statements by triple.
    let statements: Table
    /// Number of a statement to its triple.
    let triples: Table
    /// Counts per predicate.
    let statistics: Table
    /// Declarations in order of storing.
    let catalogue: Table
    /// Transactions by number.
    let transactions: Table
    /// What each transaction changed.
    let changes: Table

    static let count: UInt32 = 16
    static let metaName = "meta"

    /// Every table with its name in the file.
    var all: [(name: String, table: Table)] {
        [
            (Tables.metaName, meta), ("ids", ids), ("texts", texts), ("pso", bySubject), ("pos", byObject),
            ("uses", uses),
            ("statements", statements), ("triples", triples), ("statistics", statistics), ("catalogue", catalogue),
            ("transactions", transactions), ("changes", changes),
        ]
    }

    init(_ transaction: borrowing Transaction, create: Bool) throws(LMDBError) {
        meta = try transaction.table(Tables.metaName, create: create)
        ids = try transaction.table("ids", create: create)
        texts = try transaction.table("texts", create: create)
        bySubject = try transaction.table("pso", create: create)
        byObject = try transaction.table("pos", create: create)
        uses = try transaction.table("uses", create: create)
        statements = try transaction.table("statements", create: create)
        triples = try transaction.table("triples", create: create)
        statistics = try transaction.table("statistics", create: create)
        catalogue = try transaction.table("catalogue", create: create)
        transactions = try transaction.table("transactions", create: create)
        changes = try transaction.table("changes", create: create)
    }
}

/// A key of big-endian numbers.
func key(_ parts: UInt64...) -> [UInt8] {
    var writer = ByteWriter()
    writer.bytes.reserveCapacity(parts.count * 8)
    for part in parts { writer.append(part) }
    return writer.bytes
}

extension Store {
    /// A key of one big-endian number.
    static func key(_ number: UInt64) -> [UInt8] {
        var writer = ByteWriter()
        writer.append(number)
        return writer.bytes
    }
}
