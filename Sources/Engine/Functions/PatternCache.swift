import Patterns

/// The regular expressions that an evaluation has met, compiled.
final class PatternCache {
    private var patterns: [String: Pattern?] = [:]
    private var last: (text: String, pattern: Pattern?)?

    /// Patterns kept at most; computed patterns may be as many as the rows.
    private static let limit = 64

    /// Whether a pattern is found in a text; nil where it is no pattern.
    func matches(_ text: String, _ pattern: String) -> Bool? {
        if let last, last.text == pattern { return last.pattern?.matches(text) }
        let compiled: Pattern?
        if let known = patterns[pattern] {
            compiled = known
        } else {
            if patterns.count >= PatternCache.limit { patterns.removeAll() }
            compiled = try? Pattern(pattern)
            patterns[pattern] = .some(compiled)
        }
        last = (pattern, compiled)
        return compiled?.matches(text)
    }
}
