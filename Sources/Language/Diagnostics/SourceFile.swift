/// A text of the language and where it came from.
package final class SourceFile: Sendable {
    /// The path as the user gave it, or a name such as `<query>` for text that came from no file.
    package let name: String
    package let bytes: [UInt8]
    /// Byte offsets at which lines start; the first is 0.
    let lineStarts: [Int]
    /// The number of the first line, for a text that is a part of a longer one.
    private let firstLine: Int
    /// The characters before the text on its first line.
    private let columnsBefore: Int

    package init(name: String, text: String, firstLine: Int = 1) {
        self.name = name
        self.firstLine = firstLine
        columnsBefore = 0
        bytes = Array(text.utf8)
        lineStarts = SourceFile.lineStarts(in: bytes)
    }

    /// Text of unchecked origin: bytes that are no UTF-8 stay as they are, so that the lexer can point at them.
    ///
    /// - Parameters:
    ///   - firstLine: for a part of a larger text, the number of its first line.
    ///   - columnsBefore: the characters before it on that line.
    package init(name: String, bytes: [UInt8], firstLine: Int = 1, columnsBefore: Int = 0) {
        self.name = name
        self.firstLine = firstLine
        self.columnsBefore = columnsBefore
        self.bytes = bytes
        lineStarts = SourceFile.lineStarts(in: bytes)
    }

    private static func lineStarts(in bytes: [UInt8]) -> [Int] {
        var starts = [0]
        for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") { starts.append(offset + 1) }
        return starts
    }

    /// The line of a byte offset, counted from 0.
    package func lineIndex(at offset: Int) -> Int {
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        return low
    }

    /// The text of a line without its line break.
    package func line(_ index: Int) -> String {
        guard lineStarts.indices.contains(index) else { return "" }
        let start = lineStarts[index]
        var end = index + 1 < lineStarts.count ? lineStarts[index + 1] - 1 : bytes.count
        if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        return String(decoding: bytes[start..<max(start, end)], as: UTF8.self)
    }

    /// Line and column of a byte offset: the line as a person counts it, the column from 1 in Unicode scalars.
    package func position(at offset: Int) -> (line: Int, column: Int) {
        let clamped = max(0, min(offset, bytes.count))
        let index = lineIndex(at: clamped)
        // A continuation byte of UTF-8 starts no scalar, and the mark at the start of a file is none of its text.
        let start = index == 0 && bytes.starts(with: [0xef, 0xbb, 0xbf]) ? min(3, clamped) : lineStarts[index]
        let column = bytes.withUnsafeBufferPointer { buffer in
            var count = 0
            for offset in start..<clamped where buffer[offset] & 0xc0 != 0x80 { count += 1 }
            return count
        }
        return (index + firstLine, column + 1 + (index == 0 ? columnsBefore : 0))
    }

    package func text(_ range: Range<Int>) -> String {
        String(decoding: bytes[range.clamped(to: 0..<bytes.count)], as: UTF8.self)
    }
}

/// A part of a source file, as byte offsets.
package struct SourceRange: Sendable {
    package let file: SourceFile
    package let start: Int
    package let end: Int

    package init(file: SourceFile, start: Int, end: Int) {
        self.file = file
        self.start = start
        self.end = max(start, end)
    }

    /// From the start of this range to the end of another in the same file.
    package func extended(to other: SourceRange) -> SourceRange {
        SourceRange(file: file, start: start, end: max(end, other.end))
    }

    package var text: String { file.text(start..<end) }
}
