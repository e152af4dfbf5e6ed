import LMDB
import Terms

/// What a check of the whole store found.
package struct Verification: Sendable {
    /// Something that must not be, in words, with the table where it is.
    package struct Problem: Sendable, Equatable {
        package let table: String
        package let message: String
    }

    /// The first hundred.
    package private(set) var problems: [Problem] = []
    package private(set) var problemCount = 0
    package internal(set) var triples = 0
    package internal(set) var statements = 0
    package internal(set) var terms = 0

    package var isSound: Bool { problemCount == 0 }

    mutating func report(_ table: String, _ message: String) {
        problemCount += 1
        if problems.count < 100 { problems.append(Problem(table: table, message: message)) }
    }
}

extension Store {
    /// Checks everything there is: the pages of the file, every block and its order, both orders against each other,
    /// the dictionary both ways, the index of uses, counts against statistics, statements against triples, the log.
    ///
    /// Throws `StoreError` where the file cannot be opened at all. Reads and writes may go on meanwhile.
    package static func verify(path: String) throws(StoreError) -> Verification {
        do throws(StoreError) {
            let store = try Store(path: path, access: .read, checkingPages: true)
            return try store.snapshot().verify()
        } catch  where error.kind == .damaged {
            var verification = Verification()
            verification.report("file", error.message)
            return verification
        }
    }
}

extension Reading {
    /// As `Store.verify`, but for the pages.
    package func verify() throws(StoreError) -> Verification {
        try settle()
        var verification = Verification()
        try run(&verification) { (verification) throws(StoreError) in try verifyTerms(&verification) }
        try run(&verification) { (verification) throws(StoreError) in try verifyTriples(&verification) }
        try run(&verification) { (verification) throws(StoreError) in try verifyStatements(&verification) }
        try run(&verification) { (verification) throws(StoreError) in try verifyHistory(&verification) }
        return verification
    }

    /// A part of the check; a block that cannot be read ends it, but not the others.
    private func run(
        _ verification: inout Verification, _ part: (inout Verification) throws(StoreError) -> Void
    ) throws(StoreError) {
        do throws(StoreError) {
            try part(&verification)
        } catch  where error.kind == .damaged {
            verification.report("blocks", error.message)
        }
    }

    private func verifyTerms(_ verification: inout Verification) throws(StoreError) {
        // By text: each key leads to a text that leads back to it.
        var previous: [UInt8] = []
        var keys = 0
        try forEachText { (entry) throws(StoreError) in
            keys += 1
            if keys > 1, !previous.isBefore(entry.key) { verification.report("ids", "texts are not in order") }
            previous = entry.key
            guard let kind = TermID.Kind(rawValue: (entry.key.first ?? 0) & 0x7f), kind.isInDictionary else {
                verification.report("ids", "a text has no kind")
                return true
            }
            let text = try self.text(of: TermID(kind: kind, payload: entry.number))
            let isHere = text.withUnsafeBytes { raw in
                guard TextKey.isHashed(raw.count) else { return TextKey.key(kind, raw) == entry.key }
                return TextKey.key(kind, raw, sequence: entry.key.last ?? 0) == entry.key
            }
            if !isHere { verification.report("ids", "the text of term \(entry.number) is another") }
            let term = text.withUnsafeBytes { TermText.decode(kind, $0) }
            if term == nil { verification.report("texts", "term \(entry.number) is none") }
            return true
        }
        // By number: as many as were given, without gaps, so that none is missing in the other table.
        verification.terms = try verifyTexts(&verification)
        if keys != verification.terms {
            verification.report("ids", "\(keys) texts, but \(verification.terms) terms")
        }
    }

    private func verifyTexts(_ verification: inout Verification) throws(StoreError) -> Int {
        var next: UInt64 = 0
        var count = 0
        let damaged = damaged
        try entries(tables.texts, prefix: []) { (key, value) throws(StoreError) in
            var keyReader = ByteReader(key)
            guard let first = keyReader.number() else { throw damaged }
            let startsKind = first >> 56 != next >> 56
            if startsKind ? first & TermID.payloadMask != 1 : first != next {
                verification.report("texts", "numbers of terms have a gap")
            }
            var front = FrontReader(value)
            next = first
            while !front.reader.isAtEnd {
                guard front.next() != nil else { throw damaged }
                next &+= 1
                count += 1
            }
            return true
        }
        if count != (try info().terms) { verification.report("texts", "the count of terms is another") }
        return count
    }

    private func verifyTriples(_ verification: inout Verification) throws(StoreError) {
        let known = try predicates()
        for table in [("pso", tables.bySubject), ("pos", tables.byObject)] {
            if try relations(in: table.1) != known {
                verification.report(table.0, "its relations are not those with statistics")
            }
        }
        var uses = PairColumns()
        for predicate in known {
            if !predicate.isEntity { verification.report("statistics", "a predicate is no entity") }
            let pairs = try verified("pso", tables.bySubject, predicate.rawValue, &verification)
            let flipped = try verified("pos", tables.byObject, predicate.rawValue, &verification)
            let expected = pairs.flipped
            if expected.firsts != flipped.firsts || expected.seconds != flipped.seconds {
                verification.report("pos", "the triples of a relation differ between the two orders")
            }
            verification.triples += pairs.count
            let subjects = distinct(pairs.firsts)
            let objects = distinct(flipped.firsts)
            let counts = PredicateStatistics(
                count: pairs.count, subjects: subjects.count, objects: objects.count)
            if try statistics(of: predicate) != counts {
                verification.report("statistics", "the counts of a relation are not those of its triples")
            }
            for (entities, role) in [(subjects, PairOrder.subject), (objects, .object)] {
                let use = Uses.use(of: predicate.rawValue, role: role)
                for entity in entities where TermID(rawValue: entity).isEntity {
                    uses.append(PairBlock.Pair(first: entity, second: use))
                }
            }
            try verifyEnds(subjects + objects, &verification)
        }
        uses.sort()
        let stored = try verified("uses", tables.uses, Uses.relation, &verification)
        if uses.firsts != stored.firsts || uses.seconds != stored.seconds {
            verification.report("uses", "the index of uses is not that of the triples")
        }
    }

    /// That ids in the dictionary are known there.
    private func verifyEnds(_ ids: [UInt64], _ verification: inout Verification) throws(StoreError) {
        for raw in ids {
            let id = TermID(rawValue: raw)
            guard let kind = id.kind else {
                verification.report("pso", "an id has no kind")
                continue
            }
            if kind.isInDictionary {
                let next = try nextNumber(kind)
                if id.payload == 0 || id.payload >= next {
                    verification.report("pso", "a triple has a term that is not in the dictionary")
                }
            } else if id.inlineTerm == nil {
                verification.report("pso", "a triple has a value that is none")
            }
        }
    }

    /// Every pair of a relation, with a report where they are not in order.
    private func verified(
        _ name: String, _ table: Table, _ relation: UInt64, _ verification: inout Verification
    ) throws(StoreError) -> PairColumns {
        var all = PairColumns()
        let damaged = damaged
        try entries(table, prefix: key(relation)) { (blockKey, value) throws(StoreError) in
            let start = all.count
            guard let key = BlockKey(blockKey),
                PairBlock.decode(first: key.pair, value, into: &all.firsts, &all.seconds),
                let last = PairBlock.header(value)?.last
            else { throw damaged }
            for row in max(1, start)..<all.count where !(all[row - 1] < all[row]) {
                verification.report(name, "pairs are not in order")
                break
            }
            if last != all[all.count - 1] { verification.report(name, "a block's last pair is another") }
            return true
        }
        return all
    }

    private func relations(in table: Table) throws(StoreError) -> [TermID] {
        var found: [TermID] = []
        let damaged = damaged
        try entries(table, prefix: []) { (blockKey, _) throws(StoreError) in
            guard let key = BlockKey(blockKey) else { throw damaged }
            if found.last?.rawValue != key.predicate { found.append(TermID(rawValue: key.predicate)) }
            return true
        }
        return found
    }

    private func distinct(_ sorted: [UInt64]) -> [UInt64] {
        var found: [UInt64] = []
        for value in sorted where found.last != value { found.append(value) }
        return found
    }
}
