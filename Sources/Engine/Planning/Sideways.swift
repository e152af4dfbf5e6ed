import Language
import Terms

/// What a rule knows of its variables once some are given: literals that pass bindings on sideways.
struct Sideways {
    private var bound: Set<Int> = []
    private(set) var literals: [ResolvedLiteral] = []

    init(_ all: [ResolvedLiteral], given: [ResolvedArgument], isDemandable: (RelationID) -> Bool) {
        for case .variable(let variable) in given { bound.insert(variable) }
        var rest = all.filter { literal in
            guard case .atom(let atom) = literal else { return false }
            return atom.statement != nil || !isDemandable(atom.relation)
        }
        var changed = true
        while changed {
            changed = false
            for (place, literal) in rest.enumerated() {
                guard case .atom(let atom) = literal, atom.arguments.contains(where: { isBound($0) }),
                    atom.statement?.date.map({ isBound($0) }) ?? true
                else { continue }
                bound.formUnion(atom.variables)
                literals.append(literal)
                rest.remove(at: place)
                changed = true
                break
            }
        }
    }

    func isBound(_ argument: ResolvedArgument) -> Bool {
        switch argument {
        case .constant: true
        case .variable(let variable): bound.contains(variable)
        case .wildcard: false
        }
    }
}

extension Conjunction {
    /// Whether an atom of a derived relation may have a constant among its arguments.
    func givesConstants(_ program: ResolvedProgram) -> Bool {
        literals.contains { literal in
            switch literal {
            case .atom(let atom):
                guard case .derived = program[atom.relation].origin else { return false }
                return !constants.isEmpty || atom.arguments.contains { if case .constant = $0 { true } else { false } }
            case .negation(let group, _), .optional(let group, _), .aggregate(_, _, let group, _):
                return !constants.isEmpty || group.contains { $0.givesConstants(program) }
            default: return false
            }
        }
    }

    /// Variables that an equation gives a constant.
    var constants: [Int: Term] {
        var found: [Int: Term] = [:]
        for case .comparison(.equal, let left, let right, _) in literals {
            switch (left, right) {
            case (.variable(let variable), .constant(let term)), (.constant(let term), .variable(let variable)):
                // A number may have an equal of another kind.
                if !term.isNumber { found[variable] = term }
            default: break
            }
        }
        return found
    }
}

extension ResolvedArgument {
    func isSame(as other: ResolvedArgument) -> Bool {
        switch (self, other) {
        case (.variable(let a), .variable(let b)): a == b
        case (.constant(let a), .constant(let b)): a == b
        default: false
        }
    }

    var headArgument: HeadArgument? {
        switch self {
        case .variable(let variable): .expression(.variable(variable))
        case .constant(let term): .expression(.constant(term))
        case .wildcard: nil
        }
    }
}
