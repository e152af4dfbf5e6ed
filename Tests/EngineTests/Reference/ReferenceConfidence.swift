import Language

/// How sure each tuple is by the definition: the best over all proofs of the least sure fact of each. Rules are tried with
/// every binding until nothing gets surer.
struct ReferenceConfidence {
    /// By relation and tuple: 0 for none, 1 low to 3 high, and `own` where a proof rests on nothing but facts without
    /// evidence, which are the program's own word. Relations that depend on an aggregate or an optional group are not
    /// here.
    private(set) var levels: [String: [[ReferenceValue]: Int]] = [:]
    static let own = 4

    private let world: ReferenceWorld
    private let rules: [Clause]
    private let stored: Set<String>
    private var unknown: Set<String> = []

    /// - Parameter stored: relations whose facts are in a store, and nobody's own word.
    init(_ program: Program, stored: Set<String>) throws {
        let evaluator = try ReferenceEvaluator(program)
        world = try evaluator.world()
        rules = evaluator.rules
        self.stored = stored
        for statement in world.statements {
            raise(statement.relation, statement.arguments, level(of: statement) { _ in true })
        }
        for rule in rules where !isPlain(rule) { unknown.insert(try ReferenceFacts.name(rule.head.name)) }
        var before: [String: [[ReferenceValue]: Int]]?
        var unknownBefore = -1
        while before != levels || unknownBefore != unknown.count {
            before = levels
            unknownBefore = unknown.count
            for rule in rules { try apply(rule) }
        }
        for name in unknown { levels[name] = nil }
    }

    private mutating func raise(_ relation: String, _ row: [ReferenceValue], _ level: Int) {
        levels[relation, default: [:]][row] = max(level, levels[relation]?[row] ?? 0)
    }

    private func level(of statement: ReferenceStatement, _ fits: ([String: ReferenceValue]) -> Bool) -> Int {
        if statement.evidence.isEmpty { return stored.contains(statement.relation) ? 0 : ReferenceConfidence.own }
        return statement.evidence.filter(fits).map { piece in
            ["low": 1, "medium": 2, "high": 3][piece["confidence"]?.description ?? ""] ?? 0
        }.max() ?? 0
    }

    private func isPlain(_ rule: Clause) -> Bool {
        guard let body = rule.body, !rule.head.arguments.contains(where: { ReferenceNames.hasAggregate($0) }) else {
            return rule.body == nil
        }
        return ReferenceWorld.alternatives(body).joined().allSatisfy { literal in
            switch literal.kind {
            case .optional: false
            case .atom(let atom): atom.closure != .reflexive
            case .not: true
            default: !ReferenceNames.expressions(literal).contains { ReferenceNames.hasAggregate($0) }
            }
        }
    }

    private mutating func apply(_ rule: Clause) throws {
        let head = try ReferenceFacts.name(rule.head.name)
        guard let body = rule.body, !unknown.contains(head) else { return }
        let outer = ReferenceNames.of(body, inGroups: false)
        for literals in ReferenceWorld.alternatives(body) {
            let atoms = literals.compactMap { literal -> Atom? in
                if case .atom(let atom) = literal.kind, !ReferenceWorld.isTest(atom) { atom } else { nil }
            }
            if try atoms.contains(where: { unknown.contains(try ReferenceFacts.name($0.name)) }) {
                unknown.insert(head)
                return
            }
            for binding in try world.solve(.and(literals.map { .literal($0) }), [:], outer: outer) {
                var least = ReferenceConfidence.own
                for atom in atoms { least = min(least, try level(of: atom, binding)) }
                let row = try rule.head.arguments.compactMap { try world.values($0, binding, []).first?.value }
                if row.count == rule.head.arguments.count { raise(head, row, least) }
            }
        }
    }

    // MARK: Atoms

    private func level(of atom: Atom, _ binding: ReferenceBinding) throws -> Int {
        let name = try ReferenceFacts.name(atom.name)
        let wanted = try atom.arguments.map { try value($0, binding) }
        // Arguments join by term; what is computed equals by value.
        let isComputed = atom.arguments.map { $0.isComputed && !$0.isConstant }
        func fits(_ row: [ReferenceValue]) -> Bool {
            zip(zip(wanted, isComputed), row).allSatisfy { one, found in
                guard let wanted = one.0 else { return true }
                return wanted == found || one.1 && ReferenceValue.compare(wanted, found) == 0
            }
        }
        guard atom.qualifiers != nil || atom.date != nil || atom.statementVariable != nil else {
            let rows = atom.closure == .none ? levels[name] ?? [:] : closure(levels[name] ?? [:])
            return rows.filter { fits($0.key) }.map(\.value).max() ?? 0
        }
        var best = 0
        for (number, statement) in world.statements.enumerated()
        where statement.relation == name && fits(statement.arguments) {
            if let variable = atom.statementVariable, let bound = try value(variable, binding),
                bound != .statement(number)
            {
                continue
            }
            if let date = try atom.date.flatMap({ try value($0, binding) }),
                !ReferenceDays.holds(statement.qualifiers, at: date.asDate)
            {
                continue
            }
            let asked = try (atom.qualifiers ?? []).map {
                (try ReferenceFacts.name($0.name), try value($0.value, binding))
            }
            let pieces = statement.evidence.isEmpty ? [[:]] : statement.evidence
            let fitting = pieces.filter { piece in
                asked.allSatisfy { name, wanted in
                    guard let found = statement.qualifiers[name] ?? piece[name] else { return false }
                    return wanted.map { (["from", "to", "seen"].contains(name) ? $0.asDate : $0) == found } ?? true
                }
            }
            guard !fitting.isEmpty else { continue }
            best = max(best, level(of: statement) { fitting.contains($0) })
        }
        return best
    }

    private func value(_ expression: Expression, _ binding: ReferenceBinding) throws -> ReferenceValue? {
        if case .wildcard = expression.kind { return nil }
        return try world.values(expression, binding, []).first?.value
    }

    private func closure(_ pairs: [[ReferenceValue]: Int]) -> [[ReferenceValue]: Int] {
        var all = pairs
        while true {
            var surer = all
            for (first, one) in all {
                for (second, other) in pairs where first[1] == second[0] {
                    let pair = [first[0], second[1]]
                    surer[pair] = max(surer[pair] ?? 0, min(one, other))
                }
            }
            if surer == all { return all }
            all = surer
        }
    }
}
