import Language

/// One assignment of named variables.
typealias ReferenceBinding = [String: ReferenceValue]

/// A stated fact with what qualifies it.
struct ReferenceStatement {
    let relation: String
    let arguments: [ReferenceValue]
    let qualifiers: [String: ReferenceValue]
    /// One entry for each source.
    var evidence: [[String: ReferenceValue]]
}

/// Something that the reference evaluator does not do, or that makes a program wrong.
struct ReferenceRefusal: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// The facts of a program, statements of one triple and its qualifiers as one.
struct ReferenceFacts {
    private(set) var statements: [ReferenceStatement] = []

    private static let evidenceNames: Set<String> = ["source", "confidence", "url", "note", "seen"]

    init(_ program: Program) throws {
        for statement in program.statements {
            switch statement.kind {
            case .clause, .query: continue
            case .declare(_, let types) where !types.contains { $0.range.text == "date" }: continue
            default: throw ReferenceRefusal("a statement that is no fact, rule or query")
            }
        }
        for case .clause(let clause) in program.statements.map(\.kind) where clause.body == nil {
            try add(clause.head)
        }
    }

    private mutating func add(_ head: Atom) throws {
        let arguments = try head.arguments.map { try ReferenceFacts.constant($0) }
        var qualifiers: [String: ReferenceValue] = [:]
        var evidence: [String: ReferenceValue] = [:]
        for qualifier in head.qualifiers ?? [] {
            let name = try ReferenceFacts.name(qualifier.name)
            var value = try ReferenceFacts.constant(qualifier.value)
            if ["from", "to", "seen"].contains(name) { value = value.asDate }
            if ReferenceFacts.evidenceNames.contains(name) { evidence[name] = value } else { qualifiers[name] = value }
        }
        let relation = try ReferenceFacts.name(head.name)
        let same = statements.firstIndex {
            $0.relation == relation && $0.arguments == arguments && $0.qualifiers == qualifiers
        }
        if let same {
            if !evidence.isEmpty { statements[same].evidence.append(evidence) }
        } else {
            statements.append(
                ReferenceStatement(
                    relation: relation, arguments: arguments, qualifiers: qualifiers,
                    evidence: evidence.isEmpty ? [] : [evidence]))
        }
    }

    static func name(_ name: EntityName) throws -> String {
        guard case .bare(let text) = name.form else { throw ReferenceRefusal("a name with a prefix") }
        return text
    }

    private static func constant(_ expression: Expression) throws -> ReferenceValue {
        switch expression.kind {
        case .constant(let term):
            guard let value = ReferenceValue(term) else { throw ReferenceRefusal("a term of an unusual kind") }
            return value
        case .entity(let name): return .entity(try self.name(name))
        default: throw ReferenceRefusal("a fact with something computed")
        }
    }
}
