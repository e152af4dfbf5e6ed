/// A JSON value (RFC 8259) with its place in the input.
package struct JSONValue: Sendable {
    package indirect enum Content: Sendable {
        case null
        case bool(Bool)
        /// A number as it is written, so that no digit is lost.
        case number(String)
        case string(String)
        case array([JSONValue])
        case object([JSONMember])
    }

    package let content: Content
    package let place: Range<Int>
}

/// A key of an object and its value.
package struct JSONMember: Sendable {
    package let key: String
    package let place: Range<Int>
    package let value: JSONValue
}
