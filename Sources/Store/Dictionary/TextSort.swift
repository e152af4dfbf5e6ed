import Glibc

/// Sorts texts by their bytes: eight at a time, and what is equal in these by the next eight.
enum TextSort {
    private struct Rank {
        var bytes: UInt64
        let row: UInt32
    }

    /// The rows of distinct texts in order, without those that `isLeftOut` by their length.
    static func sorted(_ texts: InternedTerms.NewTexts, leavingOut isLeftOut: (Int) -> Bool) -> [UInt32] {
        var ranks: [Rank] = []
        ranks.reserveCapacity(texts.count)
        for row in 0..<texts.count where !isLeftOut(texts[row].count) { ranks.append(Rank(bytes: 0, row: UInt32(row))) }
        ranks.withUnsafeMutableBufferPointer { sort($0, texts) }
        return ranks.map(\.row)
    }

    /// Parts that are equal so far are taken from a list, so that no depth of the texts is one of the stack.
    private static func sort(_ all: UnsafeMutableBufferPointer<Rank>, _ texts: InternedTerms.NewTexts) {
        var parts: [(rows: Range<Int>, depth: Int)] = [(0..<all.count, 0)]
        while let (rows, start) = parts.popLast() {
            var ranks = UnsafeMutableBufferPointer(rebasing: all[rows])
            guard ranks.count > 1 else { continue }
            if ranks.count <= 12 {
                ranks.sort { isBefore(texts[Int($0.row)], texts[Int($1.row)], from: start) }
                continue
            }
            let depth = start + sharedLength(ranks, texts, from: start)
            for row in ranks.indices { ranks[row].bytes = bytes(texts[Int(ranks[row].row)], from: depth) }
            ranks.sort { $0.bytes < $1.bytes }
            var first = 0
            for row in 1...ranks.count where row == ranks.count || ranks[row].bytes != ranks[first].bytes {
                if row - first > 1 {
                    let part = (rows.lowerBound + first)..<(rows.lowerBound + row)
                    if ranks[first..<row].allSatisfy({ texts[Int($0.row)].count <= depth + 8 }) {
                        // Shorter texts were filled up with zeros.
                        var equal = UnsafeMutableBufferPointer(rebasing: all[part])
                        equal.sort { texts[Int($0.row)].count < texts[Int($1.row)].count }
                    } else {
                        parts.append((part, depth + 8))
                    }
                }
                first = row
            }
        }
    }

    /// Bytes behind `start` that all share.
    private static func sharedLength(
        _ ranks: UnsafeMutableBufferPointer<Rank>, _ texts: InternedTerms.NewTexts, from start: Int
    ) -> Int {
        let first = texts[Int(ranks[0].row)].dropFirst(start)
        var shared = UnsafeRawBufferPointer(rebasing: first)
        for rank in ranks {
            let text = UnsafeRawBufferPointer(rebasing: texts[Int(rank.row)].dropFirst(start))
            shared = UnsafeRawBufferPointer(rebasing: shared[..<commonLength(shared, text)])
            if shared.isEmpty { return 0 }
        }
        return shared.count
    }

    /// Eight bytes from a place on as a number that orders as they do, filled up with zeros.
    @inline(__always) private static func bytes(_ text: UnsafeRawBufferPointer, from start: Int) -> UInt64 {
        guard text.count < start + 8 else {
            return UInt64(bigEndian: text.loadUnaligned(fromByteOffset: start, as: UInt64.self))
        }
        var result: UInt64 = 0
        for position in start..<(start + 8) {
            result = result << 8 | (position < text.count ? UInt64(text[position]) : 0)
        }
        return result
    }

    private static func isBefore(
        _ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer, from start: Int
    ) -> Bool {
        let shorter = min(left.count, right.count)
        guard shorter > start, let first = left.baseAddress, let second = right.baseAddress else {
            return left.count < right.count
        }
        let order = memcmp(first + start, second + start, shorter - start)
        return order != 0 ? order < 0 : left.count < right.count
    }
}

/// Whether bytes come before others, as LMDB compares them.
func orders(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
    let shorter = min(left.count, right.count)
    guard shorter > 0, let first = left.baseAddress, let second = right.baseAddress else {
        return left.count < right.count
    }
    let order = memcmp(first, second, shorter)
    return order != 0 ? order < 0 : left.count < right.count
}

extension [UInt8] {
    /// Whether the bytes come before others, as LMDB compares them.
    func isBefore(_ other: [UInt8]) -> Bool { withBytes { left in other.withBytes { orders(left, $0) } } }

    /// As `withUnsafeBytes`, with the error of the body.
    @inline(__always)
    func withBytes<R, E: Error>(_ body: (UnsafeRawBufferPointer) throws(E) -> R) throws(E) -> R {
        try withUnsafeBufferPointer { (bytes) throws(E) in try body(UnsafeRawBufferPointer(bytes)) }
    }
}
