import Language
import Store
import Terms

extension Constraints {
    /// Reports the entities of the transaction that are of two disjoint classes; the class that came last is to blame.
    mutating func reportDisjoint(_ writer: Writer, _ findings: Findings, _ wrong: inout [TripleKey]) throws {
        guard !sides.isEmpty else { return }
        var touched: [TermID: [(name: String, place: FactPlace)]] = [:]
        for (slot, place) in members where sides.concerns(slot.name) {
            touched[slot.subject, default: []].append((slot.name, place))
        }
        for (subject, stated) in touched {
            var ids: [UInt64] = []
            try writer.seconds(of: .isA, order: .subject, first: subject, into: &ids)
            var classes: [String] = []
            for id in ids {
                guard case .entity(let name) = try writer.term(of: TermID(rawValue: id)) else { continue }
                classes.append(name)
            }
            guard let (first, second, range) = sides.contradiction(in: classes) else { continue }
            guard let last = stated.max(by: { $0.place < $1.place }) else { continue }
            let entity = try writer.term(of: subject).sourceText(namespaces)
            if keepsGoing, let id = try writer.id(of: .entity(last.name)) {
                members[Slot(name: last.name, subject: subject)] = nil
                wrong.append(TripleKey(predicate: .isA, subject: subject, object: id))
            }
            findings.collect(
                Finding(
                    .disjointClasses,
                    "\(entity) is of class '\(first)' and of class '\(second)', which are disjoint", at: last.place,
                    notes: [.init("they are declared disjoint here", at: range)]))
        }
    }
}
