/// An instant in UTC, to the microsecond.
package struct DateTime: Hashable, Sendable, Comparable {
    package let microsecondsSinceEpoch: Int64

    package init(microsecondsSinceEpoch: Int64) { self.microsecondsSinceEpoch = microsecondsSinceEpoch }

    /// Reads ISO 8601 as `2016-05-10T09:30:00Z`, with an optional fraction of up to six digits kept, and an offset
    /// that is converted; without an offset the time is UTC. Nil where there is no such instant.
    package init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard let separator = bytes.firstIndex(of: UInt8(ascii: "T")), bytes.count >= separator + 6,
            let date = PartialDate(String(decoding: bytes[..<separator], as: UTF8.self)), date.day > 0
        else { return nil }
        var position = separator + 1
        func twoDigits() -> Int? {
            guard position + 2 <= bytes.count else { return nil }
            let tens = Int(bytes[position]) - 48
            let ones = Int(bytes[position + 1]) - 48
            guard (0...9).contains(tens), (0...9).contains(ones) else { return nil }
            position += 2
            return tens * 10 + ones
        }
        func skip(_ byte: Character) -> Bool {
            guard position < bytes.count, bytes[position] == byte.asciiValue else { return false }
            position += 1
            return true
        }
        guard let hour = twoDigits(), hour < 24, skip(":"), let minute = twoDigits(), minute < 60 else { return nil }
        var second = 0
        var micros: Int64 = 0
        if skip(":") {
            guard let value = twoDigits(), value < 60 else { return nil }
            second = value
            if skip(".") {
                var digits = 0
                while position < bytes.count, (48...57).contains(bytes[position]) {
                    if digits < 6 {
                        micros = micros * 10 + Int64(bytes[position] - 48)
                        digits += 1
                    }
                    position += 1
                }
                guard digits > 0 else { return nil }
                while digits < 6 {
                    micros *= 10
                    digits += 1
                }
            }
        }
        var offset = 0
        if position < bytes.count, !skip("Z") {
            let sign = bytes[position] == UInt8(ascii: "-") ? -1 : 1
            guard skip("+") || skip("-"), let hours = twoDigits(), hours <= 14 else { return nil }
            _ = skip(":")
            guard let minutes = twoDigits(), minutes < 60 else { return nil }
            offset = sign * (hours * 60 + minutes)
        }
        guard position == bytes.count else { return nil }
        let seconds = Int64(date.firstDay) * 86_400 + Int64(hour * 3600 + (minute - offset) * 60 + second)
        microsecondsSinceEpoch = seconds * 1_000_000 + micros
        // An offset can lead out of the years that a date has.
        guard PartialDate(daysSinceEpoch: day) != nil else { return nil }
    }

    /// The day in UTC, counted from 1970-01-01.
    package var day: Int { Int(floorDivide(microsecondsSinceEpoch, 86_400_000_000)) }

    package static func < (left: DateTime, right: DateTime) -> Bool {
        left.microsecondsSinceEpoch < right.microsecondsSinceEpoch
    }
}

extension DateTime: CustomStringConvertible {
    package var description: String {
        let rest = microsecondsSinceEpoch - Int64(day) * 86_400_000_000
        let seconds = Int(rest / 1_000_000)
        let micros = Int(rest % 1_000_000)
        let date = PartialDate(daysSinceEpoch: day).map(\.description) ?? "-9999-01-01"
        var text = date + "T" + padded(seconds / 3600, 2) + ":" + padded(seconds / 60 % 60, 2) + ":"
        text += padded(seconds % 60, 2)
        if micros != 0 {
            var digits = padded(micros, 6)
            while digits.hasSuffix("0") { digits.removeLast() }
            text += "." + digits
        }
        return text + "Z"
    }
}

/// Division that rounds toward negative infinity, for a positive divisor.
func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
    let quotient = value / divisor
    return value % divisor < 0 ? quotient - 1 : quotient
}
