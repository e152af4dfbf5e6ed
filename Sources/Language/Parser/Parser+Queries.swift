/// Queries and their clauses.
extension Parser {
    /// From `?-` to before the dot.
    mutating func parseQuery() throws(SyntaxFailure) -> Query {
        let first = current
        try expect(.queryArrow)
        return try parseGoal(from: first)
    }

    /// A body and its clauses.
    mutating func parseGoal(from first: Token) throws(SyntaxFailure) -> Query {
        var query = Query(body: try parseFormula(), range: range(of: first))
        while try parseClause(of: &query) {}
        query.range = range(from: first)
        return query
    }

    /// One clause behind the body; false where there is none.
    private mutating func parseClause(of query: inout Query) throws(SyntaxFailure) -> Bool {
        let first = current
        if current.isWord("without"), peek().isWord("source") {
            guard query.withoutSources.isEmpty else { throw repeated("'without source'", first) }
            advance()
            advance()
            repeat { query.withoutSources.append(try parseExpression()) } while accept(.comma)
            return true
        }
        guard case .keyword(let keyword) = current.kind else { return false }
        switch keyword {
        case .select:
            guard query.select == nil else { throw repeated("'select'", first) }
            advance()
            query.select = try parseSelect()
        case .order:
            guard query.orderBy.isEmpty else { throw repeated("'order by'", first) }
            advance()
            guard accept(.by) else { throw unexpected("'by'") }
            query.orderBy = try parseOrder()
        case .limit:
            guard query.limit == nil else { throw repeated("'limit'", first) }
            advance()
            query.limit = try parseExpression()
        case .offset:
            guard query.offset == nil else { throw repeated("'offset'", first) }
            advance()
            query.offset = try parseExpression()
        case .as:
            guard query.asOf == nil else { throw repeated("'as of'", first) }
            advance()
            guard accept(.of) else { throw unexpected("'of' and a date") }
            query.asOf = try parseExpression()
        case .known:
            guard query.knownBy == nil else { throw repeated("'known by'", first) }
            advance()
            guard accept(.by) else { throw unexpected("'by' and a date or the number of a transaction") }
            query.knownBy = try parseExpression()
        default: return false
        }
        return true
    }

    private mutating func parseSelect() throws(SyntaxFailure) -> [SelectItem] {
        if current.isSymbol(.star) {
            throw fail(
                .expectedToken, "without 'select' a query already gives all its variables: leave 'select *' out",
                at: range(of: current))
        }
        var items: [SelectItem] = []
        repeat {
            let expression = try parseColumn()
            var alias: String?
            if current.isKeyword(.as), !peek().isKeyword(.of) {
                advance()
                alias = try parseAlias()
            }
            items.append(SelectItem(expression: expression, alias: alias))
        } while accept(.comma)
        return items
    }

    private mutating func parseAlias() throws(SyntaxFailure) -> String {
        switch current.kind {
        case .word(let text), .quotedName(let text), .variable(let text):
            advance()
            return text
        default: throw unexpected("a name for the column")
        }
    }

    private mutating func parseOrder() throws(SyntaxFailure) -> [OrderItem] {
        var items: [OrderItem] = []
        repeat {
            let expression = try parseColumn()
            let descends = accept(.desc)
            if !descends { _ = accept(.asc) }
            items.append(OrderItem(expression: expression, descending: descends))
        } while accept(.comma)
        return items
    }

    // MARK: Saved queries

    mutating func parseSavedQuery() throws(SyntaxFailure) -> SavedQuery {
        advance()
        let name = try parseName("the name of the query")
        var parameters: [Parameter] = []
        if accept(.leftParenthesis), !accept(.rightParenthesis) {
            repeat { parameters.append(try parseParameter()) } while accept(.comma)
            try expect(.rightParenthesis, or: "','")
        }
        if current.isSymbol(.ruleArrow) {
            throw fail(.expectedToken, "a saved query is written with '?-', not with ':-'", at: range(of: current))
        }
        guard current.isSymbol(.queryArrow) else { throw unexpected("'?-'") }
        let query = try parseQuery()
        try finish("',' or '.'")
        return SavedQuery(name: name, parameters: parameters, query: query)
    }

    private mutating func parseParameter() throws(SyntaxFailure) -> Parameter {
        let first = current
        guard case .parameter(let name) = current.kind else {
            throw unexpected("a parameter, as in $country: country")
        }
        advance()
        let type: TypeName? = accept(.colon) ? try parseName("a type") : nil
        let defaultValue: Expression? = accept(.equal) ? try parseExpression() : nil
        return Parameter(name: name, type: type, defaultValue: defaultValue, range: range(from: first))
    }
}
