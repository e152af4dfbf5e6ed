/// Scalars that differ in case only.
package enum CaseFolding {
    /// The other scalars that a scalar is the same as where case does not count, by the simple case mappings of Unicode.
    static func variants(of scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        if scalar.isASCII {
            switch scalar {
            case "k", "K": return [Unicode.Scalar(UInt8(scalar.value) ^ 0x20), "\u{212a}"]
            case "s", "S": return [Unicode.Scalar(UInt8(scalar.value) ^ 0x20), "\u{17f}"]
            case "a"..."z", "A"..."Z": return [Unicode.Scalar(UInt8(scalar.value) ^ 0x20)]
            default: return []
            }
        }
        // The Turkish letters without or with a dot are their own.
        guard scalar.properties.isCased, scalar != "\u{131}", scalar != "\u{130}" else { return [] }
        let lower = folded(scalar)
        var found: [Unicode.Scalar] = [single(scalar.properties.uppercaseMapping) ?? scalar, lower]
        if let own = single(scalar.properties.lowercaseMapping) { found.append(own) }
        if let title = single(scalar.properties.titlecaseMapping) { found.append(title) }
        found += further[lower] ?? []
        return found.filter { $0 != scalar }
    }

    /// One scalar for all that differ in case only.
    package static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        if scalar.isASCII {
            let isUpper = ("A"..."Z").contains(scalar)
            return isUpper ? Unicode.Scalar(UInt8(scalar.value) | 0x20) : scalar
        }
        guard scalar.properties.isCased, scalar != "\u{131}", scalar != "\u{130}" else { return scalar }
        let upper = single(scalar.properties.uppercaseMapping) ?? scalar
        return single(upper.properties.lowercaseMapping) ?? single(scalar.properties.lowercaseMapping) ?? scalar
    }

    private static func single(_ mapping: String) -> Unicode.Scalar? {
        let scalars = mapping.unicodeScalars
        guard let first = scalars.first, scalars.count == 1 else { return nil }
        return first
    }

    /// By lowercase letter, the scalars that map to it and that it does not map back to.
    private static let further: [Unicode.Scalar: [Unicode.Scalar]] = [
        "k": ["\u{212a}"], "s": ["\u{17f}"], "å": ["\u{212b}"], "ω": ["\u{2126}"], "σ": ["ς"], "μ": ["\u{b5}"],
        "ß": ["\u{1e9e}"], "β": ["ϐ"], "ε": ["ϵ"], "θ": ["ϑ", "ϴ"], "ι": ["\u{345}", "\u{1fbe}"], "κ": ["ϰ"],
        "π": ["ϖ"], "ρ": ["ϱ"], "φ": ["ϕ"], "ṡ": ["ẛ"],
    ]
}
