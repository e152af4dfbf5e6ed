import Glibc

/// Why output could not be written.
package enum OutputError: Error, Sendable {
    /// Nobody reads any more: the end, but no failure.
    case closed
    /// The writer was asked to stop.
    case interrupted
    case failed(String)
}

/// Collects bytes and writes them to a file descriptor in large pieces.
package final class ByteSink {
    private var descriptor: Int32
    private var buffer: [UInt8] = []
    /// Asked before the first bytes are written, with those: where they go.
    private var destination: (([UInt8]) -> Int32)?
    private let isStopped: () -> Bool

    /// - Parameters:
    ///   - isStopped: asked before each piece and after each signal: whether to give up.
    ///   - destination: asked once, with the first piece, for the descriptor to write to.
    package init(
        descriptor: Int32, isStopped: @escaping () -> Bool = { false }, destination: (([UInt8]) -> Int32)? = nil
    ) {
        self.descriptor = descriptor
        self.isStopped = isStopped
        self.destination = destination
    }

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

    /// Writes what is buffered. Throws `OutputError`; what was buffered is then dropped.
    package func flush() throws(OutputError) {
        defer { buffer.removeAll(keepingCapacity: true) }
        if let choose = destination {
            destination = nil
            descriptor = choose(buffer)
        }
        var start = 0
        while start < buffer.count {
            if isStopped() { throw .interrupted }
            let written = buffer[start...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0 {
                if errno == EINTR { continue }
                if errno == EPIPE { throw .closed }
                throw .failed(String(cString: strerror(errno)))
            }
            start += written
        }
    }
}
