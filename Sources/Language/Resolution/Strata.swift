/// The order in which relations can be evaluated: strongly connected components of the dependency graph, each after
/// those it needs (Tarjan 1972, without recursion).
package struct Strata: Sendable {
    /// Components bottom-up; relations that depend on each other share one.
    package let components: [[RelationID]]
    /// Component of each relation.
    package let component: [Int]

    /// How a rule uses a relation.
    package enum Use: Sendable, Equatable {
        case positive, negated
        /// Through aggregates under which more never means less: `min`, `max`, `count` and `sum`.
        case monotone
        /// Through another aggregate.
        case aggregated
    }

    package init(_ program: ResolvedProgram) {
        let count = program.relations.count
        var edges: [[Int]] = Array(repeating: [], count: count)
        for rule in program.rules {
            for (relation, _) in rule.uses { edges[rule.head.index].append(relation.index) }
        }
        var index = Array(repeating: -1, count: count)
        var low = Array(repeating: 0, count: count)
        var onStack = Array(repeating: false, count: count)
        var componentOf = Array(repeating: -1, count: count)
        var stack: [Int] = []
        var found: [[RelationID]] = []
        var next = 0
        for root in 0..<count where index[root] < 0 {
            var path: [(node: Int, edge: Int)] = [(root, 0)]
            while let top = path.last {
                let node = top.node
                if top.edge == 0 {
                    index[node] = next
                    low[node] = next
                    next += 1
                    stack.append(node)
                    onStack[node] = true
                }
                var descended = false
                var edge = top.edge
                while edge < edges[node].count {
                    let target = edges[node][edge]
                    edge += 1
                    if index[target] < 0 {
                        path[path.count - 1].edge = edge
                        path.append((target, 0))
                        descended = true
                        break
                    }
                    if onStack[target] { low[node] = min(low[node], index[target]) }
                }
                if descended { continue }
                path.removeLast()
                if let parent = path.last { low[parent.node] = min(low[parent.node], low[node]) }
                guard low[node] == index[node] else { continue }
                var members: [RelationID] = []
                while let last = stack.popLast() {
                    onStack[last] = false
                    componentOf[last] = found.count
                    members.append(RelationID(last))
                    if last == node { break }
                }
                found.append(members.sorted())
            }
        }
        components = found
        component = componentOf
    }
}

extension ResolvedRule {
    /// The relations that the rule reads, with how.
    package var uses: [(relation: RelationID, use: Strata.Use)] {
        var found: [(relation: RelationID, use: Strata.Use)] = []
        var use = cut == nil ? Strata.Use.positive : .aggregated
        for case .aggregate(let aggregate) in arguments where use != .aggregated { use = aggregate.function.use }
        for conjunction in body { conjunction.collectUses(use, &found) }
        return found
    }
}

extension Aggregate.Function {
    /// How a recursion may pass through the aggregate (Ross and Sagiv, "Monotonic aggregation in deductive databases").
    fileprivate var use: Strata.Use {
        switch self {
        case .min, .max, .count, .sum: .monotone
        default: .aggregated
        }
    }
}

extension Conjunction {
    fileprivate func collectUses(_ use: Strata.Use, _ found: inout [(relation: RelationID, use: Strata.Use)]) {
        for literal in literals {
            switch literal {
            case .atom(let atom): found.append((atom.relation, use))
            case .negation(let group, _), .optional(let group, _):
                for alternative in group { alternative.collectUses(.negated, &found) }
            case .aggregate(_, let aggregate, let group, _):
                let inner = use == .aggregated || use == .negated ? use : aggregate.function.use
                for alternative in group { alternative.collectUses(inner, &found) }
            default: break
            }
        }
    }
}

extension Resolver {
    /// Refuses recursion through negation and through aggregates, with the cycle.
    func checkStrata() {
        let strata = Strata(program)
        var reported: Set<Int> = []
        for rule in program.rules {
            for (relation, use) in rule.uses where use == .negated || use == .aggregated {
                let component = strata.component[rule.head.index]
                guard component == strata.component[relation.index], reported.insert(component).inserted else {
                    continue
                }
                let cycle = self.cycle(from: relation, to: rule.head, inside: component, strata)
                let head = program[rule.head].name
                let through = use == .negated ? "'not'" : rule.cut == nil ? "an aggregate" : "'limit'"
                let link = use == .negated ? " ← not " : rule.cut == nil ? " ← aggregate of " : " ← first of "
                let path = ([head + link + program[relation].name] + cycle.dropFirst().map { program[$0].name })
                    .joined(separator: " ← ")
                report(
                    use == .negated ? .negativeCycle : .aggregateCycle,
                    "'\(head)' depends on itself through \(through)", at: rule.range,
                    notes: [.init("the cycle: \(path)")])
            }
        }
    }

    /// A shortest way of dependencies from one relation to another inside their component.
    private func cycle(
        from start: RelationID, to end: RelationID, inside component: Int, _ strata: Strata
    ) -> [RelationID] {
        var cameFrom: [RelationID: RelationID] = [:]
        var queue = [start]
        var position = 0
        while position < queue.count, queue[position] != end {
            let current = queue[position]
            position += 1
            for rule in program.rules where rule.head == current {
                for (next, _) in rule.uses
                where strata.component[next.index] == component && cameFrom[next] == nil && next != start {
                    cameFrom[next] = current
                    queue.append(next)
                }
            }
        }
        var path = [end]
        while let last = path.last, last != start, let before = cameFrom[last] { path.append(before) }
        return path.reversed()
    }
}
