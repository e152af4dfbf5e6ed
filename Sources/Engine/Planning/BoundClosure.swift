import Language
import Terms

/// A binary recursion with one end given, as steps from that end: linear in what is reached.
///
/// Of its recursive rules some pass the given end on as it is, with the recursion at the other end; others move the
/// given end by a step. With `b` the given place and `f` the free one, a tuple is a way of steps from the given end, an
/// exit rule, and rules that extend the other end; the order of the last two kinds is free.
struct BoundClosure {
    private let b: Int
    private var exits: [Part] = []
    private var steps: [Part] = []
    private var passing: [Part] = []

    /// An alternative of a rule without its recursive atom.
    private struct Part {
        let rule: ResolvedRule
        /// The numbers of the rule and of the alternative.
        let number: Int
        let alternative: Int
        let literals: [ResolvedLiteral]
        /// Variables of the head.
        let given: Int
        let free: Int
        /// Variables of the recursive atom.
        var innerGiven = 0
        var innerFree = 0
    }

    /// Nil where the relation is no such recursion.
    init?(_ program: ResolvedProgram, _ strata: Strata, relation: RelationID, rules: [Int], bound: [Int]) {
        guard program[relation].arity == 2, bound.count == 1 else { return nil }
        b = bound[0]
        var joins: [Part] = []
        for number in rules {
            let rule = program.rules[number]
            guard let given = rule.headVariable(b), let free = rule.headVariable(1 - b), given != free else {
                return nil
            }
            for (alternative, conjunction) in rule.body.enumerated() {
                var recursive: [ResolvedAtom] = []
                var rest: [ResolvedLiteral] = []
                for literal in conjunction.literals {
                    if case .atom(let atom) = literal, atom.relation == relation, atom.statement == nil {
                        recursive.append(atom)
                    } else {
                        let uses = Conjunction(literals: [literal]).relations
                        // Another relation of the same recursion, or the relation within a group.
                        guard uses.allSatisfy({ strata.component[$0.index] != strata.component[relation.index] }) else {
                            return nil
                        }
                        rest.append(literal)
                    }
                }
                var part = Part(
                    rule: rule, number: number, alternative: alternative, literals: rest, given: given, free: free)
                if recursive.isEmpty {
                    exits.append(part)
                    continue
                }
                guard case .variable(let innerGiven) = recursive[0].arguments[b],
                    case .variable(let innerFree) = recursive[0].arguments[1 - b], innerGiven != innerFree
                else { return nil }
                part.innerGiven = innerGiven
                part.innerFree = innerFree
                let used = Conjunction(literals: rest).variables
                if recursive.count == 2, rest.isEmpty, BoundClosure.isJoin(recursive, part, b) {
                    joins.append(part)
                } else if recursive.count == 1, innerGiven == given, innerFree != free, !used.contains(given) {
                    passing.append(part)
                } else if recursive.count == 1, innerFree == free, innerGiven != given, !used.contains(free) {
                    steps.append(part)
                } else {
                    return nil
                }
            }
        }
        guard !exits.isEmpty, !steps.isEmpty || !passing.isEmpty || !joins.isEmpty else { return nil }
        // The relation joined with itself is the closure of its exits: each of them is a step.
        if !joins.isEmpty {
            guard steps.isEmpty, passing.isEmpty else { return nil }
            joining = joins[0].number
        }
    }

    /// The rule that joins the relation with itself, where one does.
    private var joining: Int?

    /// Whether two recursive atoms are `p(X, Y), p(Y, Z)` for the head `p(X, Z)`.
    private static func isJoin(_ atoms: [ResolvedAtom], _ part: Part, _ b: Int) -> Bool {
        for (first, second) in [(atoms[0], atoms[1]), (atoms[1], atoms[0])] {
            guard case .variable(let start) = first.arguments[b], case .variable(let middle) = first.arguments[1 - b],
                case .variable(let again) = second.arguments[b], case .variable(let end) = second.arguments[1 - b]
            else { continue }
            if start == part.given, end == part.free, middle == again, middle != start, middle != end { return true }
        }
        return false
    }

    /// The rules of the copy, given the relations of what is demanded and of what steps reach from there.
    func rules(copy: RelationID, demand: RelationID, reached: RelationID) -> [ResolvedRule] {
        guard let range = exits.first?.rule.range ?? exits.first?.literals.compactMap(\.range).first else { return [] }
        var rules: [ResolvedRule] = []
        let seed = ResolvedRule.Variable(name: nil, range: nil)
        var start = ResolvedRule(
            head: reached, arguments: [.expression(.variable(0)), .expression(.variable(0))], variables: [seed],
            body: [
                Conjunction(literals: [
                    .atom(ResolvedAtom(relation: demand, arguments: [.variable(0)], range: range))
                ])
            ], author: .schema("demand"), range: nil)
        start.rewriting = .init(.seed, rule: -1)
        rules.append(start)
        func add(
            _ form: ResolvedRule.Rewriting.Form, _ head: RelationID, _ part: Part, _ end: Int, from source: RelationID,
            at place: Int, flipped: Bool
        ) {
            let start = part.rule.variables.count
            // `reached` has the seed first; the copy has it where the given end is.
            let sourceArguments: [ResolvedArgument] = [.variable(start), .variable(place)]
            let headArguments: [HeadArgument] = [.expression(.variable(start)), .expression(.variable(end))]
            var rule = ResolvedRule(
                head: head, arguments: flipped ? headArguments.reversed() : headArguments,
                variables: part.rule.variables + [seed],
                body: [
                    Conjunction(
                        literals: [
                            .atom(
                                ResolvedAtom(
                                    relation: source,
                                    arguments: source == reached || b == 0
                                        ? sourceArguments : sourceArguments.reversed(), range: range))
                        ] + part.literals)
                ], author: part.rule.author, range: part.rule.range)
            rule.rewriting = .init(form, rule: part.number, alternative: part.alternative)
            rules.append(rule)
        }
        for step in steps { add(.step, reached, step, step.innerGiven, from: reached, at: step.given, flipped: false) }
        for exit in exits { add(.exit, copy, exit, exit.free, from: reached, at: exit.given, flipped: b == 1) }
        for part in passing { add(.passing, copy, part, part.free, from: copy, at: part.innerFree, flipped: b == 1) }
        if let joining {
            for exit in exits {
                add(.closing(joining), copy, exit, exit.free, from: copy, at: exit.given, flipped: b == 1)
            }
        }
        return rules
    }
}

extension ResolvedRule {
    /// The variable at a place of the head; nil for anything else.
    fileprivate func headVariable(_ place: Int) -> Int? {
        if case .expression(.variable(let variable)) = arguments[place] { variable } else { nil }
    }
}

extension Conjunction {
    /// Every relation that the literals read, groups included.
    fileprivate var relations: [RelationID] {
        literals.flatMap { literal -> [RelationID] in
            switch literal {
            case .atom(let atom): [atom.relation]
            case .negation(let group, _), .optional(let group, _), .aggregate(_, _, let group, _):
                group.flatMap(\.relations)
            default: []
            }
        }
    }
}
