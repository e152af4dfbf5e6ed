import Testing

@testable import Patterns

/// A regular expression that can be written as text, and whose matches follow from what each form means.
private indirect enum Expression {
    case character(Character)
    case any
    case oneOf([Character], isNegated: Bool)
    case start, end, boundary
    case sequence(Expression, Expression)
    case either(Expression, Expression)
    case repeated(Expression, ClosedRange<Int>)
    case star(Expression)

    var text: String {
        switch self {
        case .character(let character): String(character)
        case .any: "."
        case .oneOf(let characters, let isNegated): "[" + (isNegated ? "^" : "") + String(characters) + "]"
        case .start: "^"
        case .end: "$"
        case .boundary: "\\b"
        case .sequence(let first, let second): first.text + second.text
        case .either(let first, let second): "(?:\(first.text)|\(second.text))"
        case .repeated(let part, let counts): "(?:\(part.text)){\(counts.lowerBound),\(counts.upperBound)}"
        case .star(let part): "(?:\(part.text))*"
        }
    }

    /// Where matches that start at one of the places can end.
    func ends(from starts: Set<Int>, in text: [Character]) -> Set<Int> {
        func taking(_ test: (Character) -> Bool) -> Set<Int> {
            Set(starts.filter { $0 < text.count && test(text[$0]) }.map { $0 + 1 })
        }
        func isWord(_ place: Int) -> Bool { text.indices.contains(place) && text[place].isLetter }
        switch self {
        case .character(let character): return taking { $0 == character }
        case .any: return taking { $0 != "\n" }
        case .oneOf(let characters, let isNegated): return taking { characters.contains($0) != isNegated }
        case .start: return starts.intersection([0])
        case .end: return starts.intersection([text.count])
        case .boundary: return starts.filter { isWord($0 - 1) != isWord($0) }
        case .sequence(let first, let second): return second.ends(from: first.ends(from: starts, in: text), in: text)
        case .either(let first, let second):
            return first.ends(from: starts, in: text).union(second.ends(from: starts, in: text))
        case .repeated(let part, let counts):
            var current = starts
            var all: Set<Int> = counts.lowerBound == 0 ? starts : []
            for count in 1...max(1, counts.upperBound) where counts.upperBound > 0 {
                current = part.ends(from: current, in: text)
                if count >= counts.lowerBound { all.formUnion(current) }
            }
            return all
        case .star(let part):
            var all = starts
            while true {
                let next = all.union(part.ends(from: all, in: text))
                if next == all { return all }
                all = next
            }
        }
    }

    static func random(_ size: Int, using random: inout SeededGenerator) -> Expression {
        if size <= 1 {
            switch Int.random(in: 0..<10, using: &random) {
            case 0: return .any
            case 1: return .oneOf(["a", "b"], isNegated: false)
            case 2: return .oneOf(["a", "қ"], isNegated: true)
            case 3: return .start
            case 4: return .end
            case 5: return .boundary
            default: return .character(["a", "b", "қ", "-"].randomElement(using: &random) ?? "a")
            }
        }
        let left = Int.random(in: 1..<size, using: &random)
        switch Int.random(in: 0..<6, using: &random) {
        case 0: return .either(.random(left, using: &random), .random(size - left, using: &random))
        case 1:
            let least = Int.random(in: 0...2, using: &random)
            return .repeated(
                .random(size - 1, using: &random), least...(least + Int.random(in: 0...2, using: &random)))
        case 2: return .star(.random(size - 1, using: &random))
        default: return .sequence(.random(left, using: &random), .random(size - left, using: &random))
        }
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014).
private struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }
}

@Suite struct RandomPatternTests {
    @Test("random patterns match where the meaning of their parts says so", arguments: 0..<8)
    func agreesWithMeaning(seed: UInt64) throws {
        var random = SeededGenerator(state: seed)
        for _ in 0..<60 {
            let expression = Expression.random(Int.random(in: 1...8, using: &random), using: &random)
            let pattern = try Pattern(expression.text)
            for _ in 0..<8 {
                let text = (0..<Int.random(in: 0...8, using: &random)).map { _ -> Character in
                    ["a", "b", "қ", "-", "\n"].randomElement(using: &random) ?? "a"
                }
                let expected = !expression.ends(from: Set(0...text.count), in: text).isEmpty
                #expect(
                    pattern.matches(String(text)) == expected,
                    "\(expression.text) in \(String(text).debugDescription), seed \(seed)")
            }
        }
    }
}
