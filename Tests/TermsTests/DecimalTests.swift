import Terms
import Testing

@Suite("Decimals")
struct DecimalTests {
    @Test(
        "a decimal reads and prints without what carries no value",
        arguments: [
            ("12.75", "12.75"), ("-0.5", "-0.5"), (".5", "0.5"), ("007.10", "7.1"), ("3.0", "3"), ("3.", "3"),
            ("-0", "0"),
            ("0.000000000000000001", "0.000000000000000001"), ("999999999999999999", "999999999999999999"),
            ("9223372036854775807", "9223372036854775807"), ("-9223372036854775808", "-9223372036854775808"),
            ("1.50000000000000000000000000000", "1.5"), ("123456789012345.678", "123456789012345.678"),
        ])
    func text(input: String, output: String) {
        #expect(Decimal(input)?.description == output)
    }

    @Test(
        "what is no decimal of 18 digits is none",
        arguments: [
            "", "-", ".", "1.2.3", "1e5", "1,5", " 1", "0.1234567890123456789", "1234567890123456789.5",
            "9223372036854775808", "99999999999999999999999999999999999999999999", "0.0000000000000000001", "--1", "١",
        ])
    func malformed(input: String) {
        #expect(Decimal(input) == nil)
    }

    @Test("3.0 is the term 3, and 3.5 is none of the ints")
    func intsAndDecimals() throws {
        #expect(Term.number(try #require(Decimal("3.0"))) == .int(3))
        #expect(Term.number(try #require(Decimal("3.5"))) != .int(3))
    }

    @Test("sums and products are exact, and nil where they do not fit")
    func arithmetic() throws {
        let tenth = try #require(Decimal("0.1"))
        let fifth = try #require(Decimal("0.2"))
        #expect(tenth.adding(fifth)?.description == "0.3")
        #expect(tenth.multiplied(by: fifth)?.description == "0.02")
        #expect(try #require(Decimal("0.5")).multiplied(by: Decimal(2))?.description == "1")
        #expect(Decimal(.max).adding(Decimal(1)) == nil)
        #expect(Decimal(.max).multiplied(by: Decimal(2)) == nil)
        #expect(Decimal(.min).negated == nil)
        #expect(tenth.negated?.description == "-0.1")
        #expect(try #require(Decimal("0.000000000000000001")).multiplied(by: tenth) == nil)
    }

    @Test("decimals compare by value whatever their scales")
    func order() throws {
        let texts = ["-100", "-1.5", "-1.25", "0", "0.05", "0.5", "1", "1.000000000000001", "2", "99.9", "100"]
        let values = try texts.map { try #require(Decimal($0)) }
        #expect(values == values.shuffled().sorted())
    }
}
