/// The tuples of a derived relation: columns of raw term ids, without duplicates, in order of derivation.
///
/// Rows are only ever appended, so a round of semi-naive evaluation is a range of rows, and the number of a row is
/// its rank: whatever it was derived from came before it.
final class Relation {
    let arity: Int
    private(set) var columns: [[UInt64]]
    private(set) var count = 0
    /// Open addressing over row numbers plus one; 0 is empty.
    private var table: [UInt32]
    private var mask: Int
    private var indexes: [[Int]: RelationIndex] = [:]

    /// The rows that the round in progress sees as new are `deltaStart ..< deltaEnd`; those before are old.
    private(set) var deltaStart = 0
    private(set) var deltaEnd = 0

    init(arity: Int) {
        self.arity = arity
        columns = Array(repeating: [], count: arity)
        table = Array(repeating: 0, count: 16)
        mask = 15
    }

    /// Makes what the last round appended the delta of the next; true where there is any.
    func advance() -> Bool {
        deltaStart = deltaEnd
        deltaEnd = count
        return deltaEnd > deltaStart
    }

    /// Forgets every row.
    func removeAll() {
        for column in columns.indices { columns[column].removeAll(keepingCapacity: true) }
        count = 0
        table = Array(repeating: 0, count: 16)
        mask = 15
        indexes = [:]
        deltaStart = 0
        deltaEnd = 0
    }

    /// Adds a row unless it is there; true where it is new.
    @discardableResult
    func insert(_ row: [UInt64]) -> Bool {
        var slot = Relation.hash(row) & mask
        while table[slot] != 0 {
            if isRow(Int(table[slot] - 1), equalTo: row) { return false }
            slot = (slot + 1) & mask
        }
        table[slot] = UInt32(truncatingIfNeeded: count + 1)
        for column in 0..<arity { columns[column].append(row[column]) }
        count += 1
        if count * 2 > mask { grow() }
        return true
    }

    /// Adds many rows, given as columns, those that are there left out.
    func insert(columns new: [[UInt64]], count added: Int) {
        var row = Array(repeating: UInt64(0), count: arity)
        for number in 0..<added {
            for column in 0..<arity { row[column] = new[column][number] }
            insert(row)
        }
    }

    /// The number of a row; nil where it is not there.
    func number(of row: [UInt64]) -> Int? {
        var slot = Relation.hash(row) & mask
        while table[slot] != 0 {
            let candidate = Int(table[slot] - 1)
            if isRow(candidate, equalTo: row) { return candidate }
            slot = (slot + 1) & mask
        }
        return nil
    }

    func row(_ number: Int) -> [UInt64] { columns.map { $0[number] } }

    /// The index over some columns, brought up to date with every row.
    func index(on keyColumns: [Int]) -> RelationIndex {
        if let known = indexes[keyColumns] {
            known.extend(self)
            return known
        }
        let index = RelationIndex(columns: keyColumns)
        index.extend(self)
        indexes[keyColumns] = index
        return index
    }

    private func isRow(_ number: Int, equalTo row: [UInt64]) -> Bool {
        for column in 0..<arity where columns[column][number] != row[column] { return false }
        return true
    }

    private func grow() {
        mask = mask * 2 + 1
        table = Array(repeating: 0, count: mask + 1)
        for number in 0..<count {
            var hash: UInt64 = 0
            for column in columns { hash = Relation.mix(hash, column[number]) }
            var slot = Int(truncatingIfNeeded: hash >> 1) & mask
            while table[slot] != 0 { slot = (slot + 1) & mask }
            table[slot] = UInt32(truncatingIfNeeded: number + 1)
        }
    }

    private static func hash(_ row: [UInt64]) -> Int {
        var hash: UInt64 = 0
        for value in row { hash = mix(hash, value) }
        return Int(truncatingIfNeeded: hash >> 1)
    }

    @inline(__always)
    static func mix(_ hash: UInt64, _ value: UInt64) -> UInt64 {
        // A 64 x 64 to 128 bit multiplication folded onto itself spreads every bit of the value (wyhash).
        let product = (hash ^ value ^ 0x9e37_79b9_7f4a_7c15).multipliedFullWidth(by: 0xa076_1d64_78bd_642f)
        return product.high ^ product.low
    }
}

/// A hash index over some columns of a relation: the rows of a key, newest first.
final class RelationIndex {
    let columns: [Int]
    /// Per key the newest row plus one.
    private var heads: [UInt32] = Array(repeating: 0, count: 16)
    private var mask = 15
    private var keys = 0
    /// Per row the next older row of the same key plus one.
    private var next: [UInt32] = []

    init(columns: [Int]) { self.columns = columns }

    /// Takes up the rows that were appended since.
    func extend(_ relation: Relation) {
        let start = next.count
        guard start < relation.count else { return }
        next.reserveCapacity(relation.count)
        for row in start..<relation.count {
            if keys * 2 > mask { rebuild(relation, rows: row) }
            insert(row, relation)
        }
    }

    private func insert(_ row: Int, _ relation: Relation) {
        var hash: UInt64 = 0
        for column in columns { hash = Relation.mix(hash, relation.columns[column][row]) }
        var slot = Int(truncatingIfNeeded: hash >> 1) & mask
        while heads[slot] != 0 {
            if sameKey(Int(heads[slot] - 1), row, relation) { break }
            slot = (slot + 1) & mask
        }
        if heads[slot] == 0 { keys += 1 }
        next.append(heads[slot])
        heads[slot] = UInt32(truncatingIfNeeded: row + 1)
    }

    private func rebuild(_ relation: Relation, rows: Int) {
        mask = mask * 2 + 1
        heads = Array(repeating: 0, count: mask + 1)
        keys = 0
        next.removeAll(keepingCapacity: true)
        for row in 0..<rows { insert(row, relation) }
    }

    private func sameKey(_ left: Int, _ right: Int, _ relation: Relation) -> Bool {
        for column in columns where relation.columns[column][left] != relation.columns[column][right] { return false }
        return true
    }

    /// The newest row of a key; follow `older` from there.
    func newest(_ relation: Relation, _ keys: [[UInt64]], _ keyRow: Int) -> Int? {
        var hash: UInt64 = 0
        for key in keys { hash = Relation.mix(hash, key[keyRow]) }
        var slot = Int(truncatingIfNeeded: hash >> 1) & mask
        while heads[slot] != 0 {
            let candidate = Int(heads[slot] - 1)
            var same = true
            for (position, column) in columns.enumerated()
            where relation.columns[column][candidate] != keys[position][keyRow] {
                same = false
                break
            }
            if same { return candidate }
            slot = (slot + 1) & mask
        }
        return nil
    }

    /// The next older row of the same key.
    func older(_ row: Int) -> Int? {
        let link = next[row]
        return link == 0 ? nil : Int(link - 1)
    }
}
