import LMDB
import Terms

/// Many statements on their way into a store: they wait in memory, are sorted, and enter the blocks in order. The
/// result is that of `Writer.add` for each. Not seen by reads before `Writer.bulk` returns.
package final class BulkLoad {
    private let writer: Writer
    private let memory: Int
    private var plain: [TermID: PairColumns] = [:]
    private var plainCount = 0
    private var rich: [RichStatement] = []
    private var richSize = 0
    /// Statements and pieces of evidence that were new, of what has been written.
    private(set) var added = 0

    init(_ writer: Writer, memory: Int) {
        self.writer = writer
        self.memory = memory
    }

    /// Takes a triple without qualifiers and evidence. The predicate must be an entity.
    package func add(predicate: TermID, subject: TermID, object: TermID) throws(StoreError) {
        plain[predicate, default: PairColumns()].append(
            PairBlock.Pair(first: subject.rawValue, second: object.rawValue))
        plainCount += 1
        if plainCount & 0xffff == 0 { try writeIfFull() }
    }

    /// Takes triples of one predicate without qualifiers and evidence, as columns of equal length.
    package func add(
        predicate: TermID, subjects: some Collection<UInt64>, objects: some Collection<UInt64>
    ) throws(StoreError) {
        let count = min(subjects.count, objects.count)
        plain[predicate, default: PairColumns()].firsts.append(contentsOf: subjects.prefix(count))
        plain[predicate, default: PairColumns()].seconds.append(contentsOf: objects.prefix(count))
        plainCount += count
        try writeIfFull()
    }

    /// Takes a statement, with a piece of evidence where any is given.
    package func add(
        predicate: TermID, subject: TermID, object: TermID, qualifiers: [StoredStatement.Entry],
        evidence: [StoredStatement.Entry]
    ) throws(StoreError) {
        if qualifiers.isEmpty, evidence.isEmpty {
            return try add(predicate: predicate, subject: subject, object: object)
        }
        let triple = TripleKey(predicate: predicate, subject: subject, object: object)
        rich.append(RichStatement(triple: triple, qualifiers: qualifiers, evidence: evidence))
        richSize += 128 + 16 * (qualifiers.count + evidence.count)
        if rich.count & 0xfff == 0 { try writeIfFull() }
    }

    /// Sorting takes about as much again as the rows themselves, twice.
    private func writeIfFull() throws(StoreError) {
        if plainCount * 64 + richSize * 2 > memory { try write() }
    }

    /// Writes everything that waits.
    func write() throws(StoreError) {
        let statements = rich
        var pairs = plain
        plain = [:]
        rich = []
        plainCount = 0
        richSize = 0
        var byPredicate: [TermID: [RichStatement]] = [:]
        for statement in statements { byPredicate[statement.triple.predicate, default: []].append(statement) }
        var uses = PairColumns()
        for predicate in Set(pairs.keys).union(byPredicate.keys).sorted() {
            let relation = try RelationLoad(writer, predicate)
            added += try relation.load(
                pairs.removeValue(forKey: predicate) ?? PairColumns(), byPredicate.removeValue(forKey: predicate) ?? [],
                &uses)
        }
        uses.sortDistinct()
        let isEmpty = try !writer.hasUses()
        _ = try writer.merge(uses, into: writer.tables.uses, Uses.relation, isEmpty: isEmpty)
    }
}

/// A statement with qualifiers or evidence.
struct RichStatement {
    let triple: TripleKey
    let qualifiers: [StoredStatement.Entry]
    let evidence: [StoredStatement.Entry]
}

extension Writer {
    /// Stores many statements at once: what the body gives to the bulk load is written when it returns, or earlier in
    /// parts where it takes more than `memory` bytes. Gives the body's result, and how many statements and pieces of
    /// evidence were new.
    ///
    ///     let (_, added) = try writer.bulk { load in
    ///         for row in rows { try load.add(predicate: owns, subject: row.0, object: row.1) }
    ///     }
    ///
    /// - Complexity: sorts what it is given; an empty relation is appended to, of another the blocks touched are
    ///   rewritten.
    package func bulk<R>(memory: Int = 256 << 20, _ body: (BulkLoad) throws -> R) throws -> (result: R, added: Int) {
        let load = BulkLoad(self, memory: memory)
        let result = try body(load)
        try load.write()
        return (result, load.added)
    }

    func hasUses() throws(StoreError) -> Bool {
        try withCursor(tables.uses) { (cursor) throws(LMDBError) in try cursor.seek([]) != nil }
    }
}
