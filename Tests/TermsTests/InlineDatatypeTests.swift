import Terms
import Testing

@Suite("Literals that are ids at once")
struct InlineDatatypeTests {
    private static let texts =
        [
            "", "-", ".", "-.", "0", "-0", "00", "007", "+1", "1 ", " 1", "12a", "1234567890123456",
            "-9999999999999999",
            "12345678901234567", "9223372036854775807", "0.5", ".5", "5.", "00.50", "-0.5", "1.5e3", "0.1", "0.3",
            "500099.25", "1234567890.12345", "123456789012.345", "9007199254740993.0", "0.000000000000001", "1..2",
            "1.2.3", "NaN", "INF", "2016-02-29", "2015-02-29", "2016-00-10", "2016-13-01", "2016-01-00", "2016-04-31",
            "0000-01-01", "9999-12-31", "-201-01-01", "2016-1-011", "2016-01-1", "2016-01", "2016", "2016-01-01Z",
            "2016/01/01", "２０", "é", "1\0",
        ] + (0..<400).map { "\($0 * $0 * 7919).\($0 % 100)" }

    @Test(
        "a text that is an id at once has the id of its value",
        arguments: ["integer", "long", "double", "float", "date", "decimal", "int", "gYear", "string", "other", ""])
    func same(type: String) {
        let datatype = InlineDatatype(xsd: type)
        for text in Self.texts {
            let bytes = Array(text.utf8)
            guard let id = bytes.withUnsafeBytes({ datatype.inlineID($0) }) else { continue }
            let value = Term.xsdValue(text, type)
            #expect(value != nil, "\(text)")
            #expect(value.flatMap { TermID(inline: $0) } == id, "\(text)")
        }
    }

    @Test("the plainest forms are ids at once")
    func plainest() {
        for (type, text) in [("integer", "42"), ("integer", "-7"), ("double", "500099.25"), ("date", "1967-05-23")] {
            let id = Array(text.utf8).withUnsafeBytes { InlineDatatype(xsd: type).inlineID($0) }
            #expect(id != nil, "\(text)")
        }
    }
}
