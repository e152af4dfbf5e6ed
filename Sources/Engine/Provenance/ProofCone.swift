import Language
import Store
import Terms

/// Searches what tuples rest on, backward and breadth first, over what an evaluation has found.
///
/// A rule that planning made is read as it is, without the question whether its tuple was demanded: `ProofTelling` tells
/// what comes of it by the rules as they were written.
final class ProofCone {
    let evaluation: Evaluation
    let graph = ProofGraph()
    /// The plans of rules, contributions and groups, by number.
    private(set) var plans: [BodyPlan] = []
    /// Nodes whose steps are not searched yet.
    private var frontier: [Int] = []
    private var ruleCache: [RelationID: [BackwardRule]] = [:]
    var aggregateCache: [RelationID: AggregatedHead] = [:]
    private(set) var groups: [GroupSite] = []
    private var groupNumbers: [GroupSite.Key: Int] = [:]
    var groupPlans: [Int: [Int]] = [:]
    /// By relation, its chains where it is the closure of a stored relation.
    private var chains: [RelationID: Chains?] = [:]
    let stated: StatedTuples
    let leaves: ProofLeaves
    /// Names of merged entities that are written, by the name that stands for them.
    private(set) var written: [UInt64: UInt64] = [:]
    let evidence: EvidenceTable
    /// Whether contributions to an aggregate that rest on leaves alone are taken together: nobody asks for each.
    let isSummary: Bool
    /// Whether some goal has more steps than it was given.
    var isCut = false
    /// How many layers were searched.
    private(set) var depth = 0

    /// Steps that are searched before the search is content with any proof.
    var budget: Int
    static let greatestBudget = 400_000
    private static let leastSteps = 16

    /// Whether each tuple is given the one step by which it was first derived, where that was noted.
    private let readsDerivations: Bool

    init(
        _ evaluation: Evaluation, isSummary: Bool, budget: Int, readsDerivations: Bool = false,
        _ sources: SourceTable = SourceTable()
    ) {
        self.evaluation = evaluation
        self.readsDerivations = readsDerivations
        self.budget = budget
        // Under merged names a leaf may be proved in several ways.
        self.isSummary = isSummary && evaluation.terms.merging == nil
        stated = StatedTuples(evaluation)
        leaves = ProofLeaves(evaluation, stated)
        evidence = EvidenceTable(evaluation, leaves, sources)
    }

    /// A rule with the variables of its head given by the tuple.
    private struct BackwardRule {
        let plan: Int
        /// The place in the tuple of each given variable.
        let places: [Int]
        /// Places whose values must be those of the head's expressions, in the order of the plan's values.
        let computed: [Int]
        /// Places that must have the same value.
        let equal: [(Int, Int)]
        /// The place of each variable, where a tuple tells all of its binding.
        var told: [(variable: Int, place: Int)]?
    }

    // MARK: Roots and layers

    /// The node of a tuple, to be searched.
    func node(of tuple: [UInt64], in relation: RelationID) throws -> Int {
        if depth == 0, written.isEmpty { written = try writtenNames(of: relation) }
        if let leaf = try leaves.plainTriple(relation, tuple.map { Premise.Value.constant($0) }) {
            return try leafNode(.init(kind: .triple, site: 0, values: TermTuple(leaf.map { $0.raw([]) })))
        }
        return queued(.init(kind: .tuple, site: relation.index, values: TermTuple(tuple)))
    }

    func queued(_ node: ProofGraph.Node) -> Int {
        let (number, isNew) = graph.number(of: node)
        if isNew { frontier.append(number) }
        return number
    }

    func leafNode(_ node: ProofGraph.Node) throws -> Int {
        guard let merging = evaluation.terms.merging else { return graph.number(of: node).number }
        return try named(node, merging)
    }

    /// Whether all that the roots can rest on is in the graph.
    var isComplete: Bool { frontier.isEmpty }

    /// Searches one more layer.
    func grow() throws {
        depth += 1
        try evaluation.control.check(after: 1 << 17)
        let layer = frontier
        frontier = []
        let limit = max(ProofCone.leastSteps, (budget - graph.steps.count) / max(1, layer.count))
        var tuples: [Int: [Int]] = [:]
        var groups: [Int: [Int]] = [:]
        for node in layer {
            switch graph.nodes[node].kind {
            case .tuple: tuples[graph.nodes[node].site, default: []].append(node)
            case .group: groups[graph.nodes[node].site, default: []].append(node)
            default: break
            }
        }
        for (relation, nodes) in tuples.sorted(by: { $0.key < $1.key }) {
            try searchTuples(RelationID(relation), nodes, limit)
        }
        for (group, nodes) in groups.sorted(by: { $0.key < $1.key }) { try searchGroup(group, nodes) }
    }

    private func searchTuples(_ relation: RelationID, _ nodes: [Int], _ limit: Int) throws {
        guard case .derived = evaluation.program[relation].origin else {
            for node in nodes {
                for leaf in try leaves.triples(relation, graph.nodes[node].values) {
                    graph.add(node, .stated, [try leafNode(leaf)])
                }
            }
            return
        }
        if evaluation.isAggregated(relation) { return try searchAggregates(relation, nodes) }
        for node in nodes {
            for leaf in try stated.leaves(relation, graph.nodes[node].values) {
                graph.add(node, .stated, [try leafNode(leaf)])
            }
        }
        let rules = try plans(of: relation)
        let others = try addDerivations(of: nodes, in: relation, rules)
        for rule in rules { try run(rule, others, limit) }
    }

    /// Adds the step by which each node was first derived; gives those of which none was noted.
    private func addDerivations(of nodes: [Int], in relation: RelationID, _ rules: [BackwardRule]) throws -> [Int] {
        guard readsDerivations, let derivations = evaluation.derivations, !rules.contains(where: { $0.told != nil })
        else { return nodes }
        return try nodes.filter { node in
            // Nothing is smaller than what is stated.
            if graph.onlySteps[node] != ProofGraph.none { return false }
            guard let step = derivations.step(of: graph.nodes[node].values, in: relation),
                let rule = rules.first(where: {
                    plans[$0.plan].rule == step.rule && plans[$0.plan].alternative == step.alternative
                })
            else { return true }
            isCut = true
            graph.add(node, .plan(rule.plan), try premises(rule.plan, step.binding), binding: step.binding)
            return false
        }
    }

    private func run(_ rule: BackwardRule, _ nodes: [Int], _ limit: Int) throws {
        let fitting = nodes.filter { node in
            rule.equal.allSatisfy { graph.nodes[node].values[$0.0] == graph.nodes[node].values[$0.1] }
        }
        var counts = Array(repeating: 0, count: fitting.count)
        let most = fitting.count.multipliedReportingOverflow(by: limit).partialValue
        guard try !search(rule, fitting, limit, &counts, bindings: max(1 << 16, most)) else { return }
        // Some goals have far more bindings than are wanted: those that have none yet are searched one by one.
        for (goal, node) in fitting.enumerated() where counts[goal] == 0 {
            var count = [0]
            _ = try search(rule, [node], limit, &count, bindings: 1 << 20)
        }
    }

    /// Ends a search that has what it wants.
    private struct Enough: Error {}

    /// Adds the steps of a rule for nodes, at most `limit` for each; false where the bindings were too many to look at all.
    private func search(
        _ rule: BackwardRule, _ nodes: [Int], _ limit: Int, _ counts: inout [Int], bindings: Int
    ) throws -> Bool {
        let plan = plans[rule.plan]
        if let told = rule.told {
            var binding = Array(repeating: TermID.none.rawValue, count: plan.width)
            for (goal, node) in nodes.enumerated() {
                for (variable, place) in told { binding[variable] = graph.nodes[node].values[place] }
                counts[goal] += 1
                graph.add(node, .plan(rule.plan), try premises(rule.plan, binding), binding: binding)
            }
            return true
        }
        var seen = 0
        var found = counts
        defer { counts = found }
        do {
            try plan.run(goals: nodes.count) { [graph] goal, position in
                graph.nodes[nodes[goal]].values[rule.places[position]]
            } _: { [self] goal, binding, values in
                let node = nodes[goal]
                seen += 1
                guard seen <= bindings, nodes.count > 1 || found[0] < limit else {
                    isCut = true
                    throw Enough()
                }
                for (place, value) in zip(rule.computed, values) where graph.nodes[node].values[place] != value {
                    return
                }
                guard found[goal] < limit else {
                    isCut = true
                    return
                }
                found[goal] += 1
                graph.add(node, .plan(rule.plan), try premises(rule.plan, binding), binding: binding)
            }
        } catch is Enough {
            return false
        }
        return true
    }

    // MARK: Plans

    func add(_ plan: BodyPlan) throws -> Int {
        plan.premises = try makePremises(of: plan.body)
        if isSummary {
            let isSummed = try plan.premises.allSatisfy { premise in
                guard case .node(.tuple, let site, let values) = premise.form else { return premise.isLeaf }
                return try values.count == 2 && chains(of: RelationID(site)) != nil
            }
            if isSummed { plan.summed = plan.premises.map(\.summed) }
        }
        plans.append(plan)
        return plans.count - 1
    }

    private func plans(of relation: RelationID) throws -> [BackwardRule] {
        if let known = ruleCache[relation] { return known }
        var made: [BackwardRule] = []
        let rules = evaluation.rulesOf[relation.index]
        let isOnlyRule =
            rules.count == 1 && evaluation.program.rules[rules[0]].body.count == 1
            && evaluation.factsOf[relation.index].isEmpty && evaluation.inputs[relation] == nil
        for number in rules {
            let rule = evaluation.program.rules[number]
            for alternative in rule.body.indices {
                let body = rule.unguarded(alternative)
                let open = body.optionalVariables
                var places: [Int] = []
                var bound: [Int] = []
                var computed: [Int] = []
                var values: [ResolvedExpression] = []
                var equal: [(Int, Int)] = []
                for (place, argument) in rule.arguments.enumerated() {
                    guard case .expression(let expression) = argument else { continue }
                    guard case .variable(let variable) = expression, !open.contains(variable) else {
                        computed.append(place)
                        values.append(expression)
                        continue
                    }
                    if let first = bound.firstIndex(of: variable) {
                        equal.append((places[first], place))
                    } else {
                        places.append(place)
                        bound.append(variable)
                    }
                }
                let plan = try BodyPlan(
                    evaluation, rule: number, alternative: alternative, body, bound: bound, values: values)
                var found = BackwardRule(plan: try add(plan), places: places, computed: computed, equal: equal)
                // A tuple that nothing else can give is there because this body held, which need not be looked at again.
                if isOnlyRule, computed.isEmpty, equal.isEmpty { found.told = plan.body.told(zip(bound, places)) }
                made.append(found)
            }
        }
        ruleCache[relation] = made
        return made
    }

    /// The chains of a relation that is the closure of a stored one.
    func chains(of relation: RelationID) throws -> Chains? {
        if let known = chains[relation] { return known }
        let made = try ChainShape(evaluation, leaves, relation).map { Chains($0) }
        chains[relation] = .some(made)
        return made
    }

    /// The number of a group of a plan's body, with the variables of it that are known.
    func group(_ plan: Int, _ literal: Int, known: [Int]) -> Int {
        let key = GroupSite.Key(plan: plan, literal: literal, known: known)
        if let number = groupNumbers[key] { return number }
        groups.append(GroupSite(key))
        groupNumbers[key] = groups.count - 1
        return groups.count - 1
    }
}

extension Conjunction {
    /// The places of all variables but those within a negation or an aggregate, given some; nil where others have none.
    fileprivate func told(_ given: some Sequence<(Int, Int)>) -> [(variable: Int, place: Int)]? {
        var places = Dictionary(given) { first, _ in first }
        for case .comparison(.equal, .variable(let left), .variable(let right), _) in literals {
            if let place = places[left] ?? places[right] {
                places[left] = place
                places[right] = place
            }
        }
        for literal in literals {
            switch literal {
            case .negation: break
            case .aggregate(let variable, _, _, _): if places[variable] == nil { return nil }
            case .optional: return nil
            default: if literal.variables.contains(where: { places[$0] == nil }) { return nil }
            }
        }
        return places.map { ($0.key, $0.value) }
    }

    /// Variables that only optional groups bind: given a value, such a group would look for nothing else, and `none` would
    /// always be right.
    var optionalVariables: Set<Int> {
        var inside: Set<Int> = []
        var outside: Set<Int> = []
        for literal in literals {
            if case .optional = literal {
                inside.formUnion(literal.variables)
            } else {
                outside.formUnion(literal.variables)
            }
        }
        return inside.subtracting(outside)
    }
}

extension ResolvedRule {
    /// The body of an alternative without the question whether the tuple is demanded.
    func unguarded(_ alternative: Int) -> Conjunction {
        var result = body[alternative]
        switch rewriting?.form {
        case .guarded, .facts, .seed: result.literals.removeFirst(min(1, result.literals.count))
        default: break
        }
        return result
    }
}
