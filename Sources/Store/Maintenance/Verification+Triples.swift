import LMDB
import Terms

/// The triples in both orders, their counts, and the index of uses. Block by block: what must be the same in two orders
/// is compared by sums, so that the memory does not grow with the store.
extension Reading {
    func verifyTriples(_ verification: inout Verification) throws(StoreError) {
        let known = try predicates()
        for table in [("pso", tables.bySubject), ("pos", tables.byObject)] {
            if try relations(in: table.1) != known {
                verification.report(table.0, "its relations are not those with statistics")
            }
        }
        let summing = PairSumming()
        var ends = KnownEnds()
        var uses = PairSum()
        for predicate in known {
            if !predicate.isEntity { verification.report("statistics", "a predicate is no entity") }
            var sums = [PairSum(), PairSum()]
            var firsts = [0, 0]
            for (place, role) in [PairOrder.subject, .object].enumerated() {
                let use = Uses.use(of: predicate.rawValue, role: role)
                var last: UInt64?
                try verify(
                    role == .subject ? "pso" : "pos", table(role), predicate.rawValue, &verification
                ) { (pair, verification) throws(StoreError) in
                    sums[place].add(
                        role == .subject ? summing.hash(pair.first, pair.second) : summing.hash(pair.second, pair.first)
                    )
                    guard pair.first != last else { return }
                    last = pair.first
                    firsts[place] += 1
                    if TermID(rawValue: pair.first).isEntity { uses.add(summing.hash(pair.first, use)) }
                    try verify(end: pair.first, &ends, &verification)
                }
            }
            if sums[0] != sums[1] {
                verification.report("pos", "the triples of a relation differ between the two orders")
            }
            verification.triples += sums[0].count
            let counts = PredicateStatistics(count: sums[0].count, subjects: firsts[0], objects: firsts[1])
            if try statistics(of: predicate) != counts {
                verification.report("statistics", "the counts of a relation are not those of its triples")
            }
        }
        var stored = PairSum()
        try verify("uses", tables.uses, Uses.relation, &verification) { (pair, _) in
            stored.add(summing.hash(pair.first, pair.second))
        }
        if uses != stored { verification.report("uses", "the index of uses is not that of the triples") }
    }

    /// The next number of each kind of term, once it was asked for.
    private struct KnownEnds {
        var next = [UInt64](repeating: 0, count: 256)
    }

    /// That an id in the dictionary is known there, and another stands for a value.
    private func verify(
        end raw: UInt64, _ known: inout KnownEnds, _ verification: inout Verification
    ) throws(StoreError) {
        let id = TermID(rawValue: raw)
        guard let kind = id.kind else { return verification.report("pso", "an id has no kind") }
        guard kind.isInDictionary else {
            if id.inlineTerm == nil { verification.report("pso", "a triple has a value that is none") }
            return
        }
        var next = known.next[Int(kind.rawValue)]
        if next == 0 {
            next = try nextNumber(kind)
            known.next[Int(kind.rawValue)] = next
        }
        if id.payload == 0 || id.payload >= next {
            verification.report("pso", "a triple has a term that is not in the dictionary")
        }
    }

    /// Passes on every pair of a relation, with a report where they are not in order.
    private func verify(
        _ name: String, _ table: Table, _ relation: UInt64, _ verification: inout Verification,
        _ receive: (PairBlock.Pair, inout Verification) throws(StoreError) -> Void
    ) throws(StoreError) {
        var block = PairColumns()
        var before: PairBlock.Pair?
        let damaged = damaged
        try entries(table, prefix: key(relation)) { (blockKey, value) throws(StoreError) in
            block.firsts.removeAll(keepingCapacity: true)
            block.seconds.removeAll(keepingCapacity: true)
            guard let key = BlockKey(blockKey),
                PairBlock.decode(first: key.pair, value, into: &block.firsts, &block.seconds),
                let last = PairBlock.header(value)?.last
            else { throw damaged }
            var isOrdered = true
            for row in 0..<block.count {
                let pair = block[row]
                if let before, !(before < pair) { isOrdered = false }
                before = pair
                try receive(pair, &verification)
            }
            if !isOrdered { verification.report(name, "pairs are not in order") }
            if last != before { verification.report(name, "a block's last pair is another") }
            return true
        }
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
}

/// Hashes of pairs that differ each time, so that no file can be made to deceive them.
private struct PairSumming {
    private let low = UInt64.random(in: .min ... .max)
    private let high = UInt64.random(in: .min ... .max)

    func hash(_ first: UInt64, _ second: UInt64) -> (low: UInt64, high: UInt64) {
        (
            PairSumming.fold(PairSumming.fold(first ^ low) ^ second),
            PairSumming.fold(PairSumming.fold(first ^ high) ^ second)
        )
    }

    private static func fold(_ value: UInt64) -> UInt64 {
        let product = (value ^ 0xa076_1d64_78bd_642f).multipliedFullWidth(by: 0xe703_7ed1_a0b4_28db)
        return product.high ^ product.low
    }
}

/// How many pairs there are, and the sums of two hashes of each: the same for the same pairs in any order. Others have
/// the same only by a chance of about one in 2^128.
private struct PairSum: Equatable {
    private(set) var count = 0
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    mutating func add(_ hash: (low: UInt64, high: UInt64)) {
        count += 1
        low &+= hash.low
        high &+= hash.high
    }
}
