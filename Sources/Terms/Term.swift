/// A value of the language: what a variable is bound to, and what the store keeps.
///
/// Two terms are equal when they are the same term for a join: an int and an equal decimal are one term
/// (a decimal without fraction is built as an int), a float is always another.
package enum Term: Hashable, Sendable {
    /// The absence of a value, from `optional`.
    case none
    case bool(Bool)
    case int(Int64)
    case decimal(Decimal)
    /// A finite double; never NaN, never infinite, never negative zero.
    case float(Double)
    case date(PartialDate)
    case dateTime(DateTime)
    case string(String)
    /// A string with a language tag, as `"Қорғас"@kk`.
    case tagged(String, language: String)
    /// A literal of a datatype the language has no kind for, as `"P3Y"^^xsd:duration`; the datatype is an entity name.
    case typed(String, datatype: String)
    /// An entity by its canonical name: bare where it is relative to the base, `<iri>` where absolute, `_:label` where blank.
    case entity(String)
    /// A stored statement, as bound by `as St`.
    case statement(UInt64)
}

extension Term {
    /// Texts are one term where their scalars are the same; Swift's strings are equal where they only look the same.
    package static func == (left: Term, right: Term) -> Bool {
        switch (left, right) {
        case (.none, .none): true
        case (.bool(let a), .bool(let b)): a == b
        case (.int(let a), .int(let b)): a == b
        case (.decimal(let a), .decimal(let b)): a == b
        case (.float(let a), .float(let b)): a == b
        case (.date(let a), .date(let b)): a == b
        case (.dateTime(let a), .dateTime(let b)): a == b
        case (.string(let a), .string(let b)), (.entity(let a), .entity(let b)): isSame(a, b)
        case (.tagged(let a, let language), .tagged(let b, let other)): isSame(a, b) && isSame(language, other)
        case (.typed(let a, let datatype), .typed(let b, let other)): isSame(a, b) && isSame(datatype, other)
        case (.statement(let a), .statement(let b)): a == b
        default: false
        }
    }

    private static func isSame(_ left: String, _ right: String) -> Bool {
        left == right && left.utf8.count == right.utf8.count && left.utf8.elementsEqual(right.utf8)
    }

    /// The decimal `coefficient / 10^scale` as a term: an int where it has no fraction.
    package static func number(_ decimal: Decimal) -> Term {
        decimal.scale == 0 ? .int(decimal.coefficient) : .decimal(decimal)
    }

    /// A double as a term, nil where it is NaN or infinite; negative zero becomes zero.
    package static func float(finite value: Double) -> Term? {
        value.isFinite ? .float(value == 0 ? 0 : value) : nil
    }

    /// Whether the term is an int, a decimal or a float.
    package var isNumber: Bool {
        switch self {
        case .int, .decimal, .float: true
        default: false
        }
    }
}
