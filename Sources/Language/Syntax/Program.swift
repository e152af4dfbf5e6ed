/// A parsed text: its statements in order, and the comments between and inside them.
package struct Program: Sendable {
    package let source: SourceFile
    package var statements: [Statement]
    /// Every comment of the text that is no documentation, in order.
    package var comments: [Comment]
    /// What wrong statements, which are not among the statements, would have stated or declared.
    package var brokenNames: Set<String>

    package init(
        source: SourceFile, statements: [Statement], comments: [Comment], brokenNames: Set<String> = []
    ) {
        self.brokenNames = brokenNames
        self.source = source
        self.statements = statements
        self.comments = comments
    }
}

/// A comment with its marks, as written.
package struct Comment: Sendable {
    package let text: String
    package let range: SourceRange
    /// Whether something else stands before it on its line.
    package let isTrailing: Bool

    package init(text: String, range: SourceRange, isTrailing: Bool) {
        self.text = text
        self.range = range
        self.isTrailing = isTrailing
    }
}

/// One statement: everything from its first token to the dot (or, for a query, its last clause).
package struct Statement: Sendable {
    package var kind: Kind
    /// The lines of `%%` comments right above, without the marks; nil where there are none.
    package var documentation: String?
    package var range: SourceRange

    package init(kind: Kind, documentation: String?, range: SourceRange) {
        self.kind = kind
        self.documentation = documentation
        self.range = range
    }

    package enum Kind: Sendable {
        /// `prefix wd: <http://…>.` The name is without the colon, the IRI without angle brackets.
        case prefix(name: String, iri: String)
        /// `base <http://…>.`
        case base(iri: String)
        case classDeclaration(ClassDeclaration)
        case relationDeclaration(RelationDeclaration)
        case enumeration(EnumDeclaration)
        /// `disjoint person, company.`: no entity is of two of the classes.
        case disjoint([EntityName])
        /// `declare edge(int, int, float).`
        case declare(name: EntityName, types: [TypeName])
        /// `input edge("edges.tsv").`
        case input(name: EntityName, path: String)
        /// `output tc("tc.csv").` or `output tc.`
        case output(name: EntityName, path: String?)
        case include(path: String, pathRange: SourceRange)
        /// `fact.` and `head :- body.`; with an empty body nil.
        case clause(Clause)
        /// `+r(X, Y) :- body.` or `-r(X, Y) :- body.` or `-fact.`
        case update(Update)
        case deny(Clause)
        case query(Query)
        case savedQuery(SavedQuery)
        /// `what if { … } ?- …`
        case whatIf(updates: [Statement], query: Query)
        case begin
        case commit
        case rollback
    }
}

/// `class person < actor, agent.`
package struct ClassDeclaration: Sendable {
    package var name: EntityName
    package var parents: [EntityName]

    package init(name: EntityName, parents: [EntityName]) {
        self.name = name
        self.parents = parents
    }
}

/// `enum status = planned | completed.`
package struct EnumDeclaration: Sendable {
    package var name: EntityName
    package var values: [EntityName]

    package init(name: EntityName, values: [EntityName]) {
        self.name = name
        self.values = values
    }
}

/// `relation owns(actor, actor) {share: decimal} inverse owned_by one required.`
package struct RelationDeclaration: Sendable {
    package enum Property: Sendable {
        case one, required, symmetric, transitive
        case inverse(EntityName)
    }

    package var name: EntityName
    package var types: [TypeName]
    package var qualifiers: [(name: EntityName, type: TypeName)]
    package var properties: [(property: Property, range: SourceRange)]

    package init(
        name: EntityName, types: [TypeName], qualifiers: [(name: EntityName, type: TypeName)],
        properties: [(property: Property, range: SourceRange)]
    ) {
        self.name = name
        self.types = types
        self.qualifiers = qualifiers
        self.properties = properties
    }
}

/// A type by name: `string int decimal float number date datetime bool any thing`, a class or an enum.
package typealias TypeName = EntityName

/// An entity as it is written.
package struct EntityName: Sendable {
    package enum Form: Hashable, Sendable {
        /// `khorgos` or `'Фонд Самрук'`: the text without quotes and with escapes resolved.
        case bare(String)
        /// `wd:Q1`
        case prefixed(prefix: String, local: String)
        /// `<https://example.org/x>`, without the angle brackets.
        case iri(String)
        /// `_:b0`, without the mark.
        case blank(String)
    }

    package var form: Form
    package var range: SourceRange

    package init(_ form: Form, range: SourceRange) {
        self.form = form
        self.range = range
    }
}
