import Language
import Terms

/// `+ - * / div mod` on terms, section 6 of the language.
enum Arithmetic {
    enum Result {
        case value(Term)
        /// No value for these operands: the binding does not match.
        case undefined
        /// An exact result that does not fit: an error.
        case overflow
    }

    static func negated(_ term: Term) -> Result {
        switch term {
        case .int(let value): value == .min ? .overflow : .value(.int(-value))
        case .decimal(let value): value.negated.map { .value(.number($0)) } ?? .overflow
        case .float(let value): float(-value)
        default: .undefined
        }
    }

    static func apply(_ op: Expression.Operator, _ left: Term, _ right: Term) -> Result {
        switch (left, right) {
        case (.int(let a), .int(let b)): return ints(op, a, b)
        case (.date(let date), .int(let days)):
            switch op {
            case .add: return shifted(date, days)
            case .subtract: return days == .min ? .undefined : shifted(date, -days)
            default: return .undefined
            }
        case (.int(let days), .date(let date)) where op == .add: return shifted(date, days)
        case (.date(let a), .date(let b)) where op == .subtract: return .value(.int(Int64(a.firstDay - b.firstDay)))
        default: break
        }
        if case .float = left, let b = double(right), case .float(let a) = left { return floats(op, a, b) }
        if case .float(let b) = right, let a = double(left) { return floats(op, a, b) }
        guard let a = decimal(left), let b = decimal(right) else { return .undefined }
        return decimals(op, a, b)
    }

    private static func ints(_ op: Expression.Operator, _ a: Int64, _ b: Int64) -> Result {
        func exact(_ result: (partialValue: Int64, overflow: Bool)) -> Result {
            result.overflow ? .overflow : .value(.int(result.partialValue))
        }
        switch op {
        case .add: return exact(a.addingReportingOverflow(b))
        case .subtract: return exact(a.subtractingReportingOverflow(b))
        case .multiply: return exact(a.multipliedReportingOverflow(by: b))
        case .divide: return b == 0 ? .undefined : float(Double(a) / Double(b))
        case .integerDivide: return b == 0 ? .undefined : exact(a.dividedReportingOverflow(by: b))
        case .modulo:
            if b == 0 { return .undefined }
            return b == -1 ? .value(.int(0)) : .value(.int(a % b))
        }
    }

    private static func decimals(_ op: Expression.Operator, _ a: Decimal, _ b: Decimal) -> Result {
        func exact(_ result: Decimal?) -> Result { result.map { .value(.number($0)) } ?? .overflow }
        switch op {
        case .add: return exact(a.adding(b))
        case .subtract: return exact(b.negated.flatMap { a.adding($0) })
        case .multiply: return exact(a.multiplied(by: b))
        case .divide: return b.coefficient == 0 ? .undefined : float(a.doubleValue / b.doubleValue)
        case .integerDivide, .modulo: return .undefined
        }
    }

    private static func floats(_ op: Expression.Operator, _ a: Double, _ b: Double) -> Result {
        switch op {
        case .add: float(a + b)
        case .subtract: float(a - b)
        case .multiply: float(a * b)
        case .divide: b == 0 ? .undefined : float(a / b)
        case .integerDivide, .modulo: .undefined
        }
    }

    static func float(_ value: Double) -> Result { Term.float(finite: value).map { .value($0) } ?? .undefined }

    private static func shifted(_ date: PartialDate, _ days: Int64) -> Result {
        guard let narrow = Int(exactly: days), narrow.magnitude < 8_000_000,
            let moved = PartialDate(daysSinceEpoch: date.firstDay + narrow)
        else { return .undefined }
        return .value(.date(moved))
    }

    static func double(_ term: Term) -> Double? {
        switch term {
        case .int(let value): Double(value)
        case .decimal(let value): value.doubleValue
        case .float(let value): value
        default: nil
        }
    }

    static func decimal(_ term: Term) -> Decimal? {
        switch term {
        case .int(let value): Decimal(value)
        case .decimal(let value): value
        default: nil
        }
    }
}
