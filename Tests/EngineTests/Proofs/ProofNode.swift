import Foundation
import Language

/// A node of a proof as its JSON form has it.
struct ProofNode {
    struct Statement {
        let qualifiers: [String: ReferenceValue]
        let evidence: [[String: ReferenceValue]]
    }

    let fact: String
    let by: String
    let relation: String
    let arguments: [ReferenceValue]
    let line: Int
    let text: String
    let aggregate: String
    let variables: ReferenceBinding
    let premises: [Int]
    /// Facts by values that they had before their last, in a recursion through an aggregate.
    let earlier: [String]
    let statements: [Statement]

    init(_ json: [String: Any]) throws {
        fact = json["fact"] as? String ?? ""
        by = json["by"] as? String ?? ""
        relation = json["relation"] as? String ?? ""
        arguments = try ProofNode.values(json["arguments"] as? [String] ?? [])
        line = json["line"] as? Int ?? 0
        text = json["text"] as? String ?? ""
        aggregate = json["aggregate"] as? String ?? ""
        variables = try ProofNode.entries(json["variables"])
        premises = (json["parts"] as? [[String: Any]] ?? []).compactMap { $0["node"] as? Int }
        earlier = (json["parts"] as? [[String: Any]] ?? []).compactMap { $0["earlier"] as? String }
        statements = try (json["statements"] as? [[String: Any]] ?? []).map { statement in
            Statement(
                qualifiers: try ProofNode.entries(statement["qualifiers"]),
                evidence: try (statement["evidence"] as? [Any] ?? []).map { try ProofNode.entries($0) })
        }
    }

    private static func entries(_ json: Any?) throws -> [String: ReferenceValue] {
        let texts = (json as? [String: String] ?? [:]).sorted { $0.key < $1.key }
        return Dictionary(uniqueKeysWithValues: zip(texts.map(\.key), try values(texts.map(\.value))))
    }

    /// Terms as the language writes them.
    private static func values(_ texts: [String]) throws -> [ReferenceValue] {
        guard !texts.isEmpty else { return [] }
        return try texts.map { text in
            if text == "none" { return .none }
            if text.hasPrefix("_:") { return .entity(text) }
            // A year alone is written with its function.
            let inner = text.hasPrefix("date(") ? "date(\(text.dropFirst(5).dropLast()))" : text
            let (program, diagnostics) = Parser.parse(SourceFile(name: "<term>", text: "x(\(inner))."))
            guard diagnostics.isEmpty, case .clause(let clause)? = program.statements.first?.kind,
                let value = try ReferenceWorld(statements: []).values(clause.head.arguments[0], [:], []).first?.value
            else { throw ProofChecker.Mistake("'\(text)' is no term") }
            return value
        }
    }
}
