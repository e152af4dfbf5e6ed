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
    func proofs(
        of goal: ResolvedGoal, _ found: GoalAnswers, _ evaluation: Evaluation, isSummary: Bool
    ) -> AnswerProofs {
        AnswerProofs(of: goal, found, evaluation, isSummary: isSummary, options.proofLimits)
    }

    /// Proofs of the answers to a goal, by row; none for those that are not asked for.
    func proofs(
        of goal: ResolvedGoal, _ found: GoalAnswers, _ evaluation: Evaluation, _ request: ProofRequest
    ) throws -> [[Proof]] {
        let chosen = found.rows.indices.filter { request.row == nil || request.row == $0 }
        return try proofs(of: goal, found, evaluation, isSummary: false).proofs(
            of: chosen, namespaces, limit: request.limit, shownContributions: request.contributions)
    }
}

extension GoalAnswers {
    /// Whether the question was answered by no.
    var isNo: Bool { columns == ["answer"] && rows == [[.string("no")]] }
}
