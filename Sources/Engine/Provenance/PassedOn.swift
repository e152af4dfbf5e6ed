import Language

/// A question that asks for tuples of one derived relation as they are: `?- reach(X, Y).`
struct PassedOn {
    let relation: RelationID
    /// For each argument of the relation, its place among the columns of the question.
    let places: [Int]

    /// Those that no rule asks for.
    static func all(in evaluation: Evaluation) -> [RelationID: PassedOn] {
        let program = evaluation.program
        let used = Set(program.rules.flatMap { $0.uses.map(\.relation) })
        var found: [RelationID: PassedOn] = [:]
        for goal in program.goals where !used.contains(goal.relation) {
            found[goal.relation] = PassedOn(goal.relation, evaluation)
        }
        return found
    }

    private init?(_ goal: RelationID, _ evaluation: Evaluation) {
        let program = evaluation.program
        guard evaluation.rulesOf[goal.index].count == 1, evaluation.factsOf[goal.index].isEmpty,
            case let rule = program.rules[evaluation.rulesOf[goal.index][0]], rule.rewriting == nil, rule.cut == nil,
            rule.body.count == 1, rule.body[0].literals.count == 1, case .atom(let atom) = rule.body[0].literals[0],
            atom.statement == nil, case .derived = program[atom.relation].origin, let head = rule.headVariables
        else { return nil }
        var places: [Int] = []
        for argument in atom.arguments {
            guard case .variable(let variable) = argument, let place = head.firstIndex(of: variable) else { return nil }
            places.append(place)
        }
        relation = atom.relation
        self.places = places
    }
}
