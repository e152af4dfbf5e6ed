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
    private var parts: [[Part]] = []
    /// What each step rests on, in the order of the steps: the number of a step, or that of a leaf with its mark.
    private var references = List<UInt32>()
    /// Triples at the leaves, by local numbers: predicate, subject and object.
    private let triples: RowRelation
    private var others: [ProofGraph.Node: UInt32] = [:]
    private var otherKinds: [Int] = []
    private var sets = List<UInt64>()
    private(set) var width = 1
    private let cells: UnsafeMutablePointer<UInt64>

    private static let triple: UInt32 = 1 << 31
    private static let other: UInt32 = 1 << 30
    /// More kinds are not kept as bits.
    private static let greatestWidth = 16

    /// Where a value of a premise comes from.
    private enum Cell {
        case constant(UInt64)
        /// A place in the binding that holds a local number, or a raw one.
        case local(Int)
        case raw(Int)
    }

    private enum Part {
        case derived(Derivations.Rows?, RelationID, [Cell])
        case triple([Cell])
        case stored(RelationID, [Cell])
        case leaf(Premise)
    }

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
            guard let made = try parts(of: body) else { return nil }
            parts.append(made)
        }
        guard try refer(), try unite() else { return nil }
    }

    deinit { cells.deallocate() }

    /// Kinds of evidence, as bits in words that stay where they are as long as the whole.
    struct Kinds: Hashable {
        let bits: UnsafeBufferPointer<UInt64>

        static func == (left: Kinds, right: Kinds) -> Bool { left.bits.elementsEqual(right.bits) }

        func hash(into hasher: inout Hasher) {
            var hash: UInt64 = 0
            for word in bits { hash = RowRelation.mix(hash, word) }
            hasher.combine(hash)
        }
    }

    /// The kinds of evidence for a tuple; nil where it has no step.
    func kinds(of tuple: [UInt64], in relation: RelationID) -> Kinds? {
        guard let rows = derivations.rows(of: relation), let row = rows.tuples.number(of: tuple) else { return nil }
        return Kinds(bits: .init(start: sets.base + Int(rows.steps[row]) * width, count: width))
    }

    // MARK: Premises

    private func parts(of body: Derivations.Body) throws -> [Part]? {
        var places: [Int: Cell] = [:]
        for (position, variable) in body.kept.enumerated() {
            places[variable.slot] = variable.isLocal ? .local(position) : .raw(position)
        }
        let terms = evaluation.terms
        func cell(_ value: Premise.Value) -> Cell {
            switch value {
            case .constant(let raw): .constant(terms.local(ofRaw: raw))
            case .variable(let slot): places[slot] ?? .constant(0)
            }
        }
        var found: [Part] = []
        for premise in try cone.makePremises(of: body.literals) {
            guard case .node(let kind, let site, let values) = premise.form else { return nil }
            switch kind {
            case .triple: found.append(.triple(values.map { cell($0) }))
            case .tuple:
                let relation = RelationID(site)
                guard case .derived = evaluation.program[relation].origin else {
                    found.append(.stored(relation, values.map { cell($0) }))
                    continue
                }
                guard evaluation.records(relation) else { return nil }
                found.append(.derived(derivations.rows(of: relation), relation, values.map { cell($0) }))
            default: found.append(.leaf(premise))
            }
        }
        return found
    }

    /// Finds out what each step rests on; false where it cannot be told.
    private func refer() throws -> Bool {
        let terms = evaluation.terms
        for number in 0..<derivations.count {
            if number & 0xfff == 0 { try evaluation.control.check() }
            let (place, start) = derivations.step(number)
            let body = derivations.bodies[place]
            let binding = body.values.base + start
            func fill(_ values: [Cell]) {
                for (position, cell) in values.enumerated() {
                    cells[position] =
                        switch cell {
                        case .constant(let local): local
                        case .local(let place): binding[place]
                        case .raw(let place): terms.local(ofRaw: binding[place])
                        }
                }
            }
            func raws(_ count: Int) -> [UInt64] { (0..<count).map { terms.raw(ofLocal: cells[$0]) } }
            for part in parts[place] {
                switch part {
                case .triple(let values):
                    fill(values)
                    let leaf = triples.numberInserting(UnsafePointer(cells))
                    references.append(DerivedEvidence.triple | UInt32(truncatingIfNeeded: leaf))
                case .derived(let rows, let relation, let values):
                    fill(values)
                    if let rows, let row = rows.tuples.number(of: UnsafePointer(cells)) {
                        references.append(rows.steps[row])
                    } else if let leaf = try best(try cone.stated.leaves(relation, TermTuple(raws(values.count)))) {
                        references.append(leaf)
                    } else {
                        return false
                    }
                case .stored(let relation, let values):
                    fill(values)
                    guard let leaf = try best(try cone.leaves.triples(relation, TermTuple(raws(values.count)))) else {
                        return false
                    }
                    references.append(leaf)
                case .leaf(let premise):
                    guard let leaf = try best([premise.leaf(self.binding(of: body, binding))].compactMap { $0 }) else {
                        return false
                    }
                    references.append(leaf)
                }
            }
        }
        return true
    }

    private func binding(of body: Derivations.Body, _ values: UnsafeMutablePointer<UInt64>) -> [UInt64] {
        var found = Array(repeating: TermID.none.rawValue, count: body.width)
        for (position, variable) in body.kept.enumerated() {
            found[variable.slot] =
                variable.isLocal ? evaluation.terms.raw(ofLocal: values[position]) : values[position]
        }
        return found
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
        let order = raws.indices.sorted { raws[$0] < raws[$1] }
        var kinds = Array(repeating: 0, count: raws.count)
        for (leaf, kind) in zip(order, try cone.evidence.numbers(of: order.map { raws[$0] })) { kinds[leaf] = kind }
        return kinds
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
            for _ in parts[derivations.step(number).body] {
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
