/// Text within files of graphs.
enum GraphText {
    /// A string of Graphviz, in quotes.
    static func dot(_ text: String) -> String {
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

    /// A node of GraphML.
    static func node(_ name: String, label: String) -> String {
        "<node id=\"\(xml(name))\"><data key=\"label\">\(xml(label))</data></node>\n"
    }

    /// An edge of GraphML.
    static func edge(from: String, to: String, relation: String, qualifiers: String = "") -> String {
        "<edge source=\"\(xml(from))\" target=\"\(xml(to))\"><data key=\"relation\">\(xml(relation))</data>"
            + (qualifiers.isEmpty ? "" : "<data key=\"qualifiers\">\(xml(qualifiers))</data>") + "</edge>\n"
    }

    /// Text within XML 1.0, which has no place for most control characters.
    static func xml(_ text: String) -> String {
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
