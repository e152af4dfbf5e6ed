/// A word of names, with all that a comparison asks of it, found once for all names that have it.
final class NameWord {
    /// As it is written, in small letters.
    let small: String
    /// In Latin letters.
    let latin: [UInt8]
    /// What is compared: the usual reading first, then others that the spelling allows.
    let readings: [[UInt8]]
    /// Whether the last reading is pinyin for Chinese in Cyrillic letters, which has one spelling.
    let hasPinyinReading: Bool
    /// Hashes of the readings.
    let keys: [UInt64]
    /// Hashes of how the readings sound.
    let soundKeys: [UInt64]
    /// A single letter stands for any word that begins with it.
    let isSingleLetter: Bool
    let isNumber: Bool
    /// Written in capital letters, as an abbreviation is: the first Latin letter of each.
    let abbreviation: [UInt8]?
    let hasOtherScript: Bool
    let isLegalForm: Bool
    let beginsLegalForm: Bool
    let endsLegalForm: Bool
    let isPatronymic: Bool
    /// Whether it is Chinese in pinyin, which has one spelling.
    let isPinyin: Bool
    let numeral: Numeral?
    /// What a word that may be a number stands for.
    let numeralValue: String?
    let kind: CompanyWord?
    /// In how many names it stands.
    var frequency = 0
    /// How much it says about who is meant: rare words say more, words of all companies little.
    var weight = 1.0

    init(_ text: String) {
        small = text.lowercased()
        latin = NameFolding.latin(text)
        isNumber = latin.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        isSingleLetter = !isNumber && text.count == 1 && text.first?.isUppercase == true
        hasOtherScript = text.unicodeScalars.contains { $0.value > 0x24f && !(0x300...0x36f).contains($0.value) }
        let isInCapitals = text.allSatisfy { $0.isUppercase || $0.isNumber }
        abbreviation =
            isInCapitals && !isNumber && (2...6).contains(text.count)
            ? text.compactMap { NameFolding.latin(String($0)).first } : nil
        isLegalForm = LegalForm.matches(text, small)
        beginsLegalForm = LegalForm.begins(small)
        endsLegalForm = LegalForm.ends(small)
        kind = CompanyWord(small, latin)
        let numeral = Numeral(text)
        self.numeral = numeral
        numeralValue = isNumber ? text : numeral.map { String($0.value) }
        let usual = isNumber ? [latin] : NameWord.readings(text, latin, isInCapitals: isInCapitals)
        let pinyin = isNumber ? nil : ChineseSyllables.pinyin(small).map(NameFolding.skeleton)
        hasPinyinReading = pinyin.map { !usual.contains($0) } ?? false
        readings = hasPinyinReading ? usual + [pinyin ?? []] : usual
        keys = readings.map { NameHash.of($0) }
        soundKeys = readings.filter { $0.count > 4 }.map { NameHash.of(NameFolding.sounds($0), seed: NameHash.sounds) }
        isPatronymic = Patronymic.matches(readings[0])
        isPinyin = !hasOtherScript && latin.count > 4 && ChineseSyllables.isPinyin(latin)
    }

    private static func readings(_ text: String, _ latin: [UInt8], isInCapitals: Bool) -> [[UInt8]] {
        var all = [CompanyWord.full(latin) ?? latin, NameFolding.otherLatin(text)]
        // A `q` of pinyin is a `ch`: Urumqi, Урумчи.
        let pinyin = String(decoding: latin, as: UTF8.self).replacing("qi", with: "chi")
        if pinyin.utf8.count > latin.count { all.append(Array(pinyin.utf8)) }
        // Letters of an abbreviation are spoken by their English names: CNPC, СНПС.
        if isInCapitals, latin.count > 2, !latin.contains(where: NameFolding.isVowel) {
            all.append(latin.map { $0 == UInt8(ascii: "c") ? UInt8(ascii: "s") : $0 })
        }
        var readings: [[UInt8]] = []
        for one in all {
            let skeleton = NameFolding.skeleton(one)
            if !readings.contains(skeleton) { readings.append(skeleton) }
        }
        return readings
    }
}
