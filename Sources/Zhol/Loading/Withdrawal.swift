import Language
import Store
import Terms

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
