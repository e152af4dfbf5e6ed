/// How values that fit are written into an id, and read back.
extension TermID {
    private static let signBit: UInt64 = 1 << 55
    /// Significant digits that an inline decimal may have.
    private static let inlineDigits = 14

    /// The id of an int of at most 16 digits.
    @inlinable package init(smallInt value: Int64) {
        self.init(kind: .int, payload: UInt64(bitPattern: value) ^ 1 << 55)
    }

    /// The value of the id of an inline int.
    package var smallInt: Int64 { signedPayload }

    /// The id of a term that needs no dictionary; nil where it needs one.
    package init?(inline term: Term) {
        switch term {
        case .none: self = .none
        case .bool(let value): self.init(kind: .bool, payload: value ? 1 : 0)
        case .int(let value):
            guard value >= -(1 << 55), value < 1 << 55 else { return nil }
            self.init(kind: .int, payload: UInt64(bitPattern: value) ^ TermID.signBit)
        case .decimal(let value):
            guard let payload = TermID.payload(of: value) else { return nil }
            self.init(kind: .decimal, payload: payload)
        case .float(let value):
            let bits = value.bitPattern
            guard bits & 0xff == 0 else { return nil }
            // Flip so that the order of the bits is the order of the doubles.
            let ordered = bits >> 63 == 0 ? bits | 1 << 63 : ~bits & ~0xff
            self.init(kind: .float, payload: ordered >> 8)
        case .date(let date):
            let year = UInt64(date.year + 10_000)
            self.init(kind: .date, payload: year << 16 | UInt64(date.month) << 8 | UInt64(date.day))
        case .dateTime(let instant):
            let value = instant.microsecondsSinceEpoch
            guard value >= -(1 << 55), value < 1 << 55 else { return nil }
            self.init(kind: .dateTime, payload: UInt64(bitPattern: value) ^ TermID.signBit)
        case .string(let text):
            var text = text
            guard let id = text.withUTF8({ TermID(inlineString: UnsafeRawBufferPointer($0)) }) else { return nil }
            self = id
        case .statement(let number): self.init(kind: .statement, payload: number)
        case .tagged, .typed, .entity: return nil
        }
    }

    /// The id of a short string, given as UTF-8; nil where it needs a dictionary.
    package init?(inlineString bytes: UnsafeRawBufferPointer) {
        guard bytes.count <= 7, !bytes.contains(0) else { return nil }
        var payload: UInt64 = 0
        for byte in bytes { payload = payload << 8 | UInt64(byte) }
        self.init(kind: .shortString, payload: payload << (8 * UInt64(7 - bytes.count)))
    }

    /// The term that an inline id stands for; nil for a dictionary id and for bits that are no id.
    package var inlineTerm: Term? {
        switch kind {
        case .none?: return Term.none
        case .bool?: return .bool(payload != 0)
        case .int?: return .int(signedPayload)
        case .decimal?: return TermID.decimal(ofPayload: payload).map(Term.decimal)
        case .float?:
            let ordered = payload << 8
            let bits = ordered >> 63 == 1 ? ordered & ~(1 << 63) : ~ordered & ~0xff
            return Term.float(finite: Double(bitPattern: bits))
        case .date?:
            return PartialDate(
                year: Int(payload >> 16) - 10_000, month: Int(payload >> 8 & 0xff), day: Int(payload & 0xff)
            ).map(Term.date)
        case .dateTime?: return .dateTime(DateTime(microsecondsSinceEpoch: signedPayload))
        case .shortString?:
            var bytes: [UInt8] = []
            for index in 0..<7 {
                let byte = UInt8(truncatingIfNeeded: payload >> (8 * UInt64(6 - index)))
                if byte == 0 { break }
                bytes.append(byte)
            }
            return .string(String(decoding: bytes, as: UTF8.self))
        case .statement?: return .statement(payload)
        default: return nil
        }
    }

    private var signedPayload: Int64 { Int64(bitPattern: (payload ^ TermID.signBit) << 8) >> 8 }

    /// A decimal as sign, exponent and left-aligned digits, complemented where negative, so that ids order by value.
    private static func payload(of value: Decimal) -> UInt64? {
        var digits = value.coefficient.magnitude
        guard digits > 0 else { return nil }
        var count = 0
        var rest = digits
        while rest > 0 {
            rest /= 10
            count += 1
        }
        guard count <= inlineDigits else { return nil }
        for _ in count..<inlineDigits { digits *= 10 }
        // value = 0.d1d2… * 10^exponent, with an exponent of -17 to 18.
        let exponent = UInt64(count - value.scale + 20)
        let magnitude = exponent << 47 | digits
        return value.coefficient > 0 ? signBit | magnitude : (signBit - 1) & ~magnitude
    }

    private static func decimal(ofPayload payload: UInt64) -> Decimal? {
        let positive = payload & signBit != 0
        let magnitude = positive ? payload & ~signBit : ~payload & (signBit - 1)
        let digits = magnitude & ((1 << 47) - 1)
        let exponent = Int(magnitude >> 47) - 20
        guard digits > 0, digits < 100_000_000_000_000 else { return nil }
        // 0.digits * 10^exponent with 14 digits is digits / 10^(14 - exponent).
        let scale = inlineDigits - exponent
        guard scale >= 0, scale <= 38 else { return nil }
        let coefficient = positive ? Int128(digits) : -Int128(digits)
        return Decimal(coefficient: coefficient, scale: scale)
    }
}
