import Language
import Terms

/// How a premise of a body is made from a binding: worked out once for a plan, and not for each of its bindings.
struct Premise {
    enum Value {
        case constant(UInt64)
        case variable(Int)

        @inline(__always)
        func raw(_ binding: some RandomAccessCollection<UInt64>) -> UInt64 {
            switch self {
            case .constant(let raw): raw
            case .variable(let slot): binding[binding.index(binding.startIndex, offsetBy: slot)]
            }
        }
    }

    enum Form {
        /// A node of a kind and site, with these values.
        case node(ProofGraph.Kind, Int, [Value])
        /// An aggregate or an optional group.
        case group
    }

    /// A premise that is taken together with others.
    enum Summed {
        /// A stored triple: predicate, subject and object.
        case triple(Value, Value, Value)
        /// A tuple of a closure, by the number of its relation.
        case chain(Int, Value, Value)
        case leaf(Premise)
    }

    var summed: Summed {
        guard case .node(let kind, let site, let values) = form else { return .leaf(self) }
        return switch kind {
        case .triple where values.count == 3: .triple(values[0], values[1], values[2])
        case .tuple where values.count == 2: .chain(site, values[0], values[1])
        default: .leaf(self)
        }
    }

    /// The place of the literal in the body.
    let place: Int
    let form: Form
    /// Variables of which one must have a value, for an optional group to have held; nil where the premise always is one.
    let condition: [Int]?

    /// Whether the premise is stored or stated, and needs no proof.
    var isLeaf: Bool {
        if case .node(let kind, _, _) = form { kind.isLeaf } else { false }
    }

    /// The node of a leaf under a binding; nil for what is none.
    func leaf(_ binding: some RandomAccessCollection<UInt64>) -> ProofGraph.Node? {
        guard case .node(let kind, let site, let values) = form, kind.isLeaf else { return nil }
        var tuple = TermTuple([])
        for value in values { tuple.append(value.raw(binding)) }
        return .init(kind: kind, site: site, values: tuple)
    }
}

extension ProofCone {
    /// The premises of a body.
    func makePremises(of body: Conjunction) throws -> [Premise] {
        let literals = body.literals
        var found: [Premise] = []
        for (place, literal) in literals.enumerated() {
            switch literal {
            case .atom(let atom): found.append(.init(place: place, form: try form(of: atom), condition: nil))
            case .aggregate: found.append(.init(place: place, form: .group, condition: nil))
            case .optional:
                let outside = literals.indices.reduce(into: Set<Int>()) {
                    if $1 != place { $0.formUnion(literals[$1].variables) }
                }
                let own = literal.variables.subtracting(outside).sorted()
                found.append(.init(place: place, form: .group, condition: own))
            default: break
            }
        }
        return found
    }

    private func form(of atom: ResolvedAtom) throws -> Premise.Form {
        let values = try atom.arguments.map { try value(of: $0) }
        guard let pattern = atom.statement, let variable = pattern.variable else {
            if let triple = try leaves.plainTriple(atom.relation, values) { return .node(.triple, 0, triple) }
            return .node(.tuple, atom.relation.index, values)
        }
        var all = values + [.variable(variable), try pattern.date.map { try value(of: $0) } ?? .constant(0)]
        // Of merged entities the names that other qualifiers have matter too.
        let isMerging = evaluation.terms.merging != nil
        for (name, argument) in pattern.qualifiers where isMerging || Schema.evidenceQualifiers.contains(name) {
            all += [.constant(try evaluation.terms.id(of: .entity(name))), try value(of: argument)]
        }
        return .node(.statement, atom.relation.index, all)
    }

    private func value(of argument: ResolvedArgument) throws -> Premise.Value {
        switch argument {
        case .constant(let term): .constant(try evaluation.terms.id(of: term))
        case .variable(let slot): .variable(slot)
        case .wildcard: .constant(TermID.none.rawValue)
        }
    }
}
