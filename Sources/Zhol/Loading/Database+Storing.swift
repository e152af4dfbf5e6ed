import Language
import Store
import Terms

/// A fact as a program in Swift states it: `Fact("owns", .entity("alpha"), .entity("beta"), ["share": 51])`.
public struct Fact: Sendable {
    public var relation: String
    /// One for a class, two for a relation.
    public var arguments: [Value]
    public var qualifiers: [String: Value]

    /// A fact of a class.
    public init(_ className: String, _ member: Value, _ qualifiers: [String: Value] = [:]) {
        self.init(relation: className, arguments: [member], qualifiers: qualifiers)
    }

    /// A fact of a relation.
    public init(_ relation: String, _ subject: Value, _ object: Value, _ qualifiers: [String: Value] = [:]) {
        self.init(relation: relation, arguments: [subject, object], qualifiers: qualifiers)
    }

    private init(relation: String, arguments: [Value], qualifiers: [String: Value]) {
        self.relation = relation
        self.arguments = arguments
        self.qualifiers = qualifiers
    }
}

/// What storing did.
public struct StoredChanges: Sendable, Equatable {
    /// Facts that were not there before, with this evidence.
    public let added: Int
    public let withdrawn: Int
}

extension Database {
    /// Stores facts, in one transaction: all or none. Later questions see them.
    ///
    /// - Throws: `ZholError` of kind `wrongInput` where a fact does not fit the schema, with the fact in its description;
    ///   of kind `usage` where the database has no store.
    @discardableResult
    public func store(_ facts: [Fact]) throws(ZholError) -> StoredChanges {
        let namespaces = catalogue.namespaces
        var text = ""
        for fact in facts {
            // Printed and read back: what a term prints as is read as that term, so nothing is spliced.
            var arguments: [String] = []
            for argument in fact.arguments { arguments.append(try argument.term(namespaces).sourceText(namespaces)) }
            var qualifiers: [String] = []
            for (name, value) in fact.qualifiers.sorted(by: { $0.key < $1.key }) {
                let key = try Value.entity(name).term(namespaces).sourceText(namespaces)
                qualifiers.append("\(key): \(try value.term(namespaces).sourceText(namespaces))")
            }
            text += try Value.entity(fact.relation).term(namespaces).sourceText(namespaces)
            text += "(" + arguments.joined(separator: ", ") + ")"
            text += qualifiers.isEmpty ? ".\n" : " {" + qualifiers.joined(separator: ", ") + "}.\n"
        }
        return try store(text: text, name: "<facts>")
    }

    /// Stores what a text of the language states, declares and withdraws, in one transaction: all or none.
    ///
    /// - Throws: `ZholError` of kind `wrongInput`, with every mistake and its place in the description.
    @discardableResult
    public func store(_ text: String) throws(ZholError) -> StoredChanges { try store(text: text, name: "<text>") }

    private func store(text: String, name: String) throws(ZholError) -> StoredChanges {
        var loader = Loader()
        loader.add(text: text, name: name)
        return try load(loader)
    }

    /// Stores what a file holds; its ending tells the format, as for `zhol load`.
    ///
    /// - Throws: `ZholError` of kind `missingInput` where the file cannot be read, of kind `wrongInput` for mistakes in it.
    @discardableResult
    public func load(path: String) throws(ZholError) -> StoredChanges {
        do {
            var loader = Loader()
            try loader.add(path: path, format: nil)
            return try load(loader)
        } catch {
            throw ZholError.wrapping(error)
        }
    }

    private func load(_ loader: Loader) throws(ZholError) -> StoredChanges {
        do {
            let report = try changing { try loader.load(into: $0) }
            return StoredChanges(added: report.added, withdrawn: report.withdrawn)
        } catch {
            throw ZholError.wrapping(error)
        }
    }
}
