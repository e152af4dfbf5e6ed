import CZlib

/// Unpacks gzip (RFC 1952), several members one behind the other too. The zlib call is `inflate`.
final class GzipSource: ByteSource {
    private let source: any ByteSource
    private var packed = PackedBuffer()
    private var stream = z_stream()
    /// Whether a member is open; between members the input may end.
    private var isInside = false
    private var sawMember = false

    init(_ source: any ByteSource) throws(SourceFailure) {
        self.source = source
        guard zhol_inflate_start(&stream) == Z_OK else {
            throw SourceFailure(isDamage: false, "there is no memory to unpack gzip")
        }
    }

    deinit { inflateEnd(&stream) }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceFailure) -> Int {
        while true {
            try packed.fill(from: source)
            if packed.isEmpty {
                if isInside || !sawMember { throw SourceFailure(isDamage: true, "the gzip file ends too early") }
                return 0
            }
            // Some tools fill the last block with zeros.
            if !isInside, sawMember, packed.bytes[packed.start] == 0 {
                packed.start += 1
                continue
            }
            let unread = UnsafeMutableRawBufferPointer(rebasing: packed.bytes[packed.start..<packed.end])
            stream.next_in = unread.baseAddress?.assumingMemoryBound(to: UInt8.self)
            stream.avail_in = UInt32(unread.count)
            stream.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
            let room = UInt32(clamping: buffer.count)
            stream.avail_out = room
            isInside = true
            let code = inflate(&stream, Z_NO_FLUSH)
            packed.start = packed.end - Int(stream.avail_in)
            let written = Int(room - stream.avail_out)
            if code == Z_STREAM_END {
                isInside = false
                sawMember = true
                inflateReset(&stream)
            } else if code != Z_OK, code != Z_BUF_ERROR {
                throw SourceFailure(isDamage: true, "the gzip file is damaged")
            }
            if written > 0 { return written }
        }
    }
}
