import Terms

extension Answers {
    /// What these answers lack of others to the same question, marked `-` in the first column, and then what they have
    /// beside them, marked `+`. Sources and confidence tell no rows apart.
    func changes(since before: Answers, limit: Int? = nil) -> Answers {
        let cited = columns.reversed().prefix { ["sources", "confidence", "independent", "dates"].contains($0) }.count
        let width = columns.contains("sources") ? columns.count - cited : columns.count
        func keys(_ answers: Answers) -> Set<[Term]> { Set(answers.rows.map { Array($0.prefix(width)) }) }
        let earlier = keys(before)
        let later = keys(self)
        let lost = before.rows.filter { !later.contains(Array($0.prefix(width))) }
        let gained = rows.filter { !earlier.contains(Array($0.prefix(width))) }
        var changes = self
        changes.columns = ["change"] + columns
        changes.rows = lost.map { [.string("-")] + $0 } + gained.map { [.string("+")] + $0 }
        if let limit { changes.rows = Array(changes.rows.prefix(limit)) }
        return changes
    }
}
