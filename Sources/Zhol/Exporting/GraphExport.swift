import Formats
import Terms

/// What pictures share: entities are nodes with their label, relations between them edges; values are left out.
private struct GraphNodes {
    private var seen: Set<String> = []

    /// The entities that a triple joins, with those told first that no triple before had; nil for classes and values.
    mutating func ends(
        of triple: ExportedTriple, _ namespaces: Namespaces,
        isNew tell: (_ name: String, _ label: String) throws -> Void
    ) throws -> (subject: String, object: String)? {
        guard !triple.isMembership, case .entity(let subject) = triple.subject, case .entity(let object) = triple.object
        else { return nil }
        for (name, label) in [(subject, triple.labels.subject), (object, triple.labels.object)]
        where seen.insert(name).inserted {
            try tell(name, label ?? Term.entity(name).plainText(namespaces))
        }
        return (subject, object)
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
        let ends = try nodes.ends(of: triple, namespaces) { [sink] name, label in
            try sink.write("    \(GraphText.dot(name)) [label=\(GraphText.dot(label))];\n")
        }
        guard let (subject, object) = ends else { return }
        let relation = GraphText.dot(triple.predicate.plainText(namespaces))
        try sink.write("    \(GraphText.dot(subject)) -> \(GraphText.dot(object)) [label=\(relation)];\n")
    }

    mutating func finish() throws { try sink.write("}\n") }
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
        let ends = try nodes.ends(of: triple, namespaces) { [sink] name, label in
            try sink.write(GraphText.node(name, label: label))
        }
        guard let (subject, object) = ends else { return }
        let relation = triple.predicate.plainText(namespaces)
        for statement in triple.statements {
            let entries = statement.qualifiers + statement.evidence.joined()
            let qualifiers = entries.map { "\($0.name.plainText(namespaces)): \($0.value.plainText(namespaces))" }
            try sink.write(
                GraphText.edge(
                    from: subject, to: object, relation: relation, qualifiers: qualifiers.joined(separator: ", ")))
        }
    }

    mutating func finish() throws { try sink.write(GraphMLExport.end) }
}
