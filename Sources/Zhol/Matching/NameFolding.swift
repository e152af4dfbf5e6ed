/// One spelling for the many that a name has: Kazakh and Russian in Cyrillic, Kazakh in Latin letters, and the ways in
/// which both are written in English. What is folded is in UTF-8.
enum NameFolding {
    /// Lowercase Latin letters without marks; letters of other scripts stay.
    static func latin(_ text: some StringProtocol) -> [UInt8] { folded(text, letters) }

    /// As `latin`, with what else letters with marks are written as: `Артём` is Artem or Artyom, `Жаңатас` Zhanatas or
    /// Zhangatas, `Lü` Lu or Lyu.
    static func otherLatin(_ text: some StringProtocol) -> [UInt8] { folded(text, otherLetters) }

    private static func folded(_ text: some StringProtocol, _ letters: [Unicode.Scalar: [UInt8]]) -> [UInt8] {
        var folded: [UInt8] = []
        for scalar in text.lowercased().unicodeScalars {
            if scalar.isASCII {
                folded.append(UInt8(truncatingIfNeeded: scalar.value))
            } else if let latin = letters[scalar] {
                folded += latin
            } else if !(0x300...0x36f).contains(scalar.value) {
                folded += Array(String(scalar).utf8)
            }
        }
        return folded
    }

    /// What is left of a Latin word where romanisations differ: `Kulibayev`, `Kulibaev` and `Кулибаев` are one.
    ///
    /// Sounds that English writes with two letters are one: `c` is ch, `x` sh, `q` ts.
    static func skeleton(_ latin: [UInt8]) -> [UInt8] {
        var sounds: [UInt8] = []
        sounds.reserveCapacity(latin.count + 4)
        var place = 0
        while place < latin.count {
            let letter = latin[place]
            if let (length, sound) = digraph(latin, place) {
                sounds.append(sound)
                place += length
                continue
            }
            place += 1
            switch letter {
            case UInt8(ascii: "q"): sounds.append(UInt8(ascii: "k"))
            // Center is Центр.
            case UInt8(ascii: "c"): sounds.append(UInt8(ascii: isSoftening(latin, place) ? "q" : "k"))
            case UInt8(ascii: "w"): sounds.append(UInt8(ascii: "v"))
            case UInt8(ascii: "y"): sounds.append(UInt8(ascii: "i"))
            case UInt8(ascii: "x"):
                sounds.append(UInt8(ascii: "k"))
                sounds.append(UInt8(ascii: "s"))
            default: sounds.append(letter)
            }
        }
        var kept: [UInt8] = []
        kept.reserveCapacity(sounds.count)
        for (position, letter) in sounds.enumerated() {
            // A glide before `e` is written or not: Mynbayev, Mynbaev; Yerlan, Erlan.
            if letter == UInt8(ascii: "i"), position + 1 < sounds.count, sounds[position + 1] == UInt8(ascii: "e"),
                kept.last.map(isVowel) ?? true
            {
                continue
            }
            // Bytes of other scripts are no letters.
            if letter >= 0x80 || kept.last != letter { kept.append(letter) }
        }
        // -off is an old spelling of -ov.
        if kept.last == UInt8(ascii: "f"), kept.count > 3,
            [UInt8(ascii: "o"), UInt8(ascii: "e")].contains(kept[kept.count - 2])
        {
            kept[kept.count - 1] = UInt8(ascii: "v")
        }
        return kept
    }

    /// The sign of several letters at a place: how many they are, and their sound.
    private static func digraph(_ latin: [UInt8], _ place: Int) -> (length: Int, sound: UInt8)? {
        func isNext(_ letters: StaticString) -> Bool {
            guard place + letters.utf8CodeUnitCount <= latin.count else { return false }
            for offset in 0..<letters.utf8CodeUnitCount where latin[place + offset] != letters.utf8Start[offset] {
                return false
            }
            return true
        }
        switch latin[place] {
        case UInt8(ascii: "s"):
            if isNext("shch") { return (4, UInt8(ascii: "x")) }
            if isNext("sch") { return (3, UInt8(ascii: "x")) }
            if isNext("sh") { return (2, UInt8(ascii: "x")) }
        case UInt8(ascii: "t"):
            if isNext("tch") { return (3, UInt8(ascii: "c")) }
            if isNext("tsz") || isNext("tzh") { return nil }
            if isNext("ts") || isNext("tz") { return (2, UInt8(ascii: "q")) }
            if isNext("th") { return (2, UInt8(ascii: "t")) }
        case UInt8(ascii: "d"):
            if isNext("dzh") { return (3, UInt8(ascii: "j")) }
            if isNext("dj") { return (2, UInt8(ascii: "j")) }
        case UInt8(ascii: "z"): if isNext("zh") { return (2, UInt8(ascii: "j")) }
        case UInt8(ascii: "k"): if isNext("kh") { return (2, UInt8(ascii: "h")) }
        case UInt8(ascii: "g"): if isNext("gh") { return (2, UInt8(ascii: "g")) }
        case UInt8(ascii: "p"): if isNext("ph") { return (2, UInt8(ascii: "f")) }
        case UInt8(ascii: "c"):
            if isNext("ck") { return (2, UInt8(ascii: "k")) }
            if isNext("ch") { return (2, UInt8(ascii: "c")) }
        default: break
        }
        return nil
    }

    private static func isSoftening(_ latin: [UInt8], _ place: Int) -> Bool {
        guard place < latin.count else { return false }
        switch latin[place] {
        case UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "y"): return true
        default: return false
        }
    }

    /// A word without its vowels, but for the first letter, and with one letter for consonants that are written one for
    /// the other.
    static func sounds(_ skeleton: [UInt8]) -> [UInt8] {
        var kept: [UInt8] = []
        for (position, letter) in skeleton.enumerated() where position == 0 || !isVowel(letter) {
            let sound: UInt8
            switch letter {
            case UInt8(ascii: "h"), UInt8(ascii: "g"): sound = UInt8(ascii: "k")
            case UInt8(ascii: "z"), UInt8(ascii: "q"): sound = UInt8(ascii: "s")
            case UInt8(ascii: "c"): sound = UInt8(ascii: "x")
            case UInt8(ascii: "o"): sound = UInt8(ascii: "u")
            case UInt8(ascii: "e"), UInt8(ascii: "a"): sound = UInt8(ascii: "i")
            default: sound = letter
            }
            if kept.last != sound { kept.append(sound) }
        }
        return kept
    }

    static func isVowel(_ letter: UInt8) -> Bool {
        switch letter {
        case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"), UInt8(ascii: "u"): true
        default: false
        }
    }

    private static let letters: [Unicode.Scalar: [UInt8]] = {
        let table = [
            ("аәàáâãäåāăąə", "a"), ("б", "b"), ("в", "v"), ("гғĝğġģǵ", "g"), ("дďđð", "d"),
            ("еёэєèéêëēĕėęěæ", "e"), ("жž", "zh"), ("зźż", "z"), ("иійыїìíîïĩīĭįıýÿŷǐ", "i"), ("кқķ", "k"),
            ("лĺļľŀł", "l"), ("м", "m"), ("нңñńņňŋ", "n"), ("оөòóôõöøōŏőǒ", "o"), ("œ", "oe"), ("п", "p"),
            ("рŕŗř", "r"), ("сśŝ", "s"), ("тţťŧț", "t"), ("уұүùúûüũūŭůűųǔǖǘǚǜ", "u"), ("ф", "f"), ("хһĥħ", "h"),
            ("ц", "ts"), ("чçčć", "ch"), ("шщşšș", "sh"), ("ю", "iu"), ("я", "ia"), ("ъь", ""), ("ß", "ss"),
            ("ĵ", "j"), ("ŵ", "v"), ("ǎ", "a"),
        ]
        return pairs(table, over: [:])
    }()

    private static let otherLetters = pairs([("ё", "yo"), ("ңñ", "ng"), ("üǖǘǚǜ", "yu")], over: letters)

    private static func pairs(
        _ table: [(String, String)], over letters: [Unicode.Scalar: [UInt8]]
    ) -> [Unicode.Scalar: [UInt8]] {
        var letters = letters
        for (scalars, latin) in table { for scalar in scalars.unicodeScalars { letters[scalar] = Array(latin.utf8) } }
        return letters
    }
}
