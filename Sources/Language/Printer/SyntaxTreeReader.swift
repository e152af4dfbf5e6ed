import JSON
import Terms

/// Programs from the JSON form of their syntax trees, which `Docs/syntax-tree.md` describes.
package enum SyntaxTree {
    /// The text of the program that a JSON value is the tree of, in canonical layout.
    ///
    /// Throws `SyntaxTreeError` where it is the tree of none.
    package static func text(fromJSON bytes: [UInt8]) throws(SyntaxTreeError) -> String {
        let value: JSONValue
        do {
            value = try JSONValue(bytes)
        } catch {
            throw SyntaxTreeError(error.message, at: "byte \(error.offset)")
        }
        let root = SyntaxTreeNode(value: value, path: "")
        guard try root.kind == "program" else { throw root.failure("the tree of a program was expected") }
        try root.expectOnly("statements", "comments")
        var comments = try root.elements(of: "comments")[...]
        var text = ""
        for node in try root["statements"].elements {
            while let comment = comments.first, let start = comment.number("start"), start < node.number("end") ?? 0 {
                text += try comment["text"].text + "\n"
                comments.removeFirst()
            }
            text += try self.text(of: node) + "\n"
        }
        for comment in comments { text += try comment["text"].text + "\n" }
        do {
            return try Formatter.format(SourceFile(name: "<json>", text: text))
        } catch {
            throw root.failure(error.all.first?.message ?? "this is the tree of no program")
        }
    }

    /// The text of one statement, which is read again to see that it has this tree.
    private static func text(of node: SyntaxTreeNode) throws(SyntaxTreeError) -> String {
        let statement = try SyntaxTreeReader().statement(node)
        let text = Printer.text(of: statement)
        let (program, diagnostics) = Parser.parse(SourceFile(name: "<json>", text: text))
        if let wrong = diagnostics.first { throw node.failure("this is the tree of no statement: \(wrong.message)") }
        guard program.statements.map(\.outline.description) == [statement.outline.description] else {
            throw node.failure("this is the tree of no statement: '\(text)' has another")
        }
        return text
    }
}

/// Builds syntax trees from their JSON form. What is no name, variable or path passes: the text that is printed of
/// the tree is read again.
struct SyntaxTreeReader {
    let range = SourceRange(file: SourceFile(name: "<json>", text: ""), start: 0, end: 0)

    func statement(_ node: SyntaxTreeNode) throws(SyntaxTreeError) -> Statement {
        Statement(kind: try kind(node), documentation: try string(node.part("documentation")), range: range)
    }

    private func kind(_ node: SyntaxTreeNode) throws(SyntaxTreeError) -> Statement.Kind {
        let kind = try node.kind
        switch kind {
        case "prefix":
            try node.expectOnly("documentation", "name", "iri")
            return .prefix(name: try node["name"].text, iri: try iri(node["iri"]))
        case "base":
            try node.expectOnly("documentation", "iri")
            return .base(iri: try iri(node["iri"]))
        case "class":
            try node.expectOnly("documentation", "name", "parents")
            return .classDeclaration(
                ClassDeclaration(name: try name(node["name"]), parents: try names(node.elements(of: "parents"))))
        case "enum":
            try node.expectOnly("documentation", "name", "values")
            return .enumeration(
                EnumDeclaration(name: try name(node["name"]), values: try names(node["values"].elements)))
        case "disjoint":
            try node.expectOnly("documentation", "classes")
            return .disjoint(try names(node["classes"].elements))
        case "relation":
            try node.expectOnly("documentation", "name", "types", "qualifiers", "properties")
            return .relationDeclaration(try relation(node))
        case "declare":
            try node.expectOnly("documentation", "name", "types")
            return .declare(name: try name(node["name"]), types: try names(node["types"].elements))
        case "input":
            try node.expectOnly("documentation", "name", "path")
            return .input(name: try name(node["name"]), path: try string(node["path"]))
        case "output":
            try node.expectOnly("documentation", "name", "path")
            return .output(name: try name(node["name"]), path: try string(node.part("path")))
        case "include":
            try node.expectOnly("documentation", "path")
            return .include(path: try string(node["path"]), pathRange: range)
        case "fact", "rule": return .clause(try clause(node, hasBody: kind == "rule"))
        case "withdraw", "store":
            return .update(Update(withdraws: kind == "withdraw", clause: try clause(node, hasBody: nil)))
        case "deny": return .deny(try clause(node, hasBody: true))
        case "query": return .query(try query(node))
        case "savedQuery":
            try node.expectOnly("documentation", "name", "parameters", "query")
            var parameters: [Parameter] = []
            for part in try node.elements(of: "parameters") { parameters.append(try parameter(part)) }
            return .savedQuery(
                SavedQuery(name: try name(node["name"]), parameters: parameters, query: try query(node["query"])))
        case "whatIf":
            try node.expectOnly("documentation", "updates", "query")
            var updates: [Statement] = []
            for part in try node["updates"].elements { updates.append(try statement(part)) }
            return .whatIf(updates: updates, query: try query(node["query"]))
        case "begin": return .begin
        case "commit": return .commit
        case "rollback": return .rollback
        default: throw node.failure("there is no statement of kind '\(kind)'")
        }
    }

    private func relation(_ node: SyntaxTreeNode) throws(SyntaxTreeError) -> RelationDeclaration {
        var declaration = RelationDeclaration(
            name: try name(node["name"]), types: try names(node["types"].elements), qualifiers: [], properties: [])
        for part in try node.elements(of: "qualifiers") {
            try part.expectOnly("name", "type")
            declaration.qualifiers.append((try name(part["name"]), try name(part["type"])))
        }
        for part in try node.elements(of: "properties") {
            let property: RelationDeclaration.Property
            switch part.value {
            case .string("one"): property = .one
            case .string("required"): property = .required
            case .string("symmetric"): property = .symmetric
            case .string("transitive"): property = .transitive
            case .object: property = .inverse(try name(part["name"]))
            default: throw part.failure("a property is one, required, symmetric, transitive or an inverse")
            }
            declaration.properties.append((property, range))
        }
        return declaration
    }

    private func parameter(_ node: SyntaxTreeNode) throws(SyntaxTreeError) -> Parameter {
        try node.expectOnly("name", "type", "default")
        return Parameter(
            name: try node["name"].text,
            type: try node.part("type").map { (part) throws(SyntaxTreeError) in try name(part) },
            defaultValue: try expression(node.part("default")), range: range)
    }

    private func clause(_ node: SyntaxTreeNode, hasBody: Bool?) throws(SyntaxTreeError) -> Clause {
        try node.expectOnly("documentation", "head", "body")
        let head = try atom(node["head"])
        let body = try formula(node.part("body"))
        if let hasBody, hasBody != (body != nil) {
            throw node.failure(hasBody ? "'body' is missing" : "there is no part 'body' here")
        }
        return Clause(head: head, body: body)
    }

    private func query(_ node: SyntaxTreeNode) throws(SyntaxTreeError) -> Query {
        try node.expectOnly(
            "documentation", "body", "select", "orderBy", "limit", "offset", "asOf", "knownBy",
            "withoutSources")
        guard try node.kind == "query" else { throw node.failure("a query was expected") }
        guard let body = try formula(node.part("body")) else { throw node.failure("'body' is missing") }
        var query = Query(body: body, range: range)
        if let select = node.part("select") {
            var items: [SelectItem] = []
            for part in try select.elements {
                try part.expectOnly("value", "as")
                items.append(
                    SelectItem(expression: try expression(part["value"]), alias: try part.part("as")?.text))
            }
            query.select = items
        }
        for part in try node.elements(of: "orderBy") {
            try part.expectOnly("value")
            let kind = try part.kind
            guard kind == "asc" || kind == "desc" else { throw part.failure("an order is asc or desc") }
            query.orderBy.append(OrderItem(expression: try expression(part["value"]), descending: kind == "desc"))
        }
        query.limit = try expression(node.part("limit"))
        query.offset = try expression(node.part("offset"))
        query.asOf = try expression(node.part("asOf"))
        query.knownBy = try expression(node.part("knownBy"))
        for part in try node.elements(of: "withoutSources") {
            query.withoutSources.append(try expression(part))
        }
        return query
    }
}
