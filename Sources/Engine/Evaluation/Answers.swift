import Language
import Terms

/// The rows that answer one question.
package struct GoalAnswers: Sendable {
    package let columns: [String]
    package let rows: [[Term]]
    /// The same rows with the columns that only order them; empty where there are none.
    package let wholeRows: [[Term]]
    /// The numbers of the rows among those of the relation.
    let order: [Int]
}

extension Evaluation {
    /// Evaluates a goal: its rows in order, cut to its limit.
    package func answers(to goal: ResolvedGoal) throws -> GoalAnswers {
        let order = try orderedRows(of: goal)
        if goal.isYesNo {
            return GoalAnswers(
                columns: ["answer"], rows: [[.string(order.isEmpty ? "no" : "yes")]], wholeRows: [],
                order: order)
        }
        let columns = try columns(of: goal.relation)
        let rows = try rows(order, columns.prefix(goal.columns.count))
        let isWhole = columns.count == goal.columns.count
        return GoalAnswers(
            columns: goal.columns.map(\.name), rows: rows, wholeRows: isWhole ? [] : try self.rows(order, columns[...]),
            order: order)
    }

    private func rows(_ order: [Int], _ columns: ArraySlice<[UInt32]>) throws -> [[Term]] {
        var rows: [[Term]] = []
        rows.reserveCapacity(order.count)
        for (number, row) in order.enumerated() {
            if number & 0xfff == 0 { try control.check() }
            rows.append(try columns.map { try terms.term(of: terms.raw(ofLocal: UInt64($0[row]))) })
        }
        return rows
    }

    /// Evaluates a goal: the numbers of its rows in order, cut to its limit.
    package func orderedRows(of goal: ResolvedGoal) throws -> [Int] {
        try evaluate(goal.relation)
        let count = relations[goal.relation.index].count
        let shown = goal.columns.count
        guard !goal.isYesNo else { return count > 0 ? [0] : [] }
        if count < 2 { return Array(Array(0..<count).dropFirst(goal.offset).prefix(goal.limit ?? .max)) }
        let columns = try columns(of: goal.relation)
        if goal.order.isEmpty, shown == columns.count, relations[goal.relation.index] is PairRelation {
            return Array(Array(0..<count).dropFirst(goal.offset).prefix(goal.limit ?? Int.max))
        }
        var order = RowOrder(count: count, terms: terms, control: control)
        for (column, descending) in goal.order { try order.add(columns[column], descending: descending) }
        for column in 0..<shown { try order.add(columns[column], descending: false) }
        let hidesColumns = goal.order.contains { $0.column >= shown }
        let most = goal.limit.map { $0.addingReportingOverflow(goal.offset) }
        var rows = try order.sorted(first: hidesColumns || most?.overflow ?? true ? .max : most?.partialValue ?? .max)
        if hidesColumns {
            // Hidden columns only order; rows that look alike are one answer.
            var seen: Set<[UInt32]> = []
            rows = rows.filter { row in seen.insert((0..<shown).map { columns[$0][row] }).inserted }
        }
        guard goal.offset > 0 || goal.limit != nil else { return rows }
        return Array(rows.dropFirst(goal.offset).prefix(goal.limit ?? Int.max))
    }

    /// The columns of a goal that was evaluated, as numbers of this evaluation, for the rows of `orderedRows(of:)`.
    package func columns(of goal: ResolvedGoal) throws -> [[UInt32]] {
        Array(try columns(of: goal.relation).prefix(goal.columns.count))
    }

    /// The id of a number of this evaluation.
    package func id(of number: UInt32) -> TermID { TermID(rawValue: terms.raw(ofLocal: UInt64(number))) }

    /// The term of an id of this evaluation.
    package func term(of id: TermID) throws -> Term { try terms.term(of: id.rawValue) }
}
