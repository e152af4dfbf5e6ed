import Terms

/// Entities in tables and JSON: a bare name as it is, `prefix:local` where the prefix is declared, `<iri>`, `_:label`,
/// and `'…'` for a bare name that would read as one of these.
enum EntityText {
    static func canonical(_ text: String, _ namespaces: Namespaces) -> String {
        if text.hasPrefix("<"), text.hasSuffix(">"), text.utf8.count > 2 {
            return namespaces.canonical(iri: String(text.dropFirst().dropLast()))
        }
        if text.hasPrefix("_:") { return text }
        if text.hasPrefix("'"), text.hasSuffix("'"), text.utf8.count > 2 {
            return namespaces.canonical(bare: unquoted(text.dropFirst().dropLast()))
        }
        if let colon = text.firstIndex(of: ":"),
            let name = namespaces.canonical(
                prefix: String(text[..<colon]), local: String(text[text.index(after: colon)...]))
        {
            return name
        }
        return namespaces.canonical(bare: text)
    }

    private static func unquoted(_ text: Substring) -> String {
        var result = String.UnicodeScalarView()
        var isEscaped = false
        for scalar in text.unicodeScalars {
            if scalar == "\\", !isEscaped {
                isEscaped = true
            } else {
                result.append(scalar)
                isEscaped = false
            }
        }
        return String(result)
    }

    /// The text of a canonical name, without prefixes, which reads back as the same.
    static func text(_ name: String, _ namespaces: Namespaces) -> String {
        let isPlain =
            name.hasPrefix("<") && name.hasSuffix(">") && name.utf8.count > 2 || canonical(name, namespaces) == name
        if isPlain, !name.hasPrefix("'") { return name }
        var quoted = "'"
        for scalar in name.unicodeScalars {
            if scalar == "'" || scalar == "\\" { quoted += "\\" }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "'"
    }
}
