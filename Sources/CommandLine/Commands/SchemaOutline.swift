import Formats
import Language
import Store
import Terms
import Zhol

/// A schema as people read it: classes by their descent, enumerations, relations by name.
struct SchemaOutline {
    private let schema: Schema
    private let all: [Declaration]

    init(_ catalogue: Catalogue) {
        schema = catalogue.schema
        all = catalogue.declarations.filter { ["class", "relation", "enum", "disjoint"].contains($0.kind) }
    }

    /// The names themselves; throws `ZholError` of kind `wrongInput` for one that nothing declares.
    func known(_ names: [String]) throws(ZholError) -> Set<String> {
        for name in names where !all.contains(where: { $0.name == name }) {
            let hint = Spelling.suggestion(for: name, among: all.map(\.name))
            throw ZholError(.wrongInput, "nothing is declared as '\(name)'\(hint)")
        }
        return Set(names)
    }

    /// The declarations as they were written; all of them where no name is given.
    func declarations(_ names: Set<String>, to sink: ByteSink) throws {
        var isFirst = true
        for declaration in all where names.isEmpty || names.contains(declaration.name) {
            try sink.write((isFirst ? "" : "\n") + declaration.text + "\n")
            isFirst = false
        }
    }

    /// A line for each declaration, with the first sentence of what it means.
    func overview(to sink: ByteSink) throws {
        guard !all.isEmpty else {
            try sink.write("The store has no schema: it takes any fact.\n")
            return
        }
        if !schema.classes.isEmpty {
            try sink.write("Classes\n")
            let roots = schema.classes.values.filter { one in !one.parents.contains { schema.classes[$0] != nil } }
            for root in roots.map(\.name).sorted() { try write(class: root, depth: 1, to: sink) }
        }
        if !schema.disjoint.isEmpty {
            try sink.write("\nDisjoint classes\n")
            for one in schema.disjoint {
                try sink.write(
                    Help.line(one.classes.joined(separator: ", "), first(one.documentation), indent: 2, column: 44))
            }
        }
        if !schema.enumerations.isEmpty {
            try sink.write("\nEnumerations\n")
            for one in schema.enumerations.values.sorted(by: { $0.name < $1.name }) {
                try sink.write(Help.line(one.name, one.values.joined(separator: " | "), indent: 2, column: 28))
            }
        }
        if !schema.relations.isEmpty {
            try sink.write("\nRelations\n")
            for one in schema.relations.values.sorted(by: { $0.name < $1.name }) {
                try sink.write(Help.line(signature(one), first(one.documentation), indent: 2, column: 44))
            }
        }
        try sink.write("\nA name shows all of one: its qualifiers, properties and documentation.\n")
    }

    private func write(class name: String, depth: Int, to sink: ByteSink) throws {
        // A class of two parents stands below each; a cycle is refused when the schema is made.
        guard depth < 32 else { return }
        try sink.write(Help.line(name, first(schema.classes[name]?.documentation), indent: depth * 2, column: 28))
        for child in (schema.children[name] ?? []).sorted() { try write(class: child, depth: depth + 1, to: sink) }
    }

    private func signature(_ relation: Schema.Relation) -> String {
        "\(relation.name)(\(relation.types.map(\.description).joined(separator: ", ")))"
    }

    private func first(_ documentation: String?) -> String {
        let line = documentation?.split(separator: "\n").first.map(String.init) ?? ""
        return line
    }

    /// Kind, name, types, qualifiers, properties and documentation.
    func table(_ names: Set<String>) -> AnswerTable {
        let rows = all.filter { names.isEmpty || names.contains($0.name) }.map { declaration -> [Term] in
            var types = ""
            var qualifiers = ""
            var properties: [String] = []
            var documentation = ""
            if let relation = schema.relations[declaration.name] {
                types = relation.types.map(\.description).joined(separator: ", ")
                qualifiers = relation.qualifiers.map { "\($0.name): \($0.type)" }.joined(separator: ", ")
                let flags = [
                    ("one", relation.isOne), ("required", relation.isRequired), ("symmetric", relation.isSymmetric),
                    ("transitive", relation.isTransitive),
                ]
                properties = flags.filter(\.1).map(\.0) + (relation.inverse.map { ["inverse \($0)"] } ?? [])
                documentation = relation.documentation ?? ""
            } else if let one = schema.classes[declaration.name] {
                types = one.parents.joined(separator: ", ")
                documentation = one.documentation ?? ""
            } else if let one = schema.enumerations[declaration.name] {
                types = one.values.joined(separator: " | ")
                documentation = one.documentation ?? ""
            }
            if declaration.kind == "disjoint" { types = declaration.name }
            return [
                declaration.kind, declaration.name, types, qualifiers, properties.joined(separator: " "), documentation,
            ].map { Term.string($0) }
        }
        return AnswerTable(
            name: nil, columns: ["kind", "name", "types", "qualifiers", "properties", "meaning"], rows: rows,
            namespaces: Namespaces())
    }
}
