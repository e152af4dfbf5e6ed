import Store
import Terms

/// The facts that a dry run shows: the first of each file.
struct FactPreview {
    private struct Fact {
        let triple: TripleKey
        let qualifiers: [StoredStatement.Entry]
        let file: Int
    }

    private var facts: [Fact] = []
    private var counts: [Int: Int] = [:]
    /// Facts of a file that are shown.
    private static let shown = 10
    /// Facts of a file that are noted where some may be taken back.
    private static let noted = 1000

    mutating func note(
        _ triple: TripleKey, _ qualifiers: [StoredStatement.Entry], of file: Int, keepsGoing: Bool
    ) {
        guard counts[file, default: 0] < (keepsGoing ? FactPreview.noted : FactPreview.shown) else { return }
        counts[file, default: 0] += 1
        facts.append(Fact(triple: triple, qualifiers: qualifiers, file: file))
    }

    /// The facts that are left when some are taken back, as the language writes them.
    func texts(without takenBack: Set<TripleKey>, _ writer: Writer, _ namespaces: Namespaces) throws -> [String] {
        var texts: [String] = []
        var counts: [Int: Int] = [:]
        for fact in facts where !takenBack.contains(fact.triple) && counts[fact.file, default: 0] < FactPreview.shown {
            counts[fact.file, default: 0] += 1
            let triple = ExportedTriple(
                subject: try writer.term(of: fact.triple.subject),
                predicate: try writer.term(of: fact.triple.predicate),
                object: try writer.term(of: fact.triple.object), statements: [])
            let entries = try fact.qualifiers.map { (try writer.term(of: $0.key), try writer.term(of: $0.value)) }
            texts.append(FactExport.text(triple, entries, namespaces))
        }
        return texts
    }
}
