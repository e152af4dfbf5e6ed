import Language
import Terms

/// An expression compiled for batches: its raw values for the rows of a batch, `TermTable.undefined` where there is none.
class ColumnExpression {
    /// The values; valid until the next call.
    func values(_ batch: Batch) throws -> UnsafeMutablePointer<UInt64> { buffer }

    let buffer: UnsafeMutablePointer<UInt64>

    init() {
        buffer = .allocate(capacity: Batch.size)
        buffer.initialize(repeating: 0, count: Batch.size)
    }

    deinit { buffer.deallocate() }
}

/// A variable whose column holds raw numbers.
final class RawSlotExpression: ColumnExpression {
    private let slot: Int

    init(_ slot: Int) { self.slot = slot }

    override func values(_ batch: Batch) -> UnsafeMutablePointer<UInt64> { batch[slot] }
}

/// A variable whose column holds local numbers.
final class LocalSlotExpression: ColumnExpression {
    let slot: Int
    private let terms: TermTable

    init(_ slot: Int, _ terms: TermTable) {
        self.slot = slot
        self.terms = terms
    }

    override func values(_ batch: Batch) -> UnsafeMutablePointer<UInt64> {
        let locals = batch[slot]
        let raws = terms.rawNumbers
        for row in 0..<batch.count { buffer[row] = raws[Int(truncatingIfNeeded: locals[row])] }
        return buffer
    }
}

/// A constant, or `none` for a variable that nothing binds here.
final class ConstantExpression: ColumnExpression {
    let value: UInt64

    init(_ value: UInt64) {
        self.value = value
        super.init()
        buffer.update(repeating: value, count: Batch.size)
    }
}

/// `+ - * / div mod`, with whole numbers in a loop of their own.
final class ArithmeticExpression: ColumnExpression {
    private let op: Expression.Operator
    private let left: ColumnExpression
    private let right: ColumnExpression
    private let evaluator: ExpressionEvaluator

    init(
        _ op: Expression.Operator, _ left: ColumnExpression, _ right: ColumnExpression, _ evaluator: ExpressionEvaluator
    ) {
        self.op = op
        self.left = left
        self.right = right
        self.evaluator = evaluator
    }

    override func values(_ batch: Batch) throws -> UnsafeMutablePointer<UInt64> {
        let first = try left.values(batch)
        let second = try right.values(batch)
        for row in 0..<batch.count {
            let result = TermID.intResult(op, first[row], second[row])
            buffer[row] = result != TermTable.undefined ? result : try general(first[row], second[row])
        }
        return buffer
    }

    private func general(_ first: UInt64, _ second: UInt64) throws -> UInt64 {
        guard first != TermTable.undefined, second != TermTable.undefined else { return TermTable.undefined }
        let result = Arithmetic.apply(op, try evaluator.terms.term(of: first), try evaluator.terms.term(of: second))
        return try evaluator.defined(result, "'\(op.rawValue)'")
    }
}

extension TermID {
    private static let intTag = UInt64(Kind.int.rawValue)
    private static let bias: Int64 = 1 << 55

    /// The result of an operation on two inline ints as an inline int; `TermTable.undefined` where it is none, or the
    /// operands are no such ints.
    @inline(__always)
    static func intResult(_ op: Expression.Operator, _ left: UInt64, _ right: UInt64) -> UInt64 {
        guard left >> 56 == intTag, right >> 56 == intTag else { return TermTable.undefined }
        let a = Int64(bitPattern: left & payloadMask) - bias
        let b = Int64(bitPattern: right & payloadMask) - bias
        let value: Int64
        switch op {
        case .add: value = a + b
        case .subtract: value = a - b
        case .multiply:
            let (product, overflow) = a.multipliedReportingOverflow(by: b)
            guard !overflow else { return TermTable.undefined }
            value = product
        case .integerDivide:
            guard b != 0 else { return TermTable.undefined }
            value = a / b
        case .modulo:
            guard b != 0 else { return TermTable.undefined }
            value = a % b
        case .divide: return TermTable.undefined
        }
        guard value >= -bias, value < bias else { return TermTable.undefined }
        return intTag << 56 | UInt64(bitPattern: value + bias)
    }
}

/// `-X`.
final class NegationExpression: ColumnExpression {
    private let inner: ColumnExpression
    private let evaluator: ExpressionEvaluator

    init(_ inner: ColumnExpression, _ evaluator: ExpressionEvaluator) {
        self.inner = inner
        self.evaluator = evaluator
    }

    override func values(_ batch: Batch) throws -> UnsafeMutablePointer<UInt64> {
        let operands = try inner.values(batch)
        for row in 0..<batch.count {
            buffer[row] =
                operands[row] == TermTable.undefined
                ? TermTable.undefined
                : try evaluator.defined(
                    Arithmetic.negated(try evaluator.terms.term(of: operands[row])), "unary minus")
        }
        return buffer
    }
}

/// A function of section 6 of the language.
final class CallExpression: ColumnExpression {
    private let function: Function
    private let arguments: [ColumnExpression]
    private let evaluator: ExpressionEvaluator

    init(_ function: Function, _ arguments: [ColumnExpression], _ evaluator: ExpressionEvaluator) {
        self.function = function
        self.arguments = arguments
        self.evaluator = evaluator
    }

    override func values(_ batch: Batch) throws -> UnsafeMutablePointer<UInt64> {
        let columns = try arguments.map { try $0.values(batch) }
        for row in 0..<batch.count { buffer[row] = try value(columns, row) }
        return buffer
    }

    func value(_ columns: [UnsafeMutablePointer<UInt64>], _ row: Int) throws -> UInt64 {
        let terms = evaluator.terms
        if function == .coalesce {
            for column in columns where column[row] != TermTable.undefined && column[row] != TermID.none.rawValue {
                return column[row]
            }
            return TermID.none.rawValue
        }
        for column in columns where column[row] == TermTable.undefined { return TermTable.undefined }
        if function == .labelOf { return try evaluator.label(columns[0][row]) }
        return try evaluator.defined(
            evaluator.apply(function, try columns.map { try terms.term(of: $0[row]) }), "'\(function.rawValue)'")
    }
}

/// The number of another kind that has the same value, where there is one: `=` compares by value, a join by term.
final class TwinExpression: ColumnExpression {
    private let value: ColumnExpression
    private let terms: TermTable

    init(_ value: ColumnExpression, _ terms: TermTable) {
        self.value = value
        self.terms = terms
    }

    override func values(_ batch: Batch) throws -> UnsafeMutablePointer<UInt64> {
        let values = try value.values(batch)
        for row in 0..<batch.count {
            buffer[row] =
                values[row] == TermTable.undefined
                ? TermTable.undefined : try terms.numericTwin(of: values[row]) ?? TermTable.undefined
        }
        return buffer
    }
}
