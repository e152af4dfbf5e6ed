/// A fact or a rule: `head.` or `head :- body.`
package struct Clause: Sendable {
    package var head: Atom
    package var body: Formula?

    package init(head: Atom, body: Formula?) {
        self.head = head
        self.body = body
    }
}

/// `-fact.`, `-r(X, Y) :- body.` or `+r(X, Y) :- body.`
package struct Update: Sendable {
    package var withdraws: Bool
    package var clause: Clause

    package init(withdraws: Bool, clause: Clause) {
        self.withdraws = withdraws
        self.clause = clause
    }
}

/// What literals form together.
package indirect enum Formula: Sendable {
    case literal(Literal)
    /// Two or more, joined by commas.
    case and([Formula])
    /// Two or more, joined by `;` or `or`.
    case or([Formula])
}

/// One condition of a body.
package struct Literal: Sendable {
    package enum Kind: Sendable {
        /// A relation, or a test such as `contains(S, "x")`: the resolver tells them apart by name.
        case atom(Atom)
        /// `not r(X)`, `! r(X)`, `not ( … )`, `not X > 3`
        case not(Formula)
        case optional(Formula)
        case comparison(Comparison, Expression, Expression)
        /// `X in [a, b]`
        case memberOfList(Expression, [Expression])
        /// `N in 1..10`
        case memberOfRange(Expression, lower: Expression, upper: Expression)
    }

    package var kind: Kind
    package var range: SourceRange

    package init(kind: Kind, range: SourceRange) {
        self.kind = kind
        self.range = range
    }
}

package enum Comparison: String, Sendable {
    case equal = "="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
}

/// `owns+(X, Y) {share: S} as St @ 2016-01-01`
package struct Atom: Sendable {
    package enum Closure: Sendable {
        case none
        /// `r+`
        case transitive
        /// `r*`
        case reflexive
    }

    package var name: EntityName
    package var closure: Closure
    package var arguments: [Expression]
    /// Qualifiers in braces; nil where there are no braces.
    package var qualifiers: [Qualifier]?
    /// `as St`
    package var statementVariable: Expression?
    /// `@ date`
    package var date: Expression?
    package var range: SourceRange

    package init(
        name: EntityName, closure: Closure = .none, arguments: [Expression], qualifiers: [Qualifier]? = nil,
        statementVariable: Expression? = nil, date: Expression? = nil, range: SourceRange
    ) {
        self.name = name
        self.closure = closure
        self.arguments = arguments
        self.qualifiers = qualifiers
        self.statementVariable = statementVariable
        self.date = date
        self.range = range
    }
}

/// `share: 51`
package struct Qualifier: Sendable {
    package var name: EntityName
    package var value: Expression

    package init(name: EntityName, value: Expression) {
        self.name = name
        self.value = value
    }
}
