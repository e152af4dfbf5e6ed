extension DelimitedReader {
    /// What tables that are called CSV have between their fields, the usual first.
    package static let separators: [Character] = [",", ";", "\t", "|"]

    /// Bytes of a first line that are looked at.
    private static let longestHeader = 1 << 16

    /// Reads CSV with the separator that its start tells: a line `sep=;`, as spreadsheets write it, or a header without any
    /// comma that has semicolons, tabs or bars.
    package static func csv(_ window: InputWindow) throws(FormatError) -> DelimitedReader {
        try window.skipByteOrderMark()
        if let stated = try statedSeparator(window) {
            return DelimitedReader(window, separator: stated, isQuoted: true)
        }
        var counts: [Character: Int] = [:]
        var isQuoted = false
        for distance in 0..<longestHeader {
            guard let byte = try window.peek(distance), isQuoted || byte != 0x0a && byte != 0x0d else { break }
            if byte == 0x22 { isQuoted.toggle() }
            if !isQuoted { counts[Character(UnicodeScalar(byte)), default: 0] += 1 }
        }
        var found: Character = ","
        if counts[found] == nil {
            for other in separators where counts[other, default: 0] > counts[found, default: 0] { found = other }
        }
        return DelimitedReader(window, separator: found, isQuoted: true)
    }

    /// Passes over a first line `sep=;`.
    private static func statedSeparator(_ window: InputWindow) throws(FormatError) -> Character? {
        for (distance, expected) in "sep=".utf8.enumerated() {
            guard let byte = try window.peek(distance), byte | 0x20 == expected | 0x20 else { return nil }
        }
        guard let byte = try window.peek(4), var end = try window.peek(5) else { return nil }
        let separator = Character(UnicodeScalar(byte))
        guard separators.contains(separator) else { return nil }
        var length = 6
        if end == 0x0d, let next = try window.peek(6) {
            end = next
            length = 7
        }
        guard end == 0x0a else { return nil }
        window.position += length
        window.mark = window.position
        return separator
    }
}
