import Testing

@testable import Language

@Suite struct SpellingTests {
    @Test(
        "the nearest name is suggested, and none where none is near",
        arguments: [
            ("financed_bye", ["financed_by", "finance"], "financed_by"), ("onws", ["owns", "own"], "owns"),
            ("Astana", ["astana", "almaty"], "astana"), ("lable", ["table", "label"], "label"),
            ("projct", ["project", "projects"], "project"), ("x", ["y", "z"], nil), ("owns", ["owns"], nil),
            ("lender", ["amount", "loan"], nil), ("", ["a"], nil), ("abcd", ["abxy"], nil),
            ("cat", ["car", "bat"], "bat"), ("Қорғас", ["қорғаш"], "қорғаш"),
        ] as [(String, [String], String?)])
    func nearest(name: String, candidates: [String], expected: String?) {
        #expect(Spelling.nearest(to: name, among: candidates) == expected)
        #expect(Spelling.nearest(to: name, among: candidates.reversed()) == expected)
    }

    @Test("a very long name costs nothing")
    func long() {
        let long = String(repeating: "a", count: 1_000_000)
        #expect(Spelling.nearest(to: long, among: [long + "b"]) == nil)
    }
}
