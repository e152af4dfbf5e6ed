/// Strict UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing beyond U+10FFFF.
package enum UTF8Text {
    /// The first byte that is no UTF-8; nil where all is well.
    package static func firstFlaw(_ bytes: UnsafeRawBufferPointer) -> Int? {
        var index = 0
        while index < bytes.count {
            while index + 8 <= bytes.count,
                bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
            { index += 8 }
            guard index < bytes.count else { return nil }
            if bytes[index] < 0x80 {
                index += 1
                continue
            }
            guard let (_, length) = scalar(bytes, at: index) else { return index }
            index += length
        }
        return nil
    }

    /// The scalar that starts at a byte, and its length; nil where none does.
    package static func scalar(
        _ bytes: UnsafeRawBufferPointer, at index: Int
    ) -> (value: UInt32, length: Int)? {
        guard index < bytes.count else { return nil }
        let first = UInt32(bytes[index])
        switch first {
        case 0..<0x80: return (first, 1)
        case 0xc2..<0xe0:
            guard let second = continuation(bytes, index + 1) else { return nil }
            return ((first & 0x1f) << 6 | second, 2)
        case 0xe0..<0xf0:
            guard let second = continuation(bytes, index + 1), let third = continuation(bytes, index + 2) else {
                return nil
            }
            let value = (first & 0x0f) << 12 | second << 6 | third
            return value < 0x800 || (0xd800..<0xe000).contains(value) ? nil : (value, 3)
        case 0xf0..<0xf5:
            guard let second = continuation(bytes, index + 1), let third = continuation(bytes, index + 2),
                let fourth = continuation(bytes, index + 3)
            else { return nil }
            let value = (first & 0x07) << 18 | second << 12 | third << 6 | fourth
            return value < 0x10000 || value > 0x10ffff ? nil : (value, 4)
        default: return nil
        }
    }

    private static func continuation(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> UInt32? {
        guard index < bytes.count, bytes[index] & 0xc0 == 0x80 else { return nil }
        return UInt32(bytes[index] & 0x3f)
    }
}
