import CZstd

/// Unpacks Zstandard (RFC 8878), several frames one behind the other too. The library's call is
/// `ZSTD_decompressStream`.
final class ZstandardSource: ByteSource {
    private let source: any ByteSource
    private var packed = PackedBuffer()
    private let stream: OpaquePointer
    /// What the last call asked for: 0 where a frame is complete.
    private var isInside = false
    private var sawFrame = false
    /// Whether the library may hold unpacked bytes that found no room.
    private var mayHoldMore = false

    init(_ source: any ByteSource) throws(SourceFailure) {
        self.source = source
        guard let stream = ZSTD_createDStream() else {
            throw SourceFailure(isDamage: false, "there is no memory to unpack Zstandard")
        }
        self.stream = stream
    }

    deinit { ZSTD_freeDStream(stream) }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceFailure) -> Int {
        while true {
            if !mayHoldMore { try packed.fill(from: source) }
            if packed.isEmpty, !mayHoldMore {
                if isInside || !sawFrame { throw SourceFailure(isDamage: true, "the Zstandard file ends too early") }
                return 0
            }
            var input = ZSTD_inBuffer(src: packed.bytes.baseAddress, size: packed.end, pos: packed.start)
            var output = ZSTD_outBuffer(dst: buffer.baseAddress, size: buffer.count, pos: 0)
            let left = ZSTD_decompressStream(stream, &output, &input)
            guard ZSTD_isError(left) == 0 else { throw SourceFailure(isDamage: true, "the Zstandard file is damaged") }
            packed.start = input.pos
            isInside = left != 0
            if left == 0 { sawFrame = true }
            mayHoldMore = isInside && output.pos == output.size
            if output.pos > 0 { return output.pos }
        }
    }
}
