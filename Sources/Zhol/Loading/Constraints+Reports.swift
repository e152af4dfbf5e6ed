import Language
import Store
import Terms

extension Constraints {
    /// Every violation; in a load that keeps going, what is to blame is withdrawn, and how much is told. Throws what the
    /// store throws.
    func report(_ writer: Writer, to findings: Findings) throws -> Int {
        try noteWithdrawals(writer)
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

    private func reportClasses(_ writer: Writer, _ findings: Findings, _ wrong: inout [TripleKey]) throws {
        for (number, entries) in expected.sorted() {
            let (className, relation) = expectations[number]
            let classes = try schema.descendants(of: className).compactMap { try writer.id(of: .entity($0)) }
            var members = classes.map { ($0, PairLookups(writer, .isA, order: .object)) }
            for entry in entries {
                var isMember = false
                for row in members.indices where !isMember {
                    isMember = try members[row].1.contains(first: members[row].0, second: entry.entity)
                }
                if isMember { continue }
                let name = try writer.term(of: entry.entity).plainText(namespaces)
                expected.remove(entry.entity, number)
                let facts = expecting.removeValue(forKey: Slot(entity: entry.entity, number: number)) ?? []
                wrong += facts.map(\.triple)
                for place in facts.isEmpty ? [places.place(entry.place)] : facts.map(\.place) {
                    findings.collect(
                        Finding(
                            .factAgainstSchema,
                            "'\(name)' is not known to be of class '\(className)', which '\(relation)' asks for",
                            at: place, notes: declaration(relation)))
                }
            }
        }
    }

    private func declaration(_ relation: String) -> [Diagnostic.Note] {
        schema.relations[relation].map { [.init("'\(relation)' is declared here", at: $0.range)] } ?? []
    }

    private func reportSingle(_ writer: Writer, _ findings: Findings, _ wrong: inout [TripleKey]) throws {
        for (number, entries) in single.sorted() {
            guard let predicate = try writer.id(of: .entity(names[number])) else { continue }
            var stored = PairLookups(writer, predicate, order: .subject)
            for entry in entries {
                var objects: [UInt64] = []
                try stored.seconds(first: entry.entity, into: &objects)
                guard objects.count > 1 else { continue }
                try reportSingle(entry, number, predicate, objects, writer, findings, &wrong)
            }
        }
    }

    /// Reports the first two of several values that hold at a time.
    private func reportSingle(
        _ entry: NotedPlaces.Entry, _ number: Int, _ predicate: TermID, _ objects: [UInt64], _ writer: Writer,
        _ findings: Findings, _ wrong: inout [TripleKey]
    ) throws {
        var periods: [(object: UInt64, first: Int, last: Int)] = []
        for object in objects {
            let statements = try writer.statements(predicate, entry.entity, TermID(rawValue: object))
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
            let subject = try writer.term(of: entry.entity).sourceText(namespaces)
            // The last that came goes, until one is left.
            let last = filling[Slot(entity: entry.entity, number: number)]?.popLast()
            if let last { wrong.append(last.triple) }
            findings.collect(
                Finding(
                    .tooManyValues,
                    "\(subject) has two values of '\(names[number])' at a time: \(values[0]) and \(values[1])",
                    at: last?.place ?? places.place(entry.place), notes: declaration(names[number])))
            return
        }
    }

    private func date(_ statement: StoredStatement, _ name: String, _ writer: Writer) throws -> PartialDate? {
        guard let key = try writer.id(of: .entity(name)),
            let value = statement.qualifiers.first(where: { $0.key == key })?.value,
            case .date(let date) = try writer.term(of: value)
        else { return nil }
        return date
    }

    private func reportRequired(_ writer: Writer, _ findings: Findings, _ wrong: inout [TripleKey]) throws {
        let required = schema.relations.values.filter(\.isRequired).sorted { $0.name < $1.name }
        guard !required.isEmpty else { return }
        for (number, entries) in members.sorted() {
            let classes = schema.ancestors(of: names[number])
            for relation in required where applies(relation, to: classes) {
                var stored = try writer.id(of: .entity(relation.name)).map {
                    PairLookups(writer, $0, order: .subject)
                }
                for entry in entries {
                    if try stored?.has(first: entry.entity) == true { continue }
                    let subject = try writer.term(of: entry.entity).sourceText(namespaces)
                    if keepsGoing, let id = try writer.id(of: .entity(names[number])) {
                        members.remove(entry.entity, number)
                        wrong.append(TripleKey(predicate: .isA, subject: entry.entity, object: id))
                    }
                    findings.collect(
                        Finding(
                            .missingRequired,
                            "\(subject) of class '\(names[number])' has no '\(relation.name)', which is required",
                            at: places.place(entry.place), notes: declaration(relation.name)))
                }
            }
        }
    }

    private func applies(_ relation: Schema.Relation, to classes: Set<String>) -> Bool {
        switch relation.types[0] {
        case .ofClass(let name): classes.contains(name)
        case .thing, .any: true
        default: false
        }
    }
}
