import Terms

/// What a store must hold, in the plainest form: statements by triple, evidence by statement.
struct ModelStore: Equatable {
    struct Triple: Hashable {
        let relation: String
        let subject: String
        let object: Term
    }

    /// Qualifiers or a piece of evidence, sorted by name.
    struct Entries: Hashable {
        var pairs: [String: Term] = [:]
    }

    var triples: [Triple: [Entries: Set<Entries>]] = [:]

    /// Whether anything changed.
    mutating func add(_ triple: Triple, _ qualifiers: Entries, _ evidence: Entries) -> Bool {
        let before = triples[triple]
        var pieces = triples[triple]?[qualifiers] ?? []
        if !evidence.pairs.isEmpty {
            if let source = evidence.pairs["source"] { pieces = pieces.filter { $0.pairs["source"] != source } }
            pieces.insert(evidence)
        }
        triples[triple, default: [:]][qualifiers] = pieces
        return triples[triple] != before
    }

    mutating func withdraw(_ triple: Triple, _ qualifiers: Entries?, source: String?) -> Bool {
        let before = triples[triple]
        for (stated, pieces) in triples[triple] ?? [:] where qualifiers == nil || stated == qualifiers {
            guard let source else {
                triples[triple]?[stated] = nil
                continue
            }
            let rest = pieces.filter { $0.pairs["source"] != .entity(source) }
            if rest.count == pieces.count { continue }
            triples[triple]?[stated] = rest.isEmpty ? nil : rest
        }
        if triples[triple]?.isEmpty == true { triples[triple] = nil }
        return triples[triple] != before
    }
}
