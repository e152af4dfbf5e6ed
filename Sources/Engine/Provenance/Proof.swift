import Language
import Terms

/// A proof of an answer by the rules as they were written, down to what is stored or stated. Facts that are used several
/// times are there once.
package struct Proof: Sendable {
    /// The conclusion is `nodes[0]`; a premise is named by its place.
    package internal(set) var nodes: [Node]
    package internal(set) var support: Proving.Support
    /// The sources of each leaf where it is surest.
    package let sources: [Term]

    /// A fact and what it rests on.
    package struct Node: Sendable {
        package var relation: String
        package var arguments: [Term]
        package var reason: Reason
        /// What the reason needs, in the order of the rule.
        package var parts: [Part]
    }

    package enum Reason: Sendable {
        /// A rule of the program, with the values of its variables.
        case rule(RuleNote)
        /// One binding that counts in an aggregate, with the value that it adds; the node has no relation.
        case contribution(RuleNote, value: Term)
        /// An aggregate over contributions: of a head, or of a body, where the node has no relation.
        case aggregate(String)
        /// What the schema infers: in its words.
        case inference(String)
        /// It is stated under other names, which `same` says to be of the same things.
        case renamed
        /// A chain of a closure.
        case closure
        /// It is stored, in these statements.
        case stored([Statement])
        /// Facts of the program state it, the first of them here.
        case stated([Statement], SourceRange)
        /// A row of a file.
        case read
    }

    /// A rule, its place and a binding of its variables.
    package struct RuleNote: Sendable {
        package var range: SourceRange?
        /// Whether it is the question itself.
        package var isQuestion: Bool
        package var variables: [(name: String, value: Term)]
    }

    package enum Part: Sendable {
        /// A fact, by its place.
        case premise(Int)
        /// What was looked for and not found, with the values that are known.
        case absent(String)
        /// A comparison or a test that holds, with its values.
        case condition(String)
        /// In a recursion through an aggregate: a fact by a value that it had before its last, which is not told.
        case earlier(String)
        /// Contributions that are left out.
        case rest(Int)
    }

    /// A statement: its qualifiers and each piece of evidence.
    package struct Statement: Sendable {
        package var qualifiers: [(name: String, value: Term)]
        package var evidence: [[(name: String, value: Term)]]
        /// Whether it only may have held at the date asked for.
        package var isUncertain = false
        /// Whether it is supposed, or not committed yet.
        package var isStored = true
    }

    package var root: Node { nodes[0] }
}
