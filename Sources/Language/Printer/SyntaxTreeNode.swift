import JSON

/// Why a JSON value is no syntax tree, and where in it.
package struct SyntaxTreeError: Error, Sendable {
    /// One sentence without a full stop, that starts with the place, as `statements[2].body`.
    package let message: String

    init(_ message: String, at path: String) { self.message = path.isEmpty ? message : path + ": " + message }
}

/// A value of the JSON form of a syntax tree, with its place.
struct SyntaxTreeNode {
    let value: JSONValue
    /// As `statements[2].body.of[0]`; empty for the whole.
    let path: String

    func failure(_ message: String) -> SyntaxTreeError { SyntaxTreeError(message, at: path) }

    private var members: [JSONValue.Member]? {
        if case .object(let members) = value { members } else { nil }
    }

    /// What kind of node this is.
    var kind: String {
        get throws(SyntaxTreeError) {
            guard members != nil else { throw failure("an object was expected") }
            return try self["kind"].text
        }
    }

    /// A part that must be there.
    subscript(_ name: String) -> SyntaxTreeNode {
        get throws(SyntaxTreeError) {
            guard let part = part(name) else { throw failure("'\(name)' is missing") }
            return part
        }
    }

    /// A part that may be missing.
    func part(_ name: String) -> SyntaxTreeNode? {
        guard let member = members?.first(where: { $0.name == name }) else { return nil }
        return SyntaxTreeNode(value: member.value, path: path.isEmpty ? name : path + "." + name)
    }

    /// Refuses parts that nodes of this kind do not have.
    func expectOnly(_ names: String...) throws(SyntaxTreeError) {
        let known = Set(names).union(["kind", "start", "end"])
        guard let other = members?.first(where: { !known.contains($0.name) }) else { return }
        throw failure("there is no part '\(other.name)' here")
    }

    var text: String {
        get throws(SyntaxTreeError) {
            guard case .string(let text) = value else { throw failure("a string was expected") }
            return text
        }
    }

    var elements: [SyntaxTreeNode] {
        get throws(SyntaxTreeError) {
            guard case .array(let elements) = value else { throw failure("an array was expected") }
            return elements.enumerated().map { SyntaxTreeNode(value: $1, path: path + "[\($0)]") }
        }
    }

    /// The elements of a part that may be missing; empty where it is.
    func elements(of name: String) throws(SyntaxTreeError) -> [SyntaxTreeNode] { try part(name)?.elements ?? [] }

    /// The number of a part, as `start` and `end` have; nil where there is none.
    func number(_ name: String) -> Int? {
        guard case .number(let text)? = part(name)?.value else { return nil }
        return Int(text)
    }
}
