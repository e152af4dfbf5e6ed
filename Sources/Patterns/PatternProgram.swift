/// A regular expression as instructions of a nondeterministic automaton (Thompson 1968).
struct PatternProgram {
    enum Instruction {
        /// Takes a scalar of the set and goes on behind.
        case set(Int)
        case assertion(PatternNode.Assertion)
        /// Goes on at both places.
        case split(Int, Int)
        case jump(Int)
        case match
    }

    private(set) var instructions: [Instruction] = []
    let sets: [ScalarSet]
    /// Whether an assertion looks at words, or at line breaks.
    private(set) var looksAtWords = false
    private(set) var looksAtLines = false

    /// How many instructions a pattern may have with its counted repetitions written out.
    static let greatestLength = 5_000
    /// Counts what is compiled, also what makes no instruction.
    private var work = 0

    /// Throws where the repetitions make the pattern too large.
    init(_ node: PatternNode, sets: [ScalarSet]) throws(PatternError) {
        self.sets = sets
        try compile(node)
        instructions.append(.match)
    }

    private mutating func compile(_ node: PatternNode) throws(PatternError) {
        work += 1
        guard work <= PatternProgram.greatestLength, instructions.count < PatternProgram.greatestLength else {
            throw PatternError(
                message: "this pattern is too large: with its repetitions written out it has more than 5000 parts",
                range: 0..<Int.max)
        }
        switch node {
        case .empty: break
        case .set(let number): instructions.append(.set(number))
        case .assertion(let assertion):
            switch assertion {
            case .wordBoundary, .noWordBoundary: looksAtWords = true
            case .lineStart, .lineEnd: looksAtLines = true
            case .textStart, .textEnd: break
            }
            instructions.append(.assertion(assertion))
        case .sequence(let parts): for part in parts { try compile(part) }
        case .alternatives(let parts):
            var jumps: [Int] = []
            for part in parts.dropLast() {
                let split = reserve()
                try compile(part)
                jumps.append(reserve())
                instructions[split] = .split(split + 1, instructions.count)
            }
            if let last = parts.last { try compile(last) }
            for jump in jumps { instructions[jump] = .jump(instructions.count) }
        case .repetition(let part, let least, let most):
            for _ in 0..<least { try compile(part) }
            guard let most else {
                let split = reserve()
                try compile(part)
                instructions.append(.jump(split))
                instructions[split] = .split(split + 1, instructions.count)
                return
            }
            var splits: [Int] = []
            for _ in least..<max(least, most) {
                splits.append(reserve())
                try compile(part)
            }
            for split in splits { instructions[split] = .split(split + 1, instructions.count) }
        }
    }

    /// A place for an instruction that is known later.
    private mutating func reserve() -> Int {
        instructions.append(.match)
        return instructions.count - 1
    }
}
