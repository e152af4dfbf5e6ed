import Store
import Terms

/// Reads a binary relation from the store: the union of the pairs of its readings, as raw numbers.
final class StoredPairsAccess: Access {
    private let readings: [StoredPairs]
    /// Which of the two places are bound.
    private let bound: [Int]
    private let free: [Int]
    private var partners: [UInt64] = []
    /// What a scan need not look beyond: a column and what is wanted of its values.
    private var wanted: (column: Int, ranges: ValueRanges)?
    /// The column in whose order a scan goes.
    private var preferred = 0

    init(_ readings: [StoredPairs], bound: [Int], free: [Int]) {
        self.readings = readings
        self.bound = bound
        self.free = free
    }

    override func narrow(_ column: Int, to ranges: ValueRanges) {
        guard bound.isEmpty, readings.allSatisfy(\.isNarrowable) else { return }
        wanted = (column, ranges)
    }

    override func prefer(_ column: Int) { preferred = column }

    override var isLocal: Bool { false }
    override var isDistinct: Bool {
        readings.count == 1 && bound.count + free.count == 2 || bound.count == 2 || bound.count == 1 && free.count == 1
    }
    override var width: Int { free.count }
    override var exactCount: Int? {
        bound.isEmpty && free.count == 2 && readings.count == 1 && wanted == nil ? readings[0].exactCount : nil
    }

    override func expand(_ keys: Keys, from start: Int, count: Int, into matches: Matches) throws -> Int {
        var input = start
        if bound.count == 2 {
            matches.reserve(count - start)
            while input < count {
                if try contains(keys[0][input], keys[1][input]) { matches.append(origin: input, 1) }
                input += 1
            }
            return count
        }
        if readings.count == 1,
            let table = readings[0].decodedTable(bound[0])
        {
            return table.expand(keys[0], from: start, count: count, keepsValues: !free.isEmpty, into: matches)
        }
        while input < count, matches.count < Batch.size {
            try find(keys[0][input])
            let found = free.isEmpty ? min(1, partners.count) : partners.count
            matches.reserve(found)
            if !free.isEmpty {
                partners.withUnsafeBufferPointer { buffer in
                    guard let base = buffer.baseAddress else { return }
                    (matches.columns[0] + matches.count).update(from: base, count: buffer.count)
                }
            }
            matches.append(origin: input, found)
            input += 1
        }
        return input
    }

    private func contains(_ first: UInt64, _ second: UInt64) throws -> Bool {
        for reading in readings where try reading.contains(first, second) { return true }
        return false
    }

    /// The partners of a value in all readings, each once.
    private func find(_ value: UInt64) throws {
        partners.removeAll(keepingCapacity: true)
        for reading in readings { try reading.partners(of: value, givenColumn: bound[0], into: &partners) }
        guard readings.count > 1, partners.count > 1 else { return }
        partners.sort()
        var kept = 1
        for index in 1..<partners.count where partners[index] != partners[kept - 1] {
            partners[kept] = partners[index]
            kept += 1
        }
        partners.removeLast(partners.count - kept)
    }

    override func select(_ keys: Keys, count: Int, _ rows: UnsafeMutablePointer<UInt32>) throws -> Int {
        var found = 0
        if bound.count == 1, readings.count == 1, let table = readings[0].decodedTable(bound[0]) {
            let key = keys[0]
            for row in 0..<count where !table.rows(key[row]).isEmpty {
                rows[found] = UInt32(truncatingIfNeeded: row)
                found += 1
            }
            return found
        }
        for row in 0..<count {
            if bound.count == 2 {
                guard try contains(keys[0][row], keys[1][row]) else { continue }
            } else {
                try find(keys[0][row])
                guard !partners.isEmpty else { continue }
            }
            rows[found] = UInt32(truncatingIfNeeded: row)
            found += 1
        }
        return found
    }

    override func matchCount(_ keys: Keys, _ row: Int) -> Int {
        guard bound.count == 1 else { return Int(min(fanOut, 1e9)) }
        return readings.reduce(0) { $0 + $1.partnerCount(of: keys[0][row], givenColumn: bound[0]) }
    }

    override func matchCounts(_ keys: Keys, _ count: Int, _ sizes: UnsafeMutablePointer<Int>) {
        guard bound.count == 1, readings.count == 1, let table = readings[0].decodedTable(bound[0]) else {
            return super.matchCounts(keys, count, sizes)
        }
        let key = keys[0]
        for row in 0..<count { sizes[row] = table.count(key[row]) }
    }

    override func scan(origin: Int, into matches: Matches, _ emit: () throws -> Void) throws {
        func receive(_ reading: StoredPairs, _ body: ([UInt64], [UInt64]) throws -> Void) throws {
            guard let wanted else { return try reading.scan(sortedBy: preferred, body) }
            try reading.scan(wanted.column, in: wanted.ranges, body)
        }
        for reading in readings {
            try receive(reading) { first, second in
                var start = 0
                while start < first.count {
                    let length = min(Batch.size, first.count - start)
                    matches.reserve(length)
                    for (position, column) in free.enumerated() {
                        let target = matches.columns[position] + matches.count
                        let source = column == 0 ? first : second
                        for index in 0..<length { target[index] = source[start + index] }
                    }
                    matches.append(origin: origin, length)
                    start += length
                    try emit()
                }
            }
        }
    }

    override var fanOut: Double {
        readings.reduce(0) { sum, reading in
            let count = Double(reading.statistics.count)
            switch bound.count {
            case 0: return sum + count
            case 1:
                return sum + count
                    / Double(max(1, bound[0] == 0 ? reading.statistics.subjects : reading.statistics.objects))
            default: return sum + 0.3
            }
        }
    }
}

/// Reads the members of stored classes.
final class StoredClassAccess: Access {
    private let membership: StoredPairs?
    private let classes: [UInt64]
    private let isBound: Bool
    private let isFree: Bool
    private var members: [UInt64] = []

    init(_ membership: StoredPairs?, classes: [UInt64], isBound: Bool, isFree: Bool) {
        self.membership = membership
        self.classes = classes
        self.isBound = isBound
        self.isFree = isFree
    }

    override var isLocal: Bool { false }
    override var isDistinct: Bool { classes.count <= 1 || isBound }
    override var width: Int { isFree ? 1 : 0 }

    private func contains(_ value: UInt64) throws -> Bool {
        guard let membership else { return false }
        for one in classes where try membership.contains(value, one) { return true }
        return false
    }

    override func expand(_ keys: Keys, from start: Int, count: Int, into matches: Matches) throws -> Int {
        matches.reserve(count - start)
        for input in start..<count where try contains(keys[0][input]) { matches.append(origin: input, 1) }
        return count
    }

    override func select(_ keys: Keys, count: Int, _ rows: UnsafeMutablePointer<UInt32>) throws -> Int {
        var found = 0
        for row in 0..<count where try contains(keys[0][row]) {
            rows[found] = UInt32(truncatingIfNeeded: row)
            found += 1
        }
        return found
    }

    override func scan(origin: Int, into matches: Matches, _ emit: () throws -> Void) throws {
        guard let membership else { return }
        for one in classes {
            members.removeAll(keepingCapacity: true)
            try membership.partners(of: one, givenColumn: 1, into: &members)
            var start = 0
            while start < members.count {
                let length = min(Batch.size, members.count - start)
                matches.reserve(length)
                if isFree {
                    let target = matches.columns[0] + matches.count
                    for index in 0..<length { target[index] = members[start + index] }
                }
                matches.append(origin: origin, length)
                start += length
                try emit()
            }
        }
    }

    override var fanOut: Double {
        guard let membership else { return 0 }
        if isBound { return 0.5 }
        return Double(membership.statistics.count) * Double(classes.count)
            / Double(max(1, membership.statistics.objects))
    }
}

/// An access that finds its matches one at a time, whatever is bound: the values of all columns are told, and those that
/// fit the given ones are kept.
class SearchingAccess: Access {
    let columnCount: Int
    let bound: [Int]
    let free: [Int]
    private(set) var given: [UInt64?]

    init(columns: Int, bound: [Int], free: [Int]) {
        columnCount = columns
        self.bound = bound
        self.free = free
        given = Array(repeating: nil, count: columns)
    }

    override var isLocal: Bool { false }
    override var isDistinct: Bool { false }
    override var width: Int { free.count }

    /// Tells every row that may fit what is `given`.
    func search(_ tell: ([UInt64]) throws -> Void) throws {}

    private func find(_ keys: Keys?, _ input: Int, into matches: Matches, _ full: () throws -> Void) throws {
        for (position, column) in bound.enumerated() { given[column] = keys?[position][input] }
        try search { row in
            for column in bound where given[column] != row[column] { return }
            matches.reserve(1)
            for (position, column) in free.enumerated() { matches.columns[position][matches.count] = row[column] }
            matches.append(origin: input, 1)
            if matches.count >= Batch.size { try full() }
        }
    }

    override func expand(_ keys: Keys, from start: Int, count: Int, into matches: Matches) throws -> Int {
        var input = start
        while input < count, matches.count < Batch.size {
            try find(keys, input, into: matches) {}
            input += 1
        }
        return input
    }

    override func scan(origin: Int, into matches: Matches, _ emit: () throws -> Void) throws {
        try find(nil, origin, into: matches, emit)
    }
}

/// Reads `triple(S, P, O)`: every predicate, or those that a bound end is known to have.
final class TripleAccess: SearchingAccess {
    private let view: StoreView

    init(_ view: StoreView, bound: [Int], free: [Int]) {
        self.view = view
        super.init(columns: 3, bound: bound, free: free)
    }

    override func search(_ tell: ([UInt64]) throws -> Void) throws {
        try view.triples(given[0], given[1], given[2]) { subject, predicate, object in
            try tell([subject, predicate, object])
        }
    }

    override var isDistinct: Bool { bound.count + free.count == 3 }

    override var exactCount: Int? {
        guard bound.isEmpty, free.count == 3, view.isUnfiltered, let predicates = try? view.predicates() else {
            return nil
        }
        return try? predicates.reduce(0) { try $0 + view.statistics(of: $1).count }
    }

    override var fanOut: Double { bound.isEmpty ? 1e7 : (bound.contains(0) ? 10 : 1000) }
}
