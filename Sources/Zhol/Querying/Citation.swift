import Engine
import Language
import Terms

extension Answers {
    /// Adds the columns `sources` and `confidence`, then `independent` where it is asked for, and `dates` where an answer
    /// only may have held at the date that the question is about, and `search` where there were too many proofs to compare
    /// all.
    mutating func cite(_ proofs: AnswerProofs, countsIndependent: Bool) throws {
        var supports = try proofs.supports(countsIndependent: countsIndependent)
        // Nothing supports a 'no'.
        if supports.isEmpty, !rows.isEmpty { supports = rows.map { _ in Proving.Support() } }
        let first = columns.count
        columns += ["sources", "confidence"] + (countsIndependent ? ["independent"] : [])
        let hasUncertain = supports.contains { $0.isUncertain }
        if hasUncertain { columns.append("dates") }
        let hasCut = supports.contains { $0.isCut }
        if hasCut { columns.append("search") }
        citation = first..<columns.count
        var texts: [[Term]: Term] = [[]: .none]
        for (index, support) in supports.enumerated() {
            let sources: Term
            if let known = texts[support.sources] {
                sources = known
            } else {
                let names = support.sources.map { $0.plainText(namespaces) }
                sources = .string(names.sorted().joined(separator: "; "))
                texts[support.sources] = sources
            }
            self.rows[index] += [
                sources,
                support.confidence == 0 ? .none : .entity(Schema.confidences[support.confidence - 1]),
            ]
            if countsIndependent { self.rows[index].append(.int(Int64(support.independent))) }
            if hasUncertain { self.rows[index].append(support.isUncertain ? .string("uncertain") : .none) }
            if hasCut { self.rows[index].append(support.isCut ? .string("cut short") : .none) }
        }
    }
}
