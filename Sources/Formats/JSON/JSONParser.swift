/// Reads one JSON value, strictly: UTF-8, no comments, no trailing commas, no key twice, no half of a surrogate pair.
package struct JSONParser {
    private let bytes: UnsafeRawBufferPointer
    /// The place of the first byte in the input.
    private let offset: Int
    private var position = 0
    private var depth = 0
    /// Arrays and objects within one another.
    private static let deepest = 64

    /// The value that some bytes hold, with nothing but white space around it; nil where there is nothing else.
    /// Throws `FormatError`.
    package static func value(
        _ bytes: UnsafeRawBufferPointer, at offset: Int
    ) throws(FormatError) -> JSONValue? {
        var parser = JSONParser(bytes: bytes, offset: offset)
        if let flaw = UTF8Text.firstFlaw(bytes) { throw parser.error("this is no UTF-8", flaw) }
        guard parser.next() != nil else { return nil }
        let value = try parser.value()
        guard parser.next() == nil else { throw parser.error("nothing may follow the value", parser.position) }
        return value
    }

    private init(bytes: UnsafeRawBufferPointer, offset: Int) {
        self.bytes = bytes
        self.offset = offset
    }

    private func error(_ message: String, _ start: Int, _ end: Int? = nil) -> FormatError {
        FormatError(message, at: offset + start, to: end.map { offset + $0 })
    }

    /// Passes over white space; the byte behind it.
    private mutating func next() -> UInt8? {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0a, 0x0d: position += 1
            default: return bytes[position]
            }
        }
        return nil
    }

    private func place(_ start: Int) -> Range<Int> { (offset + start)..<(offset + position) }

    private mutating func value() throws(FormatError) -> JSONValue {
        guard let byte = next() else { throw error("a value is expected", position) }
        let start = position
        let content: JSONValue.Content
        switch byte {
        case UInt8(ascii: "{"): content = .object(try members())
        case UInt8(ascii: "["): content = .array(try elements())
        case UInt8(ascii: "\""): content = .string(try string())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): content = .number(try number())
        default:
            if takes("true") {
                content = .bool(true)
            } else if takes("false") {
                content = .bool(false)
            } else if takes("null") {
                content = .null
            } else {
                throw error("a value is expected: a string, a number, true, false, null, [ or {", start)
            }
        }
        return JSONValue(content: content, place: place(start))
    }

    private mutating func takes(_ word: StaticString) -> Bool {
        let count = word.utf8CodeUnitCount
        guard position + count <= bytes.count else { return false }
        for index in 0..<count where bytes[position + index] != word.utf8Start[index] { return false }
        position += count
        return true
    }

    private mutating func open() throws(FormatError) {
        depth += 1
        guard depth <= JSONParser.deepest else {
            throw error("values are nested more than \(JSONParser.deepest) deep here", position)
        }
        position += 1
    }

    private mutating func elements() throws(FormatError) -> [JSONValue] {
        let start = position
        try open()
        var found: [JSONValue] = []
        if next() != UInt8(ascii: "]") {
            while true {
                found.append(try value())
                guard next() == UInt8(ascii: ",") else { break }
                position += 1
            }
        }
        try close("]", start)
        return found
    }

    private mutating func members() throws(FormatError) -> [JSONMember] {
        let start = position
        try open()
        var found: [JSONMember] = []
        var keys: Set<String> = []
        if next() != UInt8(ascii: "}") {
            while true {
                guard next() == UInt8(ascii: "\"") else { throw error("a key in quotes is expected", position) }
                let keyStart = position
                let key = try string()
                let keyPlace = place(keyStart)
                guard keys.insert(key).inserted else {
                    throw error("the key '\(key)' stands twice in one object", keyStart, position)
                }
                guard next() == UInt8(ascii: ":") else { throw error("':' is expected behind a key", position) }
                position += 1
                found.append(JSONMember(key: key, place: keyPlace, value: try value()))
                guard next() == UInt8(ascii: ",") else { break }
                position += 1
            }
        }
        try close("}", start)
        return found
    }

    private mutating func close(_ bracket: Unicode.Scalar, _ start: Int) throws(FormatError) {
        guard next() == UInt8(ascii: bracket) else {
            throw error("',' or '\(bracket)' is expected", position < bytes.count ? position : start)
        }
        position += 1
        depth -= 1
    }

    private mutating func number() throws(FormatError) -> String {
        let start = position
        if bytes[position] == UInt8(ascii: "-") { position += 1 }
        let whole = position
        let count = digits()
        guard count > 0, count == 1 || bytes[whole] != UInt8(ascii: "0") else {
            throw error("a number has no leading zeros, and a digit behind its sign", start, position + 1)
        }
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            position += 1
            guard digits() > 0 else { throw error("a digit is expected behind the point", position) }
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
                position += 1
            }
            guard digits() > 0 else { throw error("a digit is expected in the exponent", position) }
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func digits() -> Int {
        let start = position
        while position < bytes.count, RDFCharacters.isDigit(bytes[position]) { position += 1 }
        return position - start
    }

    private mutating func string() throws(FormatError) -> String {
        let start = position
        position += 1
        var text: [UInt8] = []
        while true {
            let run = position
            while position < bytes.count, bytes[position] >= 0x20, bytes[position] != UInt8(ascii: "\""),
                bytes[position] != UInt8(ascii: "\\")
            { position += 1 }
            text.append(contentsOf: bytes[run..<position])
            guard position < bytes.count else { throw error("this string is not closed", start) }
            if bytes[position] == UInt8(ascii: "\"") { break }
            guard bytes[position] == UInt8(ascii: "\\") else {
                throw error("a control character in a string is written as an escape", position)
            }
            try escape(&text)
        }
        position += 1
        return String(decoding: text, as: UTF8.self)
    }

    private mutating func escape(_ text: inout [UInt8]) throws(FormatError) {
        let start = position
        guard position + 1 < bytes.count else { throw error("there is no such escape", start) }
        switch bytes[position + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(bytes[position + 1])
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0c)
        case UInt8(ascii: "n"): text.append(0x0a)
        case UInt8(ascii: "r"): text.append(0x0d)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            var value = try codeUnit(start)
            if (0xd800..<0xdc00).contains(value), position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
                bytes[position + 1] == UInt8(ascii: "u")
            {
                let low = try codeUnit(position)
                if (0xdc00..<0xe000).contains(low) { value = 0x10000 + (value - 0xd800) << 10 + (low - 0xdc00) }
            }
            guard let scalar = Unicode.Scalar(value) else {
                throw error("half of a surrogate pair stands for no character", start, position)
            }
            text.append(contentsOf: String(scalar).utf8)
            return
        default: throw error("there is no such escape", start, start + 2)
        }
        position += 2
    }

    /// `\uXXXX` at a place.
    private mutating func codeUnit(_ start: Int) throws(FormatError) -> UInt32 {
        var value: UInt32 = 0
        for index in (start + 2)..<(start + 6) {
            guard index < bytes.count, let digit = RDFCharacters.hexadecimal(bytes[index]) else {
                throw error("four hexadecimal digits are expected", start, index)
            }
            value = value << 4 | digit
        }
        position = start + 6
        return value
    }
}
