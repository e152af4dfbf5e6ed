import Language
import Terms

/// Collects the values of one group of an aggregate.
final class Accumulator {
    private let function: Aggregate.Function
    private let terms: TermTable
    @exclusivity(unchecked) private var count = 0
    @exclusivity(unchecked) private var distinct: Set<UInt64> = []
    private var seenPer: Set<[UInt64]> = []
    /// The exact part of a sum, as `coefficient / 10^scale`.
    @exclusivity(unchecked) private var coefficient: Int128 = 0
    @exclusivity(unchecked) private var scale = 0
    @exclusivity(unchecked) private var floats: [Double] = []
    @exclusivity(unchecked) private var values: [UInt64] = []
    @exclusivity(unchecked) private var best: UInt64?
    private let range: SourceRange
    /// Whether the aggregate is part of a recursion, which a negative addend could keep from ending.
    private let isRecursive: Bool

    init(_ aggregate: ResolvedAggregate, _ terms: TermTable, isRecursive: Bool = false) {
        self.isRecursive = isRecursive
        function = aggregate.function
        range = aggregate.range
        self.terms = terms
    }

    /// Takes one distinct assignment of the group's variables: its row in the columns of a contribution. What is undefined
    /// is passed over.
    func add(_ values: Contribution.Values, _ row: Int) throws {
        let first = values.arguments.first.map { $0[row] }
        if first == TermTable.undefined { return }
        let second = values.arguments.count > 1 ? values.arguments[1][row] : 0
        if second == TermTable.undefined { return }
        if !values.per.isEmpty {
            var key = values.per.map { $0[row] }
            // One value for each distinct key: a second, other value under the same key counts of its own.
            if let first { key.append(first) }
            guard seenPer.insert(key).inserted else { return }
        }
        guard let first else {
            count += 1
            return
        }
        try add(first, second)
    }

    /// Takes a value, and for `argmax` and `argmin` what it is measured by.
    func add(_ value: UInt64, _ measure: UInt64 = 0) throws {
        guard value != TermID.none.rawValue else { return }
        count += 1
        switch function {
        case .count, .list: distinct.insert(value)
        case .sum, .avg: try addNumber(value)
        case .median, .stddev: values.append(value)
        case .min: if try best.map({ try terms.order(value, $0) < 0 }) ?? true { best = value }
        case .max: if try best.map({ try terms.order(value, $0) > 0 }) ?? true { best = value }
        case .argmax, .argmin:
            guard measure != TermID.none.rawValue else { return }
            let comparison = try best.map { try terms.compare(measure, $0) } ?? (function == .argmax ? 1 : -1)
            if comparison == 0 {
                distinct.insert(value)
            } else if (comparison > 0) == (function == .argmax) {
                best = measure
                distinct = [value]
            }
        }
    }

    private func addNumber(_ value: UInt64) throws {
        if !isRecursive {
            if value >> 56 == UInt64(TermID.Kind.int.rawValue) {
                return try addExact(Int128(TermID(rawValue: value).smallInt), 0)
            }
            if let number = try terms.double(of: value) {
                floats.append(number)
                return
            }
        }
        let term = try terms.term(of: value)
        if isRecursive, Term.compare(term, .int(0)) < 0 {
            throw Diagnostics(
                Diagnostic(
                    .negativeContribution,
                    "'\(function.rawValue)' is part of a recursion and met \(term.sourceText(Namespaces()))", at: range,
                    notes: [.init("in a recursion only what is never negative can be added up")]))
        }
        switch term {
        case .int(let number): try addExact(Int128(number), 0)
        case .decimal(let number): try addExact(Int128(number.coefficient), number.scale)
        case .float(let number): floats.append(number)
        case .date(let date) where function == .avg:
            values.append(value)
            _ = date
        case let other:
            throw Diagnostics(
                Diagnostic(
                    .wrongType, "'\(function.rawValue)' takes numbers, and met \(other.kindDescription)", at: range))
        }
    }

    private func addExact(_ addend: Int128, _ digits: Int) throws {
        var addend = addend
        if digits > scale {
            let (scaled, overflow) = coefficient.multipliedReportingOverflow(by: Decimal.power(digits - scale))
            guard !overflow else { throw overflowError }
            coefficient = scaled
            scale = digits
        } else if digits < scale {
            addend *= Decimal.power(scale - digits)
        }
        let (sum, overflow) = coefficient.addingReportingOverflow(addend)
        guard !overflow else { throw overflowError }
        coefficient = sum
    }

    private var overflowError: Diagnostics {
        Diagnostics(Diagnostic(.overflow, "this sum is too large for an exact number", at: range))
    }

    /// The values of the aggregate: none where it is undefined over nothing, several where `argmax` ties.
    func results() throws -> [UInt64] {
        switch function {
        case .argmax, .argmin: distinct.sorted()
        default: try result().map { [$0] } ?? []
        }
    }

    /// The value of an aggregate that never has several; nil where it has none, and for `argmax` and `argmin`.
    func result() throws -> UInt64? {
        switch function {
        case .count: try terms.id(of: .int(Int64(distinct.isEmpty ? count : distinct.count)))
        case .sum: try terms.id(of: try sum())
        case .min, .max: best
        case .list: count == 0 ? nil : try terms.id(of: .string(try list()))
        case .avg: try average()
        case .median: try median()
        case .stddev: try deviation()
        case .argmax, .argmin: nil
        }
    }

    private func sum() throws -> Term {
        if !floats.isEmpty {
            guard let term = Term.float(finite: floatSum()) else { throw overflowError }
            return term
        }
        guard let exact = Decimal(coefficient: coefficient, scale: scale) else { throw overflowError }
        return .number(exact)
    }

    /// The sum of floats in ascending order with a running correction (Neumaier), so that it depends on the values
    /// alone and not on the order of the facts.
    private func floatSum() -> Double {
        var total = 0.0
        var correction = 0.0
        var addends = floats
        if coefficient != 0 { addends.append(Double(coefficient) / Double(Decimal.power(scale))) }
        if addends.count > 1 { addends.sort() }
        for value in addends {
            let next = total + value
            correction += total.magnitude >= value.magnitude ? (total - next) + value : (value - next) + total
            total = next
        }
        return total + correction
    }

    private func list() throws -> String {
        let sorted = try distinct.map { try terms.term(of: $0) }.sorted { Term.order($0, $1) < 0 }
        let namespaces = Namespaces()
        return "[" + sorted.map { $0.plainText(namespaces) }.joined(separator: ", ") + "]"
    }

    private func average() throws -> UInt64? {
        guard count > 0 else { return nil }
        if !values.isEmpty {
            let days = try values.map { value -> Int in
                if case .date(let date) = try terms.term(of: value) { return date.firstDay }
                return 0
            }
            let mean = Int((Double(days.reduce(0, +)) / Double(days.count)).rounded(.down))
            return try PartialDate(daysSinceEpoch: mean).map { try terms.id(of: .date($0)) }
        }
        return try Term.float(finite: floatSum() / Double(count)).map { try terms.id(of: $0) }
    }

    private func numbers() throws -> [Double] {
        try values.map { value in
            switch try terms.term(of: value) {
            case .int(let number): Double(number)
            case .decimal(let number): number.doubleValue
            case .float(let number): number
            case .date(let date): Double(date.firstDay)
            case let other:
                throw Diagnostics(
                    Diagnostic(
                        .wrongType, "'\(function.rawValue)' takes numbers, and met \(other.kindDescription)", at: range)
                )
            }
        }.sorted()
    }

    private func median() throws -> UInt64? {
        let sorted = try numbers()
        guard !sorted.isEmpty else { return nil }
        let middle = sorted.count / 2
        let value = sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
        if let first = values.first, case .date = try terms.term(of: first) {
            return try PartialDate(daysSinceEpoch: Int(value)).map { try terms.id(of: .date($0)) }
        }
        return try Term.float(finite: value).map { try terms.id(of: $0) }
    }

    private func deviation() throws -> UInt64? {
        let sorted = try numbers()
        guard sorted.count > 1 else { return nil }
        let mean = sorted.reduce(0, +) / Double(sorted.count)
        let variance = sorted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(sorted.count - 1)
        return try Term.float(finite: variance.squareRoot()).map { try terms.id(of: $0) }
    }
}

/// What an aggregate takes of each row: its arguments and the key behind `per`, compiled for batches.
struct Contribution {
    let aggregate: ResolvedAggregate
    private let arguments: [ColumnExpression]
    private let per: [ColumnExpression]

    init(_ aggregate: ResolvedAggregate, _ evaluator: ExpressionEvaluator, _ slots: SlotKinds) throws {
        self.aggregate = aggregate
        arguments = try aggregate.arguments.map { try evaluator.compile($0, slots) }
        per = try aggregate.per.map { try evaluator.compile($0, slots) }
    }

    /// Columns of raw values.
    struct Values {
        let arguments: [UnsafeMutablePointer<UInt64>]
        let per: [UnsafeMutablePointer<UInt64>]

        /// The only argument, where nothing else is taken.
        var onlyArgument: UnsafeMutablePointer<UInt64>? { arguments.count == 1 && per.isEmpty ? arguments[0] : nil }
    }

    func values(_ batch: Batch) throws -> Values {
        Values(arguments: try arguments.map { try $0.values(batch) }, per: try per.map { try $0.values(batch) })
    }
}
