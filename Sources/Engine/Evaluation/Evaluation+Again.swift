import Language

/// Asking once more: what was derived is forgotten, and what was prepared is kept.
extension Evaluation {
    /// A body of a rule.
    struct PlanPlace: Hashable {
        let rule: Int
        let alternative: Int
    }

    /// The plan of a body. It is kept where it does not depend on what this run has derived.
    func plan(ofRule number: Int, _ alternative: Int) throws -> RulePlan {
        let place = PlanPlace(rule: number, alternative: alternative)
        if let known = keptPlans[place] { return known }
        let rule = program.rules[number]
        let plan = try RulePlan(self, rule: number, alternative, delta: nil)
        if !isPlain, rule.body[alternative].literals.allSatisfy({ readsOnlyTheStore($0) }) { keptPlans[place] = plan }
        return plan
    }

    private func readsOnlyTheStore(_ literal: ResolvedLiteral) -> Bool {
        switch literal {
        case .atom(let atom): atom.statement == nil && program[atom.relation].isStored
        case .comparison, .memberOfList, .memberOfRange, .test: true
        case .negation, .optional, .aggregate: false
        }
    }

    /// Forgets what was derived, to answer the same goals again over the same store.
    package func renew(timeout: Duration?) {
        control.restart(timeout: timeout)
        for component in done {
            for member in strata.components[component] { relations[member.index].renew() }
        }
        derivations?.removeAll()
        done.removeAll(keepingCapacity: true)
        lastColumns = nil
    }

    /// Bytes that an evaluation holds between two runs, about.
    package var footprint: Int {
        relations.reduce(0) { $0 + $1.footprint } + terms.localCount * 16 + (derivations?.footprint ?? 0)
    }
}
