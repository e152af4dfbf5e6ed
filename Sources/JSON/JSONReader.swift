/// Recursive descent over the bytes of a JSON text, in one pass.
struct JSONReader {
    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0

    private static let greatestDepth = 1_000

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func document() throws(JSONError) -> JSONValue {
        skipSpace()
        let value = try self.value()
        skipSpace()
        guard position == bytes.count else { throw failure("there is more behind the JSON value") }
        return value
    }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func failure(_ message: String) -> JSONError { JSONError(message: message, offset: position) }

    private mutating func skipSpace() {
        while let byte = current, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 { position += 1 }
    }

    private mutating func accept(_ byte: UInt8) -> Bool {
        guard current == byte else { return false }
        position += 1
        return true
    }

    private mutating func value() throws(JSONError) -> JSONValue {
        switch current {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case .some(let byte) where byte == UInt8(ascii: "-") || JSONReader.isDigit(byte):
            return .number(try number())
        case nil: throw failure("the JSON text ends where a value was expected")
        default: throw failure("a JSON value was expected here")
        }
    }

    private mutating func word(_ text: String, _ value: JSONValue) throws(JSONError) -> JSONValue {
        guard bytes[position...].starts(with: text.utf8) else { throw failure("a JSON value was expected here") }
        position += text.utf8.count
        return value
    }

    private mutating func descend() throws(JSONError) {
        guard depth < JSONReader.greatestDepth else { throw failure("JSON values nest more than 1000 deep here") }
        depth += 1
    }

    private mutating func array() throws(JSONError) -> JSONValue {
        position += 1
        try descend()
        var elements: [JSONValue] = []
        skipSpace()
        if !accept(UInt8(ascii: "]")) {
            while true {
                skipSpace()
                elements.append(try value())
                skipSpace()
                if accept(UInt8(ascii: "]")) { break }
                guard accept(UInt8(ascii: ",")) else { throw failure("',' or ']' was expected here") }
            }
        }
        depth -= 1
        return .array(elements)
    }

    private mutating func object() throws(JSONError) -> JSONValue {
        position += 1
        try descend()
        var members: [JSONValue.Member] = []
        var names: Set<String> = []
        skipSpace()
        if !accept(UInt8(ascii: "}")) {
            while true {
                skipSpace()
                guard current == UInt8(ascii: "\"") else { throw failure("a name in double quotes was expected here") }
                let start = position
                let name = try string()
                guard names.insert(name).inserted else {
                    position = start
                    throw failure("a name stands twice in this object")
                }
                skipSpace()
                guard accept(UInt8(ascii: ":")) else { throw failure("':' was expected here") }
                skipSpace()
                members.append(JSONValue.Member(name, try value()))
                skipSpace()
                if accept(UInt8(ascii: "}")) { break }
                guard accept(UInt8(ascii: ",")) else { throw failure("',' or '}' was expected here") }
            }
        }
        depth -= 1
        return .object(members)
    }

    // MARK: Numbers

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private mutating func number() throws(JSONError) -> String {
        let start = position
        _ = accept(UInt8(ascii: "-"))
        if !accept(UInt8(ascii: "0")) { try digits() }
        if accept(UInt8(ascii: ".")) { try digits() }
        if accept(UInt8(ascii: "e")) || accept(UInt8(ascii: "E")) {
            _ = accept(UInt8(ascii: "+")) || accept(UInt8(ascii: "-"))
            try digits()
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func digits() throws(JSONError) {
        let start = position
        while let byte = current, JSONReader.isDigit(byte) { position += 1 }
        guard position > start else { throw failure("a digit was expected here") }
    }

    // MARK: Strings

    private mutating func string() throws(JSONError) -> String {
        let opening = position
        position += 1
        var content: [UInt8] = []
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                guard let text = String(validating: content, as: UTF8.self) else {
                    position = opening
                    throw failure("this string is no UTF-8")
                }
                return text
            case UInt8(ascii: "\\"): try escape(into: &content)
            case 0..<0x20: throw failure("a control character in a string is written as an escape")
            default:
                content.append(byte)
                position += 1
            }
        }
        position = opening
        throw failure("this string is not closed")
    }

    private mutating func escape(into content: inout [UInt8]) throws(JSONError) {
        let start = position
        position += 1
        guard let byte = current else { throw failure("the JSON text ends inside a string") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(byte)
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0c)
        case UInt8(ascii: "n"): content.append(0x0a)
        case UInt8(ascii: "r"): content.append(0x0d)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "u"):
            guard var value = unit() else {
                position = start
                throw failure("'\\u' takes four hexadecimal digits")
            }
            if (0xd800..<0xdc00).contains(value) {
                guard accept(UInt8(ascii: "\\")), accept(UInt8(ascii: "u")), let low = unit(),
                    (0xdc00..<0xe000).contains(low)
                else {
                    position = start
                    throw failure("this half of a surrogate pair lacks the other")
                }
                value = 0x10000 + ((value - 0xd800) << 10) + (low - 0xdc00)
            }
            guard let scalar = Unicode.Scalar(value) else {
                position = start
                throw failure("this half of a surrogate pair lacks the other")
            }
            content += Array(String(scalar).utf8)
        default:
            position = start
            throw failure("there is no such escape in JSON")
        }
    }

    /// Four hexadecimal digits.
    private mutating func unit() -> UInt32? {
        guard position + 4 <= bytes.count else { return nil }
        var value: UInt32 = 0
        for byte in bytes[position..<(position + 4)] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
            value = value << 4 | UInt32(digit)
        }
        position += 4
        return value
    }
}
