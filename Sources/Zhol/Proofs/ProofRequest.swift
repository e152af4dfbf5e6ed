import Engine
import Language
import Terms

/// Which answers of a run are proved.
package struct ProofRequest: Sendable {
    /// The number of the only row that is proved, from 0; nil for every row.
    package var row: Int?
    /// How many proofs of a row are looked for.
    package var limit = 1
    /// Of how many contributions to an aggregate is told, the largest first.
    package var contributions = 20

    package init(row: Int? = nil, limit: Int = 1, contributions: Int = 20) {
        self.row = row
        self.limit = limit
        self.contributions = contributions
    }
}

extension ProgramRun {
    /// Rows of a goal whose proofs were not found in the evaluation of all answers, which are then asked for one by one.
    private static let greatestSingles = 32

    /// Proofs of the answers to a goal, by row; none for those that are not asked for.
    func proofs(
        of goal: ResolvedGoal, _ found: GoalAnswers, _ proving: Proving, _ request: ProofRequest
    ) throws -> [[Proof]] {
        let all = found.wholeRows.isEmpty ? found.rows : found.wholeRows
        let rows = goal.isYesNo ? (found.isNo ? [] : [[]]) : all
        let chosen = rows.indices.filter { request.row == nil || request.row == $0 }
        var proofs: [[Proof]] = Array(repeating: [], count: found.rows.count)
        let first = try proving.proofs(
            of: chosen.map { rows[$0] }, in: goal.relation, namespaces, limit: request.limit,
            shownContributions: request.contributions)
        for (row, own) in zip(chosen, first) { proofs[row] = own }
        for row in chosen.filter({ proofs[$0].isEmpty }).prefix(ProgramRun.greatestSingles) {
            let single = try Proving(proving.evaluation.asking(goal, rows[row]))
            try single.evaluation.evaluate(goal)
            proofs[row] = try single.proofs(
                of: [rows[row]], in: goal.relation, namespaces, limit: request.limit,
                shownContributions: request.contributions)[0]
        }
        return proofs
    }
}

extension GoalAnswers {
    /// Whether the question was answered by no.
    var isNo: Bool { columns == ["answer"] && rows == [[.string("no")]] }
}
