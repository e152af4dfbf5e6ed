import Language
import Store
import Terms

/// An entity of a map, with what is the same for every row.
final class PlannedEntity {
    typealias Entries = (plain: [FactGate.Entry], evidence: [FactGate.Entry])

    let subject: TableMap.Value
    let lines: [PlannedLine]
    /// The qualifiers of all facts as the store has them, once they were made, where no column is a part of them.
    private(set) var sharedEntries: Entries?
    private let isShared: Bool

    init(_ entity: TableMap.Entity, _ gate: FactGate) {
        subject = entity.subject
        lines = entity.lines.map { PlannedLine($0, gate) }
        isShared = lines.allSatisfy { line in
            guard case .qualifier = line.target else { return true }
            return line.value.isConstant
        }
    }

    /// Qualifiers as the store has them.
    ///
    /// - Parameter qualifiers: nil for those of the row before.
    func entries(of qualifiers: [(name: String, value: Term)]?, _ gate: FactGate) throws -> Entries {
        guard let qualifiers else { return sharedEntries ?? ([], []) }
        let entries = try gate.entries(qualifiers)
        if isShared { sharedEntries = entries }
        return entries
    }
}

/// A line of a map.
final class PlannedLine {
    let target: TableMap.Target
    let value: TableMap.Value
    /// The canonical name of its relation; empty for a class or a qualifier of all facts.
    let relation: String
    /// How the values of its relation are read.
    let type: ValueType
    private var known: TermID?

    init(_ line: TableMap.Line, _ gate: FactGate) {
        target = line.target
        value = line.value
        switch line.target {
        case .relation(let name), .ownQualifier(let name, _):
            relation = EntityText.canonical(name, gate.namespaces)
        default: relation = ""
        }
        type = line.value.type ?? gate.schema.relations[relation]?.types.last ?? .any
    }

    /// The predicate of its facts.
    func predicate(_ writer: Writer) throws -> TermID {
        if let known { return known }
        if case .membership = target { return .isA }
        let id = try writer.intern(.entity(relation))
        known = id
        return id
    }
}

extension TableMap.Value {
    /// Whether it is the same text for every row.
    var isConstant: Bool {
        parts.allSatisfy { part in
            if case .text = part { return true }
            return false
        }
    }

    /// Whether it is the text of one column as it stands there.
    var isPlainColumn: Bool {
        guard parts.count == 1, case .column? = parts.first else { return false }
        return split == nil && omitted.isEmpty && !isName
    }
}
