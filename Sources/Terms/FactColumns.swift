/// Facts of one relation as columns of raw ids: inline ids as they are, other terms by their place in `terms`.
package struct FactColumns: Sendable {
    package var columns: [[UInt64]]
    package var count = 0
    /// The term behind an id that is transient: the payload without the transient bit is the place here.
    package var terms: [Term] = []

    package init(arity: Int) { columns = Array(repeating: [], count: arity) }

    /// The same facts but one.
    package func without(_ fact: [Term]) -> FactColumns {
        guard fact.count == columns.count else { return self }
        let ids = fact.map { term -> Set<UInt64> in
            if let inline = TermID(inline: term) { return [inline.rawValue] }
            return Set(
                terms.indices.filter { terms[$0] == term }.map { place in
                    TermID(kind: .entity, payload: TermID.transientBit | UInt64(place)).rawValue
                })
        }
        let kept = (0..<count).filter { row in !columns.indices.allSatisfy { ids[$0].contains(columns[$0][row]) } }
        guard kept.count < count else { return self }
        var result = self
        result.columns = columns.map { column in kept.map { column[$0] } }
        result.count = kept.count
        return result
    }
}
