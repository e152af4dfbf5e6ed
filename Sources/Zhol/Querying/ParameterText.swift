import Language
import Terms

/// Values of parameters given as text: never spliced into a program.
package enum ParameterText {
    /// The constant that a text is in the language, else a string: `china`, `42`, `2016-05`, `"text"`, `wd:Q1`.
    package static func term(_ text: String, _ namespaces: Namespaces) -> Term {
        let source = SourceFile(name: "<parameter>", text: "p(\(text)).")
        let (program, diagnostics) = Parser.parse(source)
        guard diagnostics.isEmpty, program.statements.count == 1,
            case .clause(let clause) = program.statements[0].kind, clause.body == nil,
            clause.head.qualifiers == nil, clause.head.arguments.count == 1
        else { return .string(text) }
        let resolver = Resolver(schema: Schema(), namespaces: namespaces, names: NoStore())
        guard let fact = resolver.fact(clause), let term = fact.arguments.first, resolver.diagnostics.isEmpty else {
            return .string(text)
        }
        return term
    }
}
