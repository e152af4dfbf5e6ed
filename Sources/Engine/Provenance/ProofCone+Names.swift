import Language
import Terms

/// Under which names leaves are stated, where `same` merges entities: a fact that is stated under another name than that
/// of the question rests on what says that the two are one, too.
extension ProofCone {
    /// The name under which a fact needs no `same` to count: the only one of its thing that the question and its rules
    /// write, else the first of all.
    func home(of raw: UInt64) -> UInt64 {
        let representative = evaluation.terms.merging?.representative(raw) ?? raw
        return written[representative] ?? representative
    }

    /// Finds the names that the rules of a relation write, where they write one only of a thing; by the name that stands
    /// for it.
    func writtenNames(of relation: RelationID) throws -> [UInt64: UInt64] {
        guard let merging = evaluation.terms.merging else { return [:] }
        var names: [UInt64: Set<UInt64>] = [:]
        var seen: Set<RelationID> = [relation]
        var queue = [relation]
        while let next = queue.popLast() {
            for number in evaluation.rulesOf[next.index] {
                let rule = evaluation.program.rules[number]
                for term in rule.body.flatMap(\.writtenEntities) {
                    let name = try leaves.name(term, merging)
                    if merging.isMerged(name) { names[merging.representative(name), default: []].insert(name) }
                }
                for (used, _) in rule.uses where seen.insert(used).inserted { queue.append(used) }
            }
        }
        return names.compactMapValues { $0.count == 1 ? $0.first : nil }
    }

    /// The node of a leaf under any of its names.
    func named(_ node: ProofGraph.Node, _ merging: Merging) throws -> Int {
        guard node.kind != .input, node.values.contains(where: merging.isMerged) else {
            return graph.number(of: node).number
        }
        let (number, isNew) = graph.number(of: node.named)
        guard isNew else { return number }
        for one in try leaves.named(node, merging) {
            let others = Set(one.names.filter { $0 != home(of: $0) }).sorted()
            let same = try others.map { try sameNode($0, merging) }
            graph.add(number, .named, [graph.number(of: one.leaf).number] + same)
        }
        return number
    }

    /// The node of that a name is of the thing that has another name at home: along any way of facts of `same`.
    private func sameNode(_ name: UInt64, _ merging: Merging) throws -> Int {
        let home = home(of: name)
        func node(_ name: UInt64) -> (number: Int, isNew: Bool) {
            graph.number(of: .init(kind: .same, site: 0, values: [name, home]))
        }
        let (number, isNew) = node(name)
        guard isNew else { return number }
        let predicate = try evaluation.terms.id(of: .entity(Merging.relation))
        for member in merging.members(TermID(rawValue: name)).map(\.rawValue) where member != home {
            for link in merging.links[member] ?? [] {
                let leaf: ProofGraph.Node
                if let fact = link.fact {
                    let ends = [link.left, link.right].map { merging.representative($0) }
                    leaf = .init(
                        kind: .fact, site: evaluation.program.facts[fact].relation.index,
                        values: TermTuple(ends + [UInt64(fact)]))
                } else {
                    leaf = .init(
                        kind: .triple, site: ProofGraph.Node.exactSite, values: [predicate, link.left, link.right])
                }
                let other = link.other(than: member)
                graph.add(
                    node(member).number, .named,
                    [graph.number(of: leaf).number] + (other == home ? [] : [node(other).number]))
            }
        }
        return number
    }
}

extension ProofGraph.Node {
    /// The site of triples under the very names under which they are stored.
    static let exactSite = 1

    var isExact: Bool { kind == .triple && site == ProofGraph.Node.exactSite }

    private static let namedKinds: [ProofGraph.Kind] = [.triple, .statement, .fact]

    /// The node of a leaf under any of the names of its entities.
    fileprivate var named: ProofGraph.Node {
        let kinds = ProofGraph.Node.namedKinds
        return .init(kind: .named, site: site * kinds.count + (kinds.firstIndex(of: kind) ?? 0), values: values)
    }

    /// The leaf that a node of kind `named` is of; any other is itself.
    var unnamed: ProofGraph.Node {
        guard kind == .named else { return self }
        let kinds = ProofGraph.Node.namedKinds
        return .init(kind: kinds[site % kinds.count], site: site / kinds.count, values: values)
    }
}

extension ProofTelling {
    /// A term of a proof, by its name at home: what says it under another stands below, as a step of its own.
    func term(_ raw: UInt64) throws -> Term { try proving.evaluation.terms.term(of: cone.home(of: raw)) }

    /// A leaf that is stated under other names, or that two names are of one thing.
    func named(_ node: ProofGraph.Node, _ premises: ArraySlice<Int>) throws -> Int {
        let parts = premises.map { place(of: $0) }
        guard let first = parts.first else { return add("", [], .read) }
        if parts.count == 1 { return first }
        let terms = proving.evaluation.terms
        let relation = nodes[first].relation
        if node.kind == .same {
            return add(
                relation, try node.values.map { try terms.term(of: $0) }, .closure, parts.map { .premise($0) })
        }
        let arguments = try nodes[first].arguments.map { argument in
            guard case .entity = argument else { return argument }
            return try terms.term(of: cone.home(of: try terms.id(of: argument)))
        }
        return add(relation, arguments, .renamed, parts.map { .premise($0) })
    }
}

extension Conjunction {
    /// Entities that its atoms and lists name.
    package var writtenEntities: [Term] {
        literals.flatMap { literal -> [Term] in
            switch literal {
            case .atom(let atom):
                (atom.arguments + (atom.statement?.qualifiers.map(\.value) ?? [])).compactMap { argument in
                    if case .constant(let term) = argument { term } else { nil }
                }
            case .negation(let group, _), .optional(let group, _), .aggregate(_, _, let group, _):
                group.flatMap(\.writtenEntities)
            case .comparison(_, let left, let right, _): [left, right].compactMap(\.writtenEntity)
            case .memberOfList(_, let all, _): all.compactMap(\.writtenEntity)
            case .memberOfRange, .test: []
            }
        }.filter { if case .entity = $0 { true } else { false } }
    }
}

extension ResolvedExpression {
    fileprivate var writtenEntity: Term? { if case .constant(let term) = self { term } else { nil } }
}
