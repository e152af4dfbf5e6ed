import Terms

/// The classes, enumerations and relations that a store or a program declares, by canonical name.
package struct Schema: Sendable {
    package struct Class: Sendable {
        package var name: String
        package var parents: [String]
        package var documentation: String?
        package var range: SourceRange
    }

    package struct Enumeration: Sendable {
        package var name: String
        package var values: [String]
        package var documentation: String?
        package var range: SourceRange
    }

    package struct Relation: Sendable {
        package var name: String
        package var types: [ValueType]
        package var qualifiers: [(name: String, type: ValueType)]
        package var isOne = false
        package var isRequired = false
        package var isSymmetric = false
        package var isTransitive = false
        package var inverse: String?
        package var documentation: String?
        package var range: SourceRange
    }

    package internal(set) var classes: [String: Class] = [:]
    package internal(set) var enumerations: [String: Enumeration] = [:]
    package internal(set) var relations: [String: Relation] = [:]
    package internal(set) var disjoint: [DisjointClasses] = []
    /// Names in order of declaration.
    package internal(set) var order: [String] = []

    package init() {}

    package var isEmpty: Bool { classes.isEmpty && relations.isEmpty && enumerations.isEmpty }

    /// Qualifiers that every relation has: when it held, and the evidence.
    package static let builtInQualifiers: [String: ValueType] = [
        "from": .date, "to": .date, "source": .any, "confidence": .any, "url": .any, "note": .string, "seen": .date,
    ]

    /// Qualifiers that are evidence for a statement and not part of it.
    package static let evidenceQualifiers: Set<String> = ["source", "confidence", "url", "note", "seen"]

    package static let confidences = ["low", "medium", "high"]

    /// A value as it may be written behind a qualifier: a year alone where the qualifier is a date in any schema.
    package static func text(of value: Term, as qualifier: String, _ namespaces: Namespaces) -> String {
        if case .date = value, ["from", "to", "seen"].contains(qualifier) { return value.plainText(namespaces) }
        return value.sourceText(namespaces)
    }

    /// Qualifiers as they may be written, without their braces.
    package static func text(of entries: [(name: String, value: Term)], _ namespaces: Namespaces) -> String {
        entries.map { "\($0.name): \(text(of: $0.value, as: $0.name, namespaces))" }.joined(separator: ", ")
    }

    /// The class itself and every class below it, sorted.
    package func descendants(of name: String) -> [String] {
        var found: Set<String> = [name]
        var queue = [name]
        while let next = queue.popLast() {
            for child in children[next] ?? [] where found.insert(child).inserted { queue.append(child) }
        }
        return found.sorted()
    }

    /// The class itself and every class above it.
    package func ancestors(of name: String) -> Set<String> {
        var found: Set<String> = [name]
        var queue = [name]
        while let next = queue.popLast() {
            for parent in classes[next]?.parents ?? [] where found.insert(parent).inserted { queue.append(parent) }
        }
        return found
    }

    /// Class to its direct subclasses.
    package internal(set) var children: [String: [String]] = [:]

    /// The type of a qualifier on a relation; nil where neither the relation nor the language knows it.
    package func type(ofQualifier name: String, on relation: String) -> ValueType? {
        if let own = relations[relation]?.qualifiers.first(where: { $0.name == name }) { return own.type }
        if let inverse = relations[relation]?.inverse.flatMap({ relations[$0] }),
            let own = inverse.qualifiers.first(where: { $0.name == name })
        {
            return own.type
        }
        if let counterpart = relations.values.first(where: { $0.inverse == relation }),
            let own = counterpart.qualifiers.first(where: { $0.name == name })
        {
            return own.type
        }
        return Schema.builtInQualifiers[name]
    }

    /// The relations that hold together with this one read in one direction or the other: itself, both ways round
    /// where it is symmetric, and its inverses.
    package func readings(of relation: String) -> [Reading] {
        var found = [Reading(relation: relation, isFlipped: false)]
        var position = 0
        while position < found.count {
            let current = found[position]
            position += 1
            var next: [Reading] = []
            if relations[current.relation]?.isSymmetric == true {
                next.append(Reading(relation: current.relation, isFlipped: !current.isFlipped))
            }
            for inverse in inverses(of: current.relation) {
                next.append(Reading(relation: inverse, isFlipped: !current.isFlipped))
            }
            for reading in next where !found.contains(reading) { found.append(reading) }
        }
        return found
    }

    /// The names declared as inverse of a relation, from either side.
    package func inverses(of relation: String) -> [String] { inverseNames[relation] ?? [] }

    var inverseNames: [String: [String]] = [:]

    /// A stored relation, read as it is or with subject and object exchanged.
    package struct Reading: Hashable, Sendable {
        package let relation: String
        package let isFlipped: Bool
    }
}

/// What may stand at a place of a relation.
package enum ValueType: Hashable, Sendable, CustomStringConvertible {
    case any, thing, string, int, decimal, float, number, date, dateTime, bool
    case ofClass(String)
    case enumeration(String)

    static let named: [String: ValueType] = [
        "any": .any, "thing": .thing, "string": .string, "int": .int, "decimal": .decimal, "float": .float,
        "number": .number, "date": .date, "datetime": .dateTime, "bool": .bool,
    ]

    package var description: String {
        switch self {
        case .ofClass(let name), .enumeration(let name): name
        default: ValueType.named.first { $0.value == self }?.key ?? "any"
        }
    }

    /// Whether entities stand here.
    package var isEntity: Bool {
        switch self {
        case .thing, .ofClass, .enumeration: true
        default: false
        }
    }

    /// Whether a term may stand here, class membership left aside.
    package func admits(_ term: Term, in schema: Schema) -> Bool {
        switch (self, term) {
        case (.any, _): true
        case (.thing, .entity), (.ofClass, .entity): true
        case (.enumeration(let name), .entity(let value)): schema.enumerations[name]?.values.contains(value) ?? true
        case (.string, .string), (.string, .tagged), (.string, .typed): true
        case (.int, .int): true
        case (.decimal, .int), (.decimal, .decimal): true
        case (.float, .int), (.float, .decimal), (.float, .float): true
        case (.number, .int), (.number, .decimal), (.number, .float): true
        case (.date, .date): true
        case (.dateTime, .dateTime): true
        case (.bool, .bool): true
        default: false
        }
    }

    /// A term as this type reads it: a whole number in the range of years is a year where a date stands.
    package func reading(_ term: Term) -> Term {
        guard self == .date, case .int(let year) = term, let narrow = Int(exactly: year),
            let date = PartialDate(year: narrow)
        else { return term }
        return .date(date)
    }
}
