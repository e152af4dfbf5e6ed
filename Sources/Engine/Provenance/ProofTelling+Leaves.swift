import Language
import Store
import Terms

/// What is stored and stated, and what the schema infers from it.
extension ProofTelling {
    func leaf(_ node: ProofGraph.Node) throws -> Int {
        let evaluation = proving.evaluation
        switch node.kind {
        case .triple: return try stored(node, try cone.leaves.statements(of: node))
        case .statement:
            let relation = evaluation.program[RelationID(node.site)]
            let isUncertain = try cone.evidence.evidence(of: node).isUncertain
            switch try cone.leaves.origin(of: node) {
            case .stored(let triple, let statement)?:
                let place = try stored(triple, [statement], isUncertain: isUncertain)
                let tuple = ProofGraph.Node(
                    kind: .tuple, site: node.site, values: TermTuple(node.values.prefix(relation.arity)))
                return try inferred(tuple, from: triple, place)
            case .fact(let number, let statement)?:
                let fact = evaluation.program.facts[number]
                var told = try self.told(statement)
                told.isUncertain = isUncertain
                return add(relation.name, fact.arguments, .stated([told], fact.range))
            case nil: return add(relation.name, [], .read)
            }
        case .fact:
            let facts = try cone.leaves.facts(of: node)
            guard let first = facts.first else { return add("", [], .read) }
            let statements = try facts.map { fact in
                let (own, evidence) = fact.parted
                var told = Proof.Statement(qualifiers: own, evidence: evidence.isEmpty ? [] : [evidence])
                if let date = evaluation.options.asOf {
                    let statement = try evaluation.statements.statement(of: fact)
                    told.isUncertain = try !StatementReading.surelyHolds(statement, at: date, evaluation.terms)
                }
                return told
            }
            return add(evaluation.program[first.relation].name, first.arguments, .stated(statements, first.range))
        default:
            return add(
                evaluation.program[RelationID(node.site)].name,
                try node.values.map { try term($0) }, .read)
        }
    }

    /// A tuple of a stored relation, from the triple that is stored: the same, or what the schema makes of it.
    func inferred(_ node: ProofGraph.Node, from premises: ArraySlice<Int>) throws -> Int {
        guard let premise = premises.first else { return add("", [], .read) }
        return try inferred(node, from: cone.graph.nodes[premise].unnamed, place(of: premise))
    }

    private func inferred(_ node: ProofGraph.Node, from leaf: ProofGraph.Node, _ place: Int) throws -> Int {
        guard leaf.kind == .triple else { return place }
        let relation = proving.evaluation.program[RelationID(node.site)]
        // Of any triple the triple itself is told.
        if case .triples = relation.origin { return place }
        let below = nodes[place]
        // A triple may stand under other names than the tuple.
        let (_, subject, object) = leaf.triple
        let merging = proving.evaluation.terms.merging
        let ends = [subject, object].map { merging?.representative($0.rawValue) ?? $0.rawValue }
        if below.relation == relation.name, relation.arity == 1 || ends == Array(node.values) { return place }
        let reason: String
        if relation.arity == 1 {
            reason = "class \(below.relation) < \(relation.name)"
        } else if below.relation == relation.name {
            reason = "symmetric \(relation.name)"
        } else {
            reason = "\(below.relation) is the inverse of \(relation.name)"
        }
        // A class of one entity, or the two ends in the other order.
        return add(relation.name, below.arguments.reversed(), .inference(reason), [.premise(place)])
    }

    private func stored(
        _ node: ProofGraph.Node, _ statements: [StoredStatement], isUncertain: Bool = false
    ) throws -> Int {
        let terms = proving.evaluation.terms
        let (predicate, subject, object) = node.triple
        let told = try statements.map { statement in
            var told = try self.told(statement)
            told.isUncertain = isUncertain
            told.isStored = !statement.isAssumed
            if let date = proving.evaluation.view?.filter.asOf {
                let isSure = try StatementReading.surelyHolds(statement, at: date, terms)
                told.isUncertain = told.isUncertain || !isSure
            }
            return told
        }
        let first = try terms.term(of: subject.rawValue)
        let second = try terms.term(of: object.rawValue)
        func name(_ term: Term) -> String { if case .entity(let name) = term { name } else { "" } }
        if predicate == .isA { return add(name(second), [first], .stored(told)) }
        return add(name(try terms.term(of: predicate.rawValue)), [first, second], .stored(told))
    }
}

extension ProofTelling {
    private func told(_ statement: StoredStatement) throws -> Proof.Statement {
        Proof.Statement(
            qualifiers: try entries(statement.qualifiers), evidence: try statement.evidence.map { try entries($0) })
    }

    private func entries(_ entries: [StoredStatement.Entry]) throws -> [(name: String, value: Term)] {
        let terms = proving.evaluation.terms
        return try entries.map {
            (try terms.term(of: $0.key.rawValue).plainText(namespaces), try terms.term(of: $0.value.rawValue))
        }
    }
}

extension ResolvedFact {
    /// The qualifiers of the fact, and its evidence.
    var parted: (own: [(name: String, value: Term)], evidence: [(name: String, value: Term)]) {
        (
            qualifiers.filter { !Schema.evidenceQualifiers.contains($0.name) },
            qualifiers.filter { Schema.evidenceQualifiers.contains($0.name) }
        )
    }
}
