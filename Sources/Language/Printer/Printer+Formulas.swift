import Terms

/// Conditions and what they are made of.
extension Printer {
    func text(of formula: Formula) -> String {
        switch formula {
        case .literal(let literal): text(of: literal)
        case .and(let conditions): conditions.map { grouped($0) }.joined(separator: ", ")
        case .or(let alternatives): alternatives.map { alternative($0) }.joined(separator: " ; ")
        }
    }

    /// A formula as one of several conditions, or behind `not`.
    func grouped(_ formula: Formula) -> String {
        if case .literal(let literal) = formula { return text(of: literal) }
        return "(" + text(of: formula) + ")"
    }

    func alternative(_ formula: Formula) -> String {
        if case .or = formula { return "(" + text(of: formula) + ")" }
        return text(of: formula)
    }

    func text(of literal: Literal) -> String {
        switch literal.kind {
        case .atom(let atom): return text(of: atom)
        case .not(let formula): return "not " + grouped(formula)
        case .optional(let formula): return "optional (" + text(of: formula) + ")"
        case .comparison(let comparison, let left, let right):
            return text(of: left) + " " + comparison.rawValue + " " + text(of: right)
        case .memberOfList(let member, let elements):
            return text(of: member) + " in [" + elements.map { text(of: $0) }.joined(separator: ", ") + "]"
        case .memberOfRange(let member, let lower, let upper):
            // A name would take the dots as its own.
            let dots = isShortBound(lower) && isShortBound(upper) ? ".." : " .. "
            return text(of: member) + " in " + text(of: lower) + dots + text(of: upper)
        }
    }

    private func isShortBound(_ expression: Expression) -> Bool {
        switch expression.kind {
        case .variable, .parameter, .constant(.int), .constant(.date): true
        default: false
        }
    }

    func text(of atom: Atom) -> String {
        var text = name(atom.name)
        switch atom.closure {
        case .none: break
        case .transitive: text += "+"
        case .reflexive: text += "*"
        }
        text += "(" + list(atom.arguments) + ")"
        if let qualifiers = atom.qualifiers {
            text +=
                " {" + qualifiers.map { name($0.name) + ": " + self.text(of: $0.value) }.joined(separator: ", ") + "}"
        }
        if let variable = atom.statementVariable { text += " as " + self.text(of: variable) }
        if let date = atom.date { text += " @ " + self.text(of: date) }
        return text
    }

    private func list(_ expressions: [Expression]) -> String {
        expressions.map { text(of: $0) }.joined(separator: ", ")
    }

    // MARK: Expressions

    func text(of expression: Expression) -> String { text(of: expression, within: 0) }

    /// An expression where only operators of at least a strength may stand without parentheses.
    private func text(of expression: Expression, within strength: Int) -> String {
        switch expression.kind {
        case .constant(let term): return Printer.text(of: term)
        case .entity(let name):
            // Unquoted, it would be the aggregate in some places.
            if case .bare("count") = name.form { return "'count'" }
            return self.name(name)
        case .variable(let name): return name
        case .wildcard: return "_"
        case .parameter(let name): return "$" + name
        case .negation(let operand):
            // A minus before a number would become a part of it.
            let text = text(of: operand, within: 2)
            let isBare = text.first != "-" && text.first.map { $0.isNumber } != true
            return isBare ? "-" + text : "-(" + text + ")"
        case .arithmetic(let sign, let left, let right):
            let own = sign == .add || sign == .subtract ? 0 : 1
            let text = text(of: left, within: own) + " \(sign.rawValue) " + text(of: right, within: own + 1)
            return own < strength ? "(" + text + ")" : text
        case .call(let name, _, let arguments): return name + "(" + list(arguments) + ")"
        case .aggregate(let aggregate): return text(of: aggregate)
        }
    }

    private func text(of aggregate: Aggregate) -> String {
        var text = aggregate.function.rawValue
        let isBare = aggregate.function == .count && (writesBareCount || aggregate.body != nil)
        if !aggregate.arguments.isEmpty || !isBare {
            text += "(" + list(aggregate.arguments)
            if !aggregate.per.isEmpty { text += " per " + list(aggregate.per) }
            text += ")"
        }
        guard let body = aggregate.body else { return text }
        var printer = self
        printer.writesBareCount = false
        return text + " { " + printer.text(of: body) + " }"
    }

    /// A constant of a tree; the datatype of a typed string is in source form there.
    static func text(of term: Term) -> String {
        if case .typed(let text, let datatype) = term { return Term.quoted(text) + "^^" + datatype }
        return term.sourceText(Namespaces())
    }
}
