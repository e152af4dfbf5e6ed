import Terms

/// The sources that evidence names, numbered from 0.
package final class SourceTable {
    /// By number.
    package private(set) var terms: [Term] = []
    private var numbers: [Term: Int] = [:]

    package init() {}

    func number(of source: Term) -> Int {
        if let known = numbers[source] { return known }
        terms.append(source)
        numbers[source] = terms.count - 1
        return terms.count - 1
    }
}

/// What a citation says of a kind of evidence, worked out once for all that have it.
struct KindCitation {
    /// The numbers of the sources where it is surest.
    let sources: [Int]
    /// The level; nil where it is the word of who asks.
    let level: Int?
    let isUncertain: Bool
    /// Whether one source alone says it: without that, nobody does.
    let hasOneSource: Bool

    init(_ evidence: LeafEvidence, _ table: SourceTable, _ terms: TermTable) throws {
        sources = try evidence.sources.map { table.number(of: try terms.term(of: $0)) }
        level = evidence.isOwn ? nil : evidence.level
        isUncertain = evidence.isUncertain
        hasOneSource = !evidence.isOwn && Set(evidence.pieces.map(\.source).filter { $0 != 0 }).count == 1
    }
}
