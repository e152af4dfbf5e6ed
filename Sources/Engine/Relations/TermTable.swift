import Store
import Terms

/// Terms and their ids within one evaluation: those of the store, and new ones that only this evaluation knows.
final class TermTable {
    private let store: Reading?
    private var transient: [Term] = []
    private var ids: [Term: UInt64] = [:]
    private var cache: [UInt64: Term] = [:]

    /// The id that stands for no value at all: the result of an undefined expression.
    static let undefined = UInt64.max

    init(store: Reading?) { self.store = store }

    /// The id of a term; a term that the store does not hold gets one of its own.
    func id(of term: Term) throws -> UInt64 {
        if let inline = TermID(inline: term) { return inline.rawValue }
        if let known = ids[term] { return known }
        if case .entity("a") = term { return TermID.isA.rawValue }
        let id: UInt64
        if let stored = try store?.id(of: term) {
            id = stored.rawValue
        } else {
            id = TermID(kind: TermTable.kind(of: term), payload: TermID.transientBit | UInt64(transient.count)).rawValue
            transient.append(term)
        }
        ids[term] = id
        return id
    }

    /// The columns of facts that were read elsewhere, with the ids of this table.
    func columns(of facts: FactColumns) throws -> [[UInt64]] {
        guard !facts.terms.isEmpty else { return facts.columns }
        let ids = try facts.terms.map { try id(of: $0) }
        return facts.columns.map { column in
            column.map { raw in
                let id = TermID(rawValue: raw)
                guard id.isTransient else { return raw }
                let place = Int(id.payload & ~TermID.transientBit)
                return place < ids.count ? ids[place] : raw
            }
        }
    }

    /// The term of an id.
    func term(of raw: UInt64) throws -> Term {
        let id = TermID(rawValue: raw)
        if let inline = id.inlineTerm { return inline }
        if let known = cache[raw] { return known }
        let term: Term
        if id.isTransient {
            let number = Int(id.payload & ~TermID.transientBit)
            guard number < transient.count else { return .none }
            term = transient[number]
        } else if let store {
            term = try store.term(of: id)
        } else {
            term = id == .isA ? .entity("a") : .none
        }
        cache[raw] = term
        return term
    }

    /// The number of another kind that has the same value; nil where there is none.
    func numericTwin(of raw: UInt64) throws -> UInt64? {
        guard TermID(rawValue: raw).kind?.isNumber ?? false, let twin = try term(of: raw).numericTwin else {
            return nil
        }
        return try id(of: twin)
    }

    private static func kind(of term: Term) -> TermID.Kind {
        switch term {
        case .int: .wideInt
        case .decimal: .wideDecimal
        case .float: .wideFloat
        case .dateTime: .wideDateTime
        case .tagged: .taggedString
        case .typed: .typedLiteral
        case .entity: .entity
        default: .string
        }
    }

    /// -1, 0 or 1: by value across number kinds, else by the total order of the language.
    func compare(_ left: UInt64, _ right: UInt64) throws -> Int {
        if left == right { return 0 }
        let kind = UInt8(truncatingIfNeeded: left >> 56)
        if kind == UInt8(truncatingIfNeeded: right >> 56), let known = TermID.Kind(rawValue: kind),
            !known.isInDictionary
        {
            return left < right ? -1 : 1
        }
        return Term.compare(try term(of: left), try term(of: right))
    }
}
