import Language
import Terms

/// A step of a graph by a rule, with what was joined ahead taken back into it: a binding of the variables of the rule as
/// written, and the nodes behind its literals.
struct FlatStep {
    let rule: ResolvedRule
    var binding: [UInt64]
    /// Atoms with their nodes.
    var atoms: [(atom: ResolvedAtom, node: Int)] = []
    /// Aggregates and optional groups with theirs.
    var groups: [(literal: ResolvedLiteral, node: Int)] = []

    /// - Parameter step: the step of the best proof of each node.
    init?(_ step: Int, of cone: ProofCone, best: (Int) -> Int?) {
        guard case .plan(let number) = cone.graph.steps[step].reason else { return nil }
        let plan = cone.plans[number]
        rule = cone.evaluation.program.rules[plan.rule]
        binding = Array(cone.graph.binding(of: step))
        var queue = [step]
        while let next = queue.popLast() {
            guard case .plan(let number) = cone.graph.steps[next].reason else { continue }
            let values = cone.graph.binding(of: next)
            for (place, value) in zip(binding.indices, values) where binding[place] == 0 { binding[place] = value }
            let literals = cone.plans[number].body.literals
            for (place, node) in zip(cone.premiseLiterals(number, values), cone.graph.premises(of: next)) {
                if node == ProofGraph.earlier { continue }
                guard case .atom(let atom) = literals[place] else {
                    groups.append((literals[place], node))
                    continue
                }
                if let ahead = best(node), cone.isJoinedAhead(ahead) {
                    queue.append(ahead)
                } else {
                    atoms.append((atom, node))
                }
            }
        }
    }

    /// Takes away the node of an atom as it was written, where it is there.
    mutating func take(_ atom: ResolvedAtom, _ fits: (Int) -> Bool) -> Int? {
        let place =
            atoms.firstIndex { $0.atom.range.isSame(as: atom.range) && fits($0.node) }
            ?? atoms.firstIndex { fits($0.node) }
        return place.map { atoms.remove(at: $0).node }
    }

    /// Takes away the node of a group as it was written, where it is there.
    mutating func take(_ literal: ResolvedLiteral) -> Int? {
        let place = groups.firstIndex { other in
            guard let range = literal.range, let found = other.literal.range else { return false }
            return range.isSame(as: found)
        }
        return place.map { groups.remove(at: $0).node }
    }
}

extension SourceRange {
    fileprivate func isSame(as other: SourceRange) -> Bool {
        file === other.file && start == other.start && end == other.end
    }
}

extension ProofCone {
    /// The rule of a step by a plan.
    func rule(of step: Int) -> ResolvedRule? {
        guard case .plan(let number) = graph.steps[step].reason else { return nil }
        return evaluation.program.rules[plans[number].rule]
    }

    func isJoinedAhead(_ step: Int) -> Bool {
        if case .joinedAhead = rule(of: step)?.rewriting?.form { true } else { false }
    }
}
