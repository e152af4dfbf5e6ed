import Language
import Terms

/// Atoms that bind one variable together.
extension Planner {
    /// The atoms at the start of a run of literals that all have one and the same variable left open.
    func intersected(_ literals: [ResolvedLiteral], _ kinds: SlotKinds) -> [ResolvedAtom] {
        var atoms: [ResolvedAtom] = []
        var variable: Int?
        for case .atom(let atom) in literals.prefix(while: { if case .atom = $0 { true } else { false } }) {
            var open: [Int] = []
            for argument in atom.arguments {
                switch argument {
                case .variable(let number) where kinds[number] == .unbound: open.append(number)
                case .wildcard: return atoms
                default: break
                }
            }
            guard atom.statement == nil, atom.arguments.count == 2, open.count == 1,
                variable == nil || variable == open[0]
            else { break }
            variable = open[0]
            atoms.append(atom)
        }
        return atoms
    }

    /// Joins with several atoms that bind one variable together; false where they give it in different numbers.
    func appendIntersection(_ atoms: [ResolvedAtom], later: Set<Int>, _ state: inout State) throws -> Bool {
        let kinds = state.kinds
        var read = later
        for atom in atoms { read.formUnion(atom.variables) }
        let variable = read.subtracting(kinds.bound).first { number in atoms[0].variables.contains(number) }
        guard let variable else { return false }
        let starts = try atoms.compactMap { try join($0, kinds, later: [variable], isDelta: false) }
        guard starts.count == atoms.count, Set(starts.map(\.access.isLocal)).count == 1,
            starts.allSatisfy({ $0.outputs == [variable] && $0.access.isDistinct && $0.equal.isEmpty })
        else { return false }
        let keep = kinds.bound.intersection(read).sorted()
        var after = kinds
        after[variable] = starts[0].access.isLocal ? .local : .raw
        let kept = after.bound.intersection(read).sorted()
        var choices: [IntersectOperator.Choice] = []
        for (number, start) in starts.enumerated() {
            let head = ExpandOperator(
                start.access, keys: start.keys, outputs: start.outputs, equal: [], keep: keep, slots: slots,
                terms: terms, control: control)
            var tail: Operator = head
            for (other, atom) in atoms.enumerated() where other != number {
                guard let test = try join(atom, after, later: [], isDelta: false) else { return false }
                let step = ExistsOperator(
                    test.access, keys: test.keys, isNegated: false, keep: kept, slots: slots, terms: terms,
                    control: control)
                tail.next = step
                tail = step
            }
            choices.append(
                IntersectOperator.Choice(
                    access: start.access, keys: KeyBuilder(start.keys, wantsLocal: start.access.isLocal, terms),
                    head: head, tail: tail, rows: IntersectOperator.Rows(slots: slots, keep: keep)))
        }
        state.steps.append(IntersectOperator(choices, keep: keep))
        state.kinds = after
        return true
    }
}
