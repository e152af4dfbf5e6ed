import Foundation
import Testing

@Suite("the checks of the seed graph")
struct SeedAuditTests {
    /// One wrong fact or more for each check, among facts that are right.
    private let wrong = """
        document(d) {source: d}. label(d, "A document") {source: d}. published(d, 2015) {source: d}.
        country(kz). label(kz, "Kazakhstan"). place(pl_b). label(pl_b, "B").
        company(co_a). label(co_a, "A"). based_in(co_a, kz). company(co_b). label(co_b, "B"). based_in(co_b, kz).
        company(co_c). label(co_c, "C"). based_in(co_c, kz). bank(bk). label(bk, "Bank"). based_in(bk, kz).
        state_body(gov). label(gov, "Government"). part_of(gov, kz).
        person(p1). label(p1, "One"). person(p2). label(p2, "Two").

        project(backwards). label(backwards, "x"). started(backwards, 2015). ended(backwards, 2014-12).
        project(right). label(right, "x"). started(right, 2014). ended(right, 2015). status(right, completed).
        loan(l_right). for_project(l_right, right). lender(l_right, bk). borrower(l_right, co_a). loan_type(l_right, loan).
        loan_status(l_right, disbursed). amount(l_right, 5) {currency: usd}. committed(l_right, 2014).
        matures(l_right, 2024). financed_by(right, bk) {loan: l_right}. borrower_for(co_a, right) {loan: l_right}.

        loan(l_due). for_project(l_due, right). lender(l_due, bk). committed(l_due, 2014). matures(l_due, 2013).
        loan(l_late). for_project(l_late, right). lender(l_late, bk). loan_type(l_late, loan). committed(l_late, 2018).
        loan_status(l_late, committed).
        loan(l_refinancing) {note: "refinancing of notes"}. for_project(l_refinancing, right). lender(l_refinancing, bk).
        loan_type(l_refinancing, loan). committed(l_refinancing, 2018). loan_status(l_refinancing, committed).

        owns(bk, co_a) {share: 10}. owns(bk, co_a) {share: 20}. owns(bk, co_c) {share: 10, to: 2012}.
        owns(bk, co_c) {share: 20}.
        project(orphan). label(orphan, "x"). loan(l_orphan). for_project(l_orphan, orphan). loan_type(l_orphan, loan).
        loan_status(l_orphan, committed). lender(l_orphan, bk).

        project(unpaid). label(unpaid, "x"). loan(l_unpaid). for_project(l_unpaid, unpaid). lender(l_unpaid, bk).
        borrower(l_unpaid, co_a). loan_type(l_unpaid, loan). loan_status(l_unpaid, committed).
        financed_by(right, co_c) {loan: l_right}. financed_by(unpaid, co_c) {loan: l_right}.
        project(other). label(other, "x"). loan(l_other). for_project(l_other, other). lender(l_other, co_a).
        loan_type(l_other, loan). loan_status(l_other, disbursed). financing_announced_by(other, bk).
        loan(l_bare).
        amount(l_bare, 7). cost(right, 8).

        status(other, planned). ended(other, 2020). project(dead). label(dead, "x"). status(dead, cancelled).
        loan(l_dead). for_project(l_dead, dead). lender(l_dead, bk). loan_type(l_dead, loan). loan_status(l_dead, disbursed).
        amount(l_dead, 1) {currency: usd}. financed_by(dead, bk) {loan: l_dead}.
        project(done). label(done, "x"). status(done, completed). loan(l_done). for_project(l_done, done).
        lender(l_done, bk). loan_type(l_done, loan). loan_status(l_done, cancelled).
        event(e_open). label(e_open, "x"). event_kind(e_open, opening). about(e_open, right). happened(e_open, 2013).

        programme(nameless). company(nowhere). label(nowhere, "x").

        held_office(p1, gov) {role: "president", from: 1991, to: 2019-03, source: d}.
        held_office(p2, gov) {role: "president", from: 2017, source: d}.
        convicted_in(p1, right) {from: 2014}. investigated_for(p1, right) {from: 2016}.
        owns(bk, co_b) {share: 1, source: nothing}.
        """

    /// A figure for Kazakhstan.
    private func figure(_ name: String, _ indicator: String, _ partner: String, _ year: Int, _ value: String) -> String
    {
        """
        observation(\(name)). indicator(\(name), \(indicator)). observed_country(\(name), kazakhstan).
        partner(\(name), \(partner)). year(\(name), \(year)). value(\(name), \(value)) {source: s_wits}.

        """
    }

    private func violations(_ store: String, in folder: URL) throws -> [String: [String]] {
        let result = try Zhol.run(
            [
                "audit", "--db", store, Zhol.root.path + "/Queries/audit.dl", "--format", "tsv", "--no-header",
            ], in: folder)
        #expect(result.code == 1, "\(result.errors)")
        let rows = result.output.split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
        return Dictionary(grouping: rows, by: { $0[0] }).mapValues { $0.map { $0[1] } }
    }

    @Test("each check finds what it is about, and nothing else")
    func each() throws {
        let figures = [
            "country(kazakhstan). label(kazakhstan, \"x\"). country(world). label(world, \"x\"). document(s_wits). ",
            "label(s_wits, \"x\"). country(russia). label(russia, \"x\"). ",
            figure("f1", "joint_list_completed", "china", 2017, "5"),
            figure("f2", "joint_list_completed", "china", 2018, "4"),
            figure("f3", "favourable_opinion_of", "china", 2017, "75"),
            figure("f4", "favourable_opinion_of", "china", 2017, "76"),
            figure("f5", "exports_to", "russia", 2015, "6000"), figure("f6", "imports_from", "russia", 2015, "4000"),
            figure("f7", "exports_to", "world", 2015, "5000"), figure("f8", "imports_from", "world", 2015, "20000"),
            figure("f9", "trade_turnover_with", "russia", 2015, "12000"),
            figure("f10", "share_of_trade", "russia", 2015, "41"),
        ].joined()
        try Zhol.inFolder(["wrong.dl": wrong + "\ncountry(china). label(china, \"x\").\n" + figures]) { folder in
            let schema = Zhol.root.path + "/Schema/schema.dl"
            let load = try Zhol.run(["load", "--db", "w.zhol", schema, "wrong.dl"], in: folder)
            #expect(load.code == 0, "\(load.errors)")
            let found = try violations("w.zhol", in: folder)
            for (name, rows) in Self.expected {
                let own = found[name]?.map { $0.dropFirst(name.count + 1).dropLast() }.map(String.init) ?? []
                #expect(own == rows, "\(name)")
            }
            // What the schema is checked for has names of its own, of one word.
            let others = found.keys.filter { $0.contains("_") && Self.expected[$0] == nil }
            #expect(others.isEmpty, "\(others)")
        }
    }

    private static let expected = [
        "ended_before_start": ["backwards, date(2015), 2014-12"],
        "due_before_agreed": ["l_due, date(2014), date(2013)"],
        "credit_after_end": ["right, l_late, date(2015), date(2018)"], "two_shares": ["bk, co_a, 10, 20"],
        "unfinanced": ["orphan, l_orphan"], "other_lender": ["right, co_c, l_right", "unpaid, co_c, l_right"],
        "other_project": ["unpaid, co_c, l_right"],
        "missing_financier": [
            "orphan, bk, l_orphan", "other, co_a, l_other", "unpaid, bk, l_unpaid",
        ],
        "missing_borrower": ["unpaid, co_a, l_unpaid"], "no_lender": ["l_bare"], "no_project": ["l_bare"],
        "no_currency": ["l_bare, 7", "right, 8"], "no_amount": ["l_other"],
        "completed_unpaid": ["done, l_done, cancelled"], "planned_but_ended": ["other, date(2020)"],
        "paid_for_cancelled": ["dead, l_dead"], "opened_before_start": ["right, e_open, date(2014), date(2013)"],
        "joint_list_shrinks": ["2018, 5, 4"], "stateless": ["nowhere"], "unnamed": ["nameless"],
        "two_holders": ["p1, p2, gov, \"president\", date(2017), 2019-03"],
        "investigated_after_verdict": ["p1, right, date(2014), date(2016)"],
        "figures_differ": ["favourable_opinion_of, china, 2017, 75, 76"],
        "trade_does_not_add_up": ["russia, 2015, 10000, 12000"], "share_is_another": ["russia, 2015, 41, 4e1"],
        "more_than_world": ["exports_to, russia, 2015, 6000, 5000"], "unknown_source": ["nothing"],
        "from_the_future": ["p2, gov, date(2017), d, date(2015)"],
    ]

    @Test("every check is tried")
    func complete() throws {
        let text = try String(contentsOf: Zhol.root.appendingPathComponent("Queries/audit.dl"), encoding: .utf8)
        let names = Set(text.matches(of: /deny ([a-z_]+)\(/).map { String($0.1) })
        #expect(names == Set(Self.expected.keys))
    }

    /// Each is a contradiction or a gap of the sources, and not of ours.
    @Test("the seed graph has no violations but those that its sources have")
    func seed() throws {
        #expect(
            try violations(Zhol.graph, in: Zhol.root) == [
                "figures_differ": ["figures_differ(trade_turnover_with, china, 2018, 11691670000, 12000000000)"],
                "joint_list_shrinks": ["joint_list_shrinks(2018, 5, 4)"], "stateless": ["stateless(alarko)"],
            ])
    }
}
