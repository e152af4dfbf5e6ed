import Terms

/// Namespaces, schema, and what a program reads and writes.
extension Parser {
    // MARK: Namespaces

    mutating func parsePrefix() throws(SyntaxFailure) -> Statement.Kind {
        advance()
        let start = current.start
        switch current.kind {
        case .word, .variable, .keyword: advance()
        default: throw unexpected("the name of the prefix, as in prefix wd: <https://example.org/>")
        }
        // A prefix may have hyphens, which are not tokens of a name elsewhere.
        while current.isSymbol(.minus), current.start == previousEnd, peek().start == current.end {
            advance()
            switch current.kind {
            case .word, .variable, .keyword, .integer: advance()
            default: throw unexpected("the rest of the prefix")
            }
        }
        let name = source.text(start..<previousEnd)
        try expect(.colon)
        let iri = try parseIRI()
        try finish("'.'")
        return .prefix(name: name, iri: iri)
    }

    mutating func parseBase() throws(SyntaxFailure) -> Statement.Kind {
        advance()
        let iri = try parseIRI()
        try finish("'.'")
        return .base(iri: iri)
    }

    private mutating func parseIRI() throws(SyntaxFailure) -> String {
        guard case .iri(let iri) = current.kind else { throw unexpected("an IRI, as in <https://example.org/>") }
        advance()
        return iri
    }

    // MARK: Schema

    mutating func parseClass() throws(SyntaxFailure) -> ClassDeclaration {
        advance()
        let name = try parseName("the name of the class")
        var parents: [EntityName] = []
        if accept(.less) {
            repeat { parents.append(try parseName("a class")) } while accept(.comma)
        }
        try finish(parents.isEmpty ? "'<' or '.'" : "',' or '.'")
        return ClassDeclaration(name: name, parents: parents)
    }

    mutating func parseEnum() throws(SyntaxFailure) -> EnumDeclaration {
        advance()
        let name = try parseName("the name of the enum")
        try expect(.equal)
        var values: [EntityName] = []
        repeat { values.append(try parseName("a value")) } while accept(.bar)
        if current.isSymbol(.comma) {
            throw fail(.expectedToken, "the values of an enum are separated by '|', not ','", at: range(of: current))
        }
        try finish("'|' or '.'")
        return EnumDeclaration(name: name, values: values)
    }

    /// Whether `disjoint` declares something here; it is no keyword, so that `disjoint(X)` is an atom.
    mutating func startsDisjoint() -> Bool { current.isWord("disjoint") && peek().isName }

    mutating func parseDisjoint() throws(SyntaxFailure) -> [EntityName] {
        advance()
        var classes: [EntityName] = []
        repeat { classes.append(try parseName("a class")) } while accept(.comma)
        guard classes.count > 1 || !current.isSymbol(.dot) else {
            throw fail(.expectedToken, "'disjoint' names two classes or more", at: classes[0].range)
        }
        try finish("',' or '.'")
        return classes
    }

    mutating func parseRelation() throws(SyntaxFailure) -> RelationDeclaration {
        advance()
        let name = try parseName("the name of the relation")
        var declaration = RelationDeclaration(
            name: name, types: try parseTypes(), qualifiers: [], properties: [])
        var hasQualifiers = false
        while !current.isSymbol(.dot) {
            if current.isSymbol(.leftBrace) {
                guard !hasQualifiers else { throw repeated("the qualifiers in braces", current) }
                declaration.qualifiers = try parseQualifierTypes()
                hasQualifiers = true
            } else if let property = try parseProperty(of: declaration) {
                declaration.properties.append(property)
            } else {
                break
            }
        }
        try finish("'one', 'required', 'symmetric', 'transitive', 'inverse' or '.'")
        return declaration
    }

    private mutating func parseTypes() throws(SyntaxFailure) -> [TypeName] {
        try expect(.leftParenthesis)
        var types: [TypeName] = []
        guard !accept(.rightParenthesis) else { return types }
        repeat { types.append(try parseName("a type")) } while accept(.comma)
        try expect(.rightParenthesis, or: "','")
        return types
    }

    private mutating func parseQualifierTypes() throws(SyntaxFailure) -> [(name: EntityName, type: TypeName)] {
        advance()
        var qualifiers: [(name: EntityName, type: TypeName)] = []
        guard !accept(.rightBrace) else { return qualifiers }
        repeat {
            let name = try parseQualifierName()
            qualifiers.append((name, try parseName("a type")))
        } while accept(.comma)
        try expect(.rightBrace, or: "','")
        return qualifiers
    }

    private mutating func parseProperty(
        of declaration: RelationDeclaration
    ) throws(SyntaxFailure) -> (property: RelationDeclaration.Property, range: SourceRange)? {
        guard case .word(let text) = current.kind else { return nil }
        let first = current
        let isRepeated = declaration.properties.contains { $0.range.text.hasPrefix(text) }
        var property: RelationDeclaration.Property
        switch text {
        case "one": property = .one
        case "required": property = .required
        case "symmetric": property = .symmetric
        case "transitive": property = .transitive
        case "inverse":
            advance()
            if current.isKeyword(.of) {
                throw fail(
                    .expectedToken, "write 'inverse' and the name, without 'of'", at: range(of: current))
            }
            property = .inverse(try parseName("the name of the inverse relation"))
        default:
            // A name that starts the next line is rather the next statement, whose dot is missing.
            guard !current.startsLine else { return nil }
            throw fail(.expectedToken, unknownProperty(text), at: range(of: current))
        }
        if case .inverse = property {} else { advance() }
        guard !isRepeated else { throw repeated("'\(text)'", first) }
        return (property, range(from: first))
    }

    private func unknownProperty(_ text: String) -> String {
        let known = ["one", "required", "symmetric", "transitive", "inverse"]
        let start = "'\(text.prefix(40))' is no property of a relation"
        if let nearest = Spelling.nearest(to: text, among: known) { return start + "; did you mean '\(nearest)'?" }
        return start + "; there are one, required, symmetric, transitive and inverse"
    }

    // MARK: Input and output

    mutating func parseDeclare() throws(SyntaxFailure) -> Statement.Kind {
        advance()
        let name = try parseName("the name of the relation")
        let types = try parseTypes()
        try finish("'.'")
        return .declare(name: name, types: types)
    }

    mutating func parseInput() throws(SyntaxFailure) -> Statement.Kind {
        advance()
        let name = try parseName("the name of the relation")
        try expect(.leftParenthesis)
        let path = try parsePath()
        try expect(.rightParenthesis)
        try finish("'.'")
        return .input(name: name, path: path)
    }

    mutating func parseOutput() throws(SyntaxFailure) -> Statement.Kind {
        advance()
        let name = try parseName("the name of the relation")
        var path: String?
        if accept(.leftParenthesis) {
            path = try parsePath()
            try expect(.rightParenthesis)
        }
        try finish(path == nil ? "'(' or '.'" : "'.'")
        return .output(name: name, path: path)
    }

    mutating func parseInclude() throws(SyntaxFailure) -> Statement.Kind {
        advance()
        let pathRange = range(of: current)
        let path = try parsePath()
        try finish("'.'")
        return .include(path: path, pathRange: pathRange)
    }

    private mutating func parsePath() throws(SyntaxFailure) -> String {
        guard case .string(.string(let path)) = current.kind else {
            throw unexpected("the name of a file in double quotes")
        }
        advance()
        return path
    }

    mutating func repeated(_ what: String, _ token: Token) -> SyntaxFailure {
        fail(.repeatedClause, "\(what) cannot stand twice", at: range(of: token))
    }
}
