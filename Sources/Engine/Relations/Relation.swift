import Terms

/// The tuples that rules derive, as local numbers, without duplicates.
///
/// Rounds of semi-naive evaluation see a relation in two parts: all that is there, and the delta: what the last round
/// added. `advance` begins a new round.
class Relation {
    let arity: Int
    let terms: TermTable
    /// Whether rounds ask for deltas; a relation that is derived in one go keeps none.
    var tracksDelta = false

    init(arity: Int, terms: TermTable) {
        self.arity = arity
        self.terms = terms
    }

    /// Rows.
    var count: Int { 0 }
    /// Bytes that the rows and their indexes take.
    var footprint: Int { 0 }

    /// Adds rows given by columns of local numbers; those that are there already are passed over.
    func insert(_ columns: UnsafePointer<UnsafePointer<UInt64>>, count: Int) {}

    /// Makes what was added since the last call the delta; true where there is any.
    func advance() -> Bool { false }

    /// Whether the row of local numbers is there.
    func contains(_ row: [UInt64]) -> Bool { false }

    /// Forgets every row.
    func removeAll() {}

    /// Whether the relation is complete; before, its size tells nothing.
    private(set) var isSettled = false

    /// Ends the rounds: gives back what only they need.
    func settle() {
        tracksDelta = false
        isSettled = true
    }

    /// Forgets every row, as if nothing had been derived.
    final func renew() {
        removeAll()
        isSettled = false
    }

    /// How the relation is read with some columns bound.
    func access(bound: [Int], free: [Int], delta: Bool) -> Access { Access() }

    /// Passes on every row as local numbers, in pieces of columns.
    func forEachPiece(_ receive: (UnsafePointer<UnsafeMutablePointer<UInt64>>, Int) throws -> Void) throws {
        let matches = Matches(columns: arity)
        try access(bound: [], free: Array(0..<arity), delta: false).scan(origin: 0, into: matches) {
            try receive(UnsafePointer(matches.columns), matches.count)
            matches.removeAll()
        }
        if matches.count > 0 { try receive(UnsafePointer(matches.columns), matches.count) }
    }

    /// Adds one row of local numbers.
    final func insert(row: [UInt64]) {
        withUnsafeTemporaryAllocation(of: UnsafePointer<UInt64>.self, capacity: max(1, arity)) { columns in
            row.withUnsafeBufferPointer { values in
                if let base = values.baseAddress {
                    for column in 0..<arity { columns.initializeElement(at: column, to: base + column) }
                }
                if let base = columns.baseAddress { insert(UnsafePointer(base), count: 1) }
            }
        }
    }
}
