import Language
import Store
import Terms

/// Finds for each atom how its relation is read.
final class Sources {
    private let program: ResolvedProgram
    private let relations: [Relation]
    private let view: StoreView?
    private let terms: TermTable
    private let programStatements: ProgramStatements
    private let schema: Schema

    init(
        program: ResolvedProgram, schema: Schema, relations: [Relation], view: StoreView?, terms: TermTable,
        statements: ProgramStatements
    ) {
        self.program = program
        self.schema = schema
        self.relations = relations
        self.view = view
        self.terms = terms
        programStatements = statements
    }

    /// Rows to expect for each row that comes in.
    func fanOut(_ atom: ResolvedAtom, bound: [Int], free: [Int]) throws -> Double {
        if case .derived = program[atom.relation].origin, atom.statement == nil,
            !relations[atom.relation.index].isSettled
        {
            // Nothing is known of what is being derived: it may be large.
            if free.isEmpty { return 0.3 }
            return bound.isEmpty ? 10_000 : 100 / Double(bound.count)
        }
        return try access(atom, bound: bound, free: free, delta: false).fanOut
    }

    func isMade(_ relation: RelationID) -> Bool { program[relation].isMade }

    func name(of relation: RelationID) -> String { program[relation].name }

    func access(
        _ atom: ResolvedAtom, bound: [Int], free: [Int], delta: Bool
    ) throws -> Access {
        let relation = program[atom.relation]
        if let pattern = atom.statement { return try statements(atom, relation, pattern, bound: bound, free: free) }
        switch relation.origin {
        case .derived: return relations[atom.relation.index].access(bound: bound, free: free, delta: delta)
        case .storedPairs(let readings):
            return StoredPairsAccess(try pairs(readings), bound: bound, free: free)
        case .storedClass(let classes):
            guard let view else {
                return StoredClassAccess(nil, classes: [], isBound: !bound.isEmpty, isFree: !free.isEmpty)
            }
            return StoredClassAccess(
                try view.stored(.isA, isFlipped: false), classes: try identifiers(classes).map(\.rawValue),
                isBound: !bound.isEmpty, isFree: !free.isEmpty)
        case .triples:
            guard let view else { return StoredPairsAccess([], bound: [], free: free) }
            return TripleAccess(view, bound: bound, free: free)
        }
    }

    private func pairs(_ readings: [Schema.Reading]) throws -> [StoredPairs] {
        guard let view else { return [] }
        var found: [StoredPairs] = []
        for reading in readings {
            guard let predicate = try view.id(of: .entity(reading.relation)) else { continue }
            found.append(try view.stored(predicate, isFlipped: reading.isFlipped))
        }
        return found
    }

    /// The ids of those names that the store knows.
    private func identifiers(_ names: [String]) throws -> [TermID] {
        try names.compactMap { try view?.id(of: .entity($0)) }
    }

    private func statements(
        _ atom: ResolvedAtom, _ relation: ResolvedRelation, _ pattern: StatementPattern, bound: [Int], free: [Int]
    ) throws -> Access {
        var keys: [TermID] = []
        var evidence: Set<TermID> = []
        for (name, _) in pattern.qualifiers {
            let key = TermID(rawValue: try terms.id(of: .entity(name)))
            keys.append(key)
            if Schema.evidenceQualifiers.contains(name) { evidence.insert(key) }
        }
        let asked = AskedStatement(
            terms: terms, qualifiers: keys, evidenceKeys: evidence, hasDate: pattern.date != nil)
        if case .triples = relation.origin { return TripleStatementAccess(view, asked, bound: bound, free: free) }
        var readings: [(predicate: TermID, isFlipped: Bool)] = []
        var classes: [TermID]?
        if relation.arity == 1 {
            classes = try identifiers(schema.descendants(of: relation.name))
            readings = [(.isA, false)]
        } else {
            for reading in schema.readings(of: relation.name) {
                guard let predicate = try view?.id(of: .entity(reading.relation)) else { continue }
                readings.append((predicate, reading.isFlipped))
            }
        }
        return StatementAccess(
            view: view, readings: readings, classes: classes, extra: try programStatements.of(atom.relation), asked,
            bound: bound, free: free)
    }
}
