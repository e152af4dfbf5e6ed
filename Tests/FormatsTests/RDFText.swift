import Formats

/// Statements as N-Quads, to be compared.
enum ReadRDF {
    static func statements(
        _ text: String, _ syntax: String, base: String = "http://base/dir/file", drip: Int? = nil
    ) throws -> [String] {
        try statements(Array(text.utf8), syntax, base: base, drip: drip)
    }

    /// The statements of the right lines of N-Triples.
    static func lines(_ text: String, drip: Int, wrong: (FormatError) -> Void) throws -> [String] {
        let window = InputWindow(DripSource(Array(text.utf8), size: drip), capacity: 16)
        var lines: [String] = []
        try NTriplesReader(window, hasGraphs: false).read(
            { lines.append([$0.subject, $0.predicate, $0.object].map(Self.text).joined(separator: " ")) },
            report: wrong)
        return lines
    }

    static func statements(
        _ bytes: [UInt8], _ syntax: String, base: String = "http://base/dir/file", drip: Int? = nil
    ) throws -> [String] {
        let window = drip.map { InputWindow(DripSource(bytes, size: $0), capacity: 16) } ?? InputWindow(bytes)
        var lines: [String] = []
        func take(_ statement: RDFStatement) {
            var parts = [text(statement.subject), text(statement.predicate), text(statement.object)]
            if let graph = statement.graph { parts.append(text(graph)) }
            lines.append(parts.joined(separator: " "))
        }
        switch syntax {
        case "nt", "nq":
            try NTriplesReader(window, hasGraphs: syntax == "nq").read(take) { throw $0 }
        default:
            try TurtleReader(window, hasGraphs: syntax == "trig", base: base).read(take)
        }
        return lines
    }

    private static func text(_ node: RDFNode) -> String {
        let text = String(decoding: node.text, as: UTF8.self)
        switch node.kind {
        case .iri: return text
        case .blank: return "_:" + text
        case .literal:
            if !node.language.isEmpty { return "\"\(text)\"@" + String(decoding: node.language, as: UTF8.self) }
            if !node.datatype.isEmpty { return "\"\(text)\"^^" + String(decoding: node.datatype, as: UTF8.self) }
            return "\"\(text)\""
        }
    }
}
