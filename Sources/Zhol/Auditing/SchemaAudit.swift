import Language
import Store
import Terms

/// Checks everything that is stored against the schema. Loads check what they touch; the rest may be wrong where the
/// schema came later, or where facts were loaded with what is wrong left out.
final class SchemaAudit {
    private let reading: Reading
    private let schema: Schema
    private let namespaces: Namespaces
    private let sourceKey: TermID?
    private var members: [String: Set<UInt64>] = [:]
    private var rows: [String: [[Term]]] = [:]

    init(_ reading: Reading, _ schema: Schema, _ namespaces: Namespaces) {
        self.reading = reading
        self.schema = schema
        self.namespaces = namespaces
        sourceKey = try? reading.id(of: .entity("source"))
    }

    private static let checks: [(name: String, documentation: String, columns: [String])] = [
        (
            "one", "Two values at a time of a relation that has one.",
            ["relation", "subject", "first", "first_sources", "second", "second_sources"]
        ),
        (
            "required", "Members of a class without the value that each must have.",
            ["relation", "class", "subject", "sources"]
        ),
        (
            "period", "Statements that end before they start.",
            ["relation", "subject", "object", "from", "to", "sources"]
        ),
        (
            "class", "Entities that are not of the class that a relation asks for.",
            ["relation", "subject", "object", "entity", "class", "sources"]
        ),
        (
            "type", "Values that are not of the type that a relation asks for.",
            ["relation", "subject", "object", "value", "type", "sources"]
        ),
    ]

    /// The result of each check, those without a violation too.
    func perform() throws -> [Database.Audit.Check] {
        for predicate in try reading.predicates() {
            guard case .entity(let name) = try reading.term(of: predicate) else { continue }
            try checkPairs(predicate, predicate == .isA ? "a" : name)
        }
        for relation in schema.relations.values where relation.isRequired { try checkRequired(relation) }
        return SchemaAudit.checks.map { check in
            var found = rows[check.name] ?? []
            found.sort { left, right in
                for (one, other) in zip(left, right) {
                    let order = Term.order(one, other)
                    if order != 0 { return order < 0 }
                }
                return false
            }
            return Database.Audit.Check(
                name: check.name, documentation: check.documentation,
                answers: Answers(name: check.name, columns: check.columns, rows: found, namespaces: namespaces))
        }
    }

    /// A statement of a subject of a `one` relation, with when it held.
    private struct Holding {
        let object: UInt64
        let first: Int
        let last: Int
        let sources: Term
    }

    private func checkPairs(_ predicate: TermID, _ name: String) throws {
        let relation = schema.relations[name]
        var current: UInt64?
        var holdings: [Holding] = []
        var scan = try reading.scan(predicate, order: .subject)
        var subjects: [UInt64] = []
        var objects: [UInt64] = []
        while try scan.next(into: &subjects, second: &objects) {
            for row in subjects.indices {
                let subject = TermID(rawValue: subjects[row])
                let object = TermID(rawValue: objects[row])
                if let relation { try checkTypes(relation, subject, object) }
                let statements = try reading.statements(predicate, subject, object)
                if relation?.isOne == true {
                    if current != subject.rawValue { try checkOne(name, current, &holdings) }
                    current = subject.rawValue
                }
                for statement in statements {
                    let period = try checkPeriod(statement, name, subject, object)
                    guard relation?.isOne == true else { continue }
                    holdings.append(
                        Holding(
                            object: object.rawValue, first: period.first, last: period.last,
                            sources: try sources([statement])))
                }
            }
        }
        try checkOne(name, current, &holdings)
    }

    private func checkOne(_ name: String, _ subject: UInt64?, _ holdings: inout [Holding]) throws {
        defer { holdings.removeAll(keepingCapacity: true) }
        guard let subject, holdings.count > 1 else { return }
        holdings.sort { ($0.first, $0.last, $0.object) < ($1.first, $1.last, $1.object) }
        for (place, earlier) in holdings.enumerated() {
            for later in holdings[(place + 1)...] where later.first <= earlier.last && later.object != earlier.object {
                note(
                    "one",
                    [
                        .entity(name), try term(subject), try term(earlier.object), earlier.sources,
                        try term(later.object), later.sources,
                    ])
            }
        }
    }

    private func checkPeriod(
        _ statement: StoredStatement, _ name: String, _ subject: TermID, _ object: TermID
    ) throws -> (first: Int, last: Int) {
        guard let from = try date(statement, "from"), let to = try date(statement, "to") else {
            return (try date(statement, "from")?.firstDay ?? .min, try date(statement, "to")?.lastDay ?? .max)
        }
        if to.lastDay < from.firstDay {
            note(
                "period",
                [
                    .entity(name), try reading.term(of: subject), try reading.term(of: object), .date(from), .date(to),
                    try sources([statement]),
                ])
        }
        return (from.firstDay, to.lastDay)
    }

    private func checkTypes(_ relation: Schema.Relation, _ subject: TermID, _ object: TermID) throws {
        for (id, type) in zip([subject, object], relation.types) {
            switch type {
            case .any: continue
            case .ofClass(let name) where id.isEntity:
                guard try !members(of: name).contains(id.rawValue) else { continue }
                try note("class", relation, subject, object, id, .entity(name))
            default:
                guard try !type.admits(reading.term(of: id), in: schema) else { continue }
                try note("type", relation, subject, object, id, .entity(type.description))
            }
        }
    }

    private func note(
        _ check: String, _ relation: Schema.Relation, _ subject: TermID, _ object: TermID, _ wrong: TermID,
        _ expected: Term
    ) throws {
        guard let predicate = try reading.id(of: .entity(relation.name)) else { return }
        note(
            check,
            [
                .entity(relation.name), try reading.term(of: subject), try reading.term(of: object),
                try reading.term(of: wrong), expected,
                try sources(try reading.statements(predicate, subject, object)),
            ])
    }

    private func checkRequired(_ relation: Schema.Relation) throws {
        let classes: [String]
        switch relation.types[0] {
        case .ofClass(let name): classes = schema.descendants(of: name)
        case .thing, .any: classes = schema.classes.keys.sorted()
        default: return
        }
        var has: Set<UInt64> = []
        for one in schema.readings(of: relation.name) {
            guard let predicate = try reading.id(of: .entity(one.relation)) else { continue }
            var scan = try reading.scan(predicate, order: one.isFlipped ? .object : .subject)
            var firsts: [UInt64] = []
            var seconds: [UInt64] = []
            while try scan.next(into: &firsts, second: &seconds) { has.formUnion(firsts) }
        }
        var told: Set<UInt64> = []
        for name in classes {
            guard let id = try reading.id(of: .entity(name)) else { continue }
            var found: [UInt64] = []
            try reading.seconds(of: .isA, order: .object, first: id, into: &found)
            for member in found where !has.contains(member) && told.insert(member).inserted {
                let statements = try reading.statements(.isA, TermID(rawValue: member), id)
                note(
                    "required", [.entity(relation.name), .entity(name), try term(member), try sources(statements)])
            }
        }
    }

    private func members(of name: String) throws -> Set<UInt64> {
        if let known = members[name] { return known }
        var found: Set<UInt64> = []
        for one in schema.descendants(of: name) {
            guard let id = try reading.id(of: .entity(one)) else { continue }
            var list: [UInt64] = []
            try reading.seconds(of: .isA, order: .object, first: id, into: &list)
            found.formUnion(list)
        }
        members[name] = found
        return found
    }

    private func note(_ check: String, _ row: [Term]) { rows[check, default: []].append(row) }

    private func term(_ id: UInt64) throws -> Term { try reading.term(of: TermID(rawValue: id)) }

    private func date(_ statement: StoredStatement, _ name: String) throws -> PartialDate? {
        guard let key = try reading.id(of: .entity(name)),
            let value = statement.qualifiers.first(where: { $0.key == key })?.value,
            case .date(let date) = try reading.term(of: value)
        else { return nil }
        return date
    }

    private func sources(_ statements: [StoredStatement]) throws -> Term {
        guard let sourceKey else { return .none }
        var names: Set<String> = []
        for statement in statements {
            for piece in statement.evidence {
                guard let value = piece.first(where: { $0.key == sourceKey })?.value else { continue }
                names.insert(try reading.term(of: value).plainText(namespaces))
            }
        }
        return names.isEmpty ? .none : .string(names.sorted().joined(separator: "; "))
    }
}
