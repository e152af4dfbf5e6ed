import Language

/// Evaluates a program by brute force, for comparison with the engine: strata in turn, and in each every rule from
/// scratch until nothing changes. It shares the syntax tree with the engine and nothing else.
struct ReferenceEvaluator {
    let rules: [Clause]
    let queries: [Query]
    let facts: ReferenceFacts

    init(_ program: Program) throws {
        facts = try ReferenceFacts(program)
        rules = program.statements.compactMap { statement in
            if case .clause(let clause) = statement.kind, clause.body != nil { clause } else { nil }
        }
        queries = program.statements.compactMap { statement in
            if case .query(let query) = statement.kind { query } else { nil }
        }
    }

    /// The answers of each query, in order.
    func answers() throws -> [ReferenceAnswers] {
        try queries.map { query in
            var statements = facts.statements
            if case .constant(let term)? = query.asOf?.kind, let date = ReferenceValue(term)?.asDate {
                statements = statements.filter { ReferenceDays.holds($0.qualifiers, at: date) }
            }
            return try fixedPoint(statements).answers(query)
        }
    }

    /// What holds in the end.
    func world() throws -> ReferenceWorld { try fixedPoint(facts.statements) }

    // MARK: Strata

    private func fixedPoint(_ statements: [ReferenceStatement]) throws -> ReferenceWorld {
        var world = ReferenceWorld(statements: statements)
        for statement in statements { world.relations[statement.relation, default: []].insert(statement.arguments) }
        for stratum in try strata() {
            var rounds = 0
            while true {
                var next = world
                for relation in stratum { next.relations[relation] = try extensionOf(relation, in: world) }
                if next.relations == world.relations { break }
                world = next
                rounds += 1
                guard rounds < 500 else { throw ReferenceRefusal("a recursion without end") }
            }
        }
        return world
    }

    /// The derived relations, lowest first, those that depend on each other together. A relation stands above what
    /// it negates or aggregates, unless it is part of one recursion with it through a monotone aggregate.
    private func strata() throws -> [[String]] {
        var uses: [String: [ReferenceUse]] = [:]
        for rule in rules {
            uses[try ReferenceFacts.name(rule.head.name), default: []] += try ReferenceUse.all(of: rule)
        }
        func reaches(_ from: String, _ to: String) -> Bool {
            var seen: Set<String> = [from]
            var rest = [from]
            while let one = rest.popLast() {
                for use in uses[one] ?? [] {
                    if use.relation == to { return true }
                    if seen.insert(use.relation).inserted { rest.append(use.relation) }
                }
            }
            return false
        }
        for (head, all) in uses {
            for use in all where use.isRefusedInRecursion && (use.relation == head || reaches(use.relation, head)) {
                throw ReferenceRefusal("'\(head)' depends on itself through a negation or an aggregate")
            }
        }
        var groups: [[String]] = []
        for head in uses.keys.sorted() {
            if let place = groups.firstIndex(where: { reaches($0[0], head) && reaches(head, $0[0]) }) {
                groups[place].append(head)
            } else {
                groups.append([head])
            }
        }
        var ordered: [[String]] = []
        while !groups.isEmpty {
            let ready = groups.firstIndex { group in
                !groups.contains { other in other != group && reaches(group[0], other[0]) }
            }
            ordered.append(groups.remove(at: ready ?? 0))
        }
        return ordered
    }

    // MARK: One relation

    /// What the facts and rules of a relation give in a world.
    private func extensionOf(_ name: String, in world: ReferenceWorld) throws -> Set<[ReferenceValue]> {
        let own = try rules.filter { try ReferenceFacts.name($0.head.name) == name }
        let stated = world.statements.filter { $0.relation == name }.map(\.arguments)
        guard own.contains(where: { $0.head.arguments.contains { ReferenceNames.hasAggregate($0) } }) else {
            return try own.reduce(into: Set(stated)) { found, rule in
                for binding in try solve(rule, in: world) {
                    let row = try rule.head.arguments.compactMap { try world.values($0, binding, []).first?.value }
                    if row.count == rule.head.arguments.count { found.insert(row) }
                }
            }
        }
        var heads = ReferenceGroups(world, heads: own.map(\.head.arguments))
        for rule in own { try heads.add(rule.head.arguments, try solve(rule, in: world)) }
        for row in stated { heads.add(fact: row) }
        return try heads.rows()
    }

    private func solve(_ rule: Clause, in world: ReferenceWorld) throws -> Set<ReferenceBinding> {
        guard let body = rule.body else { return [] }
        let outer = ReferenceNames.of(rule.head, inGroups: false).union(ReferenceNames.of(body, inGroups: false))
        return try world.solve(body, [:], outer: outer)
    }
}

/// How a rule uses a relation.
struct ReferenceUse {
    let relation: String
    /// Whether a recursion through this use is refused.
    let isRefusedInRecursion: Bool

    static func all(of rule: Clause) throws -> [ReferenceUse] {
        var found: [ReferenceUse] = []
        let monotone: Set<Aggregate.Function> = [.min, .max, .sum, .count]
        func visit(_ formula: Formula, _ refused: Bool) throws {
            switch formula {
            case .and(let parts), .or(let parts): for part in parts { try visit(part, refused) }
            case .literal(let literal):
                switch literal.kind {
                case .atom(let atom):
                    if !ReferenceWorld.isTest(atom) {
                        found.append(
                            ReferenceUse(
                                relation: try ReferenceFacts.name(atom.name),
                                isRefusedInRecursion: refused || atom.closure != .none))
                    }
                case .not(let inner), .optional(let inner): try visit(inner, true)
                default: for expression in ReferenceNames.expressions(literal) { try visit(expression) }
                }
            }
        }
        func visit(_ expression: Expression) throws {
            switch expression.kind {
            case .aggregate(let aggregate): if let body = aggregate.body { try visit(body, true) }
            case .negation(let inner): try visit(inner)
            case .arithmetic(_, let left, let right):
                try visit(left)
                try visit(right)
            case .call(_, _, let arguments): for argument in arguments { try visit(argument) }
            default: break
            }
        }
        let refusing = rule.head.arguments.contains { argument in
            if case .aggregate(let aggregate) = argument.kind { !monotone.contains(aggregate.function) } else { false }
        }
        if let body = rule.body { try visit(body, refusing) }
        return found
    }
}
