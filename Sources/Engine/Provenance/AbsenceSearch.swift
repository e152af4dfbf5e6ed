import Language
import Terms

/// Finds for a missing fact the rules that could have given it, and in each the first literal that fails.
///
/// The literals of a rule are asked for as questions of their own: the first alone, the first two and so on, with the
/// values of the head given. Each is evaluated by demand, so that only what it needs is derived.
package struct AbsenceSearch {
    private let evaluation: Evaluation
    private let original: ResolvedProgram
    private let namespaces: Namespaces
    /// Facts whose absence is being told.
    private var open: Set<String> = []
    /// Questions that may still be asked.
    private var budget = 400
    /// What the question writes in place of the first name of a merged entity.
    private var written: [Term: Term] = [:]

    private static let shownFacts = 3
    private static let greatestDepth = 3

    package init(_ evaluation: Evaluation, _ namespaces: Namespaces) {
        self.evaluation = evaluation
        original = evaluation.original
        self.namespaces = namespaces
    }

    /// Why a goal has no answers; a question of one atom is about the fact itself.
    package mutating func absence(of goal: ResolvedGoal) throws -> Absence {
        let names = try ProofCone(evaluation, isSummary: false, budget: 0).writtenNames(of: goal.relation)
        for (first, name) in names {
            written[try evaluation.terms.term(of: first)] = try evaluation.terms.term(of: name)
        }
        let whole = try absence(of: goal.relation, Array(repeating: nil, count: original[goal.relation].arity), 0)
        guard whole.ways.count == 1, whole.ways[0].held.isEmpty, case .facts(_, let fact?) = whole.ways[0].missing
        else { return whole }
        return fact
    }

    private mutating func absence(of relation: RelationID, _ arguments: [Term?], _ depth: Int) throws -> Absence {
        let text = self.text(original[relation].name, arguments)
        var absence = Absence(fact: text)
        open.insert(text)
        defer { open.remove(text) }
        for rule in original.rules where rule.head == relation {
            if case .store = rule.author { continue }
            for alternative in rule.body.indices {
                if let way = try way(rule, alternative, arguments, depth) { absence.ways.append(way) }
            }
        }
        let isQuestion = absence.ways.contains { $0.isQuestion }
        if !isQuestion { absence.near = try near(relation, arguments).map { self.text(original[relation].name, $0) } }
        return absence
    }

    /// How one alternative of a rule fails to give the fact; nil where its head is of another form.
    private mutating func way(
        _ rule: ResolvedRule, _ alternative: Int, _ arguments: [Term?], _ depth: Int
    ) throws -> Absence.Way? {
        guard let given = GivenHead(rule, arguments) else { return nil }
        let literals = (rule.body[alternative].literals.filter { !$0.isOptionalGroup } + given.conditions)
            .inReadingOrder(bound: Set(given.values.keys))
        var inference: String?
        var isQuestion = false
        switch rule.author {
        case .schema(let text): inference = text
        case .goal: isQuestion = true
        default: break
        }
        func way(_ held: [String], _ missing: Absence.Missing) -> Absence.Way {
            Absence.Way(
                inference: inference, range: rule.range, isQuestion: isQuestion, held: held, missing: missing)
        }
        var before: [[Int: Term]] = [given.values]
        for place in literals.indices {
            let rows = try bindings(rule, Array(literals[...place]), given.values)
            if !rows.isEmpty {
                before = rows
                continue
            }
            let held = literals[..<place].map { words(rule, before[0]).text(of: $0) }
            return way(held, try missing(literals[place], rule, before, depth))
        }
        // Every literal holds, but an aggregate has another value, or a limit cuts the row off.
        let tuple = rule.arguments.map { argument -> Term? in
            if case .expression(let expression) = argument { given.value(of: expression) } else { nil }
        }
        let rows = try facts(of: rule.head, tuple)
        return way(
            literals.map { words(rule, before[0]).text(of: $0) },
            .other(rows.first.map { text(original[rule.head].name, $0) } ?? "no value"))
    }

    private mutating func missing(
        _ literal: ResolvedLiteral, _ rule: ResolvedRule, _ bindings: [[Int: Term]], _ depth: Int
    ) throws -> Absence.Missing {
        var texts: [String] = []
        for binding in bindings {
            let text = words(rule, binding).text(of: literal)
            if !texts.contains(text) { texts.append(text) }
        }
        switch literal {
        case .atom(let atom):
            let arguments = atom.arguments.map { argument -> Term? in
                switch argument {
                case .constant(let term): term
                case .variable(let variable): bindings[0][variable]
                case .wildcard: nil
                }
            }
            let isOpen = open.contains(text(original[atom.relation].name, arguments))
            guard budget > 0, depth < AbsenceSearch.greatestDepth, !isOpen else { return .facts(texts, nil) }
            // No rule gives a statement.
            if atom.statement != nil {
                return .facts(texts, Absence(fact: texts[0], near: try nearStatements(atom, rule, bindings[0])))
            }
            return .facts(texts, try absence(of: atom.relation, arguments, depth + 1))
        case .negation(let group, _):
            for alternative in group {
                // What stands for '_' is told too.
                var count = rule.variables.count
                let named = alternative.withEverythingNamed(&count)
                var wider = rule
                wider.variables += (rule.variables.count..<count).map { _ in .init(name: nil, range: nil) }
                let inside = named.literals.filter { !$0.isOptionalGroup }
                    .inReadingOrder(bound: Set(bindings[0].keys))
                if let found = try self.bindings(wider, inside, bindings[0]).first {
                    return .present(inside.map { words(wider, found).text(of: $0) }.joined(separator: ", "))
                }
            }
            return .present(String(texts[0].dropFirst(4)))
        default: return .condition(texts[0])
        }
    }

    // MARK: Questions

    /// The first bindings under which literals hold together, given the values of some variables.
    mutating func bindings(
        _ rule: ResolvedRule, _ literals: [ResolvedLiteral], _ values: [Int: Term]
    ) throws -> [[Int: Term]] {
        guard budget > 0 else { return [] }
        budget -= 1
        var bound = Set(values.keys)
        for literal in literals { bound.formUnion(literal.given(bound)) }
        let columns = bound.sorted()
        guard let range = rule.range ?? literals.compactMap(\.range).first else { return [] }
        let equations = values.sorted { $0.key < $1.key }.map {
            ResolvedLiteral.comparison(.equal, .variable($0.key), .constant($0.value), range)
        }
        let asking = ResolvedRule(
            head: RelationID(original.relations.count), arguments: columns.map { .expression(.variable($0)) },
            variables: rule.variables,
            body: [Conjunction(literals: literals.map { $0.giving(values) } + equations)], author: .goal, range: range)
        return try ask(asking, arity: columns.count, range).map { row in
            Dictionary(uniqueKeysWithValues: zip(columns, row).filter { $0.1 != .none })
        }
    }

    /// Facts of a relation with some values given.
    private mutating func facts(of relation: RelationID, _ arguments: [Term?]) throws -> [[Term]] {
        guard budget > 0 else { return [] }
        budget -= 1
        let range = SourceRange(file: SourceFile(name: "", text: ""), start: 0, end: 0)
        let places = arguments.enumerated().map { place, term -> ResolvedArgument in
            term.map { .constant($0) } ?? .variable(place)
        }
        let atom = ResolvedAtom(relation: relation, arguments: places, range: range)
        let asking = ResolvedRule(
            head: RelationID(original.relations.count),
            arguments: arguments.enumerated().map { place, term in
                .expression(term.map { .constant($0) } ?? .variable(place))
            },
            variables: arguments.map { _ in .init(name: nil, range: nil) },
            body: [Conjunction(literals: [.atom(atom)])], author: .goal, range: range)
        return try ask(asking, arity: arguments.count, range)
    }

    private func ask(_ rule: ResolvedRule, arity: Int, _ range: SourceRange) throws -> [[Term]] {
        var program = original
        program.relations.append(ResolvedRelation(name: "asked", arity: arity, origin: .derived, isMade: true))
        program.rules.append(rule)
        let goal = ResolvedGoal(first: AbsenceSearch.shownFacts, of: rule.head, columns: arity, range: range)
        program.goals = [goal]
        let evaluation = try evaluation.evaluating(program)
        return try evaluation.answers(to: goal).rows
    }

    /// Facts that differ from the missing one in one place.
    private mutating func near(_ relation: RelationID, _ arguments: [Term?]) throws -> [[Term]] {
        guard arguments.contains(where: { $0 != nil }) else { return [] }
        var found: [[Term]] = []
        for place in arguments.indices.reversed() where arguments[place] != nil {
            var others = arguments
            others[place] = nil
            guard others.contains(where: { $0 != nil }) else { continue }
            for row in try facts(of: relation, others) where !found.contains(row) { found.append(row) }
        }
        return found
    }

    // MARK: Words

    func words(_ rule: ResolvedRule, _ values: [Int: Term]) -> LiteralText {
        LiteralText(program: original, namespaces: namespaces, rule: rule) { values[$0].map(told) }
    }

    private func told(_ term: Term) -> Term { written[term] ?? term }

    private func text(_ name: String, _ arguments: [Term?]) -> String {
        name + "(" + arguments.map { $0.map { told($0).sourceText(namespaces) } ?? "_" }.joined(separator: ", ") + ")"
    }
}
