import Language
import Terms

/// What of the world a question sees.
struct QuestionMoment: Hashable {
    var asOf: PartialDate?
    var transaction: UInt64?
    /// The level of evidence that counts, from 0 for any.
    var confidence = 0
    var withoutSources: Set<Term> = []

    /// What a question with `--diff` is compared with: the same without what it supposes, or else of the present, or else
    /// by any evidence.
    func withoutSupposition(hasUpdates: Bool) -> QuestionMoment {
        if hasUpdates || !withoutSources.isEmpty {
            return QuestionMoment(asOf: asOf, transaction: transaction, confidence: confidence)
        }
        guard asOf != nil || transaction != nil else { return QuestionMoment() }
        return QuestionMoment(confidence: confidence)
    }

    /// What is compared with what, in words.
    func comparison(with other: QuestionMoment, hasUpdates: Bool, _ namespaces: Namespaces) -> String {
        let own = conditions(namespaces)
        let others = other.conditions(namespaces)
        var differing = own.filter { !others.contains($0) }
        if hasUpdates { differing.insert("with what is supposed", at: 0) }
        let against =
            hasUpdates || !withoutSources.isEmpty
            ? "the same without that" : asOf != nil || transaction != nil ? "the present" : "any evidence"
        let common = others.isEmpty ? "" : "; both \(others.joined(separator: ", "))"
        return "compared: \(differing.joined(separator: ", ")), against \(against)\(common)"
    }

    private func conditions(_ namespaces: Namespaces) -> [String] {
        var found: [String] = []
        if let asOf { found.append("as of \(Term.date(asOf).plainText(namespaces))") }
        if let transaction { found.append("as known after transaction \(transaction)") }
        if !withoutSources.isEmpty {
            let names = withoutSources.map { $0.plainText(namespaces) }.sorted()
            found.append("without the source\(names.count == 1 ? "" : "s") \(names.joined(separator: ", "))")
        }
        if confidence > 0, confidence <= Schema.confidences.count {
            let level = Schema.confidences[confidence - 1]
            found.append(
                level == Schema.confidences.last
                    ? "by evidence of \(level) confidence" : "by evidence of \(level) confidence or more")
        }
        return found
    }
}
