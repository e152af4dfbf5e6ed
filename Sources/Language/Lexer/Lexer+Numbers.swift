import Terms

/// Numbers, dates and datetimes.
///
/// Four digits, a minus and a digit, without spaces, are always meant as a date: `2016-05` is a month and `2016-13` an
/// error. Any other minus is an operator: `7-3` and `12345-1` are differences, as `2016 - 10` is.
extension Lexer {
    mutating func scanNumber() -> Token.Kind {
        let start = position
        var isMalformed = !skipDigits()
        let isPlain = !bytes[start..<position].contains(UInt8(ascii: "_"))
        if isPlain, position == start + 4, byte(at: 0) == UInt8(ascii: "-"), let next = byte(at: 1), isDigit(next) {
            return scanDate(from: start)
        }
        var hasFraction = false
        var hasExponent = false
        if byte(at: 0) == UInt8(ascii: "."), let next = byte(at: 1), isDigit(next) {
            position += 1
            if !skipDigits() { isMalformed = true }
            hasFraction = true
        }
        if let letter = byte(at: 0), letter | 0x20 == UInt8(ascii: "e") {
            let signed = byte(at: 1) == UInt8(ascii: "+") || byte(at: 1) == UInt8(ascii: "-")
            if let digit = byte(at: signed ? 2 : 1), isDigit(digit) {
                position += signed ? 2 : 1
                if !skipDigits() { isMalformed = true }
                hasExponent = true
            }
        }
        let end = position
        skipNameScalars()
        if position > end {
            let text = shown(start..<position)
            report(.invalidNumber, "\(text) is no number; a name that starts with a digit is quoted: \(text)")
            return .integer(0)
        }
        if isMalformed {
            report(.invalidNumber, "an underscore in a number stands between two digits, as in 1_500_000")
            return .integer(0)
        }
        let digits = bytes[start..<end].filter { $0 != UInt8(ascii: "_") }
        if hasExponent { return float(digits) }
        return hasFraction ? decimal(digits) : integer(digits)
    }

    /// Digits with single underscores between them; false where an underscore stands elsewhere.
    private mutating func skipDigits() -> Bool {
        var isWellFormed = true
        var previous: UInt8 = UInt8(ascii: "_")
        while let byte = byte(at: 0), isDigit(byte) || byte == UInt8(ascii: "_") {
            if byte == UInt8(ascii: "_"), previous == byte { isWellFormed = false }
            previous = byte
            position += 1
        }
        return isWellFormed && previous != UInt8(ascii: "_")
    }

    private mutating func integer(_ digits: [UInt8]) -> Token.Kind {
        var value: UInt64 = 0
        for digit in digits {
            let (product, tooLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, carried) = product.addingReportingOverflow(UInt64(digit &- UInt8(ascii: "0")))
            guard !tooLarge, !carried, sum <= 1 << 63 else {
                report(.numberOutOfRange, Lexer.intOutOfRange)
                return .integer(0)
            }
            value = sum
        }
        return .integer(value)
    }

    static let intOutOfRange =
        "this int does not fit 64 bits: it is between -9223372036854775808 and 9223372036854775807"

    private mutating func decimal(_ digits: [UInt8]) -> Token.Kind {
        guard let value = decimalValue(digits) else {
            report(
                .numberOutOfRange,
                "a decimal has up to 18 significant digits, and up to 18 behind the point; write it with an exponent "
                    + "for a float, as in 1.5e0")
            return .integer(0)
        }
        return value.scale == 0 ? .integer(value.coefficient.magnitude) : .decimal(value)
    }

    /// The value of digits with a point; nil where there are too many. (The reader of `Terms` takes any kind of string,
    /// which costs it much time here.)
    private func decimalValue(_ digits: [UInt8]) -> Decimal? {
        guard let point = digits.firstIndex(of: UInt8(ascii: ".")) else { return nil }
        let last = digits.lastIndex { $0 != UInt8(ascii: "0") } ?? point
        var coefficient: Int128 = 0
        for digit in digits[...max(point, last)] where digit != UInt8(ascii: ".") {
            coefficient = coefficient * 10 + Int128(digit &- UInt8(ascii: "0"))
            guard coefficient < 1_000_000_000_000_000_000_000 else { return nil }
        }
        return Decimal(coefficient: coefficient, scale: max(0, last - point))
    }

    private mutating func float(_ digits: [UInt8]) -> Token.Kind {
        guard let value = Double(String(decoding: digits, as: UTF8.self)), value.isFinite else {
            report(.numberOutOfRange, "this float is too large: the largest is about 1.797e308")
            return .integer(0)
        }
        return .float(value)
    }

    /// A date or a datetime from its first minus on; the year has been read.
    private mutating func scanDate(from start: Int) -> Token.Kind {
        while byte(at: 0) == UInt8(ascii: "-"), let next = byte(at: 1), isDigit(next) {
            position += 1
            while let digit = byte(at: 0), isDigit(digit) { position += 1 }
        }
        let hasTime = byte(at: 0) == UInt8(ascii: "T") && byte(at: 1).map(isDigit) == true
        if hasTime { skipTime() }
        skipNameScalars()
        if !hasTime, let date = dateValue(start..<position) { return .date(date) }
        let text = file.text(start..<min(position, start + 64))
        if hasTime {
            if position - start <= 64, let instant = DateTime(text) { return .dateTime(instant) }
            report(
                .invalidDate,
                "\(shown(start..<position)) is no datetime; one is written 2016-05-10T09:30:00Z, with 'Z' or an offset "
                    + "such as +05:00")
        } else {
            let parts = text.split(separator: "-", maxSplits: 1).map(String.init)
            let difference = parts.count == 2 && position - start < 20 ? "\(parts[0]) - \(parts[1])" : "2016 - 10"
            report(
                .invalidDate,
                "\(shown(start..<position)) is no date; a date is 2016-05-10 or 2016-05, and a difference of numbers "
                    + "has spaces: \(difference)")
        }
        return .integer(0)
    }

    /// The date of `2016-05` or `2016-05-10`, of which the year and the minus behind it are known to be there.
    private func dateValue(_ range: Range<Int>) -> PartialDate? {
        func number(_ start: Int, _ length: Int) -> Int? {
            var value = 0
            for byte in bytes[(range.lowerBound + start)..<(range.lowerBound + start + length)] {
                guard isDigit(byte) else { return nil }
                value = value * 10 + Int(byte &- UInt8(ascii: "0"))
            }
            return value
        }
        guard range.count == 7 || range.count == 10, let year = number(0, 4), let month = number(5, 2), month > 0 else {
            return nil
        }
        if range.count == 7 { return PartialDate(year: year, month: month) }
        guard bytes[range.lowerBound + 7] == UInt8(ascii: "-"), let day = number(8, 2), day > 0 else { return nil }
        return PartialDate(year: year, month: month, day: day)
    }

    /// `T09:30:00.25` and `Z` or an offset.
    private mutating func skipTime() {
        position += 1
        while let byte = byte(at: 0) {
            let isPoint = byte == UInt8(ascii: ".") && self.byte(at: 1).map(isDigit) == true
            guard isDigit(byte) || isPoint || byte == UInt8(ascii: ":") else { break }
            position += 1
        }
        guard let sign = byte(at: 0), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
            let digit = byte(at: 1), isDigit(digit)
        else { return }
        position += 1
        while let byte = byte(at: 0), isDigit(byte) || byte == UInt8(ascii: ":") { position += 1 }
    }
}
