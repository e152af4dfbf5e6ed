import Terms

/// Writes numbers and texts as bytes.
struct ByteWriter {
    var bytes: [UInt8] = []

    /// Eight bytes, the most significant first, so that keys order as numbers do.
    mutating func append(_ value: UInt64) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }

    /// Seven bits a byte, the least significant first.
    @inline(__always)
    mutating func append(varint value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// A length and UTF-8.
    mutating func append(_ text: String) {
        append(varint: UInt64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    /// The kind and the payload of an id: one byte and a varint.
    mutating func append(_ id: TermID) {
        bytes.append(UInt8(truncatingIfNeeded: id.rawValue >> 56))
        append(varint: id.payload)
    }
}

/// Reads what `ByteWriter` wrote; nil for every read beyond the end.
struct ByteReader {
    private let bytes: UnsafeRawBufferPointer
    private(set) var position = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    var isAtEnd: Bool { position >= bytes.count }
    var remaining: Int { bytes.count - position }

    mutating func number() -> UInt64? {
        guard bytes.count - position >= 8 else { return nil }
        let value = bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)
        position += 8
        return UInt64(bigEndian: value)
    }

    mutating func byte() -> UInt8? {
        guard position < bytes.count else { return nil }
        defer { position += 1 }
        return bytes[position]
    }

    @inline(__always)
    mutating func varint() -> UInt64? {
        var result: UInt64 = 0
        var shift: UInt64 = 0
        while position < bytes.count, shift < 64 {
            let byte = bytes[position]
            position += 1
            result |= UInt64(byte & 0x7f) << shift
            if byte & 0x80 == 0 { return result }
            shift += 7
        }
        return nil
    }

    /// So many bytes.
    mutating func raw(_ count: UInt64) -> UnsafeRawBufferPointer? {
        guard count <= UInt64(remaining) else { return nil }
        let end = position + Int(count)
        defer { position = end }
        return UnsafeRawBufferPointer(rebasing: bytes[position..<end])
    }

    mutating func text() -> String? {
        guard let length = varint(), let raw = raw(length) else { return nil }
        return String(decoding: raw, as: UTF8.self)
    }

    mutating func id() -> TermID? {
        guard let kind = byte(), let payload = varint(), payload <= TermID.payloadMask else { return nil }
        return TermID(rawValue: UInt64(kind) << 56 | payload)
    }
}
