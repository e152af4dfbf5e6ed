/// The raw numbers of a tuple; up to four are kept without memory of their own.
struct TermTuple: Hashable, RandomAccessCollection, ExpressibleByArrayLiteral {
    private var first: UInt64 = 0
    private var second: UInt64 = 0
    private var third: UInt64 = 0
    private var fourth: UInt64 = 0
    /// Those behind the fourth.
    private var rest: [UInt64] = []
    private(set) var count = 0

    init(_ values: some Sequence<UInt64>) { for value in values { append(value) } }

    init(arrayLiteral elements: UInt64...) { self.init(elements) }

    var startIndex: Int { 0 }
    var endIndex: Int { count }

    subscript(place: Int) -> UInt64 {
        switch place {
        case 0: first
        case 1: second
        case 2: third
        case 3: fourth
        default: rest[place - 4]
        }
    }

    mutating func append(_ value: UInt64) {
        switch count {
        case 0: first = value
        case 1: second = value
        case 2: third = value
        case 3: fourth = value
        default: rest.append(value)
        }
        count += 1
    }

    static func == (left: TermTuple, right: TermTuple) -> Bool {
        left.count == right.count && left.first == right.first && left.second == right.second
            && left.third == right.third && left.fourth == right.fourth && left.rest == right.rest
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(first)
        hasher.combine(second)
        if count > 2 {
            hasher.combine(third)
            hasher.combine(fourth)
        }
        if count > 4 { hasher.combine(rest) }
    }
}
