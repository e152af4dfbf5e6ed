import Language

extension ReferenceWorld {
    /// An aggregate over distinct assignments; empty where it has no value.
    func value(_ aggregate: Aggregate, over assignments: Set<ReferenceBinding>) throws -> [ReferenceValue] {
        if aggregate.function == .count, aggregate.arguments.isEmpty { return [.int(assignments.count)] }
        var contributions: [ReferenceContribution] = []
        for assignment in assignments {
            func value(_ expression: Expression) throws -> ReferenceValue? {
                // An alternative may lack a variable that another has.
                guard ReferenceNames.of(expression, inGroups: false).isSubset(of: assignment.keys) else { return nil }
                return try values(expression, assignment, []).first?.value
            }
            guard let first = try value(aggregate.arguments[0]), first != .none else { continue }
            if case .date = first, aggregate.function == .avg { throw ReferenceRefusal("a mean of dates") }
            let by = try aggregate.arguments.count > 1 ? value(aggregate.arguments[1]) : ReferenceValue.none
            guard let by, aggregate.arguments.count == 1 || by != .none else { continue }
            contributions.append(
                ReferenceContribution(
                    value: first, by: by, per: try aggregate.per.map { try value($0) ?? .none },
                    assignment: aggregate.per.isEmpty ? assignment : [:]))
        }
        return ReferenceWorld.value(aggregate.function, of: Array(Set(contributions)))
    }

    static func value(
        _ function: Aggregate.Function, of contributions: [ReferenceContribution]
    ) -> [ReferenceValue] {
        let values = contributions.map(\.value).sorted { ReferenceValue.order($0, $1) < 0 }
        // The largest first, so that what cancels does so before small values are lost.
        let total = values.sorted { abs($0.number ?? 0) > abs($1.number ?? 0) }
            .reduce(.int(0)) { apply(.add, $0, $1) ?? $0 }
        switch function {
        case .count: return [.int(Set(values).count)]
        case .sum: return [total]
        case _ where values.isEmpty: return []
        case .min: return [values[0]]
        case .max: return [values[values.count - 1]]
        case .avg: return total.number.map { [.float($0 / Double(values.count))] } ?? []
        case .median:
            let middle = (values[(values.count - 1) / 2].number ?? 0) + (values[values.count / 2].number ?? 0)
            return [.float(middle / 2)]
        case .stddev:
            let numbers = values.compactMap(\.number)
            guard numbers.count > 1 else { return [] }
            let mean = numbers.reduce(0, +) / Double(numbers.count)
            let squares = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            return [.float((squares / Double(numbers.count - 1)).squareRoot())]
        case .list: return [.list(Set(values).sorted { ReferenceValue.order($0, $1) < 0 })]
        case .argmax, .argmin:
            let best = contributions.map(\.by).reduce(contributions[0].by) { best, other in
                let order = ReferenceValue.compare(other, best)
                return (function == .argmax ? order > 0 : order < 0) ? other : best
            }
            return Array(Set(contributions.filter { ReferenceValue.compare($0.by, best) == 0 }.map(\.value)))
        }
    }
}

/// What one assignment gives to an aggregate.
struct ReferenceContribution: Hashable {
    let value: ReferenceValue
    let by: ReferenceValue
    let per: [ReferenceValue]
    /// Empty with `per`: then only its values tell contributions apart.
    let assignment: ReferenceBinding
}
