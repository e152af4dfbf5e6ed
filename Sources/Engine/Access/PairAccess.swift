/// The second values of a first one.
final class PairForwardAccess: Access {
    let relation: PairRelation

    init(_ relation: PairRelation) { self.relation = relation }

    override var width: Int { 1 }

    override func isShareable(_ sharing: Sharing) -> Bool { relation !== sharing.target }

    override func expand(_ keys: Keys, from start: Int, count: Int, into matches: Matches) -> Int {
        let key = keys[0]
        let rows = relation.rows
        let rowCount = UInt64(relation.rowCount)
        var input = start
        while input < count, matches.count < Batch.size {
            let first = key[input]
            if first < rowCount {
                let found = Int(rows[Int(first)].count)
                if found > 0 {
                    matches.reserve(found)
                    rows[Int(first)].copy(to: matches.columns[0] + matches.count)
                    matches.append(origin: input, found)
                }
            }
            input += 1
        }
        return input
    }

    override func select(_ keys: Keys, count: Int, _ selected: UnsafeMutablePointer<UInt32>) -> Int {
        PairFirstAccess.select(relation, keys[0], count, selected)
    }

    override func matchCount(_ keys: Keys, _ row: Int) -> Int {
        let first = keys[0][row]
        return first < UInt64(relation.rowCount) ? Int(relation.rows[Int(first)].count) : 0
    }

    override var fanOut: Double { Double(relation.count) / Double(max(1, relation.firstCount)) }
}

/// The first values of a second one.
final class PairReverseAccess: Access {
    let relation: PairRelation

    init(_ relation: PairRelation) { self.relation = relation }

    override var width: Int { 1 }

    override func isShareable(_ sharing: Sharing) -> Bool {
        guard relation !== sharing.target else { return false }
        // Made now, so that no thread makes it.
        _ = relation.reversed()
        return true
    }

    override func expand(_ keys: Keys, from start: Int, count: Int, into matches: Matches) -> Int {
        let key = keys[0]
        let reverse = relation.reversed()
        var input = start
        while input < count, matches.count < Batch.size {
            let firsts = reverse.firsts(of: key[input])
            if !firsts.isEmpty {
                matches.reserve(firsts.count)
                let target = matches.columns[0] + matches.count
                for index in 0..<firsts.count { target[index] = UInt64(firsts[index]) }
                matches.append(origin: input, firsts.count)
            }
            input += 1
        }
        return input
    }

    override func select(_ keys: Keys, count: Int, _ selected: UnsafeMutablePointer<UInt32>) -> Int {
        let key = keys[0]
        let reverse = relation.reversed()
        var found = 0
        for row in 0..<count where !reverse.firsts(of: key[row]).isEmpty {
            selected[found] = UInt32(truncatingIfNeeded: row)
            found += 1
        }
        return found
    }

    override func matchCount(_ keys: Keys, _ row: Int) -> Int { relation.reversed().firsts(of: keys[0][row]).count }

    override var fanOut: Double { Double(relation.count) / Double(max(1, relation.secondCount)) }
}

/// Whether a pair is there.
final class PairMemberAccess: Access {
    private let relation: PairRelation

    init(_ relation: PairRelation) { self.relation = relation }

    override func isShareable(_ sharing: Sharing) -> Bool { relation !== sharing.target }

    override func expand(_ keys: Keys, from start: Int, count: Int, into matches: Matches) -> Int {
        matches.reserve(count - start)
        let firsts = keys[0]
        let seconds = keys[1]
        for row in start..<count where relation.contains(firsts[row], seconds[row]) { matches.append(origin: row, 1) }
        return count
    }

    override func select(_ keys: Keys, count: Int, _ selected: UnsafeMutablePointer<UInt32>) -> Int {
        let firsts = keys[0]
        let seconds = keys[1]
        var found = 0
        for row in 0..<count where relation.contains(firsts[row], seconds[row]) {
            selected[found] = UInt32(truncatingIfNeeded: row)
            found += 1
        }
        return found
    }

    override var fanOut: Double { 0.3 }
}

/// First values that have a second one, each once.
final class PairFirstAccess: Access {
    private let relation: PairRelation
    private let isBound: Bool

    init(_ relation: PairRelation, isBound: Bool) {
        self.relation = relation
        self.isBound = isBound
    }

    override var width: Int { isBound ? 0 : 1 }

    override func expand(_ keys: Keys, from start: Int, count: Int, into matches: Matches) -> Int {
        matches.reserve(count - start)
        let key = keys[0]
        for row in start..<count where key[row] < UInt64(relation.rowCount) {
            if relation.rows[Int(key[row])].count > 0 { matches.append(origin: row, 1) }
        }
        return count
    }

    override func select(_ keys: Keys, count: Int, _ selected: UnsafeMutablePointer<UInt32>) -> Int {
        PairFirstAccess.select(relation, keys[0], count, selected)
    }

    static func select(
        _ relation: PairRelation, _ key: UnsafePointer<UInt64>, _ count: Int, _ selected: UnsafeMutablePointer<UInt32>
    ) -> Int {
        var found = 0
        for row in 0..<count where key[row] < UInt64(relation.rowCount) {
            guard relation.rows[Int(key[row])].count > 0 else { continue }
            selected[found] = UInt32(truncatingIfNeeded: row)
            found += 1
        }
        return found
    }

    override func scan(origin: Int, into matches: Matches, _ emit: () throws -> Void) throws {
        var first = 0
        while first < relation.rowCount {
            if relation.rows[first].count > 0 {
                matches.append(origin: origin, value: UInt64(first))
                if matches.count >= Batch.size { try emit() }
            }
            first += 1
        }
    }

    override var fanOut: Double { isBound ? 0.5 : Double(relation.firstCount) }
}

/// Every pair.
final class PairScanAccess: Access {
    private let relation: PairRelation
    private let free: [Int]

    init(_ relation: PairRelation, free: [Int]) {
        self.relation = relation
        self.free = free
    }

    override var width: Int { free.count }
    override var isDistinct: Bool { free.count == 2 }
    override var exactCount: Int? { free.count == 2 ? relation.count : nil }

    override func isShareable(_ sharing: Sharing) -> Bool { relation !== sharing.target }
    override var isDivisible: Bool { free.first == 0 }

    override func scan(origin: Int, into matches: Matches, _ emit: () throws -> Void) throws {
        var first = relation.rowCount * part.index / part.of
        // The rows may grow while the matches are looked at: each is copied before.
        while first < (part.of == 1 ? relation.rowCount : relation.rowCount * (part.index + 1) / part.of) {
            let found = Int(relation.rows[first].count)
            if found > 0 {
                matches.reserve(found)
                for (position, column) in free.enumerated() {
                    let target = matches.columns[position] + matches.count
                    if column == 0 {
                        target.update(repeating: UInt64(first), count: found)
                    } else {
                        relation.rows[first].copy(to: target)
                    }
                }
                matches.append(origin: origin, found)
                if matches.count >= Batch.size { try emit() }
            }
            first += 1
        }
    }

    override var fanOut: Double { Double(relation.count) }
}

/// The pairs that the last round added.
final class PairDeltaAccess: Access {
    private let relation: PairRelation
    private let bound: [Int]
    private let free: [Int]

    init(_ relation: PairRelation, bound: [Int], free: [Int]) {
        self.relation = relation
        self.bound = bound
        self.free = free
    }

    override var width: Int { free.count }
    override var isDistinct: Bool { free.count + bound.count == 2 }

    override func isShareable(_ sharing: Sharing) -> Bool { true }
    override var isDivisible: Bool { bound.isEmpty && free.first == 0 }

    /// The pairs of the part: those of one first value are never divided.
    private var range: Range<Int> {
        func boundary(_ index: Int) -> Int {
            var place = relation.delta.count * index / part.of
            while place > 0, place < relation.delta.count,
                relation.delta[place] >> 32 == relation.delta[place - 1] >> 32
            {
                place += 1
            }
            return place
        }
        return part.of == 1 ? 0..<relation.delta.count : boundary(part.index)..<boundary(part.index + 1)
    }

    @inline(__always)
    private func value(_ pair: UInt64, _ column: Int) -> UInt64 { column == 0 ? pair >> 32 : pair & 0xffff_ffff }

    override func expand(_ keys: Keys, from start: Int, count: Int, into matches: Matches) -> Int {
        for index in 0..<relation.delta.count {
            let pair = relation.delta[index]
            var fits = true
            for (position, column) in bound.enumerated() where keys[position][start] != value(pair, column) {
                fits = false
            }
            guard fits else { continue }
            matches.reserve(1)
            for (position, column) in free.enumerated() {
                matches.columns[position][matches.count] = value(pair, column)
            }
            matches.append(origin: start, 1)
        }
        return start + 1
    }

    override func scan(origin: Int, into matches: Matches, _ emit: () throws -> Void) throws {
        let range = range
        var start = range.lowerBound
        while start < range.upperBound {
            let length = min(Batch.size, range.upperBound - start)
            matches.reserve(length)
            for (position, column) in free.enumerated() {
                let target = matches.columns[position] + matches.count
                let source = relation.delta.base + start
                if column == 0 {
                    for index in 0..<length { target[index] = source[index] >> 32 }
                } else {
                    for index in 0..<length { target[index] = source[index] & 0xffff_ffff }
                }
            }
            matches.append(origin: origin, length)
            start += length
            try emit()
        }
    }

    override var fanOut: Double { Double(relation.delta.count) }
}
