import Foundation
import Testing

@testable import Zhol

@Suite("charts of a report")
struct ChartTests {
    private func charts(_ facts: String, _ query: String) throws -> [(file: String, text: String)] {
        let session = try Session()
        try session.load(facts)
        try session.write("main.dl", query)
        let report = try Database(path: session.path("graph.zhol")).report(path: session.path("main.dl"))
        return ReportPages(report, hasCharts: true).charts
    }

    private let trade = """
        relation trade(thing, int) {usd: number}.
        trade(china, 2010) {usd: 14}. trade(china, 2011) {usd: 21}. trade(china, 2013) {usd: 23}.
        trade(russia, 2010) {usd: 8}. trade(russia, 2011) {usd: 24}.
        """

    private func places(_ pattern: String, _ text: String) throws -> [[Double]] {
        let expression = try Regex(pattern)
        return text.matches(of: expression).map { match in
            match.output.dropFirst().compactMap { part in part.substring.flatMap { Double($0) } }
        }
    }

    @Test("a line has a marker for each figure, at heights in proportion, and a gap where a year is missing")
    func line() throws {
        let drawn = try charts(
            trade,
            "%% chart: line year usd by partner\nquery t ?- trade(P, Y) {usd: V} select P as partner, Y as year, V as usd."
        )
        #expect(drawn.map(\.file) == ["t.svg"])
        let text = try #require(drawn.first?.text)
        // China has discs: the legend's and three. Two of these are joined, 2013 stands alone.
        let discs = try places(#"<circle cx="([0-9.]+)" cy="([0-9.]+)""#, text)
        #expect(discs.count == 4)
        let own = discs.sorted { $0[1] > $1[1] }.dropLast()
        let heights = own.map { $0[1] }
        // 14, 21 and 23: the steps between them are as 7 to 2.
        let steps = zip(heights, heights.dropFirst()).map { $0 - $1 }
        #expect(abs(steps[0] / steps[1] - 3.5) < 0.05, "\(heights)")
        let lines = text.matches(of: /<polyline points="([^"]*)"/).map { $0.1.split(separator: " ").count }
        #expect(lines.sorted() == [2, 2, 2, 2])
        #expect(text.contains(">china</text>") && text.contains(">russia</text>"))
        #expect(text.contains(">2010</text>") && text.contains(">2013</text>") && text.contains(">25</text>"))
        #expect(text.contains("<title>usd by year: china, russia</title>"))
    }

    @Test("bars of years leave the place of a missing year free, and hang where they are negative")
    func bars() throws {
        let drawn = try charts(
            "relation v(int, number). v(2000, -40). v(2003, 20).",
            "%% chart: bar year change\nquery v_by_year ?- v(Y, V) select Y as year, V as change.")
        let text = try #require(drawn.first?.text)
        let bars = try places(##"<rect x="([0-9.]+)" y="([0-9.]+)" width="([0-9.]+)" height="([0-9.]+)""##, text)
        #expect(bars.count == 2)
        #expect(abs(bars[0][3] / bars[1][3] - 2) < 0.01)
        // The first hangs from where the second stands on.
        #expect(abs(bars[0][1] - (bars[1][1] + bars[1][3])) < 0.11)
        for year in 2000...2003 { #expect(text.contains(">\(year)</text>")) }
    }

    @Test("a chart of several columns says what its numbers are")
    func unit() throws {
        let facts = "relation v(int, int). v(1, 2). v(2, 3). relation w(int, int). w(1, 5). w(2, 4)."
        let query = "query q ?- v(X, N), w(X, M) select X as x, N as n, M as m."
        let title = />dollars of 2021<\/text>/
        #expect(try charts(facts, "%% chart: line x n m\n" + query)[0].text.firstMatch(of: title) == nil)
        let drawn = try charts(facts, "%% chart: line x n m in 'dollars of 2021'\n" + query)[0].text
        #expect(drawn.firstMatch(of: title) != nil)
        #expect(drawn.contains(">n</text>") && drawn.contains(">m</text>"))
    }

    @Test("a name beside the edge is cut off, and not drawn beyond it")
    func longNames() throws {
        let names = (1...6).map { "\($0) of the longest bank names" }
        let facts = "relation v(string, int)." + names.map { " v(\"\($0)\", 1)." }.joined()
        let text = try charts(facts, "%% chart: bar name n\nquery q ?- v(S, N) select S as name, N as n.")[0].text
        #expect(!text.contains(">\(names[0])</text>") && text.contains("…</text>"))
        #expect(text.contains(">\(names[5])</text>"))
    }

    @Test("series are told apart without colour")
    func blackAndWhite() throws {
        let facts =
            "relation v(thing, int) {n: int}."
            + (0..<6).map { " v(s\($0), 1) {n: \($0)}. v(s\($0), 2) {n: \($0)}." }.joined()
        for kind in ["line", "bar"] {
            let text = try charts(
                facts, "%% chart: \(kind) x n by s\nquery q ?- v(S, X) {n: N} select S as s, X as x, N as n.")[0].text
            let colours = Set(text.matches(of: /#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/).map { [$0.1, $0.2, $0.3] })
            #expect(colours.allSatisfy { Set($0).count == 1 })
            if kind == "line" {
                let dashes = Set(text.matches(of: /stroke-dasharray="([^"]*)"/).map { $0.1 })
                #expect(dashes.count == 5)
            } else {
                let fills = Set(text.matches(of: /<rect x[^>]*fill="([^"]*)"/).map { $0.1 })
                #expect(fills.count == 6)
            }
        }
    }

    @Test("texts cannot break out of the picture")
    func escaping() throws {
        let drawn = try charts(
            #"relation v(string, int). v("<a href='x'>&\"\u0007", 1)."#,
            "%% chart: bar name n\nquery 'a/../b' ?- v(S, N) select S as name, N as n.")
        #expect(drawn[0].file == "a____b.svg")
        #expect(drawn[0].text.contains("&lt;a href='x'&gt;&amp;&quot;</text>"))
        #expect(!drawn[0].text.contains("\u{7}"))
    }

    @Test("without numbers there is nothing to draw")
    func nothing() throws {
        let query = "%% chart: bar name n\nquery q ?- v(S, N) select S as name, N as n."
        #expect(try charts("relation v(string, string). v(\"a\", \"b\").", query).isEmpty)
        #expect(try charts("relation v(string, string).", query).isEmpty)
    }

    @Test(
        "an axis has few ticks at round numbers that enclose every value",
        arguments: [
            [0, 23_982_130_000], [0, 1], [0, 0.003], [-37, 47.1], [0, 99.999], [0, 100], [0, 1e300], [-1e300, 1e300],
            [0, 1e-300], [5, 5], [0, 0], [-3, -3], [2016, 2016], [1e12, 1e12 + 1],
        ] as [[Double]])
    func ticks(values: [Double]) throws {
        let scale = Scale(values, from: 300, to: 40, isRounded: true, about: 5)
        #expect((2...11).contains(scale.ticks.count), "\(scale.ticks)")
        #expect(scale.low <= values[0] && scale.high >= values[1])
        #expect(scale.ticks.first == scale.low && scale.ticks.last == scale.high)
        for value in values + scale.ticks { #expect((39.9...300.1).contains(scale.place(value))) }
        let steps = zip(scale.ticks.dropFirst(), scale.ticks).map { $0 - $1 }
        let step = try #require(steps.first)
        #expect(step > 0)
        var digits = step
        while digits >= 9.5 { digits /= 10 }
        while digits < 0.95 { digits *= 10 }
        #expect([1, 2, 5].contains { abs(digits - $0) < 0.01 }, "\(step)")
    }

    @Test("no ticks between whole years")
    func years() {
        let scale = Scale([2017, 2019], from: 0, to: 100, isRounded: false, about: 10, least: 1)
        #expect(scale.ticks == [2017, 2018, 2019])
    }

    @Test(
        "numbers as people read them",
        arguments: [
            (0, "0"), (7, "7"), (2016, "2016"), (9999, "9999"), (10_000, "10,000"), (155_177, "155,177"),
            (999_400, "999,400"), (999_999, "1 m"), (1_000_000, "1 m"), (727_212_309, "727 m"), (999_600_000, "1 bn"),
            (23_982_130_000, "24 bn"), (7_880_580_000, "7.88 bn"), (1.5e12, "1.5 tn"), (-20.7, "-20.7"), (0.05, "0.05"),
            (0.0005, "0.001"), (12.345, "12.35"), (-1_300_000, "-1.3 m"), (1e300, "1e300"), (99.999, "100"),
        ] as [(Double, String)])
    func numbers(value: Double, text: String) {
        #expect(NumberText.human(value) == text)
    }
}
