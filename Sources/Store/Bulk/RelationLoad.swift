import LMDB
import Terms

/// The part of a bulk load that goes into one relation: sorted slices of triples one behind the other, by subject, then
/// all of them by object.
struct RelationLoad {
    private let writer: Writer
    private let predicate: TermID
    private var counts: PredicateStatistics
    /// Whether the relation had no triple before.
    private let isNew: Bool
    /// Whether a triple of the relation can have a record of statements.
    private var hasRecords: Bool
    /// What was new, by object.
    private let flipped: PairSorter
    private let plan: BulkPlan
    private let uses: PairSorter
    private var subjects = DistinctFirsts()
    private var objects = DistinctFirsts()
    /// How many statements and pieces of evidence were new.
    private(set) var added = 0

    init(
        _ writer: Writer, _ predicate: TermID, _ plan: BulkPlan, _ scratch: Scratch, uses: PairSorter
    ) throws(StoreError) {
        self.writer = writer
        self.predicate = predicate
        self.plan = plan
        self.uses = uses
        counts = try writer.statistics(of: predicate)
        isNew = counts.count == 0
        hasRecords = isNew ? false : try writer.hasRecords(predicate)
        flipped = PairSorter(scratch)
    }

    /// Writes plain triples, sorted and distinct and behind those of the calls before, and statements; these in the
    /// first call only.
    mutating func add(_ pairs: PairColumns, _ rich: [RichStatement] = []) throws(StoreError) {
        let groups = try grouped(rich, pairs)
        if isNew, pairs.count > 0 || !groups.isEmpty { writer.log.append(begun: predicate) }
        var fresh = PairColumns()
        var stored = PairLookups(writer, predicate, order: .subject)
        for group in groups {
            if try apply(group, &stored) { fresh.append(group[0].triple.pair) }
        }
        if !groups.isEmpty { hasRecords = true }
        let all = fresh.count == 0 ? pairs : union(pairs, fresh)
        guard all.count > 0 else { return }
        let isBehind = try writer.isBehind(all[0], writer.tables.bySubject, predicate.rawValue)
        try note(&subjects, all, .subject, isBehind: isBehind)
        let new = try writer.merge(all, into: writer.tables.bySubject, predicate.rawValue, isBehind: isBehind)
        guard new.count > 0 else { return }
        let plainNew = fresh.count == 0 ? new : difference(new, fresh)
        added += plainNew.count
        writer.log.added += plainNew.count
        counts.count += new.count
        try log(plainNew)
        flipped.append(PairColumns(firsts: new.seconds, seconds: new.firsts))
        try flipped.spill(atLeast: plan.waiting)
        try uses.spill(atLeast: plan.waiting)
    }

    /// Writes the other order and the counts.
    mutating func finish() throws(StoreError) {
        var slices = try flipped.sorted(slice: plan.slice)
        var isChanged = false
        while let pairs = try slices.next() {
            isChanged = true
            let isBehind = try writer.isBehind(pairs[0], writer.tables.byObject, predicate.rawValue)
            try note(&objects, pairs, .object, isBehind: isBehind)
            _ = try writer.merge(pairs, into: writer.tables.byObject, predicate.rawValue, isBehind: isBehind)
            try uses.spill(atLeast: plan.waiting)
        }
        guard isChanged else { return }
        counts.subjects += subjects.count
        counts.objects += objects.count
        try writer.put(counts, of: predicate)
        try writer.writeLog()
    }

    /// Counts the firsts of sorted pairs that the relation does not have yet, and notes what uses them.
    private func note(
        _ distinct: inout DistinctFirsts, _ pairs: PairColumns, _ role: PairOrder, isBehind: Bool
    ) throws(StoreError) {
        let table = writer.table(role)
        let use = Uses.use(of: predicate.rawValue, role: role)
        var stored = PairLookups(writer, table, predicate.rawValue)
        let isEntity = UInt64(TermID.Kind.entity.rawValue)
        for row in 0..<pairs.count {
            let first = pairs.firsts[row]
            guard first != distinct.last else { continue }
            distinct.last = first
            // Behind the last pair of the relation only the first can be that pair's.
            if !isBehind || row == 0, try stored.has(first: first) { continue }
            distinct.count += 1
            if first >> 56 == isEntity { uses.append(PairBlock.Pair(first: first, second: use)) }
        }
    }

    private struct DistinctFirsts {
        var count = 0
        var last: UInt64?
    }

    /// Statements by triple, sorted, in their order for one triple. Plain triples that have a record of statements,
    /// or get one, are among them as statements without qualifiers.
    private func grouped(_ rich: [RichStatement], _ plain: PairColumns) throws(StoreError) -> [[RichStatement]] {
        var groups: [PairBlock.Pair: [RichStatement]] = [:]
        for statement in rich { groups[statement.triple.pair, default: []].append(statement) }
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

    /// Adds the statements of one triple; whether the triple is new.
    private mutating func apply(_ group: [RichStatement], _ stored: inout PairLookups) throws(StoreError) -> Bool {
        let triple = group[0].triple
        let isStored = counts.count == 0 ? false : try stored.contains(triple.pair)
        let source = try writer.intern(.entity("source"))
        var list = try StatementList(writer, triple, isStored: isStored)
        var changes = 0
        for statement in group {
            let earlier = list.statements
            let change = list.add(statement.qualifiers, statement.evidence, source: source) { writer.newStatement() }
            guard let change else { continue }
            changes += 1
            try writer.note(
                true, triple, change.qualifiers, change.evidence, before: earlier, replaces: change.replaces)
        }
        if changes > 0 { try writer.put(list, of: triple) }
        added += changes
        return !isStored
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
    /// Whether no triple has qualifiers or evidence.
    var isWithoutRecords: Bool {
        transaction.statistics(tables.statements).map { $0.entries == 0 } ?? false
    }

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
