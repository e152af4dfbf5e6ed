import Glibc

extension Term {
    /// The rank of a kind in the total order: none < bool < number < date and datetime < string < entity.
    private var rank: Int {
        switch self {
        case .none: 0
        case .bool: 1
        case .int, .decimal, .float: 2
        case .date, .dateTime: 3
        case .string, .tagged, .typed: 4
        case .entity: 5
        case .statement: 6
        }
    }

    /// -1, 0 or 1 by the total order of the language (LANGUAGE section 6); 0 only for equal terms. Numbers that are
    /// equal by value sort int, decimal, float.
    package static func order(_ left: Term, _ right: Term) -> Int {
        let comparison = compare(left, right)
        if comparison != 0 || left == right { return comparison }
        return left.kindInRank < right.kindInRank ? -1 : 1
    }

    /// As `order`, but 0 for numbers of one value whatever their kind: what `=` and `<` use.
    package static func compare(_ left: Term, _ right: Term) -> Int {
        switch (left, right) {
        case (.int(let a), .int(let b)): return sign(a, b)
        case (.float(let a), .float(let b)): return sign(a, b)
        case (.string(let a), .string(let b)): return compareScalars(a, b)
        case (.entity(let a), .entity(let b)): return compareScalars(a, b)
        case (.date(let a), .date(let b)): return sign(a, b)
        case (.dateTime(let a), .dateTime(let b)): return sign(a, b)
        case (.bool(let a), .bool(let b)): return sign(a ? 1 : 0, b ? 1 : 0)
        case (.statement(let a), .statement(let b)): return sign(a, b)
        default: break
        }
        guard left.rank == right.rank else { return left.rank < right.rank ? -1 : 1 }
        switch left.rank {
        case 2: return compareNumbers(left, right)
        case 3: return sign(left.firstInstant, right.firstInstant, tie: left.kindInRank, right.kindInRank)
        case 4:
            let comparison = compareScalars(left.text, right.text)
            if comparison != 0 { return comparison }
            return sign(left.kindInRank, right.kindInRank, tie: left.annotation, right.annotation)
        default: return 0
        }
    }

    /// The number of another kind that has the same value: `3e0` for `3`, `2.5` for `2.5e0`; nil where there is none.
    package var numericTwin: Term? {
        let twin: Term?
        switch self {
        case .int, .decimal: twin = Term.float(finite: exact(self).doubleValue)
        case .float(let value): twin = Decimal(shortest: value).map { Term.number($0) }
        default: return nil
        }
        return twin.flatMap { Term.compare($0, self) == 0 ? $0 : nil }
    }

    private var kindInRank: Int {
        switch self {
        case .int, .date, .string: 0
        case .decimal, .dateTime, .tagged: 1
        case .float, .typed: 2
        default: 0
        }
    }

    private var firstInstant: Int64 {
        switch self {
        case .date(let date): Int64(date.firstDay) * 86_400_000_000
        case .dateTime(let instant): instant.microsecondsSinceEpoch
        default: 0
        }
    }

    private var text: String {
        switch self {
        case .string(let text), .tagged(let text, _), .typed(let text, _): text
        default: ""
        }
    }

    private var annotation: String {
        switch self {
        case .tagged(_, let language): language
        case .typed(_, let datatype): datatype
        default: ""
        }
    }
}

private func sign<T: Comparable>(_ left: T, _ right: T) -> Int { left < right ? -1 : (right < left ? 1 : 0) }

private func sign<T: Comparable, U: Comparable>(_ left: T, _ right: T, tie first: U, _ second: U) -> Int {
    let comparison = sign(left, right)
    return comparison != 0 ? comparison : sign(first, second)
}

/// Strings by their Unicode scalars, which is the order of their UTF-8 bytes.
private func compareScalars(_ left: String, _ right: String) -> Int {
    let order = left.utf8.withContiguousStorageIfAvailable { first in
        right.utf8.withContiguousStorageIfAvailable { second in
            compareBytes(UnsafeRawBufferPointer(first), UnsafeRawBufferPointer(second))
        }
    }
    if case .some(.some(let order)) = order { return order }
    return left == right ? 0 : left.utf8.lexicographicallyPrecedes(right.utf8) ? -1 : 1
}

/// -1, 0 or 1 for the order of two texts by their bytes.
package func compareBytes(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
    let shorter = min(left.count, right.count)
    if shorter > 0, let first = left.baseAddress, let second = right.baseAddress {
        let order = memcmp(first, second, shorter)
        if order != 0 { return order < 0 ? -1 : 1 }
    }
    return left.count == right.count ? 0 : left.count < right.count ? -1 : 1
}

/// Ints and decimals exactly; a float stands for the shortest decimal that prints as it, so that `0.1 = 1e-1`.
private func compareNumbers(_ left: Term, _ right: Term) -> Int {
    switch (left, right) {
    case (.float(let a), _): return -compareExact(right, toFloat: a)
    case (_, .float(let b)): return compareExact(left, toFloat: b)
    default: return sign(exact(left), exact(right))
    }
}

private func exact(_ term: Term) -> Decimal {
    switch term {
    case .int(let value): Decimal(value)
    case .decimal(let value): value
    default: Decimal(0)
    }
}

private func compareExact(_ term: Term, toFloat value: Double) -> Int {
    let number = exact(term)
    let rounded = number.doubleValue
    if rounded != value { return rounded < value ? -1 : 1 }
    // Equal as doubles: let the shortest decimal form of the float decide.
    guard let shortest = Decimal(shortest: value) else { return 0 }
    return sign(number, shortest)
}

extension Decimal {
    /// The shortest decimal that reads back as this double; nil where it does not fit 18 digits.
    package init?(shortest value: Double) {
        let text = value.description
        guard let exponentMark = text.firstIndex(where: { $0 == "e" || $0 == "E" }) else {
            self.init(text)
            return
        }
        guard let mantissa = Decimal(text[..<exponentMark]),
            let exponent = Int(text[text.index(after: exponentMark)...]), exponent.magnitude < 38
        else { return nil }
        let shift = exponent - mantissa.scale
        if shift >= 0 {
            guard shift <= 18 else { return nil }
            self.init(coefficient: Int128(mantissa.coefficient) * Decimal.power(shift), scale: 0)
        } else {
            self.init(coefficient: Int128(mantissa.coefficient), scale: -shift)
        }
    }
}
