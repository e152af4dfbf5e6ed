import Terms

/// A change to facts, resolved: what `what if` assumes, and what a load or a script does to the store.
package enum ResolvedUpdate: Sendable {
    case fact(FactUpdate)
    case rule(RuleUpdate)
}

/// `fact.` or `-fact.`
package struct FactUpdate: Sendable {
    package var withdraws: Bool
    package var name: String
    package var arguments: [Term]
    package var qualifiers: [(name: String, value: Term)]
    /// The relation where the fact belongs to the program alone; nil where it is stored or assumed to be.
    package var relation: RelationID?
    package var range: SourceRange
}

/// `-r(X, Y) :- body.` or `+r(X, Y) :- body.`: a goal whose rows are the facts.
package struct RuleUpdate: Sendable {
    package var withdraws: Bool
    package var name: String
    package var arity: Int
    /// The names behind the columns that follow the arguments.
    package var qualifiers: [String]
    package var relation: RelationID?
    package var goal: ResolvedGoal
    package var range: SourceRange

    /// The fact of a row.
    package func fact(_ row: [Term]) -> FactUpdate {
        FactUpdate(
            withdraws: withdraws, name: name, arguments: Array(row.prefix(arity)),
            qualifiers: zip(qualifiers, row.dropFirst(arity)).filter { $0.1 != .none }.map { ($0, $1) },
            relation: relation, range: range)
    }
}

/// What `known by` asks for: the state that a transaction left, or the last one by the end of a time.
package enum KnownBy: Hashable, Sendable {
    case transaction(UInt64)
    case date(PartialDate)
    case instant(DateTime)
}
