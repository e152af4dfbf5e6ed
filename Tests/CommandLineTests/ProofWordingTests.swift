import Foundation
import Testing

@Suite("what proofs say of sources and names")
struct ProofWordingTests {
    @Test(
        "a footnote tells the document that a source is, as a report does", arguments: [["why"], ["query", "--why"]])
    func documents(_ command: [String]) throws {
        let facts = """
            owns(ann, firm) {source: s1, confidence: high, note: "page 3"}.
            owns(ann, shop) {source: s2}.
            label(s1, "A *bold* claim").
            publisher(s1, "The Press").
            web_page(s1, "https://example.org/2").
            """
        try Zhol.inFolder(["f.dl": facts]) { (folder: URL) throws in
            #expect(try Zhol.run(["load", "-q", "f.dl"], in: folder).code == 0)
            let told = try Zhol.run(command + ["--format", "markdown", "owns(ann, X)"], in: folder)
            #expect(
                told.output.hasSuffix(
                    """
                    [^1]: The Press, *A \\*bold\\* claim*. <https://example.org/2> (high, page 3)
                    [^2]: s2

                    """), "\(told)")
        }
    }

    @Test("a merge is a step of the proof, with the 'same' that it needs")
    func merged() throws {
        let facts = """
            owns(ann, 'Beta LLP') {source: press, confidence: high}.
            owns(beta, house) {source: court, confidence: high}.
            same(beta, b2) {source: register, confidence: medium}.
            same('Beta LLP', b2) {source: gazette, confidence: high}.
            """
        try Zhol.inFolder(["f.dl": facts]) { (folder: URL) throws in
            #expect(try Zhol.run(["load", "-q", "f.dl"], in: folder).code == 0)
            let words = ["why", "owns+(ann, house)"]
            #expect(try Zhol.run(words, in: folder).code == 1)
            let tree = try Zhol.run(words + ["--resolve"], in: folder)
            #expect(
                tree.output == """
                    owns+(ann, house)   [a chain of 2; confidence medium, 4 sources]
                    ├─ owns(ann, 'Beta LLP')
                    │      — press, high
                    └─ owns('Beta LLP', house)   [by another name]
                       ├─ owns(beta, house)
                       │      — court, high
                       └─ same(beta, 'Beta LLP')   [a chain of 2]
                          ├─ same(beta, b2)
                          │      — register, medium
                          └─ same('Beta LLP', b2)
                                 — gazette, high

                    """)
            let json = try Zhol.run(words + ["--resolve", "--format", "json"], in: folder).output
            #expect(json.contains("\"by\": \"same\""))
            // Without one of the two the names are no longer joined.
            for more in [["--min-confidence", "high"], ["--without-source", "gazette"]] {
                #expect(try Zhol.run(words + ["--resolve"] + more, in: folder).code == 1)
            }
        }
    }
}
