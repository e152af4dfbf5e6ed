/// Runs a program over texts as a deterministic automaton whose states are made when they are first met, and dropped
/// when they take too much memory (Thompson 1968; Cox 2010, "Regular Expression Matching in the Wild").
///
/// A state is the set of places of the program that are possible before the next scalar, without those that only
/// assertions lead to: whether an assertion holds is known when the next scalar is, so a state also keeps what the last
/// scalar was where assertions ask for it.
struct Automaton {
    private let program: PatternProgram
    private let isAnchored: Bool
    private var alphabet: Alphabet

    private struct State: Hashable {
        var places: [Int32]
        var before: Context
    }

    /// What stands on one side of a place.
    struct Context: OptionSet, Hashable {
        let rawValue: UInt8
        static let edge = Context(rawValue: 1)
        static let word = Context(rawValue: 2)
        static let lineBreak = Context(rawValue: 4)
    }

    private var states: [State] = []
    private var numbers: [State: Int32] = [:]
    /// The next state by state and class of scalar, with `stride` classes to a state.
    private var transitions: [Int32] = []
    private var stride = 64
    private var placesKept = 0

    private static let unknown: Int32 = -1
    private static let matched: Int32 = -2
    private static let dead: Int32 = -3
    private static let greatestTransitions = 1 << 18
    private static let greatestPlaces = 1 << 18

    /// Scratch space of a step, as large as the program.
    private var visited: [Int32]
    private var visit: Int32 = 0
    private var stack: [Int] = []

    init(_ program: PatternProgram) {
        self.program = program
        alphabet = Alphabet(program)
        visited = Array(repeating: 0, count: program.instructions.count)
        if case .assertion(.textStart)? = program.instructions.first { isAnchored = true } else { isAnchored = false }
    }

    mutating func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var state = number(of: State(places: [0], before: .edge))
        var offset = 0
        while offset < text.count {
            let byte = text[offset]
            let kind: Int
            if byte < 0x80 {
                kind = alphabet.kind(ofASCII: byte)
                offset += 1
            } else {
                kind = alphabet.kind(of: Automaton.decode(text, &offset))
            }
            if kind >= stride { state = widen(keeping: state) }
            var next = transitions[Int(state) * stride + kind]
            if next == Automaton.unknown { (state, next) = step(from: state, kind) }
            if next == Automaton.matched { return true }
            if next == Automaton.dead { return false }
            state = next
        }
        var last = transitions[Int(state) * stride]
        if last == Automaton.unknown { (_, last) = step(from: state, Alphabet.end) }
        return last == Automaton.matched
    }

    /// The scalar at an offset of a valid text, which moves behind it.
    private static func decode(_ text: UnsafeBufferPointer<UInt8>, _ offset: inout Int) -> Unicode.Scalar {
        let first = text[offset]
        let length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
        var value = UInt32(first) & (length == 2 ? 0x1f : length == 3 ? 0x0f : 0x07)
        for index in (offset + 1)..<min(offset + length, text.count) { value = value << 6 | UInt32(text[index] & 0x3f) }
        offset += length
        return Unicode.Scalar(value) ?? "\u{fffd}"
    }

    // MARK: States

    private mutating func number(of state: State) -> Int32 {
        if let known = numbers[state] { return known }
        let number = Int32(states.count)
        states.append(state)
        numbers[state] = number
        placesKept += state.places.count
        transitions.append(contentsOf: repeatElement(Automaton.unknown, count: stride))
        return number
    }

    private mutating func forget() {
        states.removeAll(keepingCapacity: true)
        numbers.removeAll(keepingCapacity: true)
        transitions.removeAll(keepingCapacity: true)
        placesKept = 0
    }

    /// Makes room for more classes; gives the state's new number.
    private mutating func widen(keeping number: Int32) -> Int32 {
        let state = states[Int(number)]
        forget()
        while stride < alphabet.count { stride *= 2 }
        return self.number(of: state)
    }

    /// The state's number (which changes when states are dropped), and what follows it.
    private mutating func step(from number: Int32, _ kind: Int) -> (state: Int32, next: Int32) {
        var number = number
        let next = successor(of: states[Int(number)], kind)
        let target: Int32
        switch next {
        case .matched: target = Automaton.matched
        case .dead: target = Automaton.dead
        case .state(let state):
            let isNew = numbers[state] == nil
            let transitionsAfter = transitions.count + stride
            if isNew,
                transitionsAfter > max(Automaton.greatestTransitions, 4 * stride)
                    || placesKept + state.places.count > Automaton.greatestPlaces
            {
                let kept = states[Int(number)]
                forget()
                number = self.number(of: kept)
            }
            target = self.number(of: state)
        }
        transitions[Int(number) * stride + kind] = target
        return (number, target)
    }

    private enum Successor {
        case matched, dead
        case state(State)
    }

    private mutating func successor(of state: State, _ kind: Int) -> Successor {
        let after = alphabet.context(of: kind)
        startVisit()
        stack.removeAll(keepingCapacity: true)
        var reached: [Int32] = []
        for place in state.places { push(Int(place)) }
        while let place = stack.popLast() {
            switch program.instructions[place] {
            case .match: return .matched
            case .jump(let target): push(target)
            case .split(let first, let second):
                push(first)
                push(second)
            case .assertion(let assertion):
                if Automaton.holds(assertion, before: state.before, after: after) { push(place + 1) }
            case .set(let set):
                if kind != Alphabet.end, alphabet.contains(kind, set: set) { reached.append(Int32(place + 1)) }
            }
        }
        if kind == Alphabet.end { return .dead }
        if !isAnchored { reached.append(0) }
        if reached.isEmpty { return .dead }
        startVisit()
        reached = reached.filter { place in
            defer { visited[Int(place)] = visit }
            return visited[Int(place)] != visit
        }
        reached.sort()
        return .state(State(places: reached, before: after))
    }

    private mutating func startVisit() {
        if visit == .max {
            visit = 0
            for index in visited.indices { visited[index] = 0 }
        }
        visit += 1
    }

    private mutating func push(_ place: Int) {
        guard visited[place] != visit else { return }
        visited[place] = visit
        stack.append(place)
    }

    private static func holds(_ assertion: PatternNode.Assertion, before: Context, after: Context) -> Bool {
        switch assertion {
        case .textStart: before.contains(.edge)
        case .textEnd: after.contains(.edge)
        case .lineStart: !before.isDisjoint(with: [.edge, .lineBreak])
        case .lineEnd: !after.isDisjoint(with: [.edge, .lineBreak])
        case .wordBoundary: before.contains(.word) != after.contains(.word)
        case .noWordBoundary: before.contains(.word) == after.contains(.word)
        }
    }
}
