import Language
import Terms

/// What expressions of one rule need: terms, labels, and where to count what is undefined.
final class ExpressionEvaluator {
    let terms: TermTable
    private let control: Control
    private let patterns = PatternCache()
    let range: SourceRange?
    private let labels: (UInt64) throws -> Term?

    init(terms: TermTable, control: Control, range: SourceRange?, labels: @escaping (UInt64) throws -> Term?) {
        self.terms = terms
        self.control = control
        self.range = range
        self.labels = labels
    }

    /// An evaluator for expressions at another place.
    func at(_ range: SourceRange?) -> ExpressionEvaluator {
        guard let range else { return self }
        return ExpressionEvaluator(terms: terms, control: control, range: range, labels: labels)
    }

    /// Compiles an expression for batches in which the slots are bound as told.
    func compile(_ expression: ResolvedExpression, _ slots: SlotKinds) throws -> ColumnExpression {
        switch expression {
        case .constant(let term): return ConstantExpression(try terms.id(of: term))
        case .variable(let slot):
            switch slots[slot] {
            case .local: return LocalSlotExpression(slot, terms)
            case .raw: return RawSlotExpression(slot)
            case .unbound: return ConstantExpression(TermID.none.rawValue)
            }
        case .negation(let inner): return NegationExpression(try compile(inner, slots), self)
        case .arithmetic(let op, let left, let right):
            return ArithmeticExpression(op, try compile(left, slots), try compile(right, slots), self)
        case .call(let function, let arguments)
        where [.contains, .startsWith, .endsWith].contains(function) && arguments.count == 2:
            return TextTestExpression(
                function, try compile(arguments[0], slots), try compile(arguments[1], slots), self)
        case .call(let function, let arguments):
            return CallExpression(function, try arguments.map { try compile($0, slots) }, self)
        }
    }

    func apply(_ function: Function, _ arguments: [Term]) -> Arithmetic.Result {
        if function == .matches { return matches(arguments) }
        return Builtins.apply(function, arguments)
    }

    private func matches(_ values: [Term]) -> Arithmetic.Result {
        guard values.count == 2, let text = Builtins.text(values[0]), let pattern = Builtins.text(values[1]),
            let holds = patterns.matches(text, pattern)
        else { return .undefined }
        return .value(.bool(holds))
    }

    /// The label of an entity by raw number, else what it is itself.
    func label(_ raw: UInt64) throws -> UInt64 { try labels(raw).map { try terms.id(of: $0) } ?? raw }

    /// The raw number of a result; what is undefined is counted, an overflow is an error.
    func defined(_ result: Arithmetic.Result, _ what: String) throws -> UInt64 {
        switch result {
        case .value(let term): return try terms.id(of: term)
        case .undefined:
            control.noteUndefined(what, at: range)
            return TermTable.undefined
        case .overflow:
            throw Diagnostics(
                Diagnostic(.overflow, "\(what) overflows here: the result has no exact number", at: range))
        }
    }
}

/// How the column of each slot is to be read.
struct SlotKinds {
    enum Kind { case unbound, local, raw }

    private var kinds: [Kind]

    init(_ count: Int) { kinds = Array(repeating: .unbound, count: count) }

    subscript(slot: Int) -> Kind {
        get { slot < kinds.count ? kinds[slot] : .unbound }
        set { kinds[slot] = newValue }
    }

    /// The slots that are bound.
    var bound: Set<Int> { Set(kinds.indices.filter { kinds[$0] != .unbound }) }
}
