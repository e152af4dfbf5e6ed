import Language
import Terms

/// Tells proofs by the rules as they were written, from what the last search has found.
///
/// Works node by node with a stack of its own: a proof may be thousands of steps deep.
final class ProofTelling {
    let proving: Proving
    let cone: ProofCone
    let original: ResolvedProgram
    let namespaces: Namespaces
    /// Contributions to one aggregate that are told; of the others their number.
    private let shownContributions: Int
    var nodes: [Proof.Node] = []
    /// Nodes of the graph by their place among those told.
    private var told: [Int: Int] = [:]

    init(_ proving: Proving, _ namespaces: Namespaces, shownContributions: Int) {
        self.proving = proving
        cone = proving.cone
        original = proving.evaluation.original
        self.namespaces = namespaces
        self.shownContributions = shownContributions
    }

    /// The place of a graph's node that is told already.
    func place(of node: Int) -> Int { told[node] ?? 0 }

    func best(_ node: Int) -> Int? { proving.proofs.step(of: node) }

    /// Tells a node with all that it rests on; its place.
    func tell(_ root: Int) throws -> Int {
        var stack = [root]
        while let node = stack.last {
            if told[node] != nil {
                stack.removeLast()
                continue
            }
            let missing = try needs(node).filter { told[$0] == nil }
            if missing.isEmpty {
                told[node] = try build(node)
                stack.removeLast()
            } else {
                stack += missing
            }
        }
        return place(of: root)
    }

    func add(_ relation: String, _ arguments: [Term], _ reason: Proof.Reason, _ parts: [Proof.Part] = []) -> Int {
        nodes.append(.init(relation: relation, arguments: arguments, reason: reason, parts: parts))
        return nodes.count - 1
    }

    // MARK: What has to be told first

    private func needs(_ node: Int) throws -> [Int] {
        guard let step = best(node) else { return [] }
        switch cone.graph.steps[step].reason {
        case .stated, .named: return Array(cone.graph.premises(of: step))
        case .contributions: return try contributions(step).shown
        case .plan:
            if case .exit = cone.rule(of: step)?.rewriting?.form {
                return chain(node, step).flatMap { $0.flat.atoms.map(\.node) + $0.flat.groups.map(\.node) }
            }
            guard let flat = FlatStep(step, of: cone, best: best) else { return [] }
            return flat.atoms.map(\.node) + flat.groups.map(\.node)
        }
    }

    /// The contributions to an aggregate, the largest first, as far as they are told.
    private func contributions(_ step: Int) throws -> (shown: [Int], rest: Int) {
        let all = Array(cone.graph.premises(of: step))
        let terms = proving.evaluation.terms
        let sorted = try all.sorted { left, right in
            let order = try terms.order(cone.contributed(by: left), cone.contributed(by: right))
            return order != 0 ? order > 0 : left < right
        }
        return (Array(sorted.prefix(shownContributions)), max(0, all.count - shownContributions))
    }

    /// A step of a closure that was followed from one end, outermost last: an exit, and steps toward the given end.
    struct Link {
        var flat: FlatStep
        /// Where the step begins.
        let start: UInt64
    }

    private func chain(_ node: Int, _ step: Int) -> [Link] {
        var links: [Link] = []
        var next: Int? = step
        while let step = next, var flat = FlatStep(step, of: cone, best: best) {
            guard let rewriting = flat.rule.rewriting else { break }
            if case .seed = rewriting.form { break }
            guard let reached = flat.takeFirst(), let start = cone.graph.nodes[reached].values.last else { break }
            links.append(Link(flat: flat, start: start))
            next = best(reached)
        }
        return links
    }

    // MARK: Building

    private func build(_ node: Int) throws -> Int {
        let graphNode = cone.graph.nodes[node]
        guard let step = best(node) else { return try leaf(graphNode) }
        switch cone.graph.steps[step].reason {
        case .stated: return try inferred(graphNode, from: cone.graph.premises(of: step))
        case .named: return try named(graphNode, cone.graph.premises(of: step))
        case .contributions:
            let (shown, rest) = try contributions(step)
            let parts = shown.map { Proof.Part.premise(place(of: $0)) } + (rest > 0 ? [.rest(rest)] : [])
            return try aggregate(graphNode, parts)
        case .plan(let number):
            guard var flat = FlatStep(step, of: cone, best: best) else { return add("", [], .read) }
            if graphNode.kind != .tuple { return try part(graphNode, number, &flat) }
            return try tuple(node, step, &flat)
        }
    }

    private func tuple(_ node: Int, _ step: Int, _ flat: inout FlatStep) throws -> Int {
        let values = Array(cone.graph.nodes[node].values)
        guard let rewriting = flat.rule.rewriting else {
            guard case .plan(let number) = cone.graph.steps[step].reason else { return 0 }
            let plan = cone.plans[number]
            return try apply(plan.rule, plan.alternative, values, &flat)
        }
        let alternative = rewriting.alternative ?? alternative(of: step)
        switch rewriting.form {
        case .facts, .seed, .joinedAhead: return flat.atoms.first.map { place(of: $0.node) } ?? add("", [], .read)
        case .exit:
            let links = chain(node, step)
            let given = givenPlace(flat.rule)
            var before: Int?
            for var link in links {
                guard let origin = link.flat.rule.rewriting else { continue }
                var tuple = values
                if given < tuple.count { tuple[given] = link.start }
                before = try apply(
                    origin.rule, origin.alternative ?? 0, tuple, &link.flat, recursive: before)
            }
            return before ?? add("", [], .read)
        case .closing(let join):
            guard let first = flat.takeFirst() else { return add("", [], .read) }
            let given = givenPlace(flat.rule)
            let middle = cone.graph.nodes[first].values[1 - given]
            var exit = values
            exit[given] = middle
            let last = try apply(rewriting.rule, alternative, exit, &flat)
            return try joined(join, values, middle, given == 0 ? [place(of: first), last] : [last, place(of: first)])
        case .guarded, .step, .passing: return try apply(rewriting.rule, alternative, values, &flat)
        }
    }

    private func alternative(of step: Int) -> Int {
        guard case .plan(let number) = cone.graph.steps[step].reason else { return 0 }
        return cone.plans[number].alternative
    }

    /// The place of the given end in the head of a rule that was made for it: the seed is the variable behind those that
    /// were written.
    private func givenPlace(_ rule: ResolvedRule) -> Int {
        let seed = rule.variables.count - 1
        return rule.arguments.firstIndex { argument in
            if case .expression(.variable(seed)) = argument { true } else { false }
        } ?? 0
    }
}

extension FlatStep {
    /// Takes away the node of the first atom: what is reached, or what the recursion has found.
    mutating func takeFirst() -> Int? {
        guard case .atom(let atom)? = rule.body.first?.literals.first,
            let place = atoms.firstIndex(where: { $0.atom.relation == atom.relation })
        else { return nil }
        return atoms.remove(at: place).node
    }
}
