/// Looking into a block, and changing one pair of it, without decoding all of it.
extension PairBlock {
    /// Where a pair is, or would be, in a block.
    struct Place {
        /// The last pair before it; nil where it is or would be the first.
        var before: Pair?
        /// The first pair that is not before it; nil behind the last.
        var after: Pair?
        /// Where the differences of `after` are in the value.
        var bytes: Range<Int>
        let count: Int
        let last: Pair

        func holds(_ pair: Pair) -> Bool { after == pair }
    }

    /// Nil where the bytes are no block.
    static func find(_ pair: Pair, first: Pair, _ value: UnsafeRawBufferPointer) -> Place? {
        guard let (count, last, body) = header(value) else { return nil }
        var reader = body
        var place = Place(bytes: reader.position..<reader.position, count: count, last: last)
        guard first < pair else {
            place.after = first
            return place
        }
        var current = first
        for _ in 1..<count {
            let start = reader.position
            guard let step = reader.varint(), let coded = reader.varint() else { return nil }
            let next = self.pair(after: current, step: step, coded: coded)
            if !(next < pair) {
                place.before = current
                place.after = next
                place.bytes = start..<reader.position
                return place
            }
            current = next
        }
        place.before = current
        place.bytes = reader.position..<reader.position
        return place
    }

    /// Appends the seconds, within a range, of the pairs with this first; false where the bytes are no block.
    static func appendSeconds(
        of wanted: UInt64, within range: ClosedRange<UInt64>, first: Pair, _ value: UnsafeRawBufferPointer,
        into result: inout [UInt64]
    ) -> Bool {
        guard let (count, _, body) = header(value) else { return false }
        var reader = body
        var current = first
        if current.first == wanted, range.contains(current.second) { result.append(current.second) }
        for _ in 1..<count {
            guard let step = reader.varint(), let coded = reader.varint() else { return false }
            current = pair(after: current, step: step, coded: coded)
            if current.first >= wanted {
                if current.first > wanted || current.second > range.upperBound { return true }
                if current.second >= range.lowerBound { result.append(current.second) }
            }
        }
        return true
    }

    /// The block with one more pair, which must not be its first, at a place found for it.
    static func inserting(_ pair: Pair, at place: Place, _ value: UnsafeRawBufferPointer) -> [UInt8]? {
        guard let before = place.before, let (_, _, body) = header(value) else { return nil }
        var writer = ByteWriter()
        writer.bytes.reserveCapacity(value.count + 24)
        writer.append(varint: UInt64(place.count + 1))
        let last = place.after == nil ? pair : place.last
        writer.append(last.first)
        writer.append(last.second)
        writer.bytes.append(contentsOf: value[body.position..<place.bytes.lowerBound])
        append(pair, after: before, to: &writer)
        if let after = place.after { append(after, after: pair, to: &writer) }
        writer.bytes.append(contentsOf: value[place.bytes.upperBound...])
        return writer.bytes
    }
}
