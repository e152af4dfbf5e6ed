import Language
import Store
import Terms

/// The closure of a stored relation as chains of its pairs, which tell what many of its tuples rest on without a node of the
/// graph for each.
final class Chains {
    /// The pairs of the relation, by their first value, as numbers of values from 0 without gaps.
    private var numbers: [UInt64: UInt32] = [:]
    private var starts: [Int] = []
    private var ends: [UInt32] = []
    /// By pair, its evidence and at which level of confidence a chain may have it.
    private var kinds: [Int] = []
    private var levels: [UInt8] = []
    /// The levels that pairs have, highest first.
    private var distinctLevels: [UInt8] = []

    /// Tuples of the closure, as numbers of their values.
    final class Tuples {
        fileprivate var firsts: [UInt32] = []
        fileprivate var seconds: [UInt32] = []
    }

    private let shape: ChainShape
    private var isRead = false
    /// The first value of the tuple noted last, and its number.
    private var last: (value: UInt64, number: UInt32) = (.max, 0)

    init(_ shape: ChainShape) { self.shape = shape }

    /// Reads the relation.
    func read(_ cone: ProofCone) throws {
        guard !isRead else { return }
        isRead = true
        let plan = try BodyPlan(
            cone.evaluation, rule: shape.rule, alternative: shape.alternative, shape.exit, bound: [])
        var triples: [RawTriple] = []
        try plan.run(goals: 1) { _, _ in
            0
        } _: { [shape] _, row, _ in
            triples.append(RawTriple(shape.predicate, row[shape.first], row[shape.second]))
        }
        triples.sort()
        kinds = try cone.evidence.numbers(of: triples)
        levels = kinds.map { UInt8(clamping: cone.evidence[$0].usableLevel) }
        distinctLevels = Set(levels).sorted(by: >)
        numbers.reserveCapacity(2 * triples.count)
        starts = [0]
        var subject: UInt64?
        for triple in triples {
            if triple.subject != subject {
                subject = triple.subject
                numbers[triple.subject] = UInt32(clamping: numbers.count)
                starts.append(starts[starts.count - 1])
            }
            starts[starts.count - 1] += 1
        }
        ends.reserveCapacity(triples.count)
        for triple in triples {
            if let known = numbers[triple.object] {
                ends.append(known)
            } else {
                ends.append(UInt32(clamping: numbers.count))
                numbers[triple.object] = UInt32(clamping: numbers.count)
            }
        }
        while starts.count <= numbers.count { starts.append(ends.count) }
    }

    /// Notes a tuple of the closure.
    func add(_ first: UInt64, _ second: UInt64, to tuples: Tuples) {
        if first != last.value, let number = numbers[first] { last = (first, number) }
        guard first == last.value, let second = numbers[second] else { return }
        tuples.firsts.append(last.number)
        tuples.seconds.append(second)
    }

    /// What tuples rest on together: each on a shortest chain of pairs that are as sure as all of them can be.
    func summary(of tuples: Tuples, _ control: Control) throws -> EvidenceSummary {
        var order = Array(tuples.firsts.indices)
        if !order.dropFirst().allSatisfy({ tuples.firsts[$0 - 1] <= tuples.firsts[$0] }) {
            order.sort { (tuples.firsts[$0], $0) < (tuples.firsts[$1], $1) }
        }
        var summary = EvidenceSummary()
        for least in distinctLevels {
            guard let found = try used(tuples, order, least, control) else { continue }
            for pair in ends.indices where found.isUsed[pair] { summary.add(kinds[pair]) }
            summary.size = found.size
            break
        }
        return summary
    }

    /// The same for all tuples: each pair that is sure enough is a chain, and all longer ones go through such.
    ///
    /// - Parameter count: how many tuples there are.
    func summary(ofAll count: Int, _ control: Control) throws -> EvidenceSummary? {
        guard let least = try distinctLevels.first(where: { try isComplete($0, count, control) }) else { return nil }
        var summary = EvidenceSummary()
        for pair in ends.indices where levels[pair] >= least { summary.add(kinds[pair]) }
        summary.size = 2 * count
        return summary
    }

    /// Whether pairs of a level lead between as many values as all pairs do.
    private func isComplete(_ least: UInt8, _ count: Int, _ control: Control) throws -> Bool {
        if least == distinctLevels.last { return true }
        var search = Search(numbers.count)
        var found = 0
        for first in 0..<UInt32(clamping: numbers.count) {
            if first & 0xff == 0 { try control.check() }
            extend(&search, from: first, least)
            found += search.queue.count
        }
        return found >= count
    }

    /// A search from one value, breadth first.
    private struct Search {
        /// What was reached, the nearest first.
        var queue: [UInt32] = []
        /// By value, the last search that reached it, and from where, by which pair and how far away.
        var rounds: [UInt32]
        var from: [UInt32]
        var pairs: [Int]
        var lengths: [Int]
        var round: UInt32 = 0

        init(_ count: Int) {
            rounds = Array(repeating: 0, count: count)
            from = Array(repeating: 0, count: count)
            pairs = Array(repeating: 0, count: count)
            lengths = Array(repeating: 0, count: count)
        }
    }

    /// Begins a search anew: it reaches what pairs of a level lead to.
    private func extend(_ search: inout Search, from first: UInt32, _ least: UInt8) {
        search.round += 1
        search.queue.removeAll(keepingCapacity: true)
        func follow(_ value: UInt32, _ length: Int) {
            for pair in starts[Int(value)]..<starts[Int(value) + 1] where levels[pair] >= least {
                let end = Int(ends[pair])
                guard search.rounds[end] != search.round else { continue }
                search.rounds[end] = search.round
                search.from[end] = value
                search.pairs[end] = pair
                search.lengths[end] = length
                search.queue.append(ends[pair])
            }
        }
        follow(first, 1)
        var place = 0
        while place < search.queue.count {
            let value = search.queue[place]
            follow(value, search.lengths[Int(value)] + 1)
            place += 1
        }
    }

    /// The pairs that chains of a level go through, and the length of all chains; nil where a tuple has none.
    private func used(
        _ tuples: Tuples, _ order: [Int], _ least: UInt8, _ control: Control
    ) throws -> (isUsed: [Bool], size: Int)? {
        var isUsed = Array(repeating: false, count: ends.count)
        var size = 0
        var search = Search(numbers.count)
        /// By value, the last search in which its chain was taken.
        var taken = Array(repeating: UInt32(0), count: numbers.count)
        var next = 0
        while next < order.count {
            if search.round & 0xff == 0 { try control.check() }
            let first = tuples.firsts[order[next]]
            extend(&search, from: first, least)
            while next < order.count, tuples.firsts[order[next]] == first {
                var value = Int(tuples.seconds[order[next]])
                guard search.rounds[value] == search.round else { return nil }
                size += search.lengths[value]
                while taken[value] != search.round {
                    taken[value] = search.round
                    isUsed[search.pairs[value]] = true
                    guard search.from[value] != first else { break }
                    value = Int(search.from[value])
                }
                next += 1
            }
        }
        return (isUsed, size)
    }
}

/// The rules of a relation that is the closure of a stored one.
struct ChainShape {
    /// The predicate of the triples that are the stored relation.
    let predicate: UInt64
    /// The rule that takes its pairs, by number and alternative, and its body.
    let rule: Int
    let alternative: Int
    let exit: Conjunction
    /// The variables of a pair.
    let first: Int
    let second: Int

    /// Nil for any other relation.
    init?(_ evaluation: Evaluation, _ leaves: ProofLeaves, _ relation: RelationID) throws {
        guard evaluation.program[relation].arity == 2, case .derived = evaluation.program[relation].origin,
            !evaluation.isAggregated(relation), evaluation.factsOf[relation.index].isEmpty,
            evaluation.inputs[relation] == nil
        else { return nil }
        var exits: [(rule: Int, alternative: Int, atom: ResolvedAtom, ends: [Int])] = []
        var joins: [(first: ResolvedAtom, second: ResolvedAtom)] = []
        for number in evaluation.rulesOf[relation.index] {
            let rule = evaluation.program.rules[number]
            guard rule.rewriting == nil, let ends = rule.headVariables, ends.count == 2, ends[0] != ends[1] else {
                return nil
            }
            for (alternative, body) in rule.body.enumerated() {
                let atoms = body.literals.compactMap(\.pairAtom)
                guard atoms.count == body.literals.count else { return nil }
                switch atoms.count {
                case 1 where atoms[0].relation != relation && atoms[0].pairVariables == ends:
                    exits.append((number, alternative, atoms[0], ends))
                case 2:
                    let turned = [(atoms[0], atoms[1]), (atoms[1], atoms[0])]
                    guard let chain = turned.first(where: { ChainShape.joins($0.0, $0.1, ends) }) else { return nil }
                    joins.append(chain)
                default: return nil
                }
            }
        }
        guard exits.count == 1, !joins.isEmpty else { return nil }
        let pair = exits[0].atom.relation
        for join in joins {
            let used = [join.first.relation, join.second.relation]
            guard used.contains(relation), used.allSatisfy({ $0 == relation || $0 == pair }) else { return nil }
        }
        let ends = exits[0].ends
        guard let triple = try leaves.plainTriple(pair, ends.map { .variable($0) }), case .constant(let raw) = triple[0]
        else { return nil }
        predicate = raw
        rule = exits[0].rule
        alternative = exits[0].alternative
        exit = evaluation.program.rules[rule].body[alternative]
        first = ends[0]
        second = ends[1]
    }

    /// Whether atoms are `p(X, Y), q(Y, Z)` for the ends X and Z.
    private static func joins(_ first: ResolvedAtom, _ second: ResolvedAtom, _ ends: [Int]) -> Bool {
        let (left, right) = (first.pairVariables, second.pairVariables)
        return left.count == 2 && right.count == 2 && left[0] == ends[0] && right[1] == ends[1] && left[1] == right[0]
            && !ends.contains(left[1])
    }
}

extension ResolvedLiteral {
    /// The atom, where the literal asks for pairs of two variables.
    fileprivate var pairAtom: ResolvedAtom? {
        guard case .atom(let atom) = self, atom.statement == nil, atom.pairVariables.count == 2 else { return nil }
        return atom
    }
}

extension ResolvedAtom {
    /// The variables of an atom of two; fewer for any other.
    fileprivate var pairVariables: [Int] {
        guard arguments.count == 2 else { return [] }
        return arguments.compactMap { if case .variable(let number) = $0 { number } else { nil } }
    }
}

extension ResolvedRule {
    /// The variables of a head that has nothing else.
    var headVariables: [Int]? {
        var found: [Int] = []
        for argument in arguments {
            guard case .expression(.variable(let number)) = argument else { return nil }
            found.append(number)
        }
        return found
    }
}
