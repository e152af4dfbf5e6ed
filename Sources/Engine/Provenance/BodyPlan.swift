import Language
import Terms

/// The body of a rule, or of a group within it, read backward: with some variables given, all bindings of the others, and
/// for each what it rests on.
final class BodyPlan {
    /// The rule, by number in the program that was evaluated.
    let rule: Int
    let alternative: Int
    /// The literals, with a variable in place of each `_` and for each statement that is asked for.
    let body: Conjunction
    /// How many variables a binding has; those of the rule come first.
    let width: Int
    /// What a binding rests on.
    var premises: [Premise] = [] {
        didSet { restsOnLeaves = premises.allSatisfy(\.isLeaf) }
    }
    /// Whether all that a binding rests on is stored or stated.
    private(set) var restsOnLeaves = false
    /// What bindings rest on, where it is taken together: all of it is stored or stated, or a chain of what is. Nil where
    /// it is not.
    var summed: [Premise.Summed]?
    /// Whether no two bindings have the same values of some variables.
    func isDistinct(by named: [Int]) -> Bool { isDistinct && body.variables.isSubset(of: named) }

    /// The relation of which bindings are all tuples; nil for a body that says more.
    var wholeRelation: RelationID? {
        guard bound.isEmpty, body.literals.count == 1, case .atom(let atom) = body.literals[0], atom.statement == nil
        else { return nil }
        let variables = atom.arguments.compactMap { if case .variable(let number) = $0 { number } else { nil } }
        return variables.count == atom.arguments.count && Set(variables).count == variables.count ? atom.relation : nil
    }
    /// Whether no binding comes out twice.
    let isDistinct: Bool
    private let bound: [Int]
    private let head: Operator
    private let start: BatchColumns
    private let goalSlot: Int
    private let sink: BindingSink

    /// - Parameters:
    ///   - bound: the variables that are given.
    ///   - values: expressions whose values each binding is handed on with.
    init(
        _ evaluation: Evaluation, rule number: Int, alternative: Int, _ conjunction: Conjunction, bound: [Int],
        values: [ResolvedExpression] = []
    ) throws {
        let rule = evaluation.program.rules[number]
        self.rule = number
        self.alternative = alternative
        var count = rule.variables.count
        let body = conjunction.withEverythingNamed(&count)
        self.body = body
        let variables = count
        width = count
        self.bound = bound
        let groups = groupCount(body)
        goalSlot = count + groups
        let slots = goalSlot + 1
        start = BatchColumns(slots: slots, owning: bound + [goalSlot])
        var kinds = SlotKinds(slots)
        for slot in bound + [goalSlot] { kinds[slot] = .raw }
        let evaluator = evaluation.evaluator(for: rule)
        let planner = Planner(
            sources: evaluation.sources, control: evaluation.control, evaluator: evaluator, slots: slots,
            isPlain: evaluation.isPlain)
        let sink = BindingSink(goalSlot)
        let needed = Set(0..<variables).union([goalSlot])
        let plan = try planner.plan(body, bound: kinds, needed: needed, nextGroupSlot: count) { kinds in
            sink.variables = try (0..<variables).map { try evaluator.compile(.variable($0), kinds) }
            sink.values = try values.map { try evaluator.compile($0, kinds) }
            return sink
        }
        head = plan.head
        isDistinct = plan.isDistinct
        self.sink = sink
    }

    /// Runs for given values of the bound variables: `given` has them by goal and position.
    ///
    /// - Parameter receive: takes the number of the goal, the variables and the values, for each binding.
    func run(
        goals: Int, given: (_ goal: Int, _ position: Int) -> UInt64, _ receive: @escaping BindingSink.Receiver
    ) throws {
        sink.receive = receive
        defer { sink.receive = nil }
        var first = 0
        while first < goals {
            let count = min(Batch.size, goals - first)
            for (position, slot) in bound.enumerated() {
                for row in 0..<count { start.columns[slot][row] = given(first + row, position) }
            }
            for row in 0..<count { start.columns[goalSlot][row] = UInt64(first + row) }
            try head.push(start.batch(count))
            first += count
        }
    }
}

/// Ends a plan that is read backward: hands each binding on by itself.
final class BindingSink: Operator {
    typealias Receiver = (_ goal: Int, _ binding: [UInt64], _ values: [UInt64]) throws -> Void

    var receive: Receiver?
    var variables: [ColumnExpression] = []
    var values: [ColumnExpression] = []
    private let goalSlot: Int

    init(_ goalSlot: Int) { self.goalSlot = goalSlot }

    override func push(_ batch: Batch) throws {
        let columns = try variables.map { try $0.values(batch) }
        let results = try values.map { try $0.values(batch) }
        let goals = batch[goalSlot]
        var binding = Array(repeating: UInt64(0), count: columns.count)
        var given = Array(repeating: UInt64(0), count: results.count)
        for row in 0..<batch.count {
            for place in columns.indices { binding[place] = columns[place][row] }
            for place in results.indices { given[place] = results[place][row] }
            try receive?(Int(goals[row]), binding, given)
        }
    }
}

extension Conjunction {
    /// The same literals with a variable for each `_` and each statement of the outermost atoms, so that a binding says
    /// which tuple and which statement it took.
    func withEverythingNamed(_ count: inout Int) -> Conjunction {
        var result = self
        func named(_ argument: ResolvedArgument) -> ResolvedArgument {
            guard case .wildcard = argument else { return argument }
            count += 1
            return .variable(count - 1)
        }
        for index in result.literals.indices {
            guard case .atom(var atom) = result.literals[index] else { continue }
            atom.arguments = atom.arguments.map(named)
            if atom.statement != nil, atom.statement?.variable == nil {
                count += 1
                atom.statement?.variable = count - 1
            }
            result.literals[index] = .atom(atom)
        }
        return result
    }
}
