import Language

/// What holds at one moment of an evaluation: stated facts, and the extension of each relation so far.
///
/// Bodies are solved by trying: a literal is taken once what it needs is bound, every way to satisfy it is followed,
/// and nothing is indexed, reordered by cost or remembered.
struct ReferenceWorld {
    var statements: [ReferenceStatement]
    var relations: [String: Set<[ReferenceValue]>] = [:]

    /// Every binding that satisfies a body, starting from one.
    ///
    /// - Parameter outer: variables that the rule has outside the braces of aggregates: a group shares these.
    func solve(
        _ formula: Formula, _ start: ReferenceBinding, outer: Set<String>
    ) throws -> Set<ReferenceBinding> {
        try ReferenceWorld.alternatives(formula).reduce(into: []) { found, literals in
            found.formUnion(try solve(literals, start, outer))
        }
    }

    /// A formula as alternatives of literals that hold together.
    static func alternatives(_ formula: Formula) -> [[Literal]] {
        switch formula {
        case .literal(let literal): [[literal]]
        case .or(let parts): parts.flatMap { alternatives($0) }
        case .and(let parts):
            parts.reduce([[]]) { before, part in
                before.flatMap { start in alternatives(part).map { start + $0 } }
            }
        }
    }

    private func solve(
        _ literals: [Literal], _ binding: ReferenceBinding, _ outer: Set<String>
    ) throws -> Set<ReferenceBinding> {
        var found: Set<ReferenceBinding> = [binding]
        var rest = literals
        // Variables that a group of an aggregate binds: to another aggregate they are as free as they were.
        var grouped: Set<String> = []
        // All bindings have the same variables, so that any of them tells which literal can be taken.
        while !rest.isEmpty, let one = found.first {
            let groups = independentGroups(rest, one)
            if groups.count > 1 {
                // None of them binds anything for another: each is solved from what is known before all of them.
                let start = found
                for position in groups {
                    let own = try step(rest[position], start, outer)
                    found = ReferenceWorld.joined(found, own)
                }
                for position in groups.reversed() { rest.remove(at: position) }
                continue
            }
            let literal = rest.remove(at: try next(rest, one))
            let isGroup = ReferenceNames.expressions(literal).contains { ReferenceNames.hasAggregate($0) }
            if isGroup {
                found = try found.reduce(into: []) { joined, binding in
                    let open = binding.filter { !grouped.contains($0.key) }
                    for extended in try step(literal, [open], outer)
                    where extended.allSatisfy({ binding[$0.key] == nil || binding[$0.key] == $0.value }) {
                        joined.insert(binding.merging(extended) { $1 })
                    }
                }
                let plain = ReferenceNames.of(.literal(literal), inGroups: false)
                grouped.formUnion(Set(found.first?.keys.map { $0 } ?? []).subtracting(one.keys).subtracting(plain))
            } else {
                found = try step(literal, found, outer)
            }
        }
        return found
    }

    /// The places of the aggregates that come next, where it is their turn and none of them reads what another gives.
    private func independentGroups(_ literals: [Literal], _ binding: ReferenceBinding) -> [Int] {
        let turns = literals.map { turn($0, literals, binding) }
        guard turns.map(\.rawValue).min() == Turn.groups.rawValue else { return [] }
        let places = literals.indices.filter { turns[$0] == .groups }
        let given = places.flatMap { place in
            ReferenceNames.expressions(literals[place]).compactMap { expression -> String? in
                if case .variable(let name) = expression.kind, binding[name] == nil { name } else { nil }
            }
        }
        for place in places {
            let read = ReferenceNames.of(.literal(literals[place]), inGroups: true)
            let own = ReferenceNames.of(.literal(literals[place]), inGroups: false)
            if given.contains(where: { read.contains($0) && !own.contains($0) }) { return [] }
        }
        return places
    }

    private static func joined(
        _ left: Set<ReferenceBinding>, _ right: Set<ReferenceBinding>
    ) -> Set<ReferenceBinding> {
        left.reduce(into: []) { found, one in
            for other in right where other.allSatisfy({ one[$0.key] == nil || one[$0.key] == $0.value }) {
                found.insert(one.merging(other) { $1 })
            }
        }
    }

    // MARK: Which literal comes next

    /// When a literal can be taken, the earliest first.
    private enum Turn: Int { case now, binds, closes, groups, negates, last, never }

    private func next(_ literals: [Literal], _ binding: ReferenceBinding) throws -> Int {
        let turns = literals.map { turn($0, literals, binding) }
        guard let best = turns.map(\.rawValue).min(), best < Turn.never.rawValue,
            let position = turns.firstIndex(where: { $0.rawValue == best })
        else { throw ReferenceRefusal("a variable that nothing binds") }
        return position
    }

    private func turn(_ literal: Literal, _ all: [Literal], _ binding: ReferenceBinding) -> Turn {
        func isKnown(_ expressions: [Expression]) -> Bool {
            expressions.allSatisfy { ReferenceNames.of($0, inGroups: false).isSubset(of: binding.keys) }
        }
        func unknown(_ expression: Expression) -> String? {
            if case .variable(let name) = expression.kind, binding[name] == nil { name } else { nil }
        }
        /// A variable that an atom will bind is left to the atom: it joins by term, and `=` compares by value.
        func binds(_ name: String) -> Turn {
            let byAtom = all.contains { other in
                if case .atom(let atom) = other.kind, atom.closure != .reflexive, !ReferenceWorld.isTest(atom) {
                    return ReferenceNames.of(atom, inGroups: false).contains(name)
                }
                return false
            }
            return byAtom ? .closes : .binds
        }
        switch literal.kind {
        case .atom(let atom):
            if ReferenceWorld.isTest(atom) { return isKnown(atom.arguments) ? .now : .never }
            // What is computed may use what the same atom binds: `succ(X, X + 1)`.
            let bound = ReferenceNames.expressions(atom).filter {
                !$0.isComputed && $0.range.start != atom.date?.range.start
            }
            .reduce(into: Set(binding.keys)) { $0.formUnion(ReferenceNames.of($1, inGroups: false)) }
            let computed = ReferenceNames.expressions(atom).filter(\.isComputed) + [atom.date].compactMap { $0 }
            guard computed.allSatisfy({ ReferenceNames.of($0, inGroups: false).isSubset(of: bound) }) else {
                return .never
            }
            return atom.closure == .reflexive ? .closes : .now
        case .comparison(let comparison, let left, let right):
            if ReferenceNames.hasAggregate(left) || ReferenceNames.hasAggregate(right) {
                let others = [left, right].filter { unknown($0) == nil || comparison != .equal }
                return isKnown(others) ? .groups : .never
            }
            if isKnown([left, right]) { return .now }
            guard comparison == .equal else { return .never }
            if let name = unknown(left), isKnown([right]) { return binds(name) }
            if let name = unknown(right), isKnown([left]) { return binds(name) }
            return .never
        case .memberOfList(let member, let list):
            if isKnown([member] + list) { return .now }
            if let name = unknown(member), isKnown(list) { return binds(name) }
            return .never
        case .memberOfRange(let member, let lower, let upper):
            if isKnown([member, lower, upper]) { return .now }
            if let name = unknown(member), isKnown([lower, upper]) { return binds(name) }
            return .never
        case .not: return .negates
        case .optional: return .last
        }
    }

    static func isTest(_ atom: Atom) -> Bool {
        ["contains", "starts_with", "ends_with"].contains(atom.name.range.text)
    }
}

extension Expression {
    var isConstant: Bool {
        switch kind {
        case .constant, .entity: true
        default: false
        }
    }

    /// Whether the expression is more than a variable or `_`.
    var isComputed: Bool {
        switch kind {
        case .variable, .wildcard: false
        default: true
        }
    }
}
