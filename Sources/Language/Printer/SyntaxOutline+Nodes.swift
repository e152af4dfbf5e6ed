import Terms

extension Clause {
    fileprivate var bodyOutline: SyntaxOutline? { body?.outline }
    var parts: [(name: String, value: SyntaxOutline?)] { [("head", head.outline), ("body", bodyOutline)] }
}

extension RelationDeclaration {
    var outline: SyntaxOutline {
        let qualifiers = qualifiers.map { qualifier in
            SyntaxOutline.node("qualifier", [("name", qualifier.name.outline), ("type", qualifier.type.outline)])
        }
        let properties = properties.map { property -> SyntaxOutline in
            switch property.property {
            case .one: .text("one")
            case .required: .text("required")
            case .symmetric: .text("symmetric")
            case .transitive: .text("transitive")
            case .inverse(let name): .node("inverse", [("name", name.outline)])
            }
        }
        return .node(
            "relation",
            [
                ("name", name.outline), ("types", types.outline),
                ("qualifiers", qualifiers.isEmpty ? nil : .list(qualifiers)),
                ("properties", properties.isEmpty ? nil : .list(properties)),
            ])
    }
}

extension Query {
    var outline: SyntaxOutline {
        let select = select?.map { item in
            SyntaxOutline.node(
                "item", [("value", item.expression.outline), ("as", item.alias.map { .text($0) })])
        }
        let orderBy = orderBy.map { item in
            SyntaxOutline.node(item.descending ? "desc" : "asc", [("value", item.expression.outline)])
        }
        return .node(
            "query",
            [
                ("body", body.outline), ("select", select.map { .list($0) }),
                ("orderBy", orderBy.isEmpty ? nil : .list(orderBy)), ("limit", limit?.outline),
                ("offset", offset?.outline), ("asOf", asOf?.outline), ("knownBy", knownBy?.outline),
                ("withoutSources", withoutSources.isEmpty ? nil : .list(withoutSources.map(\.outline))),
            ], at: range)
    }
}

extension Parameter {
    var outline: SyntaxOutline {
        .node(
            "parameter",
            [("name", .text(name)), ("type", type?.outline), ("default", defaultValue?.outline)], at: range)
    }
}

extension Formula {
    package var outline: SyntaxOutline {
        switch self {
        case .literal(let literal): literal.outline
        case .and(let conditions): .node("and", [("of", .list(conditions.map(\.outline)))])
        case .or(let alternatives): .node("or", [("of", .list(alternatives.map(\.outline)))])
        }
    }
}

extension Literal {
    package var outline: SyntaxOutline {
        switch kind {
        case .atom(let atom): atom.outline
        case .not(let formula): .node("not", [("of", formula.outline)], at: range)
        case .optional(let formula): .node("optional", [("of", formula.outline)], at: range)
        case .comparison(let comparison, let left, let right):
            .node(
                "compare", [("sign", .text(comparison.rawValue)), ("left", left.outline), ("right", right.outline)],
                at: range)
        case .memberOfList(let member, let elements):
            .node("member", [("value", member.outline), ("list", .list(elements.map(\.outline)))], at: range)
        case .memberOfRange(let member, let lower, let upper):
            .node(
                "member", [("value", member.outline), ("from", lower.outline), ("to", upper.outline)], at: range)
        }
    }
}

extension Atom {
    package var outline: SyntaxOutline {
        let closure: String? =
            switch self.closure {
            case .none: nil
            case .transitive: "+"
            case .reflexive: "*"
            }
        let qualifiers = qualifiers?.map { qualifier in
            SyntaxOutline.node("qualifier", [("name", qualifier.name.outline), ("value", qualifier.value.outline)])
        }
        return .node(
            "atom",
            [
                ("name", name.outline), ("closure", closure.map { .text($0) }),
                ("arguments", .list(arguments.map(\.outline))), ("qualifiers", qualifiers.map { .list($0) }),
                ("as", statementVariable?.outline), ("at", date?.outline),
            ], at: range)
    }
}

extension Expression {
    package var outline: SyntaxOutline {
        switch kind {
        case .constant(let term): .node(term.kindName, [("value", .text(Printer.text(of: term)))], at: range)
        case .entity(let name): .node("entity", [("name", name.outline)], at: range)
        case .variable(let name): .node("variable", [("name", .text(name))], at: range)
        case .wildcard: .node("wildcard", [], at: range)
        case .parameter(let name): .node("parameter", [("name", .text(name))], at: range)
        case .negation(let operand): .node("negative", [("of", operand.outline)], at: range)
        case .arithmetic(let sign, let left, let right):
            .node(
                "arithmetic", [("sign", .text(sign.rawValue)), ("left", left.outline), ("right", right.outline)],
                at: range)
        case .call(let name, _, let arguments):
            .node("call", [("name", .text(name)), ("arguments", .list(arguments.map(\.outline)))], at: range)
        case .aggregate(let aggregate):
            .node(
                "aggregate",
                [
                    ("name", .text(aggregate.function.rawValue)),
                    ("arguments", .list(aggregate.arguments.map(\.outline))),
                    ("per", aggregate.per.isEmpty ? nil : .list(aggregate.per.map(\.outline))),
                    ("body", aggregate.body?.outline),
                ], at: range)
        }
    }
}

extension Term {
    fileprivate var kindName: String {
        switch self {
        case .none: "none"
        case .bool: "bool"
        case .int: "int"
        case .decimal: "decimal"
        case .float: "float"
        case .date: "date"
        case .dateTime: "datetime"
        case .string, .tagged, .typed: "string"
        case .entity: "entity"
        case .statement: "statement"
        }
    }
}

extension EntityName {
    var outline: SyntaxOutline { .text(form.sourceText) }
}

extension [EntityName] {
    var outline: SyntaxOutline { .list(map(\.outline)) }
}
