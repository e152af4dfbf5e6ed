import LMDB
import Terms

/// The part of a bulk load that goes into one relation.
struct RelationLoad {
    private let writer: Writer
    private let predicate: TermID
    private let before: PredicateStatistics

    init(_ writer: Writer, _ predicate: TermID) throws(StoreError) {
        self.writer = writer
        self.predicate = predicate
        before = try writer.statistics(of: predicate)
    }

    private var isNew: Bool { before.count == 0 }

    /// Writes plain triples and statements of the relation; how many were new.
    func load(
        _ plain: PairColumns, _ rich: [RichStatement], _ uses: inout PairColumns
    ) throws(StoreError) -> Int {
        var pairs = plain
        pairs.sortDistinct()
        let groups = try grouped(rich, pairs)
        let isBegun = isNew && (pairs.count > 0 || !groups.isEmpty)
        if isBegun { writer.log.append(begun: predicate) }
        var added = 0
        var fresh = PairColumns()
        for group in groups {
            let (changes, isFresh) = try apply(group)
            added += changes
            if isFresh { fresh.append(group[0].triple.pair) }
        }
        let all = fresh.count == 0 ? pairs : union(pairs, fresh)
        let subjects = try newFirsts(all, writer.tables.bySubject)
        let new = try writer.merge(all, into: writer.tables.bySubject, predicate.rawValue, isEmpty: isNew)
        guard new.count > 0 else { return added }
        let plainNew = fresh.count == 0 ? new : difference(new, fresh)
        added += plainNew.count
        writer.log.added += plainNew.count
        try log(plainNew)
        let flipped = new.flipped
        let objects = try newFirsts(flipped, writer.tables.byObject)
        _ = try writer.merge(flipped, into: writer.tables.byObject, predicate.rawValue, isEmpty: isNew)
        note(subjects, .subject, &uses)
        note(objects, .object, &uses)
        try writer.put(
            PredicateStatistics(
                count: before.count + new.count, subjects: before.subjects + subjects.count,
                objects: before.objects + objects.count), of: predicate)
        try writer.writeLog()
        return added
    }

    /// Statements by triple, sorted, in their order for one triple. Plain triples that have a record of statements,
    /// or get one, are among them as statements without qualifiers.
    private func grouped(_ rich: [RichStatement], _ plain: PairColumns) throws(StoreError) -> [[RichStatement]] {
        var groups: [PairBlock.Pair: [RichStatement]] = [:]
        for statement in rich { groups[statement.triple.pair, default: []].append(statement) }
        let hasRecords = isNew ? false : try writer.hasRecords(predicate)
        if hasRecords || !groups.isEmpty {
            for row in 0..<plain.count {
                let pair = plain[row]
                let triple = TripleKey(predicate, pair)
                let isBare = RichStatement(triple: triple, qualifiers: [], evidence: [])
                if groups[pair] != nil {
                    groups[pair]?.append(isBare)
                } else if hasRecords, try writer.record(predicate, triple.subject, triple.object) != nil {
                    groups[pair] = [isBare]
                }
            }
        }
        return groups.sorted { $0.key < $1.key }.map(\.value)
    }

    /// Adds the statements of one triple; how many were new, and whether the triple is.
    private func apply(_ group: [RichStatement]) throws(StoreError) -> (changes: Int, isFresh: Bool) {
        let triple = group[0].triple
        let isStored = isNew ? false : try writer.contains(triple.predicate, triple.subject, triple.object)
        let source = try writer.intern(.entity("source"))
        var list = try StatementList(writer, triple, isStored: isStored)
        var changes = 0
        for statement in group {
            let earlier = list.statements
            let change = list.add(statement.qualifiers, statement.evidence, source: source) { writer.newStatement() }
            guard let change else { continue }
            changes += 1
            try writer.note(true, triple, change.qualifiers, change.evidence, before: earlier)
        }
        if changes > 0 { try writer.put(list, of: triple) }
        return (changes, !isStored)
    }

    private func log(_ pairs: PairColumns) throws(StoreError) {
        guard !writer.log.covers(predicate) else { return }
        var builder = PairBlockBuilder()
        for row in 0..<pairs.count {
            guard let block = builder.append(pairs[row]) else { continue }
            writer.log.append(plain: predicate, first: block.first, block.value)
            try writer.writeLog()
        }
        if let block = builder.finish() { writer.log.append(plain: predicate, first: block.first, block.value) }
    }

    /// The distinct firsts of sorted pairs that the relation does not have yet.
    private func newFirsts(_ pairs: PairColumns, _ table: Table) throws(StoreError) -> [UInt64] {
        var found: [UInt64] = []
        for row in 0..<pairs.count where row == 0 || pairs.firsts[row] != pairs.firsts[row - 1] {
            let first = pairs.firsts[row]
            if isNew {
                found.append(first)
            } else if try !writer.has(table, predicate.rawValue, first: first) {
                found.append(first)
            }
        }
        return found
    }

    private func note(_ entities: [UInt64], _ role: PairOrder, _ uses: inout PairColumns) {
        let use = Uses.use(of: predicate.rawValue, role: role)
        for entity in entities where TermID(rawValue: entity).isEntity {
            uses.append(PairBlock.Pair(first: entity, second: use))
        }
    }

    private func union(_ left: PairColumns, _ right: PairColumns) -> PairColumns {
        var all = left
        all.firsts += right.firsts
        all.seconds += right.seconds
        all.sortDistinct()
        return all
    }

    /// Sorted pairs without those of another sorted list.
    private func difference(_ pairs: PairColumns, _ others: PairColumns) -> PairColumns {
        var rest = PairColumns()
        var place = 0
        for row in 0..<pairs.count {
            while place < others.count, others[place] < pairs[row] { place += 1 }
            if place < others.count, others[place] == pairs[row] { continue }
            rest.append(pairs[row])
        }
        return rest
    }
}

extension TripleKey {
    init(_ predicate: TermID, _ pair: PairBlock.Pair) {
        self.init(
            predicate: predicate, subject: TermID(rawValue: pair.first), object: TermID(rawValue: pair.second))
    }

    var pair: PairBlock.Pair { PairBlock.Pair(first: subject.rawValue, second: object.rawValue) }
}

extension Reading {
    /// Whether any triple of a predicate has qualifiers or evidence.
    func hasRecords(_ predicate: TermID) throws(StoreError) -> Bool {
        var found = false
        try entries(tables.statements, prefix: key(predicate.rawValue)) { _, _ in
            found = true
            return false
        }
        return found
    }
}
