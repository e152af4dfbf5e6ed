import Testing
import Zhol

@Suite("The first rows of an order")
struct TopRowsTests {
    @Test(
        "a limit gives the first rows of the whole order, with every offset and direction",
        arguments: ["X", "X desc", "R, X desc", "R desc, N", "F, X", "F desc, R desc, X"])
    func firstRows(_ order: String) throws {
        let database = Database()
        // Numbers in an order that is none, with names, remainders and roots that many share.
        let program = """
            n(X) :- X in 1..1009.
            row(K, N, R, F) :- n(X), K = X * 523 mod 1009, N = concat("name ", K mod 101), R = K mod 7, F = sqrt(K mod 50).
            """
        func rows(_ rest: String) throws -> [[Value]] {
            let answers = try database.query("\(program)\n?- row(X, N, R, F) order by \(order)\(rest).")[0]
            return (0..<answers.count).map { answers.values($0) }
        }
        let all = try rows("")
        #expect(all.count == 1009)
        for (limit, offset) in [(1, 0), (3, 0), (10, 7), (40, 20), (0, 0), (5, 1006)] {
            #expect(try rows(" limit \(limit) offset \(offset)") == Array(all.dropFirst(offset).prefix(limit)))
        }
    }
}
