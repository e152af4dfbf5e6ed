import Glibc

/// Where the bytes of an input come from, in pieces.
package protocol ByteSource: AnyObject {
    /// Fills a part of the buffer; how many bytes, 0 at the end. Throws `SourceFailure`.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceFailure) -> Int
}

/// Why no more bytes come.
package struct SourceFailure: Error, Sendable {
    /// Whether the bytes themselves are wrong, as in a damaged archive, and not the reading of them.
    package let isDamage: Bool
    package let message: String

    package init(isDamage: Bool, _ message: String) {
        self.isDamage = isDamage
        self.message = message
    }
}

/// Bytes that are in memory already.
package final class MemorySource: ByteSource {
    private let bytes: [UInt8]
    private var position = 0

    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceFailure) -> Int {
        let count = min(buffer.count, bytes.count - position)
        guard count > 0 else { return 0 }
        bytes.withUnsafeBytes { all in
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: all[position..<(position + count)]))
        }
        position += count
        return count
    }
}

/// The bytes of a file descriptor, which it closes. The system's call is `read`.
package final class DescriptorSource: ByteSource {
    private let descriptor: Int32

    package init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceFailure) -> Int {
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            if errno != EINTR { throw SourceFailure(isDamage: false, String(cString: strerror(errno))) }
        }
    }
}
