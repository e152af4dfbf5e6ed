import Language
import Terms

/// Recursion through `min`, `max`, `count` and `sum`.
///
/// A group has one value at a time; a round computes every group anew from the values of the round before, until
/// nothing changes. Where more contributions never mean less, that is the least fixed point (Ross and Sagiv, "Monotonic
/// aggregation in deductive databases", 1997). Relations of the same component that are no aggregates may have been
/// derived from values that were overtaken, so they are derived once more from the last ones.
extension Evaluation {
    func evaluateMonotone(_ members: [RelationID]) throws {
        let plain = members.filter { !isAggregated($0) }
        let aggregated = members.filter { isAggregated($0) }
        let rules = plain.flatMap { rulesOf[$0.index] }
        for member in plain { try insertFacts(of: member) }
        var changed = true
        while changed {
            try control.check()
            changed = false
            for member in aggregated {
                _ = advance(members)
                changed = try recompute(member) || changed
            }
            let before = plain.reduce(0) { $0 + relations[$1.index].count }
            try evaluateNaively(rules, plain)
            changed = changed || before != plain.reduce(0) { $0 + relations[$1.index].count }
        }
        guard !aggregated.isEmpty, !plain.isEmpty else { return }
        for member in plain {
            relations[member.index].removeAll()
            try insertFacts(of: member)
        }
        _ = advance(members)
        try evaluateNaively(rules, plain)
    }

    /// Computes the groups of a relation from what is there now; true where a row is new or another.
    private func recompute(_ relation: RelationID) throws -> Bool {
        let target = relations[relation.index]
        let before = target.count
        let rows = try groupRows(of: relation, isRecursive: true)
        if rows.count == before, rows.allSatisfy({ target.number(of: $0) != nil }) { return false }
        target.removeAll()
        for row in rows { target.insert(row) }
        _ = target.advance()
        return true
    }
}
