import Language

/// The answers to one query.
struct ReferenceAnswers: Equatable {
    let columns: [String]
    var rows: [[ReferenceValue]]
}

/// Rows with aggregates, one for each group of the other columns.
struct ReferenceGroups {
    private let world: ReferenceWorld
    private let width: Int
    /// The aggregates by column.
    private let functions: [Int: Aggregate]
    /// For each group the contributions by column.
    private var groups: [[ReferenceValue]: [[ReferenceContribution]]] = [:]
    private var rules = 0

    /// - Parameter heads: the heads (or the one `select`) that make rows of one relation.
    init(_ world: ReferenceWorld, heads: [[Expression]]) {
        self.world = world
        width = heads.first?.count ?? 0
        functions = heads.reduce(into: [:]) { found, items in
            for (column, item) in items.enumerated() {
                if case .aggregate(let aggregate) = item.kind, aggregate.body == nil { found[column] = aggregate }
            }
        }
    }

    /// Takes the assignments of one rule with this head.
    mutating func add(_ items: [Expression], _ assignments: Set<ReferenceBinding>) throws {
        rules += 1
        for assignment in assignments {
            let row = try items.map { try contribution($0, assignment) }
            let key = items.indices.compactMap { functions[$0] == nil ? row[$0]?.value : nil }
            guard key.count == items.count - functions.count else { continue }
            if groups[key] == nil { groups[key] = Array(repeating: [], count: items.count) }
            for column in functions.keys {
                if let one = row[column], one.value != .none { groups[key]?[column].append(one) }
            }
        }
    }

    private func contribution(
        _ item: Expression, _ assignment: ReferenceBinding
    ) throws -> ReferenceContribution? {
        func value(_ expression: Expression) throws -> ReferenceValue? {
            guard ReferenceNames.of(expression, inGroups: false).isSubset(of: assignment.keys) else { return nil }
            return try world.values(expression, assignment, []).first?.value
        }
        var told = assignment
        told["rule"] = .int(rules)
        guard case .aggregate(let aggregate) = item.kind, aggregate.body == nil else {
            return try value(item).map { ReferenceContribution(value: $0, by: .none, per: [], assignment: told) }
        }
        if aggregate.arguments.isEmpty {
            // A bare count: every assignment is a value of its own.
            return ReferenceContribution(value: .int(1), by: .none, per: [], assignment: told)
        }
        guard let first = try value(aggregate.arguments[0]) else { return nil }
        if case .date = first, aggregate.function == .avg { throw ReferenceRefusal("a mean of dates") }
        let by = try aggregate.arguments.count > 1 ? value(aggregate.arguments[1]) : ReferenceValue.none
        guard let by, aggregate.arguments.count == 1 || by != .none else { return nil }
        return ReferenceContribution(
            value: first, by: by, per: try aggregate.per.map { try value($0) ?? .none },
            assignment: aggregate.per.isEmpty ? told : [:])
    }

    /// Takes a fact, or a row of a rule without aggregates: one more contribution to each aggregate.
    mutating func add(fact row: [ReferenceValue]) {
        let key = row.indices.filter { functions[$0] == nil }.map { row[$0] }
        if groups[key] == nil { groups[key] = Array(repeating: [], count: row.count) }
        for column in functions.keys {
            groups[key]?[column].append(
                ReferenceContribution(value: row[column], by: .none, per: [], assignment: ["fact": .list(row)]))
        }
    }

    func rows() throws -> Set<[ReferenceValue]> {
        var all = groups
        if all.isEmpty, functions.count == width { all[[]] = Array(repeating: [], count: width) }
        var found: Set<[ReferenceValue]> = []
        for (key, columns) in all {
            var rest = key[...]
            var partial: [[ReferenceValue]] = [[]]
            for column in 0..<width {
                let values: [ReferenceValue]
                if let aggregate = functions[column] {
                    let given = Array(Set(columns[column]))
                    values =
                        aggregate.arguments.isEmpty && aggregate.function == .count
                        ? [.int(given.count)] : ReferenceWorld.value(aggregate.function, of: given)
                } else {
                    values = [rest.removeFirst()]
                }
                partial = partial.flatMap { start in values.map { start + [$0] } }
            }
            found.formUnion(partial)
        }
        return found
    }
}

extension ReferenceWorld {
    /// The answers of a query: distinct rows in the order asked for, then in that of their columns.
    func answers(_ query: Query) throws -> ReferenceAnswers {
        var outer = ReferenceNames.of(query.body, inGroups: false)
        for item in query.select ?? [] { outer.formUnion(ReferenceNames.of(item.expression, inGroups: false)) }
        let found = try solve(query.body, [:], outer: outer)
        let columns = ReferenceNames.columns(query.body)
        if query.select == nil, columns.isEmpty {
            return ReferenceAnswers(columns: ["answer"], rows: [[.string(found.isEmpty ? "no" : "yes")]])
        }
        let range = query.range
        let items = query.select?.map(\.expression) ?? columns.map { Expression(kind: .variable($0), range: range) }
        let names = query.select?.map { $0.alias ?? $0.expression.range.text } ?? columns
        let keys = query.orderBy.map { key(of: $0.expression, names, items) }
        guard items.contains(where: { ReferenceNames.hasAggregate($0) }) else {
            return try plain(query, names, items + keys, found)
        }
        var groups = ReferenceGroups(self, heads: [items + keys])
        try groups.add(items + keys, found)
        return cut(query, names, try groups.rows())
    }

    private func plain(
        _ query: Query, _ names: [String], _ items: [Expression], _ found: Set<ReferenceBinding>
    ) throws -> ReferenceAnswers {
        let rows = try found.reduce(into: Set<[ReferenceValue]>()) { rows, binding in
            let row = try items.compactMap { try values($0, binding, []).first?.value }
            if row.count == items.count { rows.insert(row) }
        }
        return cut(query, names, rows)
    }

    /// What an item of `order by` stands for: a column by its name, else an expression.
    private func key(of expression: Expression, _ names: [String], _ items: [Expression]) -> Expression {
        let text = expression.range.text
        return names.firstIndex(of: text).map { items[$0] } ?? expression
    }

    private func cut(_ query: Query, _ names: [String], _ rows: Set<[ReferenceValue]>) -> ReferenceAnswers {
        let sorted = rows.sorted { left, right in
            for (position, item) in query.orderBy.enumerated() {
                let order = ReferenceValue.order(left[names.count + position], right[names.count + position])
                if order != 0 { return (order < 0) != item.descending }
            }
            for column in names.indices {
                let order = ReferenceValue.order(left[column], right[column])
                if order != 0 { return order < 0 }
            }
            return false
        }
        var shown: [[ReferenceValue]] = []
        for row in sorted.map({ Array($0.prefix(names.count)) }) where !shown.contains(row) { shown.append(row) }
        func number(_ expression: Expression?) -> Int? {
            if case .constant(.int(let value))? = expression?.kind { Int(value) } else { nil }
        }
        let kept = shown.dropFirst(number(query.offset) ?? 0).prefix(number(query.limit) ?? Int.max)
        return ReferenceAnswers(columns: names, rows: Array(kept))
    }
}
