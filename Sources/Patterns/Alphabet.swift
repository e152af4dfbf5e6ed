/// The scalars of texts in classes that a program cannot tell apart. Classes are made when their first scalar is met.
struct Alphabet {
    /// The class of the end of a text.
    static let end = 0

    private let sets: [ScalarSet]
    private let looksAtWords: Bool
    private let looksAtLines: Bool
    private let wordsOfBits: Int
    private var memberships: [[UInt64]]
    private var contexts: [Automaton.Context]
    private var numbers: [Key: Int] = [:]
    private var ascii: [Int16] = Array(repeating: -1, count: 128)
    /// Scalars met last, each in the place that its lowest bits say, with their classes.
    private var recent: [(scalar: UInt32, kind: Int)] = Array(repeating: (0, 0), count: 1 << 10)

    private struct Key: Hashable {
        var membership: [UInt64]
        var context: Automaton.Context
    }

    init(_ program: PatternProgram) {
        sets = program.sets
        looksAtWords = program.looksAtWords
        looksAtLines = program.looksAtLines
        wordsOfBits = (program.sets.count + 63) / 64
        memberships = [Array(repeating: 0, count: wordsOfBits)]
        contexts = [.edge]
    }

    /// How many classes there are.
    var count: Int { memberships.count }

    mutating func kind(ofASCII byte: UInt8) -> Int {
        let known = ascii[Int(byte & 0x7f)]
        if known >= 0 { return Int(known) }
        let kind = classify(Unicode.Scalar(byte))
        // There are at most 128 classes of ASCII, but they may be numbered behind many others.
        if let narrow = Int16(exactly: kind) { ascii[Int(byte & 0x7f)] = narrow }
        return kind
    }

    mutating func kind(of scalar: Unicode.Scalar) -> Int {
        let place = Int(scalar.value & 0x3ff)
        if recent[place].scalar == scalar.value { return recent[place].kind }
        let kind = classify(scalar)
        recent[place] = (scalar.value, kind)
        return kind
    }

    func contains(_ kind: Int, set: Int) -> Bool { memberships[kind][set >> 6] & 1 << UInt64(set & 63) != 0 }

    /// What a scalar of the class is for the assertions beside it.
    func context(of kind: Int) -> Automaton.Context { contexts[kind] }

    private mutating func classify(_ scalar: Unicode.Scalar) -> Int {
        var membership = Array(repeating: UInt64(0), count: wordsOfBits)
        for (number, set) in sets.enumerated() where set.contains(scalar) {
            membership[number >> 6] |= 1 << UInt64(number & 63)
        }
        var context: Automaton.Context = []
        if looksAtWords, ScalarSet.isWord(scalar) { context.insert(.word) }
        if looksAtLines, scalar == "\n" { context.insert(.lineBreak) }
        let key = Key(membership: membership, context: context)
        if let known = numbers[key] { return known }
        let number = memberships.count
        memberships.append(membership)
        contexts.append(context)
        numbers[key] = number
        return number
    }
}
