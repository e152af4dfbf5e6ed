import Formats
import Language

extension Drawing {
    private struct Box {
        var x = 0
        var y = 0
        let width: Int
        let height: Int
        let lines: [String]
    }

    private static let letter = 7
    private static let line = 16
    private static let longestLine = 44
    /// Between the lines of what stands at an edge, and between rows of nodes.
    private static let edgeLine = 13
    private static let edgeLetter = 6
    private static let rowGap = 56

    /// As a picture for browsers and word processors. Measures are pixels.
    package func writeSVG(to sink: ByteSink) throws {
        var boxes = nodes.map { Drawing.box($0.label) }
        let layout = LayeredLayout(count: nodes.count, edges: edges.map { ($0.from, $0.to) })
        let offsets = labelOffsets()
        let sides = labelSides()
        var slots = boxes.map(\.width)
        for (edge, side) in zip(edges, sides) {
            let label = (edge.lines.map { DisplayWidth.columns(of: $0) }.max() ?? 0) * Drawing.edgeLetter
            if side == .target { slots[edge.to] = max(slots[edge.to], label) }
            if side == .source { slots[edge.from] = max(slots[edge.from], label) }
        }
        let widths = layout.rows.map { $0.reduce(0) { $0 + slots[$1] + 28 } }
        let width = max(widths.max() ?? 0, 200) + 28
        let tallest = zip(offsets, edges).map { $0 + $1.lines.count }.max() ?? 0
        let gap = Drawing.rowGap + max(0, tallest - 1) * Drawing.edgeLine
        var y = 20
        for (row, own) in zip(layout.rows, widths) {
            var x = (width - own) / 2 + 14
            for node in row {
                boxes[node].x = x + (slots[node] - boxes[node].width) / 2
                boxes[node].y = y
                x += slots[node] + 28
            }
            y += (row.map { boxes[$0].height }.max() ?? 0) + gap
        }
        try sink.write(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(y)" viewBox="0 0 \(width) \(y)" \
            font-family="sans-serif" font-size="12">
            <defs><marker id="end" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">\
            <path d="M0 0L8 4L0 8z" fill="#555"/></marker></defs>
            <rect width="\(width)" height="\(y)" fill="#fff"/>

            """)
        for (number, edge) in edges.enumerated() {
            try write(edge, boxes, sides[number], offsets[number] - tallest / 2, to: sink)
        }
        for (node, box) in zip(nodes, boxes) { try write(node, box, to: sink) }
        try sink.write("</svg>\n")
    }

    /// For each edge the lines that stand above its own, at other edges between the same nodes.
    private func labelOffsets() -> [Int] {
        var counts: [[Int]: Int] = [:]
        return edges.map { edge in
            let ends = [min(edge.from, edge.to), max(edge.from, edge.to)]
            defer { counts[ends, default: 0] += edge.lines.count }
            return counts[ends, default: 0]
        }
    }

    /// Where along an edge its label stands.
    private enum LabelSide { case source, middle, target }

    /// Near the end that has no other edge, so that the labels of a fan stand as far apart as its nodes.
    private func labelSides() -> [LabelSide] {
        var sources = Array(repeating: Set<Int>(), count: nodes.count)
        var targets = sources
        for edge in edges {
            targets[edge.from].insert(edge.to)
            sources[edge.to].insert(edge.from)
        }
        return edges.map { edge in
            sources[edge.to].count == 1 ? .target : targets[edge.from].count == 1 ? .source : .middle
        }
    }

    private static func box(_ label: String) -> Box {
        var lines: [String] = []
        for part in label.split(separator: "\n") {
            var line = ""
            for word in part.split(separator: " ") {
                if !line.isEmpty, line.count + 1 + word.count > longestLine {
                    lines.append(line)
                    line = ""
                }
                line += (line.isEmpty ? "" : " ") + word
            }
            lines.append(line)
        }
        let longest = lines.map { DisplayWidth.columns(of: $0) }.max() ?? 0
        return Box(width: max(40, longest * letter + 16), height: lines.count * line + 10, lines: lines)
    }

    private func write(_ node: Node, _ box: Box, to sink: ByteSink) throws {
        let fill = node.isFact ? (node.isLeaf ? "#eef3fa" : "#fff") : "#f6f1e7"
        try sink.write(
            "<rect x=\"\(box.x)\" y=\"\(box.y)\" width=\"\(box.width)\" height=\"\(box.height)\" "
                + "rx=\"\(node.isFact ? 2 : 9)\" fill=\"\(fill)\" stroke=\"#555\"/>\n")
        for (number, line) in box.lines.enumerated() {
            let y = box.y + 5 + (number + 1) * Drawing.line - 4
            try sink.write(
                "<text x=\"\(box.x + box.width / 2)\" y=\"\(y)\" text-anchor=\"middle\">\(GraphText.xml(line))</text>\n"
            )
        }
    }

    private func write(_ edge: Edge, _ boxes: [Box], _ side: LabelSide, _ offset: Int, to sink: ByteSink) throws {
        let (from, to) = (boxes[edge.from], boxes[edge.to])
        let x1 = from.x + from.width / 2
        let x2 = to.x + to.width / 2
        // Down, up where a cycle was broken, or round beside a node that points to itself or its own row.
        let path: String
        let label: (x: Int, y: Int)
        if from.y < to.y {
            let (y1, y2) = (from.y + from.height, to.y)
            path = "M\(x1) \(y1)C\(x1) \(y1 + 26) \(x2) \(y2 - 26) \(x2) \(y2)"
            let x =
                switch side {
                case .source: x1 + (x2 - x1) / 10
                case .middle: (x1 + x2) / 2
                case .target: x2 - (x2 - x1) / 10
                }
            label = (x, (y1 + y2) / 2)
        } else if from.y > to.y {
            let (y1, y2) = (from.y, to.y + to.height)
            path = "M\(x1) \(y1)C\(x1 + 40) \(y1 - 26) \(x2 + 40) \(y2 + 26) \(x2) \(y2)"
            label = ((x1 + x2) / 2 + 30, (y1 + y2) / 2)
        } else {
            let y = from.y + from.height
            path = "M\(x1) \(y)C\(x1 + 8) \(y + 36) \(x2 - 8) \(y + 36) \(x2 - 4) \(y)"
            label = ((x1 + x2) / 2, y + 34)
        }
        try sink.write("<path d=\"\(path)\" fill=\"none\" stroke=\"#555\" marker-end=\"url(#end)\"/>\n")
        for (number, line) in edge.lines.enumerated() {
            let y = label.y + (offset + number) * Drawing.edgeLine
            try sink.write(
                "<text x=\"\(label.x)\" y=\"\(y)\" text-anchor=\"middle\" fill=\"#555\" font-size=\"11\" "
                    + "paint-order=\"stroke\" stroke=\"#fff\" stroke-width=\"3\">\(GraphText.xml(line))</text>\n")
        }
    }
}
