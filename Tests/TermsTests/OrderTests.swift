import Terms
import Testing

@Suite("The total order of terms")
struct OrderTests {
    /// Terms of all kinds, many of them near one another.
    private static let pool: [Term] = {
        var terms: [Term] = [
            .none, .bool(false), .bool(true), .string(""), .string("a"), .string("b"), .string("é"),
            .string("e\u{301}"),
            .tagged("a", language: "en"), .tagged("a", language: "kk"), .typed("a", datatype: "x"), .entity("a"),
            .entity("b"), .entity("<http://a>"), .statement(1), .statement(2),
        ]
        for value in [Int64.min, -(1 << 53) - 1, -3, -1, 0, 1, 3, 100, (1 << 53) - 1, 1 << 53, (1 << 53) + 1, .max] {
            terms.append(.int(value))
            if let float = Term.float(finite: Double(value)) { terms.append(float) }
        }
        for text in ["0.1", "-0.1", "2.5", "99.99", "0.30000000000000004", "0.3", "1.000000000000000001"] {
            if let decimal = Decimal(text) { terms.append(.number(decimal)) }
            if let value = Double(text), let float = Term.float(finite: value) { terms.append(float) }
        }
        for value in [1e300, -1e300, .leastNonzeroMagnitude, 1e19, 1e22, 0.1 + 0.2] {
            if let float = Term.float(finite: value) { terms.append(float) }
        }
        for text in ["2016", "2016-01", "2016-01-01", "2016-05-10"] {
            if let date = PartialDate(text) { terms.append(.date(date)) }
        }
        for text in ["2016-01-01T00:00:00Z", "2016-01-01T00:00:01Z", "2015-12-31T23:59:59Z"] {
            if let instant = DateTime(text) { terms.append(.dateTime(instant)) }
        }
        return terms
    }()

    @Test("any two terms compare one way and back, and are equal only as one term")
    func antisymmetry() {
        for (row, left) in Self.pool.enumerated() {
            for (column, right) in Self.pool.enumerated() {
                let order = Term.order(left, right)
                #expect(order == -Term.order(right, left), "\(left) and \(right)")
                if row == column { #expect(order == 0) }
                if order == 0 { #expect(left == right, "\(left) and \(right)") }
            }
        }
    }

    @Test("what comes before one thing that comes before another comes before that")
    func transitivity() {
        for a in Self.pool {
            for b in Self.pool where Term.order(a, b) < 0 {
                for c in Self.pool where Term.order(b, c) < 0 {
                    #expect(Term.order(a, c) < 0, "\(a), \(b), \(c)")
                }
            }
        }
    }

    @Test("none, bools, numbers, dates, strings and entities follow one another")
    func kinds() throws {
        let terms: [Term] = [
            .none, .bool(false), .bool(true), .int(-5), .decimal(try #require(Decimal("2.5"))), .float(1e300),
            .date(try #require(PartialDate("0001"))), .dateTime(try #require(DateTime("2016-05-10T00:00:00Z"))),
            .string(""), .string("zz"), .entity(""), .entity("a"),
        ]
        #expect(terms.indices.dropFirst().allSatisfy { Term.order(terms[$0 - 1], terms[$0]) < 0 })
    }

    @Test("numbers compare by value whatever their kind, and sort int, decimal, float where equal")
    func numbers() throws {
        let half = Term.decimal(try #require(Decimal("0.5")))
        #expect(Term.compare(.int(3), .float(3)) == 0)
        #expect(Term.order(.int(3), .float(3)) < 0)
        #expect(Term.compare(half, .float(0.5)) == 0)
        #expect(Term.order(half, .float(0.5)) < 0)
        #expect(Term.compare(.int(.max), .float(9.3e18)) < 0)
        #expect(Term.compare(.int((1 << 53) + 1), .float(0x1p53)) > 0)
        #expect(Term.compare(.int(-1), half) < 0)
    }

    @Test("a date and an instant compare by their first instant")
    func datesAndInstants() throws {
        let year = Term.date(try #require(PartialDate("2016")))
        let later = Term.dateTime(try #require(DateTime("2016-01-01T00:00:01Z")))
        let earlier = Term.dateTime(try #require(DateTime("2015-12-31T23:59:59Z")))
        #expect(Term.order(earlier, year) < 0)
        #expect(Term.order(year, later) < 0)
    }

    @Test("strings order by their scalars, without a locale")
    func strings() {
        #expect(Term.order(.string("Z"), .string("a")) < 0)
        #expect(Term.order(.string("a"), .string("ab")) < 0)
        #expect(Term.order(.string("z"), .string("é")) < 0)
        #expect(Term.order(.string("\u{FFFF}"), .string("\u{10000}")) < 0)
    }
}
