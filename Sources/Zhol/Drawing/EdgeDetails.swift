import Engine
import Formats
import Terms

/// What a picture says of a relation beside its name, as `60 %, 2014–2016`.
enum EdgeDetails {
    private static let longest = 40

    /// A text for each statement that says more than the bare fact, each once.
    static func texts(of statements: [Proof.Statement], _ namespaces: Namespaces) -> [String] {
        var found: [String] = []
        for statement in statements {
            let text = text(of: statement.qualifiers, namespaces)
            if !text.isEmpty, !found.contains(text) { found.append(text) }
        }
        return found
    }

    private static func text(of qualifiers: [(name: String, value: Term)], _ namespaces: Namespaces) -> String {
        func value(_ name: String) -> String? { qualifiers.first { $0.name == name }?.value.plainText(namespaces) }
        var words: [String] = []
        if let share = value("share") { words.append("\(share) %") }
        for (name, value) in qualifiers where name != "share" && name != "from" && name != "to" {
            words.append("\(Term.entity(name).plainText(namespaces)) \(value.plainText(namespaces))")
        }
        switch (value("from"), value("to")) {
        case (let from?, let to?): words.append(from == to ? from : "\(from)–\(to)")
        case (let from?, nil): words.append("from \(from)")
        case (nil, let to?): words.append("to \(to)")
        default: break
        }
        let text = words.joined(separator: ", ")
        return text.count > longest ? text.prefix(longest - 1) + "…" : text
    }
}

extension Proof {
    /// The statements of a fact, also where it is stated under other names or the other way round.
    func statements(behind fact: Node) -> [Statement] {
        var node = fact
        // A step leads to another fact each time; a proof has no cycles.
        for _ in nodes.indices {
            if !node.stated.isEmpty { return node.stated }
            let premises = node.parts.compactMap { part -> Int? in
                if case .premise(let place) = part { place } else { nil }
            }
            switch node.reason {
            case .renamed: break
            case .inference where premises.count == 1: break
            default: return []
            }
            guard let first = premises.first else { return [] }
            node = nodes[first]
        }
        return []
    }
}
