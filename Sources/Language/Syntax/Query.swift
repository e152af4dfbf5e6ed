/// `?- body select … order by … limit … offset … as of … known by … without source ….`
package struct Query: Sendable {
    package var body: Formula
    /// The columns; nil where there is no `select`.
    package var select: [SelectItem]?
    package var orderBy: [OrderItem]
    package var limit: Expression?
    package var offset: Expression?
    package var asOf: Expression?
    package var knownBy: Expression?
    /// The sources whose evidence is left out.
    package var withoutSources: [Expression]
    package var range: SourceRange

    package init(
        body: Formula, select: [SelectItem]? = nil, orderBy: [OrderItem] = [], limit: Expression? = nil,
        offset: Expression? = nil, asOf: Expression? = nil, knownBy: Expression? = nil,
        withoutSources: [Expression] = [], range: SourceRange
    ) {
        self.body = body
        self.select = select
        self.orderBy = orderBy
        self.limit = limit
        self.offset = offset
        self.asOf = asOf
        self.knownBy = knownBy
        self.withoutSources = withoutSources
        self.range = range
    }
}

/// `sum(V) as total`
package struct SelectItem: Sendable {
    package var expression: Expression
    /// The name behind `as`.
    package var alias: String?

    package init(expression: Expression, alias: String?) {
        self.expression = expression
        self.alias = alias
    }
}

/// `total desc`: an expression over the variables, or the alias of a column as a bare entity.
package struct OrderItem: Sendable {
    package var expression: Expression
    package var descending: Bool

    package init(expression: Expression, descending: Bool) {
        self.expression = expression
        self.descending = descending
    }
}

/// `query name($p: type = default) ?- …`
package struct SavedQuery: Sendable {
    package var name: EntityName
    package var parameters: [Parameter]
    package var query: Query

    package init(name: EntityName, parameters: [Parameter], query: Query) {
        self.name = name
        self.parameters = parameters
        self.query = query
    }
}

/// `$country: country = china`
package struct Parameter: Sendable {
    /// Without the dollar sign.
    package var name: String
    package var type: TypeName?
    package var defaultValue: Expression?
    package var range: SourceRange

    package init(name: String, type: TypeName?, defaultValue: Expression?, range: SourceRange) {
        self.name = name
        self.type = type
        self.defaultValue = defaultValue
        self.range = range
    }
}
