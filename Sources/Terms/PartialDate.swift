/// A date of the precision that is known: a year, a month or a day. It is an interval of days and sorts by its first.
package struct PartialDate: Hashable, Sendable {
    package let year: Int
    /// 1 to 12, or 0 where only the year is known.
    package let month: Int
    /// 1 to 31, or 0 where the day is not known.
    package let day: Int

    /// Years that a date may have.
    package static let years = -9999...9999

    /// Nil where there is no such date.
    package init?(year: Int, month: Int = 0, day: Int = 0) {
        guard PartialDate.years.contains(year), (0...12).contains(month), day >= 0 else { return nil }
        guard day == 0 || (month > 0 && day <= PartialDate.days(inMonth: month, of: year)) else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// The day that is `days` days after 1970-01-01; nil outside the years of a date.
    package init?(daysSinceEpoch days: Int) {
        guard days > -5_000_000, days < 5_000_000 else { return nil }
        // Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days.
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        self.init(year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month, day: day)
    }

    /// Reads `2016`, `2016-05` or `2016-05-10`, with an optional minus before the year; nil otherwise.
    package init?(_ text: some StringProtocol) {
        var fields: [Int] = [0]
        var widths: [Int] = [0]
        var negative = false
        for (position, byte) in text.utf8.enumerated() {
            switch byte {
            case UInt8(ascii: "-") where position == 0: negative = true
            case UInt8(ascii: "-"):
                fields.append(0)
                widths.append(0)
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                guard widths[widths.count - 1] < 4 else { return nil }
                fields[fields.count - 1] = fields[fields.count - 1] * 10 + Int(byte - UInt8(ascii: "0"))
                widths[widths.count - 1] += 1
            default: return nil
            }
        }
        guard fields.count <= 3, widths[0] == 4, widths.dropFirst().allSatisfy({ $0 == 2 }) else { return nil }
        // A month or day that is written as 00 is a mistake, not an unknown.
        guard fields.dropFirst().allSatisfy({ $0 > 0 }) else { return nil }
        self.init(
            year: negative ? -fields[0] : fields[0], month: fields.count > 1 ? fields[1] : 0,
            day: fields.count > 2 ? fields[2] : 0)
    }

    package static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// The first day of the interval, counted from 1970-01-01.
    package var firstDay: Int { PartialDate.daysSinceEpoch(year, max(month, 1), max(day, 1)) }

    /// The last day of the interval, counted from 1970-01-01.
    package var lastDay: Int {
        let lastMonth = month == 0 ? 12 : month
        return PartialDate.daysSinceEpoch(
            year, lastMonth, day == 0 ? PartialDate.days(inMonth: lastMonth, of: year) : day)
    }

    /// Days from 1970-01-01 to a day of the proleptic Gregorian calendar (Hinnant, days_from_civil).
    static func daysSinceEpoch(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}

extension PartialDate: Comparable {
    /// By first day; of one first day the shorter comes first.
    package static func < (left: PartialDate, right: PartialDate) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }
}

extension PartialDate: CustomStringConvertible {
    package var description: String {
        let start = (year < 0 ? "-" : "") + padded(Int(year.magnitude), 4)
        if month == 0 { return start }
        if day == 0 { return start + "-" + padded(month, 2) }
        return start + "-" + padded(month, 2) + "-" + padded(day, 2)
    }
}

/// Decimal digits with leading zeros to a width.
func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return digits.utf8.count >= width ? digits : String(repeating: "0", count: width - digits.utf8.count) + digits
}
