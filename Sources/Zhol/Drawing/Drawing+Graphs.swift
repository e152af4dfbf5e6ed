import Formats

extension Drawing {
    /// For Graphviz.
    package func writeDot(to sink: ByteSink) throws {
        try sink.write("digraph zhol {\n    node [shape=box];\n")
        for node in nodes {
            let style = node.isFact ? (node.isLeaf ? ", style=filled, fillcolor=\"#eef3fa\"" : "") : ", style=rounded"
            try sink.write("    \(GraphText.dot(node.name)) [label=\(GraphText.dot(node.label))\(style)];\n")
        }
        for edge in edges {
            let lines = edge.lines.joined(separator: "\n")
            let label = lines.isEmpty ? "" : " [label=\(GraphText.dot(lines))]"
            try sink.write(
                "    \(GraphText.dot(nodes[edge.from].name)) -> \(GraphText.dot(nodes[edge.to].name))\(label);\n")
        }
        try sink.write("}\n")
    }

    /// For yEd, Gephi and Cytoscape.
    package func writeGraphML(to sink: ByteSink) throws {
        try sink.write(GraphMLExport.start)
        for node in nodes { try sink.write(GraphText.node(node.name, label: node.label)) }
        for edge in edges {
            try sink.write(
                GraphText.edge(
                    from: nodes[edge.from].name, to: nodes[edge.to].name, relation: edge.label,
                    qualifiers: edge.details.joined(separator: "; ")))
        }
        try sink.write(GraphMLExport.end)
    }
}
