import Language
import Store
import Terms

/// What a store declares: its schema and namespaces, rules and saved queries.
package struct Catalogue {
    package private(set) var schema = Schema()
    package private(set) var namespaces = Namespaces()
    /// Rules, checks and saved queries, for programs to build on.
    package private(set) var statements: [Statement] = []
    /// Every declaration, as stored.
    package private(set) var declarations: [Declaration] = []

    package init() {}

    /// Reads the catalogue of a store. Throws where it is damaged.
    package init(_ snapshot: Snapshot) throws {
        declarations = try snapshot.declarations()
        var all: [Statement] = []
        for declaration in declarations {
            let source = declaration.source
            let (program, diagnostics) = Parser.parse(source)
            if let wrong = diagnostics.first(where: { $0.severity == .error }) {
                throw ZholError(
                    .storeUnavailable,
                    "the store is damaged: its \(declaration.kind) '\(declaration.name)' cannot be read: \(wrong.message)"
                )
            }
            all += program.statements
        }
        var builder = SchemaBuilder(namespaces: Namespaces())
        builder.add(all)
        builder.finish()
        schema = builder.schema
        namespaces = builder.namespaces
        statements = all.filter { statement in
            switch statement.kind {
            case .clause, .savedQuery, .deny: true
            default: false
            }
        }
    }

    /// Adds the declarations of a program on top.
    package func extended(by statements: [Statement]) -> (
        schema: Schema, namespaces: Namespaces, diagnostics: [Diagnostic]
    ) {
        var builder = SchemaBuilder(schema: schema, namespaces: namespaces)
        builder.add(statements)
        builder.finish()
        return (builder.schema, builder.namespaces, builder.diagnostics)
    }
}

/// Names of a store, for resolution.
package final class SnapshotNames: StoreNames {
    private let snapshot: Snapshot
    private let catalogue: Catalogue

    package init(_ snapshot: Snapshot, _ catalogue: Catalogue) {
        self.snapshot = snapshot
        self.catalogue = catalogue
    }

    package func isStoredRelation(_ name: String) -> Bool {
        guard name != "a", let id = try? snapshot.id(of: .entity(name)),
            let statistics = try? snapshot.statistics(of: id)
        else { return false }
        return statistics.count > 0
    }

    package func isStoredClass(_ name: String) -> Bool {
        guard let id = try? snapshot.id(of: .entity(name)) else { return false }
        var members: [UInt64] = []
        try? snapshot.seconds(of: .isA, order: .object, first: id, into: &members)
        return !members.isEmpty
    }

    package func isEntity(_ name: String) -> Bool { ((try? snapshot.id(of: .entity(name))) ?? nil) != nil }

    package func isString(_ text: String) -> Bool {
        TermID(inline: .string(text)) == nil && ((try? snapshot.id(of: .string(text))) ?? nil) != nil
    }

    package var relationNames: [String] {
        let predicates = (try? snapshot.predicates()) ?? []
        return predicates.compactMap { id in
            guard id != .isA, case .entity(let name)? = try? snapshot.term(of: id) else { return nil }
            return name
        }
    }
}

extension Declaration {
    /// The text, at its place in the file that it was loaded from.
    var source: SourceFile {
        guard let (file, line) = place else { return SourceFile(name: origin, text: text) }
        let documentation = text.split(separator: "\n", omittingEmptySubsequences: false)
            .prefix { $0.hasPrefix("%%") }.count
        return SourceFile(name: file, text: text, firstLine: max(1, line - documentation))
    }

    /// The file, and the line of the statement in it; nil where the origin names none.
    var place: (file: String, line: Int)? {
        guard let colon = origin.lastIndex(of: ":"), let line = Int(origin[origin.index(after: colon)...]) else {
            return nil
        }
        return (String(origin[..<colon]), line)
    }
}
