import Testing
import Zhol

@Suite("a sum that another literal multiplies")
struct MultipliedSumTests {
    private static let facts = """
        relation lender(thing, thing) one.
        amount(l1, 100). borrower(l1, x). borrower(l1, y). country(x, kz). country(y, kz). lender(l1, cdb).

        """

    private func warnings(_ text: String) throws -> [String] {
        try Session().full(Self.facts + text).warnings.filter { $0.code.rawValue == "W0103" }.map { warning in
            warning.message + warning.notes.map { "; " + $0.message }.joined()
        }
    }

    @Test(
        "is warned of, with what multiplies it and how to count once",
        arguments: [
            "total(sum(V)) :- amount(L, V), borrower(L, B). ?- total(T).",
            "total(sum(W)) :- amount(L, V), W = V * 2, borrower(L, B). ?- total(T).",
            "total(C, sum(V)) :- amount(L, V), borrower(L, B), country(B, C). ?- total(C, T).",
            "?- amount(L, V), borrower(L, B) select sum(V) as total.",
            "?- T = sum(V) { amount(L, V), borrower(L, B) }.",
            "total(sum(V)) :- ( amount(L, V), borrower(L, B) ; amount(L, V) ). ?- total(T).",
            "total(sum(V + 1)) :- amount(L, V), borrower(L, B). ?- total(T).",
        ])
    func warned(_ text: String) throws {
        let found = try warnings(text)
        #expect(found.count == 1)
        #expect(
            found.first?.hasPrefix("what is summed counts once for each 'B'; to count it once for each 'L', write sum(")
                == true)
    }

    @Test(
        "is not warned of where each value counts once",
        arguments: [
            "total(sum(V)) :- amount(L, V). ?- total(T).",
            "total(B, sum(V)) :- amount(L, V), borrower(L, B). ?- total(B, T).",
            "total(sum(V per L)) :- amount(L, V), borrower(L, B). ?- total(T).",
            "total(sum(V)) :- amount(L, V), borrower(L, _). ?- total(T).",
            "total(sum(V)) :- amount(L, V), lender(L, B). ?- total(T).",
            "total(sum(W)) :- amount(L, V), W = V * 2, not borrower(L, W). ?- total(T).",
            "total(count(V)) :- amount(L, V), borrower(L, B). ?- total(T).",
            "total(max(V)) :- amount(L, V), borrower(L, B). ?- total(T).",
            "?- borrower(L, B), T = sum(V) { amount(L, V) }.",
        ])
    func silent(_ text: String) throws { #expect(try warnings(text) == []) }
}
