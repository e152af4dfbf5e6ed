import Language
import Store
import Terms

/// Checks what a transaction touched against the schema, once all of it is written: classes of entities, `one` and
/// `required`.
struct Constraints {
    private let schema: Schema
    private let namespaces: Namespaces
    /// Entities that must be of a class, with the fact that says so.
    private var expected: [Expectation: LoadedFact] = [:]
    private var single: [Slot: LoadedFact] = [:]
    private var members: [Slot: LoadedFact] = [:]

    private struct Expectation: Hashable {
        let entity: Term
        let className: String
        let relation: String
    }

    private struct Slot: Hashable {
        let name: String
        let subject: Term
    }

    init(schema: Schema, namespaces: Namespaces) {
        self.schema = schema
        self.namespaces = namespaces
    }

    mutating func note(_ fact: LoadedFact) {
        if fact.arguments.count == 1 {
            members[Slot(name: fact.relation, subject: fact.arguments[0])] = fact
            return
        }
        guard let relation = schema.relations[fact.relation] else { return }
        for (argument, type) in zip(fact.arguments, relation.types) {
            if case .ofClass(let name) = type, expected.count < 10_000_000 {
                expected[Expectation(entity: argument, className: name, relation: fact.relation)] = fact
            }
        }
        if relation.isOne { single[Slot(name: fact.relation, subject: fact.arguments[0])] = fact }
    }

    /// Every violation, by the place of its fact.
    func violations(_ writer: Writer) throws -> [Diagnostic] {
        var found = try classViolations(writer) + singleViolations(writer) + requiredViolations(writer)
        found.sort { left, right in
            guard let first = left.range, let second = right.range else { return false }
            return (first.file.name, first.start) < (second.file.name, second.start)
        }
        return found
    }

    private func classViolations(_ writer: Writer) throws -> [Diagnostic] {
        var found: [Diagnostic] = []
        var known: [String: [TermID]] = [:]
        for (expectation, fact) in expected {
            if known[expectation.className] == nil {
                known[expectation.className] = try schema.descendants(of: expectation.className)
                    .compactMap { try writer.id(of: .entity($0)) }
            }
            guard let entity = try writer.id(of: expectation.entity) else { continue }
            let classes = known[expectation.className] ?? []
            if try classes.contains(where: { try writer.contains(.isA, entity, $0) }) { continue }
            let name = expectation.entity.plainText(namespaces)
            found.append(
                Diagnostic(
                    .factAgainstSchema,
                    "'\(name)' is not known to be of class '\(expectation.className)', which '\(expectation.relation)' asks for",
                    at: fact.range, notes: declaration(expectation.relation)))
        }
        return found
    }

    private func declaration(_ relation: String) -> [Diagnostic.Note] {
        schema.relations[relation].map { [.init("'\(relation)' is declared here", at: $0.range)] } ?? []
    }

    private func singleViolations(_ writer: Writer) throws -> [Diagnostic] {
        var found: [Diagnostic] = []
        for (slot, fact) in single {
            guard let predicate = try writer.id(of: .entity(slot.name)), let subject = try writer.id(of: slot.subject)
            else { continue }
            var objects: [UInt64] = []
            try writer.seconds(of: predicate, order: .subject, first: subject, into: &objects)
            guard objects.count > 1 else { continue }
            var periods: [(object: UInt64, first: Int, last: Int)] = []
            for object in objects {
                let statements = try writer.statements(predicate, subject, TermID(rawValue: object))
                if statements.isEmpty { periods.append((object, .min, .max)) }
                for statement in statements {
                    let from = try date(statement, "from", writer)?.firstDay ?? .min
                    let to = try date(statement, "to", writer)?.lastDay ?? .max
                    periods.append((object, from, to))
                }
            }
            periods.sort { ($0.first, $0.last) < ($1.first, $1.last) }
            for (earlier, later) in zip(periods, periods.dropFirst())
            where earlier.object != later.object && later.first <= earlier.last {
                let values = try [earlier.object, later.object].map {
                    try writer.term(of: TermID(rawValue: $0)).sourceText(namespaces)
                }
                found.append(
                    Diagnostic(
                        .tooManyValues,
                        "\(slot.subject.sourceText(namespaces)) has two values of '\(slot.name)' at a time: \(values[0]) and \(values[1])",
                        at: fact.range, notes: declaration(slot.name)))
                break
            }
        }
        return found
    }

    private func date(_ statement: StoredStatement, _ name: String, _ writer: Writer) throws -> PartialDate? {
        guard let key = try writer.id(of: .entity(name)),
            let value = statement.qualifiers.first(where: { $0.key == key })?.value,
            case .date(let date) = try writer.term(of: value)
        else { return nil }
        return date
    }

    private func requiredViolations(_ writer: Writer) throws -> [Diagnostic] {
        let required = schema.relations.values.filter(\.isRequired)
        guard !required.isEmpty else { return [] }
        var found: [Diagnostic] = []
        for (slot, fact) in members {
            let classes = schema.ancestors(of: slot.name)
            for relation in required {
                let applies: Bool
                switch relation.types[0] {
                case .ofClass(let name): applies = classes.contains(name)
                case .thing, .any: applies = true
                default: applies = false
                }
                guard applies, let subject = try writer.id(of: slot.subject) else { continue }
                var objects: [UInt64] = []
                if let predicate = try writer.id(of: .entity(relation.name)) {
                    try writer.seconds(of: predicate, order: .subject, first: subject, into: &objects)
                }
                guard objects.isEmpty else { continue }
                found.append(
                    Diagnostic(
                        .missingRequired,
                        "\(slot.subject.sourceText(namespaces)) of class '\(slot.name)' has no '\(relation.name)', which is required",
                        at: fact.range, notes: declaration(relation.name)))
            }
        }
        return found
    }
}
