import Terms

/// Conditions, expressions and names.
extension SyntaxTreeReader {
    func formula(_ node: SyntaxTreeNode?) throws(SyntaxTreeError) -> Formula? {
        guard let node else { return nil }
        return try formula(node)
    }

    private func formula(_ node: SyntaxTreeNode) throws(SyntaxTreeError) -> Formula {
        let kind = try node.kind
        switch kind {
        case "and", "or":
            try node.expectOnly("of")
            var parts: [Formula] = []
            for part in try node["of"].elements { parts.append(try formula(part)) }
            guard parts.count > 1 else { throw node.failure("'\(kind)' joins two conditions or more") }
            return kind == "and" ? .and(parts) : .or(parts)
        case "atom": return literal(.atom(try atom(node)))
        case "not", "optional":
            try node.expectOnly("of")
            let inner = try formula(node["of"])
            return literal(kind == "not" ? .not(inner) : .optional(inner))
        case "compare":
            try node.expectOnly("sign", "left", "right")
            guard let sign = Comparison(rawValue: try node["sign"].text) else {
                throw node.failure("there is no such sign of comparison")
            }
            return literal(.comparison(sign, try expression(node["left"]), try expression(node["right"])))
        case "member":
            try node.expectOnly("value", "list", "from", "to")
            let member = try expression(node["value"])
            guard let list = node.part("list") else {
                return literal(
                    .memberOfRange(
                        member, lower: try expression(node["from"]), upper: try expression(node["to"])))
            }
            return literal(.memberOfList(member, try expressions(list.elements)))
        default: throw node.failure("there is no condition of kind '\(kind)'")
        }
    }

    private func literal(_ kind: Literal.Kind) -> Formula { .literal(Literal(kind: kind, range: range)) }

    func atom(_ node: SyntaxTreeNode) throws(SyntaxTreeError) -> Atom {
        guard try node.kind == "atom" else { throw node.failure("an atom was expected") }
        try node.expectOnly("name", "closure", "arguments", "qualifiers", "as", "at")
        var atom = Atom(
            name: try name(node["name"]), arguments: try expressions(node["arguments"].elements), range: range)
        switch node.part("closure")?.value {
        case nil: break
        case .string("+"): atom.closure = .transitive
        case .string("*"): atom.closure = .reflexive
        default: throw node.failure("'closure' is \"+\" or \"*\"")
        }
        if let qualifiers = node.part("qualifiers") {
            var all: [Qualifier] = []
            for part in try qualifiers.elements {
                try part.expectOnly("name", "value")
                all.append(Qualifier(name: try name(part["name"]), value: try expression(part["value"])))
            }
            atom.qualifiers = all
        }
        atom.statementVariable = try expression(node.part("as"))
        atom.date = try expression(node.part("at"))
        return atom
    }

    // MARK: Expressions

    func expression(_ node: SyntaxTreeNode?) throws(SyntaxTreeError) -> Expression? {
        guard let node else { return nil }
        return try expression(node)
    }

    func expression(_ node: SyntaxTreeNode) throws(SyntaxTreeError) -> Expression {
        Expression(kind: try expressionKind(node), range: range)
    }

    private func expressions(_ nodes: [SyntaxTreeNode]) throws(SyntaxTreeError) -> [Expression] {
        var all: [Expression] = []
        for node in nodes { all.append(try expression(node)) }
        return all
    }

    private func expressionKind(_ node: SyntaxTreeNode) throws(SyntaxTreeError) -> Expression.Kind {
        let kind = try node.kind
        switch kind {
        case "none", "bool", "int", "decimal", "float", "date", "datetime", "string":
            try node.expectOnly("value")
            return .constant(try constant(node))
        case "entity":
            try node.expectOnly("name")
            return .entity(try name(node["name"]))
        case "variable":
            try node.expectOnly("name")
            return .variable(try node["name"].text)
        case "wildcard":
            try node.expectOnly()
            return .wildcard
        case "parameter":
            try node.expectOnly("name")
            return .parameter(try node["name"].text)
        case "negative":
            try node.expectOnly("of")
            return .negation(try expression(node["of"]))
        case "arithmetic":
            try node.expectOnly("sign", "left", "right")
            guard let sign = Expression.Operator(rawValue: try node["sign"].text) else {
                throw node.failure("there is no such operator")
            }
            return .arithmetic(sign, try expression(node["left"]), try expression(node["right"]))
        case "call":
            try node.expectOnly("name", "arguments")
            return .call(
                name: try node["name"].text, nameRange: range, arguments: try expressions(node["arguments"].elements))
        case "aggregate":
            try node.expectOnly("name", "arguments", "per", "body")
            guard let function = Aggregate.Function(rawValue: try node["name"].text) else {
                throw node.failure("there is no such aggregate")
            }
            return .aggregate(
                Aggregate(
                    function: function, arguments: try expressions(node["arguments"].elements),
                    per: try expressions(node.elements(of: "per")), body: try formula(node.part("body"))))
        default: throw node.failure("there is no value of kind '\(kind)'")
        }
    }

    /// A value in its source form.
    private func constant(_ node: SyntaxTreeNode) throws(SyntaxTreeError) -> Term {
        let text = try node["value"].text
        let (program, diagnostics) = Parser.parse(SourceFile(name: "<json>", text: "p(" + text + "\n)."))
        guard diagnostics.isEmpty, program.statements.count == 1, program.comments.isEmpty,
            case .clause(let clause) = program.statements[0].kind, clause.body == nil,
            clause.head.arguments.count == 1
        else { throw node.failure("'\(text)' is no value") }
        switch clause.head.arguments[0].kind {
        case .constant(let term): return term
        case .call("date", _, let arguments) where arguments.count == 1:
            if case .constant(.int(let year)) = arguments[0].kind, let number = Int(exactly: year),
                let date = PartialDate(year: number)
            {
                return .date(date)
            }
        default: break
        }
        throw node.failure("'\(text)' is no value")
    }

    // MARK: Names

    func name(_ node: SyntaxTreeNode) throws(SyntaxTreeError) -> EntityName {
        let text = try node.text
        guard let form = EntityName.Form(sourceText: text) else { throw node.failure("'\(text)' is no name") }
        return EntityName(form, range: range)
    }

    func names(_ nodes: [SyntaxTreeNode]) throws(SyntaxTreeError) -> [EntityName] {
        var all: [EntityName] = []
        for node in nodes { all.append(try name(node)) }
        return all
    }

    func iri(_ node: SyntaxTreeNode) throws(SyntaxTreeError) -> String {
        let text = try node.text
        guard text.hasPrefix("<"), text.hasSuffix(">") else { throw node.failure("an IRI stands in angle brackets") }
        return String(text.dropFirst().dropLast())
    }

    /// A text in the source form of a string; nil where the part is missing.
    func string(_ node: SyntaxTreeNode?) throws(SyntaxTreeError) -> String? {
        guard let node else { return nil }
        return try string(node)
    }

    func string(_ node: SyntaxTreeNode) throws(SyntaxTreeError) -> String {
        let text = try node.text
        var lexer = Lexer(SourceFile(name: "<json>", text: text))
        guard case .string(.string(let content)) = lexer.next().kind, lexer.diagnostics.isEmpty, lexer.next().isEnd
        else { throw node.failure("a string in double quotes was expected inside this one") }
        return content
    }
}
