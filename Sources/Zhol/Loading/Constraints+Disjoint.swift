import Language
import Store
import Terms

extension Constraints {
    /// Reports the entities of the transaction that are of two disjoint classes; the class that came last is to blame.
    func reportDisjoint(_ writer: Writer, _ findings: Findings, _ wrong: inout [TripleKey]) throws {
        guard !sides.isEmpty else { return }
        var touched: [TermID: [(name: String, place: FactPlace)]] = [:]
        for (number, entries) in members.sorted() where sides.concerns(names[number]) {
            for entry in entries {
                touched[entry.entity, default: []].append((names[number], places.place(entry.place)))
            }
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
                members.remove(subject, number(of: last.name))
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
