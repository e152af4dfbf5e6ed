import Terms

/// Collects declarations into a schema and reports what contradicts.
package struct SchemaBuilder {
    package private(set) var schema: Schema
    package var namespaces: Namespaces
    package private(set) var diagnostics: [Diagnostic] = []

    package init(schema: Schema = Schema(), namespaces: Namespaces = Namespaces()) {
        self.schema = schema
        self.namespaces = namespaces
    }

    /// Takes prefixes, bases, classes, enumerations and relations; other statements are left alone.
    package mutating func add(_ statements: [Statement]) {
        // What a file says of disjoint classes takes the place of what it said before.
        let files = Set(statements.map(\.range.file.name).filter { !$0.hasPrefix("<") })
        schema.disjoint.removeAll { files.contains($0.range.file.name) }
        for statement in statements {
            switch statement.kind {
            case .prefix(let name, let iri): namespaces.declare(prefix: name, iri: iri)
            case .base(let iri): namespaces.declare(base: iri)
            case .classDeclaration(let declaration): add(declaration, statement)
            case .enumeration(let declaration): add(declaration, statement)
            case .disjoint(let classes): add(disjoint: classes, statement)
            default: break
            }
        }
        // Relations name classes and enumerations that may be declared further down.
        for statement in statements {
            if case .relationDeclaration(let declaration) = statement.kind { add(declaration, statement) }
        }
    }

    /// Ends the schema: links classes and inverses and checks what only the whole can show.
    package mutating func finish() {
        schema.children = [:]
        for declared in schema.classes.values.sorted(by: { $0.name < $1.name }) {
            for parent in declared.parents {
                schema.children[parent, default: []].append(declared.name)
                if schema.classes[parent] == nil {
                    let hint = Spelling.suggestion(for: parent, among: Array(schema.classes.keys))
                    diagnostics.append(
                        Diagnostic(.unknownClass, "class '\(parent)' is not declared\(hint)", at: declared.range))
                }
            }
        }
        // The classes of a cycle are one mistake.
        var inCycles: Set<String> = []
        for name in classesNearCycles().sorted() {
            guard let declared = schema.classes[name], !inCycles.contains(name) else { continue }
            if declared.parents.contains(where: { schema.ancestors(of: $0).contains(name) }) {
                inCycles.formUnion(schema.ancestors(of: name))
                diagnostics.append(
                    Diagnostic(.classCycle, "class '\(name)' is below itself", at: declared.range))
            }
        }
        reportImpossibleClasses()
        schema.inverseNames = [:]
        for relation in schema.relations.values.sorted(by: { $0.name < $1.name }) {
            guard let inverse = relation.inverse else { continue }
            schema.inverseNames[relation.name, default: []].append(inverse)
            if inverse != relation.name { schema.inverseNames[inverse, default: []].append(relation.name) }
            if schema.relations[inverse] == nil {
                var counterpart = relation
                counterpart.name = inverse
                counterpart.types = relation.types.reversed()
                counterpart.inverse = nil
                counterpart.isOne = false
                counterpart.isRequired = false
                counterpart.documentation = "The inverse of `\(relation.name)`."
                schema.relations[inverse] = counterpart
            }
        }
    }

    /// Keeps the place of a name that is declared for the first time.
    private mutating func noteOrder(of name: String) {
        guard schema.classes[name] == nil, schema.enumerations[name] == nil, schema.relations[name] == nil else {
            return
        }
        schema.order.append(name)
    }

    /// The classes that are on a cycle, or between two: all others are left out from the top and from the bottom.
    private func classesNearCycles() -> Set<String> {
        var left = Set(schema.classes.keys)
        for next in [{ schema.children[$0] ?? [] }, { schema.classes[$0]?.parents ?? [] }] {
            var open: [String: Int] = [:]
            for name in left { for other in next(name) where left.contains(other) { open[other, default: 0] += 1 } }
            var queue = left.filter { open[$0] == nil }.sorted()
            while let name = queue.popLast() {
                left.remove(name)
                for other in next(name) where left.contains(other) {
                    open[other, default: 1] -= 1
                    if open[other] == 0 { queue.append(other) }
                }
            }
        }
        return left
    }

    private mutating func add(_ declaration: ClassDeclaration, _ statement: Statement) {
        guard let name = canonical(declaration.name) else { return }
        let parents = declaration.parents.compactMap { canonical($0) }.filter { $0 != "thing" }
        noteOrder(of: name)
        if let before = schema.classes[name], !before.parents.isEmpty, !parents.isEmpty, before.parents != parents {
            reportDuplicate("class", name, declaration.name.range, before.range)
        }
        schema.classes[name] = Schema.Class(
            name: name, parents: parents, documentation: statement.documentation, range: declaration.name.range)
    }

    private mutating func add(_ declaration: EnumDeclaration, _ statement: Statement) {
        guard let name = canonical(declaration.name) else { return }
        noteOrder(of: name)
        schema.enumerations[name] = Schema.Enumeration(
            name: name, values: declaration.values.compactMap { canonical($0) },
            documentation: statement.documentation, range: declaration.name.range)
    }

    private mutating func add(disjoint classes: [EntityName], _ statement: Statement) {
        let names = classes.compactMap { canonical($0) }
        guard names.count == classes.count, !schema.disjoint.contains(where: { $0.classes == names }) else { return }
        schema.disjoint.append(
            DisjointClasses(classes: names, documentation: statement.documentation, range: statement.range))
    }

    /// Reports names of `disjoint` that are no classes, and classes below two that are disjoint.
    private mutating func reportImpossibleClasses() {
        guard !schema.disjoint.isEmpty else { return }
        for declared in schema.disjoint {
            for name in declared.classes where schema.classes[name] == nil {
                let hint = Spelling.suggestion(for: name, among: Array(schema.classes.keys))
                diagnostics.append(
                    Diagnostic(.unknownClass, "class '\(name)' is not declared\(hint)", at: declared.range))
            }
        }
        let sides = DisjointSides(schema)
        // The classes below an impossible one are one mistake.
        for declared in schema.classes.values.sorted(by: { $0.name < $1.name }) {
            guard let (first, second, range) = sides.contradiction(in: [declared.name]),
                !declared.parents.contains(where: { sides.contradiction(in: [$0]) != nil })
            else { continue }
            let reason =
                first == second
                ? "'\(declared.name)' is declared disjoint from itself"
                : "class '\(declared.name)' is below '\(first)' and '\(second)', which are disjoint"
            diagnostics.append(
                Diagnostic(
                    .impossibleClass, "\(reason): it can have no members", at: declared.range,
                    notes: [.init("they are declared disjoint here", at: range)]))
        }
    }

    private mutating func add(_ declaration: RelationDeclaration, _ statement: Statement) {
        guard let name = canonical(declaration.name) else { return }
        if declaration.types.count != 2 {
            let count = declaration.types.count
            diagnostics.append(
                Diagnostic(
                    .notBinary, "a stored relation has two arguments; '\(name)' is declared with \(count)",
                    at: declaration.name.range,
                    notes: [.init("a relation of one argument is a class; more than two roles make an entity")]))
            return
        }
        if schema.classes[name] != nil {
            diagnostics.append(
                Diagnostic(
                    .duplicateDeclaration, "'\(name)' is a class and cannot be a relation too",
                    at: declaration.name.range))
            return
        }
        var relation = Schema.Relation(
            name: name, types: declaration.types.map { type($0) },
            qualifiers: declaration.qualifiers.compactMap { qualifier in
                canonical(qualifier.name).map { ($0, type(qualifier.type)) }
            }, documentation: statement.documentation, range: declaration.name.range)
        for (property, range) in declaration.properties {
            switch property {
            case .one: relation.isOne = true
            case .required: relation.isRequired = true
            case .symmetric: relation.isSymmetric = true
            case .transitive: relation.isTransitive = true
            case .inverse(let other): relation.inverse = canonical(other)
            }
            _ = range
        }
        if let before = schema.relations[name], before.types != relation.types {
            reportDuplicate("relation", name, declaration.name.range, before.range)
        }
        noteOrder(of: name)
        schema.relations[name] = relation
    }

    private mutating func reportDuplicate(_ kind: String, _ name: String, _ range: SourceRange, _ before: SourceRange) {
        diagnostics.append(
            Diagnostic(
                .duplicateDeclaration, "\(kind) '\(name)' is declared twice, in different ways", at: range,
                notes: [.init("the first declaration is here", at: before)]))
    }

    /// The type that a name stands for.
    package mutating func type(_ name: TypeName) -> ValueType {
        guard let canonicalName = canonical(name) else { return .any }
        if let builtIn = ValueType.named[canonicalName] { return builtIn }
        if schema.enumerations[canonicalName] != nil { return .enumeration(canonicalName) }
        if schema.classes[canonicalName] != nil { return .ofClass(canonicalName) }
        let known = Array(schema.classes.keys) + schema.enumerations.keys + ValueType.named.keys
        let hint = Spelling.suggestion(for: canonicalName, among: known)
        diagnostics.append(
            Diagnostic(.unknownClass, "type '\(canonicalName)' is not declared\(hint)", at: name.range))
        return .any
    }

    private mutating func canonical(_ name: EntityName) -> String? {
        switch name.canonical(in: namespaces) {
        case .success(let text): return text
        case .failure(let diagnostic):
            diagnostics.append(diagnostic)
            return nil
        }
    }
}

extension EntityName {
    /// The canonical name of the entity, or what is wrong with its prefix.
    package func canonical(in namespaces: Namespaces) -> Result<String, Diagnostic> {
        switch form {
        case .bare(let text): return .success(namespaces.canonical(bare: text))
        case .iri(let iri): return .success(namespaces.canonical(iri: iri))
        case .blank(let label): return .success("_:" + label)
        case .prefixed(let prefix, let local):
            if let name = namespaces.canonical(prefix: prefix, local: local) { return .success(name) }
            let hint = Spelling.suggestion(for: prefix, among: Array(namespaces.prefixes.keys))
            return .failure(
                Diagnostic(
                    .unknownPrefix, "prefix '\(prefix)' is not declared\(hint)", at: range,
                    notes: hint.isEmpty ? [.init("declare it: prefix \(prefix): <https://…>.")] : []))
        }
    }
}
