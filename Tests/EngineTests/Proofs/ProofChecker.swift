import Language

import struct Foundation.Data
import class Foundation.JSONSerialization

/// Checks proofs in their JSON form against the text of the program that they are about. It shares the syntax tree and
/// the reference evaluator's literals with the tests, and nothing with what searches and tells proofs.
struct ProofChecker {
    private let evaluator: ReferenceEvaluator
    let world: ReferenceWorld
    /// Relations that rules derive from themselves with an aggregate: their sums may rest on a part of what they add.
    private let circular: Set<String>

    init(_ program: Program) throws {
        evaluator = try ReferenceEvaluator(program)
        world = try evaluator.world()
        circular = Set(
            try evaluator.rules.filter { rule in
                rule.head.arguments.contains { ReferenceNames.hasAggregate($0) }
            }.map { try ReferenceFacts.name($0.head.name) })
    }

    /// A mistake in a proof.
    struct Mistake: Error, CustomStringConvertible {
        let description: String
        init(_ description: String) { self.description = description }
    }

    /// Checks every proof of a JSON text; how many there are.
    func check(_ json: Data) throws -> Int {
        guard let proofs = try JSONSerialization.jsonObject(with: json) as? [[String: Any]] else {
            throw Mistake("no array of proofs")
        }
        for proof in proofs {
            let nodes = try (proof["nodes"] as? [[String: Any]] ?? []).map { try ProofNode($0) }
            guard !nodes.isEmpty else { throw Mistake("a proof without nodes") }
            try checkOrder(nodes)
            for node in nodes { try check(node, nodes) }
        }
        return proofs.count
    }

    /// No fact may rest on itself.
    private func checkOrder(_ nodes: [ProofNode]) throws {
        var state = Array(repeating: 0, count: nodes.count)
        var stack = [(0, 0)]
        state[0] = 1
        while let (node, next) = stack.popLast() {
            guard next < nodes[node].premises.count else {
                state[node] = 2
                continue
            }
            stack.append((node, next + 1))
            let premise = nodes[node].premises[next]
            guard nodes.indices.contains(premise) else { throw Mistake("there is no node \(premise)") }
            if state[premise] == 1 { throw Mistake("\(nodes[premise].fact) rests on itself") }
            if state[premise] == 0 {
                state[premise] = 1
                stack.append((premise, 0))
            }
        }
        if let unused = state.firstIndex(of: 0) { throw Mistake("nothing rests on \(nodes[unused].fact)") }
    }

    private func check(_ node: ProofNode, _ nodes: [ProofNode]) throws {
        let premises = node.premises.map { nodes[$0] }
        switch node.by {
        case "rule":
            let rule = try rule(of: node)
            let head = try rule.head.arguments.map { try world.values($0, node.variables, []).first?.value }
            guard head == node.arguments else { throw Mistake("\(node.fact) is not the head under its variables") }
            try checkBody(rule.body, node, premises, nodes)
        case "question": try checkBody(try query(of: node).body, node, premises, nodes)
        case "contribution":
            guard try isContribution(node, premises, nodes) else {
                throw Mistake("\(node.fact) is no contribution at line \(node.line)")
            }
        case "aggregate": try checkAggregate(node, premises)
        case "closure" where node.relation == "same":
            try checkNames([(node.arguments[0], node.arguments[1])], premises, node)
        case "closure": try checkChain(node, premises)
        case "same":
            guard let stated = premises.first, stated.relation == node.relation,
                stated.arguments.count == node.arguments.count
            else { throw Mistake("\(node.fact) is of nothing that is stated") }
            try checkNames(Array(zip(node.arguments, stated.arguments)), Array(premises.dropFirst()), node)
        case "program", "store":
            guard premises.isEmpty else { throw Mistake("the stated fact \(node.fact) has premises") }
            for statement in node.statements {
                let isStated = world.statements.contains { stated in
                    stated.relation == node.relation && stated.arguments == node.arguments
                        && statement.qualifiers == stated.qualifiers
                        && statement.evidence.allSatisfy { stated.evidence.contains($0) }
                }
                guard isStated else { throw Mistake("\(node.fact) is not stated so") }
            }
            guard !node.statements.isEmpty else { throw Mistake("\(node.fact) has no statement") }
        case "schema" where node.relation.isEmpty: break
        case "schema" where node.relation.hasSuffix("*"):
            guard premises.count == 1, premises[0].relation + "*" == node.relation,
                premises[0].arguments.contains(node.arguments[0])
            else { throw Mistake("\(node.fact) is no node of its relation") }
        default: throw Mistake("\(node.fact) holds by '\(node.by)'")
        }
    }

    // MARK: Rules

    private func rule(of node: ProofNode) throws -> Clause {
        let found = evaluator.rules.first { rule in
            let range = rule.head.range
            return range.file.position(at: range.start).line == node.line && range.text == node.text
        }
        guard let found else { throw Mistake("there is no rule for \(node.fact) at line \(node.line)") }
        return found
    }

    private func query(of node: ProofNode) throws -> Query {
        let found = evaluator.queries.first { query in
            query.range.file.position(at: query.range.start).line == node.line && query.range.text == node.text
        }
        guard let found else { throw Mistake("there is no question at line \(node.line)") }
        return found
    }

    private func checkBody(
        _ body: Formula?, _ node: ProofNode, _ premises: [ProofNode], _ nodes: [ProofNode]
    ) throws {
        guard let body, try holds(body, node, premises, nodes) else {
            throw Mistake("\(node.fact) is no instance of the rule at line \(node.line): \(premises.map(\.fact))")
        }
    }

    /// Whether the premises are what one alternative of a body needs, no more and no less.
    private func holds(
        _ body: Formula, _ node: ProofNode, _ premises: [ProofNode], _ nodes: [ProofNode]
    ) throws -> Bool {
        let variables = node.variables
        return try ReferenceWorld.alternatives(body).contains { literals in
            var facts = premises.filter { !$0.relation.isEmpty }
            var groups = premises.filter { $0.relation.isEmpty && $0.by == "schema" }
            var earlier = node.earlier
            let outer = ReferenceNames.of(body, inGroups: false)
            // What may hold without a fact takes what the others leave.
            for literal in literals.filter({ !isReflexive($0) }) + literals.filter({ isReflexive($0) }) {
                switch literal.kind {
                case .atom(let atom) where !ReferenceWorld.isTest(atom):
                    if let place = try facts.firstIndex(where: { try isInstance($0, of: atom, variables) }) {
                        facts.remove(at: place)
                    } else if let place = earlier.firstIndex(where: { isEarlier($0, atom) }) {
                        earlier.remove(at: place)
                    } else if try atom.closure != .reflexive || !isSame(atom, variables) {
                        return false
                    }
                case .optional(let inner):
                    // The group of an optional that held is a premise of its own.
                    let place = try groups.firstIndex { try holds(inner, node, $0.premises.map { nodes[$0] }, nodes) }
                    if let place {
                        groups.remove(at: place)
                    } else if try !world.solve(inner, variables, outer: outer).isEmpty {
                        return false
                    }
                default:
                    // What the reference finds unbound is no way to read the binding.
                    if (try? world.step(literal, [variables], outer))?.isEmpty ?? true { return false }
                }
            }
            return groups.isEmpty && facts.allSatisfy { $0.relation.hasSuffix("*") }
        }
    }

    /// Only a value of a recursion through an aggregate may rest on one that is not told.
    private func isEarlier(_ text: String, _ atom: Atom) -> Bool {
        let name = atom.name.range.text
        return circular.contains(name) && text.hasPrefix(name + "(")
    }

    private func isReflexive(_ literal: Literal) -> Bool {
        if case .atom(let atom) = literal.kind { atom.closure == .reflexive } else { false }
    }

    private func isSame(_ atom: Atom, _ variables: ReferenceBinding) throws -> Bool {
        let ends = try atom.arguments.map { try value($0, variables) }
        return ends[0] == nil || ends[1] == nil || ends[0] == ends[1]
    }

    private func value(_ expression: Expression, _ variables: ReferenceBinding) throws -> ReferenceValue? {
        if case .wildcard = expression.kind { return nil }
        return try world.values(expression, variables, []).first?.value
    }

    private func isInstance(_ node: ProofNode, of atom: Atom, _ variables: ReferenceBinding) throws -> Bool {
        let name = try ReferenceFacts.name(atom.name) + (atom.closure == .none ? "" : "+")
        guard node.relation == name, node.arguments.count == atom.arguments.count else { return false }
        for (argument, found) in zip(atom.arguments, node.arguments) {
            if let expected = try value(argument, variables), expected != found { return false }
        }
        guard atom.qualifiers != nil || atom.date != nil else { return true }
        // The statement that the body asked for must be among those of the fact.
        return try node.statements.contains { statement in
            if let date = try atom.date.flatMap({ try value($0, variables) }),
                !ReferenceDays.holds(statement.qualifiers, at: date.asDate)
            {
                return false
            }
            let evidence = statement.evidence.isEmpty ? [[:]] : statement.evidence
            return try evidence.contains { piece in
                try (atom.qualifiers ?? []).allSatisfy { qualifier in
                    let key = try ReferenceFacts.name(qualifier.name)
                    guard let found = statement.qualifiers[key] ?? piece[key] else { return false }
                    guard let expected = try value(qualifier.value, variables) else { return true }
                    return ["from", "to", "seen"].contains(key) ? expected.asDate == found : expected == found
                }
            }
        }
    }

    // MARK: Aggregates and closures

    private func isContribution(_ node: ProofNode, _ premises: [ProofNode], _ nodes: [ProofNode]) throws -> Bool {
        // What it counts in is told by its rule, or by the aggregate itself where that stands alone.
        func isOf(_ range: SourceRange) -> Bool {
            range.file.position(at: range.start).line == node.line && range.text == node.text
        }
        var bodies: [Formula] = []
        for rule in evaluator.rules {
            let all = aggregates(rule.body, rule.head.arguments)
            bodies += all.filter { isOf(rule.head.range) || isOf($0.range) }.map(\.body)
            if isOf(rule.head.range), let body = rule.body { bodies.append(body) }
        }
        for query in evaluator.queries {
            let all = aggregates(query.body, (query.select ?? []).map(\.expression))
            bodies += all.filter { isOf(query.range) || isOf($0.range) }.map(\.body)
            if isOf(query.range) { bodies.append(query.body) }
        }
        // A body that is another's may have variables that have no value here.
        return bodies.contains { (try? holds($0, node, premises, nodes)) ?? false }
    }

    /// The bodies of the aggregates in a formula and beside it, with the place of each aggregate.
    private func aggregates(_ body: Formula?, _ others: [Expression]) -> [(body: Formula, range: SourceRange)] {
        var found: [(body: Formula, range: SourceRange)] = []
        func visit(_ expression: Expression) {
            switch expression.kind {
            case .aggregate(let aggregate):
                if let body = aggregate.body {
                    found.append((body, expression.range))
                    visit(body)
                }
            case .negation(let inner): visit(inner)
            case .arithmetic(_, let left, let right): for side in [left, right] { visit(side) }
            case .call(_, _, let arguments): for argument in arguments { visit(argument) }
            default: break
            }
        }
        func visit(_ formula: Formula) {
            switch formula {
            case .and(let parts), .or(let parts): for part in parts { visit(part) }
            case .literal(let literal):
                switch literal.kind {
                case .not(let inner), .optional(let inner): visit(inner)
                default: for one in ReferenceNames.expressions(literal) { visit(one) }
                }
            }
        }
        if let body { visit(body) }
        for one in others { visit(one) }
        return found
    }

    private func checkAggregate(_ node: ProofNode, _ premises: [ProofNode]) throws {
        if !node.relation.isEmpty, let rows = world.relations[node.relation], !rows.contains(node.arguments) {
            throw Mistake("\(node.fact) does not hold")
        }
        guard !circular.contains(node.relation), node.relation != "answer", !node.relation.isEmpty else { return }
        if node.aggregate == "count", premises.count != node.arguments.last?.whole {
            throw Mistake("\(node.fact) counts \(premises.count)")
        }
    }

    /// Whether facts of `same`, in whatever direction, make each pair of names one, and all of them are needed.
    private func checkNames(
        _ pairs: [(ReferenceValue, ReferenceValue)], _ same: [ProofNode], _ node: ProofNode
    ) throws {
        func reached(from start: ReferenceValue) -> [ReferenceValue] {
            var found = [start]
            var position = 0
            while position < found.count {
                for fact in same {
                    let ends = fact.arguments
                    if ends.contains(found[position]) { found += ends.filter { !found.contains($0) } }
                }
                position += 1
            }
            return found
        }
        guard same.allSatisfy({ $0.relation == "same" }) else {
            throw Mistake("\(node.fact) needs facts of 'same' only")
        }
        for (name, other) in pairs where !reached(from: name).contains(other) {
            throw Mistake("\(node.fact): \(name) is not said to be \(other)")
        }
        let used = pairs.filter { $0.0 != $0.1 }.flatMap { reached(from: $0.0) }
        guard same.allSatisfy({ used.contains($0.arguments[0]) }) else { throw Mistake("\(node.fact): an idle 'same'") }
    }

    private func checkChain(_ node: ProofNode, _ premises: [ProofNode]) throws {
        var place = node.arguments.first
        for link in premises {
            guard link.relation + "+" == node.relation, link.arguments.first == place else {
                throw Mistake("\(link.fact) is no link of \(node.fact)")
            }
            place = link.arguments.last
        }
        guard !premises.isEmpty, place == node.arguments.last else { throw Mistake("\(node.fact) ends elsewhere") }
    }
}
