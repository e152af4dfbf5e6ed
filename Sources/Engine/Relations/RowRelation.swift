import Terms

/// Tuples of any width, one after the other in order of derivation: the number of a row is its rank, for whatever it was
/// derived from came before it.
final class RowRelation: Relation {
    /// Rows one after the other, `arity` numbers each.
    @exclusivity(unchecked) private(set) var cells = List<UInt32>()
    @exclusivity(unchecked) private var total = 0
    /// Open addressing over row numbers plus one; 0 is empty.
    @exclusivity(unchecked) private var table = List<UInt32>(capacity: 16)
    @exclusivity(unchecked) private var mask = 15
    private var indexes: [[Int]: RowIndex] = [:]
    private var clusters: [Int: ClusteredRows] = [:]
    @exclusivity(unchecked) private(set) var deltaStart = 0
    @exclusivity(unchecked) private(set) var deltaEnd = 0

    override init(arity: Int, terms: TermTable) {
        super.init(arity: arity, terms: terms)
        table.append(repeating: 0, 16)
    }

    override var count: Int { total }
    override var footprint: Int {
        cells.footprint + table.footprint + indexes.values.reduce(0) { $0 + $1.footprint }
            + clusters.values.reduce(0) { $0 + $1.footprint }
    }

    override func insert(_ columns: UnsafePointer<UnsafePointer<UInt64>>, count: Int) {
        for row in 0..<count { _ = number(columns, row) }
    }

    /// The number of a row that is given by a pointer to each cell; it is added where it is not there.
    func numberInserting(_ cells: UnsafePointer<UnsafePointer<UInt64>>) -> Int { number(cells, 0) }

    @inline(__always)
    private func number(_ columns: UnsafePointer<UnsafePointer<UInt64>>, _ row: Int) -> Int {
        var hash: UInt64 = 0
        for column in 0..<arity { hash = RowRelation.mix(hash, columns[column][row]) }
        var slot = Int(truncatingIfNeeded: hash >> 1) & mask
        while table[slot] != 0 {
            let number = Int(table[slot] - 1)
            var same = true
            for column in 0..<arity where UInt64(cells[number * arity + column]) != columns[column][row] {
                same = false
            }
            if same { return number }
            slot = (slot + 1) & mask
        }
        let number = total
        total += 1
        table[slot] = UInt32(truncatingIfNeeded: total)
        for column in 0..<arity { cells.append(UInt32(truncatingIfNeeded: columns[column][row])) }
        if total * 2 > mask { growTable() }
        return number
    }

    private func growTable() {
        mask = mask * 4 + 3
        table.removeAll()
        table.append(repeating: 0, mask + 1)
        for row in 0..<total {
            var hash: UInt64 = 0
            for column in 0..<arity { hash = RowRelation.mix(hash, UInt64(cells[row * arity + column])) }
            var slot = Int(truncatingIfNeeded: hash >> 1) & mask
            while table[slot] != 0 { slot = (slot + 1) & mask }
            table[slot] = UInt32(truncatingIfNeeded: row + 1)
        }
    }

    @inline(__always)
    static func mix(_ hash: UInt64, _ value: UInt64) -> UInt64 {
        // A 64 x 64 to 128 bit multiplication folded onto itself spreads every bit of the value (wyhash).
        let product = (hash ^ value ^ 0x9e37_79b9_7f4a_7c15).multipliedFullWidth(by: 0xa076_1d64_78bd_642f)
        return product.high ^ product.low
    }

    /// The number of a row; nil where it is not there.
    func number(of row: [UInt64]) -> Int? {
        row.withUnsafeBufferPointer { cells in
            cells.baseAddress.flatMap { number(of: $0) } ?? (total > 0 && arity == 0 ? 0 : nil)
        }
    }

    /// The number of a row by its cells; nil where it is not there.
    func number(of row: UnsafePointer<UInt64>) -> Int? {
        var hash: UInt64 = 0
        for column in 0..<arity { hash = RowRelation.mix(hash, row[column]) }
        var slot = Int(truncatingIfNeeded: hash >> 1) & mask
        while table[slot] != 0 {
            let candidate = Int(table[slot] - 1)
            var same = true
            for column in 0..<arity where UInt64(cells[candidate * arity + column]) != row[column] { same = false }
            if same { return candidate }
            slot = (slot + 1) & mask
        }
        return nil
    }

    /// The number of a row by its cells; it is added where it is not there.
    func numberInserting(_ row: UnsafePointer<UInt64>) -> Int {
        withUnsafeTemporaryAllocation(of: UnsafePointer<UInt64>.self, capacity: max(1, arity)) { columns in
            for column in 0..<arity { columns.initializeElement(at: column, to: row + column) }
            return columns.baseAddress.map { number(UnsafePointer($0), 0) } ?? 0
        }
    }

    override func contains(_ row: [UInt64]) -> Bool { number(of: row) != nil }

    func row(_ number: Int) -> [UInt64] { (0..<arity).map { UInt64(cells[number * arity + $0]) } }

    override func advance() -> Bool {
        deltaStart = deltaEnd
        deltaEnd = total
        return deltaEnd > deltaStart
    }

    override func removeAll() {
        cells.removeAll()
        total = 0
        mask = 15
        table.removeAll()
        table.append(repeating: 0, 16)
        indexes = [:]
        clusters = [:]
        deltaStart = 0
        deltaEnd = 0
    }

    /// The index over some columns, brought up to date with every row.
    func index(on columns: [Int]) -> RowIndex {
        let index = indexes[columns] ?? RowIndex(columns: columns)
        indexes[columns] = index
        index.extend(self)
        return index
    }

    /// The rows by a column, where the relation is complete and its values lie close together.
    func cluster(on column: Int) -> ClusteredRows? {
        guard isSettled else { return nil }
        if let known = clusters[column] { return known }
        let made = ClusteredRows(self, column: column)
        clusters[column] = made
        return made
    }

    override func access(bound: [Int], free: [Int], delta: Bool) -> Access {
        RowAccess(self, bound: bound, free: free, delta: delta)
    }
}

/// A hash index over some columns: the rows of a key, newest first.
final class RowIndex {
    let columns: [Int]
    /// Per key the newest row plus one.
    @exclusivity(unchecked) private var heads = List<UInt32>(capacity: 16)
    @exclusivity(unchecked) private var mask = 15
    @exclusivity(unchecked) private(set) var keyCount = 0
    /// Per row the next older row of the same key plus one.
    @exclusivity(unchecked) private var next = List<UInt32>()

    init(columns: [Int]) {
        self.columns = columns
        heads.append(repeating: 0, 16)
    }

    var footprint: Int { heads.footprint + next.footprint }

    /// Takes up the rows that were appended since.
    func extend(_ relation: RowRelation) {
        var row = next.count
        while row < relation.count {
            if keyCount * 2 > mask { rebuild(relation, rows: row) }
            insert(row, relation)
            row += 1
        }
    }

    private func insert(_ row: Int, _ relation: RowRelation) {
        let cells = relation.cells.base
        let start = row * relation.arity
        var hash: UInt64 = 0
        for column in columns { hash = RowRelation.mix(hash, UInt64(cells[start + column])) }
        var slot = Int(truncatingIfNeeded: hash >> 1) & mask
        while heads[slot] != 0 {
            let other = Int(heads[slot] - 1) * relation.arity
            var same = true
            for column in columns where cells[other + column] != cells[start + column] { same = false }
            if same { break }
            slot = (slot + 1) & mask
        }
        if heads[slot] == 0 { keyCount += 1 }
        next.append(heads[slot])
        heads[slot] = UInt32(truncatingIfNeeded: row + 1)
    }

    private func rebuild(_ relation: RowRelation, rows: Int) {
        mask = mask * 4 + 3
        heads.removeAll()
        heads.append(repeating: 0, mask + 1)
        keyCount = 0
        next.removeAll()
        for row in 0..<rows { insert(row, relation) }
    }

    /// The newest row of a key plus one, 0 where there is none; follow `older` from there.
    @inline(__always)
    func newest(_ relation: RowRelation, _ keys: Keys, _ keyRow: Int) -> UInt32 {
        var hash: UInt64 = 0
        for position in 0..<columns.count { hash = RowRelation.mix(hash, keys[position][keyRow]) }
        var slot = Int(truncatingIfNeeded: hash >> 1) & mask
        let cells = relation.cells.base
        while heads[slot] != 0 {
            let start = Int(heads[slot] - 1) * relation.arity
            var same = true
            for position in 0..<columns.count
            where UInt64(cells[start + columns[position]]) != keys[position][keyRow] { same = false }
            if same { return heads[slot] }
            slot = (slot + 1) & mask
        }
        return 0
    }

    /// The next older row of the same key plus one, for a row plus one.
    @inline(__always)
    func older(_ row: UInt32) -> UInt32 { next[Int(row) - 1] }
}
