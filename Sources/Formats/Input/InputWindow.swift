import Glibc

/// The part of an input that is looked at: a buffer that moves over it and grows only for what is longer than itself.
///
/// Reading is forward: `position` is the next byte, and nothing before `mark` is looked at again.
package final class InputWindow {
    private let source: any ByteSource
    /// Bytes that one line or one value may take, so that hostile input cannot fill the memory.
    let longestPiece: Int
    private(set) var base: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    /// Bytes of the input before the first of the buffer.
    private var dropped = 0
    private(set) var end = 0
    private var isAtEnd = false
    var position = 0
    /// The first byte of the buffer that is still needed.
    var mark = 0

    package init(_ source: any ByteSource, capacity: Int = 1 << 18, longestPiece: Int = 1 << 26) {
        self.source = source
        self.longestPiece = longestPiece
        self.capacity = max(16, capacity)
        base = .allocate(capacity: self.capacity)
    }

    package convenience init(_ bytes: [UInt8]) { self.init(MemorySource(bytes)) }

    deinit { base.deallocate() }

    /// The place of a byte of the buffer in the input.
    @inline(__always) func offset(of index: Int) -> Int { dropped + index }

    /// The place of the next byte in the input.
    package var offset: Int { dropped + position }

    /// Takes in more bytes, behind `end`; false at the end of the input. Indices into the buffer move with `mark`, which
    /// becomes 0.
    ///
    /// Throws `FormatError` where the input cannot be read, or a piece is too long.
    func fill() throws(FormatError) -> Bool {
        guard !isAtEnd else { return false }
        if mark > 0 {
            (base).update(from: base + mark, count: end - mark)
            dropped += mark
            position -= mark
            end -= mark
            mark = 0
        }
        if end == capacity {
            guard capacity < longestPiece else { throw tooLong(at: dropped) }
            let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2)
            larger.update(from: base, count: end)
            base.deallocate()
            base = larger
            capacity *= 2
        }
        do throws(SourceFailure) {
            let count = try source.read(into: UnsafeMutableRawBufferPointer(start: base + end, count: capacity - end))
            end += count
            isAtEnd = count == 0
        } catch {
            throw FormatError(error.message, at: dropped + end, kind: error.isDamage ? .damage : .reading)
        }
        return !isAtEnd
    }

    func tooLong(at offset: Int) -> FormatError {
        FormatError("this line or value is longer than \(longestPiece) bytes", at: offset, kind: .damage)
    }

    /// The next byte; nil at the end.
    @inline(__always) func peek() throws(FormatError) -> UInt8? {
        if position < end { return base[position] }
        return try fill() ? base[position] : nil
    }

    /// A byte behind the next one; nil behind the end.
    @inline(__always) func peek(_ distance: Int) throws(FormatError) -> UInt8? {
        while position + distance >= end { guard try fill() else { return nil } }
        return base[position + distance]
    }

    /// Passes over the mark that some programs put at the start of UTF-8. Throws `FormatError` for UTF-16.
    package func skipByteOrderMark() throws(FormatError) {
        let first = try peek(0)
        let second = try peek(1)
        if first == 0xef, second == 0xbb, try peek(2) == 0xbf {
            position += 3
            mark = position
        } else if (first == 0xff && second == 0xfe) || (first == 0xfe && second == 0xff) {
            throw FormatError("the file is UTF-16; save it as UTF-8", at: 0, to: 2)
        }
    }

    /// The next line without its line feed, which is passed over; nil at the end. It is valid until the next call.
    func line() throws(FormatError) -> Range<Int>? {
        mark = position
        var searched = position
        while true {
            if let found = newline(from: searched) {
                let line = position..<found
                position = found + 1
                return line
            }
            let known = end - mark
            guard try fill() else {
                guard position < end else { return nil }
                let line = position..<end
                position = end
                return line
            }
            searched = mark + known
        }
    }

    /// The next line without its line feed, valid until the next call; nil at the end. `lineOffset` tells where it is.
    package func nextLine() throws(FormatError) -> UnsafeRawBufferPointer? {
        try line().map { UnsafeRawBufferPointer(start: base + $0.lowerBound, count: $0.count) }
    }

    /// Where the last line starts in the input.
    package var lineOffset: Int { dropped + mark }

    /// Whether nothing follows.
    package var isExhausted: Bool { isAtEnd && position == end }

    private func newline(from start: Int) -> Int? {
        guard start < end, let found = memchr(base + start, 0x0a, end - start) else { return nil }
        return found.assumingMemoryBound(to: UInt8.self) - base
    }
}
