import Store
import Terms

/// Terms within one evaluation, under two kinds of numbers.
///
/// A *raw* number is a term's 64-bit id: that of the store, or one of its own for a term that only this evaluation
/// knows. A *local* number is 32 bits, dense from 0 in order of first appearance: relations that rules derive hold these,
/// so that a pair is one word and a set of terms a bitmap. 0 is `none` in both.
final class TermTable {
    private let store: Reading?
    /// The store where it gives texts that stay where they are.
    private let snapshot: Snapshot?
    /// What is merged: an entity has the number of the one that stands for it.
    var merging: Merging? {
        didSet { if let merging { ids = ids.mapValues { merging.representative($0) } } }
    }
    private var transient: [Term] = []
    private var ids: [Term: UInt64] = [:]
    private var cache: [UInt64: Term] = [:]

    /// Raw number of each local one.
    @exclusivity(unchecked) private var raws = List<UInt64>(capacity: 1024)
    /// Open addressing over local numbers; 0 is empty (`none` needs no entry).
    private var table: UnsafeMutablePointer<UInt32>
    private var mask = 2047
    /// Whether a float has a local number: then numbers of one value may have two of them.
    private(set) var hasFloats = false

    /// The raw number that stands for no value at all: the result of an undefined expression, and as a local number one
    /// that no relation holds.
    static let undefined = UInt64.max

    /// The top bytes of ids of texts; the calls that give them cost as much as what they are compared in.
    private let shortString = UInt64(TermID.Kind.shortString.rawValue)
    private let string = UInt64(TermID.Kind.string.rawValue)
    private let entity = UInt64(TermID.Kind.entity.rawValue)

    init(store: Reading?) {
        self.store = store
        snapshot = store as? Snapshot
        table = .allocate(capacity: 2048)
        table.initialize(repeating: 0, count: 2048)
        raws.append(TermID.none.rawValue)
    }

    deinit { table.deallocate() }

    // MARK: Local numbers

    /// How many local numbers there are.
    var localCount: Int { raws.count }

    @inline(__always)
    func raw(ofLocal local: UInt64) -> UInt64 { raws[Int(truncatingIfNeeded: local)] }

    /// The raw numbers by local number; valid until a term is numbered.
    var rawNumbers: UnsafePointer<UInt64> { UnsafePointer(raws.base) }

    /// The local number of a raw one, given now where it has none.
    @inline(__always)
    func local(ofRaw raw: UInt64) -> UInt64 {
        let found = find(raw)
        return found != TermTable.undefined ? found : number(raw)
    }

    /// The local number of a raw one; `undefined` where it has none.
    @inline(__always)
    func find(_ raw: UInt64) -> UInt64 {
        if raw == 0 { return 0 }
        var slot = TermTable.hash(raw) & mask
        while true {
            let entry = table[slot]
            if entry == 0 { return TermTable.undefined }
            if raws[Int(entry)] == raw { return UInt64(entry) }
            slot = (slot + 1) & mask
        }
    }

    @inline(__always)
    private static func hash(_ raw: UInt64) -> Int {
        let product = (raw ^ 0x9e37_79b9_7f4a_7c15).multipliedFullWidth(by: 0xa076_1d64_78bd_642f)
        return Int(truncatingIfNeeded: (product.high ^ product.low) >> 1)
    }

    private func number(_ raw: UInt64) -> UInt64 {
        if raws.count * 2 > mask { growTable() }
        let local = UInt32(truncatingIfNeeded: raws.count)
        raws.append(raw)
        place(local, raw)
        let kind = UInt8(truncatingIfNeeded: raw >> 56)
        if kind == TermID.Kind.float.rawValue || kind == TermID.Kind.wideFloat.rawValue { hasFloats = true }
        return UInt64(local)
    }

    private func place(_ local: UInt32, _ raw: UInt64) {
        var slot = TermTable.hash(raw) & mask
        while table[slot] != 0 { slot = (slot + 1) & mask }
        table[slot] = local
    }

    private func growTable() {
        table.deallocate()
        mask = mask * 4 + 3
        table = .allocate(capacity: mask + 1)
        table.initialize(repeating: 0, count: mask + 1)
        for local in 1..<max(1, raws.count) { place(UInt32(truncatingIfNeeded: local), raws[local]) }
    }

    // MARK: Raw numbers

    /// The raw number of a term; a term that the store does not hold gets one of its own.
    func id(of term: Term) throws -> UInt64 {
        if let inline = TermID(inline: term) { return inline.rawValue }
        if let known = ids[term] { return known }
        if case .entity("a") = term { return TermID.isA.rawValue }
        var id: UInt64
        if let stored = try store?.id(of: term) {
            id = stored.rawValue
        } else {
            id = TermID(kind: TermTable.kind(of: term), payload: TermID.transientBit | UInt64(transient.count)).rawValue
            transient.append(term)
        }
        if let merging { id = merging.representative(id) }
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

    /// The number of another kind that has the same value; nil where there is none.
    func numericTwin(of raw: UInt64) throws -> UInt64? {
        guard TermID(rawValue: raw).kind?.isNumber ?? false, let twin = try term(of: raw).numericTwin else {
            return nil
        }
        return try id(of: twin)
    }

    /// The term of a raw number.
    func term(of raw: UInt64) throws -> Term {
        let id = TermID(rawValue: raw)
        if let inline = id.inlineTerm { return inline }
        if let snapshot, !id.isTransient { return try snapshot.term(of: id) }
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

    /// The value of a float that the number itself or the store holds; nil for other terms.
    func double(of raw: UInt64) throws -> Double? {
        let id = TermID(rawValue: raw)
        switch id.kind {
        case .float:
            guard case .float(let value)? = id.inlineTerm else { return nil }
            return value
        case .wideFloat where !id.isTransient:
            guard let bytes = try snapshot?.bytes(of: id), bytes.count == 8 else { return nil }
            return Double(bitPattern: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)))
        default: return nil
        }
    }

    /// The UTF-8 of a string without a language, or of the name of an entity; nil for other terms, and for those that only
    /// this evaluation knows. Valid as long as the table and `short`, which takes a text that the number itself holds.
    func text(of raw: UInt64, _ short: UnsafeMutablePointer<UInt64>) throws -> UnsafeRawBufferPointer? {
        let kind = raw >> 56
        if kind == shortString {
            let bytes = raw << 8
            short.pointee = bytes.bigEndian
            return UnsafeRawBufferPointer(start: short, count: (71 - bytes.trailingZeroBitCount) / 8)
        }
        guard kind == string || kind == entity, raw & TermID.transientBit == 0
        else { return nil }
        return try snapshot?.bytes(of: TermID(rawValue: raw))
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

    /// -1, 0 or 1 for raw numbers: by value across number kinds, else by the total order of the language.
    @inline(__always)
    func compare(_ left: UInt64, _ right: UInt64) throws -> Int {
        if left == right { return 0 }
        let kind = UInt8(truncatingIfNeeded: left >> 56)
        if kind == TermID.Kind.int.rawValue, UInt8(truncatingIfNeeded: right >> 56) == kind {
            return left < right ? -1 : 1
        }
        return try compareAny(left, right)
    }

    /// As `compare`, with numbers of one value in the order int, decimal, float: 0 only for one term.
    func order(_ left: UInt64, _ right: UInt64) throws -> Int {
        let comparison = try compare(left, right)
        // The kinds of numbers have ids in this order.
        return comparison != 0 || left == right ? comparison : left < right ? -1 : 1
    }

    private func compareAny(_ left: UInt64, _ right: UInt64) throws -> Int {
        let kind = UInt8(truncatingIfNeeded: left >> 56)
        if kind == UInt8(truncatingIfNeeded: right >> 56), let known = TermID.Kind(rawValue: kind),
            !known.isInDictionary
        {
            return left < right ? -1 : 1
        }
        return Term.compare(try term(of: left), try term(of: right))
    }
}
