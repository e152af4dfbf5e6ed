/// Days of the calendar by counting, for the years that reference programs use.
enum ReferenceDays {
    private static let firstYear = 1900

    private static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    private static func days(_ month: Int, _ year: Int) -> Int {
        if month == 2 { return isLeap(year) ? 29 : 28 }
        return [4, 6, 9, 11].contains(month) ? 30 : 31
    }

    /// The first day of each year, from 1900 on.
    private static let years: [Int] = (firstYear..<2100).reduce(into: [0]) { days, year in
        days.append(days[days.count - 1] + (isLeap(year) ? 366 : 365))
    }

    /// Days from the first day of 1900.
    private static func number(_ year: Int, _ month: Int, _ day: Int) -> Int {
        (1..<month).reduce(years[year - firstYear]) { $0 + days($1, year) } + day - 1
    }

    /// The first and the last day of a date; nil for what is no date.
    static func interval(_ value: ReferenceValue) -> ClosedRange<Int>? {
        guard case .date(let year, let month, let day) = value else { return nil }
        let lastMonth = month == 0 ? 12 : month
        let first = number(year, max(month, 1), max(day, 1))
        return first...number(year, lastMonth, day == 0 ? days(lastMonth, year) : day)
    }

    /// The date of a day.
    static func date(_ number: Int) -> ReferenceValue {
        var (year, month, rest) = (firstYear, 1, number)
        while rest >= (isLeap(year) ? 366 : 365) {
            rest -= isLeap(year) ? 366 : 365
            year += 1
        }
        while rest >= days(month, year) {
            rest -= days(month, year)
            month += 1
        }
        return .date(year: year, month: month, day: rest + 1)
    }

    /// Whether a statement with these qualifiers holds at a date (LANGUAGE, section 4).
    static func holds(_ qualifiers: [String: ReferenceValue], at date: ReferenceValue) -> Bool {
        guard let asked = interval(date) else { return false }
        if let from = qualifiers["from"].flatMap(interval), from.lowerBound > asked.upperBound { return false }
        if let to = qualifiers["to"].flatMap(interval), to.upperBound < asked.lowerBound { return false }
        return true
    }
}
