import Foundation
import Store
import Testing

@testable import Zhol

@Suite("a report")
struct ReportTests {
    private let facts = """
        relation label(thing, string). relation publisher(thing, string). relation web_page(thing, string).
        relation published(thing, date). relation lent(thing, thing) {usd: number}.
        label(cdb, "China Development Bank") {source: doc_b}.
        publisher(doc_b, "Beta Press"). label(doc_b, "The second paper"). published(doc_b, 2019-05).
        web_page(doc_b, "https://example.org/b").
        lent(cdb, road_one) {usd: 2000000000, source: doc_a, confidence: high}.
        lent(cdb, road_two) {usd: 1000000, source: doc_b, confidence: low}.
        lent(cdb, road_two) {usd: 1000000, source: doc_c, confidence: low}.
        """

    private func markdown(_ files: [String: String], facts: String? = nil, hasCharts: Bool = false) throws
        -> ReportPages
    {
        let session = try Session()
        try session.load(facts ?? self.facts)
        for (name, text) in files { try session.write(name, text) }
        let report = try Database(path: session.path("graph.zhol")).report(path: session.path("main.dl"))
        return ReportPages(report, hasCharts: hasCharts)
    }

    private let loans = """
        %% What banks lent
        %%
        %% The introduction.

        %% Loans of all banks.
        query lending_loans ?- lent(B, P) {usd: V} select B as bank, P as project, V as usd order by usd desc.

        %% More than a billion is much.
        query lending_verdict ?- lent(_, _) {usd: V}, V > 1000000000 select "much" as verdict, concat("One of ", V) as because.
        """

    @Test("has the title and introduction of its file, a section for each file that asks, and a heading for each query")
    func sections() throws {
        let main = """
            %% A report
            %%
            %% Of two sections.

            include "one.dl".
            include "two.dl".
            """
        let text = try markdown([
            "main.dl": main, "one.dl": loans,
            "two.dl": "%% Rules alone are no section\n\nborrows(P, B) :- lent(B, P).",
        ]).markdown
        #expect(text.hasPrefix("# A report\n\nOf two sections.\n\n## What banks lent\n\nThe introduction.\n\n"))
        #expect(
            text.contains("\n### Loans\n\nLoans of all banks.\n\n| bank | project | usd | confidence | sources |\n"))
        #expect(!text.contains("Rules alone"))
    }

    @Test("a file without a title has its name for one; what stands right above a query is no title")
    func untitled() throws {
        let text = try markdown(["main.dl": "%% Loans of all banks.\n?- lent(B, P)."]).markdown
        #expect(text.hasPrefix("# main\n\nLoans of all banks.\n\n| B | P |"))
    }

    @Test("a verdict stands above the tables of its section, with what decides, and all verdicts at the top")
    func verdicts() throws {
        let two = loans.replacing("lending_", with: "second_")
        let text = try markdown([
            "main.dl": "%% R\n\ninclude \"one.dl\".\ninclude \"two.dl\".\n", "one.dl": loans, "two.dl": two,
        ]).markdown
        let verdict = try #require(
            text.range(of: "**Verdict: much.** One of 2000000000 [1]\n\nMore than a billion is much.\n"))
        let table = try #require(text.range(of: "### Loans"))
        #expect(verdict.lowerBound < table.lowerBound)
        #expect(
            text.contains(
                "| section | verdict |\n| --- | --- |\n| What banks lent | much |\n| What banks lent | much |\n"))
    }

    @Test("a verdict that the data does not give is said to be none")
    func noVerdict() throws {
        let text = try markdown(["main.dl": "query v ?- lent(_, _) {usd: V}, V < 0 select \"x\" as verdict."]).markdown
        #expect(text.contains("**Verdict: none.**"))
    }

    @Test("sources are numbered as they are met, and listed with what the graph knows of them")
    func sources() throws {
        let text = try markdown(["main.dl": loans]).markdown
        #expect(text.contains("| China Development Bank | road one | 2 bn | high | [1] |\n"))
        #expect(text.contains("| China Development Bank | road two | 1 m | low, 2 independent | [2, 3] |\n"))
        #expect(
            text.hasSuffix(
                """
                ## Sources

                1. doc_a.
                2. Beta Press, *The second paper*, 2019-05. <https://example.org/b>
                3. doc_c.

                """))
    }

    @Test("what all rows have in common of sources and confidence stands below the table")
    func common() throws {
        let text = try markdown(["main.dl": "?- lent(B, P) {usd: 1000000}."]).markdown
        #expect(
            text.contains(
                "| B | P |\n| --- | --- |\n| China Development Bank | road two |\n\nSources: [1, 2], confidence low, 2 independent.\n"
            )
        )
    }

    @Test("texts of the graph mean nothing to Markdown or HTML")
    func escaping() throws {
        let hostile =
            #"relation label(thing, string). relation web_page(thing, string)."#
            + #" label(x, "<script>a|b</script> *c* [d](e)\n# f `g` \\") {source: s}. web_page(s, "javascript:alert(1)")."#
            + #" label(s, "a & b | c")."#
        let text = try markdown(["main.dl": "?- label(x, L)."], facts: hostile).markdown
        #expect(!text.contains("<script>") && !text.contains("(e)\n"))
        #expect(text.contains(##"| &lt;script&gt;a\|b&lt;/script&gt; \*c\* \[d\](e) \# f \`g\` \\ |"##))
        #expect(text.contains("1. *a &amp; b \\| c*. javascript:alert(1)\n") && !text.contains("<javascript"))
    }

    @Test("questions without a name, what if, output and yes or no are answered in order")
    func unnamed() throws {
        let text = try markdown([
            "main.dl": """
            %% First.
            ?- lent(B, road_one).
            query second ?- lent(B, road_two).
            %% Third.
            what if { lent(boc, road_one). } ?- lent(boc, P).
            big(P) :- lent(_, P) {usd: V}, V > 5000000.
            %% Fourth.
            output big.
            %% Fifth.
            ?- lent(boc, _).
            %% Sixth.
            ?- lent(boc, P).
            """
        ]).markdown
        var rest = text[...]
        for part in [
            "First.", "China Development Bank", "### Second", "China Development Bank", "Third.", "road one", "Fourth.",
            "road one", "Fifth.", "| no |", "Sixth.", "*No answers.*",
        ] {
            guard let found = rest.range(of: part) else {
                Issue.record("'\(part)' is missing in: \(rest)")
                return
            }
            rest = rest[found.upperBound...]
        }
    }

    @Test("a report is the same each time")
    func deterministic() throws {
        let first = try markdown(["main.dl": loans], hasCharts: true)
        let second = try markdown(["main.dl": loans], hasCharts: true)
        #expect(first.markdown == second.markdown)
    }

    @Test("a parameter without a default is asked for")
    func parameters() throws {
        let session = try Session()
        try session.load(facts)
        try session.write("main.dl", "query loans_of($bank) ?- lent($bank, P).")
        let database = try Database(path: session.path("graph.zhol"))
        let failure = session.failure { _ = try database.report(path: session.path("main.dl")) }
        #expect(failure?.hasSuffix("query 'loans_of' needs a value for 'bank'") == true, "\(failure ?? "")")
    }

    @Test(
        "a chart that cannot be drawn is an error with its place",
        arguments: [
            ("pie bank usd", "a chart is 'line' or 'bar', as in: chart: line year usd by partner"),
            ("", "a chart is 'line' or 'bar', as in: chart: line year usd by partner"),
            (
                "bar bank",
                "a chart needs a column along its axis and one of numbers, as in: chart: line year usd by partner"
            ),
            ("bar bank euro", "the chart asks for a column 'euro'; there are bank, usd"),
            ("bar bank usd by", "the chart says 'by' and no column behind it"),
            ("bar bank usd in", "the chart says 'in' and no unit behind it"),
            (
                "bar bank usd by bank usd",
                "a chart needs a column along its axis and one of numbers, as in: chart: line year usd by partner"
            ),
        ])
    func wrongChart(request: String, message: String) throws {
        let session = try Session()
        try session.load(facts)
        try session.write(
            "main.dl", "%% Of banks.\n%% chart: \(request)\n?- lent(B, _) {usd: V} select B as bank, V as usd.")
        let database = try Database(path: session.path("graph.zhol"))
        let failure = session.failure { _ = try database.report(path: session.path("main.dl")) }
        #expect(failure == "\(session.path("main.dl")):3: \(message)")
    }
}
