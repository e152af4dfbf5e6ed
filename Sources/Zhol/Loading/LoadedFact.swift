import Language
import Store
import Terms

/// A fact on its way into a store.
struct LoadedFact {
    /// The relation, or the class of a fact with one argument.
    let relation: String
    let arguments: [Term]
    let qualifiers: [(name: String, value: Term)]
    let range: SourceRange

    /// Stores the fact; false where it was there with this evidence.
    func store(in writer: Writer) throws -> Bool {
        guard let triple = try triple(writer) else { return false }
        var plain: [(key: TermID, value: TermID)] = []
        var evidence: [(key: TermID, value: TermID)] = []
        for (name, value) in qualifiers {
            let entry = (key: try writer.intern(.entity(name)), value: try writer.intern(value))
            if Schema.evidenceQualifiers.contains(name) { evidence.append(entry) } else { plain.append(entry) }
        }
        return try writer.add(
            predicate: triple.predicate, subject: triple.subject, object: triple.object, qualifiers: plain,
            evidence: evidence)
    }

    private func triple(_ writer: Writer) throws -> (predicate: TermID, subject: TermID, object: TermID)? {
        guard let first = arguments.first else { return nil }
        let subject = try writer.intern(first)
        if arguments.count == 1 { return (.isA, subject, try writer.intern(.entity(relation))) }
        return (try writer.intern(.entity(relation)), subject, try writer.intern(arguments[1]))
    }
}

/// `-fact.` in a seed file: withdraws a statement, or what one source says of it.
struct Withdrawal {
    private let clause: Clause

    init?(_ statement: Statement) {
        guard case .update(let update) = statement.kind, update.withdraws, update.clause.body == nil else { return nil }
        clause = update.clause
    }

    /// Withdraws; false where nothing was there.
    func apply(to writer: Writer, _ resolver: Resolver) throws -> Bool {
        guard let fact = resolver.fact(clause) else { return false }
        guard fact.arguments.count == 1 || fact.arguments.count == 2 else { return false }
        let subject = try writer.intern(fact.arguments[0])
        let name = try writer.intern(.entity(fact.relation))
        let predicate = fact.arguments.count == 1 ? TermID.isA : name
        let object = fact.arguments.count == 1 ? name : try writer.intern(fact.arguments[1])
        var plain: [(key: TermID, value: TermID)] = []
        var source: TermID?
        for (key, value) in fact.qualifiers {
            if key == "source" {
                source = try writer.intern(value)
            } else if !Schema.evidenceQualifiers.contains(key) {
                plain.append((try writer.intern(.entity(key)), try writer.intern(value)))
            }
        }
        return try writer.withdraw(
            predicate: predicate, subject: subject, object: object, qualifiers: plain.isEmpty ? nil : plain,
            source: source)
    }
}
