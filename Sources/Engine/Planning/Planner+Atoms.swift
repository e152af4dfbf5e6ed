import Language
import Terms

/// How atoms are read and joined.
extension Planner {
    func append(_ atom: ResolvedAtom, later: Set<Int>, isDelta: Bool, _ state: inout State) throws {
        guard let join = try join(atom, state.kinds, later: later, isDelta: isDelta) else { return }
        let keep = state.keep(later)
        if join.outputs.isEmpty, !isDelta {
            state.steps.append(
                ExistsOperator(
                    join.access, keys: join.keys, isNegated: false, keep: keep, slots: slots, terms: terms,
                    control: control))
            return
        }
        if join.keys.isEmpty {
            for case (let place, .variable(let slot)) in atom.places.enumerated() {
                if let ranges = state.ranges[slot] { join.access.narrow(place, to: ranges) }
                if state.textTested.contains(slot) { join.access.prefer(place) }
            }
        }
        state.steps.append(
            ExpandOperator(
                join.access, keys: join.keys, outputs: join.outputs, equal: join.equal, keep: keep, slots: slots,
                terms: terms, control: control))
        if !join.access.isDistinct || join.dropsValues { state.isDistinct = false }
        for case let slot? in join.outputs { state.kinds[slot] = join.access.isLocal ? .local : .raw }
    }

    struct Join {
        let access: Access
        let keys: [KeyPart]
        let outputs: [Int?]
        let equal: [(Int, Int)]
        /// Whether a value that tells matches apart is not among the outputs.
        let dropsValues: Bool
    }

    /// How an atom is read: constants and known variables are its key, of the others those that are wanted its output.
    func join(
        _ atom: ResolvedAtom, _ kinds: SlotKinds, later: Set<Int>, isDelta: Bool
    ) throws -> Join? {
        let places = atom.places
        var uses: [Int: Int] = [:]
        for case .variable(let number) in places { uses[number, default: 0] += 1 }
        var keys: [KeyPart] = []
        var bound: [Int] = []
        var free: [Int] = []
        var outputs: [Int?] = []
        var equal: [(Int, Int)] = []
        var firstOutput: [Int: Int] = [:]
        var dropsValues = false
        for (place, argument) in places.enumerated() {
            switch argument {
            case .constant(let term):
                keys.append(.constant(try terms.id(of: term)))
                bound.append(place)
            case .variable(let number) where kinds[number] != .unbound:
                keys.append(.slot(number, kinds[number]))
                bound.append(place)
            case .variable(let number):
                if let first = firstOutput[number] {
                    equal.append((first, free.count))
                    outputs.append(nil)
                } else if later.contains(number) || uses[number, default: 0] > 1 {
                    firstOutput[number] = free.count
                    outputs.append(later.contains(number) ? number : nil)
                } else {
                    dropsValues = true
                    continue
                }
                free.append(place)
            case .wildcard: dropsValues = true
            }
        }
        let access = try sources.access(atom, bound: bound, free: free, delta: isDelta)
        return Join(access: access, keys: keys, outputs: outputs, equal: equal, dropsValues: dropsValues)
    }
}

extension ResolvedAtom {
    /// What is read of the relation: the arguments, then qualifiers, the statement and the date at which it must hold,
    /// where they are asked for.
    var places: [ResolvedArgument] {
        guard let statement else { return arguments }
        let asked = statement.qualifiers.map(\.value) + [statement.variable.map { .variable($0) } ?? .wildcard]
        return arguments + asked + (statement.date.map { [$0] } ?? [])
    }
}
