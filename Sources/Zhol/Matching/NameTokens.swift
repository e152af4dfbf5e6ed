/// The words of a text, by the scalars that separate them.
struct NameTokens {
    struct Token {
        let text: String
        /// Whether it stands in parentheses.
        let isAside: Bool
        /// Whether a hyphen joins it to the one before.
        let isHyphenated: Bool
        /// Whether a full stop follows, as after an initial.
        let hasFullStop: Bool
    }

    private(set) var tokens: [Token] = []

    init(_ text: String) {
        let scalars = text.unicodeScalars
        var start: String.Index?
        var depth = 0
        var isHyphenated = false
        // An apostrophe was left out of the word.
        var isBroken = false
        var place = scalars.startIndex
        var previous: Unicode.Scalar?
        func close(at end: String.Index, _ next: Unicode.Scalar?) {
            guard let from = start else { return }
            var word = String(scalars[from..<end])
            if isBroken { word.unicodeScalars.removeAll(where: NameTokens.isApostrophe) }
            tokens.append(
                Token(text: word, isAside: depth > 0, isHyphenated: isHyphenated, hasFullStop: next == "."))
            start = nil
            isBroken = false
        }
        while place < scalars.endIndex {
            let scalar = scalars[place]
            let next = scalars.index(after: place)
            if NameTokens.isWord(scalar) || start != nil && NameTokens.isMark(scalar) {
                if start == nil {
                    start = place
                    isHyphenated = previous == "-" && !tokens.isEmpty
                }
            } else if start != nil, NameTokens.isApostrophe(scalar), next < scalars.endIndex,
                NameTokens.isWord(scalars[next])
            {
                isBroken = true
            } else {
                close(at: place, scalar)
                if scalar == "(" || scalar == "（" { depth += 1 }
                if scalar == ")" || scalar == "）" { depth = max(0, depth - 1) }
            }
            previous = scalar
            place = next
        }
        close(at: place, nil)
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x400...0x481, 0x48a...0x52f: true
        case 0..<0x80: false
        default: scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        }
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x300 && scalar.properties.generalCategory == .nonspacingMark
    }

    /// A sign inside a word: Xi'an, Nur‘ali.
    private static func isApostrophe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "'", "’", "‘", "ʼ", "ʻ", "ʹ", "`", "´": true
        default: false
        }
    }
}
