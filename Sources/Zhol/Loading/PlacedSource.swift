import Formats
import Glibc

/// The bytes of a descriptor that stays open, by place where it can be read at any place; what is read is copied where
/// asked.
final class PlacedSource: ByteSource {
    private let descriptor: Int32
    private let copy: Int32?
    private let progress: LoadProgress?
    private let isSeekable: Bool
    private var place = 0
    private var waiting: [UInt8] = []

    init(descriptor: Int32, isSeekable: Bool, _ copy: Int32?, _ progress: LoadProgress?) {
        self.descriptor = descriptor
        self.isSeekable = isSeekable
        self.copy = copy
        self.progress = progress
    }

    /// The first bytes, which are given again.
    func peek() throws(SourceFailure) -> [UInt8] {
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: 4, alignment: 1)
        defer { bytes.deallocate() }
        var count = 0
        while count < bytes.count {
            let more = try take(UnsafeMutableRawBufferPointer(rebasing: bytes[count...]))
            if more == 0 { break }
            count += more
        }
        waiting = Array(bytes[..<count])
        return waiting
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceFailure) -> Int {
        guard !waiting.isEmpty else { return try take(buffer) }
        let count = min(waiting.count, buffer.count)
        for index in 0..<count { buffer[index] = waiting[index] }
        waiting.removeFirst(count)
        return count
    }

    private func take(_ buffer: UnsafeMutableRawBufferPointer) throws(SourceFailure) -> Int {
        while true {
            let count =
                isSeekable
                ? pread(descriptor, buffer.baseAddress, buffer.count, place)
                : Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            guard count >= 0 else {
                if errno == EINTR { continue }
                throw SourceFailure(isDamage: false, String(cString: strerror(errno)))
            }
            place += count
            progress?.advance(by: count)
            if let copy { _ = write(copy, buffer.baseAddress, count) }
            return count
        }
    }
}
