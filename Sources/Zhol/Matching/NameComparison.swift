/// How alike two names are, by their words.
struct NameComparison {
    /// Why two names may be of one thing.
    enum Reason: String, CaseIterable, Comparable {
        case sameName = "same name"
        case otherScript = "other script"
        case spelling = "spelling"
        case joined = "words written together"
        case wordOrder = "word order"
        case initials = "initials"
        case abbreviation = "abbreviation"
        case legalForm = "legal form"
        case patronymic = "patronymic"
        case furtherWords = "further words"

        static func < (left: Reason, right: Reason) -> Bool {
            (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
        }
    }

    /// A score from 0 to 1, and why; nil where the names are of different things.
    static func compare(_ left: NameWords, _ right: NameWords) -> (score: Double, reasons: [Reason])? {
        if let score = abbreviation(left, right) ?? abbreviation(right, left) { return (score, [.abbreviation]) }
        guard !left.contradicts(right) else { return nil }
        let pairing = NamePairing(left, right)
        // What is only in parentheses, a single letter or a word of all names is no name.
        guard pairing.isMatchOfWords else { return nil }
        var reasons: Set<Reason> = []
        var common = 0.0
        var whole = 0.0
        for match in pairing.matches {
            let (first, second) = (left.words[match.left].word, right.words[match.right].word)
            if match.isInitial {
                reasons.insert(.initials)
            } else if match.isJoined {
                reasons.insert(.joined)
            } else if match.likeness < 1 || first.latin != second.latin {
                reasons.insert(.spelling)
            }
            // An initial weighs as the word that it stands for.
            let weight = max(
                left.words[match.left].isInitial ? 0 : first.weight,
                right.words[match.right].isInitial ? 0 : second.weight)
            common += 2 * match.likeness * weight
            whole += 2 * weight
        }
        if pairing.isInOtherOrder { reasons.insert(.wordOrder) }
        let hasAsides = pairing.hasAside(of: left, \.left) && pairing.hasAside(of: right, \.right)
        let restOfLeft = rest(left, pairing, \.left, hasAsides, &reasons)
        let restOfRight = rest(right, pairing, \.right, hasAsides, &reasons)
        guard whole > 0 else { return nil }
        var score = common / (whole + restOfLeft + restOfRight)
        // Each says something that the other does not: rather two things than one.
        if restOfLeft > 1, restOfRight > 1 { score *= 0.85 }
        if haveOtherFathers(left, right, pairing) { score *= 0.7 }
        if left.hasLegalForm != right.hasLegalForm { reasons.insert(.legalForm) }
        if left.hasOtherScript != right.hasOtherScript {
            reasons.insert(.otherScript)
            reasons.remove(.spelling)
        }
        if reasons.isEmpty {
            let isSame = left.words.elementsEqual(right.words) { $0.word.small == $1.word.small }
            reasons = [isSame ? .sameName : .spelling]
        }
        return (min(1, score), reasons.sorted())
    }

    /// Whether a word may be one half of another.
    static func canJoin(_ place: NameWords.Place) -> Bool {
        !place.isAside && !place.isInitial && place.word.kind == nil && place.word.latin.count > 1
    }

    /// Whether both names have a patronymic or its initial, and these do not go together.
    private static func haveOtherFathers(_ left: NameWords, _ right: NameWords, _ pairing: NamePairing) -> Bool {
        func fathers(_ name: NameWords, _ isMatched: (Int) -> Bool) -> [NameWords.Place] {
            name.words.indices.filter { place in
                !isMatched(place)
                    && (name.words[place].isInitial || place > 0 && name.words[place].word.isPatronymic)
            }.map { name.words[$0] }
        }
        let one = fathers(left, pairing.isLeftMatched)
        if one.isEmpty { return false }
        let other = fathers(right, pairing.isRightMatched)
        if other.isEmpty { return false }
        return !one.contains { left in
            other.contains { right in
                let (word, candidate) = (left.word.readings[0], right.word.readings[0])
                if left.isInitial || right.isInitial { return word.first == candidate.first }
                return SpellingDistance.between(
                    Patronymic.father(word), Patronymic.father(candidate), atMost: SpellingDistance.alike)
                    <= SpellingDistance.alike
            }
        }
    }

    /// The weight of the words that have no counterpart.
    private static func rest(
        _ name: NameWords, _ pairing: NamePairing, _ side: KeyPath<NamePairing.Match, Int>, _ countsAsides: Bool,
        _ reasons: inout Set<Reason>
    ) -> Double {
        var sum = 0.0
        for (place, own) in name.words.enumerated() where !pairing.isMatched(place, side) {
            if own.isInitial {
                // Beside a surname alone an initial says who of the family is meant.
                if pairing.matches.count < 2 { sum += 1 }
            } else if place > 0, own.word.isPatronymic {
                reasons.insert(.patronymic)
                sum += 0.1 * own.word.weight
            } else if pairing.isAfterInitial(place, of: name, side) {
                // The second half of a first name of which the other has the initial.
                sum += 0.1 * own.word.weight
            } else if !own.isAside || countsAsides {
                if own.word.kind != .link { reasons.insert(.furtherWords) }
                sum += own.word.weight
            }
        }
        return sum
    }

    private static func abbreviation(_ short: NameWords, _ long: NameWords) -> Double? {
        guard let letters = short.abbreviation, letters.count >= 3 else { return nil }
        if long.ownAbbreviations.contains(letters) { return 0.9 }
        return long.outside >= 3 && long.initials.contains(letters) ? 0.8 : nil
    }
}
