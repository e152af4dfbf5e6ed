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
            let label = edge.label.isEmpty ? "" : " [label=\(GraphText.dot(edge.label))]"
            try sink.write(
                "    \(GraphText.dot(nodes[edge.from].name)) -> \(GraphText.dot(nodes[edge.to].name))\(label);\n")
        }
        try sink.write("}\n")
    }

    /// For yEd, Gephi and Cytoscape.
    package func writeGraphML(to sink: ByteSink) throws {
        try sink.write(GraphMLExport.start)
        for node in nodes {
            try sink.write(
                "<node id=\"\(GraphText.xml(node.name))\"><data key=\"label\">\(GraphText.xml(node.label))</data></node>\n"
            )
        }
        for edge in edges {
            try sink.write(
                "<edge source=\"\(GraphText.xml(nodes[edge.from].name))\" target=\"\(GraphText.xml(nodes[edge.to].name))\">"
                    + "<data key=\"relation\">\(GraphText.xml(edge.label))</data></edge>\n")
        }
        try sink.write(GraphMLExport.end)
    }
}
