import Language
import Terms

/// One way to evaluate one alternative of a rule: its operators, ending in the head.
final class RulePlan {
    private let head: Operator
    private let start: BatchColumns
    private let trace: PlanTrace?
    /// The same plan again for each further thread; empty where it cannot be shared.
    private var copies: [(plan: RulePlan, inserter: PairInserter)] = []
    private let target: PairRelation?
    private let worthSharing: Double

    /// - Parameter delta: the literal that reads only what the last round found; nil for all that is there.
    convenience init(_ evaluation: Evaluation, rule: Int, _ alternative: Int, delta: Int?) throws {
        try self.init(evaluation, rule: rule, alternative, delta: delta, control: evaluation.control, inserter: nil)
        guard evaluation.threads > 1, trace == nil, let target, Sharing.isPossible(head, target: target) else { return }
        for _ in 1..<evaluation.threads {
            let inserter = PairInserter(target)
            let copy = try RulePlan(
                evaluation, rule: rule, alternative, delta: delta, control: evaluation.control.branch(),
                inserter: inserter)
            guard Sharing.isPossible(copy.head, target: target) else {
                copies.removeAll()
                return
            }
            copies.append((copy, inserter))
        }
    }

    private init(
        _ evaluation: Evaluation, rule number: Int, _ alternative: Int, delta: Int?, control: Control,
        inserter: PairInserter?
    ) throws {
        let rule = evaluation.program.rules[number]
        let evaluator = evaluation.evaluator(for: rule)
        let expressions = rule.arguments.map { argument -> ResolvedExpression in
            switch argument {
            case .expression(let expression): expression
            case .aggregate(let aggregate): aggregate.arguments.first ?? .constant(.none)
            }
        }
        let relation = evaluation.relations[rule.head.index]
        target = relation as? PairRelation
        worthSharing = Double(evaluation.worthSharing)
        var body = rule.body[alternative]
        var width = rule.variables.count
        let derivations = evaluation.records(rule.head) ? evaluation.derivations : nil
        var named = body
        if derivations != nil {
            named = rule.unguarded(alternative).withEverythingNamed(&width)
            body.literals = body.literals.prefix(body.literals.count - named.literals.count) + named.literals
        }
        var planner = evaluation.planner(for: body, width, evaluator, control)
        trace = evaluation.trace?.plan(
            head: evaluation.text(ofHead: rule), range: rule.range,
            delta: delta.flatMap { rule.body[alternative].literals[$0].relation }.map { evaluation.program[$0].name })
        planner.trace = trace
        let needed = expressions.reduce(into: Set<Int>()) { $0.formUnion($1.variables) }
        let plan = try planner.plan(
            body, bound: SlotKinds(planner.slots), needed: derivations == nil ? needed : Set(0..<width), delta: delta,
            nextGroupSlot: width
        ) { kinds in
            if let best = relation as? BestRelation {
                return ImproveOperator(
                    best,
                    try expressions.enumerated().map { position, expression in
                        try evaluator.at(rule.range(ofArgument: position)).compile(expression, kinds)
                    }, evaluation.terms)
            }
            let columns = try expressions.enumerated().map { position, expression -> HeadColumns.Column in
                if case .variable(let slot) = expression, kinds[slot] == .local { return .local(slot) }
                return .computed(try evaluator.at(rule.range(ofArgument: position)).compile(expression, kinds))
            }
            let head = HeadColumns(columns, evaluation.terms)
            guard let derivations else { return InsertOperator(relation, head, inserter: inserter) }
            let derived = derivations.begin(rule: number, alternative, named, width: width, into: relation, rule.head)
            derived.keep(kinds)
            return RecordingInsertOperator(relation, head, derived)
        }
        head = plan.head
        start = BatchColumns(slots: planner.slots, owning: [])
    }

    func run() throws {
        guard let trace else { return try isWorthSharing ? runShared() : head.push(start.batch(1)) }
        if trace.counts { try trace.run { try head.push(start.batch(1)) } }
    }
}

/// Several threads.
extension RulePlan {
    private var scan: Access? { (head as? ExpandOperator)?.access }

    private var isWorthSharing: Bool {
        guard !copies.isEmpty, let scan else { return false }
        return scan.fanOut >= worthSharing
    }

    private func runShared() throws {
        guard let target else { return }
        target.reserveRows()
        let plans = [self] + copies.map(\.plan)
        for (index, plan) in plans.enumerated() { plan.scan?.part = (index, plans.count) }
        defer {
            scan?.part = (0, 1)
            for copy in copies { target.absorb(copy.inserter) }
        }
        try Sharing.run(plans.map { plan in { try plan.head.push(plan.start.batch(1)) } })
    }
}

/// Ends a plan: hands contributions to a relation of best values.
final class ImproveOperator: Operator {
    private let relation: BestRelation
    private let arguments: [ColumnExpression]
    private let terms: TermTable
    private let buffers: BatchColumns
    /// The slot of local numbers that an argument is, where it is one.
    private let locals: [Int?]

    init(_ relation: BestRelation, _ arguments: [ColumnExpression], _ terms: TermTable) {
        self.relation = relation
        self.arguments = arguments
        self.terms = terms
        buffers = BatchColumns(slots: arguments.count, owning: Array(arguments.indices))
        locals = arguments.map { ($0 as? LocalSlotExpression)?.slot }
    }

    /// Moves the rows in which a column is defined to the front; how many.
    private func compact(_ count: Int, by column: UnsafeMutablePointer<UInt64>) -> Int {
        var kept = 0
        for row in 0..<count where column[row] != TermTable.undefined {
            if kept < row {
                for position in arguments.indices {
                    buffers.columns[position][kept] = buffers.columns[position][row]
                }
            }
            kept += 1
        }
        return kept
    }

    override func push(_ batch: Batch) throws {
        var kept = batch.count
        for (position, argument) in arguments.enumerated() {
            let target = buffers.columns[position]
            if position != relation.place, let local = locals[position] {
                target.update(from: batch[local], count: batch.count)
                continue
            }
            let column = try argument.values(batch)
            if position == relation.place {
                target.update(from: column, count: batch.count)
            } else {
                for row in 0..<batch.count {
                    target[row] = column[row] == TermTable.undefined ? column[row] : terms.local(ofRaw: column[row])
                }
            }
        }
        for position in arguments.indices where locals[position] == nil {
            kept = compact(kept, by: buffers.columns[position])
        }
        let cells = UnsafeRawPointer(buffers.columns).assumingMemoryBound(to: UnsafePointer<UInt64>.self)
        try relation.improve(cells, count: kept)
    }
}

extension Evaluation {
    func evaluator(for rule: ResolvedRule) -> ExpressionEvaluator {
        ExpressionEvaluator(terms: terms, control: control, range: rule.range) { [unowned self] in try label($0) }
    }

    /// - Parameter width: how many variables there are.
    func planner(
        for body: Conjunction, _ width: Int, _ evaluator: ExpressionEvaluator, _ control: Control? = nil
    ) -> Planner {
        Planner(
            sources: sources, control: control ?? self.control, evaluator: evaluator, slots: width + groupCount(body),
            isPlain: isPlain)
    }
}
