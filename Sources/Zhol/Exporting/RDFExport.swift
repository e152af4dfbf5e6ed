import Formats
import Terms

/// Triples as N-Triples, N-Quads, Turtle or TriG. The last two with the store's prefixes.
///
/// A statement with qualifiers or evidence follows its triple as a reified one (RDF 1.1 Semantics, appendix D.1): a blank
/// node of type `rdf:Statement`, with `rdf:subject`, `rdf:predicate`, `rdf:object` and a property for each qualifier. In
/// N-Quads and TriG a source that is an entity is the graph of the triple, and nothing more is said where that is all.
struct RDFExport: ExportWriter {
    private let namespaces: Namespaces
    private let sink: ByteSink
    private let hasGraphs: Bool
    private let isShort: Bool
    private var reified = 0

    init(_ format: ExportFormat, _ namespaces: Namespaces, _ sink: ByteSink) throws {
        self.namespaces = namespaces
        self.sink = sink
        hasGraphs = format == .nq || format == .trig
        isShort = format == .ttl || format == .trig
        guard isShort else { return }
        for (name, iri) in namespaces.prefixes.sorted(by: { $0.key < $1.key }) {
            try sink.write("@prefix \(name): <\(iri)> .\n")
        }
        try sink.write("\n")
    }

    mutating func write(_ triple: ExportedTriple) throws {
        let terms = (text(triple.subject), predicate(triple), text(triple.object))
        var graphs: [Term] = []
        var isBare = false
        for statement in triple.statements {
            if statement.evidence.isEmpty { isBare = true }
            for piece in statement.evidence {
                let source = hasGraphs ? piece.first { $0.name == .entity("source") }?.value : nil
                if case .entity? = source, let source {
                    if !graphs.contains(source) { graphs.append(source) }
                } else {
                    isBare = true
                }
            }
        }
        if isBare || graphs.isEmpty { try line(terms.0, terms.1, terms.2, in: nil) }
        for graph in graphs { try line(terms.0, terms.1, terms.2, in: text(graph)) }
        guard !triple.statements.allSatisfy(isSaidByLine) || triple.statements.count > 1 else { return }
        for statement in triple.statements {
            for piece in statement.evidence.isEmpty ? [[]] : statement.evidence {
                try reify(terms, statement.qualifiers + piece)
            }
        }
    }

    /// Whether the triple, or its lines with graphs, say all that there is.
    private func isSaidByLine(_ statement: ExportedTriple.Statement) -> Bool {
        statement.qualifiers.isEmpty
            && statement.evidence.allSatisfy { piece in
                guard hasGraphs, piece.count == 1, piece[0].name == .entity("source") else { return false }
                if case .entity = piece[0].value { return true }
                return false
            }
    }

    private mutating func reify(_ terms: (String, String, String), _ entries: [ExportedTriple.Entry]) throws {
        reified += 1
        let node = "_:zholStatement\(reified)"
        let rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
        func name(_ local: String) -> String { isShort ? "rdf:\(local)" : "<\(rdf)\(local)>" }
        try line(node, name("type"), name("Statement"), in: nil)
        try line(node, name("subject"), terms.0, in: nil)
        try line(node, name("predicate"), terms.1, in: nil)
        try line(node, name("object"), terms.2, in: nil)
        for entry in entries { try line(node, text(entry.name), text(entry.value), in: nil) }
    }

    private func line(_ subject: String, _ predicate: String, _ object: String, in graph: String?) throws {
        guard let graph else { return try sink.write("\(subject) \(predicate) \(object) .\n") }
        if isShort {
            try sink.write("\(graph) { \(subject) \(predicate) \(object) }\n")
        } else {
            try sink.write("\(subject) \(predicate) \(object) \(graph) .\n")
        }
    }

    private func predicate(_ triple: ExportedTriple) -> String {
        triple.isMembership && isShort ? "rdf:type" : text(triple.predicate)
    }

    private func text(_ term: Term) -> String {
        if isShort, case .entity(let name) = term, name.hasPrefix("<") {
            let short = term.sourceText(namespaces)
            // Turtle takes every name that the language writes with a prefix, but for a hyphen at its start.
            if !short.hasPrefix("<"), !short.hasPrefix("'"), !short.contains(":-") { return short }
        }
        return RDFText.term(term, namespaces)
    }
}
