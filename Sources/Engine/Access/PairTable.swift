/// Pairs in memory, sorted by key, with a hash table from each key to where its pairs start.
struct PairTable {
    private let keys: [UInt64]
    private let values: [UInt64]
    private let keysAreFirst: Bool
    /// Open addressing over the start of each key plus one; 0 is empty.
    private let starts: [UInt32]

    init(keys: [UInt64], values: [UInt64], keysAreFirst: Bool) {
        self.keys = keys
        self.values = values
        self.keysAreFirst = keysAreFirst
        var distinct = 0
        for row in keys.indices where row == 0 || keys[row] != keys[row - 1] { distinct += 1 }
        var size = 16
        while size < distinct * 2 { size *= 2 }
        var table = [UInt32](repeating: 0, count: size)
        for row in keys.indices where row == 0 || keys[row] != keys[row - 1] {
            var slot = PairTable.slot(keys[row], size - 1)
            while table[slot] != 0 { slot = (slot + 1) & (size - 1) }
            table[slot] = UInt32(truncatingIfNeeded: row + 1)
        }
        starts = table
    }

    var firsts: [UInt64] { keysAreFirst ? keys : values }
    var seconds: [UInt64] { keysAreFirst ? values : keys }

    @inline(__always)
    private static func slot(_ key: UInt64, _ mask: Int) -> Int {
        Int(truncatingIfNeeded: RowRelation.mix(0, key) >> 1) & mask
    }

    @inline(__always)
    private func start(_ key: UInt64) -> Int {
        let mask = starts.count - 1
        var slot = PairTable.slot(key, mask)
        while starts[slot] != 0 {
            let row = Int(starts[slot] - 1)
            if keys[row] == key { return row }
            slot = (slot + 1) & mask
        }
        return keys.count
    }

    func append(_ key: UInt64, to result: inout [UInt64]) {
        var row = start(key)
        while row < keys.count, keys[row] == key {
            result.append(values[row])
            row += 1
        }
    }

    /// How many values a key has.
    func count(_ key: UInt64) -> Int {
        let first = start(key)
        guard first < keys.count else { return 0 }
        // The keys are sorted: double the step while the key holds, then halve it.
        var low = first
        var width = 1
        while low + width < keys.count, keys[low + width] == key {
            low += width
            width *= 2
        }
        while width > 0 {
            if low + width < keys.count, keys[low + width] == key { low += width } else { width /= 2 }
        }
        return low - first + 1
    }

    /// Whether the pair is there: the values of a key are sorted.
    func contains(_ key: UInt64, _ value: UInt64) -> Bool {
        var low = start(key)
        guard low < keys.count else { return false }
        var width = 1
        while low + width < keys.count, keys[low + width] == key, values[low + width] <= value {
            low += width
            width *= 2
        }
        while width > 0 {
            if low + width < keys.count, keys[low + width] == key, values[low + width] <= value {
                low += width
            } else {
                width /= 2
            }
        }
        return values[low] == value
    }
}
