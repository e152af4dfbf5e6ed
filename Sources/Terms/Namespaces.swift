/// The prefixes and the base under which entities are read and printed.
///
/// An entity is its IRI. Its canonical name is what the store keeps: the bare name where the IRI starts with the
/// store's base (or where no IRI was given), else `<iri>`; a blank node is `_:label`.
package struct Namespaces: Sendable, Equatable {
    /// Prefix to IRI, without the colon and the angle brackets.
    package private(set) var prefixes: [String: String]
    /// What a bare entity name is short for; nil where none was declared.
    package var base: String?
    /// The base under which the store keeps names; the first one that was declared to it.
    package var storeBase: String?

    package static let predeclared = [
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "xsd": "http://www.w3.org/2001/XMLSchema#", "owl": "http://www.w3.org/2002/07/owl#",
    ]

    package init(prefixes: [String: String] = [:], base: String? = nil, storeBase: String? = nil) {
        self.prefixes = Namespaces.predeclared.merging(prefixes) { _, new in new }
        self.base = base
        self.storeBase = storeBase ?? base
    }

    package mutating func declare(prefix: String, iri: String) { prefixes[prefix] = iri }

    /// Sets the base for names that follow; the first becomes the store's.
    package mutating func declare(base iri: String) {
        base = iri
        if storeBase == nil { storeBase = iri }
    }

    /// The canonical name of a bare or quoted name.
    package func canonical(bare name: String) -> String {
        guard let base, base != storeBase, !name.hasPrefix("<"), !name.hasPrefix("_:") else { return name }
        return canonical(iri: base + name)
    }

    /// The canonical name of an IRI, given without angle brackets.
    package func canonical(iri: String) -> String {
        if iri == Namespaces.rdfType { return "a" }
        if let storeBase, !storeBase.isEmpty, iri.utf8.count > storeBase.utf8.count,
            iri.utf8.starts(with: storeBase.utf8)
        {
            let name = String(decoding: iri.utf8.dropFirst(storeBase.utf8.count), as: UTF8.self)
            // A name that would read as class membership, an IRI or a blank node keeps its IRI.
            if name != "a", !name.hasPrefix("<"), !name.hasPrefix("_:") { return name }
        }
        return "<" + iri + ">"
    }

    /// The canonical name of `prefix:local`; nil where the prefix is not declared.
    package func canonical(prefix: String, local: String) -> String? {
        prefixes[prefix].map { canonical(iri: $0 + local) }
    }

    /// The IRI of a canonical name, without angle brackets; a bare name without a base is itself.
    package func iri(ofCanonical name: String) -> String {
        if name.hasPrefix("<"), name.hasSuffix(">") { return String(name.dropFirst().dropLast()) }
        if name.hasPrefix("_:") { return name }
        if name == "a" { return Namespaces.rdfType }
        return (storeBase ?? "") + name
    }

    /// The longest declared prefix that shortens an IRI to a plain local name.
    func shortened(iri: String) -> (prefix: String, local: String)? {
        var best: (prefix: String, iri: String)?
        for (prefix, start) in prefixes where !start.isEmpty && iri.hasPrefix(start) {
            let length = start.utf8.count
            if let current = best, (current.iri.utf8.count, prefix) >= (length, current.prefix) { continue }
            best = (prefix, start)
        }
        guard let best else { return nil }
        let local = String(iri.dropFirst(best.iri.count))
        return isLocalName(local) ? (best.prefix, local) : nil
    }

    static let rdfType = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
}

/// Whether a text can stand behind `prefix:`: letters, digits, `_`, and `-` or `.` inside.
package func isLocalName(_ text: String) -> Bool {
    guard let last = text.unicodeScalars.last, let first = text.unicodeScalars.first else { return false }
    guard first != "-", first != ".", last != ".", last != "-" else { return false }
    return text.unicodeScalars.allSatisfy { isNameScalar($0) || $0 == "-" || $0 == "." }
}

/// Whether a scalar may stand in a name behind its first one.
package func isNameScalar(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_": return true
        default: return false
        }
    }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
        .spacingMark, .decimalNumber, .letterNumber:
        return true
    default: return false
    }
}

/// Whether a scalar starts a variable: an uppercase or titlecase letter of any script.
package func startsVariable(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return ("A"..."Z").contains(scalar) || scalar == "_" }
    let category = scalar.properties.generalCategory
    return category == .uppercaseLetter || category == .titlecaseLetter
}

/// Whether a scalar starts a bare entity name: a lowercase letter, or a letter of a script without case.
package func startsEntity(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return ("a"..."z").contains(scalar) }
    switch scalar.properties.generalCategory {
    case .lowercaseLetter, .modifierLetter, .otherLetter: return true
    default: return false
    }
}

/// Whether a text is an entity's bare name that needs no quotes.
package func isBareName(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, startsEntity(first), !keywords.contains(text) else { return false }
    return text.unicodeScalars.allSatisfy(isNameScalar)
}

/// The words that are no names unless quoted.
package let keywords: Set<String> = [
    "prefix", "base", "class", "relation", "enum", "declare", "input", "output", "include", "query", "deny", "not",
    "optional", "or", "in", "per", "select", "as", "order", "by", "asc", "desc", "limit", "offset", "of", "known",
    "what", "if", "begin", "commit", "rollback", "true", "false", "none",
]
