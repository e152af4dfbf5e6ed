import Language
import Terms

/// The head of a rule with the values of a fact: what its variables then are, and what else must hold.
struct GivenHead {
    private(set) var values: [Int: Term] = [:]
    /// Equations for what the head computes.
    private(set) var conditions: [ResolvedLiteral] = []

    /// Nil where the head cannot be the fact.
    init?(_ rule: ResolvedRule, _ arguments: [Term?]) {
        for (argument, term) in zip(rule.arguments, arguments) {
            guard let term, case .expression(let expression) = argument else { continue }
            switch expression {
            case .constant(let constant): if constant != term { return nil }
            case .variable(let variable):
                if let known = values[variable], known != term { return nil }
                values[variable] = term
            default:
                guard let range = rule.range else { continue }
                conditions.append(.comparison(.equal, expression, .constant(term), range))
            }
        }
    }

    /// The value of an argument of the head, as far as it is given.
    func value(of expression: ResolvedExpression) -> Term? {
        switch expression {
        case .constant(let term): term
        case .variable(let variable): values[variable]
        default: nil
        }
    }
}

extension ResolvedLiteral {
    var isOptionalGroup: Bool { if case .optional = self { true } else { false } }

    /// The variables that have a value behind the literal, given those that have one before it.
    func given(_ known: Set<Int>) -> Set<Int> {
        switch self {
        case .atom(let atom): return atom.variables
        case .comparison(.equal, .variable(let one), .variable(let other), _):
            return known.contains(one) || known.contains(other) ? [one, other] : []
        case .comparison(.equal, .variable(let variable), let value, _) where value.variables.isSubset(of: known):
            return [variable]
        case .comparison(.equal, let value, .variable(let variable), _) where value.variables.isSubset(of: known):
            return [variable]
        case .memberOfList(.variable(let variable), _, _), .memberOfRange(.variable(let variable), _, _, _):
            return [variable]
        case .aggregate(let variable, _, _, _): return [variable]
        default: return []
        }
    }

    /// Whether all that the literal reads has a value; `shared` are the variables that others have too.
    fileprivate func isReady(_ known: Set<Int>, shared: Set<Int>) -> Bool {
        switch self {
        case .atom: true
        case .comparison, .test, .memberOfList, .memberOfRange:
            variables.subtracting(given(known)).isSubset(of: known)
        case .negation, .optional: variables.intersection(shared).isSubset(of: known)
        case .aggregate(let variable, _, _, _):
            variables.subtracting([variable]).intersection(shared).isSubset(of: known)
        }
    }
}

extension [ResolvedLiteral] {
    /// The literals as a reader would check them: in the order written, each as soon as what it reads has a value.
    func inReadingOrder(bound: Set<Int>) -> [ResolvedLiteral] {
        var known = bound
        var rest = self
        var order: [ResolvedLiteral] = []
        while !rest.isEmpty {
            let ready = rest.indices.first { place in
                var others = bound
                for other in rest.indices where other != place { others.formUnion(rest[other].variables) }
                for before in order { others.formUnion(before.variables) }
                return rest[place].isReady(known, shared: others)
            }
            let next = rest.remove(at: ready ?? 0)
            known.formUnion(next.given(known))
            order.append(next)
        }
        return order
    }
}
