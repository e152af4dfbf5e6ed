/// Pairs in memory, sorted by key and value, with the place where each key starts: by the key itself where the keys lie
/// close together, as the numbers of entities do, else by hash.
final class PairTable {
    let keys: [UInt64]
    let values: [UInt64]
    private let least: UInt64
    /// Where each key from `least` on starts, and behind the last where it ends; empty where keys are hashed.
    private let starts: [UInt32]
    /// Open addressing over the start of each key plus one; 0 is empty.
    private let slots: [UInt32]

    /// Bytes that the table takes.
    var footprint: Int { keys.count * 16 + (starts.count + slots.count) * 4 }

    init(keys: [UInt64], values: [UInt64]) {
        self.keys = keys
        self.values = values
        var distinct = 0
        for row in keys.indices where row == 0 || keys[row] != keys[row - 1] { distinct += 1 }
        least = keys.first ?? 0
        let width = (keys.last ?? 0) - least
        if width < UInt64(distinct * 4 + 1024) {
            var starts = [UInt32](repeating: 0, count: Int(width) + 2)
            var next = 0
            for row in keys.indices {
                let place = Int(keys[row] - least)
                while next <= place {
                    starts[next] = UInt32(truncatingIfNeeded: row)
                    next += 1
                }
            }
            while next < starts.count {
                starts[next] = UInt32(truncatingIfNeeded: keys.count)
                next += 1
            }
            self.starts = starts
            slots = []
            return
        }
        starts = []
        var size = 16
        while size < distinct * 2 { size *= 2 }
        var slots = [UInt32](repeating: 0, count: size)
        for row in keys.indices where row == 0 || keys[row] != keys[row - 1] {
            var slot = PairTable.slot(keys[row], size - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (size - 1) }
            slots[slot] = UInt32(truncatingIfNeeded: row + 1)
        }
        self.slots = slots
    }

    @inline(__always)
    private static func slot(_ key: UInt64, _ mask: Int) -> Int {
        Int(truncatingIfNeeded: RowRelation.mix(0, key) >> 1) & mask
    }

    /// The rows of a key.
    @inline(__always)
    func rows(_ key: UInt64) -> Range<Int> {
        guard slots.isEmpty else { return hashedRows(key) }
        let place = key &- least
        guard place < UInt64(starts.count - 1) else { return 0..<0 }
        return Int(starts[Int(place)])..<Int(starts[Int(place) + 1])
    }

    private func hashedRows(_ key: UInt64) -> Range<Int> {
        let mask = slots.count - 1
        var slot = PairTable.slot(key, mask)
        while slots[slot] != 0 {
            let row = Int(slots[slot] - 1)
            if keys[row] == key { return row..<end(ofKeyAt: row) }
            slot = (slot + 1) & mask
        }
        return 0..<0
    }

    /// The keys are sorted: double the step while the key holds, then halve it.
    private func end(ofKeyAt first: Int) -> Int {
        let key = keys[first]
        var low = first
        var width = 1
        while low + width < keys.count, keys[low + width] == key {
            low += width
            width *= 2
        }
        while width > 0 {
            if low + width < keys.count, keys[low + width] == key { low += width } else { width /= 2 }
        }
        return low + 1
    }

    func append(_ key: UInt64, to result: inout [UInt64]) { result.append(contentsOf: values[rows(key)]) }

    /// How many values a key has.
    func count(_ key: UInt64) -> Int { rows(key).count }

    /// Whether the pair is there: the values of a key are sorted.
    func contains(_ key: UInt64, _ value: UInt64) -> Bool {
        var (low, high) = (rows(key).lowerBound, rows(key).upperBound)
        while low < high {
            let middle = (low + high) / 2
            if values[middle] == value { return true }
            if values[middle] < value { low = middle + 1 } else { high = middle }
        }
        return false
    }

    /// Appends the matches of rows from `start` on as `Access.expand` does.
    func expand(_ key: UnsafePointer<UInt64>, from start: Int, count: Int, keepsValues: Bool, into matches: Matches)
        -> Int
    {
        values.withUnsafeBufferPointer { values in
            guard let base = values.baseAddress else { return count }
            var input = start
            while input < count, matches.count < Batch.size {
                let rows = rows(key[input])
                if !rows.isEmpty {
                    let found = keepsValues ? rows.count : 1
                    matches.reserve(found)
                    if keepsValues {
                        (matches.columns[0] + matches.count).update(from: base + rows.lowerBound, count: found)
                    }
                    matches.append(origin: input, found)
                }
                input += 1
            }
            return input
        }
    }
}
