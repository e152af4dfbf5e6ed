import Terms
import Testing

@Suite("Floats as text")
struct FloatTextTests {
    @Test(
        "a float prints in the shortest plain or exponent form",
        arguments: [
            (1e9, "1e9"), (2.5, "2.5"), (2.5e-3, "2.5e-3"), (0, "0"), (-1, "-1"), (100, "100"), (1e22, "1e22"),
            (0.1, "0.1"),
            (123_456.789, "123456.789"), (.leastNonzeroMagnitude, "5e-324"),
            (1.7976931348623157e308, "1.7976931348623157e308"),
            (1000, "1e3"), (-0.5, "-0.5"),
        ] as [(Double, String)])
    func shortest(value: Double, text: String) {
        #expect(Term.shortest(value) == text)
    }

    @Test("both forms read back as the same double", arguments: 1...20)
    func roundTrip(seed: UInt64) {
        var state = seed
        for _ in 0..<500 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let value = Double(bitPattern: state)
            guard value.isFinite else { continue }
            #expect(Double(Term.shortest(value)) == value)
            let exponent = Term.exponentForm(value)
            #expect(Double(exponent) == value)
            #expect(exponent.contains("e"))
        }
    }

    @Test("no float is NaN, infinite or negative zero")
    func finite() {
        #expect(Term.float(finite: .nan) == nil)
        #expect(Term.float(finite: .infinity) == nil)
        #expect(Term.float(finite: -0.0) == .float(0))
        if case .float(let zero)? = Term.float(finite: -0.0) { #expect(zero.sign == .plus) }
    }
}
