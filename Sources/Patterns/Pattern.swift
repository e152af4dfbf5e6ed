/// A regular expression that is searched for in texts, in time proportional to the product of the lengths of text and
/// pattern at worst: there is no backtracking.
///
///     let pattern = try Pattern("^K.*z")
///     pattern.matches("Kyzylorda az")   // true
///
/// Texts are sequences of Unicode scalars; the syntax, which is close to that of RE2, is in `Docs/language.md`. It is no
/// tool to extract or replace: it only says whether a match is there, so a lazy repetition is the same as a greedy one.
/// Searching changes what is kept, so a pattern belongs to one thread.
package final class Pattern {
    private var automaton: Automaton

    /// Throws `PatternError` where the text is no regular expression or is too large.
    package init(_ text: String) throws(PatternError) {
        var parser = PatternParser(text)
        let node = try parser.parse()
        automaton = Automaton(try PatternProgram(node, sets: parser.sets))
    }

    /// Whether the pattern matches somewhere in the text. What was computed is kept, in bounded memory, for the next.
    package func matches(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { automaton.matches($0) }
    }
}

/// What is wrong with a regular expression, and where.
package struct PatternError: Error, Equatable, Sendable {
    /// One sentence without a full stop.
    package let message: String
    /// The place, as offsets in Unicode scalars of the pattern.
    package let range: Range<Int>
}
