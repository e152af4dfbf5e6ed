import LMDB
import Terms

/// Many statements on their way into a store: they wait in memory, go to a scratch file as sorted runs where they are
/// more than that, and enter the blocks in order. The result is that of `Writer.add` for each. Not seen by reads before
/// `Writer.bulk` returns.
package final class BulkLoad {
    private let writer: Writer
    private let plan: BulkPlan
    private let scratch: Scratch
    private var waiting = WaitingTriples()
    private var sorters: [TermID: PairSorter] = [:]
    private var rich: [RichStatement] = []
    private var richSize = 0
    /// Statements and pieces of evidence that were new, of what has been written.
    private(set) var added = 0

    init(_ writer: Writer, memory: Int) {
        self.writer = writer
        plan = BulkPlan(memory: memory)
        scratch = Scratch(beside: writer.shared.path, buffers: memory / 8)
    }

    /// Takes a triple without qualifiers and evidence. The predicate must be an entity.
    package func add(predicate: TermID, subject: TermID, object: TermID) throws(StoreError) {
        if waiting.count >= plan.triples { try spill() }
        waiting.append(predicate, PairBlock.Pair(first: subject.rawValue, second: object.rawValue))
    }

    /// As `add` of the terms of each.
    package func add(_ triples: UnsafeBufferPointer<TripleKey>) throws(StoreError) {
        var taken = 0
        while taken < triples.count {
            if waiting.count >= plan.triples { try spill() }
            let end = min(triples.count, taken + plan.triples - waiting.count)
            waiting.append(UnsafeBufferPointer(rebasing: triples[taken..<end]))
            taken = end
        }
    }

    /// Takes triples of one predicate without qualifiers and evidence, as columns of equal length.
    package func add(
        predicate: TermID, subjects: some Collection<UInt64>, objects: some Collection<UInt64>
    ) throws(StoreError) {
        for (subject, object) in zip(subjects, objects) {
            if waiting.count >= plan.triples { try spill() }
            waiting.append(predicate, PairBlock.Pair(first: subject, second: object))
        }
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
        if richSize >= plan.statements { try writeRich() }
    }

    /// Sorts what waits into runs of the scratch file.
    private func spill() throws(StoreError) {
        distribute(keepingMemory: true)
        for predicate in sorters.keys.sorted() { try sorters[predicate]?.spill() }
    }

    /// Parts what waits by predicate.
    private func distribute(keepingMemory: Bool = false) {
        for (predicate, pairs) in waiting.takeAll(keepingMemory: keepingMemory) {
            if let sorter = sorters[predicate] {
                sorter.append(pairs)
            } else {
                let sorter = PairSorter(scratch)
                sorter.append(pairs)
                sorters[predicate] = sorter
            }
        }
    }

    /// Writes the statements with qualifiers or evidence that wait. Plain triples of before are added to them later,
    /// which gives the same.
    private func writeRich() throws(StoreError) {
        let uses = PairSorter(scratch)
        for (predicate, statements) in takeRich().sorted(by: { $0.key < $1.key }) {
            var relation = try RelationLoad(writer, predicate, plan, scratch, uses: uses)
            try relation.add(PairColumns(), statements)
            try relation.finish()
            added += relation.added
        }
        try write(uses)
    }

    private func takeRich() -> [TermID: [RichStatement]] {
        var byPredicate: [TermID: [RichStatement]] = [:]
        for statement in rich { byPredicate[statement.triple.predicate, default: []].append(statement) }
        rich = []
        richSize = 0
        return byPredicate
    }

    /// Writes everything that waits.
    func write() throws(StoreError) {
        if scratch.isUsed {
            try spill()
            // The terms are not needed any more, their memory is.
            try writer.writeTerms(forgetAll: true)
        } else {
            distribute()
        }
        var statements = takeRich()
        let uses = PairSorter(scratch)
        for predicate in Set(sorters.keys).union(statements.keys).sorted() {
            var relation = try RelationLoad(writer, predicate, plan, scratch, uses: uses)
            var rich = statements.removeValue(forKey: predicate) ?? []
            if var slices = try sorters.removeValue(forKey: predicate)?.sorted(slice: plan.slice) {
                while let pairs = try slices.next() {
                    try relation.add(pairs, rich)
                    rich = []
                }
            }
            if !rich.isEmpty { try relation.add(PairColumns(), rich) }
            try relation.finish()
            added += relation.added
        }
        try write(uses)
    }

    private func write(_ uses: PairSorter) throws(StoreError) {
        var slices = try uses.sorted(slice: plan.slice)
        while let pairs = try slices.next() {
            let isBehind = try writer.isBehind(pairs[0], writer.tables.uses, Uses.relation)
            _ = try writer.merge(pairs, into: writer.tables.uses, Uses.relation, isBehind: isBehind)
        }
    }
}

/// How much of a bulk load is held in memory.
struct BulkPlan {
    /// Triples that wait: with their sorting they take about 52 bytes each.
    let triples: Int
    /// Pairs that wait to be sorted once more, in each of two sorters.
    let waiting: Int
    /// Pairs that are merged at a time.
    let slice: Int
    /// Bytes of statements with qualifiers or evidence that wait.
    let statements: Int

    /// - Parameter memory: bytes for all of it.
    init(memory: Int) {
        triples = max(64, memory / 64)
        waiting = max(64, memory / 160)
        slice = max(64, memory / 1024)
        statements = max(4096, memory / 4)
    }
}

/// A statement with qualifiers or evidence.
struct RichStatement {
    let triple: TripleKey
    let qualifiers: [StoredStatement.Entry]
    let evidence: [StoredStatement.Entry]
}

extension Writer {
    /// Stores many statements at once: what the body gives to the bulk load is written when it returns. What takes more
    /// than `memory` bytes waits in a scratch file. Gives the body's result, and how many statements and pieces of
    /// evidence were new.
    ///
    ///     let (_, added) = try writer.bulk { load in
    ///         for row in rows { try load.add(predicate: owns, subject: row.0, object: row.1) }
    ///     }
    ///
    /// - Complexity: sorts what it is given; an empty relation is appended to, of another the blocks touched are
    ///   rewritten.
    package func bulk<R>(memory: Int? = nil, _ body: (BulkLoad) throws -> R) throws -> (result: R, added: Int) {
        let load = BulkLoad(self, memory: memory ?? bulkMemory)
        let result = try body(load)
        try load.write()
        return (result, load.added)
    }
}
