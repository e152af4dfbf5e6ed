import Engine
import Language
import Terms

/// Why a fact holds: its best proof, of those with the surest facts the smallest.
public struct Explanation: Sendable, CustomStringConvertible {
    /// The fact, as the language writes it.
    public let fact: String
    /// `low`, `medium` or `high`: that of the least sure fact of the proof; nil where one has none.
    public let confidence: String?
    /// The sources of the proof, sorted by name.
    public let sources: [String]
    /// How many proofs there are of which no two share a source.
    public let independentProofs: Int
    /// The proof as a tree of text: each fact above what it rests on.
    public let description: String
    /// The proof as JSON; Docs/proofs.md describes the form.
    public let json: String

    init(_ proof: Proof, _ text: ProofText) {
        fact = text.fact(proof.root)
        confidence = proof.support.confidence == 0 ? nil : Schema.confidences[proof.support.confidence - 1]
        sources = proof.sources.map { $0.plainText(text.namespaces) }.sorted()
        independentProofs = proof.support.independent
        description = ProofTree.text(of: proof, text, width: nil)
        json = ProofJSON(text: text).proof(proof)
    }
}

extension Database {
    /// Proves a fact by the facts and rules of the store: `owns(alpha, beta)`, or each answer of one with variables.
    ///
    /// - Parameters:
    ///   - fact: a goal, or a program with rules and one question.
    ///   - limit: how many answers are proved.
    /// - Returns: a proof for each answer; none where the fact does not hold.
    /// - Throws: `ZholError` of kind `wrongInput` where the text is wrong.
    public func why(
        _ fact: String, parameters: [String: Value] = [:], limit: Int = 10
    ) throws(ZholError) -> [Explanation] {
        var options = RunOptions()
        options.limit = limit
        options.proofs = ProofRequest()
        for (name, value) in parameters { options.parameters[name] = try value.term(catalogue.namespaces) }
        do {
            let (program, diagnostics) = Parser.parseGoalOrProgram(SourceFile(name: "<query>", text: fact))
            var reader = ProgramReader()
            reader.add(program, diagnostics)
            let run = try run(reader, options)
            let text = ProofReport(run, statements: reader.statements + catalogue.statements).text
            return run.answers.flatMap { $0.proofs.compactMap(\.first) }.map { Explanation($0, text) }
        } catch {
            throw ZholError.wrapping(error)
        }
    }
}
