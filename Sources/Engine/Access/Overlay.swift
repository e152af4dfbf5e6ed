import Language
import Store
import Terms

/// A change to the stored facts that only one evaluation sees: what `what if` assumes.
package struct Assumption: Sendable {
    package var isAddition: Bool
    /// The relation, or the class of a fact with one argument.
    package var relation: String
    /// One or two.
    package var arguments: [Term]
    package var qualifiers: [(name: String, value: Term)]

    package init(isAddition: Bool, relation: String, arguments: [Term], qualifiers: [(name: String, value: Term)]) {
        self.isAddition = isAddition
        self.relation = relation
        self.arguments = arguments
        self.qualifiers = qualifiers
    }
}

/// A triple by its ids.
struct Triple: Hashable {
    let predicate: TermID
    let subject: TermID
    let object: TermID
}

/// Where one evaluation differs from the store: triples, with the statements that they have instead (none where the
/// triple is gone).
struct Overlay {
    /// The pairs of one predicate that the store lacks or has too many.
    struct Pairs {
        var objects: [UInt64: Set<UInt64>] = [:]
        var subjects: [UInt64: Set<UInt64>] = [:]
        var removed: Set<Pair> = []
        var addedCount = 0
    }

    struct Pair: Hashable {
        let subject: UInt64
        let object: UInt64
    }

    private(set) var statements: [Triple: [StoredStatement]] = [:]
    private(set) var pairs: [TermID: Pairs] = [:]
    /// Predicates of which nothing that is stored counts.
    private(set) var hidden: Set<TermID> = []

    var isEmpty: Bool { statements.isEmpty && hidden.isEmpty }

    /// Leaves out all that is stored of a predicate.
    mutating func hide(_ predicate: TermID) {
        hidden.insert(predicate)
        if pairs[predicate] == nil { pairs[predicate] = Pairs() }
    }

    /// Gives a triple other statements than the store has; `isStored` says whether the store has the triple at all.
    mutating func replace(_ triple: Triple, by new: [StoredStatement], isStored: Bool) {
        statements[triple] = new
        let subject = triple.subject.rawValue
        let object = triple.object.rawValue
        var changed = pairs[triple.predicate] ?? Pairs()
        let pair = Pair(subject: subject, object: object)
        if isStored {
            if new.isEmpty { changed.removed.insert(pair) } else { changed.removed.remove(pair) }
        } else if new.isEmpty {
            if changed.objects[subject]?.remove(object) != nil { changed.addedCount -= 1 }
            changed.subjects[object]?.remove(subject)
        } else {
            if changed.objects[subject, default: []].insert(object).inserted { changed.addedCount += 1 }
            changed.subjects[object, default: []].insert(subject)
        }
        pairs[triple.predicate] = changed
    }
}

extension Overlay.Pairs {
    /// The added partners of a first in an order.
    func added(_ order: PairOrder, _ first: UInt64) -> Set<UInt64> {
        (order == .subject ? objects : subjects)[first] ?? []
    }

    func isRemoved(_ order: PairOrder, _ first: UInt64, _ second: UInt64) -> Bool {
        guard !removed.isEmpty else { return false }
        return removed.contains(
            order == .subject
                ? Overlay.Pair(subject: first, object: second) : Overlay.Pair(subject: second, object: first))
    }

    /// Every added pair in an order, sorted.
    func allAdded(_ order: PairOrder) -> (firsts: [UInt64], seconds: [UInt64]) {
        var firsts: [UInt64] = []
        var seconds: [UInt64] = []
        for (first, partners) in (order == .subject ? objects : subjects).sorted(by: { $0.key < $1.key }) {
            for second in partners.sorted() {
                firsts.append(first)
                seconds.append(second)
            }
        }
        return (firsts, seconds)
    }
}
