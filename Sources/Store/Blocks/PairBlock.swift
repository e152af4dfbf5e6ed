/// A block of sorted pairs of one predicate: the first pair stands in the key, the others follow as differences.
///
/// Value: count, last pair (16 bytes), then for each further pair the difference of the leading number as a varint,
/// and the difference of the other one, zigzag where the leading number changed.
enum PairBlock {
    /// Bytes beyond which a block is split.
    static let capacity = 1000
    /// Bytes to which a bulk load fills a block.
    static let fill = 800

    struct Pair: Comparable, Hashable {
        var first: UInt64
        var second: UInt64

        static func < (left: Pair, right: Pair) -> Bool {
            left.first != right.first ? left.first < right.first : left.second < right.second
        }
    }

    /// The value for sorted, distinct pairs; the first is left to the key.
    static func encode(_ pairs: ArraySlice<Pair>) -> [UInt8] {
        var writer = ByteWriter()
        writer.append(varint: UInt64(pairs.count))
        guard let first = pairs.first, let last = pairs.last else { return writer.bytes }
        writer.append(last.first)
        writer.append(last.second)
        var previous = first
        for pair in pairs.dropFirst() {
            append(pair, after: previous, to: &writer)
            previous = pair
        }
        return writer.bytes
    }

    private static func append(_ pair: Pair, after previous: Pair, to writer: inout ByteWriter) {
        let step = pair.first &- previous.first
        writer.append(varint: step)
        let difference = pair.second &- previous.second
        if step == 0 {
            writer.append(varint: difference)
        } else {
            let signed = Int64(bitPattern: difference)
            writer.append(varint: UInt64(bitPattern: (signed << 1) ^ (signed >> 63)))
        }
    }

    /// Splits sorted pairs into runs that each fill a block.
    static func runs(_ pairs: [Pair]) -> [ArraySlice<Pair>] {
        var runs: [ArraySlice<Pair>] = []
        var start = 0
        var writer = ByteWriter()
        for index in pairs.indices where index > start {
            append(pairs[index], after: pairs[index - 1], to: &writer)
            if writer.bytes.count > fill {
                runs.append(pairs[start..<index])
                start = index
                writer.bytes.removeAll(keepingCapacity: true)
            }
        }
        if start < pairs.count { runs.append(pairs[start...]) }
        return runs
    }

    /// Appends the pairs of a block; false where the bytes are no block.
    static func decode(
        first: Pair, _ value: UnsafeRawBufferPointer, into firsts: inout [UInt64], _ seconds: inout [UInt64]
    ) -> Bool {
        var reader = ByteReader(value)
        guard let count = reader.varint(), count > 0, count <= 1 << 20, reader.number() != nil, reader.number() != nil
        else { return false }
        var pair = first
        firsts.append(pair.first)
        seconds.append(pair.second)
        for _ in 1..<max(1, count) {
            guard let step = reader.varint(), let coded = reader.varint() else { return false }
            pair.first &+= step
            pair.second &+= step == 0 ? coded : (coded >> 1) ^ (0 &- (coded & 1))
            firsts.append(pair.first)
            seconds.append(pair.second)
        }
        return reader.isAtEnd
    }

    /// The last pair of a block, without decoding it.
    static func last(_ value: UnsafeRawBufferPointer) -> Pair? {
        var reader = ByteReader(value)
        guard reader.varint() != nil, let first = reader.number(), let second = reader.number() else { return nil }
        return Pair(first: first, second: second)
    }
}
