import Language
import Terms

/// How each tuple was first derived, noted while rules run: one step for each, from tuples that were there before it. So
/// these steps never lead in a circle, and a proof is read off without a search.
///
/// Zhao, Subotić and Scholz keep the rule and the height of each tuple and search the rest when asked ("Debugging Large-scale
/// Datalog", 2020); here the whole binding is kept, since every answer may be asked for.
final class Derivations {
    /// A body of a rule as one plan evaluates it, and the bindings that were the first to give a tuple.
    final class Body {
        let rule: Int
        let alternative: Int
        /// The literals, each variable named, without the question whether the tuple is demanded.
        let literals: Conjunction
        /// How many variables a binding has.
        let width: Int
        /// The variables that have a value at the end of the plan, and whether it is a local number.
        fileprivate(set) var kept: [(slot: Int, isLocal: Bool)] = []
        /// Bindings, one after the other.
        @exclusivity(unchecked) private(set) var values = List<UInt64>()
        @exclusivity(unchecked) private var count: UInt32 = 0
        private var slots = List<Int>()
        private let number: UInt32
        private let rows: Rows
        private unowned(unsafe) let derivations: Derivations

        fileprivate init(
            _ derivations: Derivations, rule: Int, alternative: Int, _ literals: Conjunction, width: Int, rows: Rows
        ) {
            self.derivations = derivations
            self.rule = rule
            self.alternative = alternative
            self.literals = literals
            self.width = width
            number = UInt32(truncatingIfNeeded: derivations.bodies.count)
            self.rows = rows
        }

        /// Says how the variables stand at the end of the plan.
        func keep(_ kinds: SlotKinds) {
            kept = (0..<width).filter { kinds[$0] != .unbound }.map { ($0, kinds[$0] == .local) }
            slots.removeAll()
            for (slot, _) in kept { slots.append(slot) }
        }

        /// Notes that a row of a batch has given a tuple that is new.
        func note(_ cells: UnsafePointer<UnsafePointer<UInt64>>, _ batch: Batch, _ row: Int) {
            let tuple = rows.tuples.numberInserting(cells)
            guard tuple == rows.steps.count else { return }
            rows.steps.append(UInt32(truncatingIfNeeded: derivations.count))
            derivations.note(number, count)
            count &+= 1
            values.reserve(slots.count)
            let end = values.base + values.count
            for position in 0..<slots.count { end[position] = batch[slots[position]][row] }
            values.advance(by: slots.count)
        }

        fileprivate func removeAll() {
            values.removeAll()
            count = 0
        }
    }

    /// The tuples of a relation in the order of their derivation, with the numbers of their steps.
    final class Rows {
        let tuples: RowRelation
        @exclusivity(unchecked) fileprivate(set) var steps = List<UInt32>()

        fileprivate init(_ relation: Relation) {
            tuples = RowRelation(arity: relation.arity, terms: relation.terms)
        }

        fileprivate func removeAll() {
            tuples.removeAll()
            steps.removeAll()
        }
    }

    private let terms: TermTable
    private(set) var bodies: [Body] = []
    private var rows: [Int: Rows] = [:]
    /// By number of the step, that of its body and of its binding there.
    @exclusivity(unchecked) private var stepBodies = List<UInt32>()
    @exclusivity(unchecked) private var stepPlaces = List<UInt32>()

    init(_ terms: TermTable) { self.terms = terms }

    /// How many steps there are. They are numbered in their order: what a step rests on has steps of lower numbers.
    var count: Int { stepBodies.count }

    /// Bytes that the steps take.
    var footprint: Int {
        stepBodies.footprint + stepPlaces.footprint + bodies.reduce(0) { $0 + $1.values.footprint }
            + rows.values.reduce(0) { $0 + $1.tuples.footprint + $1.steps.footprint }
    }

    private func note(_ body: UInt32, _ place: UInt32) {
        stepBodies.append(body)
        stepPlaces.append(place)
    }

    /// Begins to note what a plan of a body derives.
    func begin(
        rule: Int, _ alternative: Int, _ literals: Conjunction, width: Int, into relation: Relation, _ id: RelationID
    ) -> Body {
        let rows = self.rows[id.index] ?? Rows(relation)
        self.rows[id.index] = rows
        let body = Body(self, rule: rule, alternative: alternative, literals, width: width, rows: rows)
        bodies.append(body)
        return body
    }

    /// The tuples of a relation that have steps; nil where it has none.
    func rows(of relation: RelationID) -> Rows? { rows[relation.index] }

    /// The body of a step, and where its binding begins in the values of the body.
    func step(_ number: Int) -> (body: Int, start: Int) {
        let body = Int(stepBodies[number])
        return (body, Int(stepPlaces[number]) * bodies[body].kept.count)
    }

    /// A step that gave a tuple.
    struct Step {
        let rule: Int
        let alternative: Int
        /// The variables by their raw numbers.
        let binding: [UInt64]
    }

    /// The step that first gave a tuple, by its raw numbers; nil where none was noted.
    func step(of tuple: some Collection<UInt64>, in relation: RelationID) -> Step? {
        guard let rows = rows[relation.index] else { return nil }
        var cells: [UInt64] = []
        for value in tuple {
            let local = terms.find(value)
            guard local != TermTable.undefined else { return nil }
            cells.append(local)
        }
        guard let row = rows.tuples.number(of: cells) else { return nil }
        let (number, start) = step(Int(rows.steps[row]))
        let body = bodies[number]
        return Step(rule: body.rule, alternative: body.alternative, binding: binding(of: body, from: start))
    }

    /// The binding of a body that begins at a place in its values, by raw numbers.
    func binding(of body: Body, from start: Int) -> [UInt64] {
        var binding = Array(repeating: TermID.none.rawValue, count: body.width)
        for (position, variable) in body.kept.enumerated() {
            let value = body.values[start + position]
            binding[variable.slot] = variable.isLocal ? terms.raw(ofLocal: value) : value
        }
        return binding
    }

    /// Forgets all steps, and not the plans.
    func removeAll() {
        for body in bodies { body.removeAll() }
        for rows in rows.values { rows.removeAll() }
        stepBodies.removeAll()
        stepPlaces.removeAll()
    }
}
