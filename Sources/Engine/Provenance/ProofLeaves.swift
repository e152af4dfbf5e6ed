import Language
import Store
import Terms

/// What is stored and stated, at the leaves of proofs, with the evidence for it.
final class ProofLeaves {
    private let evaluation: Evaluation
    private var readings: [RelationID: [Reading]] = [:]

    /// How tuples of a relation are stored: as pairs of a predicate, or as members of a class.
    private struct Reading {
        let predicate: TermID
        let isFlipped: Bool
        /// The class of which a tuple's one value is a member.
        var member: TermID?
    }

    private let stated: StatedTuples

    init(_ evaluation: Evaluation, _ stated: StatedTuples) {
        self.evaluation = evaluation
        self.stated = stated
    }

    // MARK: Triples

    /// The triple that is the tuple, for a relation whose tuples are triples as they are: predicate, subject and object; nil
    /// for any other.
    func plainTriple(_ relation: RelationID, _ tuple: [Premise.Value]) throws -> [Premise.Value]? {
        switch evaluation.program[relation].origin {
        case .derived: return nil
        case .triples: return [tuple[1], tuple[0], tuple[2]]
        case .storedPairs, .storedClass:
            let found = try readings(of: relation)
            guard found.count == 1, !found[0].isFlipped else { return nil }
            let predicate = Premise.Value.constant(found[0].predicate.rawValue)
            if let member = found[0].member { return [predicate, tuple[0], .constant(member.rawValue)] }
            return [predicate, tuple[0], tuple[1]]
        }
    }

    /// The stored triples that make a tuple of a stored relation so.
    func triples(_ relation: RelationID, _ tuple: TermTuple) throws -> [ProofGraph.Node] {
        guard let view = evaluation.view else { return [] }
        return try readings(of: relation).compactMap { reading in
            let node = node(reading, tuple)
            let (predicate, subject, object) = node.triple
            guard try view.contains(predicate, subject, object), try view.holds(predicate, subject, object) else {
                return nil
            }
            return node
        }
    }

    private func triple(_ predicate: UInt64, _ subject: UInt64, _ object: UInt64) -> ProofGraph.Node {
        .init(kind: .triple, site: 0, values: [predicate, subject, object])
    }

    private func node(_ reading: Reading, _ tuple: TermTuple) -> ProofGraph.Node {
        if let member = reading.member { return triple(reading.predicate.rawValue, tuple[0], member.rawValue) }
        return reading.isFlipped
            ? triple(reading.predicate.rawValue, tuple[1], tuple[0])
            : triple(reading.predicate.rawValue, tuple[0], tuple[1])
    }

    /// The predicates that tuples or statements of a relation are stored under.
    func predicates(of relation: RelationID) throws -> [TermID] { try readings(of: relation).map(\.predicate) }

    private func readings(of relation: RelationID) throws -> [Reading] {
        if let known = readings[relation] { return known }
        guard let view = evaluation.view else { return [] }
        var found: [Reading] = []
        func pairs(_ readings: [Schema.Reading]) throws {
            for reading in readings {
                guard let predicate = try view.id(of: .entity(reading.relation)) else { continue }
                found.append(Reading(predicate: predicate, isFlipped: reading.isFlipped))
            }
        }
        func members(_ classes: [String]) throws {
            for name in classes {
                guard let id = try view.id(of: .entity(name)) else { continue }
                found.append(Reading(predicate: .isA, isFlipped: false, member: id))
            }
        }
        let name = evaluation.program[relation].name
        switch evaluation.program[relation].origin {
        case .storedPairs(let readings): try pairs(readings)
        case .storedClass(let classes): try members(classes)
        case .derived where evaluation.program[relation].arity == 1:
            try members(evaluation.schema.descendants(of: name))
        case .derived: try pairs(evaluation.schema.readings(of: name))
        case .triples: break
        }
        readings[relation] = found
        return found
    }

    // MARK: Statements

    /// The stored statements of a triple, of those that count.
    func statements(of node: ProofGraph.Node) throws -> [StoredStatement] {
        guard let view = evaluation.view else { return [] }
        return try all(of: node).filter { try view.admits($0) }
    }

    private func all(of node: ProofGraph.Node) throws -> [StoredStatement] {
        let (predicate, subject, object) = node.triple
        if node.isExact { return try evaluation.view?.statements(exactly: predicate, subject, object) ?? [] }
        return try evaluation.view?.statements(predicate, subject, object) ?? []
    }

    /// The facts of the program that state a tuple, or the one of them that the node is about.
    func facts(of node: ProofGraph.Node) throws -> [ResolvedFact] {
        try numbers(of: node).map { evaluation.program.facts[$0] }
    }

    private func numbers(of node: ProofGraph.Node) throws -> [Int] {
        let arity = evaluation.program[RelationID(node.site)].arity
        if node.values.count > arity { return [Int(node.values[arity])] }
        return try stated.facts(RelationID(node.site), Array(node.values))
    }

    /// Where a statement that a body asked for comes from: its triple and the statement, or a fact of the program.
    enum Origin {
        case stored(ProofGraph.Node, StoredStatement)
        /// The first of the facts that state it, and all of them as one statement.
        case fact(Int, StoredStatement)
    }

    func origin(of node: ProofGraph.Node) throws -> Origin? {
        let relation = RelationID(node.site)
        let arity = evaluation.program[relation].arity
        let number = TermID(rawValue: node.values[arity]).payload
        if number & ProofLeaves.exactFact != 0 {
            let fact = Int(number & (1 << 40 - 1))
            return .fact(fact, try evaluation.statements.statement(ofFact: fact))
        }
        if number & 1 << 40 != 0 {
            let found = try evaluation.statements.of(relation).first { $0.statement.number == number }
            return found.map { .fact(Int(number & (1 << 40 - 1)), $0.statement) }
        }
        guard let view = evaluation.view else { return nil }
        for place in try triplePlaces(of: node) {
            for triple in try exact(place, view) {
                for statement in try all(of: triple) where statement.number == number {
                    return .stored(triple, statement)
                }
            }
        }
        return nil
    }

    /// Where the tuple of a node may be stored.
    private func triplePlaces(of node: ProofGraph.Node) throws -> [ProofGraph.Node] {
        if case .triples = evaluation.program[RelationID(node.site)].origin {
            return [triple(node.values[1], node.values[0], node.values[2])]
        }
        return try readings(of: RelationID(node.site)).map { self.node($0, node.values) }
    }

    // MARK: Names

    /// Set in the number of a statement that is one fact of the program, and not all that state the same under any names.
    /// Supposed statements are numbered above it.
    private static let exactFact: UInt64 = 1 << 41

    /// A leaf under the very names under which it is stated, with each of these that is merged with another.
    struct Named {
        let leaf: ProofGraph.Node
        let names: [UInt64]
    }

    /// What states a leaf whose entities are merged with others.
    func named(_ node: ProofGraph.Node, _ merging: Merging) throws -> [Named] {
        switch node.kind {
        case .triple:
            guard let view = evaluation.view else { return [] }
            return try exact(node, view).map { triple in
                Named(leaf: triple, names: Array(triple.values.dropFirst()))
            }
        case .statement:
            switch try origin(of: node) {
            case .stored(let triple, let statement)?: return [try named(node, triple, statement, merging)]
            case .fact(let number, let statement)?:
                return try namedStatements(node, like: number, statement, merging)
            case nil: return []
            }
        default: return try namedFacts(node, merging)
        }
    }

    /// A stored statement with the names of its triple, and those in the qualifiers that were asked for.
    private func named(
        _ node: ProofGraph.Node, _ triple: ProofGraph.Node, _ statement: StoredStatement, _ merging: Merging
    ) throws -> Named {
        let (predicate, subject, object) = triple.triple
        let all = try evaluation.view?.named(exactly: predicate, subject, object) ?? []
        let entries = all.first { $0.number == statement.number }.map { $0.qualifiers + $0.evidence.flatMap(\.self) }
        let names = asked(of: node).compactMap { asked in
            // Of several pieces of evidence one may have the very name.
            let fitting = (entries ?? []).filter {
                $0.key == asked.key && merging.representative($0.value) == asked.value
            }.map(\.value.rawValue)
            return fitting.first { $0 == asked.value.rawValue } ?? fitting.first
        }
        return Named(leaf: node, names: triple.values.dropFirst() + names)
    }

    /// The facts of the program that a statement is of, each under its own names.
    private func namedStatements(
        _ node: ProofGraph.Node, like first: Int, _ statement: StoredStatement, _ merging: Merging
    ) throws -> [Named] {
        let relation = RelationID(node.site)
        let arity = evaluation.program[relation].arity
        let keys = Set(asked(of: node).map(\.key.rawValue))
        func entries(_ statement: StoredStatement) -> [UInt64] {
            statement.qualifiers.flatMap { [$0.key.rawValue, $0.value.rawValue] }
        }
        return try evaluation.factsOf[relation.index].compactMap { number in
            let fact = evaluation.program.facts[number]
            let ids = try fact.arguments.map { try evaluation.terms.id(of: $0) }
            guard ids == Array(node.values.prefix(arity)), try evaluation.statements.counts(fact),
                entries(try evaluation.statements.statement(ofFact: number)) == entries(statement)
            else { return nil }
            var values = Array(node.values)
            values[arity] = TermID(rawValue: values[arity]).rawValue - UInt64(first) + UInt64(number)
            values[arity] |= ProofLeaves.exactFact
            let others = try fact.qualifiers.compactMap { name, value in
                keys.contains(try evaluation.terms.id(of: .entity(name))) ? try self.name(value, merging) : nil
            }
            return Named(
                leaf: .init(kind: .statement, site: node.site, values: TermTuple(values)),
                names: try names(ofFact: number, merging) + others)
        }
    }

    /// A triple under the names under which it is stored, where it holds.
    private func exact(_ node: ProofGraph.Node, _ view: StoreView) throws -> [ProofGraph.Node] {
        guard let merging = view.merging else { return [node] }
        let (predicate, subject, object) = node.triple
        var found: [ProofGraph.Node] = []
        let objects = merging.members(object)
        for first in merging.members(subject) {
            // Of many names those are looked at that the subject has.
            let seconds =
                objects.count <= 8
                ? objects
                : try view.objects(exactly: predicate, first).filter { merging.representative($0) == object }
            for second in seconds where try view.holds(exactly: predicate, first, second) {
                found.append(
                    .init(
                        kind: .triple, site: ProofGraph.Node.exactSite,
                        values: [predicate.rawValue, first.rawValue, second.rawValue]))
            }
        }
        return found
    }

    private func namedFacts(_ node: ProofGraph.Node, _ merging: Merging) throws -> [Named] {
        guard node.kind == .fact else { return [Named(leaf: node, names: [])] }
        return try numbers(of: node).map { number in
            Named(
                leaf: .init(kind: .fact, site: node.site, values: TermTuple(Array(node.values) + [UInt64(number)])),
                names: try names(ofFact: number, merging))
        }
    }

    /// The arguments of a fact of the program as they are written.
    private func names(ofFact number: Int, _ merging: Merging) throws -> [UInt64] {
        try evaluation.program.facts[number].arguments.map { try name($0, merging) }
    }

    /// The number of a term itself, whatever it is merged with.
    func name(_ term: Term, _ merging: Merging) throws -> UInt64 {
        let id = TermID(rawValue: try evaluation.terms.id(of: term))
        return try merging.members(id).first { try evaluation.terms.term(of: $0.rawValue) == term }?.rawValue
            ?? id.rawValue
    }

    /// The qualifiers that a body asked a statement for.
    func asked(of node: ProofGraph.Node) -> [StoredStatement.Entry] {
        let values = Array(node.values.dropFirst(evaluation.program[RelationID(node.site)].arity + 2))
        return stride(from: 0, to: values.count - 1, by: 2).map {
            (TermID(rawValue: values[$0]), TermID(rawValue: values[$0 + 1]))
        }
    }
}

extension ProofGraph.Node {
    /// Predicate, subject and object of a triple.
    var triple: (predicate: TermID, subject: TermID, object: TermID) {
        guard values.count >= 3 else { return (.none, .none, .none) }
        return (TermID(rawValue: values[0]), TermID(rawValue: values[1]), TermID(rawValue: values[2]))
    }
}

extension StatementReading {
    /// Whether a statement that may hold at a date holds for sure: on each day that the date leaves open, whatever its
    /// own dates leave open.
    static func surelyHolds(_ statement: StoredStatement, at date: PartialDate, _ terms: TermTable) throws -> Bool {
        if let from = try value(statement.qualifiers, "from", terms),
            case .date(let start) = try terms.term(of: from.rawValue), start.lastDay > date.firstDay
        {
            return false
        }
        if let to = try value(statement.qualifiers, "to", terms),
            case .date(let end) = try terms.term(of: to.rawValue), end.firstDay < date.lastDay
        {
            return false
        }
        return true
    }
}
