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
        let relation = GraphText.dot(triple.predicate.plainText(namespaces))
        try sink.write("    \(GraphText.dot(subject.name)) -> \(GraphText.dot(object.name)) [label=\(relation)];\n")
    }

    mutating func finish() throws { try sink.write("}\n") }

    private func node(_ name: String, _ label: String?) throws {
        let text = label ?? Term.entity(name).plainText(namespaces)
        try sink.write("    \(GraphText.dot(name)) [label=\(GraphText.dot(text))];\n")
    }
}

/// A graph as GraphML, for yEd, Gephi and Cytoscape.
struct GraphMLExport: ExportWriter {
    /// What stands before the nodes and edges of a file, and behind them.
    static let start = """
        <?xml version="1.0" encoding="UTF-8"?>
        <graphml xmlns="http://graphml.graphdrawing.org/xmlns">
        <key id="label" for="node" attr.name="label" attr.type="string"/>
        <key id="relation" for="edge" attr.name="relation" attr.type="string"/>
        <key id="qualifiers" for="edge" attr.name="qualifiers" attr.type="string"/>
        <graph id="zhol" edgedefault="directed">

        """
    static let end = "</graph>\n</graphml>\n"

    private let namespaces: Namespaces
    private let sink: ByteSink
    private var nodes = GraphNodes()

    var wantsLabels: Bool { true }

    init(_ namespaces: Namespaces, _ sink: ByteSink) throws {
        self.namespaces = namespaces
        self.sink = sink
        try sink.write(GraphMLExport.start)
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
                ? "" : "<data key=\"qualifiers\">\(GraphText.xml(qualifiers.joined(separator: ", ")))</data>"
            try sink.write(
                "<edge source=\"\(GraphText.xml(subject.name))\" target=\"\(GraphText.xml(object.name))\">"
                    + "<data key=\"relation\">\(GraphText.xml(relation))</data>\(data)</edge>\n")
        }
    }

    mutating func finish() throws { try sink.write(GraphMLExport.end) }

    private func node(_ name: String, _ label: String?) throws {
        let text = label ?? Term.entity(name).plainText(namespaces)
        try sink.write("<node id=\"\(GraphText.xml(name))\"><data key=\"label\">\(GraphText.xml(text))</data></node>\n")
    }
}
