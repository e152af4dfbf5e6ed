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
        let (predicate, subject, object) = node.triple
        return try view.statements(predicate, subject, object).filter { try view.admits($0) }
    }

    /// The facts of the program that state a tuple.
    func facts(of node: ProofGraph.Node) throws -> [ResolvedFact] {
        try stated.facts(RelationID(node.site), Array(node.values)).map { evaluation.program.facts[$0] }
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
        if number & 1 << 40 != 0 {
            let found = try evaluation.statements.of(relation).first { $0.statement.number == number }
            return found.map { .fact(Int(number & (1 << 40 - 1)), $0.statement) }
        }
        guard let view = evaluation.view else { return nil }
        for reading in try readings(of: relation) {
            let triple = self.node(reading, node.values)
            let (predicate, subject, object) = triple.triple
            for statement in try view.statements(predicate, subject, object) where statement.number == number {
                return .stored(triple, statement)
            }
        }
        return nil
    }

    // MARK: Evidence

    func evidence(of node: ProofGraph.Node) throws -> LeafEvidence {
        var found = LeafEvidence()
        switch node.kind {
        case .triple:
            for statement in try statements(of: node) { try add(statement, [], to: &found) }
        case .statement:
            let arity = evaluation.program[RelationID(node.site)].arity
            let asked = Array(node.values.dropFirst(arity + 2))
            switch try origin(of: node) {
            case .stored(_, let statement)?, .fact(_, let statement)?:
                try add(statement, asked, to: &found)
                if let date = try date(node.values[arity + 1]) {
                    found.isUncertain = try !StatementReading.surelyHolds(statement, at: date, evaluation.terms)
                }
            case nil: break
            }
        case .fact:
            for fact in try facts(of: node) { add(fact, to: &found) }
        default: break
        }
        return found
    }

    private func date(_ id: UInt64) throws -> PartialDate? {
        switch try evaluation.terms.term(of: id) {
        case .date(let date): return date
        case .dateTime(let instant): return PartialDate(daysSinceEpoch: instant.day)
        default: return nil
        }
    }

    private func add(_ statement: StoredStatement, _ asked: [UInt64], to found: inout LeafEvidence) throws {
        for piece in statement.evidence {
            let fits = stride(from: 0, to: asked.count, by: 2).allSatisfy { place in
                piece.contains { $0.key.rawValue == asked[place] && $0.value.rawValue == asked[place + 1] }
            }
            guard fits else { continue }
            let source = try StatementReading.value(piece, "source", evaluation.terms)
            let level = try StatementReading.confidence(piece, evaluation.terms)
            found.add(level, try source.map { try evaluation.terms.term(of: $0.rawValue) })
        }
        if let date = evaluation.view?.filter.asOf {
            let isSure = try StatementReading.surelyHolds(statement, at: date, evaluation.terms)
            found.isUncertain = found.hasStatement ? found.isUncertain && !isSure : !isSure
            found.hasStatement = true
        }
    }

    private func add(_ fact: ResolvedFact, to found: inout LeafEvidence) {
        func value(_ name: String) -> Term? { fact.qualifiers.first { $0.name == name }?.value }
        let level = value("confidence").flatMap { level in Schema.confidences.firstIndex { .entity($0) == level } }
        guard level != nil || value("source") != nil else { return }
        found.add(level.map { $0 + 1 } ?? 0, value("source"))
    }
}

/// Who says a leaf, and how surely.
struct LeafEvidence {
    /// Pieces of evidence: 0 where the source does not say how sure it is, else 1 low to 3 high.
    private(set) var pieces: [(level: Int, source: Term?)] = []
    /// The best level.
    private(set) var level = 0
    /// Whether it only may have held at the date asked for, which the dates known leave open.
    var isUncertain = false
    fileprivate var hasStatement = false

    mutating func add(_ level: Int, _ source: Term?) {
        pieces.append((level, source))
        self.level = max(self.level, level)
    }

    /// The sources of the best level.
    var sources: [Term] { pieces.filter { $0.level == level }.compactMap(\.source) }

    /// Whether anybody is named.
    var isSourced: Bool { pieces.contains { $0.source != nil } }
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
