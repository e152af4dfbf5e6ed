import Formats
import Language
import Store
import Terms

/// Loads declarations, facts, rules and saved queries into a store, in one transaction: all or nothing.
package struct Loader {
    /// What a load did.
    package struct Report: Sendable {
        package var facts = 0
        /// Facts that were not there before, with this evidence.
        package var added = 0
        package var withdrawn = 0
        package var declarations = 0
        package var leftOut = 0
        package var warnings: [Diagnostic] = []
    }

    private var reader = ProgramReader()
    private var tables: [TableFile] = []

    package init() {}

    /// Takes a file by its format; `-` is standard input.
    package mutating func add(path: String, format: String?) throws {
        let form = format ?? Loader.format(of: path)
        switch form {
        case "dl": try reader.read(path: path)
        case "csv", "tsv": tables.append(try TableFile(path: path, separator: form == "csv" ? "," : "\t"))
        case nil:
            throw ZholError(
                .usage, "the format of '\(path)' is not known by its ending; give --as dl, csv or tsv")
        case let other?:
            throw ZholError(.usage, "files of format '\(other)' cannot be loaded in this version; dl, csv and tsv can")
        }
    }

    /// Takes statements given as text, as a REPL does.
    package mutating func add(text: String, name: String) { reader.read(text: text, name: name) }

    /// Takes statements that were parsed before.
    package mutating func add(statements: [Statement]) {
        reader = ProgramReader(statements: reader.statements + statements)
    }

    private static func format(of path: String) -> String? {
        guard let dot = path.lastIndex(of: ".") else { return nil }
        let ending = path[path.index(after: dot)...].lowercased()
        return ["dl", "csv", "tsv", "nt", "nq", "ttl", "trig", "jsonl", "gz", "zst"].contains(ending) ? ending : nil
    }

    /// Checks everything against the schema and writes it. Throws `ZholError` with every mistake; the store then is
    /// as it was.
    package func load(into store: Store, keepGoing: Bool = false) throws -> Report {
        guard !reader.hasErrors else { throw ZholError(diagnostics: reader.diagnostics) }
        let snapshot = try store.snapshot()
        let catalogue = try Catalogue(snapshot)
        let (schema, namespaces, problems) = catalogue.extended(by: reader.statements)
        guard problems.isEmpty else { throw ZholError(diagnostics: problems) }

        let resolver = Resolver(schema: schema, namespaces: namespaces, names: SnapshotNames(snapshot, catalogue))
        resolver.requiresDeclarations = !schema.isEmpty
        let kept = catalogue.statements.filter { !isFact($0) }
        resolver.resolve(kept + reader.statements.filter { !isUpdate($0) }, goals: .everything)
        var facts = resolver.program.facts.map { fact in
            LoadedFact(
                relation: resolver.program[fact.relation].name, arguments: fact.arguments,
                qualifiers: fact.qualifiers, range: fact.range)
        }
        var errors = resolver.diagnostics.filter { $0.severity == .error }
        for table in tables {
            let (found, wrong) = table.facts(schema: schema, namespaces: namespaces)
            facts += found
            errors += wrong
        }
        let withdrawals = reader.statements.compactMap { Withdrawal($0) }
        errors += unsupported(reader.statements)
        var report = Report()
        report.warnings = resolver.diagnostics.filter { $0.severity == .warning } + reader.diagnostics
        if !errors.isEmpty, !keepGoing { throw ZholError(diagnostics: errors) }
        report.leftOut = errors.count
        report.facts = facts.count

        try store.write { writer in
            report.declarations = try put(reader.statements, writer, namespaces)
            var constraints = Constraints(schema: schema, namespaces: namespaces)
            for fact in facts {
                if try fact.store(in: writer) { report.added += 1 }
                constraints.note(fact)
            }
            for withdrawal in withdrawals {
                if try withdrawal.apply(to: writer, resolver) { report.withdrawn += 1 }
            }
            let late = resolver.diagnostics.filter { $0.severity == .error }
            let violations = try constraints.violations(writer) + (keepGoing ? [] : late)
            guard violations.isEmpty else { throw ZholError(diagnostics: violations) }
        }
        return report
    }

    private func isFact(_ statement: Statement) -> Bool {
        if case .clause(let clause) = statement.kind { return clause.body == nil }
        return false
    }

    private func isUpdate(_ statement: Statement) -> Bool {
        if case .update = statement.kind { return true }
        return false
    }

    /// What a load does not do in this version, each with its place.
    private func unsupported(_ statements: [Statement]) -> [Diagnostic] {
        statements.compactMap { statement in
            let what: String
            switch statement.kind {
            case .update(let update) where update.clause.body != nil: what = "an update by rule"
            case .update(let update) where !update.withdraws: what = "'+' before a fact"
            case .rollback: what = "'rollback' in a load"
            case .whatIf: what = "'what if' in a load"
            case .input: what = "'input' in a load"
            default: return nil
            }
            return Diagnostic(.notEvaluatedYet, "\(what) is not evaluated yet", at: statement.range)
        }
    }

    /// Stores what is no fact; how many declarations.
    private func put(_ statements: [Statement], _ writer: Writer, _ namespaces: Namespaces) throws -> Int {
        var count = 0
        for statement in statements {
            guard let (kind, name) = statement.declared else { continue }
            let position = statement.range.file.position(at: statement.range.start)
            let text =
                (statement.documentation.map { documentation in
                    documentation.split(separator: "\n", omittingEmptySubsequences: false)
                        .map { "%% \($0)\n" }.joined()
                } ?? "") + statement.range.text
            try writer.put(
                Declaration(
                    kind: kind, name: name, text: text, origin: "\(statement.range.file.name):\(position.line)"))
            count += 1
        }
        return count
    }
}

extension Statement {
    /// Kind and name under which the catalogue keeps the statement; nil for what is not kept.
    var declared: (kind: String, name: String)? {
        switch kind {
        case .prefix(let name, _): ("prefix", name)
        case .base: ("base", "")
        case .classDeclaration(let declaration): ("class", declaration.name.range.text)
        case .relationDeclaration(let declaration): ("relation", declaration.name.range.text)
        case .enumeration(let declaration): ("enum", declaration.name.range.text)
        case .clause(let clause): clause.body == nil ? nil : ("rule", clause.head.name.range.text)
        case .deny(let clause): ("deny", clause.head.name.range.text)
        case .savedQuery(let query): ("query", query.name.range.text)
        default: nil
        }
    }
}
