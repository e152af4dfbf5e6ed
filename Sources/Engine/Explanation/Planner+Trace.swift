import Language
import Terms

/// How the steps of a plan are told.
extension Planner {
    /// Writes a step down, and counts its rows where they are counted.
    func note(_ action: String, _ text: String, _ estimate: Double?, _ state: inout State) {
        if let counting = trace?.add(action, text, estimate: estimate) { state.steps.append(counting) }
    }

    /// What the next literal will do, given what is bound before it.
    func describe(
        _ literal: ResolvedLiteral, _ kinds: SlotKinds, isDelta: Bool
    ) -> (action: String, text: String, estimate: Double?) {
        let text = literal.range.map { oneLine($0.text) } ?? ""
        switch literal {
        case .atom(let atom):
            let written = text.isEmpty || sources.isMade(atom.relation) ? sources.text(of: atom) : text
            if isDelta { return ("new in", written, nil) }
            var bound: [Int] = []
            var free: [Int] = []
            for (place, argument) in atom.places.enumerated() {
                switch argument {
                case .constant: bound.append(place)
                case .variable(let number) where kinds[number] != .unbound: bound.append(place)
                default: free.append(place)
                }
            }
            let action = bound.isEmpty ? "scan" : free.isEmpty ? "test" : "look up"
            let estimate = try? sources.fanOut(atom, bound: bound, free: free)
            return (action, written, estimate)
        case .comparison(.equal, .variable(let slot), _, _) where kinds[slot] == .unbound: return ("compute", text, 1)
        case .comparison(.equal, _, .variable(let slot), _) where kinds[slot] == .unbound: return ("compute", text, 1)
        case .comparison, .test: return ("filter", text, nil)
        case .memberOfList(.variable(let slot), _, _), .memberOfRange(.variable(let slot), _, _, _):
            return (kinds[slot] == .unbound ? "enumerate" : "filter", text, nil)
        case .memberOfList, .memberOfRange: return ("filter", text, nil)
        case .negation: return ("without", text, nil)
        case .optional: return ("optional", text, nil)
        case .aggregate: return ("aggregate", text, nil)
        }
    }

    private func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

extension Sources {
    /// An atom that nobody wrote, as text.
    func text(of atom: ResolvedAtom) -> String {
        let places = atom.arguments.map { argument in
            switch argument {
            case .constant(let term): term.sourceText(Namespaces())
            case .variable(let number): "V\(number)"
            case .wildcard: "_"
            }
        }
        return name(of: atom.relation) + "(" + places.joined(separator: ", ") + ")"
    }
}

extension ResolvedLiteral {
    /// The relation of an atom.
    var relation: RelationID? {
        if case .atom(let atom) = self { atom.relation } else { nil }
    }
}

extension Evaluation {
    /// The head of a rule as written, or the name of what it derives.
    func text(ofHead rule: ResolvedRule) -> String {
        if case .goal = rule.author { return "answer" }
        if !program[rule.head].isMade, let range = rule.range, case .program = rule.author {
            return range.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
        return program[rule.head].name
    }
}
