import Terms

extension Answers {
    /// What these answers lack of others to the same question, marked `-` in the first column, and then what they have
    /// beside them, marked `+`. Sources and confidence tell no rows apart.
    func changes(since before: Answers, limit: Int? = nil) -> Answers {
        let width = ownColumns
        func keys(_ answers: Answers) -> Set<[Term]> { Set(answers.rows.map { Array($0.prefix(width)) }) }
        let earlier = keys(before)
        let later = keys(self)
        let lost = before.rows.filter { !later.contains(Array($0.prefix(width))) }
        let gained = rows.filter { !earlier.contains(Array($0.prefix(width))) }
        var changes = self
        // What is told of the evidence may be more on one side.
        let cited = columns[width...] + before.columns[before.ownColumns...].filter { !columns[width...].contains($0) }
        func row(_ mark: String, _ row: [Term], of answers: Answers) -> [Term] {
            let told = cited.map { name in
                answers.columns[width...].firstIndex(of: name).map { row[$0] } ?? .none
            }
            return [.string(mark)] + row.prefix(width) + told
        }
        changes.columns = ["change"] + columns.prefix(width) + cited
        changes.rows = lost.map { row("-", $0, of: before) } + gained.map { row("+", $0, of: self) }
        if let citation { changes.citation = citation.lowerBound + 1..<changes.columns.count }
        if let limit { changes.rows = Array(changes.rows.prefix(limit)) }
        return changes
    }
}
