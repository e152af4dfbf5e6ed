/// Bytes of nodes that are being put together; places in it stay right when it grows.
struct ByteArena: ~Copyable {
    private(set) var base = UnsafeMutablePointer<UInt8>.allocate(capacity: 1 << 12)
    private var capacity = 1 << 12
    private(set) var count = 0

    deinit { base.deallocate() }

    @inline(__always) mutating func append(_ byte: UInt8) {
        if count == capacity { grow(by: 1) }
        base[count] = byte
        count += 1
    }

    mutating func append(_ bytes: UnsafePointer<UInt8>, count added: Int) {
        if count + added > capacity { grow(by: added) }
        (base + count).update(from: bytes, count: added)
        count += added
    }

    mutating func append(_ text: StaticString) { append(text.utf8Start, count: text.utf8CodeUnitCount) }

    mutating func append(_ bytes: [UInt8]) {
        bytes.withUnsafeBufferPointer { if let start = $0.baseAddress { append(start, count: $0.count) } }
    }

    /// A copy of bytes that the arena itself holds.
    mutating func append(copyOf range: Range<Int>) {
        if count + range.count > capacity { grow(by: range.count) }
        (base + count).update(from: base + range.lowerBound, count: range.count)
        count += range.count
    }

    mutating func append(_ scalar: Unicode.Scalar) { for byte in String(scalar).utf8 { append(byte) } }

    private mutating func grow(by added: Int) {
        var larger = capacity * 2
        while larger < count + added { larger *= 2 }
        let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        moved.update(from: base, count: count)
        base.deallocate()
        base = moved
        capacity = larger
    }

    /// Forgets what was put in behind a place.
    mutating func cut(to mark: Int) { count = min(count, max(0, mark)) }

    func bytes(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count)
    }
}
