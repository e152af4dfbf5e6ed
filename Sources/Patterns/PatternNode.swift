/// A regular expression as a tree. Its depth is bounded by `PatternParser.greatestDepth`.
indirect enum PatternNode {
    case empty
    /// One scalar of the set with this number.
    case set(Int)
    case assertion(Assertion)
    case sequence([PatternNode])
    case alternatives([PatternNode])
    /// From `least` to `most` times; nil is without end.
    case repetition(PatternNode, least: Int, most: Int?)

    /// What holds between two scalars and takes none.
    enum Assertion {
        case textStart, textEnd, lineStart, lineEnd, wordBoundary, noWordBoundary
    }
}
