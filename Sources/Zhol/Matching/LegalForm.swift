/// Legal forms of companies, which names have or lack.
enum LegalForm {
    /// - Parameter small: the word in small letters.
    static func matches(_ word: String, _ small: String) -> Bool {
        always.contains(small) || inCapitals.contains(word)
    }

    /// How many words at the beginning or the end of a name are a legal form; 0 for none.
    static func count(atEnd: Bool, of words: ArraySlice<NameWord>) -> Int {
        guard let word = atEnd ? words.last : words.first else { return 0 }
        if atEnd ? word.endsLegalForm : word.beginsLegalForm {
            for phrase in phrases where phrase.count < words.count && word.small == (atEnd ? phrase.last : phrase.first)
            {
                let place = atEnd ? words.suffix(phrase.count) : words.prefix(phrase.count)
                if place.elementsEqual(phrase, by: { $0.small == $1 }) { return phrase.count }
            }
        }
        return word.isLegalForm && words.count > 1 ? 1 : 0
    }

    /// Whether a longer form may begin or end with the word in small letters.
    static func begins(_ small: String) -> Bool { firsts.contains(small) }
    static func ends(_ small: String) -> Bool { lasts.contains(small) }

    private static let firsts = Set(phrases.compactMap(\.first))
    private static let lasts = Set(phrases.compactMap(\.last))
    private static let always: Set<String> = [
        "jsc", "llp", "llc", "ltd", "limited", "inc", "plc", "gmbh", "co", "corp", "ojsc", "cjsc", "pjsc", "жшс", "тоо",
        "оао", "зао", "пао", "ооо", "ао", "ақ", "нао", "рмк", "ргп", "нак", "нк", "ұк", "ұак", "ұәқ", "ұқ", "кеақ",
        "мкк", "шжқ", "njsc", "sarl", "incorporated",
    ]
    /// Short ones, which are words in small letters.
    private static let inCapitals: Set<String> = [
        "AO", "OAO", "ZAO", "PAO", "OOO", "TOO", "AQ", "JSHS", "AG", "SA", "BV", "NV", "AS", "NC", "NAC", "NAK",
    ]
    /// The longer first where one ends or begins as another does.
    private static let phrases: [[String]] = [
        "public joint stock company", "open joint stock company", "closed joint stock company", "joint stock company",
        "limited liability partnership", "limited liability company", "public limited company", "private limited",
        "company limited", "national company", "national holding", "товарищество с ограниченной ответственностью",
        "общество с ограниченной ответственностью", "открытое акционерное общество",
        "закрытое акционерное общество", "публичное акционерное общество", "некоммерческое акционерное общество",
        "акционерное общество", "национальная компания", "национальный холдинг",
        "жауапкершілігі шектеулі серіктестігі", "жауапкершілігі шектеулі серіктестік", "акционерлік қоғамы",
        "акционерлік қоғам", "ұлттық компаниясы", "ұлттық холдингі", "s à r l", "s a r l", "l l p", "l l c", "j s c",
    ].map { $0.split(separator: " ").map(String.init) }
}
