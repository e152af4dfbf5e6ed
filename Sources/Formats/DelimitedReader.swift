/// A field of a table, with its place in the file as byte offsets.
package struct Field: Sendable {
    package let text: String
    package let start: Int
    package let end: Int
}

/// What is wrong with a table, and at which byte.
package struct FormatError: Error, Sendable {
    package let message: String
    package let offset: Int
}

/// Reads CSV (RFC 4180) and TSV (with `\t`, `\n`, `\r` and `\\` escaped).
package enum DelimitedReader {
    /// The rows of a file; blank lines are left out. Throws where a quote is not closed or stands inside a field, or
    /// where the bytes are no UTF-8.
    package static func rows(_ bytes: [UInt8], separator: Character) throws(FormatError) -> [[Field]] {
        let mark = separator.asciiValue ?? UInt8(ascii: ",")
        let isTabbed = separator == "\t"
        var rows: [[Field]] = []
        var row: [Field] = []
        // A byte order mark is no text.
        var position = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
        while position < bytes.count {
            let start = position
            var text: [UInt8] = []
            if !isTabbed, bytes[position] == UInt8(ascii: "\"") {
                position += 1
                while true {
                    guard position < bytes.count else {
                        throw FormatError(message: "a quoted field is not closed", offset: start)
                    }
                    if bytes[position] == UInt8(ascii: "\"") {
                        position += 1
                        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { break }
                    }
                    text.append(bytes[position])
                    position += 1
                }
                if position < bytes.count, bytes[position] != mark, !isBreak(bytes[position]) {
                    throw FormatError(message: "something stands behind a closing quote", offset: position)
                }
            } else {
                while position < bytes.count, bytes[position] != mark, !isBreak(bytes[position]) {
                    if !isTabbed, bytes[position] == UInt8(ascii: "\"") {
                        throw FormatError(message: "a quote stands inside a field that is not quoted", offset: position)
                    }
                    if isTabbed, bytes[position] == UInt8(ascii: "\\"), position + 1 < bytes.count,
                        let plain = unescaped(bytes[position + 1])
                    {
                        text.append(plain)
                        position += 2
                        continue
                    }
                    text.append(bytes[position])
                    position += 1
                }
            }
            guard let decoded = String(validating: text, as: UTF8.self) else {
                throw FormatError(message: "the field is not UTF-8", offset: start)
            }
            row.append(Field(text: decoded, start: start, end: position))
            guard position < bytes.count else { break }
            if bytes[position] == mark {
                position += 1
                // A separator at the very end is followed by an empty field.
                if position == bytes.count { row.append(Field(text: "", start: position, end: position)) }
                continue
            }
            if bytes[position] == UInt8(ascii: "\r"), position + 1 < bytes.count,
                bytes[position + 1] == UInt8(ascii: "\n")
            {
                position += 1
            }
            position += 1
            if position < bytes.count || !row.isEmpty { end(&row, &rows) }
        }
        if !row.isEmpty { end(&row, &rows) }
        return rows
    }

    private static func end(_ row: inout [Field], _ rows: inout [[Field]]) {
        let isBlank = row.count == 1 && row[0].text.isEmpty && row[0].start == row[0].end
        if !isBlank { rows.append(row) }
        row = []
    }

    private static func isBreak(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }

    private static func unescaped(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "t"): UInt8(ascii: "\t")
        case UInt8(ascii: "n"): UInt8(ascii: "\n")
        case UInt8(ascii: "r"): UInt8(ascii: "\r")
        case UInt8(ascii: "\\"): UInt8(ascii: "\\")
        default: nil
        }
    }
}
