import Glibc

/// Why output could not be written.
package enum OutputError: Error, Sendable {
    /// Nobody reads any more: the end, but no failure.
    case closed
    case failed(String)
}

/// Collects bytes and writes them to a file descriptor in large pieces.
package final class ByteSink {
    private let descriptor: Int32
    private var buffer: [UInt8] = []

    package init(descriptor: Int32) { self.descriptor = descriptor }

    /// Throws `OutputError` where the descriptor does not take the bytes.
    package func write(_ text: String) throws(OutputError) {
        buffer.append(contentsOf: text.utf8)
        if buffer.count >= 1 << 16 { try flush() }
    }

    /// Throws `OutputError` where the descriptor does not take the bytes.
    package func write(bytes: [UInt8]) throws(OutputError) {
        buffer.append(contentsOf: bytes)
        if buffer.count >= 1 << 16 { try flush() }
    }

    /// Writes what is buffered. Throws `OutputError`.
    package func flush() throws(OutputError) {
        var start = 0
        while start < buffer.count {
            let written = buffer[start...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0 {
                if errno == EINTR { continue }
                buffer.removeAll()
                if errno == EPIPE { throw .closed }
                throw .failed(String(cString: strerror(errno)))
            }
            start += written
        }
        buffer.removeAll(keepingCapacity: true)
    }
}
