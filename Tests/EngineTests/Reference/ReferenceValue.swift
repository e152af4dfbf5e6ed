import Terms

/// A value as the reference evaluator sees it: a model of its own, made for being read and not for speed.
enum ReferenceValue: Hashable {
    case none
    case bool(Bool)
    /// An int or a decimal, in millionths.
    case exact(Int128)
    case float(Double)
    /// Month and day are 0 where they are not known.
    case date(year: Int, month: Int, day: Int)
    case string(String)
    case entity(String)
    /// A statement by its number among the facts.
    case statement(Int)
    /// What `list` gives.
    case list([ReferenceValue])

    static let million: Int128 = 1_000_000

    static func int(_ value: Int) -> ReferenceValue { .exact(Int128(value) * million) }

    /// Nil for a term that reference programs do not use.
    init?(_ term: Term) {
        switch term {
        case .none: self = .none
        case .bool(let value): self = .bool(value)
        case .int(let value): self = .exact(Int128(value) * ReferenceValue.million)
        case .decimal(let value):
            guard value.scale <= 6 else { return nil }
            self = .exact((0..<6 - value.scale).reduce(Int128(value.coefficient)) { number, _ in number * 10 })
        case .float(let value): self = .float(value)
        case .date(let date): self = .date(year: date.year, month: date.month, day: date.day)
        case .string(let text): self = .string(text)
        case .entity(let name): self = .entity(name)
        case .statement, .dateTime, .tagged, .typed: return nil
        }
    }

    /// The number as a double; nil for what is no number.
    var number: Double? {
        switch self {
        case .exact(let millionths): Double(millionths) / Double(ReferenceValue.million)
        case .float(let value): value
        default: nil
        }
    }

    /// A whole number as the year that it is where a date is declared.
    var asDate: ReferenceValue { whole.map { .date(year: $0, month: 0, day: 0) } ?? self }

    /// The whole number; nil for anything else.
    var whole: Int? {
        guard case .exact(let millionths) = self, millionths % ReferenceValue.million == 0 else { return nil }
        return Int(exactly: millionths / ReferenceValue.million)
    }
}

extension ReferenceValue {
    /// none < bool < number < date < string < entity.
    private var rank: Int {
        switch self {
        case .none: 0
        case .bool: 1
        case .exact, .float: 2
        case .date: 3
        case .string: 4
        case .entity: 5
        case .statement: 6
        case .list: 7
        }
    }

    /// -1, 0 or 1; 0 for numbers of one value whatever their kind.
    static func compare(_ left: ReferenceValue, _ right: ReferenceValue) -> Int {
        func sign<T: Comparable>(_ a: T, _ b: T) -> Int { a < b ? -1 : a > b ? 1 : 0 }
        func scalars(_ a: String, _ b: String) -> Int {
            let (x, y) = (a.unicodeScalars.map(\.value), b.unicodeScalars.map(\.value))
            return x.lexicographicallyPrecedes(y) ? -1 : y.lexicographicallyPrecedes(x) ? 1 : 0
        }
        switch (left, right) {
        case (.bool(let a), .bool(let b)): return sign(a ? 1 : 0, b ? 1 : 0)
        case (.exact(let a), .exact(let b)): return sign(a, b)
        case (.date(let y, let m, let d), .date(let v, let n, let e)):
            return sign(y * 10_000 + m * 100 + d, v * 10_000 + n * 100 + e)
        case (.string(let a), .string(let b)), (.entity(let a), .entity(let b)): return scalars(a, b)
        case (.statement(let a), .statement(let b)): return sign(a, b)
        default: break
        }
        if let a = left.number, let b = right.number { return sign(a, b) }
        return sign(left.rank, right.rank)
    }

    /// The total order: as `compare`, with exact numbers before floats of the same value.
    static func order(_ left: ReferenceValue, _ right: ReferenceValue) -> Int {
        let comparison = compare(left, right)
        if comparison != 0 || left == right { return comparison }
        if case .exact = left { return -1 }
        return 1
    }
}

extension ReferenceValue: CustomStringConvertible {
    var description: String {
        switch self {
        case .none: return "none"
        case .bool(let value): return "\(value)"
        case .exact(let value): return whole.map { "\($0)" } ?? "\(Double(value) / Double(ReferenceValue.million))"
        case .float(let value): return "\(value)f"
        case .date(let year, let month, let day):
            return ([year] + [month, day].filter { $0 > 0 }).map { "\($0)" }.joined(separator: "-")
        case .string(let text): return "\"\(text)\""
        case .entity(let name): return name
        case .statement(let number): return "#\(number)"
        case .list(let values): return "[" + values.map(\.description).joined(separator: ", ") + "]"
        }
    }
}
