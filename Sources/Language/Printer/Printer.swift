import Terms

/// Writes syntax trees as text, in one canonical layout. What it writes is read back as an equal tree.
///
/// Names stand as they were written, for the printer knows no prefixes. A tree that no text gives (an `and` of one
/// condition, a year alone as a call of `date`) is not promised to come back.
package struct Printer {
    /// Columns that a rule or a query may take before each of its conditions gets a line of its own.
    package static let lineWidth = 100

    /// Whether `count` without parentheses is the aggregate where the printer stands.
    var writesBareCount = false

    package static func text(of statement: Statement) -> String { Printer().text(of: statement) }
    package static func text(of formula: Formula) -> String { Printer().text(of: formula) }
    package static func text(of literal: Literal) -> String { Printer().text(of: literal) }
    package static func text(of expression: Expression) -> String { Printer().text(of: expression) }
    package static func text(of atom: Atom) -> String { Printer().text(of: atom) }
    package static func text(of name: EntityName) -> String { name.form.sourceText }
    /// A fact or a rule, without its dot, on one line.
    package static func text(of clause: Clause) -> String { Printer().oneLine(clause) }
    /// A query from `?-` on, without its dot, on one line.
    package static func text(of query: Query) -> String { Printer().oneLine(query) }

    // MARK: Statements

    func text(of statement: Statement) -> String {
        var text = ""
        if let documentation = statement.documentation {
            for line in documentation.split(separator: "\n", omittingEmptySubsequences: false) {
                text += line.isEmpty ? "%%\n" : "%% \(line)\n"
            }
        }
        return text + body(of: statement.kind) + "."
    }

    private func body(of kind: Statement.Kind) -> String {
        switch kind {
        case .prefix(let name, let iri): "prefix \(name): <\(iri)>"
        case .base(let iri): "base <\(iri)>"
        case .classDeclaration(let declaration):
            "class " + name(declaration.name)
                + (declaration.parents.isEmpty ? "" : " < " + names(declaration.parents, ", "))
        case .enumeration(let declaration):
            "enum \(name(declaration.name)) = " + names(declaration.values, " | ")
        case .disjoint(let classes): "disjoint " + names(classes, ", ")
        case .relationDeclaration(let declaration): text(of: declaration)
        case .declare(let relation, let types): "declare \(name(relation))(\(names(types, ", ")))"
        case .input(let relation, let path): "input \(name(relation))(\(Term.quoted(path)))"
        case .output(let relation, let path):
            "output " + name(relation) + (path.map { "(" + Term.quoted($0) + ")" } ?? "")
        case .include(let path, _): "include " + Term.quoted(path)
        case .clause(let clause): layout(clause, after: "")
        case .update(let update): layout(update.clause, after: update.withdraws ? "-" : "+")
        case .deny(let clause): layout(clause, after: "deny ")
        case .query(let query): layout(query, after: "")
        case .savedQuery(let saved): layout(saved.query, after: head(of: saved))
        case .whatIf(let updates, let query): layout(query, after: assumptions(updates))
        case .begin: "begin"
        case .commit: "commit"
        case .rollback: "rollback"
        }
    }

    private func text(of declaration: RelationDeclaration) -> String {
        var text = "relation \(name(declaration.name))(\(names(declaration.types, ", ")))"
        if !declaration.qualifiers.isEmpty {
            text += " {" + declaration.qualifiers.map { "\(name($0.name)): \(name($0.type))" }.joined(separator: ", ")
            text += "}"
        }
        for (property, _) in declaration.properties {
            switch property {
            case .one: text += " one"
            case .required: text += " required"
            case .symmetric: text += " symmetric"
            case .transitive: text += " transitive"
            case .inverse(let inverse): text += " inverse " + name(inverse)
            }
        }
        return text
    }

    private func head(of saved: SavedQuery) -> String {
        let head = "query " + name(saved.name)
        if saved.parameters.isEmpty { return head + " " }
        let parameters = saved.parameters.map { parameter in
            "$" + parameter.name + (parameter.type.map { ": " + name($0) } ?? "")
                + (parameter.defaultValue.map { " = " + text(of: $0) } ?? "")
        }
        return head + "(" + parameters.joined(separator: ", ") + ") "
    }

    private func assumptions(_ updates: [Statement]) -> String {
        if updates.isEmpty { return "what if {} " }
        let texts = updates.map { body(of: $0.kind) + "." }
        let isShort =
            texts.reduce(0) { $0 + $1.utf8.count } < Printer.lineWidth / 2 && !texts.contains { $0.contains("\n") }
        if isShort { return "what if { " + texts.joined(separator: " ") + " } " }
        return "what if {\n" + texts.map { indented($0) + "\n" }.joined() + "} "
    }

    // MARK: Rules and queries

    private func oneLine(_ clause: Clause) -> String {
        head(of: clause) + (clause.body.map { " :- " + text(of: $0) } ?? "")
    }

    private func head(of clause: Clause) -> String {
        var printer = self
        printer.writesBareCount = clause.body != nil
        return printer.text(of: clause.head)
    }

    private func layout(_ clause: Clause, after start: String) -> String {
        let line = start + oneLine(clause)
        guard let formula = clause.body, !fits(line) else { return line }
        return start + head(of: clause) + " :-\n" + indented(lines(of: formula))
    }

    private func oneLine(_ query: Query) -> String {
        (["?- " + text(of: query.body)] + clauses(of: query)).joined(separator: " ")
    }

    private func layout(_ query: Query, after start: String) -> String {
        let line = start + oneLine(query)
        if fits(line.split(separator: "\n").last.map(String.init) ?? line) { return line }
        let lines = ([lines(of: query.body)] + clauses(of: query)).joined(separator: "\n")
        return start + "?-\n" + indented(lines)
    }

    private func clauses(of query: Query) -> [String] {
        var clauses: [String] = []
        var printer = self
        printer.writesBareCount = true
        if let select = query.select {
            let items = select.map { item in
                printer.text(of: item.expression) + (item.alias.map { " as " + alias($0) } ?? "")
            }
            clauses.append("select " + items.joined(separator: ", "))
        }
        if !query.orderBy.isEmpty {
            let items = query.orderBy.map { printer.text(of: $0.expression) + ($0.descending ? " desc" : "") }
            clauses.append("order by " + items.joined(separator: ", "))
        }
        if let limit = query.limit { clauses.append("limit " + text(of: limit)) }
        if let offset = query.offset { clauses.append("offset " + text(of: offset)) }
        if let asOf = query.asOf { clauses.append("as of " + text(of: asOf)) }
        if let knownBy = query.knownBy { clauses.append("known by " + text(of: knownBy)) }
        if !query.withoutSources.isEmpty {
            clauses.append("without source " + query.withoutSources.map { text(of: $0) }.joined(separator: ", "))
        }
        return clauses
    }

    /// The name of a column: a variable's, which needs no quotes, or an entity's.
    private func alias(_ text: String) -> String {
        let scalars = text.unicodeScalars
        let isVariable = text != "_" && scalars.first.map(startsVariable) == true && scalars.allSatisfy(isNameScalar)
        return isVariable || isBareName(text) ? text : Term.quotedName(text)
    }

    /// A body with each of its outermost conditions on a line.
    private func lines(of formula: Formula) -> String {
        switch formula {
        case .literal: text(of: formula)
        case .and(let conditions): conditions.map { grouped($0) }.joined(separator: ",\n")
        case .or(let alternatives): alternatives.map { alternative($0) }.joined(separator: "\n; ")
        }
    }

    private func fits(_ line: String) -> Bool { line.unicodeScalars.count < Printer.lineWidth }

    private func indented(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { "    " + $0 }.joined(separator: "\n")
    }

    // MARK: Names

    func name(_ name: EntityName) -> String { name.form.sourceText }

    func names(_ names: [EntityName], _ separator: String) -> String {
        names.map { name($0) }.joined(separator: separator)
    }
}
