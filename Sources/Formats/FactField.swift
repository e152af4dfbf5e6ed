import Terms

/// How the fields of a column become terms.
package struct FactField: Sendable {
    /// Whether a plain whole number is an int, so that it need not go through `convert`.
    package let takesInts: Bool
    /// Columns of one kind share what their texts became.
    package let kind: Int
    /// The term of a text; nil where the column does not take it.
    package let convert: @Sendable (String) -> Term?
    /// `an int`, `a date`: what the column takes, for messages.
    package let described: String

    package init(takesInts: Bool, kind: Int, described: String, convert: @escaping @Sendable (String) -> Term?) {
        self.takesInts = takesInts
        self.kind = kind
        self.described = described
        self.convert = convert
    }
}

/// How a file of facts is written.
package enum FactLayout: Sendable {
    /// RFC 4180.
    case csv
    /// Tabs between fields, with `\t`, `\n`, `\r` and `\\` escaped.
    case tsv
    /// Tabs between fields, and every byte as it is: what Soufflé reads and writes.
    case plainTabs

    var separator: UInt8 { self == .csv ? UInt8(ascii: ",") : UInt8(ascii: "\t") }
}

/// What is wrong with a row of facts, as bytes of the file.
package struct FactRowError: Error, Sendable {
    package let message: String
    package let start: Int
    package let end: Int
}
