/// A set of rows of raw numbers, each with a number from 0 in order of appearance: groups by their keys, and assignments
/// that were seen before.
struct KeyTable: ~Copyable {
    let width: Int
    private(set) var cells = List<UInt64>()
    private(set) var count = 0
    /// Open addressing over row numbers plus one; 0 is empty.
    private var table = List<UInt32>(capacity: 16)
    private var mask = 15

    init(width: Int) {
        self.width = width
        table.append(repeating: 0, 16)
    }

    /// The number of a row that is given by `width` columns; whether it is new.
    @inline(__always)
    mutating func insert(_ columns: UnsafeBufferPointer<UnsafeMutablePointer<UInt64>>, _ row: Int) -> (
        number: Int, isNew: Bool
    ) {
        var hash: UInt64 = 0
        for column in 0..<width { hash = RowRelation.mix(hash, columns[column][row]) }
        var slot = Int(truncatingIfNeeded: hash >> 1) & mask
        while table[slot] != 0 {
            let number = Int(table[slot] - 1)
            var same = true
            for column in 0..<width where cells[number * width + column] != columns[column][row] { same = false }
            if same { return (number, false) }
            slot = (slot + 1) & mask
        }
        count += 1
        table[slot] = UInt32(truncatingIfNeeded: count)
        for column in 0..<width { cells.append(columns[column][row]) }
        if count * 2 > mask { grow() }
        return (count - 1, true)
    }

    func cell(_ number: Int, _ position: Int) -> UInt64 { cells[number * width + position] }

    private mutating func grow() {
        mask = mask * 4 + 3
        table.removeAll()
        table.append(repeating: 0, mask + 1)
        for number in 0..<count {
            var hash: UInt64 = 0
            for position in 0..<width { hash = RowRelation.mix(hash, cells[number * width + position]) }
            var slot = Int(truncatingIfNeeded: hash >> 1) & mask
            while table[slot] != 0 { slot = (slot + 1) & mask }
            table[slot] = UInt32(truncatingIfNeeded: number + 1)
        }
    }
}
