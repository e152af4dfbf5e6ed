import Foundation
import Language
import Testing

@Suite("The reference evaluator")
struct ReferenceTests {
    /// Cases that a program alone decides: without a store, options or a report.
    private static let cases = GoldenCase.all.filter { golden in
        !slow.contains(golden.name) && ["load.dl", "args", "err"].allSatisfy { golden.text($0) == nil }
    }

    /// Cases that are too large for trying everything.
    private static let slow: Set<String> = [
        "classics/life_two_steps_of_a_glider", "classics/primes", "recursion/left_and_right_bound_goals",
        "recursion/more_than_a_thousand_results",
    ]

    /// Topics of which the reference must be able to evaluate every case.
    private static let covered: Set<String> = [
        "aggregates", "closure", "in", "monotone", "negation", "optional", "or", "qualifiers", "recursion",
    ]

    @Test("it gives the answers that are written in the golden cases", arguments: cases)
    func agrees(_ golden: GoldenCase) throws {
        let text = try #require(golden.text("dl"))
        let (program, diagnostics) = Parser.parse(SourceFile(name: "case.dl", text: text))
        try #require(diagnostics.isEmpty)
        let found: [ReferenceAnswers]
        do {
            found = try ReferenceEvaluator(program).answers().map(\.printed)
        } catch let refusal as ReferenceRefusal {
            let topic = String(golden.name.prefix { $0 != "/" })
            #expect(!ReferenceTests.covered.contains(topic), "\(golden.name): \(refusal)")
            return
        }
        let expected = try EngineAnswers.of(text)
        #expect(found.count == expected.count)
        for (one, other) in zip(found, expected) where one != other {
            Issue.record("\(golden.name):\n\(lineDifference(expected: other.text, found: one.text))")
        }
    }
}
