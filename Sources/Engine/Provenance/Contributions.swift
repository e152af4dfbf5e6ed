import Language
import Store
import Terms

/// Collects what counts in aggregates: all of it proves a sum, one piece of it that has the value proves a least value.
struct Contributions {
    private let cone: ProofCone
    private let function: Aggregate.Function?
    private var found: [Int: [Int]] = [:]
    /// What counts once and may hold for several reasons: its node; or -1 - its place in `single`, while it has one reason
    /// that rests on leaves alone.
    private var seen: [TermTuple: Int] = [:]
    private var single: [SingleReason] = []
    private var singleBindings: [UInt64] = []

    private struct SingleReason {
        let node: Int
        let plan: Int
        let value: UInt64
        /// Where its binding begins; nil once there is another reason.
        var start: Int?
    }
    /// For `argmax` and `argmin`: the measure of what is found.
    private var measures: [Int: UInt64] = [:]
    /// What rests on leaves alone, where nobody asks for each contribution.
    private var gatherer: LeafGatherer

    init(_ cone: ProofCone, _ function: Aggregate.Function?) {
        self.cone = cone
        self.function = function
        gatherer = LeafGatherer(cone.evidence)
    }

    private var isChoice: Bool {
        switch function {
        case .min, .max, .argmax, .argmin: true
        default: false
        }
    }

    /// - Parameters:
    ///   - isUnique: whether no plan gives anything twice; else a key tells what counts once.
    ///   - key: what tells contributions to one aggregate apart.
    ///   - values: the value, and the measure of `argmax` and `argmin`; none where bindings are counted.
    mutating func add(
        to node: Int, _ plan: Int, _ binding: [UInt64], isUnique: Bool, key: @autoclosure () -> TermTuple,
        _ values: [UInt64], result: UInt64?
    ) throws {
        let value = values.first
        if value == TermTable.undefined || value == TermID.none.rawValue { return }
        let body = cone.plans[plan]
        var identity = TermTuple([])
        if !isUnique {
            identity = key()
            identity.append(UInt64(node))
            if let known = seen[identity] {
                let contribution = known < 0 ? try takeOut(-1 - known) : known
                seen[identity] = contribution
                return try cone.addReason(for: contribution, plan, binding)
            }
            if !isChoice, body.summed != nil, body.restsOnLeaves {
                seen[identity] = -1 - single.count
                let value = value ?? TermID.none.rawValue
                single.append(SingleReason(node: node, plan: plan, value: value, start: singleBindings.count))
                singleBindings += binding
                return
            }
        }
        if isChoice {
            guard let value, let result, try cone.evaluation.terms.compare(value, result) == 0 else { return }
            if function == .argmax || function == .argmin, values.count > 1 {
                let comparison = try measures[node].map { try cone.evaluation.terms.compare(values[1], $0) } ?? 0
                if measures[node] != nil, function == .argmax ? comparison < 0 : comparison > 0 { return }
                if comparison != 0 { found[node] = [] }
                measures[node] = values[1]
            }
        }
        if !isChoice, isUnique, let summed = body.summed { return try gather(node, summed, binding[...]) }
        let number = newContribution(to: node, plan, value ?? TermID.none.rawValue)
        cone.graph.add(number, .plan(plan), try cone.premises(plan, binding), binding: binding)
        if !isUnique { seen[identity] = number }
    }

    private mutating func newContribution(to node: Int, _ plan: Int, _ value: UInt64) -> Int {
        let number = cone.graph.newNode(.init(kind: .contribution, site: plan, values: [value]))
        found[node, default: []].append(number)
        return number
    }

    /// Takes a binding together with others.
    private mutating func gather(
        _ node: Int, _ premises: [Premise.Summed], _ binding: ArraySlice<UInt64>
    ) throws {
        gatherer.add(to: node, size: 1 + premises.count)
        for premise in premises {
            switch premise {
            case .triple(let predicate, let subject, let object):
                try gatherer.add(
                    RawTriple(predicate.raw(binding), subject.raw(binding), object.raw(binding)), to: node)
            case .chain(let relation, let first, let second):
                try gatherer.add(relation, first.raw(binding), second.raw(binding), to: node, cone)
            case .leaf(let premise):
                if let leaf = premise.leaf(binding) { try gatherer.add(leaf, to: node) }
            }
        }
    }

    /// Makes a node of what had one reason until now.
    private mutating func takeOut(_ place: Int) throws -> Int {
        let reason = single[place]
        let number = newContribution(to: reason.node, reason.plan, reason.value)
        guard let start = reason.start else { return number }
        single[place].start = nil
        let binding = Array(singleBindings[start..<start + cone.plans[reason.plan].width])
        cone.graph.add(number, .plan(reason.plan), try cone.premises(reason.plan, binding), binding: binding)
        return number
    }

    /// Adds everything that is stored of a relation, where a group counts just that; false where it does not.
    mutating func addAll(to node: Int, _ plan: Int) throws -> Bool {
        guard let relation = cone.plans[plan].wholeRelation, let last = cone.graph.nodes[node].values.last,
            case .int(let result) = try cone.evaluation.terms.term(of: last)
        else { return false }
        if let chains = try cone.chains(of: relation) {
            try chains.read(cone)
            guard let summary = try chains.summary(ofAll: Int(clamping: result), cone.evaluation.control) else {
                return false
            }
            gatherer.add(Set(summary.kinds), size: summary.size, to: node)
            return true
        }
        var predicates: [TermID]?
        switch cone.evaluation.program[relation].origin {
        case .triples: break
        case .storedPairs:
            let found = try cone.leaves.predicates(of: relation)
            guard found.count == 1 else { return false }
            predicates = found
        default: return false
        }
        guard let all = try cone.evidence.numbers(ofAll: predicates), all.count == result else { return false }
        gatherer.add(all.numbers, size: 2 * all.count, to: node)
        return true
    }

    /// A fact of the relation itself counts too.
    mutating func add(_ leaf: ProofGraph.Node, to node: Int, value: UInt64, result: UInt64) throws {
        if isChoice, try cone.evaluation.terms.compare(value, result) != 0 { return }
        found[node, default: []].append(try cone.leafNode(leaf))
    }

    /// Adds the steps of the aggregates.
    mutating func finish(_ nodes: [Int]) throws {
        for reason in single {
            guard let start = reason.start else { continue }
            let plan = cone.plans[reason.plan]
            guard let summed = plan.summed else { continue }
            try gather(reason.node, summed, singleBindings[start..<start + plan.width])
        }
        try gatherer.finish(cone)
        for node in nodes {
            var all = found[node] ?? []
            if let summary = gatherer.summaries[node] { all.append(cone.graph.newLeaf(summary)) }
            if isChoice {
                for one in all { cone.graph.add(node, .contributions, [one]) }
            } else {
                cone.graph.add(node, .contributions, all)
            }
        }
    }
}

extension ProofCone {
    /// Another reason why a contribution counts: a binding that differs in what has no name only.
    fileprivate func addReason(for contribution: Int, _ plan: Int, _ binding: [UInt64]) throws {
        guard graph.steps.count < budget else {
            isCut = true
            return
        }
        graph.add(contribution, .plan(plan), try premises(plan, binding), binding: binding)
    }

    /// The value that a contribution adds, or a fact that is one.
    func contributed(by node: Int) -> UInt64 {
        guard graph.nodes[node].kind == .contribution else { return graph.nodes[node].values.last ?? 0 }
        return graph.nodes[node].values.first ?? 0
    }
}
