import Language
import Terms

/// One way to evaluate one alternative of a rule: its operators, ending in the head.
final class RulePlan {
    private let head: Operator
    private let slots: Int

    /// - Parameters:
    ///   - delta: the literal that reads only what the last round found; nil for a rule without recursion.
    ///   - old: recursive literals that read only what was there before.
    init(_ evaluation: Evaluation, _ rule: ResolvedRule, _ alternative: Int, delta: Int?, old: Set<Int>) throws {
        let relation = evaluation.relations[rule.head.index]
        let evaluator = evaluation.evaluator(for: rule)
        let expressions = rule.arguments.map { argument -> ResolvedExpression in
            if case .expression(let expression) = argument { return expression }
            return .constant(.none)
        }
        let sink = SinkOperator { batch in
            var row = Array(repeating: UInt64(0), count: expressions.count)
            rows: for index in 0..<batch.count {
                for (position, expression) in expressions.enumerated() {
                    guard let value = try evaluator.value(expression, batch, index) else { continue rows }
                    row[position] = value
                }
                relation.insert(row)
            }
        }
        let needed = expressions.reduce(into: Set<Int>()) { $0.formUnion($1.variables) }
        slots = rule.variables.count + groupCount(rule.body[alternative])
        let planner = Planner(
            sources: evaluation.sources, control: evaluation.control, evaluator: evaluator, slots: slots,
            isPlain: evaluation.isPlain)
        head = try planner.plan(
            rule.body[alternative], bound: [], needed: needed, delta: delta, old: old, end: sink,
            nextGroupSlot: rule.variables.count)
    }

    func run() throws { try head.push(.unit(slots: slots)) }
}

extension Evaluation {
    func evaluator(for rule: ResolvedRule) -> ExpressionEvaluator {
        ExpressionEvaluator(terms: terms, control: control, range: rule.range) { [unowned self] in try label($0) }
    }
}
