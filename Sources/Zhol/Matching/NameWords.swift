/// A name of an entity, as it is compared with others.
struct NameWords {
    /// A word of a name.
    struct Word {
        /// As it is written, in small letters.
        let small: String
        /// In Latin letters.
        let latin: String
        let skeleton: String
        /// A single letter stands for any word that begins with it.
        let isInitial: Bool
        let isNumber: Bool
    }

    /// As it is stored.
    let text: String
    let words: [Word]
    /// The numbers in it, those in parentheses too.
    let numbers: [String]
    /// Whether a legal form was left out.
    let hasLegalForm: Bool
    /// Whether it is written in capital letters, as an abbreviation is.
    let isAbbreviation: Bool
    let hasOtherScript: Bool

    /// The words of a text without its legal form and what stands in parentheses; nil where nothing is left.
    init?(_ text: String) {
        var outside = ""
        var depth = 0
        for character in text {
            if character == "(" || character == "（" { depth += 1 }
            if depth == 0 { outside.append(character) }
            if character == ")" || character == "）" { depth = max(0, depth - 1) }
        }
        var parts = outside.split { !($0.isLetter || $0.isNumber) }.map(String.init).filter { !$0.isEmpty }
        // Long texts are sentences, not names.
        guard !parts.isEmpty, parts.count <= 12 else { return nil }
        let count = parts.count
        while parts.count > 1, let last = parts.last, LegalForm.matches(last) { parts.removeLast() }
        while parts.count > 1, let first = parts.first, LegalForm.matches(first) { parts.removeFirst() }
        self.text = text
        numbers = text.split { !$0.isNumber }.map(String.init)
        hasLegalForm = parts.count < count
        isAbbreviation =
            parts.count == 1 && (2...6).contains(parts[0].count)
            && parts[0].allSatisfy { $0.isUppercase || $0.isNumber }
        hasOtherScript = parts.contains { $0.unicodeScalars.contains { $0.value > 0x24f } }
        words = parts.map { part in
            let latin = NameFolding.latin(part)
            let isNumber = latin.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            return Word(
                small: part.lowercased(), latin: latin, skeleton: isNumber ? latin : NameFolding.skeleton(latin),
                isInitial: part.count == 1 && part.first?.isLetter == true && part.first?.isUppercase == true,
                isNumber: isNumber)
        }
    }

    /// The first letters of all words, as an abbreviation takes them.
    var initials: String { String(words.compactMap(\.latin.first)) }
}

/// Legal forms of companies, which names have or lack.
enum LegalForm {
    static func matches(_ word: String) -> Bool {
        if always.contains(word.lowercased()) { return true }
        return inCapitals.contains(word)
    }

    private static let always: Set<String> = [
        "jsc", "llp", "llc", "ltd", "limited", "inc", "plc", "gmbh", "co", "corp", "ojsc", "cjsc", "pjsc", "жшс", "тоо",
        "оао", "зао", "пао", "ооо", "ао", "ақ", "нао", "рмк", "ргп", "нак", "нк", "ұк", "ұак", "кеақ", "njsc",
    ]
    /// Short ones, which are words in small letters.
    private static let inCapitals: Set<String> = [
        "AO", "OAO", "ZAO", "PAO", "OOO", "TOO", "AQ", "JSHS", "AG", "SA", "BV", "NV", "AS", "NC", "NAC", "NAK",
    ]
}
