import Formats
import Terms

/// What pictures share: entities are nodes with their label, relations between them edges; values are left out.
private struct GraphNodes {
    private var seen: Set<String> = []

    /// The name of an entity, and whether it comes for the first time; nil for a value.
    mutating func name(_ term: Term) -> (name: String, isNew: Bool)? {
        guard case .entity(let name) = term else { return nil }
        return (name, seen.insert(name).inserted)
    }
}

/// A graph for Graphviz.
struct DotExport: ExportWriter {
    private let namespaces: Namespaces
    private let sink: ByteSink
    private var nodes = GraphNodes()

    var wantsLabels: Bool { true }

    init(_ namespaces: Namespaces, _ sink: ByteSink) throws {
        self.namespaces = namespaces
        self.sink = sink
        try sink.write("digraph zhol {\n    node [shape=box];\n")
    }

    mutating func write(_ triple: ExportedTriple) throws {
        guard !triple.isMembership, let subject = nodes.name(triple.subject), case .entity = triple.object,
            let object = nodes.name(triple.object)
        else { return }
        if subject.isNew { try node(subject.name, triple.labels.subject) }
        if object.isNew { try node(object.name, triple.labels.object) }
        let relation = quoted(triple.predicate.plainText(namespaces))
        try sink.write("    \(quoted(subject.name)) -> \(quoted(object.name)) [label=\(relation)];\n")
    }

    mutating func finish() throws { try sink.write("}\n") }

    private func node(_ name: String, _ label: String?) throws {
        let text = label ?? Term.entity(name).plainText(namespaces)
        try sink.write("    \(quoted(name)) [label=\(quoted(text))];\n")
    }

    private func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\":
                result += "\\"
                result.unicodeScalars.append(scalar)
            case "\n", "\r": result += "\\n"
            case "\0": break
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

/// A graph as GraphML, for yEd, Gephi and Cytoscape.
struct GraphMLExport: ExportWriter {
    private let namespaces: Namespaces
    private let sink: ByteSink
    private var nodes = GraphNodes()

    var wantsLabels: Bool { true }

    init(_ namespaces: Namespaces, _ sink: ByteSink) throws {
        self.namespaces = namespaces
        self.sink = sink
        try sink.write(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <graphml xmlns="http://graphml.graphdrawing.org/xmlns">
            <key id="label" for="node" attr.name="label" attr.type="string"/>
            <key id="relation" for="edge" attr.name="relation" attr.type="string"/>
            <key id="qualifiers" for="edge" attr.name="qualifiers" attr.type="string"/>
            <graph id="zhol" edgedefault="directed">

            """)
    }

    mutating func write(_ triple: ExportedTriple) throws {
        guard !triple.isMembership, let subject = nodes.name(triple.subject), case .entity = triple.object,
            let object = nodes.name(triple.object)
        else { return }
        if subject.isNew { try node(subject.name, triple.labels.subject) }
        if object.isNew { try node(object.name, triple.labels.object) }
        let relation = triple.predicate.plainText(namespaces)
        for statement in triple.statements {
            let entries = statement.qualifiers + statement.evidence.joined()
            let qualifiers = entries.map { "\($0.name.plainText(namespaces)): \($0.value.plainText(namespaces))" }
            let data =
                qualifiers.isEmpty
                ? "" : "<data key=\"qualifiers\">\(escaped(qualifiers.joined(separator: ", ")))</data>"
            try sink.write(
                "<edge source=\"\(escaped(subject.name))\" target=\"\(escaped(object.name))\">"
                    + "<data key=\"relation\">\(escaped(relation))</data>\(data)</edge>\n")
        }
    }

    mutating func finish() throws { try sink.write("</graph>\n</graphml>\n") }

    private func node(_ name: String, _ label: String?) throws {
        let text = label ?? Term.entity(name).plainText(namespaces)
        try sink.write("<node id=\"\(escaped(name))\"><data key=\"label\">\(escaped(text))</data></node>\n")
    }

    /// XML 1.0 has no place for most control characters.
    private func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\t", "\n", "\r": result += "&#\(scalar.value);"
            case _ where scalar.value < 0x20 || scalar.value == 0xfffe || scalar.value == 0xffff: result += "\u{fffd}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
