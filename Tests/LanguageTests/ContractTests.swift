import Testing

@testable import Language

/// The programs of the language contract.
@Suite struct ContractTests {
    @Test(
        "every statement of the language contract is read without a complaint",
        arguments: [
            """
            prefix wd: <http://www.wikidata.org/entity/>.

            %% Who holds how much of a company.
            relation owns(actor, actor) {share: decimal}.

            owns(samruk, kazmunaygas) {share: 90, from: 2015-08, source: annual_report_2016}.   % a fact
            reach(X, Y) :- owns(X, Y).                                                         % a rule
            reach(X, Z) :- reach(X, Y), owns(Y, Z).
            deny over(C, T) :- shares(C, T), T > 100.                                          % a check
            ?- reach(samruk, Y), optional (label(Y, L)) order by L limit 20.                   % a query
            """,
            """
            project(khorgos_gateway). financed_by(khorgos_gateway, cosco).
            ?- triple(S, P, O), triple(S, a, project).
            owns(alpha, beta) {share: 51, from: 2019-05, source: doc12, confidence: high}.
            """,
            """
            base <https://example.org/id/>.              % what a bare entity name is short for in RDF
            %% A state, a bank, a company or a person that can act.
            class actor.
            class person < actor.
            class bank < actor.
            enum status = planned | under_construction | completed | suspended | cancelled.

            relation financed_by(project, actor).
            relation amount(loan, decimal) one.          % at most one value per subject
            relation label(thing, string) required.      % every subject of the class has one: verified at commit
            relation family_of(person, person) symmetric.
            relation part_of(thing, thing) transitive.
            relation owns(actor, actor) {share: decimal} inverse owned_by.
            """,
            """
            controlled_from(A, C) :- based_in(A, C).
            controlled_from(A, C) :- owned_by(A, B), controlled_from(B, C).
            elite_linked(P, Who) :- contractor_of(A, P), ( owns(Who, A) ; family_of(Who, K), owns(K, A) ), \
            politically_exposed(Who).
            unsourced(P) :- project(P), not financed_by(P, _).
            a1(S) :- r(X, Y) {share: S, source: D}, r(X, Y) as St, r(X, Y) @ 2016-01-01.
            a2(X) :- r+(X, Y), r*(X, Y), not r(X, _), not ( r(X, Y), s(Y) ), ! r(X, 1), !(r(X, Y)).
            a3(X) :- X in [a, b, c], N in 1..10, contains(S, "x"), matches(S, "^K.*z"), X != E, X <= 3, X >= 4, X = E.
            a4(N) :- N = count { r(X, Y) }, T = sum(V) { r(X, V) }.
            edge(1, 2, 3).
            declare edge(int, int, float).
            input edge("edges.tsv").
            output tc("tc.csv").
            output tc.
            include "finance.dl".
            """,
            """
            lent(B, sum(V)) :- lender(L, B), amount(L, V).
            dist(Y, min(D)) :- dist(X, D0), road(X, Y) {km: W}, D = D0 + W.
            controls(X, Y) :- held(X, Y, S), S > 50.
            held(X, Y, sum(S per Z)) :- ( X = Z, actor(X) ; controls(X, Z) ), owns(Z, Y) {share: S}.
            best(argmax(X, By)) :- score(X, By).
            """,
            """
            ?- project(P), under(P, nurly_zhol), financed_by(P, A), controlled_from(A, china), elite_linked(P, Who).
            ?- lender(L, B), amount(L, V)  select B, sum(V) as total, count as loans  order by total desc, B  \
            limit 10 offset 0.
            ?- holds_office(P, O) as of 2016-01-01.          % the world as it was then
            ?- owns(X, Y) known by 2020-06-01.               % what the store held then
            ?- owns(X, Y) known by 17.
            what if { owns(beta, delta). -owns(alpha, gamma). } ?- controls(alpha, Y).      % nothing is written
            %% Chinese-financed projects under a programme, with their elite links.
            query elite_projects($programme: programme = nurly_zhol, $country: country = china) ?-
                project(P), under(P, $programme), financed_from(P, $country), elite_linked(P, Who)
                select P, Who order by P.
            """,
            """
            -fact(a). -r(X, Y) :- body(X, Y). +r(X, Y) :- body(X, Y). -owns(a, b) {source: s}.
            begin. owns(a, b). commit. rollback.
            dist(a, 0). r(X + 1) :- s(X). t(sum(A + B)) :- s(A, B). u() :- v(). query q ?- r(X).
            y(date(2016), 2016, 2016 - 10, "P3Y"^^xsd:duration, "01"^^xsd:integer, "Қорғас"@kk, 1e9, 2.5e-3).
            z('Фонд Самрук', <https://example.org/x>, _:b0, 1_500_000, -7, 2016-05-10T09:30:00Z, true, none).
            """,
        ])
    func contract(text: String) {
        let (program, diagnostics) = Parser.parse(SourceFile(name: "contract.dl", text: text))
        #expect(diagnostics.isEmpty, "\(diagnostics.map(\.message))")
        #expect(!program.statements.isEmpty)
    }
}
