import Language
import Terms

/// The rows that answer one question.
package struct GoalAnswers: Sendable {
    package let columns: [String]
    package let rows: [[Term]]
    /// Where the rows come from in the goal's relation, for provenance.
    package let ranks: [Int]
}

extension Evaluation {
    /// Evaluates a goal: its rows in order, cut to its limit.
    package func answers(to goal: ResolvedGoal) throws -> GoalAnswers {
        try evaluate(goal.relation)
        let relation = relations[goal.relation.index]
        if goal.isYesNo {
            let holds = relation.count > 0
            return GoalAnswers(
                columns: ["answer"], rows: [[.string(holds ? "yes" : "no")]], ranks: holds ? [0] : [-1])
        }
        var rows: [(terms: [Term], rank: Int)] = []
        rows.reserveCapacity(relation.count)
        for number in 0..<relation.count {
            if number & 0xfff == 0 { try control.check() }
            rows.append((try relation.row(number).map { try terms.term(of: $0) }, number))
        }
        let shown = goal.columns.count
        rows.sort { left, right in
            for (column, descending) in goal.order {
                let comparison = Term.order(left.terms[column], right.terms[column])
                if comparison != 0 { return (comparison < 0) != descending }
            }
            for column in 0..<shown {
                let comparison = Term.order(left.terms[column], right.terms[column])
                if comparison != 0 { return comparison < 0 }
            }
            return false
        }
        if goal.order.contains(where: { $0.column >= shown }) {
            // Hidden columns only order; rows that look alike are one answer.
            var seen: Set<[Term]> = []
            rows = rows.filter { seen.insert(Array($0.terms[..<shown])).inserted }
        }
        let kept = rows.dropFirst(goal.offset).prefix(goal.limit ?? Int.max)
        return GoalAnswers(
            columns: goal.columns.map(\.name), rows: kept.map { Array($0.terms[..<shown]) }, ranks: kept.map(\.rank))
    }
}
