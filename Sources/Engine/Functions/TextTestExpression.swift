import Glibc
import Language
import Terms

/// `contains`, `starts_with` and `ends_with`, over the bytes of stored texts where they lie.
final class TextTestExpression: ColumnExpression {
    /// Longer parts are searched for in time that does not depend on what they are.
    private static let shortPart = 32

    private let function: Function
    private let text: ColumnExpression
    private let part: ColumnExpression
    private let general: CallExpression
    private let terms: TermTable
    private let yes = TestOperator.number(true)
    private let no = TestOperator.number(false)
    private let entity = UInt64(TermID.Kind.entity.rawValue)
    /// Texts that ids hold themselves.
    private let short: UnsafeMutablePointer<UInt64>

    init(
        _ function: Function, _ text: ColumnExpression, _ part: ColumnExpression, _ evaluator: ExpressionEvaluator
    ) {
        self.function = function
        self.text = text
        self.part = part
        general = CallExpression(function, [text, part], evaluator)
        terms = evaluator.terms
        short = .allocate(capacity: 2)
        short.initialize(repeating: 0, count: 2)
    }

    deinit { short.deallocate() }

    override func values(_ batch: Batch) throws -> UnsafeMutablePointer<UInt64> {
        let columns = [try text.values(batch), try part.values(batch)]
        for row in 0..<batch.count {
            if let whole = try string(columns[0][row], short), let part = try string(columns[1][row], short + 1),
                part.count <= TextTestExpression.shortPart
            {
                buffer[row] = holds(whole, part) ? yes : no
            } else {
                buffer[row] = try general.value(columns, row)
            }
        }
        return buffer
    }

    private func string(_ raw: UInt64, _ short: UnsafeMutablePointer<UInt64>) throws -> UnsafeRawBufferPointer? {
        raw >> 56 == entity ? nil : try terms.text(of: raw, short)
    }

    private func holds(_ whole: UnsafeRawBufferPointer, _ part: UnsafeRawBufferPointer) -> Bool {
        guard part.count <= whole.count else { return false }
        guard !part.isEmpty, let start = whole.baseAddress, let other = part.baseAddress else { return true }
        switch function {
        case .startsWith: return memcmp(start, other, part.count) == 0
        case .endsWith: return memcmp(start + (whole.count - part.count), other, part.count) == 0
        default: return TextTestExpression.contains(start, whole.count, other, part.count)
        }
    }

    /// Whether a short part occurs: each place of its first byte is tried.
    private static func contains(
        _ text: UnsafeRawPointer, _ length: Int, _ part: UnsafeRawPointer, _ partLength: Int
    ) -> Bool {
        let first = Int32(part.load(as: UInt8.self))
        var start = text
        let end = text + (length - partLength + 1)
        while start < end, let found = memchr(start, first, end - start) {
            if memcmp(found, part, partLength) == 0 { return true }
            start = UnsafeRawPointer(found) + 1
        }
        return false
    }
}
