import Foundation
import Testing

@Suite("zhol draw")
struct DrawTests {
    private static let facts = """
        owns(ann, firm) {share: 60, from: 2014, to: 2016, source: s1}. owns(ann, firm) {share: 70.5, from: 2017}.
        owns(firm, mill) {share: 40, loan: l1}. owns(firm, dock). knows(ann, firm) {from: 2010}.
        owns(mill, quay) {to: 2012}. owns(mill, quay) {from: 2013, share: 1}. owns(mill, quay) {from: 2014, share: 2}.
        part(top, a1) {share: 10, from: 2010-05, to: 2015-06}. part(top, a2) {share: 20, from: 2010-05, to: 2015-06}.
        part(top, a3) {share: 30, from: 2010-05, to: 2015-06}. part(a1, low) {share: 33.25, from: 2010-05, to: 2015-06}.
        part(a2, low) {share: 33.25, from: 2010-05, to: 2015-06}. part(a3, low) {share: 33.25, from: 2010-05}.
        owns(mill, quay) {from: 2015, share: 3}. same(mill, 'Mill LLP'). owns('Mill LLP', pier) {share: 9}.
        """

    /// The picture that a goal gives.
    private func draw(_ goal: String, _ ending: String, _ options: [String] = []) throws -> String {
        var text = ""
        try Zhol.inFolder(["f.dl": Self.facts, "r.dl": "piece(X, Y, S) :- owns(X, Y) {share: S}, S = 40."]) { folder in
            #expect(try Zhol.run(["load", "-q", "f.dl"], in: folder).code == 0)
            let result = try Zhol.run(["draw", goal, "-o", "p.\(ending)"] + options, in: folder)
            #expect(result.code == 0, "\(result.errors)")
            text = try String(contentsOf: folder.appendingPathComponent("p.\(ending)"), encoding: .utf8)
        }
        return text
    }

    /// A goal, options, and the edges as Graphviz has them.
    private static let pictures: [(goal: String, options: [String], edges: [String])] = [
        (
            "owns(ann, X), knows(ann, X)", [],
            [
                #""ann" -> "firm" [label="knows\nfrom 2010"];"#,
                #""ann" -> "firm" [label="owns\n60 %, 2014–2016\n70.5 %, from 2017"];"#,
            ]
        ),
        (
            "owns(firm, X)", [],
            [#""firm" -> "dock" [label="owns"];"#, #""firm" -> "mill" [label="owns\n40 %, loan l1"];"#]
        ),
        (
            "owns(mill, X)", [],
            [#""mill" -> "quay" [label="owns\nto 2012\n1 %, from 2013\nand 2 more"];"#]
        ),
        (
            "owns(X, pier)", ["--resolve"], [#""Mill LLP" -> "pier" [label="owns\n9 %"];"#]
        ),
        (
            "piece(X, Y, S)", ["r.dl"],
            [#""firm" -> "mill" [label="piece\n40"];"#]
        ),
    ]

    @Test("edges have shares, dates and other qualifiers of each statement", arguments: 0..<5)
    func qualifiers(number: Int) throws {
        let (goal, options, edges) = Self.pictures[number]
        let graph = try draw(goal, "dot", options)
        let found = graph.split(separator: "\n").filter { $0.contains(" -> ") }.map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        #expect(found.sorted() == edges, "\(graph)")
    }

    @Test("in SVG each of them is a line of its own, also where two edges join the same nodes; GraphML has them all")
    func lines() throws {
        let picture = try draw("owns(ann, X), knows(ann, X)", "svg")
        let texts = picture.matches(of: /<text x="(\d+)" y="(\d+)"[^>]*font-size="11"[^>]*>([^<]*)</)
        #expect(
            Set(texts.map { String($0.3) }) == ["owns", "60 %, 2014–2016", "70.5 %, from 2017", "knows", "from 2010"])
        #expect(Set(texts.map { String($0.1) }).count == 1)
        let places = texts.compactMap { Int($0.2) }.sorted()
        #expect(zip(places, places.dropFirst()).allSatisfy { $1 - $0 >= 11 }, "\(places)")
        let graph = try draw("owns(mill, X)", "graphml")
        #expect(
            graph.contains(
                "<data key=\"qualifiers\">to 2012; 1 %, from 2013; 2 %, from 2014; 3 %, from 2015</data>"), "\(graph)")
    }

    @Test("labels of a fan do not cover each other")
    func fan() throws {
        for goal in ["part(top, X)", "part(X, low)"] {
            let picture = try draw(goal, "svg")
            let texts = picture.matches(of: /<text x="(\d+)" y="\d+"[^>]*font-size="11"[^>]*>(.* %[^<]*)</)
            let spans = texts.compactMap { text in Int(text.1).map { ($0 - 3 * text.2.count, $0 + 3 * text.2.count) } }
                .sorted { $0 < $1 }
            #expect(spans.count == 3)
            #expect(zip(spans, spans.dropFirst()).allSatisfy { $0.1 < $1.0 }, "\(spans)")
        }
    }
}
