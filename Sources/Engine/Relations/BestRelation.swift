import Terms

/// A relation with one `min` or `max` that takes part in a recursion: for each group the best value so far.
///
/// A value that is overtaken is gone, so that the delta of a round is the groups whose value changed, each with its last
/// one: the semi-naive evaluation of a lattice (Conway et al., "Logic and lattices for distributed programming", 2012).
final class BestRelation: Relation {
    /// The column of the aggregate.
    let place: Int
    private let prefersLess: Bool
    /// The other columns of each group; their row numbers are the numbers of the groups.
    private let groups: RowRelation
    private let keyColumns: [Int]
    /// Raw number of each group's value.
    @exclusivity(unchecked) private var values = List<UInt64>()
    @exclusivity(unchecked) private var isFresh = List<Bool>()
    @exclusivity(unchecked) private var fresh = List<UInt32>()
    @exclusivity(unchecked) private var delta = List<UInt32>()
    /// Local number of each group's value, as far as somebody has looked at it; 0 where nobody has.
    @exclusivity(unchecked) private var locals = List<UInt32>()
    /// Where groups have one column: the group of each local number plus one.
    @exclusivity(unchecked) private var groupOf = List<UInt32>()

    init(arity: Int, place: Int, prefersLess: Bool, terms: TermTable) {
        self.place = place
        self.prefersLess = prefersLess
        groups = RowRelation(arity: arity - 1, terms: terms)
        keyColumns = (0..<arity).filter { $0 != place }
        super.init(arity: arity, terms: terms)
    }

    override var count: Int { groups.count }
    override var footprint: Int {
        groups.footprint + values.footprint + locals.footprint + groupOf.footprint
            + fresh.footprint + delta.footprint
    }

    /// Takes contributions: local numbers of the group, raw numbers of the value. `none` is passed over.
    func improve(_ columns: UnsafePointer<UnsafePointer<UInt64>>, count: Int) throws {
        let values = columns[place]
        if keyColumns.count == 1 {
            let keys = columns[keyColumns[0]]
            for row in 0..<count where values[row] != 0 { try improve(key: keys[row], values[row]) }
            return
        }
        try withUnsafeTemporaryAllocation(of: UnsafePointer<UInt64>.self, capacity: arity) { keys in
            guard let base = keys.baseAddress else { return }
            for row in 0..<count where values[row] != 0 {
                for (position, column) in keyColumns.enumerated() {
                    (base + position).initialize(to: columns[column] + row)
                }
                try improve(group: groups.numberInserting(UnsafePointer(base)), values[row])
            }
        }
    }

    /// The same for a group of one column, which is found without hashing.
    @inline(__always)
    private func improve(key: UInt64, _ value: UInt64) throws {
        let place = Int(truncatingIfNeeded: key)
        if place < groupOf.count, groupOf[place] != 0 {
            return try improve(group: Int(groupOf[place]) - 1, value)
        }
        try open(key, value)
    }

    private func open(_ key: UInt64, _ value: UInt64) throws {
        let place = Int(truncatingIfNeeded: key)
        if place >= groupOf.count {
            groupOf.append(repeating: 0, max(place + 1, terms.localCount) - groupOf.count)
        }
        let group = withUnsafePointer(to: key) { key in
            withUnsafePointer(to: key) { groups.numberInserting($0) }
        }
        groupOf[place] = UInt32(truncatingIfNeeded: group + 1)
        try improve(group: group, value)
    }

    private func improve(group: Int, _ value: UInt64) throws {
        if group == values.count {
            values.append(value)
            locals.append(0)
            isFresh.append(true)
            fresh.append(UInt32(truncatingIfNeeded: group))
            return
        }
        let best = values[group]
        if value == best { return }
        // Ints in their ids order as these do.
        let isBothInts = (value ^ best) >> 56 == 0 && value >> 56 == UInt64(TermID.Kind.int.rawValue)
        let isLess = try isBothInts ? value < best : terms.order(value, best) < 0
        guard isLess == prefersLess else { return }
        values[group] = value
        locals[group] = 0
        if !isFresh[group] {
            isFresh[group] = true
            fresh.append(UInt32(truncatingIfNeeded: group))
        }
    }

    override func insert(_ columns: UnsafePointer<UnsafePointer<UInt64>>, count: Int) {
        // Rows of local numbers come from facts that are told whole; the value is compared as any other.
        for row in 0..<count {
            var key: [UInt64] = []
            for column in keyColumns { key.append(columns[column][row]) }
            let value = terms.raw(ofLocal: columns[place][row])
            if key.count == 1 {
                try? improve(key: key[0], value)
                continue
            }
            groups.insert(row: key)
            if let number = groups.number(of: key) { try? improve(group: number, value) }
        }
    }

    override func advance() -> Bool {
        swap(&fresh, &delta)
        fresh.removeAll()
        for index in 0..<delta.count { isFresh[Int(delta[index])] = false }
        return !delta.isEmpty
    }

    override func removeAll() {
        groups.removeAll()
        values.removeAll()
        locals.removeAll()
        groupOf.removeAll()
        isFresh.removeAll()
        fresh.removeAll()
        delta.removeAll()
    }

    override func contains(_ row: [UInt64]) -> Bool {
        guard let number = groups.number(of: keyColumns.map { row[$0] }) else { return false }
        return values[number] == terms.raw(ofLocal: row[place])
    }

    override func access(bound: [Int], free: [Int], delta: Bool) -> Access {
        BestAccess(self, bound: bound, free: free, delta: delta)
    }

    // MARK: Reading

    fileprivate var groupRange: Range<Int> { 0..<groups.count }
    fileprivate var deltaCount: Int { delta.count }
    fileprivate func deltaGroup(_ index: Int) -> Int { Int(delta[index]) }

    /// A cell as a local number: the value gets one when it is looked at.
    @inline(__always)
    fileprivate func cell(_ group: Int, _ column: Int) -> UInt64 {
        if column == place {
            if locals[group] == 0 { locals[group] = UInt32(truncatingIfNeeded: terms.local(ofRaw: values[group])) }
            return UInt64(locals[group])
        }
        let position = column < place ? column : column - 1
        return UInt64(groups.cells[group * (arity - 1) + position])
    }

    /// The groups that a key over some of the group's columns has.
    fileprivate func forEachGroup(_ keyColumns: [Int], _ keys: Keys, _ row: Int, _ receive: (Int) -> Void) {
        let index = groups.index(on: keyColumns.map { $0 < place ? $0 : $0 - 1 })
        var candidate = index.newest(groups, keys, row)
        while candidate != 0 {
            receive(Int(candidate) - 1)
            candidate = index.older(candidate)
        }
    }
}

/// Reads groups with their values.
private final class BestAccess: Access {
    private let relation: BestRelation
    private let bound: [Int]
    private let free: [Int]
    private let delta: Bool
    /// Positions in the key of what the index is over, and of the value where it is given.
    private let indexed: [Int]
    private let valuePosition: Int?

    init(_ relation: BestRelation, bound: [Int], free: [Int], delta: Bool) {
        self.relation = relation
        self.bound = bound
        self.free = free
        self.delta = delta
        indexed = bound.filter { $0 != relation.place }
        valuePosition = bound.firstIndex(of: relation.place)
    }

    override var width: Int { free.count }
    override var isDistinct: Bool { bound.count + free.count == relation.arity }

    override func expand(_ keys: Keys, from start: Int, count: Int, into matches: Matches) -> Int {
        var input = start
        while input < count, matches.count < Batch.size {
            if delta || indexed.isEmpty {
                let groups = delta ? relation.deltaCount : relation.groupRange.count
                for index in 0..<groups {
                    let group = delta ? relation.deltaGroup(index) : index
                    if bound.indices.allSatisfy({ keys[$0][input] == relation.cell(group, bound[$0]) }) {
                        append(group, input, matches)
                    }
                }
            } else {
                // The keys of the index come in the order of the bound columns, the value left out.
                let value = valuePosition.map { keys[$0][input] }
                withIndexKeys(keys) { indexKeys in
                    relation.forEachGroup(indexed, indexKeys, input) { group in
                        if value == nil || value == relation.cell(group, relation.place) {
                            append(group, input, matches)
                        }
                    }
                }
            }
            input += 1
        }
        return input
    }

    private func withIndexKeys(_ keys: Keys, _ body: (Keys) -> Void) {
        guard let valuePosition else {
            body(keys)
            return
        }
        withUnsafeTemporaryAllocation(of: UnsafePointer<UInt64>.self, capacity: bound.count) { columns in
            guard let base = columns.baseAddress else { return }
            var next = 0
            for position in bound.indices where position != valuePosition {
                (base + next).initialize(to: keys[position])
                next += 1
            }
            body(Keys(columns: UnsafePointer(base)))
        }
    }

    private func append(_ group: Int, _ input: Int, _ matches: Matches) {
        matches.reserve(1)
        for (position, column) in free.enumerated() {
            matches.columns[position][matches.count] = relation.cell(group, column)
        }
        matches.append(origin: input, 1)
    }

    override func scan(origin: Int, into matches: Matches, _ emit: () throws -> Void) throws {
        let groups = delta ? relation.deltaCount : relation.groupRange.count
        for index in 0..<groups {
            append(delta ? relation.deltaGroup(index) : index, origin, matches)
            if matches.count >= Batch.size { try emit() }
        }
    }

    override var fanOut: Double {
        if delta { return Double(relation.deltaCount) }
        return bound.isEmpty ? Double(relation.count) : indexed.count == relation.arity - 1 ? 1 : 10
    }
}
