import Foundation
import Testing

/// The figures were computed from the tables by a program that is not zhol's.
@Suite("AidData's records of every country")
struct AidDataTests {
    /// Both graphs in one store, as `make aiddata` loads them, with three rows in the form of version 1.0.
    private static let graph: String = {
        let path = Zhol.shared.appendingPathComponent("aiddata.zhol").path
        do {
            var loads = [["Schema/aiddata.dl"] + Zhol.seeds.dropFirst()]
            for table in ["records", "totals", "countries"] {
                loads.append(["--map", "Seeds/aiddata/\(table).map", "Seeds/aiddata/\(table).csv"])
            }
            let folder = try Zhol.folder()
            defer { try? FileManager.default.removeItem(at: folder) }
            let rows = """
                project_id,recommended_for_research,year,donor,funding_agency,implementing_agency,all_recipients,status,\
                usd_defl_2014,crs_sector_name
                40103,False,2005,China,"China Development Bank (CDB), Government Agency",,Kazakhstan,Pipeline: Pledge,\
                274000000.5,Communications
                9000001,True,2010,China,"Export-Import Bank of China, Government Agency",,Ghana,Cancelled,,Transport and Storage
                9000002,True,2011,China,Unspecified,,Ghana,Completion,10,Health
                """
            try Data(rows.utf8).write(to: folder.appendingPathComponent("v1.csv"))
            loads.append(["--map", "Seeds/aiddata/version1.map", folder.path + "/v1.csv"])
            for load in loads {
                let result = try Zhol.run(["load", "--quiet", "--db", path] + load)
                guard result.code == 0 else { return "no graph: \(result.errors)" }
            }
            return path
        } catch {
            return "no graph: \(error)"
        }
    }()

    private func rows(_ file: String, _ query: String) throws -> [[String]] {
        let result = try Zhol.run([
            "run", "--db", Self.graph, "Queries/aiddata/\(file).dl", "--query", query, "--format", "tsv", "--no-header",
        ])
        #expect(result.code == 0 && result.errors == "", "\(result.errors)")
        return result.output.split(separator: "\n").map { line in
            line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
    }

    private func isNear(_ text: String, _ billions: Double) -> Bool {
        abs((Double(text) ?? .nan) / 1e9 - billions) < 0.005
    }

    @Test("yearly sums of all countries, and of Kazakhstan")
    func years() throws {
        let years = try rows("a1_years", "a1_by_year")
        #expect(years.count == 22)
        let sums = [("2000", 5.45), ("2009", 123.39), ("2013", 112.37), ("2016", 140.78), ("2021", 78.56)]
        for (year, sum) in sums {
            let row = try #require(years.first { $0[0] == year })
            #expect(isNear(row[1], sum), "\(row)")
        }
        // The first graph has Kazakhstan's of the same origin, in whole dollars.
        let first = try Zhol.run([
            "run", "--db", Zhol.graph, "Queries/claims/c02_lending.dl", "--query", "c02_official_finance",
            "--no-header",
        ])
        let known = first.output.split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
        #expect(known.count == 21)
        for row in known {
            let own = try #require(years.first { $0[0] == row[0] })
            #expect(abs((Double(own[2]) ?? .nan) - (Double(row[1]) ?? .nan)) < 2, "\(row) \(own)")
        }
    }

    @Test("the countries with most finance and with the greatest falls, and Kazakhstan's rank")
    func ranks() throws {
        #expect(
            try rows("a1_years", "a1_most").map { $0[0] }.prefix(6) == [
                "russia", "argentina", "venezuela", "pakistan", "angola", "kazakhstan",
            ])
        let falls = try rows("a1_years", "a1_greatest_falls")
        #expect(falls.map { $0[0] }.prefix(3) == ["venezuela", "russia", "kazakhstan"])
        #expect(isNear(falls[2][1], 44.845) && isNear(falls[2][2], 16.045) && isNear(falls[2][3], -28.799))
        #expect(try rows("a1_years", "a1_rank") == [["fall since 2013", "3"], ["finance 2000-2021", "6"]])
        let verdict = try rows("a1_years", "a1_verdict")
        #expect(verdict.first?.first == "not general")
        #expect(verdict.first?.last?.contains("by 42 % from 2006-2013 to 2014-2021, to Kazakhstan by -64 %") == true)
        #expect(verdict.first?.last?.hasSuffix("It fell in 58 of 138 countries.") == true)
    }

    @Test("a bank is found in the text of its records, and no other bank of China is taken for it")
    func banks() throws {
        #expect(
            try rows("a2_lenders", "a2_banks") == [
                ["china_eximbank", "1332", "317048294669.5"], ["cdb", "455", "268994799642.98"],
                ["icbc", "292", "74847047519.47"], ["boc", "218", "72340016259.64"], ["ccb", "60", "19275604207.37"],
                ["abc", "19", "5520877288.81"],
            ])
        #expect(
            try rows("a2_lenders", "a2_kazakhstan").prefix(3) == [
                ["cdb", "20072262660.22"], ["china_eximbank", "11298739937.63"], ["boc", "4125332466.11"],
            ])
    }

    @Test("purposes, in percent of the sums")
    func purposes() throws {
        let purposes = try rows("a2_lenders", "a2_purposes")
        #expect(purposes.first == ["industry_mining_construction", "37.2", "60.7"])
        #expect(purposes[1] == ["energy", "27.7", "26.7"])
    }

    @Test("what both graphs have is one entity, and they agree on it")
    func joined() throws {
        #expect(
            try rows("a3_joined", "a3_overlap") == [
                ["loans of the first graph", "134", "74"], ["records on Kazakhstan", "86", "74"],
            ])
        // No record is completed of which the first graph knows that nothing was paid.
        let states = try rows("a3_joined", "a3_states")
        #expect(states.first == ["completion", "disbursed", "39"])
        #expect(!states.contains { $0[0] == "completion" && ["cancelled", "suspended"].contains($0[1]) })
        // The bank of the Shalkiya mine is a subsidiary of the one that its text is taken to name.
        let lenders = try rows("a3_joined", "a3_lenders")
        #expect(lenders.map { $0[0] } == ["named", "not named"] && lenders.last?[1] == "0")
        #expect(try rows("a3_joined", "a3_missing").count == 12)
    }

    @Test("version 1.0 tells what was cancelled")
    func stopped() throws {
        #expect(
            try rows("a4_stopped", "a4_by_country") == [["ghana", "1", "2", "50"]])
        #expect(try rows("a4_stopped", "a4_kazakhstan") == [["pipeline_pledge", "1"]])
    }

    @Test("the store holds all rows, and nothing in it is against its schema")
    func complete() throws {
        let counted = try Zhol.run([
            "query", "--db", Self.graph, "record(R) select count as n", "--format", "tsv", "--no-header",
        ])
        #expect(counted.output == "9407\n")
        let totals = try Zhol.run([
            "query", "--db", Self.graph, "total(T) select count as n", "--format", "tsv", "--no-header",
        ])
        #expect(totals.output == "2458\n")
        let audit = try Zhol.run(["audit", "--db", Self.graph])
        #expect(audit.code == 0, "\(audit.output)")
    }

    @Test("the report of both graphs is written")
    func report() throws {
        let result = try Zhol.run(["report", "--db", Self.graph, "Queries/aiddata/report.dl"])
        #expect(result.code == 0 && result.errors == "", "\(result.errors)")
        #expect(result.output.contains("**Verdict: not general.**") && !result.output.contains("*No answers.*"))
    }
}
