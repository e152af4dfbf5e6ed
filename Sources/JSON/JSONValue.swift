/// A JSON value (RFC 8259), with the members of objects in their order and numbers as they are written.
package indirect enum JSONValue: Equatable, Sendable {
    case null
    case bool(Bool)
    /// The digits as they stand, for the reader to decide what kind of number they are.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([Member])

    package struct Member: Equatable, Sendable {
        package let name: String
        package let value: JSONValue

        package init(_ name: String, _ value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    /// Reads one value and nothing else.
    ///
    /// Throws `JSONError` where the bytes are no JSON in UTF-8, a name stands twice in an object, or values nest more
    /// than 1000 deep.
    package init(_ bytes: some Collection<UInt8>) throws(JSONError) {
        var reader = JSONReader(Array(bytes))
        self = try reader.document()
    }
}

/// What is wrong with a text that should be JSON, and where.
package struct JSONError: Error, Equatable, Sendable {
    /// One sentence without a full stop.
    package let message: String
    /// Bytes before the place.
    package let offset: Int
}

extension JSONValue {
    /// A string as JSON writes it, in quotes.
    package static func quoted(_ text: String) -> String {
        var result: [UInt8] = [UInt8(ascii: "\"")]
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                result.append(UInt8(ascii: "\\"))
                result.append(byte)
            case UInt8(ascii: "\n"): result += Array("\\n".utf8)
            case UInt8(ascii: "\t"): result += Array("\\t".utf8)
            case UInt8(ascii: "\r"): result += Array("\\r".utf8)
            case 0..<0x20: result += Array((byte < 16 ? "\\u000" : "\\u00").utf8) + Array(String(byte, radix: 16).utf8)
            default: result.append(byte)
            }
        }
        result.append(UInt8(ascii: "\""))
        return String(decoding: result, as: UTF8.self)
    }
}
