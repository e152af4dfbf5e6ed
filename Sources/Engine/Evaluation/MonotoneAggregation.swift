import Language
import Terms

/// Recursion through `min`, `max`, `count` and `sum`.
///
/// A group has one value at a time. Where more contributions never mean less, replacing it by the value that the others
/// give leads to the least fixed point (Ross and Sagiv, "Monotonic aggregation in deductive databases", 1997). Best
/// values alone are evaluated by deltas (`BestRelation`); counts and sums are computed anew in each round. Relations of
/// the same component that are no aggregates may have been derived from values that were overtaken, so they are derived
/// once more from the last ones.
extension Evaluation {
    func evaluateMonotone(_ members: [RelationID]) throws {
        let plain = members.filter { !isAggregated($0) }
        let aggregated = members.filter { isAggregated($0) }
        let isBest = !isPlain && aggregated.allSatisfy { relations[$0.index] is BestRelation }
        if isBest, plain.allSatisfy({ !readsAggregate($0) }) {
            for member in members { try insertFacts(of: member) }
            try evaluateByDeltas(members.flatMap { rulesOf[$0.index] }, members)
        } else {
            try evaluateInRounds(plain, aggregated)
        }
        guard !aggregated.isEmpty, !plain.isEmpty else { return }
        for member in plain {
            relations[member.index].tracksDelta = false
            relations[member.index].removeAll()
            try insertFacts(of: member)
        }
        try evaluateNaively(plain.flatMap { rulesOf[$0.index] }, plain)
    }

    private func evaluateInRounds(_ plain: [RelationID], _ aggregated: [RelationID]) throws {
        let rules = plain.flatMap { rulesOf[$0.index] }
        for member in plain + aggregated { relations[member.index].tracksDelta = false }
        for member in plain { try insertFacts(of: member) }
        var changed = true
        while changed {
            try control.check()
            changed = false
            for member in aggregated { changed = try recompute(member) || changed }
            let before = size(of: plain)
            try evaluateNaively(rules, plain)
            changed = changed || before != size(of: plain)
        }
    }

    /// Computes the groups of a relation from what is there now; true where a row is new or another.
    private func recompute(_ relation: RelationID) throws -> Bool {
        let target = relations[relation.index]
        var rows: [[UInt64]] = []
        try groups(of: relation, isRecursive: true).forEachRow { row in rows.append(row.map { terms.local(ofRaw: $0) })
        }
        if rows.count == target.count, rows.allSatisfy({ target.contains($0) }) { return false }
        target.removeAll()
        for row in rows { target.insert(row: row) }
        return true
    }

    /// Whether a body of the relation takes an aggregate over its own component.
    func readsAggregate(_ relation: RelationID) -> Bool {
        rulesOf[relation.index].contains { number in
            program.rules[number].uses.contains {
                $0.use == .monotone && strata.component[$0.relation.index] == strata.component[relation.index]
            }
        }
    }
}
