import Language
import Terms

/// Literals of a rule as text, with values in place of the variables that have one.
struct LiteralText {
    let program: ResolvedProgram
    let namespaces: Namespaces
    let rule: ResolvedRule
    /// Values by variable; nil where a variable has none.
    let value: (Int) -> Term?

    func text(of literal: ResolvedLiteral) -> String {
        switch literal {
        case .atom(let atom): text(of: atom)
        case .negation(let group, _): "not " + text(ofGroup: group)
        case .optional(let group, _): "optional " + text(ofGroup: group)
        case .comparison(let comparison, let left, let right, _):
            "\(text(of: left)) \(comparison.rawValue) \(text(of: right))"
        case .memberOfList(let member, let list, _):
            "\(text(of: member)) in [\(list.map { text(of: $0) }.joined(separator: ", "))]"
        case .memberOfRange(let member, let low, let high, _):
            "\(text(of: member)) in \(text(of: low))..\(text(of: high))"
        case .test(let function, let arguments, _):
            "\(function.rawValue)(\(arguments.map { text(of: $0) }.joined(separator: ", ")))"
        case .aggregate(let variable, let aggregate, let group, _):
            "\(text(of: ResolvedExpression.variable(variable))) = \(text(of: aggregate)) { \(inner(group)) }"
        }
    }

    func text(of aggregate: ResolvedAggregate) -> String {
        var inside = aggregate.arguments.map { name(of: $0) }.joined(separator: ", ")
        if !aggregate.per.isEmpty { inside += " per " + aggregate.per.map { name(of: $0) }.joined(separator: ", ") }
        return aggregate.function.rawValue + (inside.isEmpty ? "" : "(\(inside))")
    }

    private func text(ofGroup group: [Conjunction]) -> String {
        if group.count == 1, group[0].literals.count == 1, case .atom(let atom) = group[0].literals[0] {
            return text(of: atom)
        }
        return "( \(inner(group)) )"
    }

    private func inner(_ group: [Conjunction]) -> String {
        group.map { $0.literals.map { text(of: $0) }.joined(separator: ", ") }.joined(separator: " ; ")
    }

    private func text(of atom: ResolvedAtom) -> String {
        var text = program[atom.relation].name
        text += "(" + atom.arguments.map { self.text(of: $0) }.joined(separator: ", ") + ")"
        guard let pattern = atom.statement else { return text }
        if !pattern.qualifiers.isEmpty {
            text +=
                " {"
                + pattern.qualifiers.map { "\($0.name): \(self.text(of: $0.value, as: $0.name))" }.joined(
                    separator: ", ")
                + "}"
        }
        if let date = pattern.date { text += " @ \(self.text(of: date))" }
        return text
    }

    private func text(of argument: ResolvedArgument, as qualifier: String) -> String {
        switch argument {
        case .constant(let term): return Schema.text(of: term, as: qualifier, namespaces)
        case .variable(let number):
            return value(number).map { Schema.text(of: $0, as: qualifier, namespaces) } ?? text(of: argument)
        case .wildcard: return "_"
        }
    }

    private func text(of argument: ResolvedArgument) -> String {
        switch argument {
        case .constant(let term): term.sourceText(namespaces)
        case .variable(let number): text(of: ResolvedExpression.variable(number))
        case .wildcard: "_"
        }
    }

    private func text(of expression: ResolvedExpression) -> String {
        switch expression {
        case .constant(let term): term.sourceText(namespaces)
        case .variable(let number): value(number)?.sourceText(namespaces) ?? name(of: expression)
        case .negation(let inner): "-\(text(of: inner))"
        case .arithmetic(let op, let left, let right): "\(operand(left)) \(op.rawValue) \(operand(right))"
        case .call(let function, let arguments):
            "\(function.rawValue)(\(arguments.map { text(of: $0) }.joined(separator: ", ")))"
        }
    }

    private func operand(_ expression: ResolvedExpression) -> String {
        if case .arithmetic = expression { "(\(text(of: expression)))" } else { text(of: expression) }
    }

    /// A variable by its name, whatever its value.
    private func name(of expression: ResolvedExpression) -> String {
        guard case .variable(let number) = expression else { return text(of: expression) }
        return rule.variables.indices.contains(number) ? rule.variables[number].name ?? "_" : "_"
    }
}
