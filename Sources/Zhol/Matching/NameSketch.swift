/// What tells at a glance that a word of a name goes with none of another.
struct NameSketch: BitwiseCopyable {
    private let key: UInt64
    private let weight: Float
    private let first: UInt8
    private let isInitial: Bool
    /// Whether more than one reading, or a number, may go with other words.
    private let isOpen: Bool
    /// Whether it counts where it has no counterpart.
    private let counts: Bool

    init(_ place: NameWords.Place) {
        key = place.word.keys[0]
        weight = place.isInitial ? 0 : Float(place.word.weight)
        first = place.word.readings[0].first ?? 0
        isInitial = place.isInitial
        isOpen = place.word.keys.count > 1 || place.word.numeralValue != nil
        counts = !place.isInitial && !place.isAside && !place.isHyphenated && !place.word.isPatronymic
    }

    private func mayGo(with other: NameSketch) -> Bool {
        if key == other.key || isOpen || other.isOpen { return true }
        return first == other.first || SpellingDistance.ofLetters(first, other.first) <= SpellingDistance.alike
    }

    /// A score that the names do not exceed.
    static func bound(_ left: [NameSketch], _ right: [NameSketch]) -> Double {
        var common: Float = 0
        let restOfLeft = rest(left, right) { common += $0 }
        let restOfRight = rest(right, left) { _ in }
        let score = 2 * common / max(2 * common + restOfLeft + restOfRight, .leastNonzeroMagnitude)
        return Double(restOfLeft > 1 && restOfRight > 1 ? score * 0.85 : score)
    }

    /// The weight of words without a counterpart; passes on what the others weigh at most.
    private static func rest(_ words: [NameSketch], _ others: [NameSketch], _ receive: (Float) -> Void) -> Float {
        var rest: Float = 0
        var mayBeJoined = false
        for word in words {
            var greatest: Float = -1
            var isEqual = false
            for other in others where word.mayGo(with: other) {
                greatest = max(greatest, other.weight)
                isEqual = isEqual || word.key == other.key
            }
            if greatest >= 0 { receive(max(greatest, word.weight)) }
            // The second part of a word that the other name writes as one begins as it likes.
            if greatest < 0, word.counts, !mayBeJoined { rest += word.weight }
            mayBeJoined = greatest >= 0 && !isEqual || greatest < 0 && mayBeJoined
        }
        return rest
    }
}
