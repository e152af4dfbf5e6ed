import Language
import Testing

@testable import Zhol

/// The mistakes that a check finds in a text, each as its line and its message.
private func mistakes(in text: String) -> [String] {
    var reader = ProgramReader()
    reader.read(text: text, name: "t.dl")
    do {
        return try Database().check(reader).map { describe($0) }
    } catch {
        return ZholError.wrapping(error).diagnostics.map { describe($0) }
    }
}

private func describe(_ diagnostic: Diagnostic) -> String {
    guard let range = diagnostic.range else { return "?: \(diagnostic.message)" }
    let place = range.file.position(at: range.start)
    return "\(place.line):\(place.column) \(diagnostic.message)"
}

@Suite struct ManyMistakesTests {
    @Test("a text with mistakes of all kinds gets all of them, in order of place")
    func allKinds() {
        let text = """
            class bank.
            relation owns(bank, bnak).
            owns(a, b, c).
            p(X, Y) :- bank(X).
            q(X) :- bank(X) where X = a.
            ?- ownz(X, Y), bank(X).
            ?- bank(X), X > "\\d".
            r(X) :- bank(X), lenn(X) > 3.
            s(X) :- bank(X), not s(X).
            ?- wd:Q1(X).
            t(X) :- q(X).
            """
        #expect(
            mistakes(in: text) == [
                "2:21 type 'bnak' is not declared; did you mean 'bank'?",
                "3:1 'owns' has 3 arguments here and 2 arguments in the store",
                "4:6 variable 'Y' of rule 'p' is not bound by a positive literal",
                "5:17 there is no 'where': conditions are joined with ','",
                "6:4 relation 'ownz' is not known; did you mean 'owns'?",
                "7:18 there is no escape '\\d'; a backslash itself is '\\\\', and others are \\\" \\n \\t \\r",
                "8:18 function 'lenn' is not known; did you mean 'len'?",
                "9:1 's' depends on itself through 'not'", "10:4 prefix 'wd' is not declared",
            ])
    }

    @Test("what a wrong statement would have stated or declared is not missed elsewhere")
    func noCascades() {
        let text = """
            p(X) :- r(X.
            relation owns(a b).
            class 'odd one' < .
            r(a).
            ?- p(X), owns(X, Y), 'odd one'(X).
            ?- other(X).
            """
        #expect(
            mistakes(in: text) == [
                "1:12 found '.' where ',' or ')' was expected", "2:17 found 'b' where ')' or ',' was expected",
                "3:19 found '.' where a class was expected", "6:4 relation 'other' is not known",
            ])
    }
}

@Suite struct LargeSchemaTests {
    /// A test that is quadratic in the classes does not end in the time that anybody waits for it.
    @Test("a chain of many classes is checked, and a cycle in it found once")
    func chainOfClasses() {
        let chain = (0..<20_000).map { "class c\($0) < c\($0 + 1).\n" }.joined()
        #expect(mistakes(in: chain + "class c20000.\n") == [])
        // The first by name of those on the cycle.
        #expect(mistakes(in: chain + "class c20000 < c7.\n") == ["11:7 class 'c10' is below itself"])
    }
}
