import Testing

@testable import JSON

@Suite struct JSONTests {
    @Test(
        "JSON is read as RFC 8259 says",
        arguments: [
            ("null", .null), (" true ", .bool(true)), ("false", .bool(false)), ("0", .number("0")),
            ("-12.50e+3", .number("-12.50e+3")), ("1E-2", .number("1E-2")), ("\"\"", .string("")),
            ("\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\"", .string("a\"\\/\u{08}\u{0c}\n\r\t")),
            ("\"\\u049b\\u0041\"", .string("қA")),
            ("\"\\ud83d\\ude00\"", .string("😀")), ("\"Қорғас\"", .string("Қорғас")), ("[]", .array([])),
            ("{}", .object([])),
            ("[1,[2] , {}]", .array([.number("1"), .array([.number("2")]), .object([])])),
            ("{\"b\":1,\n\"a\" : [null]}", .object([.init("b", .number("1")), .init("a", .array([.null]))])),
        ] as [(String, JSONValue)])
    func reading(text: String, expected: JSONValue) throws {
        #expect(try JSONValue(Array(text.utf8)) == expected)
    }

    @Test(
        "what is no JSON is refused with its place",
        arguments: [
            ("", 0), ("nul", 0), ("tru", 0), ("01", 1), ("+1", 0), ("1.", 2), (".5", 0), ("1e", 2), ("-", 1),
            ("NaN", 0),
            ("\"a", 0), ("\"a\nb\"", 2), ("\"\\q\"", 1), ("\"\\u12g4\"", 1), ("\"\\ud83d\"", 1), ("\"\\ude00\"", 1),
            ("\"\\ud83d\\u0041\"", 1), ("[1,]", 3), ("[1 2]", 3), ("[1", 2), ("{\"a\":1,}", 7), ("{a:1}", 1),
            ("{\"a\" 1}", 5),
            ("{\"a\":1 \"b\":2}", 7), ("{\"a\":1,\"a\":2}", 7), ("1 2", 2), ("'a'", 0), ("// x\n1", 0),
            ("\u{feff}1", 0),
        ])
    func malformed(text: String, offset: Int) {
        let error = #expect(throws: JSONError.self) { try JSONValue(Array(text.utf8)) }
        #expect(error?.offset == offset)
    }

    @Test("bytes that are no UTF-8 are refused, and deep nesting is, without running out of stack")
    func hostile() throws {
        #expect(throws: JSONError.self) { try JSONValue([0x22, 0xff, 0x22]) }
        for bracket in ["[", "{\"a\":"] {
            #expect(throws: JSONError.self) { try JSONValue(Array(String(repeating: bracket, count: 200_000).utf8)) }
        }
        let deep = String(repeating: "[", count: 1_000) + String(repeating: "]", count: 1_000)
        #expect(throws: Never.self) { try JSONValue(Array(deep.utf8)) }
    }

    @Test(
        "a string is quoted so that it is read back",
        arguments: ["", "a\"b\\c\n\t\r\u{01}\u{1f}", "Қорғас 😀", "\u{7f}\u{2028}"])
    func quoting(text: String) throws {
        #expect(try JSONValue(Array(JSONValue.quoted(text).utf8)) == .string(text))
    }
}
