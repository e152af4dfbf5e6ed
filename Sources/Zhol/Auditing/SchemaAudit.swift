import Engine
import Language
import Store
import Terms

/// Checks everything that is stored against the schema. Loads check what they touch; the rest may be wrong where the
/// schema came later, or where facts were loaded with what is wrong left out.
final class SchemaAudit {
    let reading: Reading
    let schema: Schema
    let namespaces: Namespaces
    /// What is taken for one another; nil for nothing.
    let same: SameEntities?
    let sourceKey: TermID?
    let shareKey: TermID?
    let sides: DisjointSides
    var hasSources = false
    /// Shares by relation and what they are of.
    var stakes: [String: [UInt64: [Stake]]] = [:]
    /// Values of relations with `one` that are stated under several relations, both ways round, or of several names of
    /// one subject, by relation and subject.
    var gatheredValues: [String: [UInt64: [Holding]]] = [:]
    /// Who owns whom, by relation.
    var ownerships: [String: [Ownership]] = [:]
    var members: [String: Set<UInt64>] = [:]
    var rows: [String: [[Term]]] = [:]

    init(_ reading: Reading, _ schema: Schema, _ namespaces: Namespaces, _ same: SameEntities? = nil) {
        self.same = same
        self.reading = reading
        self.schema = schema
        self.namespaces = namespaces
        sourceKey = try? reading.id(of: .entity("source"))
        shareKey = try? reading.id(of: .entity("share"))
        sides = DisjointSides(schema)
    }

    /// The result of each check, those without a violation too.
    func perform() throws -> [Database.Audit.Check] {
        for predicate in try reading.predicates() {
            guard case .entity(let name) = try reading.term(of: predicate) else { continue }
            try checkPairs(predicate, predicate == .isA ? "a" : name)
        }
        if !hasSources { rows["source"] = nil }
        try checkGathered()
        try checkShares()
        try checkCycles()
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
    struct Holding {
        let object: UInt64
        let first: Int
        let last: Int
        let sources: Term
    }

    func checkPairs(_ predicate: TermID, _ name: String) throws {
        let relation = schema.relations[name]
        let owning = OwningRelation(name, schema)
        let readings = readings(by: name)
        var current: UInt64?
        var classes: [Membership] = []
        var gatheredClasses: [UInt64: [Membership]] = [:]
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
                if current != subject.rawValue {
                    try checkOne(name, current, &holdings)
                    try checkDisjoint(current, &classes)
                    current = subject.rawValue
                }
                let (named, other) = (representative(subject.rawValue), representative(object.rawValue))
                let isMerged = same?.isMerged(subject.rawValue) == true
                if predicate == .isA, !sides.isEmpty {
                    let membership = Membership(entity: subject, ofClass: object)
                    if isMerged {
                        gatheredClasses[named, default: []].append(membership)
                    } else {
                        classes.append(membership)
                    }
                }
                for statement in statements {
                    try checkSource(statement, name, subject, object)
                    let period = try checkPeriod(statement, name, subject, object)
                    // What ends before it starts is true at no time.
                    guard period.first <= period.last else { continue }
                    if relation?.isOne == true || !readings.isEmpty {
                        let holding = Holding(
                            object: other, first: period.first, last: period.last,
                            sources: try sources([statement], named: [subject, object]))
                        if readings.isEmpty, !isMerged { holdings.append(holding) }
                        note(holding, of: named, readings.isEmpty && isMerged ? [(name, false)] : readings)
                    }
                    try noteStake(statement, owning, subject, object, period)
                    if owning.isOwnership {
                        ownerships[owning.name, default: []].append(
                            Ownership(
                                triple: TripleKey(predicate: predicate, subject: subject, object: object),
                                owner: owning.isFlipped ? other : named, owned: owning.isFlipped ? named : other,
                                first: period.first, last: period.last))
                    }
                }
            }
        }
        try checkOne(name, current, &holdings)
        try checkDisjoint(current, &classes)
        for (subject, gathered) in gatheredClasses {
            classes = gathered
            try checkDisjoint(subject, &classes)
        }
    }

    /// The relations with `one` that facts of a relation are values of, where others are too or either end may be the
    /// subject: an inverse, a symmetric relation.
    private func readings(by name: String) -> [(relation: String, isFlipped: Bool)] {
        schema.relations.values.filter(\.isOne).flatMap { one -> [(relation: String, isFlipped: Bool)] in
            let all = schema.readings(of: one.name)
            guard all.count > 1 else { return [] }
            return all.filter { $0.relation == name }.map { (one.name, $0.isFlipped) }
        }
    }

    private func note(_ holding: Holding, of subject: UInt64, _ readings: [(relation: String, isFlipped: Bool)]) {
        for one in readings {
            let (from, to) = one.isFlipped ? (holding.object, subject) : (subject, holding.object)
            gatheredValues[one.relation, default: [:]][from, default: []].append(
                Holding(object: to, first: holding.first, last: holding.last, sources: holding.sources))
        }
    }

    private func checkGathered() throws {
        for (name, subjects) in gatheredValues {
            for (subject, values) in subjects {
                var holdings = values
                try checkOne(name, subject, &holdings)
            }
        }
    }

    /// Notes each value that overlaps another one before it, with that one.
    func checkOne(_ name: String, _ subject: UInt64?, _ holdings: inout [Holding]) throws {
        defer { holdings.removeAll(keepingCapacity: true) }
        guard let subject, holdings.count > 1 else { return }
        holdings.sort { ($0.first, $0.last, $0.object) < ($1.first, $1.last, $1.object) }
        // Of the values before, the two of which one lasts longest and the other longest of the rest.
        var longest: Holding?
        var second: Holding?
        for holding in holdings {
            let earlier = longest?.object == holding.object ? second : longest
            if let earlier, holding.first <= earlier.last {
                note(
                    "one",
                    [
                        .entity(name), try term(subject), try term(earlier.object), earlier.sources,
                        try term(holding.object), holding.sources,
                    ])
            }
            guard let lasting = longest else {
                longest = holding
                continue
            }
            if holding.last > lasting.last {
                if lasting.object != holding.object { second = lasting }
                longest = holding
            } else if holding.object != lasting.object, holding.last > second?.last ?? .min || second == nil {
                second = holding
            }
        }
    }

    func checkPeriod(
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

    /// Notes a violation as a row of its check.
    func note(_ check: String, _ row: [Term]) { rows[check, default: []].append(row) }

    /// What a number stands for; of what is the same, the first name of all.
    func term(_ id: UInt64) throws -> Term { try same?.term(id) ?? reading.term(of: TermID(rawValue: id)) }

    /// The number that stands for all that is the same.
    func representative(_ id: UInt64) -> UInt64 { same?.representative(id) ?? id }

    /// The sources of statements about things, with those of what says which name they have here.
    func sources(_ statements: [StoredStatement], named things: [TermID]) throws -> Term {
        guard let same else { return try sources(statements) }
        let links = Set(things.flatMap { same.links(from: $0.rawValue) })
        return try sources(
            statements + links.flatMap { try reading.statements($0.predicate, $0.subject, $0.object) })
    }

    func date(_ statement: StoredStatement, _ name: String) throws -> PartialDate? {
        guard let key = try reading.id(of: .entity(name)),
            let value = statement.qualifiers.first(where: { $0.key == key })?.value,
            case .date(let date) = try reading.term(of: value)
        else { return nil }
        return date
    }

    func sources(_ statements: [StoredStatement]) throws -> Term {
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
