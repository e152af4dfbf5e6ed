import Engine
import Language
import Terms

extension Answers {
    /// Adds the columns `sources` and `confidence`, then `independent` where it is asked for, and `dates` where an answer
    /// only may have held at the date that the question is about, and `search` where there were too many proofs to compare
    /// all.
    mutating func cite(_ proofs: AnswerProofs, countsIndependent: Bool) throws {
        let supports = try proofs.supports(countsIndependent: countsIndependent)
        let first = columns.count
        columns += ["sources", "confidence"] + (countsIndependent ? ["independent"] : [])
        let hasUncertain = supports.distinct.contains { $0.isUncertain }
        if hasUncertain { columns.append("dates") }
        let hasCut = supports.distinct.contains { $0.isCut }
        if hasCut { columns.append("search") }
        citation = first..<columns.count
        var texts = SourceTexts(proofs.sources, namespaces)
        let named = supports.distinct.map { texts.term(of: $0.sources) }
        let levels = [Term.none] + Schema.confidences.map { .entity($0) }
        let (uncertain, cut) = (Term.string("uncertain"), Term.string("cut short"))
        for row in rows.indices {
            // Nothing supports a 'no'.
            let support = row < supports.count ? supports[row] : Proving.Support()
            rows[row].reserveCapacity(columns.count)
            rows[row].append(row < supports.count ? named[supports.places[row]] : .none)
            rows[row].append(levels[support.confidence])
            if countsIndependent { rows[row].append(.int(Int64(support.independent))) }
            if hasUncertain { rows[row].append(support.isUncertain ? uncertain : .none) }
            if hasCut { rows[row].append(support.isCut ? cut : .none) }
        }
    }
}

/// Names of sources, and lists of them in the order of the names.
private struct SourceTexts {
    /// In their order.
    private let names: [[UInt8]]
    /// By number of the source, its place in that order.
    private var ranks: [Int]
    /// The places of one list, as bits.
    private var chosen: [UInt64]
    private var text: [UInt8] = []

    init(_ sources: SourceTable, _ namespaces: Namespaces) {
        let texts = sources.terms.map { $0.plainText(namespaces) }
        let order = texts.indices.sorted { texts[$0] < texts[$1] }
        names = order.map { Array(texts[$0].utf8) }
        ranks = Array(repeating: 0, count: order.count)
        for (rank, source) in order.enumerated() { ranks[source] = rank }
        chosen = Array(repeating: 0, count: (order.count + 63) / 64)
    }

    /// The names of some sources, between semicolons; `none` for none.
    mutating func term(of sources: [Int]) -> Term {
        guard !sources.isEmpty else { return .none }
        text.removeAll(keepingCapacity: true)
        for source in sources { chosen[ranks[source] >> 6] |= 1 << UInt64(ranks[source] & 63) }
        for word in chosen.indices {
            while chosen[word] != 0 {
                if !text.isEmpty {
                    text.append(0x3b)
                    text.append(0x20)
                }
                text.append(contentsOf: names[word << 6 | chosen[word].trailingZeroBitCount])
                chosen[word] &= chosen[word] - 1
            }
        }
        return .string(String(decoding: text, as: UTF8.self))
    }
}
