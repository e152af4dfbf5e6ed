import Glibc
import Language
import Terms

/// The functions of section 6 of the language, on terms.
enum Builtins {
    static func apply(_ function: Function, _ arguments: [Term]) -> Arithmetic.Result {
        switch function {
        case .abs, .round, .floor, .ceil, .sqrt, .power, .log, .exp, .least, .greatest:
            return numeric(function, arguments)
        case .len, .upper, .lower, .trim, .concat, .substr, .replace, .startsWith, .endsWith, .contains, .like, .split:
            return textual(function, arguments)
        case .year, .month, .day, .today, .daysBetween, .overlaps: return temporal(function, arguments)
        case .int, .decimal, .float, .string, .date, .entity, .typeOf: return conversion(function, arguments)
        case .matches, .labelOf, .coalesce: return .undefined
        }
    }

    private static func numeric(_ function: Function, _ arguments: [Term]) -> Arithmetic.Result {
        guard let first = arguments.first else { return .undefined }
        switch function {
        case .least: return .value(arguments.filter { $0 != .none }.min { Term.order($0, $1) < 0 } ?? first)
        case .greatest: return .value(arguments.filter { $0 != .none }.max { Term.order($0, $1) < 0 } ?? first)
        case .abs:
            return Term.compare(first, .int(0)) < 0
                ? Arithmetic.negated(first) : first.isNumber ? .value(first) : .undefined
        case .floor: return rounded(first, .down)
        case .ceil: return rounded(first, .up)
        case .round:
            guard arguments.count == 2 else { return rounded(first, .toNearestOrAwayFromZero) }
            guard case .int(let digits) = arguments[1], (0...15).contains(digits),
                let value = Arithmetic.double(first)
            else { return .undefined }
            if let exact = Arithmetic.decimal(first) { return .value(.number(exact.rounded(to: Int(digits)))) }
            let scale = pow(10, Double(digits))
            // Beyond 2^52 there are no digits behind the point.
            guard value.magnitude * scale < 0x1p52 else { return .value(first) }
            return Arithmetic.float((value * scale).rounded(.toNearestOrAwayFromZero) / scale)
        case .power:
            if case .int(let base) = first, case .int(let exponent) = arguments[1], exponent >= 0 {
                return intPower(base, exponent)
            }
            guard let base = Arithmetic.double(first), let exponent = Arithmetic.double(arguments[1]) else {
                return .undefined
            }
            return Arithmetic.float(pow(base, exponent))
        default: break
        }
        guard let value = Arithmetic.double(first) else { return .undefined }
        switch function {
        case .sqrt: return value < 0 ? .undefined : Arithmetic.float(value.squareRoot())
        case .exp: return Arithmetic.float(exp(value))
        case .log:
            guard value > 0 else { return .undefined }
            guard arguments.count == 2 else { return Arithmetic.float(log(value)) }
            guard let base = Arithmetic.double(arguments[1]), base > 0, base != 1 else { return .undefined }
            // A quotient of logarithms is not exact where these are: log(1000, 10) is 3.
            let quotient = base == 2 ? log2(value) : base == 10 ? log10(value) : log(value) / log(base)
            return Arithmetic.float(quotient)
        default: return .undefined
        }
    }

    private static func intPower(_ base: Int64, _ exponent: Int64) -> Arithmetic.Result {
        var result: Int64 = 1
        if base.magnitude <= 1 {
            return .value(.int(base == -1 && exponent % 2 == 0 ? 1 : (exponent == 0 ? 1 : base)))
        }
        for _ in 0..<min(exponent, 64) {
            let (product, overflow) = result.multipliedReportingOverflow(by: base)
            if overflow { return .overflow }
            result = product
        }
        return .value(.int(result))
    }

    /// Ints where they fit, else floats.
    private static func rounded(_ term: Term, _ rule: FloatingPointRoundingRule) -> Arithmetic.Result {
        switch term {
        case .int: return .value(term)
        case .decimal(let value): return .value(.int(value.rounded(rule)))
        case .float(let value):
            let rounded = value.rounded(rule)
            return Int64(exactly: rounded).map { .value(.int($0)) } ?? Arithmetic.float(rounded)
        default: return .undefined
        }
    }

    static func text(_ term: Term) -> String? {
        switch term {
        case .string(let text), .tagged(let text, _), .typed(let text, _): text
        default: nil
        }
    }

    private static func textual(_ function: Function, _ arguments: [Term]) -> Arithmetic.Result {
        if function == .concat {
            let namespaces = Namespaces()
            return .value(.string(arguments.map { $0.plainText(namespaces) }.joined()))
        }
        guard let first = arguments.first.flatMap(text) else { return .undefined }
        switch function {
        case .len: return .value(.int(Int64(first.unicodeScalars.count)))
        case .upper: return .value(.string(first.uppercased()))
        case .lower: return .value(.string(first.lowercased()))
        case .trim:
            let scalars = first.unicodeScalars.drop { $0.properties.isWhitespace }.reversed()
                .drop { $0.properties.isWhitespace }.reversed()
            return .value(.string(String(String.UnicodeScalarView(scalars))))
        case .substr: return substring(first, arguments)
        default: break
        }
        guard arguments.count > 1, let second = text(arguments[1]) else { return .undefined }
        switch function {
        case .startsWith: return .value(.bool(first.utf8.starts(with: second.utf8)))
        case .endsWith: return .value(.bool(first.utf8.reversed().starts(with: second.utf8.reversed())))
        case .contains: return .value(.bool(Like.contains(Array(first.utf8), Array(second.utf8))))
        case .like: return .value(.bool(Like.matches(first, second)))
        case .replace:
            guard arguments.count == 3, let third = text(arguments[2]), !second.isEmpty else { return .undefined }
            return .value(.string(Like.parts(first, separator: second).joined(separator: third)))
        case .split:
            guard arguments.count == 3, case .int(let number) = arguments[2], !second.isEmpty else { return .undefined }
            let parts = Like.parts(first, separator: second)
            guard number >= 1, number <= parts.count else { return .undefined }
            return .value(.string(parts[Int(number) - 1]))
        default: return .undefined
        }
    }

    private static func substring(_ text: String, _ arguments: [Term]) -> Arithmetic.Result {
        guard case .int(let start) = arguments[1], start >= 1 else { return .undefined }
        var count = Int64.max
        if arguments.count == 3 {
            guard case .int(let given) = arguments[2], given >= 0 else { return .undefined }
            count = given
        }
        let scalars = text.unicodeScalars.dropFirst(Int(clamping: start - 1)).prefix(Int(clamping: count))
        return .value(.string(String(String.UnicodeScalarView(scalars))))
    }

    private static func temporal(_ function: Function, _ arguments: [Term]) -> Arithmetic.Result {
        if function == .today {
            let day = Int(time(nil)) / 86_400
            return PartialDate(daysSinceEpoch: day).map { .value(.date($0)) } ?? .undefined
        }
        var dates: [PartialDate?] = []
        for argument in arguments {
            switch argument {
            case .date(let date): dates.append(date)
            case .dateTime(let instant): dates.append(PartialDate(daysSinceEpoch: instant.day))
            case .none where function == .overlaps: dates.append(nil)
            default: return .undefined
            }
        }
        if function == .overlaps {
            guard dates.count == 4 else { return .undefined }
            let startsBefore = (dates[0]?.firstDay ?? .min) <= (dates[3]?.lastDay ?? .max)
            let endsAfter = (dates[2]?.firstDay ?? .min) <= (dates[1]?.lastDay ?? .max)
            return .value(.bool(startsBefore && endsAfter))
        }
        guard case let first?? = dates.first else { return .undefined }
        switch function {
        case .year: return .value(.int(Int64(first.year)))
        case .month: return first.month == 0 ? .undefined : .value(.int(Int64(first.month)))
        case .day: return first.day == 0 ? .undefined : .value(.int(Int64(first.day)))
        case .daysBetween:
            guard dates.count == 2, let second = dates[1] else { return .undefined }
            return .value(.int(Int64(second.firstDay - first.firstDay)))
        default: return .undefined
        }
    }

    private static func conversion(_ function: Function, _ arguments: [Term]) -> Arithmetic.Result {
        guard let term = arguments.first else { return .undefined }
        switch function {
        case .typeOf: return .value(.string(type(of: term)))
        case .string: return .value(.string(term.plainText(Namespaces())))
        case .entity:
            if case .entity = term { return .value(term) }
            guard let name = text(term), !name.isEmpty else { return .undefined }
            return .value(.entity(name))
        case .date:
            switch term {
            case .date: return .value(term)
            case .dateTime(let instant):
                return PartialDate(daysSinceEpoch: instant.day).map { .value(.date($0)) } ?? .undefined
            case .int(let year):
                return Int(exactly: year).flatMap { PartialDate(year: $0) }.map { .value(.date($0)) } ?? .undefined
            default: return text(term).flatMap { PartialDate($0) }.map { .value(.date($0)) } ?? .undefined
            }
        case .int:
            if case .float(let value) = term {
                return Int64(exactly: value.rounded(.towardZero)).map { .value(.int($0)) } ?? .undefined
            }
            if let number = Arithmetic.decimal(term) { return .value(.int(number.rounded(.towardZero))) }
            return text(term).flatMap { Int64($0) }.map { .value(.int($0)) } ?? .undefined
        case .decimal:
            if Arithmetic.decimal(term) != nil { return .value(term) }
            if case .float(let value) = term {
                return Decimal(shortest: value).map { .value(.number($0)) } ?? .undefined
            }
            return text(term).flatMap { Decimal($0) }.map { .value(.number($0)) } ?? .undefined
        case .float:
            if let value = Arithmetic.double(term) { return Arithmetic.float(value) }
            return text(term).flatMap(decimalDouble).map { Arithmetic.float($0) } ?? .undefined
        default: return .undefined
        }
    }

    /// The double of a text in decimal digits, with or without an exponent; the reader of Swift takes more.
    private static func decimalDouble(_ text: String) -> Double? {
        guard text.utf8.allSatisfy({ isDigit($0) || "+-.eE".utf8.contains($0) }) else { return nil }
        return Double(text)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func type(of term: Term) -> String {
        switch term {
        case .none: "none"
        case .bool: "bool"
        case .int: "int"
        case .decimal: "decimal"
        case .float: "float"
        case .date: "date"
        case .dateTime: "datetime"
        case .string, .tagged, .typed: "string"
        case .entity: "entity"
        case .statement: "statement"
        }
    }
}

extension Decimal {
    /// The nearest int by a rule.
    func rounded(_ rule: FloatingPointRoundingRule) -> Int64 {
        let divisor = Int64(truncatingIfNeeded: Decimal.power(scale))
        let (quotient, remainder) = coefficient.quotientAndRemainder(dividingBy: divisor)
        if remainder == 0 { return quotient }
        let away: Int64 = coefficient < 0 ? -1 : 1
        switch rule {
        case .down: return coefficient < 0 ? quotient - 1 : quotient
        case .up: return coefficient < 0 ? quotient : quotient + 1
        case .towardZero: return quotient
        default: return remainder.magnitude >= divisor.magnitude - remainder.magnitude ? quotient + away : quotient
        }
    }

    /// The nearest decimal of at most so many digits behind the point, halves away from zero.
    func rounded(to digits: Int) -> Decimal {
        guard scale > digits else { return self }
        let divisor = Int64(truncatingIfNeeded: Decimal.power(scale - digits))
        let (quotient, remainder) = coefficient.quotientAndRemainder(dividingBy: divisor)
        let up = remainder.magnitude >= divisor.magnitude - remainder.magnitude
        let rounded = Int128(quotient) + (up ? (coefficient < 0 ? -1 : 1) : 0)
        return Decimal(coefficient: rounded, scale: digits) ?? self
    }
}
