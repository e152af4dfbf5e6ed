/// White space, comments and documentation.
extension Lexer {
    /// Skips white space and comments; true where a line break was among them.
    mutating func skipSpace() -> Bool {
        var brokeLine = false
        while let byte = byte(at: 0) {
            if isSpace(byte) {
                if byte == UInt8(ascii: "\n") { brokeLine = true }
                position += 1
            } else if byte == UInt8(ascii: "%") {
                skipLineComment()
            } else if byte == UInt8(ascii: "/"), self.byte(at: 1) == UInt8(ascii: "*") {
                skipBlockComment()
            } else if byte >= 0x80, isSpaceScalar(at: position), let (_, length) = decode(at: position) {
                position += length
            } else {
                break
            }
        }
        return brokeLine
    }

    /// Whether white space beyond ASCII stands at an offset: the no-break space of word processors, for one.
    func isSpaceScalar(at offset: Int) -> Bool { decode(at: offset)?.scalar.properties.isWhitespace ?? false }

    mutating func skipLineComment() {
        let start = position
        while let byte = byte(at: 0), byte != UInt8(ascii: "\n") { position += 1 }
        var end = position
        while end > start, isSpace(bytes[end - 1]) { end -= 1 }
        addComment(start..<end)
    }

    private mutating func skipBlockComment() {
        let start = position
        position += 2
        while let byte = byte(at: 0) {
            if byte == UInt8(ascii: "*"), self.byte(at: 1) == UInt8(ascii: "/") {
                position += 2
                addComment(start..<position)
                return
            }
            position += 1
        }
        endsInsideOpenText = true
        report(.unterminatedComment, "this comment is not closed: '*/' is missing", at: start..<(start + 2))
    }

    private mutating func addComment(_ range: Range<Int>) {
        let lineStart = skippedBlanks(before: range.lowerBound)
        let isTrailing = lineStart > 0 && bytes[lineStart - 1] != UInt8(ascii: "\n")
        comments.append(
            Comment(
                text: file.text(range),
                range: SourceRange(file: file, start: range.lowerBound, end: range.upperBound),
                isTrailing: isTrailing))
    }

    /// The offset behind the last byte before `offset` that is neither a blank nor a tab.
    private func skippedBlanks(before offset: Int) -> Int {
        var index = offset
        while index > 0, bytes[index - 1] != UInt8(ascii: "\n"), isSpace(bytes[index - 1]) { index -= 1 }
        return index
    }

    /// Takes the lines of `%%` comments that stand right above the statement at an offset, without their marks.
    mutating func takeDocumentation(above offset: Int) -> String? {
        var index = comments.count
        while index > 0, comments[index - 1].range.start >= offset { index -= 1 }
        let end = index
        var below = offset
        while index > 0, isDocumentation(comments[index - 1], above: below) {
            index -= 1
            below = comments[index].range.start
        }
        guard index < end else { return nil }
        let lines = comments[index..<end].map { comment in
            let text = comment.text.dropFirst(2)
            return text.hasPrefix(" ") ? text.dropFirst() : text
        }
        documentation += comments[index..<end]
        comments.removeSubrange(index..<end)
        return lines.joined(separator: "\n")
    }

    /// Whether a comment is `%% …` alone on the line before the one that starts at an offset. A row of more than two
    /// marks is an ornament, not documentation.
    private func isDocumentation(_ comment: Comment, above offset: Int) -> Bool {
        guard !comment.isTrailing, comment.text.hasPrefix("%%"), !comment.text.hasPrefix("%%%") else { return false }
        var index = skippedBlanks(before: offset)
        guard index > 0, bytes[index - 1] == UInt8(ascii: "\n") else { return false }
        index = skippedBlanks(before: index - 1)
        return index == comment.range.end
    }
}
