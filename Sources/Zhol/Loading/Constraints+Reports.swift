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
            takenBack.formUnion(wrong)
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

    /// A stored relation, read as it is or the other way round.
    private struct StoredReading {
        let predicate: TermID
        let isFlipped: Bool
        var lookups: PairLookups
    }

    /// How a relation is stored: itself, where it is symmetric both ways round, and its inverses.
    private func storedReadings(_ relation: String, _ writer: Writer) throws -> [StoredReading] {
        try schema.readings(of: relation).compactMap { one in
            guard let predicate = try writer.id(of: .entity(one.relation)) else { return nil }
            return StoredReading(
                predicate: predicate, isFlipped: one.isFlipped,
                lookups: PairLookups(writer, predicate, order: one.isFlipped ? .object : .subject))
        }
    }

    private func reportSingle(_ writer: Writer, _ findings: Findings, _ wrong: inout [TripleKey]) throws {
        for (number, entries) in single.sorted() {
            var readings = try storedReadings(names[number], writer)
            for entry in entries {
                var values: [(reading: Int, object: UInt64)] = []
                for row in readings.indices {
                    var objects: [UInt64] = []
                    try readings[row].lookups.seconds(first: entry.entity, into: &objects)
                    values += objects.map { (row, $0) }
                }
                guard values.count > 1 else { continue }
                var periods: [ValuePeriod] = []
                for (row, object) in values { periods += try self.periods(entry.entity, object, readings[row], writer) }
                try reportSingle(entry, number, periods, writer, findings, &wrong)
            }
        }
    }

    /// A value of a subject, and the days from which and to which it held.
    private typealias ValuePeriod = (object: UInt64, first: Int, last: Int)

    private func periods(
        _ subject: TermID, _ object: UInt64, _ reading: StoredReading, _ writer: Writer
    ) throws -> [ValuePeriod] {
        let other = TermID(rawValue: object)
        let statements = try writer.statements(
            reading.predicate, reading.isFlipped ? other : subject, reading.isFlipped ? subject : other)
        if statements.isEmpty { return [(object, .min, .max)] }
        return try statements.map { statement in
            let from = try date(statement, "from", writer)?.firstDay ?? .min
            return (object, from, try date(statement, "to", writer)?.lastDay ?? .max)
        }
    }

    /// Reports the first two of several values that hold at a time.
    private func reportSingle(
        _ entry: NotedPlaces.Entry, _ number: Int, _ periods: [ValuePeriod], _ writer: Writer,
        _ findings: Findings, _ wrong: inout [TripleKey]
    ) throws {
        // Of what came before, the value that lasts longest; what ends before it starts is true at no time.
        var longest: ValuePeriod?
        for period in periods.filter({ $0.first <= $0.last }).sorted(by: { ($0.first, $0.last) < ($1.first, $1.last) })
        {
            guard let earlier = longest else {
                longest = period
                continue
            }
            if earlier.object == period.object || period.first > earlier.last {
                if period.last > earlier.last { longest = period }
                continue
            }
            let values = try [earlier.object, period.object].map {
                try writer.term(of: TermID(rawValue: $0)).sourceText(namespaces)
            }
            let subject = try writer.term(of: entry.entity).sourceText(namespaces)
            // Of the two the one that came last goes.
            let slot = Slot(entity: entry.entity, number: number)
            let place = filling[slot]?.lastIndex { fact in
                let value = (fact.triple.subject == entry.entity ? fact.triple.object : fact.triple.subject).rawValue
                return value == earlier.object || value == period.object
            }
            let last = place.flatMap { filling[slot]?.remove(at: $0) }
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
                var readings = try storedReadings(relation.name, writer)
                for entry in entries {
                    var hasValue = false
                    for row in readings.indices where !hasValue {
                        hasValue = try readings[row].lookups.has(first: entry.entity)
                    }
                    if hasValue { continue }
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
