import Engine
import Language
import Terms

/// The words of a proof: facts, places and evidence as text.
struct ProofText {
    let namespaces: Namespaces
    /// What is said of the rule at a place.
    let documentation: @Sendable (SourceRange) -> String?

    /// `owns(alpha, beta)`; an aggregate or a group of a body by its own words.
    func fact(_ node: Proof.Node) -> String {
        switch node.reason {
        case .contribution(let note, let value):
            let variables = note.variables.filter { !$0.name.hasPrefix("_") }
                .map { "\($0.name) = \($0.value.sourceText(namespaces))" }.joined(separator: ", ")
            let binding = variables.isEmpty ? "one binding without names" : variables
            return value == .none ? binding : "\(value.sourceText(namespaces)) for \(binding)"
        case .aggregate(let text) where node.relation.isEmpty: return text
        case .inference(let text) where node.relation.isEmpty: return text == "optional" ? "an optional part" : text
        default: break
        }
        let arguments = node.arguments.map { $0.sourceText(namespaces) }.joined(separator: ", ")
        return Term.entity(node.relation).name(namespaces) + "(\(arguments))"
    }

    /// Why the fact holds, in a few words; empty where the parts say it.
    func reason(_ node: Proof.Node) -> String {
        switch node.reason {
        case .rule(let note): return note.isQuestion ? "the question" : place(note.range)
        case .contribution: return ""
        case .aggregate(let text): return node.relation.isEmpty ? "" : text
        case .inference(let text): return node.relation.isEmpty ? "" : text == "stored" ? "" : "schema: " + text
        case .renamed: return "by another name"
        case .closure: return "a chain of \(node.parts.count)"
        case .stored: return ""
        case .stated(_, let range): return place(range)
        case .read: return "from a file"
        }
    }

    /// The parts of a node that say something: an aggregate in a body tells its value, and need not be said to equal it.
    func parts(_ node: Proof.Node, of proof: Proof) -> [Proof.Part] {
        let aggregates = node.parts.compactMap { part -> String? in
            guard case .premise(let place) = part, case .aggregate(let text) = proof.nodes[place].reason else {
                return nil
            }
            return text
        }
        guard !aggregates.isEmpty else { return node.parts }
        return node.parts.filter { part in
            guard case .condition(let what) = part else { return true }
            return !aggregates.contains { text in
                guard let value = text.firstRange(of: " = ").map({ text[..<$0.lowerBound] }) else { return false }
                return what == "\(value) = \(value)"
            }
        }
    }

    func place(_ range: SourceRange?) -> String {
        guard let range else { return "" }
        return "\(range.file.name):\(range.file.position(at: range.start).line)"
    }

    /// The statements of a stored or stated fact.
    func statements(_ node: Proof.Node) -> [Proof.Statement] { node.stated }

    /// `{share: 60, from: 2015}`; empty without qualifiers.
    func qualifiers(_ statement: Proof.Statement) -> String {
        guard !statement.qualifiers.isEmpty else { return "" }
        return "{" + entries(statement.qualifiers) + "}"
    }

    /// `registry, high, https://…`: the source and how sure it is first.
    func evidence(_ piece: [(name: String, value: Term)]) -> String {
        func value(_ name: String) -> String? { piece.first { $0.name == name }?.value.plainText(namespaces) }
        var words = [value("source"), value("confidence"), value("url")].compactMap { $0 }
        if let seen = value("seen") { words.append("seen " + seen) }
        if let note = value("note") { words.append(note) }
        let known: Set = ["source", "confidence", "url", "seen", "note"]
        words += piece.filter { !known.contains($0.name) }.map { "\($0.name): \($0.value.sourceText(namespaces))" }
        return ProofText.shown(words.joined(separator: ", "))
    }

    /// The source alone, with how sure it is.
    func source(_ piece: [(name: String, value: Term)]) -> String {
        evidence(piece.filter { $0.name == "source" || $0.name == "confidence" })
    }

    /// Text of a source on one line, without what could move the cursor of a terminal.
    private static func shown(_ text: String) -> String {
        String(
            String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
    }

    private func entries(_ entries: [(name: String, value: Term)]) -> String {
        Schema.text(of: entries, namespaces)
    }

    /// What is remarked of a statement besides what it says.
    func marks(_ statement: Proof.Statement) -> [String] {
        (statement.isUncertain ? ["its dates leave open whether it held then"] : [])
            + (statement.isStored ? [] : ["supposed, not stored"])
    }

    /// `confidence medium, 2 independent proofs`: what is said of a whole proof.
    func summary(_ support: Proving.Support) -> String {
        var words: [String] = []
        if support.confidence > 0 { words.append("confidence " + Schema.confidences[support.confidence - 1]) }
        let sources = support.sources.count
        if sources > 0 { words.append("\(sources) source\(sources == 1 ? "" : "s")") }
        if support.independent > 1 { words.append("\(support.independent) proofs that share no source") }
        if support.isUncertain { words.append("its dates leave open whether it held then") }
        if support.isCut { words.append("of too many proofs to compare all") }
        return words.joined(separator: ", ")
    }
}

extension Term {
    /// A name of the language without quotes where it needs none.
    fileprivate func name(_ namespaces: Namespaces) -> String {
        guard case .entity(let name) = self else { return "" }
        // A closure is named by its relation.
        if let last = name.last, last == "+" || last == "*" {
            return Term.entity(String(name.dropLast())).sourceText(namespaces) + String(last)
        }
        return sourceText(namespaces)
    }
}

extension Proof {
    /// The only contribution to an aggregate of a head, as a least value has: it is told in the place of the aggregate.
    func onlyContribution(to node: Proof.Node) -> Proof.Node? {
        guard case .aggregate = node.reason, !node.relation.isEmpty, node.parts.count == 1,
            case .premise(let place) = node.parts[0], case .contribution = nodes[place].reason
        else { return nil }
        return nodes[place]
    }
}

extension Proof.Node {
    /// The statements that it is, stored or of the program.
    var stated: [Proof.Statement] {
        switch reason {
        case .stored(let statements): statements
        case .stated(let statements, _): statements
        default: []
        }
    }
}
