import Formats
import Terms

/// Facts as JSON Lines that `load` reads back: an object for each entity and relation.
struct JSONExport: ExportWriter {
    private let namespaces: Namespaces
    private let sink: ByteSink
    private var subject: Term?
    private var predicate: Term?
    private var values: [String] = []

    init(_ namespaces: Namespaces, _ sink: ByteSink) {
        self.namespaces = namespaces
        self.sink = sink
    }

    mutating func write(_ triple: ExportedTriple) throws {
        if triple.subject != subject || triple.predicate != predicate { try flush() }
        (subject, predicate) = (triple.subject, triple.predicate)
        for statement in triple.statements {
            for piece in statement.evidence.isEmpty ? [[]] : statement.evidence {
                values.append(value(triple, statement.qualifiers + piece))
            }
        }
    }

    mutating func finish() throws { try flush() }

    private mutating func flush() throws {
        guard let subject, let predicate, case .entity(let name) = subject, !values.isEmpty else { return }
        let key = predicate == .entity("a") ? "a" : key(predicate)
        let all = values.count == 1 ? values[0] : "[\(values.joined(separator: ", "))]"
        values.removeAll()
        try sink.write(
            "{\"id\": \(JSONText.string(EntityText.text(name, namespaces))), \(JSONText.string(key)): \(all)}\n")
    }

    /// The key of a relation or a qualifier; a name that JSON Lines gives another meaning stands in quotes.
    private func key(_ term: Term) -> String {
        guard case .entity(let name) = term else { return term.plainText(namespaces) }
        let text = EntityText.text(name, namespaces)
        return ["id", "a", "value"].contains(text) || text.hasPrefix("@") ? "'\(text)'" : text
    }

    private func value(_ triple: ExportedTriple, _ qualifiers: [ExportedTriple.Entry]) -> String {
        var members: [String]
        if triple.isMembership, case .entity(let name) = triple.object {
            let text = JSONText.string(EntityText.text(name, namespaces))
            guard !qualifiers.isEmpty else { return text }
            members = ["\"value\": \(text)"]
        } else {
            members = annotated(triple.object)
            guard !qualifiers.isEmpty || members.count > 1 else { return scalar(triple.object) }
        }
        for entry in qualifiers {
            let parts = annotated(entry.value)
            let text = parts.count > 1 ? "{\(parts.joined(separator: ", "))}" : scalar(entry.value)
            members.append("\(JSONText.string(key(entry.name))): \(text)")
        }
        return "{\(members.joined(separator: ", "))}"
    }

    /// `"value": …`, with `@type` or `@language` behind it where the value alone does not tell.
    private func annotated(_ term: Term) -> [String] {
        let value = "\"value\": \(scalar(term))"
        switch term {
        case .date: return [value, "\"@type\": \"date\""]
        case .dateTime: return [value, "\"@type\": \"datetime\""]
        case .tagged(_, let language): return [value, "\"@language\": \(JSONText.string(language))"]
        case .typed(_, let datatype):
            return [value, "\"@type\": \(JSONText.string(EntityText.text(datatype, namespaces)))"]
        case .string: return [value, "\"@type\": \"string\""]
        default: return [value]
        }
    }

    private func scalar(_ term: Term) -> String {
        switch term {
        case .entity(let name): "{\"id\": \(JSONText.string(EntityText.text(name, namespaces)))}"
        case .float(let value): Term.exponentForm(value)
        default: JSONText.value(term, namespaces)
        }
    }
}
