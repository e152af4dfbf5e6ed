import Engine
import Language
import Terms

/// Proofs for a report: numbered sentences, and the sources as footnotes that all proofs share.
struct ProofMarkdown {
    private let text: ProofText
    private(set) var footnotes: [String] = []

    init(_ text: ProofText) { self.text = text }

    mutating func proof(_ proof: Proof) -> String {
        let summary = text.summary(proof.support)
        var lines = ["**\(escaped(text.fact(proof.root)))** holds" + (summary.isEmpty ? "." : ": \(summary)."), ""]
        for (number, node) in proof.nodes.enumerated() { lines.append("\(number + 1). " + sentence(node)) }
        return lines.joined(separator: "\n") + "\n"
    }

    private mutating func sentence(_ node: Proof.Node) -> String {
        var words = "`\(ticked(text.fact(node)))`"
        let premises = node.parts.compactMap { part in
            if case .premise(let place) = part { "\(place + 1)" } else { nil }
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
            let meaning = note.range.flatMap(text.documentation)?.split(whereSeparator: \.isNewline).first
            words += meaning.map { ": \(escaped(String($0)))" } ?? ""
            words += " (\(escaped(text.reason(node))))"
        case .rule, .contribution: break
        case .stored, .stated:
            var said: [String] = []
            for statement in text.statements(node) {
                var one = text.qualifiers(statement).isEmpty ? "" : " `\(ticked(text.qualifiers(statement)))`"
                for mark in text.marks(statement) { one += " (\(mark))" }
                for piece in statement.evidence where !piece.isEmpty { one += footnote(text.evidence(piece)) }
                if !one.isEmpty { said.append(one) }
            }
            words += said.joined(separator: ";")
            if case .stated = node.reason { words += " (\(escaped(text.reason(node))))" }
        default:
            let reason = text.reason(node)
            if !reason.isEmpty { words += " (\(escaped(reason)))" }
        }
        return words + "."
    }

    private mutating func footnote(_ text: String) -> String {
        let number = footnotes.firstIndex(of: text) ?? footnotes.count
        if number == footnotes.count { footnotes.append(text) }
        return "[^\(number + 1)]"
    }

    /// The footnotes, for the end of the report.
    var notes: String {
        footnotes.enumerated().map { "[^\($0.offset + 1)]: \(escaped($0.element))\n" }.joined()
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
