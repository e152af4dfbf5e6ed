/// The functions and tests of the language, section 6 of its reference.
package enum Function: String, Sendable, CaseIterable {
    case abs, round, floor, ceil, sqrt, power, log, exp, least, greatest
    case len, upper, lower, trim, concat, substr, replace
    case startsWith = "starts_with"
    case endsWith = "ends_with"
    case contains, matches, like, split
    case year, month, day, today
    case daysBetween = "days_between"
    case overlaps
    case int, decimal, float, string, date, entity
    case typeOf = "type_of"
    case labelOf = "label_of"
    case coalesce

    /// Whether it stands as a literal of its own.
    package var isTest: Bool {
        switch self {
        case .startsWith, .endsWith, .contains, .matches, .like, .overlaps: true
        default: false
        }
    }

    /// How many arguments it takes.
    package var arity: ClosedRange<Int> {
        switch self {
        case .today: 0...0
        case .abs, .floor, .ceil, .sqrt, .exp, .len, .upper, .lower, .trim, .year, .month, .day: 1...1
        case .int, .decimal, .float, .string, .date, .entity, .typeOf, .labelOf: 1...1
        case .round, .log: 1...2
        case .power, .startsWith, .endsWith, .contains, .matches, .like, .daysBetween: 2...2
        case .substr: 2...3
        case .replace, .split: 3...3
        case .overlaps: 4...4
        case .least, .greatest, .concat, .coalesce: 1...Int.max
        }
    }

    /// `1 argument`, `2 or 3 arguments`, `at least 1 argument`: for messages.
    package var arityText: String {
        if arity.upperBound == Int.max { return "at least " + Language.arguments(arity.lowerBound) }
        if arity.count == 1 { return Language.arguments(arity.lowerBound) }
        return "\(arity.lowerBound) or " + Language.arguments(arity.upperBound)
    }
}
