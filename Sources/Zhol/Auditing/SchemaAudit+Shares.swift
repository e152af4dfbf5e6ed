import Language
import Store
import Terms

/// What a statement with a `share` says.
struct Stake {
    let holder: UInt64
    let share: Decimal
    /// The days from which and to which it held; the least and the greatest number where it has none.
    let first: Int
    let last: Int
    let sources: Term
}

/// How a relation tells who owns whom.
struct OwningRelation {
    /// The name of the relation that goes from the owner to what is owned.
    let name: String
    /// Whether the relation that was asked about goes the other way.
    let isFlipped: Bool
    /// Whether it is `owns`, or declared to have a `share`; a symmetric relation is not.
    let isOwnership: Bool
    let isSymmetric: Bool

    init(_ relation: String, _ schema: Schema) {
        let counterpart = schema.relations.values.first { $0.inverse == relation && $0.name != relation }
        name = counterpart?.name ?? relation
        isFlipped = counterpart != nil
        let declared = schema.relations[name]
        isSymmetric = declared?.isSymmetric == true
        isOwnership = !isSymmetric && (name == "owns" || declared?.qualifiers.contains { $0.name == "share" } == true)
    }
}

/// Shares over 100 %.
extension SchemaAudit {
    func noteStake(
        _ statement: StoredStatement, _ owning: OwningRelation, _ subject: TermID, _ object: TermID,
        _ period: (first: Int, last: Int)
    ) throws {
        guard let shareKey, !owning.isSymmetric,
            let value = statement.qualifiers.first(where: { $0.key == shareKey })?.value
        else { return }
        let share: Decimal
        switch try reading.term(of: value) {
        case .int(let number): share = Decimal(number)
        case .decimal(let number): share = number
        case .float(let number):
            guard let exact = Decimal(number.description) else { return }
            share = exact
        default: return
        }
        let (holder, held) = owning.isFlipped ? (object, subject) : (subject, object)
        stakes[owning.name, default: [:]][representative(held.rawValue), default: []].append(
            Stake(
                holder: representative(holder.rawValue), share: share, first: period.first, last: period.last,
                sources: try sources([statement], named: [holder, held])))
    }

    func checkShares() throws {
        for (relation, things) in stakes {
            for (thing, stakes) in things {
                guard let (day, total) = highest(stakes), Decimal(100) < total else { continue }
                var least: [UInt64: Stake] = [:]
                for stake in stakes where stake.first <= day && day <= stake.last {
                    if let known = least[stake.holder], known.share <= stake.share { continue }
                    least[stake.holder] = stake
                }
                let holders = try least.values.map { (try term($0.holder).plainText(namespaces), $0) }
                    .sorted { $0.1.share != $1.1.share ? $0.1.share > $1.1.share : $0.0 < $1.0 }
                let sources = Set(holders.map { $0.1.sources.plainText(namespaces) }.filter { !$0.isEmpty })
                note(
                    "share",
                    [
                        .entity(relation), try term(thing), date(day), .number(total),
                        .string(holders.map { "\($0.0) \($0.1.share)" }.joined(separator: "; ")),
                        sources.isEmpty ? .none : .string(sources.sorted().joined(separator: "; ")),
                    ])
            }
        }
    }

    /// A day as a date; none for the beginning of time.
    func date(_ day: Int) -> Term { PartialDate(daysSinceEpoch: day).map { .date($0) } ?? .none }

    /// The first day on which the shares are highest in sum, one of each holder, and that sum.
    private func highest(_ stakes: [Stake]) -> (day: Int, total: Decimal)? {
        let starts = stakes.sorted { $0.first < $1.first }
        let ends = stakes.indices.map { $0 }.sorted { starts[$0].last < starts[$1].last }
        var active: [UInt64: [Int]] = [:]
        var total = Decimal(0)
        var best: (day: Int, total: Decimal)?
        var ended = 0
        /// Changes what is active of a holder, and the sum with it.
        func change(_ holder: UInt64, _ body: (inout [Int]) -> Void) {
            func least() -> Decimal { active[holder]?.map { starts[$0].share }.min() ?? Decimal(0) }
            let before = least()
            body(&active[holder, default: []])
            // A sum beyond all digits is over 100 as it was before.
            total = before.negated.flatMap { total.adding($0) }?.adding(least()) ?? total
        }
        // Where the lesser of two shares of a holder ends, the sum rises too.
        let days = Set(stakes.map(\.first) + stakes.filter { $0.last < .max }.map { $0.last + 1 }).sorted()
        var begun = 0
        for day in days {
            while ended < ends.count, starts[ends[ended]].last < day {
                let gone = ends[ended]
                change(starts[gone].holder) { $0.removeAll { $0 == gone } }
                ended += 1
            }
            while begun < starts.count, starts[begun].first <= day {
                change(starts[begun].holder) { $0.append(begun) }
                begun += 1
            }
            if total > best?.total ?? Decimal(0) { best = (day, total) }
        }
        return best
    }
}
