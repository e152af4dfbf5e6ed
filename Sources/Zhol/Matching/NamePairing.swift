/// Which words of a name go with which of another, the most alike first.
struct NamePairing {
    struct Match {
        let left: Int
        let right: Int
        let likeness: Double
        var isInitial = false
        /// Whether the word on one side is written as several on the other.
        var isJoined = false
    }

    /// By the place on the left.
    private(set) var matches: [Match] = []
    private var leftMatched: UInt64 = 0
    private var rightMatched: UInt64 = 0
    /// Whether a word outside parentheses that is no initial goes with such a one.
    private(set) var isMatchOfWords = false

    init(_ left: NameWords, _ right: NameWords) {
        for (place, own) in left.words.enumerated() where !own.isInitial {
            for (other, candidate) in right.words.enumerated()
            where !candidate.isInitial && !isRightMatched(other) && WordLikeness.areEqual(own.word, candidate.word) {
                match(place, other, 1, left, right)
                break
            }
        }
        matchJoined(left, right, isLeft: true)
        matchJoined(right, left, isLeft: false)
        matchSimilar(left, right)
        matches.sort { $0.left < $1.left }
    }

    func isLeftMatched(_ place: Int) -> Bool { leftMatched >> UInt64(place) & 1 == 1 }
    func isRightMatched(_ place: Int) -> Bool { rightMatched >> UInt64(place) & 1 == 1 }

    func isMatched(_ place: Int, _ side: KeyPath<Match, Int>) -> Bool {
        side == \.left ? isLeftMatched(place) : isRightMatched(place)
    }

    var isInOtherOrder: Bool { zip(matches, matches.dropFirst()).contains { $0.right > $1.right } }

    /// Whether a word in parentheses has no counterpart.
    func hasAside(of name: NameWords, _ side: KeyPath<Match, Int>) -> Bool {
        name.words.indices.contains { name.words[$0].isAside && !isMatched($0, side) }
    }

    /// Whether a hyphen joins the word to one that an initial stands for.
    func isAfterInitial(_ place: Int, of name: NameWords, _ side: KeyPath<Match, Int>) -> Bool {
        name.words[place].isHyphenated && matches.contains { $0.isInitial && $0[keyPath: side] == place - 1 }
    }

    private mutating func match(
        _ place: Int, _ other: Int, _ likeness: Double, _ left: NameWords, _ right: NameWords, isJoined: Bool = false
    ) {
        let (own, candidate) = (left.words[place], right.words[other])
        let isInitial = own.isInitial != candidate.isInitial
        leftMatched |= 1 << UInt64(place)
        rightMatched |= 1 << UInt64(other)
        matches.append(
            Match(left: place, right: other, likeness: likeness, isInitial: isInitial, isJoined: isJoined))
        if !isInitial, !own.isAside, !candidate.isAside, own.word.kind != .link { isMatchOfWords = true }
    }

    /// Words that several words of the other name make together.
    private mutating func matchJoined(_ whole: NameWords, _ parts: NameWords, isLeft: Bool) {
        func isFree(_ place: Int) -> Bool {
            place < parts.outside && !(isLeft ? isRightMatched(place) : isLeftMatched(place))
                && NameComparison.canJoin(parts.words[place])
        }
        guard parts.outside > 1 else { return }
        for (place, own) in whole.words.enumerated()
        where !own.isInitial && own.word.latin.count > 3 && !(isLeft ? isLeftMatched(place) : isRightMatched(place)) {
            for start in 0..<parts.outside - 1 where isFree(start) && isFree(start + 1) {
                guard let end = NamePairing.end(of: own.word, from: start, parts, isFree) else { continue }
                for part in start..<end {
                    if isLeft { rightMatched |= 1 << UInt64(part) } else { leftMatched |= 1 << UInt64(part) }
                }
                if isLeft {
                    match(place, start, 0.98, whole, parts, isJoined: true)
                } else {
                    match(start, place, 0.98, parts, whole, isJoined: true)
                }
                break
            }
        }
    }

    /// Where the parts of a word end.
    private static func end(
        of word: NameWord, from start: Int, _ parts: NameWords, _ isFree: (Int) -> Bool
    ) -> Int? {
        guard let first = parts.words[start].word.readings[0].first,
            word.readings.contains(where: { ($0.first.map { SpellingDistance.ofLetters($0, first) } ?? 10) <= 3 })
        else { return nil }
        var joined = parts.words[start].word.latin
        for place in start + 1..<min(parts.outside, start + 3) where isFree(place) {
            joined += parts.words[place].word.latin
            guard joined.count <= word.latin.count + 3 else { return nil }
            let skeleton = NameFolding.skeleton(joined)
            let isAlike = word.readings.contains {
                SpellingDistance.between($0, skeleton, atMost: SpellingDistance.alike) <= SpellingDistance.alike
            }
            if isAlike { return place + 1 }
        }
        return nil
    }

    private mutating func matchSimilar(_ left: NameWords, _ right: NameWords) {
        var all: [Match] = []
        for (place, own) in left.words.enumerated() where !isLeftMatched(place) {
            for (other, candidate) in right.words.enumerated() where !isRightMatched(other) {
                let likeness = WordLikeness.of(own, candidate)
                if likeness > 0 { all.append(Match(left: place, right: other, likeness: likeness)) }
            }
        }
        if all.count > 1 {
            all.sort { ($1.likeness, $0.left, $0.right) < ($0.likeness, $1.left, $1.right) }
        }
        for one in all where !isLeftMatched(one.left) && !isRightMatched(one.right) {
            match(one.left, one.right, one.likeness, left, right)
        }
    }
}
