/// A block of sorted pairs of one relation: the first pair stands in the key, the others follow as differences.
///
/// Value: count, last pair (16 bytes), then for each further pair the difference of the leading number as a varint,
/// and the difference of the other one, zigzag where the leading number changed.
enum PairBlock {
    /// Bytes that a value may have, so that four blocks with their keys fill a page of LMDB.
    static let capacity = 986

    struct Pair: Comparable, Hashable {
        var first: UInt64
        var second: UInt64

        @inline(__always)
        static func < (left: Pair, right: Pair) -> Bool {
            left.first != right.first ? left.first < right.first : left.second < right.second
        }
    }

    /// The value for sorted, distinct pairs; the first is left to the key.
    static func encode(_ pairs: some Collection<Pair>) -> [UInt8] {
        var writer = ByteWriter()
        guard let first = pairs.first else { return [] }
        var previous = first
        for pair in pairs.dropFirst() {
            append(pair, after: previous, to: &writer)
            previous = pair
        }
        return value(count: pairs.count, last: previous, body: writer.bytes[...])
    }

    static func value(count: Int, last: Pair, body: ArraySlice<UInt8>) -> [UInt8] {
        var writer = ByteWriter()
        writer.bytes.reserveCapacity(body.count + 20)
        writer.append(varint: UInt64(count))
        writer.append(last.first)
        writer.append(last.second)
        writer.bytes.append(contentsOf: body)
        return writer.bytes
    }

    @inline(__always)
    static func append(_ pair: Pair, after previous: Pair, to writer: inout ByteWriter) {
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

    /// The pair that these differences make of the one before.
    @inline(__always)
    static func pair(after previous: Pair, step: UInt64, coded: UInt64) -> Pair {
        Pair(
            first: previous.first &+ step,
            second: previous.second &+ (step == 0 ? coded : (coded >> 1) ^ (0 &- (coded & 1))))
    }

    /// What stands before the differences; nil where the bytes are no block. Each further pair takes two bytes or
    /// more, so the count is bounded by the size.
    @inline(__always)
    static func header(_ value: UnsafeRawBufferPointer) -> (count: Int, last: Pair, body: ByteReader)? {
        var reader = ByteReader(value)
        guard let count = reader.varint(), let first = reader.number(), let second = reader.number(), count > 0,
            count - 1 <= UInt64(reader.remaining / 2)
        else { return nil }
        return (Int(count), Pair(first: first, second: second), reader)
    }

    /// Appends the pairs of a block; false where the bytes are no block.
    static func decode(
        first: Pair, _ value: UnsafeRawBufferPointer, into firsts: inout [UInt64], _ seconds: inout [UInt64]
    ) -> Bool {
        guard let (count, _, body) = header(value) else { return false }
        let start = firsts.count
        firsts.append(contentsOf: repeatElement(first.first, count: count))
        seconds.append(contentsOf: repeatElement(first.second, count: count))
        guard count > 1 else { return body.isAtEnd }
        let bytes = UnsafeRawBufferPointer(rebasing: value[body.position...])
        return firsts.withUnsafeMutableBufferPointer { firsts in
            seconds.withUnsafeMutableBufferPointer { seconds in
                decode(
                    after: first, bytes, into: UnsafeMutableBufferPointer(rebasing: firsts[(start + 1)...]),
                    UnsafeMutableBufferPointer(rebasing: seconds[(start + 1)...]))
            }
        }
    }

    /// Fills both columns; false where the bytes do not give exactly as many pairs.
    private static func decode(
        after first: Pair, _ bytes: UnsafeRawBufferPointer, into firsts: UnsafeMutableBufferPointer<UInt64>,
        _ seconds: UnsafeMutableBufferPointer<UInt64>
    ) -> Bool {
        var pair = first
        var row = 0
        var position = 0
        // Two varints take at most 20 bytes: as long as these are there, no read needs a check.
        let safe = bytes.count - 20
        while row < firsts.count, position <= safe {
            guard let step = unchecked(bytes, &position), let coded = unchecked(bytes, &position) else { return false }
            pair = self.pair(after: pair, step: step, coded: coded)
            firsts[row] = pair.first
            seconds[row] = pair.second
            row += 1
        }
        var reader = ByteReader(UnsafeRawBufferPointer(rebasing: bytes[position...]))
        while row < firsts.count {
            guard let step = reader.varint(), let coded = reader.varint() else { return false }
            pair = self.pair(after: pair, step: step, coded: coded)
            firsts[row] = pair.first
            seconds[row] = pair.second
            row += 1
        }
        return reader.isAtEnd
    }

    /// A varint of at most ten bytes, all of which are there; nil where it is longer.
    @inline(__always)
    private static func unchecked(_ bytes: UnsafeRawBufferPointer, _ position: inout Int) -> UInt64? {
        let byte = bytes[position]
        position += 1
        if byte & 0x80 == 0 { return UInt64(byte) }
        var result = UInt64(byte & 0x7f)
        var shift: UInt64 = 7
        while shift < 70 {
            let byte = bytes[position]
            position += 1
            result |= UInt64(byte & 0x7f) << shift
            if byte & 0x80 == 0 { return result }
            shift += 7
        }
        return nil
    }
}
