/// How an input is packed, by the ending of its name.
package enum Compression: String, Sendable {
    case gzip = "gz"
    case zstandard = "zst"

    /// A source of the unpacked bytes.
    package func unpacking(_ source: any ByteSource) throws(SourceFailure) -> any ByteSource {
        switch self {
        case .gzip: try GzipSource(source)
        case .zstandard: try ZstandardSource(source)
        }
    }
}

/// Packed bytes on their way to the library that unpacks them.
struct PackedBuffer: ~Copyable {
    let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 17, alignment: 16)
    var start = 0
    var end = 0
    var isAtEnd = false

    deinit { bytes.deallocate() }

    var isEmpty: Bool { start == end }

    mutating func fill(from source: any ByteSource) throws(SourceFailure) {
        guard isEmpty, !isAtEnd else { return }
        start = 0
        end = try source.read(into: bytes)
        isAtEnd = end == 0
    }
}
