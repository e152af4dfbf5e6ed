import JSON
import Terms

/// A syntax tree in a uniform shape, to be compared and shown: kinds, named parts and texts.
package indirect enum SyntaxOutline: Sendable {
    case text(String)
    case list([SyntaxOutline])
    case node(kind: String, parts: [(name: String, value: SyntaxOutline)], range: SourceRange?)

    static func node(
        _ kind: String, _ parts: [(name: String, value: SyntaxOutline?)], at range: SourceRange? = nil
    ) -> SyntaxOutline {
        .node(kind: kind, parts: parts.compactMap { part in part.value.map { (part.name, $0) } }, range: range)
    }

    /// The outline as one JSON value. Nodes are objects with `kind` and, for those that have a place, `start` and `end`
    /// as byte offsets.
    package var json: String {
        switch self {
        case .text(let text): return JSONValue.quoted(text)
        case .list(let elements): return "[" + elements.map(\.json).joined(separator: ",") + "]"
        case .node(let kind, let parts, let range):
            var fields = ["\"kind\":" + JSONValue.quoted(kind)]
            if let range { fields.append("\"start\":\(range.start),\"end\":\(range.end)") }
            fields += parts.map { JSONValue.quoted($0.name) + ":" + $0.value.json }
            return "{" + fields.joined(separator: ",") + "}"
        }
    }
}

extension SyntaxOutline: CustomStringConvertible {
    /// The outline without places: two trees are the same structure when these are equal.
    package var description: String {
        switch self {
        case .text(let text): return text
        case .list(let elements): return "[" + elements.map(\.description).joined(separator: ", ") + "]"
        case .node(let kind, let parts, _):
            if parts.isEmpty { return kind }
            return kind + "(" + parts.map { $0.name + ": " + $0.value.description }.joined(separator: ", ") + ")"
        }
    }
}

extension Program {
    /// The JSON form of the program, with a line for each statement: `Docs/syntax-tree.md`.
    package var json: String {
        func lines(_ elements: [String]) -> String {
            elements.isEmpty ? "[]" : "[\n" + elements.joined(separator: ",\n") + "\n]"
        }
        let comments = comments.map { SyntaxOutline.node("comment", [("text", .text($0.text))], at: $0.range).json }
        return "{\"kind\":\"program\",\"statements\":" + lines(statements.map(\.outline.json))
            + (comments.isEmpty ? "" : ",\"comments\":" + lines(comments)) + "}"
    }

    package var outline: SyntaxOutline {
        .node(
            "program",
            [
                ("statements", .list(statements.map(\.outline))),
                (
                    "comments",
                    comments.isEmpty
                        ? nil
                        : .list(comments.map { .node("comment", [("text", .text($0.text))], at: $0.range) })
                ),
            ])
    }
}

extension Statement {
    package var outline: SyntaxOutline {
        guard case .node(let kind, var parts, _) = kind.outline else { return kind.outline }
        if let documentation { parts.insert(("documentation", .text(Term.quoted(documentation))), at: 0) }
        return .node(kind: kind, parts: parts, range: range)
    }
}

extension Statement.Kind {
    var outline: SyntaxOutline {
        switch self {
        case .prefix(let name, let iri): .node("prefix", [("name", .text(name)), ("iri", .text("<" + iri + ">"))])
        case .base(let iri): .node("base", [("iri", .text("<" + iri + ">"))])
        case .classDeclaration(let declaration):
            .node("class", [("name", declaration.name.outline), ("parents", declaration.parents.outline)])
        case .relationDeclaration(let declaration): declaration.outline
        case .enumeration(let declaration):
            .node("enum", [("name", declaration.name.outline), ("values", declaration.values.outline)])
        case .disjoint(let classes): .node("disjoint", [("classes", classes.outline)])
        case .declare(let name, let types): .node("declare", [("name", name.outline), ("types", types.outline)])
        case .input(let name, let path):
            .node("input", [("name", name.outline), ("path", .text(Term.quoted(path)))])
        case .output(let name, let path):
            .node("output", [("name", name.outline), ("path", path.map { .text(Term.quoted($0)) })])
        case .include(let path, _): .node("include", [("path", .text(Term.quoted(path)))])
        case .clause(let clause): .node(clause.body == nil ? "fact" : "rule", clause.parts)
        case .update(let update): .node(update.withdraws ? "withdraw" : "store", update.clause.parts)
        case .deny(let clause): .node("deny", clause.parts)
        case .query(let query): query.outline
        case .savedQuery(let saved):
            .node(
                "savedQuery",
                [
                    ("name", saved.name.outline),
                    ("parameters", saved.parameters.isEmpty ? nil : .list(saved.parameters.map(\.outline))),
                    ("query", saved.query.outline),
                ])
        case .whatIf(let updates, let query):
            .node("whatIf", [("updates", .list(updates.map(\.outline))), ("query", query.outline)])
        case .begin: .node("begin", [])
        case .commit: .node("commit", [])
        case .rollback: .node("rollback", [])
        }
    }
}
