/// How far apart two spellings are, in tenths of a letter: what differs between ways to write one sound costs less than what
/// makes another name (Levenshtein's distance with weights).
enum SpellingDistance {
    /// What two letters cost at most that stand for one sound.
    static let alike = 3

    /// Letters that one sound has in different scripts and romanisations: Болат, Bulat; Қайрат, Khairat; Газ, Gas. The last
    /// are the signs of `NameFolding.skeleton`: Чимкент, Shymkent; Алиса, Alice.
    private static let sounds = ["ou", "ei", "ae", "zs", "kh", "gh", "kg", "cx", "qs", "qz", "qc", "jz"]
        .map { Array($0.utf8) }

    /// The costs of `ofLetters` for the letters from a to z.
    private static let costs: [UInt8] = (0..<26 * 26).map { place in
        let (left, right) = (UInt8(place / 26) + UInt8(ascii: "a"), UInt8(place % 26) + UInt8(ascii: "a"))
        if left == right { return 0 }
        if sounds.contains(where: { $0.contains(left) && $0.contains(right) }) { return UInt8(alike) }
        return NameFolding.isVowel(left) && NameFolding.isVowel(right) ? 8 : 10
    }

    /// What it costs to write one letter for the other.
    static func ofLetters(_ left: UInt8, _ right: UInt8) -> Int {
        let (first, second) = (Int(left) - 97, Int(right) - 97)
        guard (0..<26).contains(first), (0..<26).contains(second) else { return left == right ? 0 : 10 }
        return Int(costs[first * 26 + second])
    }

    /// What it costs to leave a letter out.
    private static func ofOmission(_ letter: UInt8) -> Int {
        switch letter {
        case UInt8(ascii: "i"), UInt8(ascii: "h"): 3
        default: NameFolding.isVowel(letter) ? 5 : 10
        }
    }

    /// The distance, or more than the limit.
    static func between(_ left: [UInt8], _ right: [UInt8], atMost limit: Int) -> Int {
        guard abs(left.count - right.count) * 3 <= limit else { return limit + 1 }
        return withUnsafeTemporaryAllocation(of: Int.self, capacity: right.count + 1) { row in
            row.initialize(repeating: 0)
            for (place, letter) in right.enumerated() { row[place + 1] = row[place] + ofOmission(letter) }
            for letter in left {
                var diagonal = row[0]
                let omission = ofOmission(letter)
                row[0] += omission
                var least = row[0]
                for (place, candidate) in right.enumerated() {
                    let above = row[place + 1]
                    row[place + 1] = min(
                        above + omission, row[place] + ofOmission(candidate), diagonal + ofLetters(letter, candidate))
                    diagonal = above
                    least = min(least, row[place + 1])
                }
                if least > limit { return limit + 1 }
            }
            return row[right.count]
        }
    }
}
