import Terms

extension EntityName.Form {
    /// The name that a token is; nil for other tokens.
    init?(_ kind: Token.Kind) {
        switch kind {
        case .word(let text), .quotedName(let text): self = .bare(text)
        case .prefixedName(let prefix, let local): self = .prefixed(prefix: prefix, local: local)
        case .iri(let text): self = .iri(text)
        case .blank(let label): self = .blank(label)
        default: return nil
        }
    }

    /// Reads a name from its source form, as `xsd:duration`, `<https://…>`, `x` or `'x y'`; nil for anything else.
    /// So the datatype of a typed string, which the parser keeps in source form, becomes a name to resolve.
    package init?(sourceText: String) {
        var lexer = Lexer(SourceFile(name: "<name>", text: sourceText))
        let token = lexer.next()
        guard lexer.diagnostics.isEmpty, lexer.next().isEnd, let form = EntityName.Form(token.kind) else { return nil }
        self = form
    }

    /// The form as the language writes it.
    package var sourceText: String {
        switch self {
        case .bare(let text): isBareName(text) ? text : Term.quotedName(text)
        case .prefixed(let prefix, let local): prefix + ":" + local
        case .iri(let text): "<" + EntityName.Form.escapedIRI(text) + ">"
        case .blank(let label): "_:" + label
        }
    }

    /// What may not stand in angle brackets, as `\uXXXX`.
    private static func escapedIRI(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            guard scalar == "\\" else {
                result.append(scalar)
                continue
            }
            result.append(contentsOf: "\\u005C".unicodeScalars)
        }
        return String(result)
    }
}
