import Language
import Store
import Terms

/// Checks what a transaction touched against the schema, once all of it is written: classes of entities, `disjoint`,
/// `one` and `required`.
final class Constraints {
    let schema: Schema
    let namespaces: Namespaces
    /// What the schema declares disjoint.
    let sides: DisjointSides
    /// In a load that keeps going, every fact that expects something or fills a slot is noted, so that it can be left out.
    let keepsGoing: Bool
    let places = PlaceList()
    /// Entities that must be of a class, with the first fact that says so.
    let expected = NotedPlaces()
    /// What a number of `expected` stands for.
    private(set) var expectations: [(className: String, relation: String)] = []
    private var expectationNumbers: [String: Int] = [:]
    /// Subjects of relations with `one`, and members of classes, with the last fact that says so.
    let single = NotedPlaces()
    let members = NotedPlaces()
    /// What a number of `single` or `members` stands for: a relation or a class.
    private(set) var names: [String] = []
    private var nameNumbers: [String: Int] = [:]
    var expecting: [Slot: [NotedFact]] = [:]
    var filling: [Slot: [NotedFact]] = [:]
    /// What a load that keeps going has left out in the end.
    var takenBack: Set<TripleKey> = []
    /// What was taken away, which may leave something without the class or the value that it must have.
    private var withdrawn: [(triple: TripleKey, place: FactPlace)] = []

    /// An entity, and what is noted of it.
    struct Slot: Hashable {
        let entity: TermID
        let number: Int
    }

    struct NotedFact {
        let triple: TripleKey
        let place: FactPlace
    }

    /// What facts of a relation make necessary to look at, by number.
    struct Watched {
        fileprivate let subject: Int?
        fileprivate let object: Int?
        /// Relations with `one` that a fact is a value of: with its subject, or with its object where it is read the
        /// other way round.
        fileprivate let single: [(number: Int, isFlipped: Bool)]
    }

    init(schema: Schema, namespaces: Namespaces, keepsGoing: Bool) {
        self.schema = schema
        self.keepsGoing = keepsGoing
        self.namespaces = namespaces
        sides = DisjointSides(schema)
    }

    /// The number of a class or a relation in notes.
    func number(of name: String) -> Int {
        if let number = nameNumbers[name] { return number }
        names.append(name)
        nameNumbers[name] = names.count - 1
        return names.count - 1
    }

    /// What there is to note of facts of a relation.
    func watched(_ relation: Schema.Relation) -> Watched {
        Watched(
            subject: expectation(relation.types.first, relation.name),
            object: relation.types.count > 1 ? expectation(relation.types[1], relation.name) : nil,
            single: schema.relations.values.filter(\.isOne).flatMap { one in
                schema.readings(of: one.name).filter { $0.relation == relation.name }.map {
                    (number(of: one.name), $0.isFlipped)
                }
            })
    }

    private func expectation(_ type: ValueType?, _ relation: String) -> Int? {
        guard case .ofClass(let className)? = type else { return nil }
        let key = "\(className)\n\(relation)"
        if let number = expectationNumbers[key] { return number }
        expectations.append((className, relation))
        expectationNumbers[key] = expectations.count - 1
        return expectations.count - 1
    }

    // MARK: Notes

    /// - Parameter number: of the class.
    func note(member subject: TermID, of number: Int, _ place: FactPlace) {
        members.note(subject, number, keepingFirst: false, places.note(place))
    }

    func note(_ triple: TripleKey, _ watched: Watched, _ place: @autoclosure () -> FactPlace) {
        if let number = watched.subject { expect(triple.subject, number, place(), triple) }
        if let number = watched.object { expect(triple.object, number, place(), triple) }
        for (number, isFlipped) in watched.single {
            let subject = isFlipped ? triple.object : triple.subject
            single.note(subject, number, keepingFirst: false, places.note(place()))
            guard keepsGoing else { continue }
            filling[Slot(entity: subject, number: number), default: []]
                .append(NotedFact(triple: triple, place: place()))
        }
    }

    func note(withdrawn triple: TripleKey, _ place: FactPlace) { withdrawn.append((triple, place)) }

    private func expect(
        _ entity: TermID, _ number: Int, _ place: @autoclosure () -> FactPlace, _ triple: TripleKey? = nil
    ) {
        if keepsGoing, let triple {
            expecting[Slot(entity: entity, number: number), default: []]
                .append(NotedFact(triple: triple, place: place()))
        }
        expected.note(entity, number, keepingFirst: true, places.note(place()))
    }

    /// Notes what withdrawals make necessary to look at.
    func noteWithdrawals(_ writer: Writer) throws {
        for (triple, place) in withdrawn { try expect(after: triple, place, writer) }
    }

    private func expect(after triple: TripleKey, _ place: FactPlace, _ writer: Writer) throws {
        guard triple.predicate == .isA else {
            guard case .entity(let name) = try writer.term(of: triple.predicate) else { return }
            let readings = schema.relations.values.filter(\.isRequired).flatMap { schema.readings(of: $0.name) }
            for isFlipped in Set(readings.filter { $0.relation == name }.map(\.isFlipped)) {
                let subject = isFlipped ? triple.object : triple.subject
                var classes: [UInt64] = []
                try writer.seconds(of: .isA, order: .subject, first: subject, into: &classes)
                for id in classes {
                    guard case .entity(let name) = try writer.term(of: TermID(rawValue: id)) else { continue }
                    note(member: subject, of: number(of: name), place)
                }
            }
            return
        }
        let uses = [
            try writer.predicates(ofSubject: triple.subject), try writer.predicates(ofObject: triple.subject),
        ]
        for (position, predicates) in uses.enumerated() {
            for predicate in predicates where predicate != .isA {
                guard case .entity(let name) = try writer.term(of: predicate), let relation = schema.relations[name],
                    position < relation.types.count,
                    let number = expectation(relation.types[position], relation.name)
                else { continue }
                expect(triple.subject, number, place)
            }
        }
    }
}
