import Glibc

/// The words of all names, each once.
struct NameVocabulary {
    private var words: [String: NameWord] = [:]

    mutating func word(_ text: String) -> NameWord {
        if let word = words[text] { return word }
        let word = NameWord(text)
        words[text] = word
        return word
    }

    /// Weighs words by how many of the names have them.
    func weigh(_ names: [[NameWords]]) {
        var frequency: [UInt64: Int] = [:]
        var count = 0
        for own in names {
            for name in own {
                count += 1
                for (place, word) in name.words.enumerated()
                where !name.words[..<place].contains(where: { $0.word.keys[0] == word.word.keys[0] }) {
                    frequency[word.word.keys[0], default: 0] += 1
                }
            }
        }
        for word in words.values {
            word.frequency = frequency[word.keys[0], default: 0]
            let rarity = 1 + log(Double(count + 1) / Double(word.frequency + 1))
            word.weight = word.kind == .link ? 0 : word.kind == .business ? 0.3 * rarity : rarity
        }
        for own in names { for name in own { name.sketch() } }
    }
}
