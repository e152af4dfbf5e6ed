import Glibc

/// Reads CSV (RFC 4180; a line may end in a line feed, a carriage return or both) and TSV (with `\t`, `\n`, `\r` and `\\`
/// escaped), row by row. Blank lines are passed over.
///
///     while try reader.next() { print(reader.text(0)) }
package final class DelimitedReader {
    private let window: InputWindow
    private let separator: UInt8
    private let isQuoted: Bool
    private var arena = ByteArena()
    private var fields: [Piece] = []
    private var isStarted = false

    /// Bytes of the window, from its mark, or of the arena; and where they stand from the mark.
    private struct Piece {
        var start: Int
        var end: Int
        var isInArena = false
        var textStart: Int
        var textEnd: Int
    }

    /// - Parameter isQuoted: whether it is CSV; nil where a tab means TSV.
    package init(_ window: InputWindow, separator: Character, isQuoted: Bool? = nil) {
        self.window = window
        self.separator = separator.asciiValue ?? UInt8(ascii: ",")
        self.isQuoted = isQuoted ?? (separator != "\t")
    }

    /// What stands between fields.
    package var between: Character { Character(UnicodeScalar(separator)) }

    /// Fields of the row.
    package var count: Int { fields.count }

    /// The bytes of a field, UTF-8, valid until the next row.
    package func bytes(_ field: Int) -> UnsafeRawBufferPointer {
        let piece = fields[field]
        if piece.isInArena { return arena.bytes(piece.start..<piece.end) }
        return UnsafeRawBufferPointer(start: window.base + window.mark + piece.start, count: piece.end - piece.start)
    }

    package func text(_ field: Int) -> String { String(decoding: bytes(field), as: UTF8.self) }

    /// Where a field stands in the input, its quotes included.
    package func place(_ field: Int) -> Range<Int> {
        let piece = fields[field]
        let start = window.offset(of: window.mark)
        return (start + piece.textStart)..<(start + piece.textEnd)
    }

    /// Where the row starts in the input.
    package var start: Int { window.offset(of: window.mark) }

    /// Reads a row; false at the end. Throws `FormatError` where a quote is not closed or stands in a field that is not
    /// quoted, or where the bytes are no UTF-8; the next call then goes on behind the line.
    package func next() throws(FormatError) -> Bool {
        if !isStarted {
            isStarted = true
            try window.skipByteOrderMark()
        }
        repeat {
            fields.removeAll(keepingCapacity: true)
            arena.cut(to: 0)
            guard try isQuoted ? readQuoted() : readTabbed() else { return false }
        } while fields.count == 1 && fields[0].textStart == fields[0].textEnd
        return true
    }

    // MARK: TSV

    private func readTabbed() throws(FormatError) -> Bool {
        guard let line = try window.line() else { return false }
        var end = line.upperBound
        if end > line.lowerBound, window.base[end - 1] == 0x0d { end -= 1 }
        try check(line.lowerBound..<end)
        var start = line.lowerBound
        while true {
            let tab = memchr(window.base + start, 0x09, end - start)
            let stop = tab.map { $0.assumingMemoryBound(to: UInt8.self) - window.base } ?? end
            addTabbed(start, stop)
            guard tab != nil else { return true }
            start = stop + 1
        }
    }

    private func addTabbed(_ start: Int, _ end: Int) {
        let first = start - window.mark
        let last = end - window.mark
        guard memchr(window.base + start, 0x5c, end - start) != nil else {
            fields.append(Piece(start: first, end: last, textStart: first, textEnd: last))
            return
        }
        let mark = arena.count
        var index = start
        while index < end {
            let byte = window.base[index]
            if byte == 0x5c, index + 1 < end, let plain = DelimitedReader.unescaped(window.base[index + 1]) {
                arena.append(plain)
                index += 2
            } else {
                arena.append(byte)
                index += 1
            }
        }
        fields.append(Piece(start: mark, end: arena.count, isInArena: true, textStart: first, textEnd: last))
    }

    private static func unescaped(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "t"): 0x09
        case UInt8(ascii: "n"): 0x0a
        case UInt8(ascii: "r"): 0x0d
        case UInt8(ascii: "\\"): 0x5c
        default: nil
        }
    }

    // MARK: CSV

    private func readQuoted() throws(FormatError) -> Bool {
        window.mark = window.position
        guard try window.peek() != nil else { return false }
        while true {
            if try window.peek() == 0x22 { try addQuoted() } else { try addPlain() }
            guard let byte = try window.peek() else { break }
            window.position += 1
            if byte == separator { continue }
            if byte == 0x0d, try window.peek() == 0x0a { window.position += 1 }
            break
        }
        try check(window.mark..<window.position)
        return true
    }

    private func addPlain() throws(FormatError) {
        let start = window.position - window.mark
        while let byte = try window.peek(), byte != separator, byte != 0x0a, byte != 0x0d {
            if byte == 0x22 { throw try mistake("a quote stands inside a field that is not quoted", window.position) }
            window.position += 1
        }
        let end = window.position - window.mark
        fields.append(Piece(start: start, end: end, textStart: start, textEnd: end))
    }

    private func addQuoted() throws(FormatError) {
        let first = window.position - window.mark
        let mark = arena.count
        var isCopied = false
        window.position += 1
        var run = window.position - window.mark
        while true {
            guard let byte = try window.peek() else {
                throw try mistake("this quoted field is not closed", window.mark + first)
            }
            window.position += 1
            guard byte == 0x22 else { continue }
            if try window.peek() == 0x22 {
                copy(from: run)
                isCopied = true
                window.position += 1
                run = window.position - window.mark
                continue
            }
            break
        }
        let end = window.position - window.mark
        if isCopied {
            window.position -= 1
            copy(from: run)
            window.position += 1
            fields.append(
                Piece(start: mark, end: arena.count, isInArena: true, textStart: first, textEnd: end))
        } else {
            fields.append(Piece(start: run, end: end - 1, textStart: first, textEnd: end))
        }
        if let byte = try window.peek(), byte != separator, byte != 0x0a, byte != 0x0d {
            throw try mistake("something stands behind a closing quote", window.position)
        }
    }

    /// Copies from a place behind the mark up to the position.
    private func copy(from run: Int) {
        let start = window.base + window.mark + run
        arena.append(start, count: window.position - window.mark - run)
    }

    // MARK: Mistakes

    /// The error at a byte; reading goes on behind the line on which it stands.
    private func mistake(_ message: String, _ index: Int) throws(FormatError) -> FormatError {
        let error = FormatError(message, at: window.offset(of: index))
        window.position = index
        window.mark = index
        fields.removeAll()
        while let byte = try window.peek(), byte != 0x0a {
            window.position += 1
            window.mark = window.position
        }
        if try window.peek() != nil { window.position += 1 }
        return error
    }

    private func check(_ range: Range<Int>) throws(FormatError) {
        let bytes = UnsafeRawBufferPointer(start: window.base + range.lowerBound, count: range.count)
        if let flaw = UTF8Text.firstFlaw(bytes) {
            throw FormatError("this is no UTF-8", at: window.offset(of: range.lowerBound + flaw))
        }
    }
}
