import Terms

/// A term, a variable or something computed.
package struct Expression: Sendable {
    package indirect enum Kind: Sendable {
        /// A literal value; never an entity.
        case constant(Term)
        case entity(EntityName)
        /// A variable by name, as written: `X`, `_Why`.
        case variable(String)
        /// `_`
        case wildcard
        /// `$country`, without the dollar sign.
        case parameter(String)
        /// `-X`; a minus before a number literal is part of the number.
        case negation(Expression)
        case arithmetic(Operator, Expression, Expression)
        /// `len(S)`
        case call(name: String, nameRange: SourceRange, arguments: [Expression])
        case aggregate(Aggregate)
    }

    package enum Operator: String, Sendable {
        case add = "+"
        case subtract = "-"
        case multiply = "*"
        case divide = "/"
        case integerDivide = "div"
        case modulo = "mod"
    }

    package var kind: Kind
    package var range: SourceRange

    package init(kind: Kind, range: SourceRange) {
        self.kind = kind
        self.range = range
    }
}

/// `count`, `sum(V per L)`, `count { body }`, `argmax(X, By)`
package struct Aggregate: Sendable {
    package enum Function: String, Sendable, CaseIterable {
        case count, sum, avg, min, max, median, stddev, list, argmax, argmin
    }

    package var function: Function
    package var arguments: [Expression]
    /// The expressions behind `per`; empty where there are none.
    package var per: [Expression]
    /// The group in braces, for an aggregate in a body.
    package var body: Formula?

    package init(function: Function, arguments: [Expression], per: [Expression], body: Formula?) {
        self.function = function
        self.arguments = arguments
        self.per = per
        self.body = body
    }
}
