import Language
import Terms

/// Statements that are near to one that is missing.
extension AbsenceSearch {
    /// Statements, as text, that differ from what an atom asks for in one qualifier, in its date or in one argument; the
    /// bare fact where more of its qualifiers differ.
    mutating func nearStatements(
        _ atom: ResolvedAtom, _ rule: ResolvedRule, _ values: [Int: Term]
    ) throws -> [String] {
        guard let pattern = atom.statement else { return [] }
        var wider = rule
        func fresh() -> ResolvedArgument {
            wider.variables.append(.init(name: nil, range: nil))
            return .variable(wider.variables.count - 1)
        }
        func isKnown(_ argument: ResolvedArgument) -> Bool {
            switch argument {
            case .constant: true
            case .variable(let variable): values[variable] != nil
            case .wildcard: false
            }
        }
        var asked = atom
        asked.statement?.variable = nil
        // What stands for '_' is told too.
        asked.arguments = atom.arguments.map { if case .wildcard = $0 { fresh() } else { $0 } }

        var found: [String] = []
        for place in pattern.qualifiers.indices {
            var other = asked
            if isKnown(pattern.qualifiers[place].value) {
                other.statement?.qualifiers[place].value = fresh()
                if try add(other, wider, values, to: &found) { continue }
            }
            other.statement?.qualifiers.remove(at: place)
            _ = try add(other, wider, values, to: &found)
        }
        if pattern.date != nil {
            var other = asked
            other.statement?.date = nil
            let ends = ["from", "to"].filter { end in !pattern.qualifiers.contains { $0.name == end } }
            for named in [ends] + ends.map({ [$0] }) {
                var dated = other
                dated.statement?.qualifiers += named.map { ($0, fresh()) }
                if try add(dated, wider, values, to: &found) { break }
            }
        }
        if found.isEmpty {
            var bare = asked
            bare.statement = nil
            _ = try add(bare, wider, values, to: &found)
        }
        guard asked.arguments.filter(isKnown).count > 1 else { return found }
        for place in asked.arguments.indices.reversed() where isKnown(asked.arguments[place]) {
            var other = asked
            other.arguments[place] = fresh()
            _ = try add(other, wider, values, to: &found)
        }
        return found
    }

    /// Adds what an atom finds, as text; whether it found anything.
    private mutating func add(
        _ atom: ResolvedAtom, _ rule: ResolvedRule, _ values: [Int: Term], to found: inout [String]
    ) throws -> Bool {
        let literal = ResolvedLiteral.atom(atom)
        let rows = try bindings(rule, [literal], values)
        for row in rows {
            let text = words(rule, row).text(of: literal)
            if !found.contains(text) { found.append(text) }
        }
        return !rows.isEmpty
    }
}
