import Engine
import Language
import Terms

/// Proofs for a report: numbered sentences, and the sources as footnotes that all proofs share.
struct ProofMarkdown {
    private let text: ProofText
    private let documents: [Term: SourceDocument]
    private(set) var footnotes: [String] = []

    /// - Parameter documents: what is known of sources.
    init(_ text: ProofText, _ documents: [Term: SourceDocument]) {
        self.text = text
        self.documents = documents
    }

    mutating func proof(_ proof: Proof) -> String {
        let summary = text.summary(proof.support)
        var lines = ["**\(escaped(text.fact(proof.root)))** holds" + (summary.isEmpty ? "." : ": \(summary)."), ""]
        // An only contribution is told with the value that it gives.
        let alone = Set(
            proof.nodes.compactMap { node -> Int? in
                guard proof.onlyContribution(to: node) != nil, case .premise(let place)? = node.parts.first else {
                    return nil
                }
                return place
            })
        var numbers: [Int: Int] = [:]
        for place in proof.nodes.indices where !alone.contains(place) { numbers[place] = numbers.count + 1 }
        for place in proof.nodes.indices {
            guard let number = numbers[place] else { continue }
            lines.append("\(number). " + sentence(proof.nodes[place], in: proof, numbers))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private mutating func sentence(_ told: Proof.Node, in proof: Proof, _ numbers: [Int: Int]) -> String {
        let only = proof.onlyContribution(to: told)
        var node = told
        node.parts = text.parts(only ?? told, of: proof)
        let isOptional = if case .inference("optional") = node.reason { node.relation.isEmpty } else { false }
        var words = isOptional ? "An optional part" : "`\(ticked(text.fact(node)))`"
        let premises = node.parts.compactMap { part in
            if case .premise(let place) = part { numbers[place].map(String.init) } else { nil }
        }
        if !premises.isEmpty { words += " follows from " + ProofMarkdown.joined(premises) }
        for part in node.parts {
            switch part {
            case .premise: break
            case .absent(let what): words += "; no `\(ticked(what))` was found"
            case .condition(let what): words += "; `\(ticked(what))`"
            case .earlier(let what): words += ", and from `\(ticked(what))` by a value before this one"
            case .rest(let count): words += " and \(count) more"
            }
        }
        switch node.reason {
        case .rule(let note) where !note.isQuestion:
            let meaning = note.range.flatMap(text.documentation).map(ProofMarkdown.firstSentence) ?? ""
            words += meaning.isEmpty ? "" : ": " + escaped(meaning)
            words += " (\(escaped(text.reason(node))))"
        case .rule, .contribution: break
        case .stored, .stated:
            var said: [String] = []
            for statement in text.statements(node) {
                var one = text.qualifiers(statement).isEmpty ? "" : " `\(ticked(text.qualifiers(statement)))`"
                for mark in text.marks(statement) { one += " (\(mark))" }
                for piece in statement.evidence where !piece.isEmpty { one += footnote(note(piece)) }
                if !one.isEmpty { said.append(one) }
            }
            words += said.joined(separator: ";")
            if case .stated = node.reason { words += " (\(escaped(text.reason(node))))" }
        default:
            var reason = text.reason(told)
            if case .contribution(let note, _)? = only?.reason { reason += ", " + text.place(note.range) }
            if !reason.isEmpty { words += " (\(escaped(reason)))" }
        }
        return words + "."
    }

    private mutating func footnote(_ text: String) -> String {
        let number = footnotes.firstIndex(of: text) ?? footnotes.count
        if number == footnotes.count { footnotes.append(text) }
        return "[^\(number + 1)]"
    }

    /// What a footnote says of evidence: the document, where its title or more is known, and what the evidence says of it.
    private func note(_ piece: [(name: String, value: Term)]) -> String {
        guard let source = piece.first(where: { $0.name == "source" })?.value, let document = documents[source] else {
            return escaped(text.evidence(piece))
        }
        let rest = text.evidence(piece.filter { $0.name != "source" })
        let name = source.plainText(text.namespaces)
        return document.markdown(named: name) + (rest.isEmpty ? "" : " (\(escaped(rest)))")
    }

    /// The footnotes, for the end of the report.
    var notes: String { footnotes.enumerated().map { "[^\($0.offset + 1)]: \($0.element)\n" }.joined() }

    /// The first sentence of what is said of a rule, over its lines, without the full stop.
    private static func firstSentence(_ text: String) -> String {
        let words = text.split(whereSeparator: \.isWhitespace)
        let end = words.firstIndex { $0.hasSuffix(".") } ?? words.endIndex
        let sentence = words.prefix(end + 1).joined(separator: " ")
        return sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence
    }

    private static func joined(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " and " + last
    }

    /// Text that Markdown must not take for its own marks.
    private func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            if "\\`*_[]<>|#".contains(character) { result.append("\\") }
            result.append(character)
        }
        return result
    }

    /// Text between backticks has no escapes.
    private func ticked(_ text: String) -> String { String(text.map { $0 == "`" ? "'" : $0 }) }
}
