/// Words that say little about which company is meant.
enum CompanyWord {
    /// A word that only links others.
    case link
    /// A word of many names.
    case business

    init?(_ small: String, _ latin: [UInt8]) {
        if CompanyWord.links.contains(small) {
            self = .link
        } else if CompanyWord.businesses.contains(String(decoding: latin, as: UTF8.self)) {
            self = .business
        } else {
            return nil
        }
    }

    /// What a short form stands for, in Latin letters.
    static func full(_ latin: [UInt8]) -> [UInt8]? {
        shortForms[String(decoding: latin, as: UTF8.self)].map { Array($0.utf8) }
    }

    private static let shortForms = [
        "corp": "corporation", "co": "company", "intl": "international", "natl": "national", "dept": "department",
        "dev": "development", "mfg": "manufacturing", "grp": "group",
    ]
    private static let links: Set<String> = ["of", "the", "and", "for", "de", "і", "и", "және", "в", "по", "на"]
    private static let businesses: Set<String> = [
        "group", "holding", "holdings", "corporation", "company", "i", "gruppa", "kompaniia", "korporatsiia", "co",
        "corp",
    ]
}
