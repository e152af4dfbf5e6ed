import Terms

/// Terms, variables, function calls, aggregates and arithmetic.
extension Parser {
    /// Where an expression stands, for the message when there is none.
    enum Place { case operand, literal }

    mutating func parseExpression(in place: Place = .operand) throws(SyntaxFailure) -> Expression {
        let first = current
        let operand = try parseUnary(in: place)
        return try parseOperators(behind: operand, from: first, weakest: 0)
    }

    /// Binary operators of at least a strength behind a first operand; they group from the left.
    mutating func parseOperators(
        behind operand: Expression, from first: Token, weakest: Int
    ) throws(SyntaxFailure) -> Expression {
        var left = operand
        var leftHeight = height
        while let (binary, strength) = binaryOperator(current), strength >= weakest {
            advance()
            let start = current
            let right = try parseOperators(behind: try parseUnary(), from: start, weakest: strength + 1)
            try raise(above: max(leftHeight, height), from: first)
            leftHeight = height
            left = Expression(kind: .arithmetic(binary, left, right), range: left.range.extended(to: right.range))
        }
        height = leftHeight
        return left
    }

    private func binaryOperator(_ token: Token) -> (Expression.Operator, strength: Int)? {
        switch token.kind {
        case .symbol(.plus): (.add, 0)
        case .symbol(.minus): (.subtract, 0)
        case .symbol(.star): (.multiply, 1)
        case .symbol(.slash): (.divide, 1)
        case .word("div"): (.integerDivide, 1)
        case .word("mod"): (.modulo, 1)
        default: nil
        }
    }

    /// Whether an operator stands here that makes what is before it an operand.
    var continuesExpression: Bool {
        if binaryOperator(current) != nil || current.isKeyword(.in) { return true }
        if case .symbol(let symbol) = current.kind { return Comparison(rawValue: symbol.rawValue) != nil }
        return false
    }

    private mutating func parseUnary(in place: Place = .operand) throws(SyntaxFailure) -> Expression {
        guard current.isSymbol(.minus) else { return try parsePrimary(in: place) }
        let minus = current
        advance()
        if let term = try negativeNumber(behind: minus) {
            advance()
            height = 0
            return Expression(kind: .constant(term), range: range(from: minus))
        }
        try descend()
        let operand = try parseUnary()
        ascend()
        try raise(above: height, from: minus)
        return Expression(kind: .negation(operand), range: range(from: minus))
    }

    /// The number or date of the current token with the minus before it as a part.
    private mutating func negativeNumber(behind minus: Token) throws(SyntaxFailure) -> Term? {
        switch current.kind {
        case .integer(let magnitude): return .int(Int64(truncatingIfNeeded: 0 &- Int128(magnitude)))
        case .decimal(let value): return value.negated.map(Term.number)
        case .float(let value): return Term.float(finite: -value)
        case .date(let date) where minus.end == current.start:
            return PartialDate(year: -date.year, month: date.month, day: date.day).map(Term.date)
        case .dateTime where minus.end == current.start:
            return DateTime(source.text(minus.start..<current.end)).map(Term.dateTime)
        default: return nil
        }
    }

    private mutating func parsePrimary(in place: Place) throws(SyntaxFailure) -> Expression {
        let first = current
        let kind: Expression.Kind
        switch current.kind {
        case .string(let term): kind = .constant(term)
        case .integer(let magnitude):
            guard let value = Int64(exactly: magnitude) else {
                report(.numberOutOfRange, Lexer.intOutOfRange, at: range(of: current))
                throw SyntaxFailure()
            }
            kind = .constant(.int(value))
        case .decimal(let value): kind = .constant(.decimal(value))
        case .float(let value): kind = .constant(.float(value))
        case .date(let date): kind = .constant(.date(date))
        case .dateTime(let instant): kind = .constant(.dateTime(instant))
        case .keyword(.true): kind = .constant(.bool(true))
        case .keyword(.false): kind = .constant(.bool(false))
        case .keyword(.none): kind = .constant(.none)
        case .variable(let name): kind = .variable(name)
        case .wildcard: kind = .wildcard
        case .parameter(let name): kind = .parameter(name)
        case .symbol(.leftParenthesis): return try parseParenthesis()
        case .word, .quotedName, .prefixedName, .iri, .blank: return try parseNamed()
        default: throw place == .literal ? unexpectedLiteral() : unexpected("a value or a variable")
        }
        advance()
        height = 0
        if case .variable = kind, current.isSymbol(.leftParenthesis), current.start == first.end {
            throw variableAsRelation(first)
        }
        return Expression(kind: kind, range: range(of: first))
    }

    private mutating func parseParenthesis() throws(SyntaxFailure) -> Expression {
        let first = current
        advance()
        try descend()
        var expression = try parseExpression()
        ascend()
        try expect(.rightParenthesis, or: "an operator")
        expression.range = range(from: first)
        return expression
    }

    /// An entity, a function call or an aggregate.
    private mutating func parseNamed() throws(SyntaxFailure) -> Expression {
        let first = current
        let next = peek()
        guard case .word(let text) = current.kind else {
            let name = try parseName("a name")
            guard !current.isSymbol(.leftParenthesis) else { throw notAFunction(name) }
            height = 0
            return Expression(kind: .entity(name), range: name.range)
        }
        let hasArguments = next.isSymbol(.leftParenthesis)
        let hasBody = next.isSymbol(.leftBrace)
        let isBareCount = !hasArguments && !hasBody && readsBareCount && text == "count"
        if hasArguments || hasBody || isBareCount, let function = Aggregate.Function(rawValue: text) {
            advance()
            if isBareCount { sawBareCount = true }
            height = 0
            let (arguments, per) = hasArguments ? try parseArguments() : ([], [])
            return try finishAggregate(function, arguments, per, from: first)
        }
        let name = try parseName("a name")
        guard hasArguments else {
            height = 0
            return Expression(kind: .entity(name), range: name.range)
        }
        let (arguments, per) = try parseArguments()
        if let first = per.first {
            throw fail(.expectedToken, "'per' stands in an aggregate only, as in sum(V per L)", at: first.range)
        }
        return try call(Atom(name: name, arguments: arguments, range: range(from: first)))
    }

    /// The body in braces, where there is one, behind the arguments of an aggregate.
    mutating func finishAggregate(
        _ function: Aggregate.Function, _ arguments: [Expression], _ per: [Expression], from first: Token
    ) throws(SyntaxFailure) -> Expression {
        var body: Formula?
        if current.isSymbol(.leftBrace) {
            let argumentsHeight = height
            advance()
            try descend()
            let outer = readsBareCount
            readsBareCount = false
            defer { readsBareCount = outer }
            let formula = try parseFormula()
            ascend()
            try expect(.rightBrace, or: "','")
            try raise(above: max(argumentsHeight, height), from: first)
            body = formula
        }
        let aggregate = Aggregate(function: function, arguments: arguments, per: per, body: body)
        return Expression(kind: .aggregate(aggregate), range: range(from: first))
    }

    /// A name with arguments as a function call, or as the aggregate of that name. `date(2016)` is a constant: the
    /// form that a year alone has.
    mutating func call(_ atom: Atom) throws(SyntaxFailure) -> Expression {
        guard case .bare(let text) = atom.name.form, !atom.name.range.text.hasPrefix("'") else {
            throw notAFunction(atom.name)
        }
        if let function = Aggregate.Function(rawValue: text) {
            let aggregate = Aggregate(function: function, arguments: atom.arguments, per: [], body: nil)
            return Expression(kind: .aggregate(aggregate), range: atom.range)
        }
        if text == "date", atom.arguments.count == 1, case .constant(.int(let value)) = atom.arguments[0].kind,
            let year = Int(exactly: value), let date = PartialDate(year: year)
        {
            return Expression(kind: .constant(.date(date)), range: atom.range)
        }
        return Expression(
            kind: .call(name: text, nameRange: atom.name.range, arguments: atom.arguments), range: atom.range)
    }

    // MARK: Bare count

    /// An expression in `select` or `order by`, where a `count` without parentheses is the aggregate.
    mutating func parseColumn() throws(SyntaxFailure) -> Expression {
        readsBareCount = true
        defer { readsBareCount = false }
        return try parseExpression()
    }

    /// In a fact `count` is an entity: undoes what the head of a rule would have meant.
    func entityForBareCount(_ expression: Expression) -> Expression {
        var result = expression
        switch expression.kind {
        case .aggregate(let aggregate)
        where aggregate.function == .count && expression.range.end - expression.range.start == 5:
            result.kind = .entity(EntityName(.bare("count"), range: expression.range))
        case .negation(let operand): result.kind = .negation(entityForBareCount(operand))
        case .arithmetic(let sign, let left, let right):
            result.kind = .arithmetic(sign, entityForBareCount(left), entityForBareCount(right))
        case .call(let name, let nameRange, let arguments):
            result.kind = .call(name: name, nameRange: nameRange, arguments: arguments.map(entityForBareCount))
        default: break
        }
        return result
    }
}
