import Language

/// Why a fact is missing: the rules that could give it, and what each of them lacks.
package struct Absence: Sendable {
    /// The fact as text, with what is asked of its statement; `_` for any value.
    package let fact: String
    package internal(set) var ways: [Way] = []
    /// Facts of the relation that differ from it in one place, as text.
    package internal(set) var near: [String] = []

    /// A rule that could give the fact.
    package struct Way: Sendable {
        /// What the schema infers, in its words; nil for a rule of the program.
        package let inference: String?
        package let range: SourceRange?
        package let isQuestion: Bool
        /// The literals that hold together, with values from one binding.
        package let held: [String]
        package let missing: Missing
    }

    /// The first literal that fails, with the values of what holds before it.
    package indirect enum Missing: Sendable {
        /// Facts of which any would do; and why the first is missing, where rules could give it.
        case facts([String], Absence?)
        /// What is there, and must not be.
        case present(String)
        /// A comparison or another test that fails.
        case condition(String)
        /// The rule gives another value, as this fact.
        case other(String)
    }
}
