import Language

extension ReferenceWorld {
    /// The ways to satisfy one literal, from each of some bindings.
    func step(
        _ literal: Literal, _ bindings: Set<ReferenceBinding>, _ outer: Set<String>
    ) throws -> Set<ReferenceBinding> {
        if case .atom(let atom) = literal.kind, !ReferenceWorld.isTest(atom) {
            return try matches(atom, bindings, outer)
        }
        return try bindings.reduce(into: []) { $0.formUnion(try step(literal, $1, outer)) }
    }

    private func step(
        _ literal: Literal, _ binding: ReferenceBinding, _ outer: Set<String>
    ) throws -> Set<ReferenceBinding> {
        switch literal.kind {
        case .atom(let atom):
            let values = try atom.arguments.compactMap { try self.values($0, binding, outer).first?.value }
            return ReferenceWorld.passes(atom.name.range.text, values) ? [binding] : []
        case .comparison(let comparison, let left, let right):
            return try compare(comparison, left, right, binding, outer)
        case .memberOfList(let member, let list):
            let candidates = try list.flatMap { try values($0, binding, outer).map(\.value) }
            if case .variable(let name) = member.kind, binding[name] == nil {
                return Set(candidates.map { binding.merging([name: $0]) { $1 } })
            }
            guard let value = try values(member, binding, outer).first?.value else { return [] }
            return candidates.contains { ReferenceValue.compare($0, value) == 0 } ? [binding] : []
        case .memberOfRange(let member, let lower, let upper):
            guard let first = try values(lower, binding, outer).first?.value.whole,
                let last = try values(upper, binding, outer).first?.value.whole, first <= last
            else { return [] }
            if case .variable(let name) = member.kind, binding[name] == nil {
                return Set((first...last).map { binding.merging([name: .int($0)]) { $1 } })
            }
            guard let value = try values(member, binding, outer).first?.value.whole else { return [] }
            return (first...last).contains(value) ? [binding] : []
        case .not(let inner): return try solve(inner, binding, outer: outer).isEmpty ? [binding] : []
        case .optional(let inner):
            let found = try solve(inner, binding, outer: outer)
            if !found.isEmpty { return found }
            let own = ReferenceNames.of(inner, inGroups: false).subtracting(binding.keys)
            return [binding.merging(own.map { ($0, .none) }) { $1 }]
        }
    }

    private static func passes(_ test: String, _ values: [ReferenceValue]) -> Bool {
        guard values.count == 2, case .string(let text) = values[0], case .string(let part) = values[1] else {
            return false
        }
        let (whole, piece) = (Array(text.unicodeScalars), Array(part.unicodeScalars))
        switch test {
        case "starts_with": return whole.starts(with: piece)
        case "ends_with": return whole.reversed().starts(with: piece.reversed())
        default: return (0...whole.count).contains { whole.dropFirst($0).starts(with: piece) }
        }
    }

    private func compare(
        _ comparison: Comparison, _ left: Expression, _ right: Expression, _ binding: ReferenceBinding,
        _ outer: Set<String>
    ) throws -> Set<ReferenceBinding> {
        var found: Set<ReferenceBinding> = []
        for (target, source) in [(left, right), (right, left)] {
            guard case .variable(let name) = target.kind, binding[name] == nil else { continue }
            for (extended, value) in try values(source, binding, outer) {
                found.insert(extended.merging([name: value]) { $1 })
            }
            return found
        }
        for (extended, first) in try values(left, binding, outer) {
            for (further, second) in try values(right, extended, outer) {
                let order = ReferenceValue.compare(first, second)
                let holds =
                    switch comparison {
                    case .equal: order == 0
                    case .notEqual: order != 0
                    case .less: order < 0
                    case .lessOrEqual: order <= 0
                    case .greater: order > 0
                    case .greaterOrEqual: order >= 0
                    }
                if holds { found.insert(further) }
            }
        }
        return found
    }

    // MARK: Atoms

    private func matches(
        _ atom: Atom, _ bindings: Set<ReferenceBinding>, _ outer: Set<String>
    ) throws -> Set<ReferenceBinding> {
        let name = try ReferenceFacts.name(atom.name)
        guard !["overlaps", "matches", "like"].contains(name) else { throw ReferenceRefusal("the test '\(name)'") }
        if atom.qualifiers != nil || atom.statementVariable != nil || atom.date != nil {
            return try bindings.reduce(into: []) { $0.formUnion(try matchStatements(atom, name, $1, outer)) }
        }
        let stated = relations[name] ?? []
        let rows = atom.closure == .none ? stated : ReferenceWorld.closure(stated)
        let nodes = atom.closure == .reflexive ? Set(stated.joined()) : []
        return try bindings.reduce(into: []) { found, binding in
            var candidates = rows
            if atom.closure == .reflexive {
                // Both ends free: the nodes of the relation. One end known: that end, whatever it is.
                let known = try atom.arguments.compactMap { argument -> ReferenceValue? in
                    if case .wildcard = argument.kind { return nil }
                    if case .variable(let variable) = argument.kind { return binding[variable] }
                    return try values(argument, binding, outer).first?.value
                }
                for node in known.isEmpty ? nodes : Set(known) { candidates.insert([node, node]) }
            }
            for row in candidates where row.count == atom.arguments.count {
                if let extended = try match(Array(zip(atom.arguments, row)), binding, outer) { found.insert(extended) }
            }
        }
    }

    private static func closure(_ pairs: Set<[ReferenceValue]>) -> Set<[ReferenceValue]> {
        var all = pairs
        while true {
            var larger = all
            for first in all {
                for second in pairs where first[1] == second[0] { larger.insert([first[0], second[1]]) }
            }
            if larger == all { return all }
            all = larger
        }
    }

    private func matchStatements(
        _ atom: Atom, _ name: String, _ binding: ReferenceBinding, _ outer: Set<String>
    ) throws -> Set<ReferenceBinding> {
        let date = try atom.date.map { try values($0, binding, outer).first?.value.asDate ?? .none }
        var found: Set<ReferenceBinding> = []
        for (number, statement) in statements.enumerated()
        where statement.relation == name && statement.arguments.count == atom.arguments.count {
            if let date, !ReferenceDays.holds(statement.qualifiers, at: date) { continue }
            // What is asked of the evidence must come from one source.
            for evidence in [[:]] + statement.evidence {
                let known = statement.qualifiers.merging(evidence) { $1 }
                var pairs = Array(zip(atom.arguments, statement.arguments))
                var isComplete = true
                for qualifier in atom.qualifiers ?? [] {
                    guard let value = known[try ReferenceFacts.name(qualifier.name)] else {
                        isComplete = false
                        continue
                    }
                    pairs.append((qualifier.value, value))
                }
                if let variable = atom.statementVariable { pairs.append((variable, .statement(number))) }
                if isComplete, let extended = try match(pairs, binding, outer) { found.insert(extended) }
            }
        }
        return found
    }

    /// The binding extended so that each expression is its value; nil where that cannot be. Arguments join by term.
    private func match(
        _ pairs: [(Expression, ReferenceValue)], _ binding: ReferenceBinding, _ outer: Set<String>
    ) throws -> ReferenceBinding? {
        var extended = binding
        for case (let expression, let value) in pairs where !expression.isComputed {
            guard case .variable(let name) = expression.kind else { continue }
            if let known = extended[name], known != value { return nil }
            extended[name] = value
        }
        for case (let expression, let value) in pairs where expression.isComputed {
            guard let found = try values(expression, extended, outer).first?.value else { return nil }
            // `r(X + 1)` is `r(Y), Y = X + 1`, and `=` compares by value.
            guard expression.isConstant ? found == value : ReferenceValue.compare(found, value) == 0 else { return nil }
        }
        return extended
    }
}
