import Language
import Terms

extension Evaluation {
    /// The same evaluation anew, for one row of a goal: what it asks of others is then bound, and recursions are walked from
    /// their ends.
    package func asking(_ goal: ResolvedGoal, _ row: [Term]) throws -> Evaluation {
        var bound = original
        for number in bound.rules.indices where bound.rules[number].head == goal.relation {
            var values: [Int: Term] = [:]
            for (argument, term) in zip(bound.rules[number].arguments, row) {
                if case .expression(.variable(let variable)) = argument, term != .none { values[variable] = term }
            }
            let place = bound.rules[number].range
            for alternative in bound.rules[number].body.indices {
                let literals = bound.rules[number].body[alternative].literals
                guard let range = place ?? literals.compactMap(\.range).first else { continue }
                bound.rules[number].body[alternative].literals =
                    literals.map { $0.giving(values) }
                    + values.sorted { $0.key < $1.key }.map {
                        .comparison(.equal, .variable($0.key), .constant($0.value), range)
                    }
            }
        }
        return try evaluating(bound)
    }

    /// The same world for another program.
    func evaluating(_ program: ResolvedProgram) throws -> Evaluation {
        try Evaluation(program, schema: schema, store: view?.base, options: options, control: control)
    }

    /// The same evaluation anew, which notes how each tuple is first derived.
    ///
    /// - Parameter confidence: weaker evidence is as if it were not there.
    func recording(confidence: Int = 0) throws -> Evaluation {
        var options = options
        options.confidence = max(options.confidence, confidence)
        options.recording = .always
        options.trace = nil
        return try Evaluation(original, schema: schema, store: view?.base, options: options, control: control)
    }

    /// Evaluates what a goal asks for.
    package func evaluate(_ goal: ResolvedGoal) throws { try evaluate(goal.relation) }
}

extension ResolvedLiteral {
    /// An atom with constants in place of variables that have a value; any other literal as it is.
    func giving(_ values: [Int: Term]) -> ResolvedLiteral {
        guard case .atom(var atom) = self else { return self }
        atom.arguments = atom.arguments.map { argument in
            guard case .variable(let variable) = argument, let term = values[variable] else { return argument }
            return .constant(term)
        }
        return .atom(atom)
    }
}
