/// A name of an entity, as it is compared with others.
final class NameWords {
    /// A word in its place in a name.
    struct Place {
        let word: NameWord
        /// Stands in parentheses: may be left out.
        let isAside: Bool
        let isHyphenated: Bool
        let isInitial: Bool
    }

    /// As it is stored.
    let text: String
    /// The words without legal forms; those in parentheses last.
    let words: [Place]
    /// How many of the words stand in no parentheses.
    let outside: Int
    /// Numbers, Roman ones too, and what tells one part from another (`Line C`), sorted.
    let numbers: [String]
    let asideNumbers: [String]
    /// What may be a Roman number, where the other name has a number for it.
    let possibleNumbers: [String]
    let hasLegalForm: Bool
    /// The letters of an abbreviation, if the name is nothing else.
    let abbreviation: [UInt8]?
    let hasOtherScript: Bool
    /// The first letters of all words, as an abbreviation takes them; with and without words that only link others.
    let initials: [[UInt8]]
    /// Abbreviations in parentheses that its words have the letters of.
    let ownAbbreviations: [[UInt8]]
    /// What a first look at two names needs of their words.
    private(set) var sketches: [NameSketch] = []

    /// The words of a text without its legal form; nil where nothing is left.
    init?(_ text: String, _ vocabulary: inout NameVocabulary) {
        var tokens: [NameTokens.Token] = []
        var asides: [NameTokens.Token] = []
        for token in NameTokens(text).tokens {
            if token.isAside { asides.append(token) } else { tokens.append(token) }
        }
        // Long texts are sentences, not names.
        guard !tokens.isEmpty, tokens.count <= 12 else { return nil }
        let all = tokens.map { vocabulary.word($0.text) }
        var kept = all[...]
        while case let count = LegalForm.count(atEnd: true, of: kept), count > 0 { kept.removeLast(count) }
        while case let count = LegalForm.count(atEnd: false, of: kept), count > 0 { kept.removeFirst(count) }
        self.text = text
        hasLegalForm = kept.count < all.count
        outside = kept.count
        var words: [Place] = []
        var numbers: [String] = []
        var possible: [String] = []
        for (place, word) in zip(kept.indices, kept) {
            let isCounted = place > kept.startIndex && Numeral.isCounted(all[place - 1].small)
            let isLetter = word.isSingleLetter && !tokens[place].hasFullStop
            switch word.numeral {
            case .certain(let value): numbers.append(String(value))
            case .possible(let value):
                // A letter with a full stop is an initial.
                if isCounted {
                    numbers.append(String(value))
                } else if !tokens[place].hasFullStop {
                    possible.append(String(value))
                }
            case nil: if isCounted, isLetter { numbers.append(word.small) }
            }
            numbers += NameWords.digits(tokens[place].text)
            words.append(
                Place(
                    word: word, isAside: false, isHyphenated: tokens[place].isHyphenated && place > kept.startIndex,
                    isInitial: word.isSingleLetter && !(isCounted && word.numeral != nil)))
        }
        self.numbers = numbers.count > 1 ? numbers.sorted() : numbers
        possibleNumbers = possible
        asideNumbers = asides.flatMap { NameWords.digits($0.text) }
        let first = kept.compactMap(\.latin.first)
        let initials =
            kept.contains { $0.kind == .link } ? kept.compactMap { $0.kind == .link ? nil : $0.latin.first } : first
        self.initials = first == initials ? [first] : [first, initials]
        abbreviation = kept.count == 1 ? kept[kept.startIndex].abbreviation : nil
        hasOtherScript = kept.contains(where: \.hasOtherScript)
        var abbreviations: [[UInt8]] = []
        for aside in asides.prefix(12) {
            let word = vocabulary.word(aside.text)
            if word.isLegalForm { continue }
            if let letters = word.abbreviation, letters.count > 2, NameWords.isSubsequence(letters, of: initials) {
                abbreviations.append(letters)
            }
            words.append(Place(word: word, isAside: true, isHyphenated: false, isInitial: false))
        }
        self.words = words
        ownAbbreviations = abbreviations
    }

    /// Sketches the words as they weigh now.
    func sketch() { sketches = words.map(NameSketch.init) }

    private static func digits(_ text: String) -> [String] {
        guard text.utf8.contains(where: { (0x30...0x39).contains($0) || $0 >= 0x80 }) else { return [] }
        return text.split { !$0.isNumber }.map(String.init)
    }

    private static func isSubsequence(_ letters: [UInt8], of initials: [UInt8]) -> Bool {
        guard letters.first != nil else { return false }
        var rest = letters[...]
        for initial in initials where initial == rest.first { rest.removeFirst() }
        return rest.isEmpty
    }

    /// Whether numbers in both names tell two things: Phase I and Phase II, Block 12 and Block 13.
    func contradicts(_ other: NameWords) -> Bool {
        var (one, two) = (numbers, other.numbers)
        if one == two, asideNumbers.isEmpty || other.asideNumbers.isEmpty { return false }
        if one.count < two.count { one += possibleNumbers }
        if two.count < numbers.count { two += other.possibleNumbers }
        if one.sorted() == two.sorted(), asideNumbers.isEmpty || other.asideNumbers.isEmpty { return false }
        return (one + asideNumbers).sorted() != (two + other.asideNumbers).sorted()
    }
}
