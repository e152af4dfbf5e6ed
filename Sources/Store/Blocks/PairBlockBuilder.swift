/// Encodes sorted, distinct pairs into blocks of at most so many bytes.
struct PairBlockBuilder {
    private let limit: Int
    private var first = PairBlock.Pair(first: 0, second: 0)
    private var last = PairBlock.Pair(first: 0, second: 0)
    private var count = 0
    private var body = ByteWriter()

    /// - Parameter bytes: what the pairs take when encoded in one piece, where known: the blocks then are of one size.
    init(bytes: Int = .max) {
        // A block that is a little too large must not leave a crumb behind.
        let room = PairBlock.capacity - 30
        let pieces = bytes == .max ? 0 : (bytes + room - 1) / room
        limit = pieces > 1 ? bytes / pieces + 24 : PairBlock.capacity
    }

    /// Takes a pair; gives the block before it where that is full.
    @inline(__always)
    mutating func append(_ pair: PairBlock.Pair) -> (first: PairBlock.Pair, value: [UInt8])? {
        guard count > 0 else {
            first = pair
            last = pair
            count = 1
            return nil
        }
        let size = body.bytes.count
        PairBlock.append(pair, after: last, to: &body)
        guard body.bytes.count + 19 > limit else {
            last = pair
            count += 1
            return nil
        }
        let full = (first, PairBlock.value(count: count, last: last, body: body.bytes[..<size]))
        body.bytes.removeAll(keepingCapacity: true)
        first = pair
        last = pair
        count = 1
        return full
    }

    /// The last block; nil where there was no pair.
    mutating func finish() -> (first: PairBlock.Pair, value: [UInt8])? {
        guard count > 0 else { return nil }
        defer { count = 0 }
        return (first, PairBlock.value(count: count, last: last, body: body.bytes[...]))
    }
}
