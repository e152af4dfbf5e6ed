import Language
import Terms

/// Keeps the rows for which a comparison holds.
final class ComparisonOperator: SelectingOperator {
    private let comparison: Comparison
    private let left: ColumnExpression
    private let right: ColumnExpression
    private let terms: TermTable

    init(
        _ comparison: Comparison, _ left: ColumnExpression, _ right: ColumnExpression, terms: TermTable, slots: Int,
        keep: [Int]
    ) {
        self.comparison = comparison
        self.left = left
        self.right = right
        self.terms = terms
        super.init(slots: slots, keep: keep)
    }

    override func push(_ batch: Batch) throws {
        if comparison == .equal || comparison == .notEqual, !terms.hasFloats,
            let first = left as? LocalSlotExpression, let second = right as? LocalSlotExpression
        {
            // Without floats a value has one number, so that the numbers themselves tell.
            try pass(batch, count: batch.count, batch[first.slot], batch[second.slot])
            return
        }
        let first = try left.values(batch)
        let second = try right.values(batch)
        var kept = 0
        for row in 0..<batch.count {
            guard first[row] != TermTable.undefined, second[row] != TermTable.undefined else { continue }
            guard try comparison.holds(terms.compare(first[row], second[row])) else { continue }
            rows[kept] = UInt32(truncatingIfNeeded: row)
            kept += 1
        }
        try pass(batch, kept)
    }

    private func pass(
        _ batch: Batch, count: Int, _ first: UnsafeMutablePointer<UInt64>, _ second: UnsafeMutablePointer<UInt64>
    ) throws {
        let wantsEqual = comparison == .equal
        var kept = 0
        for row in 0..<count {
            rows[kept] = UInt32(truncatingIfNeeded: row)
            kept += (first[row] == second[row]) == wantsEqual ? 1 : 0
        }
        try pass(batch, kept)
    }
}

/// Keeps the rows for which a test, an expression with a truth value, holds.
final class TestOperator: SelectingOperator {
    private let test: ColumnExpression
    private static let truth = number(true)

    /// The number of a truth value.
    @inline(__always)
    static func number(_ value: Bool) -> UInt64 { TermID(kind: .bool, payload: value ? 1 : 0).rawValue }

    init(_ test: ColumnExpression, slots: Int, keep: [Int]) {
        self.test = test
        super.init(slots: slots, keep: keep)
    }

    override func push(_ batch: Batch) throws {
        let values = try test.values(batch)
        var kept = 0
        for row in 0..<batch.count where values[row] == TestOperator.truth {
            rows[kept] = UInt32(truncatingIfNeeded: row)
            kept += 1
        }
        try pass(batch, kept)
    }
}

/// Keeps the rows whose value is in a list, by value, or between two bounds.
final class MemberOperator: SelectingOperator {
    enum Range {
        case list(MemberList)
        case between(ColumnExpression, ColumnExpression)
    }

    private let member: ColumnExpression
    private let range: Range
    private let terms: TermTable

    init(_ member: ColumnExpression, _ range: Range, terms: TermTable, slots: Int, keep: [Int]) {
        self.member = member
        self.range = range
        self.terms = terms
        super.init(slots: slots, keep: keep)
    }

    override func push(_ batch: Batch) throws {
        let members = try member.values(batch)
        var kept = 0
        func keep(_ row: Int) {
            rows[kept] = UInt32(truncatingIfNeeded: row)
            kept += 1
        }
        switch range {
        case .list(let list):
            let computed = try list.computed.map { try $0.values(batch) }
            for row in 0..<batch.count where members[row] != TermTable.undefined {
                let holds =
                    try list.contains(members[row])
                    || computed.contains { element in
                        try element[row] != TermTable.undefined && terms.compare(members[row], element[row]) == 0
                    }
                if holds { keep(row) }
            }
        case .between(let lower, let upper):
            let (lows, highs) = (try lower.values(batch), try upper.values(batch))
            for row in 0..<batch.count where try isBetween(members[row], lows[row], highs[row]) { keep(row) }
        }
        try pass(batch, kept)
    }

    /// A range holds ints only.
    private func isBetween(_ value: UInt64, _ lower: UInt64, _ upper: UInt64) throws -> Bool {
        guard value != TermTable.undefined, lower != TermTable.undefined, upper != TermTable.undefined,
            case .int = try terms.term(of: value)
        else { return false }
        return try terms.compare(lower, value) <= 0 && terms.compare(value, upper) <= 0
    }
}
