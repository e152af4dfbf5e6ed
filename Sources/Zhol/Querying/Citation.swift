import Engine
import Language
import Store
import Terms

/// Sources and confidence of answers.
///
/// The confidence of an answer is that of its best proof: the highest level at which it can still be derived when
/// weaker evidence is left out. So the question is evaluated once for each level, strongest first, and an answer is
/// proved at the first level that has it.
package enum Citation {
    /// Evaluations of one program, one for each level of confidence, made when they are needed.
    package struct Levels {
        let program: ResolvedProgram
        let schema: Schema
        let snapshot: Reading?
        let control: Control
        let options: Evaluation.Options
        private var made: [Int: (evaluation: Evaluation, proofs: ProofSearch)] = [:]

        init(
            program: ResolvedProgram, schema: Schema, snapshot: Reading?, control: Control, options: Evaluation.Options
        ) {
            self.program = program
            self.schema = schema
            self.snapshot = snapshot
            self.control = control
            self.options = options
        }

        mutating func evaluation(_ confidence: Int) throws -> Evaluation { try level(confidence).evaluation }

        mutating func level(_ confidence: Int) throws -> (evaluation: Evaluation, proofs: ProofSearch) {
            if let known = made[confidence] { return known }
            var options = options
            options.confidence = confidence
            let evaluation = try Evaluation(
                program, schema: schema, store: snapshot, options: options, control: control)
            let pair = (evaluation, ProofSearch(evaluation))
            made[confidence] = pair
            return pair
        }
    }
}

extension Answers {
    /// Adds the columns `sources` and `confidence`.
    mutating func cite(
        _ goal: ResolvedGoal, _ found: GoalAnswers, _ levels: inout Citation.Levels, least: Int
    ) throws {
        columns += ["sources", "confidence"]
        for index in found.rows.indices {
            let row = found.wholeRows.isEmpty ? found.rows[index] : found.wholeRows[index]
            var cited = false
            for confidence in stride(from: Schema.confidences.count, through: least, by: -1) {
                let level = try levels.level(confidence)
                guard try level.evaluation.holds(row, in: goal.relation) else { continue }
                let support = try level.proofs.support(of: row, in: goal.relation) ?? Support()
                rows[index] += try describe(support, level.evaluation)
                cited = true
                break
            }
            if !cited { rows[index] += [.none, .none] }
        }
    }

    private func describe(_ support: Support, _ evaluation: Evaluation) throws -> [Term] {
        var sources: Set<String> = []
        var least = support.leaves.isEmpty && support.facts.isEmpty ? 0 : Schema.confidences.count
        for leaf in support.leaves {
            let (confidence, found) = try evaluation.evidence(for: leaf)
            least = min(least, confidence)
            for source in found { sources.insert(source.plainText(namespaces)) }
        }
        for number in support.facts {
            let qualifiers = evaluation.fact(number).qualifiers
            let level = qualifiers.first { $0.name == "confidence" }?.value
            least = min(least, Schema.confidences.firstIndex { .entity($0) == level }.map { $0 + 1 } ?? 0)
            if let source = qualifiers.first(where: { $0.name == "source" })?.value {
                sources.insert(source.plainText(namespaces))
            }
        }
        let confidence: Term = least == 0 ? .none : .entity(Schema.confidences[least - 1])
        return [sources.isEmpty ? .none : .string(sources.sorted().joined(separator: "; ")), confidence]
    }
}

extension Evaluation {
    /// A fact of the program by number.
    func fact(_ number: Int) -> ResolvedFact { program.facts[number] }
}
