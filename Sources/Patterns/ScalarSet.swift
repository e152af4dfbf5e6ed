/// A set of Unicode scalars: what one place of a pattern takes.
struct ScalarSet: Hashable {
    enum Property: Hashable {
        /// `\w`: letters, marks, decimal digits and `_`, of every script.
        case word
        /// `\s`: white space of Unicode.
        case space
        /// `\p{Lu}`: the general categories whose numbers are set.
        case categories(UInt32)
        /// `\p{Cyrillic}`: letters and marks of the blocks of a script.
        case script(ScalarScript)

        func contains(_ scalar: Unicode.Scalar) -> Bool {
            switch self {
            case .word: ScalarSet.isWord(scalar)
            case .space: scalar.properties.isWhitespace
            case .categories(let mask): mask & 1 << UInt32(scalar.properties.generalCategory.number) != 0
            case .script(let script): script.contains(scalar)
            }
        }
    }

    private var ranges: [ClosedRange<UInt32>] = []
    private var properties: [Property] = []
    private var missingProperties: [Property] = []
    var isNegated = false
    /// Whether a scalar is in the set where one that differs in case only is.
    var foldsCase = false

    init(foldsCase: Bool = false) { self.foldsCase = foldsCase }

    mutating func insert(_ range: ClosedRange<UInt32>) { ranges.append(range) }

    mutating func insert(_ property: Property, isNegated: Bool = false) {
        if isNegated { missingProperties.append(property) } else { properties.append(property) }
    }

    /// Sorts and joins the ranges, for `contains` to search.
    mutating func finish() {
        var joined: [ClosedRange<UInt32>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = joined.last, range.lowerBound <= last.upperBound {
                joined[joined.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                joined.append(range)
            }
        }
        ranges = joined
    }

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        var found = holds(scalar)
        if !found, foldsCase { found = CaseFolding.variants(of: scalar).contains { holds($0) } }
        return found != isNegated
    }

    private func holds(_ scalar: Unicode.Scalar) -> Bool {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < scalar.value { low = middle + 1 } else { high = middle }
        }
        if low < ranges.count, ranges[low].contains(scalar.value) { return true }
        return properties.contains { $0.contains(scalar) } || missingProperties.contains { !$0.contains(scalar) }
    }

    static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "_": return true
            default: return false
            }
        }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
            .spacingMark, .enclosingMark, .decimalNumber, .letterNumber:
            return true
        default: return false
        }
    }
}

/// Scripts, by the blocks that hold their letters.
enum ScalarScript: String, CaseIterable {
    case latin = "Latin"
    case greek = "Greek"
    case cyrillic = "Cyrillic"
    case armenian = "Armenian"
    case hebrew = "Hebrew"
    case arabic = "Arabic"
    case devanagari = "Devanagari"
    case thai = "Thai"
    case georgian = "Georgian"
    case hangul = "Hangul"
    case hiragana = "Hiragana"
    case katakana = "Katakana"
    case han = "Han"

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        guard blocks.contains(where: { $0.contains(scalar.value) }) else { return false }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
            .spacingMark, .enclosingMark, .letterNumber:
            return scalar.value != 0xb5
        default: return false
        }
    }

    private var blocks: [ClosedRange<UInt32>] {
        switch self {
        case .latin:
            [
                0x41...0x5a, 0x61...0x7a, 0xaa...0x2b8, 0x1d00...0x1d25, 0x1e00...0x1eff, 0x2c60...0x2c7f,
                0xa722...0xa7ff, 0xab30...0xab64, 0xfb00...0xfb06, 0xff21...0xff5a,
            ]
        case .greek: [0x370...0x3ff, 0x1f00...0x1fff]
        case .cyrillic: [0x400...0x52f, 0x1c80...0x1c8f, 0x2de0...0x2dff, 0xa640...0xa69f]
        case .armenian: [0x531...0x589, 0xfb13...0xfb17]
        case .hebrew: [0x591...0x5f4, 0xfb1d...0xfb4f]
        case .arabic: [0x600...0x6ff, 0x750...0x77f, 0x8a0...0x8ff, 0xfb50...0xfdff, 0xfe70...0xfefc]
        case .devanagari: [0x900...0x97f, 0xa8e0...0xa8ff]
        case .thai: [0xe01...0xe5b]
        case .georgian: [0x10a0...0x10ff, 0x1c90...0x1cbf, 0x2d00...0x2d2f]
        case .hangul: [0x1100...0x11ff, 0x3131...0x318e, 0xa960...0xa97c, 0xac00...0xd7fb]
        case .hiragana: [0x3041...0x309f]
        case .katakana: [0x30a1...0x30ff, 0x31f0...0x31ff, 0xff66...0xff9d]
        case .han:
            [
                0x2e80...0x2fd5, 0x3005...0x3007, 0x3021...0x3029, 0x3400...0x4dbf, 0x4e00...0x9fff, 0xf900...0xfaff,
                0x20000...0x323af,
            ]
        }
    }
}

extension Unicode.GeneralCategory {
    /// The names of general categories in patterns, in the order of their numbers.
    static let names = [
        "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po",
        "Sm",
        "Sc", "Sk", "So", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Cn",
    ]

    fileprivate var number: Int {
        switch self {
        case .uppercaseLetter: 0
        case .lowercaseLetter: 1
        case .titlecaseLetter: 2
        case .modifierLetter: 3
        case .otherLetter: 4
        case .nonspacingMark: 5
        case .spacingMark: 6
        case .enclosingMark: 7
        case .decimalNumber: 8
        case .letterNumber: 9
        case .otherNumber: 10
        case .connectorPunctuation: 11
        case .dashPunctuation: 12
        case .openPunctuation: 13
        case .closePunctuation: 14
        case .initialPunctuation: 15
        case .finalPunctuation: 16
        case .otherPunctuation: 17
        case .mathSymbol: 18
        case .currencySymbol: 19
        case .modifierSymbol: 20
        case .otherSymbol: 21
        case .spaceSeparator: 22
        case .lineSeparator: 23
        case .paragraphSeparator: 24
        case .control: 25
        case .format: 26
        case .surrogate: 27
        case .privateUse: 28
        case .unassigned: 29
        @unknown default: 29
        }
    }
}
