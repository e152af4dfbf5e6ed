/// A set of terms: a bitmap over the local numbers, and the numbers in the order in which they came.
final class UnaryRelation: Relation {
    @exclusivity(unchecked) private var values = List<UInt32>()
    @exclusivity(unchecked) private var bits = List<UInt64>(capacity: 64)
    @exclusivity(unchecked) private var deltaStart = 0
    @exclusivity(unchecked) private var deltaEnd = 0

    init(terms: TermTable) { super.init(arity: 1, terms: terms) }

    override var count: Int { values.count }
    override var footprint: Int { values.footprint + bits.footprint }

    override func insert(_ columns: UnsafePointer<UnsafePointer<UInt64>>, count: Int) {
        let column = columns[0]
        for index in 0..<count {
            let value = column[index]
            let word = Int(value >> 6)
            if word >= bits.count { bits.append(repeating: 0, word + 1 - bits.count) }
            let bit: UInt64 = 1 << (value & 63)
            if bits[word] & bit != 0 { continue }
            bits[word] |= bit
            values.append(UInt32(truncatingIfNeeded: value))
        }
    }

    @inline(__always)
    func contains(_ value: UInt64) -> Bool {
        let word = value >> 6
        return word < UInt64(bits.count) && bits[Int(word)] & (1 << (value & 63)) != 0
    }

    override func contains(_ row: [UInt64]) -> Bool { contains(row[0]) }

    override func advance() -> Bool {
        deltaStart = deltaEnd
        deltaEnd = values.count
        return deltaEnd > deltaStart
    }

    override func removeAll() {
        values.removeAll()
        bits.removeAll()
        deltaStart = 0
        deltaEnd = 0
    }

    override func access(bound: [Int], free: [Int], delta: Bool) -> Access {
        UnaryAccess(self, isBound: !bound.isEmpty, isFree: !free.isEmpty, delta: delta)
    }

    /// Appends the values of some places in the order of arrival; only their number where nobody wants them.
    fileprivate func append(_ range: Range<Int>, origin: Int, isFree: Bool, to matches: Matches) {
        matches.reserve(range.count)
        if isFree {
            let target = matches.columns[0] + matches.count
            for (position, index) in range.enumerated() { target[position] = UInt64(values[index]) }
        }
        matches.append(origin: origin, range.count)
    }

    fileprivate func range(delta: Bool) -> Range<Int> { delta ? deltaStart..<deltaEnd : 0..<values.count }
}

private final class UnaryAccess: Access {
    private let relation: UnaryRelation
    private let isBound: Bool
    private let isFree: Bool
    private let delta: Bool

    init(_ relation: UnaryRelation, isBound: Bool, isFree: Bool, delta: Bool) {
        self.relation = relation
        self.isBound = isBound
        self.isFree = isFree
        self.delta = delta
    }

    override var width: Int { isFree ? 1 : 0 }

    override func select(_ keys: Keys, count: Int, _ rows: UnsafeMutablePointer<UInt32>) -> Int {
        let column = keys[0]
        var found = 0
        for row in 0..<count where relation.contains(column[row]) {
            rows[found] = UInt32(truncatingIfNeeded: row)
            found += 1
        }
        return found
    }

    override func expand(_ keys: Keys, from start: Int, count: Int, into matches: Matches) -> Int {
        matches.reserve(count - start)
        for row in start..<count where relation.contains(keys[0][row]) { matches.append(origin: row, 1) }
        return count
    }

    override func scan(origin: Int, into matches: Matches, _ emit: () throws -> Void) throws {
        var range = relation.range(delta: delta)
        while !range.isEmpty {
            let piece = range.prefix(Batch.size)
            relation.append(piece.startIndex..<piece.endIndex, origin: origin, isFree: isFree, to: matches)
            range = piece.endIndex..<range.upperBound
            try emit()
        }
    }

    override var fanOut: Double { isBound ? 0.5 : Double(relation.range(delta: delta).count) }
}
