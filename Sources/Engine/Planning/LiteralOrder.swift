import Language

extension Planner {
    /// The literals' positions in the order of evaluation.
    func ordered(_ literals: [ResolvedLiteral], bound: Set<Int>, first: Int?) -> [Int] {
        var order: [Int] = []
        var known = bound
        var rest = Array(literals.indices)
        if let first {
            take(first, &order, &rest, &known, literals)
        }
        while !rest.isEmpty {
            // What only compares comes before what computes: a value that is left out can then not overflow.
            let cheap = rest.filter { literals[$0].isCheap && isReady(literals[$0], known, literals, rest) }
            if let filter = cheap.first(where: { !literals[$0].computes }) ?? (isPlain ? nil : cheap.first) {
                take(filter, &order, &rest, &known, literals)
                continue
            }
            if isPlain {
                let ready = rest.first { !literals[$0].isOptional && isReady(literals[$0], known, literals, rest) }
                take(ready ?? rest.first { !literals[$0].isOptional } ?? rest[0], &order, &rest, &known, literals)
                continue
            }
            var best: (position: Int, rank: Rank)?
            for position in rest {
                guard case .atom(let atom) = literals[position], isReady(literals[position], known, literals, rest)
                else { continue }
                let rank = Rank(atom, cost: estimate(atom, known), after: order, literals)
                if best.map({ rank < $0.rank }) ?? true { best = (position, rank) }
            }
            // A negation or an aggregate before an atom that multiplies the rows.
            if best.map({ $0.rank.cost >= 1 }) ?? true,
                let group = rest.first(where: {
                    isReady(literals[$0], known, literals, rest) && !literals[$0].isAtom && !literals[$0].isOptional
                })
            {
                take(group, &order, &rest, &known, literals)
                continue
            }
            // Optional groups are all that is left, or something that safety has already refused.
            let next = best?.position ?? rest.first { !literals[$0].isOptional } ?? rest[0]
            take(next, &order, &rest, &known, literals)
        }
        return order
    }

    private func take(
        _ position: Int, _ order: inout [Int], _ rest: inout [Int], _ known: inout Set<Int>,
        _ literals: [ResolvedLiteral]
    ) {
        order.append(position)
        rest.removeAll { $0 == position }
        known.formUnion(literals[position].binds(known))
    }

    /// Whether all that the literal reads is bound.
    private func isReady(
        _ literal: ResolvedLiteral, _ known: Set<Int>, _ literals: [ResolvedLiteral], _ rest: [Int]
    ) -> Bool {
        switch literal {
        case .atom(let atom):
            if case .variable(let number)? = atom.statement?.date { return known.contains(number) }
            return true
        case .comparison(.equal, .variable(let number), let value, _) where !known.contains(number):
            return value.variables.isSubset(of: known)
        case .comparison(.equal, let value, .variable(let number), _) where !known.contains(number):
            return value.variables.isSubset(of: known)
        case .comparison(_, let left, let right, _): return left.variables.union(right.variables).isSubset(of: known)
        case .memberOfList(let member, let list, _):
            let used = list.reduce(into: Set<Int>()) { $0.formUnion($1.variables) }
            if case .variable = member { return used.isSubset(of: known) }
            return used.union(member.variables).isSubset(of: known)
        case .memberOfRange(let member, let lower, let upper, _):
            let used = lower.variables.union(upper.variables)
            if case .variable = member { return used.isSubset(of: known) }
            return used.union(member.variables).isSubset(of: known)
        case .test(_, let values, _): return values.allSatisfy { $0.variables.isSubset(of: known) }
        case .negation, .optional, .aggregate:
            // What the group shares with the rest of the body must be bound first.
            var inner = literal.variables
            // Its own result the group does not wait for.
            if case .aggregate(let result, _, _, _) = literal { inner.remove(result) }
            for position in rest {
                let other = literals[position]
                if other.isSame(as: literal) { continue }
                guard inner.isDisjoint(with: other.binds(known).subtracting(known)) else { return false }
            }
            return true
        }
    }

    /// Rows to expect for each row that comes in.
    private func estimate(_ atom: ResolvedAtom, _ known: Set<Int>) -> Double {
        var bound: [Int] = []
        var free: [Int] = []
        for (place, argument) in atom.places.enumerated() {
            switch argument {
            case .constant: bound.append(place)
            case .variable(let number) where known.contains(number): bound.append(place)
            default: free.append(place)
            }
        }
        return (try? sources.fanOut(atom, bound: bound, free: free)) ?? 1e9
    }
}

/// What decides which atom is next: first the rows to expect, and among equals not the place in the text.
private struct Rank: Comparable {
    let cost: Double
    /// Where in the plan the variable stands that it joins on. The one bound last goes first: rows stay together by what
    /// was bound before.
    private let newest: Int
    private let relation: Int

    init(_ atom: ResolvedAtom, cost: Double, after order: [Int], _ literals: [ResolvedLiteral]) {
        self.cost = cost
        relation = atom.relation.index
        let shared = atom.variables
        var newest = -1
        for (step, position) in order.enumerated() {
            guard case .atom(let other) = literals[position] else { continue }
            for (place, argument) in other.arguments.enumerated() {
                if case .variable(let slot) = argument, shared.contains(slot) { newest = step << 8 | min(place, 255) }
            }
        }
        self.newest = newest
    }

    static func < (left: Rank, right: Rank) -> Bool {
        if left.cost != right.cost { return left.cost < right.cost }
        if left.newest != right.newest { return left.newest > right.newest }
        return left.relation < right.relation
    }
}

extension ResolvedLiteral {
    /// Whether it costs next to nothing and never multiplies rows much.
    fileprivate var isCheap: Bool {
        switch self {
        case .comparison, .test, .memberOfList: true
        default: false
        }
    }

    /// Whether an expression of the literal may be undefined or overflow.
    fileprivate var computes: Bool {
        switch self {
        case .comparison(_, let left, let right, _): left.computes || right.computes
        case .memberOfList(let member, let list, _): member.computes || list.contains { $0.computes }
        case .test(_, let values, _): values.contains { $0.computes }
        default: false
        }
    }

    fileprivate var isAtom: Bool { if case .atom = self { true } else { false } }
    fileprivate var isOptional: Bool { if case .optional = self { true } else { false } }

    /// The variables that are bound once the literal was evaluated.
    fileprivate func binds(_ known: Set<Int>) -> Set<Int> {
        switch self {
        case .atom(let atom): return atom.variables
        case .comparison(.equal, let left, let right, _):
            // Where both sides are open, either may be bound by the other once that is known.
            var found: Set<Int> = []
            for case .variable(let number) in [left, right] where !known.contains(number) { found.insert(number) }
            return found
        case .memberOfList(.variable(let number), _, _), .memberOfRange(.variable(let number), _, _, _): return [number]
        case .aggregate(let variable, _, _, _): return [variable]
        case .optional: return variables
        default: return []
        }
    }

    fileprivate func isSame(as other: ResolvedLiteral) -> Bool {
        switch (self, other) {
        case (.negation(_, let a), .negation(_, let b)), (.optional(_, let a), .optional(_, let b)):
            a.start == b.start && a.file === b.file
        case (.aggregate(let a, _, _, _), .aggregate(let b, _, _, _)): a == b
        default: false
        }
    }
}

extension ResolvedExpression {
    fileprivate var computes: Bool {
        switch self {
        case .constant, .variable: false
        default: true
        }
    }
}
