import Language
import Terms

/// A value of the graph: what a variable is bound to, and what a fact is made of.
///
/// Ints and decimals are exact. Dates are as precise as they are known: `2016-05-10`, `2016-05` or `2016`.
public enum Value: Hashable, Sendable {
    /// The absence of a value, from `optional`.
    case none
    case bool(Bool)
    case int(Int64)
    /// A number with a fraction, as its digits: `12.75`.
    case decimal(String)
    case float(Double)
    case date(String)
    /// An instant in UTC: `2016-05-10T09:30:00Z`.
    case dateTime(String)
    case string(String)
    /// A text in a language: `"Қорғас"@kk`.
    case tagged(String, language: String)
    /// A literal of another datatype, which is an entity.
    case typed(String, datatype: String)
    /// An entity by its name, `prefix:name` or `<iri>`.
    case entity(String)
    /// A stored statement, as `as St` binds it.
    case statement(UInt64)
}

extension Value: CustomStringConvertible, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral
{
    public init(stringLiteral text: String) { self = .string(text) }
    public init(integerLiteral number: Int64) { self = .int(number) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }

    /// The text that answers show.
    public var description: String {
        switch self {
        case .none: ""
        case .bool(let value): value ? "true" : "false"
        case .int(let number): String(number)
        case .float(let number): Term.shortest(number)
        case .decimal(let text), .date(let text), .dateTime(let text), .string(let text), .tagged(let text, _),
            .typed(let text, _), .entity(let text):
            text
        case .statement(let number): "_:statement\(number)"
        }
    }
}

extension Value {
    init(_ term: Term, _ namespaces: Namespaces) {
        switch term {
        case .none: self = .none
        case .bool(let value): self = .bool(value)
        case .int(let number): self = .int(number)
        case .decimal(let number): self = .decimal(number.description)
        case .float(let number): self = .float(number)
        case .date(let date): self = .date(date.description)
        case .dateTime(let instant): self = .dateTime(instant.description)
        case .string(let text): self = .string(text)
        case .tagged(let text, let language): self = .tagged(text, language: language)
        case .typed(let text, let datatype):
            self = .typed(text, datatype: Term.entity(datatype).plainText(namespaces))
        case .entity: self = .entity(term.plainText(namespaces))
        case .statement(let number): self = .statement(number)
        }
    }

    /// The term that the value stands for. Throws `ZholError` of kind `usage` where its text is none.
    func term(_ namespaces: Namespaces) throws(ZholError) -> Term {
        let found: Term?
        switch self {
        case .none: found = Term.none
        case .bool(let value): found = .bool(value)
        case .int(let number): found = .int(number)
        case .decimal(let text): found = Decimal(text).map(Term.number)
        case .float(let number): found = Term.float(finite: number)
        case .date(let text): found = PartialDate(text).map(Term.date)
        case .dateTime(let text): found = DateTime(text).map(Term.dateTime)
        case .string(let text): found = .string(text)
        case .tagged(let text, let language): found = .tagged(text, language: language)
        case .typed(let text, let datatype):
            guard case .entity(let name)? = FieldText.term(datatype, as: .thing, Schema(), namespaces) else {
                throw ZholError(.usage, "'\(datatype)' is no datatype")
            }
            found = .typed(text, datatype: name)
        case .entity(let name): found = FieldText.term(name, as: .thing, Schema(), namespaces)
        case .statement(let number): found = .statement(number)
        }
        guard let found else { throw ZholError(.usage, "'\(self)' is no \(kind)") }
        return found
    }

    private var kind: String {
        switch self {
        case .decimal: "decimal"
        case .float: "finite number"
        case .date: "date; a date is 2016-05-10, 2016-05 or 2016"
        case .dateTime: "datetime; a datetime is 2016-05-10T09:30:00Z"
        default: "name of an entity"
        }
    }
}
