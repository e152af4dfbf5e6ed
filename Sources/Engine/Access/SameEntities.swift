import Store
import Terms

/// Entities that an evaluation takes for one another, for who reads the store beside it.
package struct SameEntities {
    private let merging: Merging
    private let terms: TermTable
    private let predicate: TermID?

    fileprivate init(_ merging: Merging, _ terms: TermTable, _ predicate: TermID?) {
        self.merging = merging
        self.terms = terms
        self.predicate = predicate
    }

    /// Whether something else is the same.
    package func isMerged(_ raw: UInt64) -> Bool { merging.isMerged(raw) }

    /// The number that stands for all that is the same; it need not be one of the store.
    package func representative(_ raw: UInt64) -> UInt64 { merging.representative(raw) }

    /// What a number or a representative stands for.
    package func term(_ raw: UInt64) throws -> Term { try terms.term(of: raw) }

    /// The stored facts of `same` on a shortest way from a name to the representative; what a program states is left out.
    package func links(from raw: UInt64) -> [TripleKey] {
        let goal = merging.representative(raw)
        var reached: [UInt64: Merging.Link?] = [raw: nil]
        var queue = [raw]
        var position = 0
        while position < queue.count, reached[goal] == nil {
            let node = queue[position]
            position += 1
            for link in merging.links[node] ?? [] where reached[link.other(than: node)] == nil {
                reached[link.other(than: node)] = link
                queue.append(link.other(than: node))
            }
        }
        var found: [TripleKey] = []
        var node = goal
        while node != raw, let link = reached[node] ?? nil {
            if link.fact == nil, let predicate {
                found.append(
                    TripleKey(
                        predicate: predicate, subject: TermID(rawValue: link.left),
                        object: TermID(rawValue: link.right)))
            }
            node = link.other(than: node)
        }
        return found
    }
}

extension Evaluation {
    /// What is taken for one another; nil where nothing is.
    package func sameEntities() throws -> SameEntities? {
        guard let merging = terms.merging else { return nil }
        return SameEntities(merging, terms, try view?.id(of: .entity(Merging.relation)))
    }
}
