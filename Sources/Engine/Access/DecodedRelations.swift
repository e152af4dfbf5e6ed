import Store
import Terms

/// Stored relations that were decoded whole, for all evaluations over one snapshot: who asks on needs them again.
package final class DecodedRelations {
    struct Key: Hashable {
        let predicate: TermID
        let order: PairOrder
    }

    private var tables: [Key: PairTable] = [:]
    private var footprint = 0
    private let limit: Int

    /// - Parameter limit: bytes beyond which no more is kept.
    package init(limit: Int = 1 << 30) { self.limit = limit }

    subscript(key: Key) -> PairTable? { tables[key] }

    func keep(_ table: PairTable, _ key: Key) {
        guard footprint + table.footprint <= limit else { return }
        footprint += table.footprint
        tables[key] = table
    }
}
