import Language
import Terms

/// Computes expressions for rows of a batch.
final class ExpressionEvaluator {
    let terms: TermTable
    private let control: Control
    private let patterns = PatternCache()
    let range: SourceRange?
    let labels: (UInt64) throws -> Term?

    init(terms: TermTable, control: Control, range: SourceRange?, labels: @escaping (UInt64) throws -> Term?) {
        self.terms = terms
        self.control = control
        self.range = range
        self.labels = labels
    }

    /// An evaluator for expressions at another place.
    func at(_ range: SourceRange) -> ExpressionEvaluator {
        ExpressionEvaluator(terms: terms, control: control, range: range, labels: labels)
    }

    /// The value of an expression; nil where it is undefined for the row, which is counted.
    func value(_ expression: ResolvedExpression, _ batch: Batch, _ row: Int) throws -> UInt64? {
        switch expression {
        case .variable(let slot): return batch.columns[slot].isEmpty ? TermID.none.rawValue : batch.columns[slot][row]
        case .constant(let term): return try terms.id(of: term)
        default:
            guard let term = try term(expression, batch, row) else { return nil }
            return try terms.id(of: term)
        }
    }

    private func term(_ expression: ResolvedExpression, _ batch: Batch, _ row: Int) throws -> Term? {
        switch expression {
        case .constant(let term): return term
        case .variable(let slot):
            return batch.columns[slot].isEmpty ? Term.none : try terms.term(of: batch.columns[slot][row])
        case .negation(let inner):
            guard let operand = try term(inner, batch, row) else { return nil }
            return try defined(Arithmetic.negated(operand), "unary minus")
        case .arithmetic(let op, let left, let right):
            guard let first = try term(left, batch, row), let second = try term(right, batch, row) else { return nil }
            return try defined(Arithmetic.apply(op, first, second), "'\(op.rawValue)'")
        case .call(.coalesce, let arguments):
            for argument in arguments {
                if let value = try term(argument, batch, row), value != .none { return value }
            }
            return Term.none
        case .call(.labelOf, let arguments):
            guard let first = arguments.first, let id = try value(first, batch, row) else { return nil }
            return try labels(id) ?? terms.term(of: id)
        case .call(let function, let arguments):
            var values: [Term] = []
            for argument in arguments {
                guard let value = try term(argument, batch, row) else { return nil }
                values.append(value)
            }
            if function == .matches { return try defined(matches(values), "'matches'") }
            return try defined(Builtins.apply(function, values), "'\(function.rawValue)'")
        }
    }

    private func matches(_ values: [Term]) -> Arithmetic.Result {
        guard values.count == 2, let text = Builtins.text(values[0]), let pattern = Builtins.text(values[1]),
            let holds = patterns.matches(text, pattern)
        else { return .undefined }
        return .value(.bool(holds))
    }

    private func defined(_ result: Arithmetic.Result, _ what: String) throws -> Term? {
        switch result {
        case .value(let term): return term
        case .undefined:
            control.noteUndefined(what, at: range)
            return nil
        case .overflow:
            throw Diagnostics(
                Diagnostic(.overflow, "\(what) overflows here: the result has no exact number", at: range))
        }
    }

    /// Whether a test holds for a row.
    func test(_ function: Function, _ arguments: [ResolvedExpression], _ batch: Batch, _ row: Int) throws -> Bool {
        guard case .bool(let holds)? = try term(.call(function, arguments), batch, row) else { return false }
        return holds
    }
}
