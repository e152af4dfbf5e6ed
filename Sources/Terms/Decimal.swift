/// An exact decimal number of up to 18 significant digits: `coefficient / 10^scale`, without trailing zeros.
package struct Decimal: Hashable, Sendable {
    package let coefficient: Int64
    /// Digits behind the point, 0 to 18.
    package let scale: Int

    /// The greatest magnitude of a coefficient that has a fraction: 18 nines.
    package static let greatestCoefficient: Int64 = 999_999_999_999_999_999
    package static let greatestScale = 18

    /// The number without trailing zeros, or nil where it does not fit 18 digits (or, as a whole number, 64 bits).
    package init?(coefficient: Int128, scale: Int) {
        var coefficient = coefficient
        var scale = scale
        while scale > 0, coefficient % 10 == 0 {
            coefficient /= 10
            scale -= 1
        }
        guard scale >= 0, scale <= Decimal.greatestScale, let narrow = Int64(exactly: coefficient) else { return nil }
        guard scale == 0 || narrow.magnitude <= Decimal.greatestCoefficient.magnitude else { return nil }
        self.coefficient = narrow
        self.scale = scale
    }

    package init(_ value: Int64) {
        coefficient = value
        scale = 0
    }

    /// `10^exponent` for an exponent of 0 to 38.
    package static func power(_ exponent: Int) -> Int128 {
        var result: Int128 = 1
        for _ in 0..<max(0, min(exponent, 38)) { result *= 10 }
        return result
    }

    /// Reads `12.75`, `-3`, `.5` or `007.10`; nil where the text is no plain decimal or does not fit.
    package init?(_ text: some StringProtocol) {
        var coefficient: Int128 = 0
        var scale = 0
        var digits = 0
        var negative = false
        var pointSeen = false
        var pendingZeros = 0
        for (position, byte) in text.utf8.enumerated() {
            switch byte {
            case UInt8(ascii: "-") where position == 0: negative = true
            case UInt8(ascii: "+") where position == 0: break
            case UInt8(ascii: ".") where !pointSeen: pointSeen = true
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                digits += 1
                let digit = Int128(byte - UInt8(ascii: "0"))
                // Zeros at the end of a fraction carry no value, so any number of them is fine.
                if pointSeen, digit == 0 {
                    pendingZeros += 1
                    continue
                }
                for _ in 0..<pendingZeros {
                    coefficient *= 10
                    scale += 1
                    guard coefficient < Decimal.power(30), scale <= 30 else { return nil }
                }
                pendingZeros = 0
                coefficient = coefficient * 10 + digit
                if pointSeen { scale += 1 }
                guard coefficient < Decimal.power(30), scale <= 30 else { return nil }
            default: return nil
            }
        }
        guard digits > 0 else { return nil }
        self.init(coefficient: negative ? -coefficient : coefficient, scale: scale)
    }

    package var doubleValue: Double {
        // Both operands are exact doubles up to 2^53; beyond that parsing the digits rounds once instead of twice.
        if coefficient.magnitude < 1 << 53, scale <= 22 { return Double(coefficient) / Decimal.powersOfTen[scale] }
        return Double(description) ?? Double(coefficient)
    }

    private static let powersOfTen: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]
}

extension Decimal: CustomStringConvertible {
    /// Plain digits, with a point only where there is a fraction.
    package var description: String {
        guard scale > 0 else { return String(coefficient) }
        var digits = String(coefficient.magnitude)
        if digits.utf8.count <= scale {
            digits = String(repeating: "0", count: scale + 1 - digits.utf8.count) + digits
        }
        let point = digits.index(digits.endIndex, offsetBy: -scale)
        return (coefficient < 0 ? "-" : "") + digits[..<point] + "." + digits[point...]
    }
}

extension Decimal: Comparable {
    package static func < (left: Decimal, right: Decimal) -> Bool {
        let scale = max(left.scale, right.scale)
        return Int128(left.coefficient) * power(scale - left.scale) < Int128(right.coefficient)
            * power(scale - right.scale)
    }
}

extension Decimal {
    /// The exact sum, nil on overflow.
    package func adding(_ other: Decimal) -> Decimal? {
        let scale = max(self.scale, other.scale)
        return Decimal(
            coefficient: Int128(coefficient) * Decimal.power(scale - self.scale) + Int128(other.coefficient)
                * Decimal.power(scale - other.scale), scale: scale)
    }

    /// The exact product, nil on overflow.
    package func multiplied(by other: Decimal) -> Decimal? {
        var product = Int128(coefficient) * Int128(other.coefficient)
        var scale = scale + other.scale
        while scale > 0, product % 10 == 0 {
            product /= 10
            scale -= 1
        }
        return Decimal(coefficient: product, scale: scale)
    }

    /// The same magnitude with the other sign; nil for the least int.
    package var negated: Decimal? { Decimal(coefficient: -Int128(coefficient), scale: scale) }
}
