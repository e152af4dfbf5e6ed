/// A Roman number in a name.
enum Numeral {
    /// A number whatever stands beside it.
    case certain(Int)
    /// An initial, a name, or a number: `I`, `V`, `X`, `XI`, `DI` are not told from words by themselves.
    case possible(Int)

    var value: Int {
        switch self {
        case .certain(let value), .possible(let value): value
        }
    }

    init?(_ word: String) {
        guard let value = Numeral.values[word] else { return nil }
        self = ["I", "V", "X", "XI"].contains(word) ? .possible(value) : .certain(value)
    }

    private static let values: [String: Int] = [
        "I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10, "XI": 11, "XII": 12,
        "XIII": 13, "XIV": 14, "XV": 15,
    ]

    /// Words after which a single letter or Roman number tells one part from another: Phase I, Line C.
    static func isCounted(_ small: String) -> Bool { counted.contains(small) }

    private static let counted: Set<String> = [
        "phase", "stage", "line", "unit", "block", "lot", "section", "part", "package", "train", "фаза", "этап",
        "очередь", "линия", "нитка", "блок", "участок", "лот", "кезең", "кезек", "желі", "учаске",
    ]
}
