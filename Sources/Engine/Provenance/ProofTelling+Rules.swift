import Language
import Terms

/// Nodes that hold by a rule.
extension ProofTelling {
    /// Tells that a rule as it was written gives a tuple.
    ///
    /// - Parameter recursive: the place of what its recursive atom rests on, where `flat` does not have it.
    func apply(
        _ number: Int, _ alternative: Int, _ tuple: [UInt64], _ flat: inout FlatStep, recursive: Int? = nil
    ) throws -> Int {
        let rule = original.rules[number]
        for (argument, value) in zip(rule.arguments, tuple) {
            if case .expression(.variable(let variable)) = argument, variable < flat.binding.count {
                flat.binding[variable] = value
            }
        }
        let relation = original[rule.head].name
        let terms = try tuple.map { try term($0) }
        var parts = try self.parts(rule, rule.body[alternative].literals, &flat, recursive)
        if rule.cut != nil { parts.append(.condition("the row is one of those that the query shows")) }
        switch rule.author {
        case .store:
            if parts.count == 1, case .premise(let place) = parts[0], nodes[place].relation == relation { return place }
            return add(relation, terms, .inference("stored"), parts)
        case .schema(let text):
            return add(relation, terms, relation.hasSuffix("+") ? .closure : .inference(text), parts)
        case .program: return add(relation, terms, .rule(try note(rule, flat.binding)), parts)
        case .goal: return add("answer", terms, .rule(try note(rule, flat.binding)), parts)
        }
    }

    /// A closure that a rule joins with itself.
    func joined(_ number: Int, _ tuple: [UInt64], _ middle: UInt64, _ parts: [Int]) throws -> Int {
        let rule = original.rules[number]
        var binding = Array(repeating: middle, count: rule.variables.count)
        for (argument, value) in zip(rule.arguments, tuple) {
            if case .expression(.variable(let variable)) = argument { binding[variable] = value }
        }
        let terms = try tuple.map { try term($0) }
        // The atoms may be written in either order.
        var ordered = parts
        if let first = rule.body.first?.literals.first, case .atom(let atom) = first,
            case .variable(let start)? = atom.arguments.first, binding[start] == middle, tuple.first != middle
        {
            ordered.reverse()
        }
        let premises = ordered.map { Proof.Part.premise($0) }
        let relation = original[rule.head].name
        if case .schema(let text) = rule.author { return add(relation, terms, .inference(text), premises) }
        return add(relation, terms, .rule(try note(rule, binding)), premises)
    }

    /// A contribution, or an optional group.
    func part(_ node: ProofGraph.Node, _ number: Int, _ flat: inout FlatStep) throws -> Int {
        let plan = cone.plans[number]
        let parts = try self.parts(flat.rule, plan.body.literals, &flat, nil)
        let note = try note(flat.rule, flat.binding)
        guard node.kind == .contribution else { return add("", [], .inference("optional"), parts) }
        let value = node.values.first ?? TermID.none.rawValue
        return add("", [], .contribution(note, value: try term(value)), parts)
    }

    /// An aggregate of a head or of a body.
    func aggregate(_ node: ProofGraph.Node, _ parts: [Proof.Part]) throws -> Int {
        if node.kind == .tuple {
            let relation = RelationID(node.site)
            let terms = try node.values.map { try term($0) }
            let texts = proving.evaluation.aggregatePositions(relation).sorted { $0.key < $1.key }
                .map { $0.value.range.text.oneLine }
            // An aggregate in a body whose group nothing else binds is a relation that nobody wrote.
            if let value = terms.last, texts.count == 1, isOfBody(relation) {
                return add("", [], .aggregate("\(value.sourceText(namespaces)) = \(texts[0])"), parts)
            }
            return add(
                proving.evaluation.program[relation].name, terms, .aggregate(texts.joined(separator: ", ")), parts)
        }
        let key = cone.groups[node.site].key
        let rule = cone.evaluation.program.rules[cone.plans[key.plan].rule]
        let literal = cone.plans[key.plan].body.literals[key.literal]
        var values: [Int: UInt64] = [:]
        for (variable, value) in zip(key.known, node.values) { values[variable] = value }
        if case .aggregate(let variable, _, _, _) = literal { values[variable] = node.values.last }
        let text = text(rule) { values[$0] }.text(of: literal)
        return add("", [], .aggregate(text), parts)
    }

    private func isOfBody(_ relation: RelationID) -> Bool {
        let program = proving.evaluation.program
        guard let number = proving.evaluation.rulesOf[relation.index].first, let range = program.rules[number].range,
            case .aggregate(let aggregate)? = program.rules[number].arguments.last
        else { return false }
        return range.file === aggregate.range.file && range.start == aggregate.range.start
            && range.end == aggregate.range.end
    }

    private func parts(
        _ rule: ResolvedRule, _ literals: [ResolvedLiteral], _ flat: inout FlatStep, _ recursive: Int?
    ) throws -> [Proof.Part] {
        var found: [Proof.Part] = []
        let binding = flat.binding
        let names = text(rule) { $0 < binding.count && binding[$0] != 0 ? binding[$0] : nil }
        for literal in literals {
            switch literal {
            case .atom(let atom):
                if let node = flat.take(atom, { fits($0, atom, binding) }) {
                    found.append(.premise(place(of: node)))
                } else {
                    found.append(recursive.map { .premise($0) } ?? .earlier(names.text(of: literal)))
                }
            case .aggregate: if let node = flat.take(literal) { found.append(.premise(place(of: node))) }
            case .optional:
                if let node = flat.take(literal) { found.append(.premise(place(of: node))) }
            case .negation: found.append(.absent(String(names.text(of: literal).dropFirst(4))))
            case .comparison, .memberOfList, .memberOfRange, .test: found.append(.condition(names.text(of: literal)))
            }
        }
        return found
    }

    /// Whether a node is of the relation of an atom, with the values that the atom has under a binding.
    private func fits(_ number: Int, _ atom: ResolvedAtom, _ binding: [UInt64]) -> Bool {
        let node = cone.graph.nodes[number].unnamed
        var tuple = node.values
        switch node.kind {
        case .tuple, .statement:
            if proving.evaluation.program[RelationID(node.site)].name != name(of: atom) { return false }
        case .triple:
            if atom.arguments.count == 1 { tuple = TermTuple([node.values[1]]) }
            if atom.arguments.count == 2 { tuple = TermTuple([node.values[1], node.values[2]]) }
            if atom.arguments.count == 3 { tuple = TermTuple([node.values[1], node.values[0], node.values[2]]) }
        default: return false
        }
        return zip(atom.arguments, tuple).allSatisfy { argument, value in
            switch argument {
            case .variable(let variable): variable >= binding.count || binding[variable] == value
            case .constant(let term): (try? proving.evaluation.terms.id(of: term)) == value
            case .wildcard: true
            }
        }
    }

    private func name(of atom: ResolvedAtom) -> String {
        // Relations that planning added have the name of the one they copy.
        proving.evaluation.program[atom.relation].name
    }

    func note(_ rule: ResolvedRule, _ binding: [UInt64]) throws -> Proof.RuleNote {
        var variables: [(name: String, value: Term)] = []
        for (place, variable) in rule.variables.enumerated() where place < binding.count && binding[place] != 0 {
            guard let name = variable.name else { continue }
            variables.append((name, try term(binding[place])))
        }
        var isQuestion = false
        if case .goal = rule.author { isQuestion = true }
        return Proof.RuleNote(range: rule.range, isQuestion: isQuestion, variables: variables)
    }

    private func text(_ rule: ResolvedRule, _ values: @escaping (Int) -> UInt64?) -> LiteralText {
        LiteralText(program: proving.evaluation.program, namespaces: namespaces, rule: rule) { variable in
            values(variable).flatMap { try? self.term($0) }
        }
    }
}

extension String {
    /// With single spaces in place of all white space.
    var oneLine: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
