/// Eight bytes that are looked at together. An answer has the high bit of each byte that is meant; bits above the lowest
/// may be wrong, so that only the first such byte can be told.
struct ByteWord {
    private let bits: UInt64

    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highs: UInt64 = 0x8080_8080_8080_8080

    @inline(__always) init(_ bytes: UnsafeRawBufferPointer, _ position: Int) {
        bits = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
    }

    /// Bytes under a limit, which is at most 128.
    @inline(__always) func below(_ limit: UInt8) -> UInt64 {
        (bits &- ByteWord.ones &* UInt64(limit)) & ~bits & ByteWord.highs
    }

    /// Bytes that are one, but for the bits that are ignored.
    @inline(__always) func equal(_ byte: UInt8, ignoring free: UInt8 = 0) -> UInt64 {
        let difference = (bits ^ (ByteWord.ones &* UInt64(byte))) & ~(ByteWord.ones &* UInt64(free))
        return (difference &- ByteWord.ones) & ~difference & ByteWord.highs
    }

    /// Bytes from a limit to 127.
    @inline(__always) func from(_ limit: UInt8) -> UInt64 {
        ((bits & ~ByteWord.highs) &+ ByteWord.ones &* UInt64(128 - limit)) & ~bits & ByteWord.highs
    }
}
