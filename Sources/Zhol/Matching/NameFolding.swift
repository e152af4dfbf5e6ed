/// One spelling for the many that a name has: Kazakh and Russian in Cyrillic, Kazakh in Latin letters, and the ways in
/// which both are written in English.
enum NameFolding {
    /// Lowercase Latin letters without marks; letters of other scripts stay.
    static func latin(_ text: some StringProtocol) -> String {
        var folded = String.UnicodeScalarView()
        for scalar in text.lowercased().unicodeScalars {
            if scalar.isASCII {
                folded.append(scalar)
            } else if let latin = letters[scalar] {
                folded.append(contentsOf: latin.unicodeScalars)
            } else if !(0x300...0x36f).contains(scalar.value) {
                folded.append(scalar)
            }
        }
        return String(folded)
    }

    /// What is left of a Latin word where romanisations differ: `Kulibayev`, `Kulibaev` and `Кулибаев` are one.
    static func skeleton(_ latin: String) -> String {
        var letters: [UInt8] = []
        var rest = Array(latin.utf8)[...]
        while let first = rest.first {
            if let (sign, sound) = digraphs.first(where: { rest.starts(with: $0.0) }) {
                letters += sound
                rest = rest.dropFirst(sign.count)
                continue
            }
            rest = rest.dropFirst()
            switch first {
            case UInt8(ascii: "q"), UInt8(ascii: "c"): letters.append(UInt8(ascii: "k"))
            case UInt8(ascii: "w"): letters.append(UInt8(ascii: "v"))
            case UInt8(ascii: "y"): letters.append(UInt8(ascii: "i"))
            case UInt8(ascii: "x"): letters += Array("ks".utf8)
            default: letters.append(first)
            }
        }
        var kept: [UInt8] = []
        for (position, letter) in letters.enumerated() {
            // A glide before `e` is written or not: Mynbayev, Mynbaev; Yerlan, Erlan.
            if letter == UInt8(ascii: "i"), position + 1 < letters.count, letters[position + 1] == UInt8(ascii: "e"),
                kept.last.map(isVowel) ?? true
            {
                continue
            }
            if kept.last != letter { kept.append(letter) }
        }
        // -off is an old spelling of -ov.
        if kept.last == UInt8(ascii: "f"), kept.count > 3,
            [UInt8(ascii: "o"), UInt8(ascii: "e")].contains(kept[kept.count - 2])
        {
            kept[kept.count - 1] = UInt8(ascii: "v")
        }
        return String(decoding: kept, as: UTF8.self)
    }

    /// A word without its vowels, but for the first letter, and with one letter for consonants that are written one for
    /// the other.
    static func sounds(_ skeleton: String) -> String {
        var kept: [UInt8] = []
        for (position, letter) in skeleton.utf8.enumerated() where position == 0 || !isVowel(letter) {
            let sound: UInt8
            switch letter {
            case UInt8(ascii: "h"), UInt8(ascii: "g"): sound = UInt8(ascii: "k")
            case UInt8(ascii: "z"): sound = UInt8(ascii: "s")
            case UInt8(ascii: "o"): sound = UInt8(ascii: "u")
            case UInt8(ascii: "e"), UInt8(ascii: "a"): sound = UInt8(ascii: "i")
            default: sound = letter
            }
            // A `ts` is one sound, which some write as `z`.
            if sound == UInt8(ascii: "s"), kept.count > 1, kept.last == UInt8(ascii: "t") { kept.removeLast() }
            if kept.last != sound { kept.append(sound) }
        }
        return String(decoding: kept, as: UTF8.self)
    }

    static func isVowel(_ letter: UInt8) -> Bool {
        switch letter {
        case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"), UInt8(ascii: "u"): true
        default: false
        }
    }

    private static let digraphs: [([UInt8], [UInt8])] = [
        ("shch", "sh"), ("sch", "sh"), ("tch", "ch"), ("dzh", "j"), ("tzh", "tj"), ("dj", "j"), ("zh", "j"),
        ("kh", "h"),
        ("gh", "g"), ("ph", "f"), ("th", "t"), ("tz", "ts"), ("ck", "k"), ("ch", "ch"),
    ].map { (Array($0.0.utf8), Array($0.1.utf8)) }

    private static let letters: [Unicode.Scalar: String] = {
        let table = [
            ("аәàáâãäåāăąə", "a"), ("б", "b"), ("в", "v"), ("гғĝğġģǵ", "g"), ("дďđð", "d"),
            ("еёэєèéêëēĕėęěæ", "e"), ("жž", "zh"), ("зźż", "z"), ("иійыїìíîïĩīĭįıýÿŷ", "i"), ("кқķ", "k"),
            ("лĺļľŀł", "l"), ("м", "m"), ("нңñńņňŋ", "n"), ("оөòóôõöøōŏő", "o"), ("œ", "oe"), ("п", "p"),
            ("рŕŗř", "r"), ("сśŝ", "s"), ("тţťŧț", "t"), ("уұүùúûüũūŭůűų", "u"), ("ф", "f"), ("хһĥħ", "h"),
            ("ц", "ts"), ("чçčć", "ch"), ("шщşšș", "sh"), ("ю", "iu"), ("я", "ia"), ("ъь", ""), ("ß", "ss"),
            ("ĵ", "j"), ("ŵ", "v"),
        ]
        var letters: [Unicode.Scalar: String] = [:]
        for (scalars, latin) in table { for scalar in scalars.unicodeScalars { letters[scalar] = latin } }
        return letters
    }()
}
