import Engine
import Formats
import Language
import Terms

extension Database.Run {
    /// The same run with the last of its answers only.
    package var lastOnly: Database.Run {
        var copy = self
        copy.answers = copy.answers.suffix(1)
        return copy
    }

    /// The same run with the proofs of the first answers only.
    package func keepingProofs(_ count: Int) -> Database.Run {
        var copy = self
        for place in copy.answers.indices where copy.answers[place].proofs.count > count {
            copy.answers[place].proofs.removeLast(copy.answers[place].proofs.count - count)
        }
        return copy
    }
}

/// The proofs of a run's answers, in one of the forms that they can be written in.
package struct ProofReport {
    package enum Form: String, Sendable {
        case tree, markdown, json
    }

    private let run: Database.Run
    private let documents: [Term: SourceDocument]
    let text: ProofText

    /// - Parameters:
    ///   - statements: the program and what the store keeps, for what is said of their rules.
    ///   - documents: what is known of sources, for footnotes.
    package init(_ run: Database.Run, statements: [Statement], documents: [Term: SourceDocument] = [:]) {
        self.run = run
        self.documents = documents
        var meanings: [String: String] = [:]
        for statement in statements {
            guard let documentation = statement.documentation else { continue }
            switch statement.kind {
            case .clause(let clause), .deny(let clause):
                meanings[ProofReport.key(clause.head.range)] = documentation
            default: break
            }
        }
        text = ProofText(namespaces: run.namespaces) { [meanings] in meanings[ProofReport.key($0)] }
    }

    private static func key(_ range: SourceRange) -> String { "\(range.start) \(range.file.name)" }

    /// Whether an answer has a proof.
    package var isEmpty: Bool { run.answers.allSatisfy { $0.proofs.allSatisfy(\.isEmpty) } }

    /// Writes all proofs, those of an answer one behind the other.
    ///
    /// - Parameter width: columns of the terminal; nil where lines are not broken.
    package func write(_ form: Form, width: Int?, to sink: ByteSink) throws {
        switch form {
        case .tree: try writeTrees(width, to: sink)
        case .markdown: try writeMarkdown(to: sink)
        case .json: try writeJSON(to: sink)
        }
    }

    /// Writes why questions have no answers.
    package func writeAbsences(asJSON: Bool, to sink: ByteSink) throws {
        let absences = run.answers.compactMap(\.absence)
        let words = AbsenceText(text: text)
        for absence in absences { try sink.write(asJSON ? words.json(absence) + "\n" : words.tree(absence)) }
    }

    private var all: [(answers: Answers, row: Int, proofs: [Proof])] {
        run.answers.flatMap { answers in
            answers.proofs.enumerated().filter { !$0.element.isEmpty }.map { (answers, $0.offset, $0.element) }
        }
    }

    private func writeTrees(_ width: Int?, to sink: ByteSink) throws {
        for (number, one) in all.enumerated() {
            for (place, proof) in one.proofs.enumerated() {
                if number + place > 0 { try sink.write("\n") }
                if one.proofs.count > 1 { try sink.write("proof \(place + 1) of \(one.proofs.count)\n") }
                try sink.write(ProofTree.text(of: proof, text, width: width))
            }
        }
    }

    private func writeMarkdown(to sink: ByteSink) throws {
        var markdown = ProofMarkdown(text, documents)
        for (number, proof) in all.flatMap(\.proofs).enumerated() {
            try sink.write((number > 0 ? "\n" : "") + markdown.proof(proof))
        }
        if !markdown.footnotes.isEmpty { try sink.write("\n" + markdown.notes) }
    }

    private func writeJSON(to sink: ByteSink) throws {
        let json = ProofJSON(text: text)
        try sink.write("[")
        var isFirst = true
        for proof in all.flatMap(\.proofs) {
            try sink.write((isFirst ? "" : ",") + "\n " + json.proof(proof))
            isFirst = false
        }
        try sink.write("\n]\n")
    }
}
