import Formats
import Testing

@Suite("IRIs that stand again and again")
struct RepeatedIRITests {
    /// IRIs as a line has them and as they are meant; some differ only behind their first bytes, in an escape or in
    /// length, and there are more than a reader remembers.
    private static let iris: [(written: String, meant: String)] =
        [
            ("<a:>", "<a:>"), ("<a:b>", "<a:b>"), ("<http://e.org/name>", "<http://e.org/name>"),
            (#"<http://e.org/n\u0061me>"#, "<http://e.org/name>"),
            ("<http://e.org/names>", "<http://e.org/names>"), ("<https://e.org/name>", "<https://e.org/name>"),
            ("<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"),
        ]
        + (0..<700).map { ("<http://e.org/p/\($0)>", "<http://e.org/p/\($0)>") }
        + [300, 70].map { length in
            let long = "<http://e.org/" + String(repeating: "x", count: length) + ">"
            return (long, long)
        }

    @Test("each statement has the IRIs of its own line, whatever stood before", arguments: 1...40)
    func own(seed: UInt64) throws {
        var random = Shuffle(state: seed)
        // Most come from few, so that they repeat.
        func iri() -> (written: String, meant: String) {
            Self.iris[random.below(random.below(4) == 0 ? Self.iris.count : 8)]
        }
        var text = ""
        var expected: [String] = []
        var wrong = 0
        var subject = iri()
        for _ in 0..<900 {
            if random.below(3) == 0 { subject = random.below(5) == 0 ? ("_:b", "_:b") : iri() }
            let (predicate, type) = (iri(), iri())
            let object: (written: String, meant: String) =
                random.below(2) == 0 ? type : (written: "\"x\"^^\(type.written)", meant: "\"x\"^^\(type.meant)")
            text += "\(subject.written) \(predicate.written) \(object.written)"
            // What is wrong with a line must not change what the next one means.
            if random.below(9) == 0 {
                text += " <\n"
                wrong += 1
            } else {
                text += " .\n"
                expected.append("\(subject.meant) \(predicate.meant) \(object.meant)")
            }
        }
        var errors = 0
        let found = try ReadRDF.lines(text, drip: 1 + random.below(500)) { _ in errors += 1 }
        #expect(found == expected)
        #expect(errors == wrong)
    }

    @Test(
        "an IRI with a byte that none holds is refused, at every place of it",
        arguments: [0x20, 0x22, 0x3c, 0x5e, 0x60])
    func flaws(byte: UInt8) throws {
        let plain = Array("http://e.org/~abcdefghijklmnop{".utf8.dropLast())
        for place in 7...plain.count {
            let iri = plain[..<place] + [byte] + plain[place...]
            for (before, after) in [("<", "> <a:p> <a:o> ."), ("<a:s> <", "> <a:o> ."), ("<a:s> <a:p> <", "> .")] {
                let line = Array(before.utf8) + iri + Array(after.utf8)
                #expect(throws: FormatError.self) { try ReadRDF.statements(line, "nt") }
            }
        }
    }

    @Test("a string ends at its quote, wherever that stands")
    func strings() throws {
        for length in 0...40 {
            let text = String(repeating: "é", count: length / 2) + String(repeating: "x", count: length % 2)
            #expect(
                try ReadRDF.statements("<a:s> <a:p> \"\(text)\" .\n<a:s> <a:p> \"\(text)\\\"\" .", "nt")
                    == ["<a:s> <a:p> \"\(text)\"", "<a:s> <a:p> \"\(text)\"\""])
        }
    }
}

/// Numbers that are the same for a seed.
private struct Shuffle {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(bound))
    }
}
