/// Goes through the fields of a CSV or TSV file in memory.
struct FieldScanner {
    /// A field by its place in the file; raw where the bytes between are the text itself.
    struct Field {
        var start: Int
        var end: Int
        var isRaw: Bool
    }

    let bytes: UnsafeBufferPointer<UInt8>
    private let layout: FactLayout
    private let separator: UInt8
    private(set) var position: Int
    /// Whether the field read last was the last of its row.
    private(set) var isAtRowEnd = true
    /// Where the field read last ended.
    private(set) var fieldEnd = 0
    /// What ends the reading for good: a quote that is not closed, or one where none may stand.
    private(set) var mistake: FactRowError?

    init(_ bytes: UnsafeBufferPointer<UInt8>, _ layout: FactLayout) {
        self.bytes = bytes
        self.layout = layout
        separator = layout.separator
        // A byte order mark is no text.
        position = bytes.count >= 3 && bytes[0] == 0xef && bytes[1] == 0xbb && bytes[2] == 0xbf ? 3 : 0
    }

    private static func isBreak(_ byte: UInt8) -> Bool { byte == 0x0a || byte == 0x0d }

    /// Goes to the next row with something in it; false at the end.
    mutating func skipBlankLines() -> Bool {
        while position < bytes.count, FieldScanner.isBreak(bytes[position]) { position += 1 }
        return position < bytes.count
    }

    /// The next field of the row, which has one.
    mutating func next() -> Field {
        let field = layout == .csv && position < bytes.count && bytes[position] == 0x22 ? quoted() : unquoted()
        fieldEnd = field.end
        isAtRowEnd = true
        if mistake != nil { return field }
        if position < bytes.count, bytes[position] == separator {
            position += 1
            isAtRowEnd = false
        }
        return field
    }

    private mutating func unquoted() -> Field {
        let start = position
        var isRaw = true
        while position < bytes.count {
            let byte = bytes[position]
            if byte == separator || FieldScanner.isBreak(byte) { break }
            if byte == 0x5c, layout == .tsv { isRaw = false }
            if byte == 0x22, layout == .csv {
                mistake = FactRowError(
                    message: "a quote stands inside a field that is not quoted", start: position, end: position + 1)
                break
            }
            position += 1
        }
        return Field(start: start, end: position, isRaw: isRaw)
    }

    private mutating func quoted() -> Field {
        let start = position
        var isRaw = true
        position += 1
        while true {
            guard position < bytes.count else {
                mistake = FactRowError(message: "a quoted field is not closed", start: start, end: start + 1)
                return Field(start: start, end: position, isRaw: false)
            }
            if bytes[position] == 0x22 {
                guard position + 1 < bytes.count, bytes[position + 1] == 0x22 else { break }
                isRaw = false
                position += 1
            }
            position += 1
        }
        let end = position
        position += 1
        if position < bytes.count, bytes[position] != separator, !FieldScanner.isBreak(bytes[position]) {
            mistake = FactRowError(
                message: "something stands behind a closing quote", start: position, end: position + 1)
        }
        return isRaw
            ? Field(start: start + 1, end: end, isRaw: true) : Field(start: start, end: end + 1, isRaw: false)
    }

    /// The number that a raw field is: at most 16 digits, without sign or with `-`, without a leading zero.
    func smallInt(_ field: Field) -> Int64? {
        var place = field.start
        let isNegative = place < field.end && bytes[place] == 0x2d
        if isNegative { place += 1 }
        let count = field.end - place
        guard count > 0, count <= 16 else { return nil }
        if bytes[place] == 0x30, count > 1 || isNegative { return nil }
        var value: Int64 = 0
        while place < field.end {
            let digit = bytes[place] &- 0x30
            guard digit <= 9 else { return nil }
            value = value &* 10 &+ Int64(digit)
            place += 1
        }
        return isNegative ? -value : value
    }

    /// The text of a field without quotes and escapes; nil where it is no UTF-8.
    func checkedText(_ field: Field) -> String? {
        String(validating: plainBytes(field), as: UTF8.self)
    }

    func text(_ field: Field) -> String { String(decoding: plainBytes(field), as: UTF8.self) }

    private func plainBytes(_ field: Field) -> [UInt8] {
        let raw = bytes[field.start..<field.end]
        if field.isRaw { return Array(raw) }
        var plain: [UInt8] = []
        var rest = layout == .csv ? raw.dropFirst().dropLast() : raw
        while let byte = rest.popFirst() {
            if layout == .csv {
                if byte == 0x22 { _ = rest.popFirst() }
                plain.append(byte)
            } else if byte == 0x5c, let next = rest.first, let control = FieldScanner.unescaped(next) {
                rest = rest.dropFirst()
                plain.append(control)
            } else {
                plain.append(byte)
            }
        }
        return plain
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
}
