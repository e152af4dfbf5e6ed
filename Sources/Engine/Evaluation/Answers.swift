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
        let ranks = try orderedRows(of: goal)
        if goal.isYesNo {
            return GoalAnswers(
                columns: ["answer"], rows: [[.string(ranks.isEmpty ? "no" : "yes")]], ranks: [ranks.first ?? -1])
        }
        let relation = relations[goal.relation.index]
        let shown = goal.columns.indices
        var rows: [[Term]] = []
        rows.reserveCapacity(ranks.count)
        for (number, rank) in ranks.enumerated() {
            if number & 0xfff == 0 { try control.check() }
            rows.append(try shown.map { try terms.term(of: relation.columns[$0][rank]) })
        }
        return GoalAnswers(columns: goal.columns.map(\.name), rows: rows, ranks: ranks)
    }

    /// Evaluates a goal: the numbers of its rows in order, cut to its limit.
    package func orderedRows(of goal: ResolvedGoal) throws -> [Int] {
        try evaluate(goal.relation)
        let relation = relations[goal.relation.index]
        let shown = goal.columns.count
        guard !goal.isYesNo else { return relation.count > 0 ? [0] : [] }
        var order = RowOrder(count: relation.count, terms: terms, control: control)
        for (column, descending) in goal.order { try order.add(relation.columns[column], descending: descending) }
        for column in 0..<shown { try order.add(relation.columns[column], descending: false) }
        var rows = try order.sorted()
        if goal.order.contains(where: { $0.column >= shown }) {
            // Hidden columns only order; rows that look alike are one answer.
            let seen = Relation(arity: shown)
            rows = rows.filter { row in seen.insert((0..<shown).map { relation.columns[$0][row] }) }
        }
        guard goal.offset > 0 || goal.limit != nil else { return rows }
        return Array(rows.dropFirst(goal.offset).prefix(goal.limit ?? Int.max))
    }

    /// The columns of a goal that was evaluated, as ids, for the numbers of `orderedRows(of:)`.
    package func columns(of goal: ResolvedGoal) -> [[UInt64]] {
        Array(relations[goal.relation.index].columns.prefix(goal.columns.count))
    }

    /// The term of an id of this evaluation.
    package func term(of id: UInt64) throws -> Term { try terms.term(of: id) }
}
