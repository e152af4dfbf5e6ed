/// A term in 64 bits: the top byte is the kind, the other 56 bits the value itself (inline) or its number in a
/// dictionary. Within one kind of inline term the order of ids is the order of values, so a range of values is a
/// range of ids.
package struct TermID: Hashable, Sendable, BitwiseCopyable, RawRepresentable {
    package var rawValue: UInt64

    @inlinable @inline(__always) package init(rawValue: UInt64) { self.rawValue = rawValue }

    /// The kinds, in the total order of the language.
    package enum Kind: UInt8, Sendable, BitwiseCopyable, CaseIterable {
        case none = 0x00
        case bool = 0x10
        case int = 0x20
        case wideInt = 0x21
        case decimal = 0x22
        case wideDecimal = 0x23
        case float = 0x24
        case wideFloat = 0x25
        case date = 0x30
        case dateTime = 0x34
        case wideDateTime = 0x35
        case shortString = 0x40
        case string = 0x41
        case taggedString = 0x42
        case typedLiteral = 0x43
        case entity = 0x50
        case statement = 0x60

        package var isNumber: Bool {
            switch self {
            case .int, .wideInt, .decimal, .wideDecimal, .float, .wideFloat: true
            default: false
            }
        }

        /// Whether the payload is a number in a dictionary and not the value itself.
        package var isInDictionary: Bool {
            switch self {
            case .wideInt, .wideDecimal, .wideFloat, .wideDateTime, .string, .taggedString, .typedLiteral, .entity: true
            default: false
            }
        }
    }

    @inlinable package static var payloadMask: UInt64 { (1 << 56) - 1 }
    /// Set in the payload of ids that stand for terms of one evaluation only and that no store holds.
    @inlinable package static var transientBit: UInt64 { 1 << 55 }

    package static let none = TermID(rawValue: 0)
    /// The entity `a`, the predicate of class membership: the first entity of every dictionary.
    package static let isA = TermID(kind: .entity, payload: 1)

    @inlinable package init(kind: Kind, payload: UInt64) {
        rawValue = UInt64(kind.rawValue) << 56 | (payload & TermID.payloadMask)
    }

    /// The kind; nil for bits that no version of zhol writes.
    package var kind: Kind? { Kind(rawValue: UInt8(truncatingIfNeeded: rawValue >> 56)) }
    @inlinable package var payload: UInt64 { rawValue & TermID.payloadMask }
    package var isTransient: Bool { kind?.isInDictionary == true && payload & TermID.transientBit != 0 }
    package var isEntity: Bool { kind == .entity }
}

extension TermID: Comparable {
    @inlinable package static func < (left: TermID, right: TermID) -> Bool { left.rawValue < right.rawValue }
}
