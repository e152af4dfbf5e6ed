import Language

/// Decides in which form the tuples of each relation are kept.
struct RelationForms {
    private let program: ResolvedProgram
    private let strata: Strata
    private let rulesOf: [[Int]]
    private let isPlain: Bool

    init(_ program: ResolvedProgram, _ strata: Strata, rulesOf: [[Int]], isPlain: Bool) {
        self.program = program
        self.strata = strata
        self.rulesOf = rulesOf
        self.isPlain = isPlain
    }

    func make(_ index: Int, _ terms: TermTable) -> Relation {
        let arity = program.relations[index].arity
        guard !isPlain else { return RowRelation(arity: arity, terms: terms) }
        if let (place, prefersLess) = bestPlace(index) {
            return BestRelation(arity: arity, place: place, prefersLess: prefersLess, terms: terms)
        }
        switch arity {
        case 1: return UnaryRelation(terms: terms)
        case 2: return PairRelation(terms: terms)
        default: return RowRelation(arity: arity, terms: terms)
        }
    }

    /// The place of the only aggregate, a `min` or a `max`, of a relation that takes part in a recursion.
    private func bestPlace(_ index: Int) -> (place: Int, prefersLess: Bool)? {
        guard strata.isRecursive(strata.component[index], program, rulesOf) else { return nil }
        var found: (place: Int, prefersLess: Bool)?
        for number in rulesOf[index] {
            for (place, argument) in program.rules[number].arguments.enumerated() {
                guard case .aggregate(let aggregate) = argument else { continue }
                switch aggregate.function {
                case .min, .max: break
                default: return nil
                }
                let prefersLess = aggregate.function == .min
                if let found, found != (place, prefersLess) { return nil }
                found = (place, prefersLess)
            }
        }
        return found
    }
}

extension Strata {
    /// Whether any relation depends on itself.
    func isRecursive(_ program: ResolvedProgram, rulesOf: [[Int]]) -> Bool {
        components.indices.contains { isRecursive($0, program, rulesOf) }
    }

    /// Whether the relations of a component depend on themselves.
    func isRecursive(_ component: Int, _ program: ResolvedProgram, _ rulesOf: [[Int]]) -> Bool {
        components[component].contains { member in
            rulesOf[member.index].contains { number in
                program.rules[number].uses.contains { self.component[$0.relation.index] == component }
            }
        }
    }
}
