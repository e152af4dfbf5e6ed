import Terms

/// The variables of one rule or query while it is resolved.
final class RuleScope {
    private(set) var variables: [ResolvedRule.Variable] = []
    private var numbers: [[String: Int]] = [[:]]
    /// How often each named variable occurs.
    private(set) var occurrences: [Int] = []

    /// The number of a variable; the same name gives the same number inside one scope and those within it.
    func variable(named name: String, at range: SourceRange) -> Int {
        for names in numbers.reversed() {
            if let number = names[name] {
                occurrences[number] += 1
                return number
            }
        }
        let number = fresh(name: name, range: range)
        numbers[numbers.count - 1][name] = number
        return number
    }

    /// A new variable that no name reaches.
    func fresh(name: String? = nil, range: SourceRange? = nil) -> Int {
        variables.append(ResolvedRule.Variable(name: name, range: range))
        occurrences.append(1)
        return variables.count - 1
    }

    /// Opens a group in which names that are not in `shared` are its own.
    func openGroup(shared: Set<String>, at range: SourceRange) {
        // Shared names must exist outside, so that the group finds them there.
        for name in shared.sorted() where !numbers.contains(where: { $0[name] != nil }) {
            let number = fresh(name: name, range: range)
            occurrences[number] = 0
            numbers[numbers.count - 1][name] = number
        }
        numbers.append([:])
    }

    func closeGroup() { numbers.removeLast() }

    /// Named variables of the outermost scope in order of appearance.
    var named: [(name: String, number: Int)] {
        numbers[0].sorted { $0.value < $1.value }.map { ($0.key, $0.value) }
    }
}

/// Which variables a formula names.
enum VariableNames {
    /// The names in a formula; those inside aggregate groups only where `insideGroups`.
    static func of(_ formula: Formula, insideGroups: Bool, into names: inout [String]) {
        switch formula {
        case .literal(let literal): of(literal, insideGroups, &names)
        case .and(let parts), .or(let parts):
            for part in parts { of(part, insideGroups: insideGroups, into: &names) }
        }
    }

    private static func of(_ literal: Literal, _ insideGroups: Bool, _ names: inout [String]) {
        switch literal.kind {
        case .atom(let atom): of(atom, insideGroups, &names)
        case .not(let formula), .optional(let formula): of(formula, insideGroups: insideGroups, into: &names)
        case .comparison(_, let left, let right):
            of(left, insideGroups, &names)
            of(right, insideGroups, &names)
        case .memberOfList(let member, let list):
            of(member, insideGroups, &names)
            for element in list { of(element, insideGroups, &names) }
        case .memberOfRange(let member, let lower, let upper):
            for part in [member, lower, upper] { of(part, insideGroups, &names) }
        }
    }

    static func of(_ atom: Atom, _ insideGroups: Bool, _ names: inout [String]) {
        for argument in atom.arguments { of(argument, insideGroups, &names) }
        for qualifier in atom.qualifiers ?? [] { of(qualifier.value, insideGroups, &names) }
        if let variable = atom.statementVariable { of(variable, insideGroups, &names) }
        if let date = atom.date { of(date, insideGroups, &names) }
    }

    static func of(_ expression: Expression, _ insideGroups: Bool, _ names: inout [String]) {
        switch expression.kind {
        case .variable(let name): names.append(name)
        case .negation(let inner): of(inner, insideGroups, &names)
        case .arithmetic(_, let left, let right):
            of(left, insideGroups, &names)
            of(right, insideGroups, &names)
        case .call(_, _, let arguments):
            for argument in arguments { of(argument, insideGroups, &names) }
        case .aggregate(let aggregate):
            if let body = aggregate.body {
                guard insideGroups else { return }
                of(body, insideGroups: true, into: &names)
            }
            for argument in aggregate.arguments + aggregate.per { of(argument, insideGroups, &names) }
        case .constant, .entity, .wildcard, .parameter: break
        }
    }

    /// The first variable name, for messages; nil where the formula has none.
    static func columns(of formula: Formula) -> [String] {
        var names: [String] = []
        visible(formula, &names)
        var seen: Set<String> = []
        return names.filter { !$0.hasPrefix("_") && seen.insert($0).inserted }
    }

    /// Names outside of negations and aggregate groups: those a query can show.
    private static func visible(_ formula: Formula, _ names: inout [String]) {
        switch formula {
        case .and(let parts), .or(let parts): for part in parts { visible(part, &names) }
        case .literal(let literal):
            switch literal.kind {
            case .not: break
            case .optional(let inner): visible(inner, &names)
            default: of(literal, false, &names)
            }
        }
    }
}
