import Language
import Terms

/// One way to evaluate one alternative of a rule: its operators, ending in the head.
final class RulePlan {
    private let head: Operator
    private let start: BatchColumns
    private let trace: PlanTrace?

    /// - Parameter delta: the literal that reads only what the last round found; nil for all that is there.
    init(_ evaluation: Evaluation, _ rule: ResolvedRule, _ alternative: Int, delta: Int?) throws {
        let evaluator = evaluation.evaluator(for: rule)
        let expressions = rule.arguments.map { argument -> ResolvedExpression in
            switch argument {
            case .expression(let expression): expression
            case .aggregate(let aggregate): aggregate.arguments.first ?? .constant(.none)
            }
        }
        let relation = evaluation.relations[rule.head.index]
        var planner = evaluation.planner(for: rule, alternative, evaluator)
        trace = evaluation.trace?.plan(
            head: evaluation.text(ofHead: rule), range: rule.range,
            delta: delta.flatMap { rule.body[alternative].literals[$0].relation }.map { evaluation.program[$0].name })
        planner.trace = trace
        let plan = try planner.plan(
            rule.body[alternative], bound: SlotKinds(planner.slots),
            needed: expressions.reduce(into: Set<Int>()) { $0.formUnion($1.variables) }, delta: delta,
            nextGroupSlot: rule.variables.count
        ) { kinds in
            if let best = relation as? BestRelation {
                return ImproveOperator(
                    best, try expressions.map { try evaluator.compile($0, kinds) }, evaluation.terms)
            }
            let columns = try expressions.map { expression -> InsertOperator.HeadColumn in
                if case .variable(let slot) = expression, kinds[slot] == .local { return .local(slot) }
                return .computed(try evaluator.compile(expression, kinds))
            }
            return InsertOperator(relation, columns, evaluation.terms)
        }
        head = plan.head
        start = BatchColumns(slots: planner.slots, owning: [])
    }

    func run() throws {
        guard let trace else {
            try head.push(start.batch(1))
            return
        }
        if trace.counts { try trace.run { try head.push(start.batch(1)) } }
    }
}

/// Ends a plan: hands contributions to a relation of best values.
final class ImproveOperator: Operator {
    private let relation: BestRelation
    private let arguments: [ColumnExpression]
    private let terms: TermTable
    private let buffers: BatchColumns

    init(_ relation: BestRelation, _ arguments: [ColumnExpression], _ terms: TermTable) {
        self.relation = relation
        self.arguments = arguments
        self.terms = terms
        buffers = BatchColumns(slots: arguments.count, owning: Array(arguments.indices))
    }

    override func push(_ batch: Batch) throws {
        let columns = try arguments.map { try $0.values(batch) }
        var kept = 0
        for row in 0..<batch.count {
            if columns.contains(where: { $0[row] == TermTable.undefined }) { continue }
            for position in arguments.indices {
                let raw = columns[position][row]
                buffers.columns[position][kept] = position == relation.place ? raw : terms.local(ofRaw: raw)
            }
            kept += 1
        }
        let cells = UnsafeRawPointer(buffers.columns).assumingMemoryBound(to: UnsafePointer<UInt64>.self)
        try relation.improve(cells, count: kept)
    }
}

extension Evaluation {
    func evaluator(for rule: ResolvedRule) -> ExpressionEvaluator {
        ExpressionEvaluator(terms: terms, control: control, range: rule.range) { [unowned self] in try label($0) }
    }

    func planner(for rule: ResolvedRule, _ alternative: Int, _ evaluator: ExpressionEvaluator) -> Planner {
        Planner(
            sources: sources, control: control, evaluator: evaluator,
            slots: rule.variables.count + groupCount(rule.body[alternative]), isPlain: isPlain)
    }
}
