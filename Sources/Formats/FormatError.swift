/// What is wrong with a text in one of the formats, and at which bytes.
package struct FormatError: Error, Sendable {
    package enum Kind: Sendable {
        /// The text is wrong; a reader of lines can go on behind it.
        case text
        /// The bytes are damaged, or too much for one line or value.
        case damage
        /// The input cannot be read to its end.
        case reading
    }

    package let kind: Kind
    /// One sentence without a full stop.
    package let message: String
    /// Bytes from the start of the (unpacked) input.
    package let offset: Int
    package let end: Int

    package init(_ message: String, at offset: Int, to end: Int? = nil, kind: Kind = .text) {
        self.kind = kind
        self.message = message
        self.offset = offset
        self.end = max(end ?? offset + 1, offset)
    }
}
