import Glibc
import Language
import Store
import Terms

/// What tuples rest on by the steps that first derived them: one walk over all steps in their order, and no search.
///
/// Kinds of evidence are bits, and each step has the union of those of its premises. It is for programs of joins: what rests
/// on an aggregate, on an optional group or on merged names is left to the search.
final class DerivedEvidence {
    private let evaluation: Evaluation
    private let derivations: Derivations
    private let cone: ProofCone
    /// What each step rests on, in the order of the steps: the number of a step, or that of a leaf with its mark.
    private var references = List<UInt32>()
    /// Triples at the leaves, by local numbers: predicate, subject and object.
    private let triples: RowRelation
    private var others: [ProofGraph.Node: UInt32] = [:]
    private var otherKinds: [Int] = []
    private var sets = List<UInt64>()
    private var width = 1
    private let cells: UnsafeMutablePointer<UInt64>

    private static let triple: UInt32 = 1 << 31
    private static let other: UInt32 = 1 << 30
    /// More kinds are not kept as bits.
    private static let greatestWidth = 16

    /// Where a value of a premise comes from.
    private enum Cell: BitwiseCopyable {
        case constant(UInt64)
        /// A place in the binding that holds a local number, or a raw one.
        case local(Int)
        case raw(Int)
    }

    private enum Kind: BitwiseCopyable {
        case derived, triple, stored, leaf
    }

    /// A premise of a body.
    private struct Part: BitwiseCopyable {
        var kind: Kind
        /// By its index.
        let relation: Int
        /// Its values in `values`.
        let first: Int
        var count: Int
        /// The tuples of a derived relation, where it has any with steps.
        var rows: Unmanaged<Derivations.Rows>?
        /// Its place in `premises`.
        var premise = 0
    }

    /// By body, where its parts are.
    private var places: [Range<Int>] = []
    private var parts = List<Part>()
    private var values = List<Cell>()
    private var premises: [Premise] = []

    /// Nil where steps were not noted for all that is derived.
    init?(_ evaluation: Evaluation, _ cone: ProofCone) throws {
        guard let derivations = evaluation.derivations, evaluation.terms.merging == nil,
            derivations.count < Int(DerivedEvidence.other)
        else { return nil }
        self.evaluation = evaluation
        self.derivations = derivations
        self.cone = cone
        triples = RowRelation(arity: 3, terms: evaluation.terms)
        let arities = evaluation.program.relations.map(\.arity)
        cells = .allocate(capacity: max(3, arities.max() ?? 0))
        for body in derivations.bodies {
            let first = parts.count
            guard try addParts(of: body) else { return nil }
            places.append(first..<parts.count)
        }
        guard try refer(), try unite() else { return nil }
    }

    deinit { cells.deallocate() }

    /// Sets of kinds that differ, as tuples were asked for them; equal ones have one number.
    private var distinct = List<Int>()
    /// Open addressing over their numbers plus one; 0 is empty.
    private var table = List<UInt32>()
    private var mask = 0

    /// The number of the set of kinds of evidence that a tuple rests on; nil where the tuple has no step.
    func set(of tuple: [UInt64], in relation: RelationID) -> Int? {
        guard let rows = derivations.rows(of: relation), let row = rows.tuples.number(of: tuple) else { return nil }
        if distinct.count * 2 >= mask { growTable() }
        let start = Int(rows.steps[row]) * width
        var slot = hash(start) & mask
        while table[slot] != 0 {
            let number = Int(table[slot] - 1)
            if memcmp(sets.base + distinct[number], sets.base + start, width * 8) == 0 { return number }
            slot = (slot + 1) & mask
        }
        distinct.append(start)
        table[slot] = UInt32(truncatingIfNeeded: distinct.count)
        return distinct.count - 1
    }

    private func hash(_ start: Int) -> Int {
        var hash: UInt64 = 0
        for word in 0..<width { hash = RowRelation.mix(hash, sets[start + word]) }
        return Int(truncatingIfNeeded: hash >> 1)
    }

    private func growTable() {
        mask = mask == 0 ? 1023 : mask * 4 + 3
        table.removeAll()
        table.append(repeating: 0, mask + 1)
        for number in 0..<distinct.count {
            var slot = hash(distinct[number]) & mask
            while table[slot] != 0 { slot = (slot + 1) & mask }
            table[slot] = UInt32(truncatingIfNeeded: number + 1)
        }
    }

    /// The kinds of a set, as bits.
    func kinds(ofSet number: Int) -> UnsafeBufferPointer<UInt64> {
        .init(start: sets.base + distinct[number], count: width)
    }

    // MARK: Premises

    /// Adds what bindings of a body rest on; false where it is more than tuples and leaves.
    private func addParts(of body: Derivations.Body) throws -> Bool {
        var kept: [Int: Cell] = [:]
        for (position, variable) in body.kept.enumerated() {
            kept[variable.slot] = variable.isLocal ? .local(position) : .raw(position)
        }
        for premise in try cone.makePremises(of: body.literals) {
            guard case .node(let kind, let site, let own) = premise.form else { return false }
            let relation = RelationID(site)
            var part = Part(kind: .leaf, relation: site, first: values.count, count: own.count)
            switch kind {
            case .triple: part.kind = .triple
            case .tuple:
                if case .derived = evaluation.program[relation].origin {
                    guard evaluation.records(relation) else { return false }
                    part.kind = .derived
                    part.rows = derivations.rows(of: relation).map { .passUnretained($0) }
                } else {
                    part.kind = .stored
                }
            default:
                // Its values are read from the whole binding.
                part.count = 0
                part.premise = premises.count
                premises.append(premise)
            }
            for value in own.prefix(part.count) {
                switch value {
                case .constant(let raw): values.append(.constant(evaluation.terms.local(ofRaw: raw)))
                case .variable(let slot): values.append(kept[slot] ?? .constant(0))
                }
            }
            parts.append(part)
        }
        return true
    }

    /// Finds out what each step rests on; false where it cannot be told.
    private func refer() throws -> Bool {
        for number in 0..<derivations.count {
            if number & 0xfff == 0 { try evaluation.control.check() }
            let (place, start) = derivations.step(number)
            for part in places[place] {
                guard let reference = try reference(parts[part], derivations.bodies[place], start) else { return false }
                references.append(reference)
            }
        }
        return true
    }

    @inline(__always)
    private func reference(_ part: Part, _ body: Derivations.Body, _ start: Int) throws -> UInt32? {
        let terms = evaluation.terms
        let binding = body.values.base + start
        for position in 0..<part.count {
            cells[position] =
                switch values[part.first + position] {
                case .constant(let local): local
                case .local(let place): binding[place]
                case .raw(let place): terms.local(ofRaw: binding[place])
                }
        }
        switch part.kind {
        case .triple:
            return DerivedEvidence.triple
                | UInt32(truncatingIfNeeded: triples.numberInserting(UnsafePointer(cells)))
        case .derived:
            if let rows = part.rows {
                let step = rows._withUnsafeGuaranteedRef { rows in
                    rows.tuples.number(of: UnsafePointer(cells)).map { rows.steps[$0] }
                }
                if let step { return step }
            }
            return try best(try cone.stated.leaves(RelationID(part.relation), tuple(part)))
        case .stored: return try best(try cone.leaves.triples(RelationID(part.relation), tuple(part)))
        case .leaf:
            let leaf = premises[part.premise].leaf(derivations.binding(of: body, from: start))
            return try best([leaf].compactMap { $0 })
        }
    }

    private func tuple(_ part: Part) -> TermTuple {
        TermTuple((0..<part.count).map { evaluation.terms.raw(ofLocal: cells[$0]) })
    }

    /// The surest of some leaves; nil for none.
    private func best(_ leaves: [ProofGraph.Node]) throws -> UInt32? {
        var found: (leaf: UInt32, level: Int)?
        for leaf in leaves {
            let number: UInt32
            if let known = others[leaf] {
                number = known
            } else {
                number = UInt32(truncatingIfNeeded: otherKinds.count)
                others[leaf] = number
                otherKinds.append(try cone.evidence.number(of: leaf))
            }
            let level = cone.evidence[otherKinds[Int(number)]].usableLevel
            if level > found?.level ?? -1 { found = (number, level) }
        }
        return found.map { DerivedEvidence.other | $0.leaf }
    }

    // MARK: Evidence

    /// The kinds of evidence for the triples, in their order.
    private func tripleKinds() throws -> [Int] {
        let terms = evaluation.terms
        let raws = (0..<triples.count).map { leaf in
            let cells = triples.cells.base + leaf * 3
            return RawTriple(
                terms.raw(ofLocal: UInt64(cells[0])), terms.raw(ofLocal: UInt64(cells[1])),
                terms.raw(ofLocal: UInt64(cells[2])))
        }
        return try cone.evidence.numbers(ofUnsorted: raws)
    }

    /// Gives each step what its premises have; false where there are too many kinds.
    private func unite() throws -> Bool {
        let kinds = try tripleKinds()
        width = max(1, (cone.evidence.kinds.count + 63) / 64)
        guard width <= DerivedEvidence.greatestWidth else { return false }
        sets.append(repeating: 0, derivations.count * width)
        var next = 0
        for number in 0..<derivations.count {
            if number & 0xffff == 0 { try evaluation.control.check() }
            let target = sets.base + number * width
            for _ in places[derivations.step(number).body] {
                let reference = references[next]
                next += 1
                if reference & (DerivedEvidence.triple | DerivedEvidence.other) == 0 {
                    let source = sets.base + Int(reference) * width
                    for word in 0..<width { target[word] |= source[word] }
                } else {
                    let leaf = Int(reference & (DerivedEvidence.other - 1))
                    let kind = reference & DerivedEvidence.triple != 0 ? kinds[leaf] : otherKinds[leaf]
                    target[kind >> 6] |= 1 << UInt64(kind & 63)
                }
            }
        }
        references.removeAll()
        return true
    }
}
