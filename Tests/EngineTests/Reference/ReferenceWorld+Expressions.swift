import Language

extension ReferenceWorld {
    /// The values of an expression: one, none where it is undefined, several for an aggregate that gives several or
    /// that binds its group.
    func values(
        _ expression: Expression, _ binding: ReferenceBinding, _ outer: Set<String>
    ) throws -> [(binding: ReferenceBinding, value: ReferenceValue)] {
        func one(_ value: ReferenceValue?) -> [(ReferenceBinding, ReferenceValue)] {
            value.map { [(binding, $0)] } ?? []
        }
        switch expression.kind {
        case .constant(let term):
            guard let value = ReferenceValue(term) else { throw ReferenceRefusal("a term of an unusual kind") }
            return one(value)
        case .entity(let name): return one(.entity(try ReferenceFacts.name(name)))
        case .variable(let name):
            guard let value = binding[name] else { throw ReferenceRefusal("'\(name)' is not bound") }
            return one(value)
        case .negation(let inner):
            return try values(inner, binding, outer).compactMap { extended, value in
                ReferenceWorld.apply(.subtract, .int(0), value).map { (extended, $0) }
            }
        case .arithmetic(let operation, let left, let right):
            return try values(left, binding, outer).flatMap { extended, first in
                try values(right, extended, outer).compactMap { further, second in
                    ReferenceWorld.apply(operation, first, second).map { (further, $0) }
                }
            }
        case .call(let name, _, let arguments):
            return one(
                try ReferenceWorld.call(name, try arguments.map { try values($0, binding, outer).first?.value }))
        case .aggregate(let aggregate):
            guard let body = aggregate.body else { throw ReferenceRefusal("an aggregate without a group") }
            return try aggregated(aggregate, over: body, binding, outer)
        case .wildcard, .parameter: throw ReferenceRefusal("no value here")
        }
    }

    /// The group's value, for each binding of what it shares with the outside and what is not bound there.
    private func aggregated(
        _ aggregate: Aggregate, over body: Formula, _ binding: ReferenceBinding, _ outer: Set<String>
    ) throws -> [(binding: ReferenceBinding, value: ReferenceValue)] {
        let inside = ReferenceNames.of(body, inGroups: false)
        let open = inside.intersection(outer).subtracting(binding.keys)
        let found = try solve(body, binding, outer: outer.union(inside))
        let groups = Dictionary(grouping: found) { $0.filter { open.contains($0.key) } }
        let all = open.isEmpty ? [[:]: Array(found)] : groups
        return try all.flatMap { group, members in
            try value(aggregate, over: Set(members.map { $0.filter { inside.contains($0.key) } }))
                .map { (binding.merging(group) { $1 }, $0) }
        }
    }

    static func apply(
        _ operation: Expression.Operator, _ left: ReferenceValue, _ right: ReferenceValue
    ) -> ReferenceValue? {
        if let days = ReferenceDays.interval(left) {
            switch operation {
            case .add: return right.whole.map { ReferenceDays.date(days.lowerBound + $0) }
            case .subtract:
                if let other = ReferenceDays.interval(right) { return .int(days.lowerBound - other.lowerBound) }
                return right.whole.map { ReferenceDays.date(days.lowerBound - $0) }
            default: return nil
            }
        }
        if case .exact(let a) = left, case .exact(let b) = right {
            switch operation {
            case .add: return .exact(a + b)
            case .subtract: return .exact(a - b)
            case .multiply: return .exact(a * b / ReferenceValue.million)
            case .divide: return b == 0 ? nil : .float(Double(a) / Double(b))
            case .integerDivide, .modulo:
                guard let x = left.whole, let y = right.whole, y != 0 else { return nil }
                return .int(operation == .modulo ? x % y : x / y)
            }
        }
        guard let a = left.number, let b = right.number else { return nil }
        switch operation {
        case .add: return .float(a + b)
        case .subtract: return .float(a - b)
        case .multiply: return .float(a * b)
        case .divide: return b == 0 ? nil : .float(a / b)
        case .integerDivide, .modulo: return nil
        }
    }

    /// A value as an answer prints it.
    private static func printed(_ value: ReferenceValue) throws -> String {
        switch value {
        case .string(let text): text
        case .none: ""
        case .exact, .entity, .bool: value.description
        case .float, .date, .statement, .list: throw ReferenceRefusal("the text of \(value)")
        }
    }

    private static func call(_ name: String, _ values: [ReferenceValue?]) throws -> ReferenceValue? {
        guard ["coalesce", "abs", "year", "least", "greatest", "concat", "type_of"].contains(name) else {
            throw ReferenceRefusal("the function '\(name)'")
        }
        if name == "coalesce" { return values.compactMap { $0 }.first { $0 != .none } ?? ReferenceValue.none }
        let given = values.compactMap { $0 }
        guard given.count == values.count, let first = given.first else { return nil }
        switch (name, first) {
        case ("abs", .exact(let number)): return .exact(abs(number))
        case ("year", .date(let year, _, _)): return .int(year)
        case ("concat", .string):
            return .string(try given.reduce("") { $0 + (try printed($1)) })
        case ("type_of", .exact): return .string(first.whole == nil ? "decimal" : "int")
        case ("type_of", .float): return .string("float")
        case ("type_of", .entity): return .string("entity")
        case ("least", _): return given.min { ReferenceValue.order($0, $1) < 0 }
        case ("greatest", _): return given.max { ReferenceValue.order($0, $1) < 0 }
        default: return nil
        }
    }
}
