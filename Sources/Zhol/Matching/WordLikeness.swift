/// How alike two words of names are, from 0 for different ones to 1.
enum WordLikeness {
    static func of(_ left: NameWords.Place, _ right: NameWords.Place) -> Double {
        let (one, other) = (left.word, right.word)
        if left.isInitial, right.isInitial { return one.keys[0] == other.keys[0] ? 1 : 0 }
        if left.isInitial || right.isInitial {
            if areEqual(one, other) { return 1 }
            if one.isNumber || other.isNumber || one.numeralValue != nil && other.numeralValue != nil { return 0 }
            return one.readings[0].first == other.readings[0].first ? 0.85 : 0
        }
        if areEqual(one, other) { return 1 }
        if one.isNumber || other.isNumber { return 0 }
        // One who writes pinyin writes two names: Henan, Hunan.
        if one.isPinyin, other.isPinyin, one.latin != other.latin { return 0 }
        var best = 0.0
        // A reading in pinyin is equal, which was looked at, or of another name.
        for first in one.readings.dropLast(one.hasPinyinReading ? 1 : 0) {
            for second in other.readings.dropLast(other.hasPinyinReading ? 1 : 0) {
                best = max(best, ofSpellings(first, second))
            }
        }
        return best
    }

    /// Whether a reading of the one is a reading of the other.
    static func areEqual(_ left: NameWord, _ right: NameWord) -> Bool {
        if left === right { return true }
        if let one = left.numeralValue, let other = right.numeralValue, one == other { return true }
        return left.keys.contains { right.keys.contains($0) }
            && !(left.isPinyin && right.isPinyin && isDoubled(left, right))
    }

    /// Shaanxi is not Shanxi, though a letter that is written twice is mostly one.
    private static func isDoubled(_ left: NameWord, _ right: NameWord) -> Bool {
        left.latin.count != right.latin.count
            && left.latin.filter { $0 == UInt8(ascii: "a") }.count
                != right.latin.filter { $0 == UInt8(ascii: "a") }.count
    }

    /// How alike two skeletons are.
    static func ofSpellings(_ one: [UInt8], _ other: [UInt8]) -> Double {
        if one == other { return 1 }
        let length = max(one.count, other.count)
        guard min(one.count, other.count) >= 4, let first = one.first, let second = other.first,
            SpellingDistance.ofLetters(first, second) <= SpellingDistance.alike
        else { return 0 }
        // Short words are other words soon: Marat and Murat, Nurlan and Nurzhan.
        let allowed = length >= 10 ? 14 : length >= 8 ? 10 : length >= 6 ? 7 : length == 5 ? 5 : 0
        let distance = SpellingDistance.between(one, other, atMost: allowed)
        // Letters of Chinese and the like are whole syllables.
        guard distance <= allowed, one.allSatisfy({ $0 < 0x80 }) else { return 0 }
        // Kulibayev and Kulibayeva are two persons.
        if isFeminine(one, of: other) || isFeminine(other, of: one) { return 0 }
        return min(0.95, 1 - Double(distance) / 10 / Double(length))
    }

    private static func isFeminine(_ word: [UInt8], of other: [UInt8]) -> Bool {
        guard word.last == UInt8(ascii: "a") else { return false }
        func ends(_ text: [UInt8], _ ending: StaticString) -> Bool {
            text.suffix(ending.utf8CodeUnitCount).elementsEqual(
                UnsafeBufferPointer(start: ending.utf8Start, count: ending.utf8CodeUnitCount))
        }
        // A country in the genitive is no woman.
        if word.dropLast() == other[...] { return !ends(other, "stan") }
        // The rest of a surname may be spelled in another way as well.
        if ends(word, "ova") || ends(word, "eva"), ends(other, "ov") || ends(other, "ev") { return true }
        return word.count > 3 && ends(word, "aia") && word.dropLast(3) == other.dropLast(1)
    }
}
