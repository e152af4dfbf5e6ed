import Engine
import JSON
import Language
import Terms

/// A proof as JSON: a list of facts, each with the places of what it rests on. Docs/proofs.md describes the form.
///
/// The list is flat, so that a proof of thousands of steps nests no deeper than one of three.
struct ProofJSON {
    let text: ProofText

    private func quoted(_ text: String) -> String { JSONValue.quoted(text) }
    private func list(_ parts: [String]) -> String { "[" + parts.joined(separator: ", ") + "]" }
    private func object(_ fields: [(String, String)]) -> String {
        "{" + fields.map { "\(quoted($0.0)): \($0.1)" }.joined(separator: ", ") + "}"
    }

    private func term(_ term: Term) -> String { quoted(term.sourceText(text.namespaces)) }

    private func entries(_ entries: [(name: String, value: Term)]) -> String {
        object(entries.map { ($0.name, term($0.value)) })
    }

    func proof(_ proof: Proof) -> String {
        let support = proof.support
        var fields: [(String, String)] = [("fact", quoted(text.fact(proof.root)))]
        if support.confidence > 0 { fields.append(("confidence", quoted(Schema.confidences[support.confidence - 1]))) }
        let sources = proof.sources.map { $0.plainText(text.namespaces) }.sorted()
        fields += [("sources", list(sources.map(quoted))), ("independent", String(support.independent))]
        if support.isUncertain { fields.append(("uncertain", "true")) }
        if support.isCut { fields.append(("cut", "true")) }
        let nodes = proof.nodes.enumerated().map { number, node in "\n   " + self.node(node, number) }
        fields.append(("nodes", "[" + nodes.joined(separator: ",") + "]"))
        return object(fields)
    }

    private func node(_ node: Proof.Node, _ number: Int) -> String {
        var fields: [(String, String)] = [("node", String(number)), ("fact", quoted(text.fact(node)))]
        if !node.relation.isEmpty {
            fields += [("relation", quoted(node.relation)), ("arguments", list(node.arguments.map(term)))]
        }
        switch node.reason {
        case .rule(let note):
            fields.append(("by", quoted(note.isQuestion ? "question" : "rule")))
            fields += place(note.range) + [("variables", entries(note.variables))]
            if let meaning = note.range.flatMap(text.documentation) { fields.append(("meaning", quoted(meaning))) }
        case .contribution(let note, let value):
            fields.append(("by", quoted("contribution")))
            fields += place(note.range) + [("variables", entries(note.variables))]
            if value != .none { fields.append(("value", term(value))) }
        case .aggregate(let words): fields += [("by", quoted("aggregate")), ("aggregate", quoted(words))]
        case .inference(let words): fields += [("by", quoted("schema")), ("schema", quoted(words))]
        case .renamed: fields.append(("by", quoted("same")))
        case .closure: fields.append(("by", quoted("closure")))
        case .stored: fields.append(("by", quoted("store")))
        case .stated(_, let range): fields += [("by", quoted("program"))] + place(range)
        case .read: fields.append(("by", quoted("file")))
        }
        if !node.parts.isEmpty { fields.append(("parts", list(node.parts.map(part)))) }
        let statements = text.statements(node)
        if !statements.isEmpty { fields.append(("statements", list(statements.map(statement)))) }
        return object(fields)
    }

    private func place(_ range: SourceRange?) -> [(String, String)] {
        guard let range else { return [] }
        return [
            ("file", quoted(range.file.name)), ("line", String(range.file.position(at: range.start).line)),
            ("text", quoted(range.text)),
        ]
    }

    private func part(_ part: Proof.Part) -> String {
        switch part {
        case .premise(let place): object([("node", String(place))])
        case .absent(let what): object([("absent", quoted(what))])
        case .condition(let what): object([("condition", quoted(what))])
        case .earlier(let what): object([("earlier", quoted(what))])
        case .rest(let count): object([("more", String(count))])
        }
    }

    private func statement(_ statement: Proof.Statement) -> String {
        var fields: [(String, String)] = [("qualifiers", entries(statement.qualifiers))]
        fields.append(("evidence", list(statement.evidence.map(entries))))
        if statement.isUncertain { fields.append(("uncertain", "true")) }
        if !statement.isStored { fields.append(("stored", "false")) }
        return object(fields)
    }
}
