import Glibc

/// How alike two names are, by their words.
struct NameComparison {
    /// Why two names may be of one thing.
    enum Reason: String, CaseIterable, Comparable {
        case sameName = "same name"
        case otherScript = "other script"
        case spelling = "spelling"
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

    /// In how many names each word stands.
    private let frequency: [String: Int]
    private let count: Int

    init(_ names: [NameWords]) {
        var frequency: [String: Int] = [:]
        for name in names { for word in Set(name.words.map(\.skeleton)) { frequency[word, default: 0] += 1 } }
        self.frequency = frequency
        count = names.count
    }

    /// A score from 0 to 1, and why; nil where the names are of different things.
    func compare(_ left: NameWords, _ right: NameWords) -> (score: Double, reasons: [Reason])? {
        if let found = abbreviation(left, right) ?? abbreviation(right, left) { return found }
        guard left.numbers.isEmpty || right.numbers.isEmpty || left.numbers == right.numbers,
            left.words.filter(\.isNumber).map(\.skeleton) == right.words.filter(\.isNumber).map(\.skeleton)
        else { return nil }
        var reasons: Set<Reason> = []
        var pairs = matched(left, right)
        pairs.sort { $0.left < $1.left }
        guard pairs.contains(where: { $0.likeness >= 0.75 && !isInitial(left, right, $0) }) else { return nil }
        var common = 0.0
        for pair in pairs {
            if isInitial(left, right, pair) {
                reasons.insert(.initials)
            } else if pair.likeness < 1 || left.words[pair.left].latin != right.words[pair.right].latin {
                reasons.insert(.spelling)
            }
            // An initial weighs as the word that it stands for.
            common += 2 * pair.likeness * max(weight(left.words[pair.left]), weight(right.words[pair.right]))
        }
        if zip(pairs, pairs.dropFirst()).contains(where: { $0.right > $1.right }) { reasons.insert(.wordOrder) }
        let restOfLeft = rest(left, Set(pairs.map(\.left)), &reasons)
        let restOfRight = rest(right, Set(pairs.map(\.right)), &reasons)
        let whole = pairs.reduce(0.0) {
            $0 + 2 * max(weight(left.words[$1.left]), weight(right.words[$1.right]))
        }
        var score = common / (whole + restOfLeft + restOfRight)
        // Each says something that the other does not: rather two things than one.
        if restOfLeft > 1, restOfRight > 1 { score *= 0.85 }
        if haveOtherFathers(left, right, pairs) { score *= 0.7 }
        if left.hasLegalForm != right.hasLegalForm { reasons.insert(.legalForm) }
        if left.hasOtherScript != right.hasOtherScript {
            reasons.insert(.otherScript)
            reasons.remove(.spelling)
        }
        if reasons.isEmpty {
            reasons = [left.words.map(\.small) == right.words.map(\.small) ? .sameName : .spelling]
        }
        return (min(1, score), reasons.sorted())
    }

    private struct Match {
        let left: Int
        let right: Int
        let likeness: Double
    }

    private func isInitial(_ left: NameWords, _ right: NameWords, _ pair: Match) -> Bool {
        left.words[pair.left].isInitial != right.words[pair.right].isInitial
    }

    /// Words of the one that go with words of the other, the most alike first.
    private func matched(_ left: NameWords, _ right: NameWords) -> [Match] {
        var all: [Match] = []
        for (place, word) in left.words.enumerated() {
            for (other, candidate) in right.words.enumerated() {
                let likeness = NameComparison.likeness(word, candidate)
                if likeness > 0 { all.append(Match(left: place, right: other, likeness: likeness)) }
            }
        }
        all.sort { ($1.likeness, $0.left, $0.right) < ($0.likeness, $1.left, $1.right) }
        var taken: (left: Set<Int>, right: Set<Int>) = ([], [])
        return all.filter { match in
            guard !taken.left.contains(match.left), !taken.right.contains(match.right) else { return false }
            taken.left.insert(match.left)
            taken.right.insert(match.right)
            return true
        }
    }

    /// Whether both names have a patronymic or its initial, and these do not go together.
    private func haveOtherFathers(_ left: NameWords, _ right: NameWords, _ pairs: [Match]) -> Bool {
        func fathers(_ name: NameWords, _ matched: [Int]) -> [NameWords.Word] {
            name.words.indices.filter { place in
                !matched.contains(place)
                    && (name.words[place].isInitial
                        || place > 0 && NameComparison.isPatronymic(name.words[place].skeleton))
            }.map { name.words[$0] }
        }
        let (one, other) = (fathers(left, pairs.map(\.left)), fathers(right, pairs.map(\.right)))
        guard !one.isEmpty, !other.isEmpty else { return false }
        // Askarovich and Askaruly have one father.
        return !one.contains { word in
            other.contains { candidate in
                if word.isInitial || candidate.isInitial { return word.skeleton.first == candidate.skeleton.first }
                let distance = SpellingDistance.between(
                    NameComparison.father(word.skeleton), NameComparison.father(candidate.skeleton),
                    atMost: SpellingDistance.alike)
                return distance <= SpellingDistance.alike
            }
        }
    }

    /// What a patronymic is made from.
    private static func father(_ patronymic: String) -> [UInt8] {
        let end = patronymics.first { patronymic.hasSuffix($0) } ?? ""
        return Array(patronymic.utf8.dropLast(end.utf8.count))
    }

    /// The weight of the words that have no counterpart.
    private func rest(_ name: NameWords, _ matched: Set<Int>, _ reasons: inout Set<Reason>) -> Double {
        var sum = 0.0
        for (place, word) in name.words.enumerated() where !matched.contains(place) {
            if place > 0, NameComparison.isPatronymic(word.skeleton) {
                reasons.insert(.patronymic)
                sum += 0.1 * weight(word)
            } else {
                reasons.insert(.furtherWords)
                sum += weight(word)
            }
        }
        return sum
    }

    /// Rare words say more; words of all companies little.
    private func weight(_ word: NameWords.Word) -> Double {
        if word.isInitial { return 0 }
        let rarity = 1 + log(Double(count + 1) / Double(frequency[word.skeleton, default: 0] + 1))
        return NameComparison.commonWords.contains(word.latin) ? 0.3 * rarity : rarity
    }

    /// How alike two words are: 0 for different ones.
    static func likeness(_ left: NameWords.Word, _ right: NameWords.Word) -> Double {
        if left.skeleton == right.skeleton { return 1 }
        if left.isNumber || right.isNumber { return 0 }
        if left.isInitial || right.isInitial {
            return left.skeleton.first == right.skeleton.first && left.isInitial != right.isInitial ? 0.85 : 0
        }
        let one = Array(left.skeleton.utf8)
        let other = Array(right.skeleton.utf8)
        // Kulibayev and Kulibayeva are two persons.
        if isFeminine(one, of: other) || isFeminine(other, of: one) { return 0 }
        let length = max(one.count, other.count)
        guard min(one.count, other.count) >= 4, let first = one.first, let second = other.first,
            SpellingDistance.ofLetters(first, second) <= SpellingDistance.alike
        else { return 0 }
        // Short words are other words soon: Marat and Murat, Nurlan and Nurzhan.
        let allowed = length >= 10 ? 14 : length >= 8 ? 10 : length >= 6 ? 7 : length == 5 ? 5 : 0
        let distance = SpellingDistance.between(one, other, atMost: allowed)
        guard distance <= allowed else { return 0 }
        return min(0.95, 1 - Double(distance) / 10 / Double(length))
    }

    private static func isFeminine(_ word: [UInt8], of other: [UInt8]) -> Bool {
        guard word.last == UInt8(ascii: "a") else { return false }
        if word.dropLast() == other[...] { return true }
        // The rest of a surname may be spelled in another way as well.
        let text = String(decoding: word, as: UTF8.self)
        let end = String(decoding: other.suffix(2), as: UTF8.self)
        if ["ova", "eva"].contains(where: text.hasSuffix), ["ov", "ev"].contains(end) { return true }
        return word.count > 3 && text.hasSuffix("aia") && word.dropLast(3) == other.dropLast(1)
    }

    private static let patronymics = ["ovich", "evich", "ovna", "evna", "uli", "kizi", "kizy"]

    private static func isPatronymic(_ skeleton: String) -> Bool {
        skeleton.utf8.count > 5 && patronymics.contains { skeleton.hasSuffix($0) }
    }

    private func abbreviation(_ short: NameWords, _ long: NameWords) -> (score: Double, reasons: [Reason])? {
        guard short.isAbbreviation, short.words[0].latin.utf8.count >= 3, long.words.count >= 3,
            long.initials == short.words[0].latin
        else { return nil }
        return (0.8, [.abbreviation])
    }

    private static let commonWords: Set<String> = [
        "group", "holding", "holdings", "corporation", "company", "of", "the", "and", "for", "de", "i",
        "gruppa", "kompaniia", "korporatsiia",
    ]
}
