import Foundation
import Store
import Terms

/// A folder that is removed with the value.
final class TemporaryFolder {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "zhol-store-tests-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The path of a store in the folder.
    var store: String { path + "/graph.zhol" }
}

/// Qualifiers and evidence by name, as a seed file writes them.
typealias Words = [(String, Term)]

extension Writer {
    /// Adds `relation(subject, object) {qualifiers} {evidence}`, all entities by name.
    @discardableResult
    func add(
        _ relation: String, _ subject: String, _ object: Term, _ qualifiers: Words = [], evidence: Words = []
    ) throws -> Bool {
        try add(
            predicate: intern(.entity(relation)), subject: intern(.entity(subject)), object: intern(object),
            qualifiers: entries(qualifiers), evidence: entries(evidence))
    }

    @discardableResult
    func withdraw(
        _ relation: String, _ subject: String, _ object: Term, _ qualifiers: Words? = nil, source: String? = nil
    ) throws -> Bool {
        try withdraw(
            predicate: intern(.entity(relation)), subject: intern(.entity(subject)), object: intern(object),
            qualifiers: qualifiers.map { try entries($0) }, source: source.map { try intern(.entity($0)) })
    }

    private func entries(_ words: Words) throws -> [(key: TermID, value: TermID)] {
        try words.map { (try intern(.entity($0.0)), try intern($0.1)) }
    }
}

extension Reading {
    /// The statements of a triple as sorted texts, one line for each: `{qualifiers} <- {evidence} {evidence}`.
    func texts(_ relation: String, _ subject: String, _ object: Term) throws -> [String] {
        guard let triple = try key(relation, subject, object) else { return [] }
        return try texts(statements(triple.predicate, triple.subject, triple.object))
    }

    func texts(_ statements: [StoredStatement]) throws -> [String] {
        try statements.map { statement in
            try ([text(statement.qualifiers)] + statement.evidence.map(text).sorted()).joined(separator: " ")
        }.sorted()
    }

    private func text(_ entries: [StoredStatement.Entry]) throws -> String {
        let parts = try entries.map { entry in
            try term(of: entry.key).plainText(Namespaces()) + ": " + term(of: entry.value).plainText(Namespaces())
        }
        return "{" + parts.sorted().joined(separator: ", ") + "}"
    }

    func key(_ relation: String, _ subject: String, _ object: Term) throws -> TripleKey? {
        guard let predicate = try id(of: .entity(relation)), let first = try id(of: .entity(subject)),
            let second = try id(of: object)
        else { return nil }
        return TripleKey(predicate: predicate, subject: first, object: second)
    }
}
