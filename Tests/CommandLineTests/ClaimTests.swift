import Foundation
import Testing

/// The figures were computed from the tables the seed graph was made of, by a program that is not zhol's.
@Suite("the claims of the report, tested by saved queries")
struct ClaimTests {
    private func rows(_ file: String, _ query: String) throws -> [[String]] {
        let result = try Zhol.run([
            "run", "--db", Zhol.graph, "Queries/claims/\(file).dl", "--query", query, "--format", "tsv", "--no-header",
        ])
        #expect(result.code == 0 && result.errors == "", "\(result.errors)")
        return result.output.split(separator: "\n").map { line in
            line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
    }

    /// What a reader of the sources expects of each claim, and what the query says.
    @Test(
        "a verdict follows from the data",
        arguments: [
            // Below the best year, but rising again.
            ("c01_trade", "partly supported", "USD 18.2 bn in 2021, 76 % of the best year"),
            // Supported for official finance; figures of investment are thin.
            ("c02_lending", "supported for lending", "1.4 bn a year in 2018-2021 and USD 6.8 bn a year in 2009-2012"),
            // Supported but thin.
            ("c03_debt", "supported, on thin data", "-20.7 % from 2019 to 2024"),
            ("c04_many_partners", "supported", "Russia with 21 % in 2017"),
            ("c05_steering", "supported for the overlap, not for who steers", "6 of 75 projects"),
            ("c06_corruption", "partly supported", "3 of 110 projects"),
            // Only indirectly testable.
            ("c07_elites", "cannot be told", "2 relatives of the first president"),
            ("c08_russia", "consistent, not proved", "7 of 7 years since 2013"),
            ("c09_willingness", "consistent, not proved", "USD 10.5 bn in 2014-2017 and USD 5.5 bn in 2018-2021"),
            ("c10_before", "supported for when, not for why", "67 % of the dollar credit"),
            ("c11_autonomy", "consistent, not proved", "In 8 of 10 joint ventures"),
            ("c12_opinion", "supported, on thin data", "75 % in 2017 and 39 % in 2021"),
        ])
    func verdicts(file: String, verdict: String, number: String) throws {
        let answers = try rows(file, "\(file.prefix(3))_verdict")
        #expect(answers.count == 1)
        #expect(answers.first?.first == verdict)
        #expect(answers.first?.last?.contains(number) == true, "\(answers)")
    }

    @Test("trade with China is that of the customs, and what others report where there is none")
    func trade() throws {
        let years = try rows("c01_trade", "c01_turnover")
        #expect(years.count == 17)
        #expect(years.contains(["2012", "23982130000", "100"]))
        #expect(years.contains(["2016", "7880580000", "32.9"]))
        #expect(years.contains(["2021", "18200000000", "75.9"]))
        // 2018 has two figures: customs count, the other is left out.
        #expect(years.filter { $0[0] == "2018" } == [["2018", "11691670000", "48.8"]])
    }

    @Test("a credit counts once, whatever it is joined with")
    func credit() throws {
        #expect(
            try rows("c10_before", "c10_credit") == [
                ["before September 2013", "all", "30", "22717576642"],
                ["before September 2013", "without those of low confidence", "27", "20424776642"],
                ["since September 2013", "all", "31", "11436811181"],
                ["since September 2013", "without those of low confidence", "27", "11231548023"],
            ])
        let years = try rows("c10_before", "c10_by_year")
        #expect(years.compactMap { Int($0[2]) }.reduce(0, +) == 22_717_576_642 + 11_436_811_181)
        let sectors = try rows("c10_before", "c10_sectors")
        #expect(sectors.compactMap { Int($0[2]) }.reduce(0, +) == 22_717_576_642 + 11_436_811_181)
    }

    @Test("official finance in spans of years")
    func spans() throws {
        #expect(
            try rows("c02_lending", "c02_by_span_of_years").map { Array($0.prefix(3)) } == [
                ["2005-2008", "4", "19495532652"], ["2009-2012", "4", "27269487202"],
                ["2013-2017", "5", "11440785246"], ["2018-2021", "4", "5501636979"],
            ])
    }

    @Test("projects under both programmes, with the credit agreed for them")
    func steered() throws {
        #expect(
            try rows("c05_steering", "c05_projects").map { [$0[0], $0[3]] } == [
                ["kpi_complex", "2000000000"], ["taldykorgan_oskemen", "796000000"],
                ["kalbatau_maykapshagai", "434500000"], ["merke_burylbaital", "253300000"],
                ["astana_bypass", "183950000"], ["khorgos_dry_port", "0"],
            ])
    }

    @Test("cases name whom courts, investigators and the press name")
    func cases() throws {
        let cases = try rows("c06_corruption", "c06_cases")
        #expect(cases.filter { $0[2] == "convicted by a court" }.count == 8)
        #expect(Set(cases.map { $0[0] }) == ["astana_lrt_project", "cagp_line_c", "khorgos_icbc_project"])
        #expect(
            try rows("c06_corruption", "c06_share_of_projects") == [
                ["Belt and Road or Chinese", "110", "3", "2.7"], ["all others", "53", "0", "0"],
            ])
    }

    @Test("joint ventures with what each side holds")
    func ventures() throws {
        #expect(
            try rows("c11_autonomy", "c11_ventures") == [
                ["khorgos_gateway", "51", "49"], ["ortalyk", "51", "49"], ["semizbay_u", "51", "49"],
                ["ulba_fa", "51", "49"], ["asia_gas_pipeline", "50", "50"], ["bsgp_llp", "50", "50"],
                ["kcp_llp", "50", "50"], ["altyn_bank", "40", "60"], ["silleno", "40", "30"],
                ["petrokazakhstan", "33", "67"],
            ])
    }

    @Test("what stopped")
    func stopped() throws {
        #expect(
            try rows("c09_willingness", "c09_stopped").map { [$0[0], $0[2]] } == [
                ["kpi_complex", "cancelled"], ["astana_lrt_project", "suspended"], ["kmgi_sale", "cancelled"],
            ])
    }

    @Test("loans that ended, each counted: as many and as much as the verdict tells")
    func ended() throws {
        let repaid = try rows("c03_debt", "c03_loans_that_ended").filter { $0[1] == "repaid" }
        // Two banks lent one amount for one project on one day.
        #expect(repaid.first { $0[0] == "kashagan_pxf" }?[2...3] == ["2", "314285714"])
        #expect(repaid.compactMap { Int($0[2]) }.reduce(0, +) == 7)
        #expect(repaid.compactMap { Int($0[3]) }.reduce(0, +) == 3_278_694_356)
    }

    @Test("a verdict follows the data when the data changes")
    func otherData() throws {
        let result = try Zhol.shell(
            """
            cp '\(Zhol.graph)' g.zhol
            printf '%s\\n' '-happened(E, D) :- event_kind(E, protest), happened(E, D).' \
              '-protests_against(W, T) :- protests_against(W, T).' \
              '-value(O, V) :- indicator(O, favourable_opinion_of), year(O, 2021), value(O, V).' >less.dl
            zhol load --quiet --db g.zhol less.dl
            echo 'value(i_kazakhstan_favourable_opinion_of_china_2021_percent, 80) {source: s_cgs_opinion}.' >more.dl
            zhol load --quiet --db g.zhol more.dl
            zhol run --db g.zhol '\(Zhol.root.path)/Queries/claims/c12_opinion.dl' --query c12_verdict --no-header
            """, in: Zhol.folder())
        #expect(result.output.hasPrefix("not supported\t"), "\(result.output)")
    }

    @Test("each protest that a government gave way to counts")
    func givingWay() throws {
        let more = ["opposition", "zhanaozen_protesters"].map { name in
            "protests_against(\(name), kz_cn_capacity) {source: s_cgs_opinion, from: 2020, note: \"the list was shelved\"}."
        }
        let facts = "person(opposition). label(opposition, \"Opposition\").\n" + more.joined(separator: "\n")
        try Zhol.inFolder(["more.dl": facts]) { (folder: URL) throws in
            let result = try Zhol.shell(
                """
                cp '\(Zhol.graph)' g.zhol && zhol load --quiet --db g.zhol more.dl &&
                zhol run --db g.zhol '\(Zhol.root.path)/Queries/claims/c12_opinion.dl' --query c12_verdict --no-header
                """, in: folder)
            #expect(result.output.hasPrefix("supported\t"), "\(result.output)")
            #expect(result.output.contains("gave way: 3,"), "\(result.output)")
        }
    }

    @Test("every query of the report can be asked together")
    func together() throws {
        let result = try Zhol.run(["check", "--db", Zhol.graph, "Queries/report.dl", "Queries/audit.dl"])
        #expect(result.code == 0, "\(result.errors)")
    }
}
