import Foundation
import Testing
import Zhol

@Suite("loading JSON Lines")
struct JSONLoadingTests {
    @Test("an object is an entity, its keys are classes and relations, values carry qualifiers")
    func objects() throws {
        let session = try Session()
        try session.load(files: [
            (
                "a.jsonl",
                """
                {"id": "alpha", "a": ["company", {"value": "bank", "source": "doc1"}], "name": "Alpha", "n": [1, 2.50, 3.0, 1e3]}

                {"id": "Фонд Самрук", "owns": {"value": {"id": "alpha"}, "share": 51, "from": "2019-05", "source": "doc2", "confidence": "high", "seen": "2020"}}
                {"id": "<http://e/x>", "ok": true, "nothing": null, "few": [], "born": {"value": "1950-01", "@type": "date"},
                """.replacingOccurrences(of: "\"date\"},", with: "\"date\"}, ")
                    + """
                    "t": {"value": "Қорғас", "@language": "kk"}, "d": {"value": "P3Y", "@type": "<http://www.w3.org/2001/XMLSchema#duration>"}, \
                    "who": {"value": "alpha", "@type": "entity", "note": "a note"}, "text": "\\u0041\\ud83d\\ude00\\n"}

                    """
            )
        ])
        #expect(
            try session.facts()
                == [
                    "bank(alpha) {source: doc1}.", "born(<http://e/x>, 1950-01).", "company(alpha).",
                    "d(<http://e/x>, \"P3Y\"^^xsd:duration).", "n(alpha, 1).", "n(alpha, 1e3).", "n(alpha, 2.5).",
                    "n(alpha, 3).", "name(alpha, \"Alpha\").", "ok(<http://e/x>, true).",
                    "owns('Фонд Самрук', alpha) {share: 51, from: 2019-05, source: doc2, confidence: high, seen: date(2020)}.",
                    "t(<http://e/x>, \"Қорғас\"@kk).", "text(<http://e/x>, \"A😀\\n\").",
                    "who(<http://e/x>, alpha) {note: \"a note\"}.",
                ].sorted())
    }

    @Test("a schema says what a string is")
    func schema() throws {
        let session = try Session()
        try session.load(files: [
            (
                "s.dl",
                "class firm.\nenum state = open | shut.\nrelation owns(firm, firm) {share: decimal}.\n"
                    + "relation name(firm, string).\nrelation since(firm, date).\nrelation is(firm, state).\n"
            ),
            (
                "a.jsonl",
                """
                {"id": "b", "a": "firm"}
                {"id": "a", "a": "firm", "owns": [{"value": "b", "share": 50.5}], "name": "b", "since": 1998, "is": "open"}
                {"id": "c", "a": "firm", "since": "1998-05", "is": "shut"}

                """
            ),
        ])
        let facts = try session.facts()
        for fact in [
            "owns(a, b) {share: 50.5}.", "name(a, \"b\").", "since(a, date(1998)).", "is(a, open).",
            "since(c, 1998-05).",
        ] { #expect(facts.contains(fact)) }
    }

    /// A line, and what is wrong with it.
    static let mistakes: [(line: String, failure: String)] = [
        ("[1]", "1:1: an object for each entity is expected"),
        ("{\"a\": \"x\"}", "1:1: an entity has an \"id\""),
        ("{\"id\": 7}", "1:8: an \"id\" is a string that is not empty"),
        ("{\"id\": \"\"}", "1:8: an \"id\" is a string that is not empty"),
        ("{\"id\": \"x\", \"p\": 1, \"p\": 2}", "1:21: the key 'p' stands twice in one object"),
        ("{\"id\": \"x\", \"p\": 01}", "1:18: a number has no leading zeros, and a digit behind its sign"),
        ("{\"id\": \"x\", \"p\": 1.}", "1:20: a digit is expected behind the point"),
        ("{\"id\": \"x\", \"p\": +1}", "1:18: a value is expected: a string, a number, true, false, null, [ or {"),
        ("{\"id\": \"x\", \"p\": NaN}", "1:18: a value is expected: a string, a number, true, false, null, [ or {"),
        (
            "{\"id\": \"x\", \"p\": 123456789012345678901}",
            "1:18: this number has more digits than an int of 64 bits or a decimal of 18 holds"
        ),
        ("{\"id\": \"x\", \"p\": 1e999}", "1:18: this number does not fit a float"),
        ("{\"id\": \"x\", \"p\": \"\\ud800\"}", "1:19: half of a surrogate pair stands for no character"),
        ("{\"id\": \"x\", \"p\": \"\\udc00\\ud800\"}", "1:19: half of a surrogate pair stands for no character"),
        ("{\"id\": \"x\", \"p\": \"\\x\"}", "1:19: there is no such escape"),
        ("{\"id\": \"x\", \"p\": \"\\u12\"}", "1:19: four hexadecimal digits are expected"),
        ("{\"id\": \"x\", \"p\": \"a\tb\"}", "1:20: a control character in a string is written as an escape"),
        ("{\"id\": \"x\", \"p\": \"a", "1:18: this string is not closed"),
        ("{\"id\": \"x\",}", "1:12: a key in quotes is expected"),
        ("{\"id\": \"x\"", "1:1: ',' or '}' is expected"),
        ("{\"id\": \"x\"} {}", "1:13: nothing may follow the value"),
        ("{\"id\": \"x\", \"p\": [1,]}", "1:21: a value is expected: a string, a number, true, false, null, [ or {"),
        ("{\"id\": \"x\", \"p\": [[1]]}", "1:19: a string, a number, true or false is expected"),
        ("{\"id\": \"x\", \"p\": {\"x\": 1}}", "1:18: an object here is {\"id\": name}, or has a \"value\""),
        (
            "{\"id\": \"x\", \"p\": {\"value\": 1, \"confidence\": \"sure\"}}",
            "1:45: a confidence is low, medium or high"
        ),
        ("{\"id\": \"x\", \"p\": {\"value\": \"2016-13\", \"@type\": \"date\"}}", "1:28: '2016-13' is not a date"),
        (
            "{\"id\": \"x\", \"p\": {\"value\": 1, \"@kind\": \"x\"}}",
            "1:31: only \"@type\" and \"@language\", with a string, are known"
        ),
        ("// no", "1:1: a value is expected: a string, a number, true, false, null, [ or {"),
    ]

    @Test("what is no right JSON, or no entity, is refused at its place", arguments: mistakes.map(\.line))
    func mistake(line: String) throws {
        let session = try Session()
        let expected = try #require(Self.mistakes.first { $0.line == line }).failure
        #expect(session.failure { try session.load(files: [("a.jsonl", line + "\n")]) } == "a.jsonl:\(expected)")
    }

    @Test("a hundred thousand brackets are refused, not followed")
    func deep() throws {
        let session = try Session()
        for bracket in ["[", "{\"p\":"] {
            let line = "{\"id\": \"x\", \"p\": " + String(repeating: bracket, count: 100_000)
            let failure = session.failure { try session.load(files: [("a.jsonl", line)]) }
            #expect(failure?.contains("values are nested more than 64 deep here") == true)
        }
    }

    @Test("an object with a mistake gives no fact, the others do where the load keeps going")
    func keepsGoing() throws {
        let session = try Session()
        let text = "{\"id\": \"x\", \"p\": 1}\n{\"id\": \"y\", \"p\": 1, \"q\": [[]]}\n{\"id\": \"z\", \"p\": 1}\n"
        let report = try session.load(files: [("a.jsonl", text)]) { $0.keepsGoing = true }
        #expect(report.leftOut == 1)
        #expect(try session.facts() == ["p(x, 1).", "p(z, 1)."])
    }
}
