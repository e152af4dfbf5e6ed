import Language
import Store
import Terms

/// Checks what a transaction touched against the schema, once all of it is written: classes of entities, `disjoint`,
/// `one` and `required`.
struct Constraints {
    private let schema: Schema
    let namespaces: Namespaces
    /// What the schema declares disjoint.
    let sides: DisjointSides
    /// Entities that must be of a class, with the first fact that says so.
    private var expected: [Expectation: FactPlace] = [:]
    private var single: [Slot: FactPlace] = [:]
    var members: [Slot: FactPlace] = [:]
    /// In a load that keeps going, every fact that expects something or fills a slot, so that it can be left out.
    let keepsGoing: Bool
    private var expecting: [Expectation: [NotedFact]] = [:]
    private var filling: [Slot: [NotedFact]] = [:]
    /// What was taken away, which may leave something without the class or the value that it must have.
    private var withdrawn: [(triple: TripleKey, place: FactPlace)] = []

    private struct Expectation: Hashable {
        let entity: TermID
        let className: String
        let relation: String
    }

    struct Slot: Hashable {
        let name: String
        let subject: TermID
    }

    private struct NotedFact {
        let triple: TripleKey
        let place: FactPlace
    }

    init(schema: Schema, namespaces: Namespaces, keepsGoing: Bool) {
        self.schema = schema
        self.keepsGoing = keepsGoing
        self.namespaces = namespaces
        sides = DisjointSides(schema)
    }

    mutating func note(member subject: TermID, of className: String, _ place: FactPlace) {
        members[Slot(name: className, subject: subject)] = place
    }

    mutating func note(_ triple: TripleKey, _ relation: Schema.Relation, _ place: @autoclosure () -> FactPlace) {
        expect(triple.subject, relation.types.first, relation, place(), triple)
        expect(triple.object, relation.types.count > 1 ? relation.types[1] : nil, relation, place(), triple)
        guard relation.isOne else { return }
        let slot = Slot(name: relation.name, subject: triple.subject)
        single[slot] = place()
        if keepsGoing { filling[slot, default: []].append(NotedFact(triple: triple, place: place())) }
    }

    mutating func note(withdrawn triple: TripleKey, _ place: FactPlace) { withdrawn.append((triple, place)) }

    /// What a withdrawal makes necessary to look at.
    private mutating func expect(after triple: TripleKey, _ place: FactPlace, _ writer: Writer) throws {
        guard triple.predicate == .isA else {
            guard case .entity(let name) = try writer.term(of: triple.predicate),
                schema.relations[name]?.isRequired == true
            else { return }
            var classes: [UInt64] = []
            try writer.seconds(of: .isA, order: .subject, first: triple.subject, into: &classes)
            for id in classes {
                guard case .entity(let name) = try writer.term(of: TermID(rawValue: id)) else { continue }
                note(member: triple.subject, of: name, place)
            }
            return
        }
        let uses = [
            try writer.predicates(ofSubject: triple.subject), try writer.predicates(ofObject: triple.subject),
        ]
        for (position, predicates) in uses.enumerated() {
            for predicate in predicates where predicate != .isA {
                guard case .entity(let name) = try writer.term(of: predicate), let relation = schema.relations[name]
                else { continue }
                expect(triple.subject, relation.types[position], relation, place)
            }
        }
    }

    private mutating func expect(
        _ entity: TermID, _ type: ValueType?, _ relation: Schema.Relation, _ place: @autoclosure () -> FactPlace,
        _ triple: TripleKey? = nil
    ) {
        guard case .ofClass(let name)? = type else { return }
        let expectation = Expectation(entity: entity, className: name, relation: relation.name)
        if keepsGoing, let triple {
            expecting[expectation, default: []].append(NotedFact(triple: triple, place: place()))
        }
        if expected[expectation] == nil { expected[expectation] = place() }
    }

    /// Every violation; in a load that keeps going, what is to blame is withdrawn, and how much is told. Throws what the
    /// store throws.
    mutating func report(_ writer: Writer, to findings: Findings) throws -> Int {
        for (triple, place) in withdrawn { try expect(after: triple, place, writer) }
        var count = 0
        while true {
            var wrong: [TripleKey] = []
            try reportClasses(writer, findings, &wrong)
            try reportSingle(writer, findings, &wrong)
            try reportRequired(writer, findings, &wrong)
            try reportDisjoint(writer, findings, &wrong)
            // A fact that goes may take a class or a value along that another needs.
            guard keepsGoing, !wrong.isEmpty else { return count }
            for triple in Set(wrong) {
                count += 1
                try writer.withdraw(
                    predicate: triple.predicate, subject: triple.subject, object: triple.object)
            }
        }
    }

    private mutating func reportClasses(_ writer: Writer, _ findings: Findings, _ wrong: inout [TripleKey]) throws {
        var known: [String: [TermID]] = [:]
        for (expectation, place) in expected {
            if known[expectation.className] == nil {
                known[expectation.className] = try schema.descendants(of: expectation.className)
                    .compactMap { try writer.id(of: .entity($0)) }
            }
            let classes = known[expectation.className] ?? []
            if try classes.contains(where: { try writer.contains(.isA, expectation.entity, $0) }) { continue }
            let name = try writer.term(of: expectation.entity).plainText(namespaces)
            expected[expectation] = nil
            let facts = expecting.removeValue(forKey: expectation) ?? []
            wrong += facts.map(\.triple)
            for place in facts.isEmpty ? [place] : facts.map(\.place) {
                findings.collect(
                    Finding(
                        .factAgainstSchema,
                        "'\(name)' is not known to be of class '\(expectation.className)', which '\(expectation.relation)' asks for",
                        at: place, notes: declaration(expectation.relation)))
            }
        }
    }

    private func declaration(_ relation: String) -> [Diagnostic.Note] {
        schema.relations[relation].map { [.init("'\(relation)' is declared here", at: $0.range)] } ?? []
    }

    private mutating func reportSingle(
        _ writer: Writer, _ findings: Findings, _ wrong: inout [TripleKey]
    ) throws {
        for (slot, place) in single {
            guard let predicate = try writer.id(of: .entity(slot.name)) else { continue }
            var objects: [UInt64] = []
            try writer.seconds(of: predicate, order: .subject, first: slot.subject, into: &objects)
            guard objects.count > 1 else { continue }
            var periods: [(object: UInt64, first: Int, last: Int)] = []
            for object in objects {
                let statements = try writer.statements(predicate, slot.subject, TermID(rawValue: object))
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
                let subject = try writer.term(of: slot.subject).sourceText(namespaces)
                // The last that came goes, until one is left.
                let last = filling[slot]?.popLast()
                if let last { wrong.append(last.triple) }
                findings.collect(
                    Finding(
                        .tooManyValues,
                        "\(subject) has two values of '\(slot.name)' at a time: \(values[0]) and \(values[1])",
                        at: last?.place ?? place, notes: declaration(slot.name)))
                break
            }
        }
    }

    private func date(_ statement: StoredStatement, _ name: String, _ writer: Writer) throws -> PartialDate? {
        guard let key = try writer.id(of: .entity(name)),
            let value = statement.qualifiers.first(where: { $0.key == key })?.value,
            case .date(let date) = try writer.term(of: value)
        else { return nil }
        return date
    }

    private mutating func reportRequired(
        _ writer: Writer, _ findings: Findings, _ wrong: inout [TripleKey]
    ) throws {
        let required = schema.relations.values.filter(\.isRequired).sorted { $0.name < $1.name }
        guard !required.isEmpty else { return }
        for (slot, place) in members {
            let classes = schema.ancestors(of: slot.name)
            for relation in required {
                let applies: Bool
                switch relation.types[0] {
                case .ofClass(let name): applies = classes.contains(name)
                case .thing, .any: applies = true
                default: applies = false
                }
                guard applies else { continue }
                var objects: [UInt64] = []
                if let predicate = try writer.id(of: .entity(relation.name)) {
                    try writer.seconds(of: predicate, order: .subject, first: slot.subject, into: &objects)
                }
                guard objects.isEmpty else { continue }
                let subject = try writer.term(of: slot.subject).sourceText(namespaces)
                if keepsGoing, let id = try writer.id(of: .entity(slot.name)) {
                    members[slot] = nil
                    wrong.append(TripleKey(predicate: .isA, subject: slot.subject, object: id))
                }
                findings.collect(
                    Finding(
                        .missingRequired,
                        "\(subject) of class '\(slot.name)' has no '\(relation.name)', which is required",
                        at: place, notes: declaration(relation.name)))
            }
        }
    }
}
