/// Chinese names: pinyin, and what the system of Palladius writes for it in Cyrillic letters (`Си Цзиньпин`, Xi Jinping).
enum ChineseSyllables {
    /// A word in Cyrillic small letters in pinyin; nil where it is not made of Chinese syllables.
    static func pinyin(_ cyrillic: String) -> [UInt8]? {
        let letters = Array(cyrillic.unicodeScalars)
        guard (1...24).contains(letters.count), letters.allSatisfy({ (0x430...0x44f).contains($0.value) }) else {
            return nil
        }
        return syllables(letters, palladius, isEnd: isEnd)?.flatMap { $0 }
    }

    /// Whether a word in Latin letters is made of syllables of pinyin.
    static func isPinyin(_ latin: [UInt8]) -> Bool {
        guard (1...24).contains(latin.count) else { return false }
        let scalars = latin.map { Unicode.Scalar($0) }
        guard scalars.allSatisfy({ (0x61...0x7a).contains($0.value) }) else { return false }
        return syllables(scalars, latinSyllables) { _, _ in true } != nil
    }

    private typealias Syllables = [[Unicode.Scalar]: [UInt8]]

    /// The longest syllables first, from the end of the word what can be reached from there.
    private static func syllables(
        _ letters: [Unicode.Scalar], _ known: Syllables, isEnd: ([Unicode.Scalar], Int) -> Bool
    ) -> [[UInt8]]? {
        var rests: [[[UInt8]]?] = Array(repeating: nil, count: letters.count + 1)
        rests[letters.count] = []
        for start in letters.indices.reversed() {
            for length in stride(from: min(6, letters.count - start), to: 0, by: -1) {
                guard let rest = rests[start + length], isEnd(letters, start + length),
                    let syllable = known[Array(letters[start..<start + length])]
                else { continue }
                rests[start] = [syllable] + rest
                break
            }
        }
        return rests[0]
    }

    /// A hard `н` before a vowel belongs to what follows: Ху-нань.
    private static func isEnd(_ letters: [Unicode.Scalar], _ end: Int) -> Bool {
        guard end < letters.count, letters[end - 1] == "н" else { return true }
        return !"аеиоуэюя".unicodeScalars.contains(letters[end])
    }

    private static let initials = [
        ("б", "b"), ("п", "p"), ("м", "m"), ("ф", "f"), ("д", "d"), ("т", "t"), ("н", "n"), ("л", "l"), ("г", "g"),
        ("к", "k"), ("х", "h"), ("чж", "zh"), ("ч", "ch"), ("ш", "sh"), ("ж", "r"), ("цз", "z"), ("ц", "c"), ("с", "s"),
    ]
    private static let hardFinals = [
        ("а", "a"), ("э", "e"), ("ай", "ai"), ("эй", "ei"), ("ао", "ao"), ("оу", "ou"), ("ань", "an"), ("ан", "ang"),
        ("энь", "en"), ("эн", "eng"), ("ун", "ong"), ("у", "u"), ("уа", "ua"), ("о", "uo"), ("уай", "uai"),
        ("уань", "uan"), ("уан", "uang"), ("уй", "ui"), ("уэй", "ui"), ("унь", "un"),
    ]
    private static let softFinals = [
        ("и", "i"), ("я", "ia"), ("е", "ie"), ("яо", "iao"), ("ю", "iu"), ("янь", "ian"), ("ян", "iang"), ("инь", "in"),
        ("ин", "ing"), ("юн", "iong"), ("юй", "u"), ("юэ", "ue"), ("юань", "uan"), ("юнь", "un"),
    ]
    private static let alone = [
        ("а", "a"), ("ай", "ai"), ("ань", "an"), ("ан", "ang"), ("ао", "ao"), ("э", "e"), ("эр", "er"), ("энь", "en"),
        ("оу", "ou"), ("и", "yi"), ("я", "ya"), ("е", "ye"), ("яо", "yao"), ("ю", "you"), ("янь", "yan"),
        ("ян", "yang"), ("инь", "yin"), ("ин", "ying"), ("юн", "yong"), ("юй", "yu"), ("юэ", "yue"), ("юань", "yuan"),
        ("юнь", "yun"), ("у", "wu"), ("ва", "wa"), ("во", "wo"), ("вай", "wai"), ("вэй", "wei"), ("вань", "wan"),
        ("ван", "wang"), ("вэнь", "wen"), ("вэн", "weng"), ("цзы", "zi"), ("цы", "ci"), ("сы", "si"), ("бо", "bo"),
        ("по", "po"), ("мо", "mo"), ("фо", "fo"),
    ]

    private static let palladius: Syllables = {
        var known: Syllables = [:]
        func note(_ cyrillic: String, _ pinyin: String) {
            known[Array(cyrillic.unicodeScalars)] = Array(pinyin.utf8)
        }
        // Before a soft final j, q, x have the signs of z, c, s.
        let soft = ["z": "j", "c": "q", "s": "x"]
        for (cyrillic, latin) in initials {
            for (final, sound) in hardFinals { note(cyrillic + final, latin + sound) }
            for (final, sound) in softFinals { note(cyrillic + final, (soft[latin] ?? latin) + sound) }
        }
        for (cyrillic, latin) in alone { note(cyrillic, latin) }
        return known
    }()

    /// Shaanxi has a syllable of its own, that it be not Shanxi.
    private static let latinSyllables: Syllables = Dictionary(
        (palladius.values + ["shaan", "lv", "nv"].map { Array($0.utf8) }).map { ($0.map { Unicode.Scalar($0) }, $0) },
        uniquingKeysWith: { first, _ in first })
}
