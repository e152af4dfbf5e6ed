import Language
import Store
import Terms

/// Entities that one evaluation takes for one another, each under the first of them by name.
///
/// What is merged is what `same(a, b)` says, read as symmetric and transitive. Relations, classes and qualifiers keep
/// their names, whatever is said of them.
final class Merging {
    private let representatives: [UInt64: UInt64]
    private let groups: [UInt64: [UInt64]]
    /// What says that an entity is one with another, by either of the two.
    let links: [UInt64: [Link]]

    /// That two entities are the same.
    struct Link {
        let left: UInt64
        let right: UInt64
        /// The fact of the program that says so; nil for one of the store.
        var fact: Int?

        func other(than end: UInt64) -> UInt64 { end == left ? right : left }
    }

    /// The relation whose facts merge.
    static let relation = "same"

    /// Nil where nothing is merged.
    init?(_ pairs: [Link], _ terms: TermTable) throws {
        var parents: [UInt64: UInt64] = [:]
        func root(_ node: UInt64) -> UInt64 {
            var node = node
            while let parent = parents[node], parent != node {
                // Halves the path (Tarjan and van Leeuwen, "Worst-case analysis of set union algorithms", 1984).
                parents[node] = parents[parent]
                node = parents[node] ?? parent
            }
            return node
        }
        var links: [UInt64: [Link]] = [:]
        for link in pairs {
            for node in [link.left, link.right] where parents[node] == nil { parents[node] = node }
            parents[root(link.left)] = root(link.right)
            guard link.left != link.right else { continue }
            links[link.left, default: []].append(link)
            links[link.right, default: []].append(link)
        }
        var members: [UInt64: [UInt64]] = [:]
        for node in parents.keys { members[root(node), default: []].append(node) }
        var representatives: [UInt64: UInt64] = [:]
        var groups: [UInt64: [UInt64]] = [:]
        for group in members.values where group.count > 1 {
            var first = group[0]
            for member in group.dropFirst() where try terms.order(member, first) < 0 { first = member }
            for member in group { representatives[member] = first }
            groups[first] = group.sorted()
        }
        if groups.isEmpty { return nil }
        self.links = links
        self.representatives = representatives
        self.groups = groups
    }

    /// What a raw number stands for: itself, where it is not merged.
    func representative(_ raw: UInt64) -> UInt64 { representatives[raw] ?? raw }

    func isMerged(_ raw: UInt64) -> Bool { representatives[raw] != nil }

    func representative(_ id: TermID) -> TermID { TermID(rawValue: representative(id.rawValue)) }

    /// Everything that is merged with a raw number, itself too.
    func members(_ id: TermID) -> [TermID] {
        (groups[representative(id.rawValue)] ?? [id.rawValue]).map { TermID(rawValue: $0) }
    }

    /// The representatives, ascending, each once.
    func represent(_ raws: [UInt64]) -> [UInt64] {
        let sorted = raws.map { representative($0) }.sorted()
        return sorted.indices.filter { $0 == 0 || sorted[$0] != sorted[$0 - 1] }.map { sorted[$0] }
    }

    func represent(_ raws: Set<UInt64>) -> Set<UInt64> { Set(raws.map { representative($0) }) }

    func represent(_ statement: StoredStatement) -> StoredStatement {
        func represent(_ entries: [StoredStatement.Entry]) -> [StoredStatement.Entry] {
            entries.map { ($0.key, representative($0.value)) }
        }
        return StoredStatement(
            number: statement.number, qualifiers: represent(statement.qualifiers),
            evidence: statement.evidence.map(represent))
    }
}

extension Evaluation {
    /// What the stored facts and those of the program say to be the same. Read before anything is merged.
    static func merging(
        _ program: ResolvedProgram, _ view: StoreView?, _ statements: ProgramStatements, _ terms: TermTable,
        _ schema: Schema
    ) throws -> Merging? {
        var pairs: [Merging.Link] = []
        func add(_ left: UInt64, _ right: UInt64, fact: Int? = nil) throws {
            for raw in [left, right] where try !isMergeable(raw, view, terms, schema) { return }
            pairs.append(.init(left: left, right: right, fact: fact))
        }
        if let view, let same = try view.id(of: .entity(Merging.relation)) {
            var scan = try view.scan(same, order: .subject)
            var subjects: [UInt64] = []
            var objects: [UInt64] = []
            while try scan.next(into: &subjects, second: &objects) {
                for (subject, object) in zip(subjects, objects)
                where try view.holds(same, TermID(rawValue: subject), TermID(rawValue: object)) {
                    try add(subject, object)
                }
            }
        }
        for (number, fact) in program.facts.enumerated()
        where fact.arguments.count == 2 && program[fact.relation].name == Merging.relation {
            guard try statements.counts(fact) else { continue }
            try add(try terms.id(of: fact.arguments[0]), try terms.id(of: fact.arguments[1]), fact: number)
        }
        return pairs.isEmpty ? nil : try Merging(pairs, terms)
    }

    private static func isMergeable(
        _ raw: UInt64, _ view: StoreView?, _ terms: TermTable, _ schema: Schema
    ) throws -> Bool {
        let id = TermID(rawValue: raw)
        guard id.isEntity, id != .isA, case .entity(let name) = try terms.term(of: raw) else { return false }
        if schema.relations[name] != nil || schema.classes[name] != nil || Schema.builtInQualifiers[name] != nil {
            return false
        }
        guard let view else { return true }
        if try view.statistics(of: id).count > 0 { return false }
        var members: [UInt64] = []
        try view.seconds(of: .isA, order: .object, first: id, into: &members)
        return members.isEmpty
    }
}
