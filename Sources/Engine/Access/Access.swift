/// How an atom reads a relation: given values for its bound places, the values of its free ones.
class Access {
    /// Whether keys and values are local numbers; else they are raw.
    var isLocal: Bool { true }

    /// Whether no match is given twice, and none without a value for each free column that the rows of the relation have.
    var isDistinct: Bool { true }

    /// Appends the matches of rows from `start` on, all those of a row together, until a batch is full; the next row to
    /// look at.
    func expand(_ keys: Keys, from start: Int, count: Int, into matches: Matches) throws -> Int { count }

    /// Writes the rows that have a match, in order; how many.
    func select(_ keys: Keys, count: Int, _ rows: UnsafeMutablePointer<UInt32>) throws -> Int {
        let matches = Matches(columns: width)
        var found = 0
        var start = 0
        while start < count {
            matches.removeAll()
            start = try expand(keys, from: start, count: count, into: matches)
            for index in 0..<matches.count where found == 0 || rows[found - 1] != matches.origins[index] {
                rows[found] = matches.origins[index]
                found += 1
            }
        }
        return found
    }

    /// Appends everything as matches of one row, for an atom without bound places; `emit` takes them away whenever a
    /// batch is full.
    func scan(origin: Int, into matches: Matches, _ emit: () throws -> Void) throws {}

    /// How many matches a scan of everything gives, where that is known without it.
    var exactCount: Int? { nil }

    /// How many matches a row has, or what to expect where only looking would tell.
    func matchCount(_ keys: Keys, _ row: Int) -> Int { Int(min(fanOut, 1e9)) }

    /// The same for the first `count` rows.
    func matchCounts(_ keys: Keys, _ count: Int, _ sizes: UnsafeMutablePointer<Int>) {
        for row in 0..<count { sizes[row] = matchCount(keys, row) }
    }

    /// Whether several threads may read at a time while pairs are added to the target: it reads another relation, and
    /// nothing that is made when it is first asked for.
    func isShareable(_ sharing: Sharing) -> Bool { false }

    /// Whether a scan can be divided by the first column, which then comes first.
    var isDivisible: Bool { false }

    /// Which part of a scan is read, of how many.
    var part: (index: Int, of: Int) = (0, 1)

    /// Tells that of a column only values in these ranges are wanted: a scan may leave out the others.
    func narrow(_ column: Int, to ranges: ValueRanges) {}

    /// Tells that the texts of a column are read: a scan in its order finds them side by side.
    func prefer(_ column: Int) {}

    /// Columns that `expand` writes.
    var width: Int { 0 }

    /// Matches to expect for one row.
    var fanOut: Double { 1 }
}
