import Language
import Store
import Terms

/// What the answers of a goal differ in between two moments of a store, with the facts to blame.
package struct AnswerDiff {
    /// The column `change` with `-` or `+`, the columns of the goal, and `because`.
    package let answers: Answers
    package let warnings: [Diagnostic]
    /// Whether too many facts changed to try each of them: then none is blamed.
    package let isUnexplained: Bool

    /// Triples that are tried, at most; each is an evaluation of the goal.
    private static let patience = 300

    /// Compares the answers of the one question of a program after two transactions.
    ///
    /// A fact is to blame for an answer that would be there as before if this fact alone had not changed. What several
    /// facts did together, or each of them by itself, has none.
    ///
    /// - Throws: `ZholError`, of kind `usage` where there is not one question.
    package init(
        _ database: Database, _ reader: ProgramReader, from first: UInt64, to second: UInt64,
        _ options: Database.RunOptions
    ) throws {
        var options = options
        options.namesKnownAfter = [first, second]
        let before = try database.run(reader.known(by: first), options)
        let run = try database.run(reader.known(by: second), options)
        warnings = run.warnings
        guard before.answers.count == 1, run.answers.count == 1 else {
            throw ZholError(.usage, "'zhol diff' takes one goal, not \(before.answers.count)")
        }
        var changes = run.answers[0].changes(since: before.answers[0])
        var reasons: [Set<String>] = Array(repeating: [], count: changes.rows.count)
        var isUnexplained = false
        if let diff = StoreDiff(database), !changes.rows.isEmpty {
            let changed = try diff.changedTriples(from: first, to: second)
            isUnexplained = changed.count > AnswerDiff.patience
            for one in isUnexplained ? [] : changed {
                var undo = try diff.reading.undone(after: second)
                undo.set(one.triple, to: one.before)
                options.undo = undo
                let rows = Set(try database.run(reader.known(by: second), options).answers[0].rows)
                let texts = one.changes.map { ($0.isAddition ? "+ " : "- ") + $0.text.dropLast() }
                for (place, row) in changes.rows.enumerated()
                where rows.contains(Array(row.dropFirst())) == (row[0] == .string("-")) {
                    reasons[place].formUnion(texts)
                }
            }
        }
        changes.columns.append("because")
        for place in changes.rows.indices {
            let text = reasons[place].sorted().joined(separator: "; ")
            changes.rows[place].append(text.isEmpty ? .none : .string(text))
        }
        answers = changes
        self.isUnexplained = isUnexplained
    }
}
