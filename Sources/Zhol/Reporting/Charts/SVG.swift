/// Text of a drawing as SVG, element by element.
struct SVG {
    let width: Double
    let height: Double
    private(set) var elements: [String] = []

    init(width: Double, height: Double) {
        self.width = width
        self.height = height
    }

    mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String) {
        elements.append(
            "<line x1=\"\(SVG.number(x1))\" y1=\"\(SVG.number(y1))\" x2=\"\(SVG.number(x2))\" y2=\"\(SVG.number(y2))\" "
                + style + "/>")
    }

    mutating func path(_ points: [(x: Double, y: Double)], _ style: String) {
        let text = points.map { "\(SVG.number($0.x)),\(SVG.number($0.y))" }.joined(separator: " ")
        elements.append("<polyline points=\"\(text)\" fill=\"none\" \(style)/>")
    }

    mutating func polygon(_ points: [(x: Double, y: Double)], _ style: String) {
        let text = points.map { "\(SVG.number($0.x)),\(SVG.number($0.y))" }.joined(separator: " ")
        elements.append("<polygon points=\"\(text)\" \(style)/>")
    }

    mutating func circle(_ x: Double, _ y: Double, _ radius: Double, _ style: String) {
        elements.append(
            "<circle cx=\"\(SVG.number(x))\" cy=\"\(SVG.number(y))\" r=\"\(SVG.number(radius))\" \(style)/>")
    }

    mutating func rectangle(_ x: Double, _ y: Double, _ width: Double, _ height: Double, _ style: String) {
        elements.append(
            "<rect x=\"\(SVG.number(x))\" y=\"\(SVG.number(y))\" width=\"\(SVG.number(width))\" "
                + "height=\"\(SVG.number(height))\" \(style)/>")
    }

    mutating func text(_ text: String, _ x: Double, _ y: Double, _ style: String) {
        elements.append("<text x=\"\(SVG.number(x))\" y=\"\(SVG.number(y))\" \(style)>\(SVG.escaped(text))</text>")
    }

    /// The whole file. The title is what a reader who does not see the picture is told.
    func document(title: String) -> String {
        let size = "\(SVG.number(width)) \(SVG.number(height))"
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(size)" width="\(SVG.number(width))" \
            height="\(SVG.number(height))" role="img" font-family="sans-serif" font-size="12">
            <title>\(SVG.escaped(title))</title>
            <rect width="100%" height="100%" fill="#ffffff"/>
            \(elements.joined(separator: "\n"))
            </svg>

            """
    }

    /// To a tenth of a point.
    static func number(_ value: Double) -> String {
        let tenths = (value * 10).rounded()
        guard abs(tenths) < 1e9 else { return "0" }
        let whole = Int(tenths)
        return whole % 10 == 0 ? "\(whole / 10)" : "\(whole < 0 ? "-" : "")\(abs(whole) / 10).\(abs(whole) % 10)"
    }

    /// Text for an element or an attribute; what XML has no place for is left out.
    static func escaped(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result.append(contentsOf: "&amp;".unicodeScalars)
            case "<": result.append(contentsOf: "&lt;".unicodeScalars)
            case ">": result.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
            case "\t", "\n", "\r": result.append(" ")
            case _ where scalar.value < 0x20 || scalar.value == 0xfffe || scalar.value == 0xffff: break
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}
