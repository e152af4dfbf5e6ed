/// The key of a block of pairs: its relation and its first pair, each number big-endian.
struct BlockKey {
    private let words: (UInt64, UInt64, UInt64)

    init(_ predicate: UInt64, _ pair: PairBlock.Pair) {
        words = (predicate.bigEndian, pair.first.bigEndian, pair.second.bigEndian)
    }

    /// Nil where the bytes are no such key.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count == 24 else { return nil }
        words = (
            bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self),
            bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self),
            bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self)
        )
    }

    var predicate: UInt64 { UInt64(bigEndian: words.0) }
    var pair: PairBlock.Pair {
        PairBlock.Pair(first: UInt64(bigEndian: words.1), second: UInt64(bigEndian: words.2))
    }

    @inline(__always)
    func withBytes<R, E: Error>(_ body: (UnsafeRawBufferPointer) throws(E) -> R) throws(E) -> R {
        let words = words
        return try withUnsafeBytes(of: words, body)
    }
}
