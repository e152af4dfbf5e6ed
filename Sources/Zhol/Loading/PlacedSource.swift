import Formats
import Glibc

/// The bytes of a descriptor that stays open, by place where it can be read at any place; what is read is copied where
/// asked.
final class PlacedSource: ByteSource {
    private let descriptor: Int32
    private let copy: StreamCopy?
    private let counter: ByteCounter?
    private let isSeekable: Bool
    private var place = 0
    /// Bytes of the copy that are given first: what an earlier reading of the descriptor took.
    private let copied: Int
    private var waiting: [UInt8] = []

    init(descriptor: Int32, isSeekable: Bool, _ copy: StreamCopy?, _ counter: ByteCounter?) {
        copied = copy?.count ?? 0
        self.descriptor = descriptor
        self.isSeekable = isSeekable
        self.copy = copy
        self.counter = counter
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
            let isCopied = place < copied
            let count =
                isCopied
                ? pread(copy?.descriptor ?? -1, buffer.baseAddress, min(buffer.count, copied - place), place)
                : isSeekable
                    ? pread(descriptor, buffer.baseAddress, buffer.count, place)
                    : Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            guard count >= 0 else {
                if errno == EINTR { continue }
                throw SourceFailure(isDamage: false, String(cString: strerror(errno)))
            }
            place += count
            counter?.add(count)
            if !isCopied { copy?.append(UnsafeRawBufferPointer(start: buffer.baseAddress, count: count)) }
            return count
        }
    }
}

/// What was read from a stream, in a file without a name, so that it can be read again.
final class StreamCopy {
    let descriptor: Int32
    private(set) var count = 0
    /// Whether everything that was read is there.
    private(set) var isComplete = true

    /// Nil where no file can be made.
    init?() {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(folder)/zhol-XXXXXX".utf8CString)
        descriptor = mkstemp(&template)
        guard descriptor >= 0 else { return nil }
        unlink(template)
    }

    deinit { close(descriptor) }

    func append(_ bytes: UnsafeRawBufferPointer) {
        var rest = bytes
        while isComplete, !rest.isEmpty {
            let written = write(descriptor, rest.baseAddress, rest.count)
            if written < 0, errno == EINTR { continue }
            isComplete = written > 0
            guard isComplete else { return }
            count += written
            rest = UnsafeRawBufferPointer(rebasing: rest[written...])
        }
    }
}
