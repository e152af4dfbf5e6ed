import Engine
import Language
import Terms

/// The answers to one question: named columns, and rows in order.
public struct Answers: Sendable {
    /// The name of the saved query; nil for a question.
    public let name: String?
    public internal(set) var columns: [String]
    package internal(set) var rows: [[Term]]
    package let namespaces: Namespaces
    /// What is said of the saved query or check; nil where nothing is.
    package internal(set) var documentation: String?
    /// Proofs of each row, the best first; empty where none were asked for.
    package internal(set) var proofs: [[Proof]] = []
    /// Why there are no answers; nil where there are some, and where nobody asked.
    package internal(set) var absence: Absence?

    /// The places of the columns that citing added: `sources`, `confidence`, and what else is told of the evidence; nil where
    /// the answers are not cited.
    package internal(set) var citation: Range<Int>?

    /// How many rows there are.
    public var count: Int { rows.count }

    /// A row as texts: entities by name, strings as they are. The row must exist.
    public subscript(row: Int) -> [String] { rows[row].map { $0.plainText(namespaces) } }

    /// The values of a row, in the order of the columns. The row must exist.
    public func values(_ row: Int) -> [Value] { rows[row].map { Value($0, namespaces) } }

    /// The value of a row in a column; nil where there is no such row or column.
    public func value(_ row: Int, _ column: String) -> Value? {
        guard rows.indices.contains(row), let place = columns.firstIndex(of: column) else { return nil }
        return Value(rows[row][place], namespaces)
    }

    /// The values of a column in the order of the rows; none where there is no such column.
    public func column(_ name: String) -> [Value] {
        guard let place = columns.firstIndex(of: name) else { return [] }
        return rows.map { Value($0[place], namespaces) }
    }
}
