import Terms
import Testing

@Suite("Dates and instants")
struct DateTests {
    @Test(
        "a date has the precision that it was written with",
        arguments: ["2016", "2016-05", "2016-05-10", "-0044-03-15", "0001", "9999-12-31"])
    func text(input: String) {
        #expect(PartialDate(input)?.description == input)
    }

    @Test(
        "what is no day of the calendar is no date",
        arguments: [
            "", "16", "20160", "2016-5", "2016-13", "2016-00", "2016-05-00", "2016-02-30", "2015-02-29", "1900-02-29",
            "2016-04-31", "2016-05-10-01", "2016/05/10", "2016-05-1", "--2016", "٢٠١٦",
        ])
    func malformed(input: String) {
        #expect(PartialDate(input) == nil)
    }

    @Test("a date is an interval from its first day to its last")
    func intervals() throws {
        func span(_ text: String) throws -> [Int] {
            let date = try #require(PartialDate(text))
            return [date.firstDay, date.lastDay]
        }
        #expect(try span("1970-01-01") == [0, 0])
        #expect(try span("1970") == [0, 364])
        #expect(try span("1972-02") == [761, 789])
        #expect(try span("2000-02-29") == [11_016, 11_016])
        #expect(try span("1969-12") == [-31, -1])
    }

    @Test("days count on without gaps over the whole calendar")
    func days() throws {
        let first = try #require(PartialDate(year: -9999, month: 1, day: 1)).firstDay
        let last = try #require(PartialDate(year: 9999, month: 12, day: 31)).firstDay
        #expect(PartialDate(daysSinceEpoch: first - 1) == nil)
        #expect(PartialDate(daysSinceEpoch: last + 1) == nil)
        for day in stride(from: first, through: last, by: 997) {
            let date = try #require(PartialDate(daysSinceEpoch: day))
            #expect(date.firstDay == day)
        }
        #expect(last - first + 1 == 7_304_484)
    }

    @Test("of one first day the shorter date comes first")
    func order() throws {
        let dates = try ["2015-12-31", "2016", "2016-01", "2016-01-01", "2016-01-02", "2016-02", "2017"].map {
            try #require(PartialDate($0))
        }
        #expect(dates == dates.shuffled().sorted())
    }

    @Test(
        "an instant is kept in UTC to the microsecond",
        arguments: [
            ("2016-05-10T09:30:00Z", "2016-05-10T09:30:00Z"), ("2016-05-10T09:30:00+06:00", "2016-05-10T03:30:00Z"),
            ("2016-01-01T01:00:00+02:00", "2015-12-31T23:00:00Z"), ("2016-05-10T09:30:00-0330", "2016-05-10T13:00:00Z"),
            ("2016-05-10T09:30:00.25Z", "2016-05-10T09:30:00.25Z"),
            ("2016-05-10T09:30:00.1234567Z", "2016-05-10T09:30:00.123456Z"),
            ("1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z"),
            ("2016-05-10T09:30:00", "2016-05-10T09:30:00Z"),
        ])
    func instants(input: String, output: String) {
        #expect(DateTime(input)?.description == output)
    }

    @Test(
        "what is no instant of the calendar is none",
        arguments: [
            "2016-05-10", "2016-05T09:30:00Z", "2016-05-10T24:00:00Z", "2016-05-10T09:60:00Z", "2016-05-10T09:30:60Z",
            "2016-05-10T9:30:00Z", "2016-05-10T09:30:00+15:00", "2016-05-10T09:30:00Zx", "2016-05-10T09:30:00.Z",
            "9999-12-31T23:59:59-14:00", "-9999-01-01T00:00:00+14:00", "T09:30:00Z",
        ])
    func malformedInstants(input: String) {
        #expect(DateTime(input) == nil)
    }
}
