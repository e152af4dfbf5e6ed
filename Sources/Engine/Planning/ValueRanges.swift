import Language
import Terms

/// The ids that can fulfil comparisons with constants: within a kind that holds its values in its ids, these order as
/// the values do, so that a scan need not read the others. What compares by value across kinds is read whole.
struct ValueRanges {
    /// Ascending, none touching the next.
    private(set) var ranges: [ClosedRange<UInt64>] = [0...UInt64.max]

    var isEverything: Bool { ranges == [0...UInt64.max] }

    /// Leaves what `value comparison constant` allows; constants of kinds whose ids do not order tell nothing.
    mutating func narrow(_ comparison: Comparison, _ constant: Term) {
        guard let id = TermID(inline: constant), let kind = id.kind, let kin = ValueRanges.kin(of: kind) else { return }
        func start(_ kind: UInt8) -> UInt64 { UInt64(kind) << 56 }
        func end(_ kind: UInt8) -> UInt64 { start(kind) | TermID.payloadMask }
        var allowed: [ClosedRange<UInt64>] = []
        let isBelow = comparison == .less || comparison == .lessOrEqual
        let isAbove = comparison == .greater || comparison == .greaterOrEqual
        guard isBelow || isAbove || comparison == .equal else { return }
        if isBelow { allowed.append(0...(start(kin.lowerBound) - 1)) }
        for other in kin {
            if other != kind.rawValue {
                allowed.append(start(other)...end(other))
            } else {
                allowed.append((isBelow ? start(other) : id.rawValue)...(isAbove ? end(other) : id.rawValue))
            }
        }
        if isAbove { allowed.append((end(kin.upperBound) + 1)...UInt64.max) }
        ranges = ranges.flatMap { one in
            allowed.compactMap { other in
                let (low, high) = (max(one.lowerBound, other.lowerBound), min(one.upperBound, other.upperBound))
                return low <= high ? low...high : nil
            }
        }
    }

    /// The kinds that compare by value with one whose ids order as its values.
    private static func kin(of kind: TermID.Kind) -> ClosedRange<UInt8>? {
        switch kind {
        case .int: TermID.Kind.int.rawValue...TermID.Kind.wideFloat.rawValue
        case .date, .dateTime: TermID.Kind.date.rawValue...TermID.Kind.wideDateTime.rawValue
        default: nil
        }
    }
}

extension Conjunction {
    /// What comparisons with constants leave of the values of each variable that they narrow.
    var valueRanges: [Int: ValueRanges] {
        var found: [Int: ValueRanges] = [:]
        for case .comparison(let comparison, let left, let right, _) in literals {
            switch (left, right) {
            case (.variable(let slot), .constant(let term)):
                found[slot, default: ValueRanges()].narrow(comparison, term)
            case (.constant(let term), .variable(let slot)):
                found[slot, default: ValueRanges()].narrow(comparison.flipped, term)
            default: break
            }
        }
        return found.filter { !$0.value.isEverything }
    }

    /// The variables that tests look into as texts.
    var textTested: Set<Int> {
        var found: Set<Int> = []
        for case .test(let function, let arguments, _) in literals {
            guard [.contains, .startsWith, .endsWith, .matches].contains(function),
                case .variable(let slot)? = arguments.first
            else { continue }
            found.insert(slot)
        }
        return found
    }
}

extension Comparison {
    /// The comparison that holds with its sides changed.
    fileprivate var flipped: Comparison {
        switch self {
        case .equal, .notEqual: self
        case .less: .greater
        case .lessOrEqual: .greaterOrEqual
        case .greater: .less
        case .greaterOrEqual: .lessOrEqual
        }
    }
}
