/// Pairs as two columns, to be sorted.
struct PairColumns {
    var firsts: [UInt64] = []
    var seconds: [UInt64] = []

    var count: Int { firsts.count }
    subscript(row: Int) -> PairBlock.Pair { PairBlock.Pair(first: firsts[row], second: seconds[row]) }

    mutating func append(_ pair: PairBlock.Pair) {
        firsts.append(pair.first)
        seconds.append(pair.second)
    }

    mutating func reserveCapacity(_ count: Int) {
        firsts.reserveCapacity(count)
        seconds.reserveCapacity(count)
    }

    /// The same pairs with their places exchanged, and sorted.
    var flipped: PairColumns {
        var other = PairColumns(firsts: seconds, seconds: firsts)
        other.sort()
        return other
    }

    /// Sorts the pairs and drops what is there twice.
    mutating func sortDistinct() {
        sort()
        var kept = 0
        for row in 0..<count {
            if kept > 0, firsts[row] == firsts[kept - 1], seconds[row] == seconds[kept - 1] { continue }
            firsts[kept] = firsts[row]
            seconds[kept] = seconds[row]
            kept += 1
        }
        firsts.removeLast(count - kept)
        seconds.removeLast(seconds.count - kept)
    }

    mutating func sort() {
        guard !isSorted, let (firstRange, secondRange) = ranges else { return }
        let firstBits = 64 - (firstRange.upperBound - firstRange.lowerBound).leadingZeroBitCount
        let secondBits = 64 - (secondRange.upperBound - secondRange.lowerBound).leadingZeroBitCount
        if firstBits + secondBits <= 64 {
            sortPacked(firstRange.lowerBound, secondRange.lowerBound, secondBits, bits: firstBits + secondBits)
        } else {
            sortWide()
        }
    }

    private var isSorted: Bool {
        for row in 1..<max(1, count) where self[row] < self[row - 1] { return false }
        return true
    }

    private var ranges: (ClosedRange<UInt64>, ClosedRange<UInt64>)? {
        guard let leastFirst = firsts.min(), let mostFirst = firsts.max(), let leastSecond = seconds.min(),
            let mostSecond = seconds.max()
        else { return nil }
        return (leastFirst...mostFirst, leastSecond...mostSecond)
    }

    /// Pairs whose differences fit one word are sorted as words.
    private mutating func sortPacked(_ leastFirst: UInt64, _ leastSecond: UInt64, _ secondBits: Int, bits: Int) {
        var words = [UInt64](repeating: 0, count: count)
        // A shift by 64 gives zero with Swift's smart shift, which is right: the firsts then are all equal.
        for row in 0..<count { words[row] = (firsts[row] - leastFirst) << secondBits | (seconds[row] - leastSecond) }
        RadixSort.sort(&words, bits: bits)
        let mask = secondBits == 64 ? UInt64.max : (1 << UInt64(secondBits)) - 1
        for row in 0..<words.count {
            firsts[row] = (words[row] >> secondBits) + leastFirst
            seconds[row] = words[row] & mask + leastSecond
        }
    }

    private mutating func sortWide() {
        var pairs = zip(firsts, seconds).map { PairBlock.Pair(first: $0, second: $1) }
        pairs.sort()
        for row in 0..<pairs.count {
            firsts[row] = pairs[row].first
            seconds[row] = pairs[row].second
        }
    }
}

/// Least significant digit first, eleven bits a pass.
enum RadixSort {
    private static let digit = 11

    /// Sorts words of which only so many low bits differ.
    static func sort(_ words: inout [UInt64], bits: Int) {
        guard words.count > 64 else { return words.sort() }
        var other = [UInt64](repeating: 0, count: words.count)
        var shift = 0
        while shift < bits {
            pass(words, &other, shift)
            swap(&words, &other)
            shift += digit
        }
    }

    private static func pass(_ source: [UInt64], _ target: inout [UInt64], _ shift: Int) {
        let mask = UInt64(1 << digit - 1)
        var places = [Int](repeating: 0, count: 1 << digit)
        source.withUnsafeBufferPointer { source in
            target.withUnsafeMutableBufferPointer { target in
                places.withUnsafeMutableBufferPointer { places in
                    for word in source { places[Int(word >> UInt64(shift) & mask)] += 1 }
                    var sum = 0
                    for index in places.indices {
                        let count = places[index]
                        places[index] = sum
                        sum += count
                    }
                    for word in source {
                        let index = Int(word >> UInt64(shift) & mask)
                        target[places[index]] = word
                        places[index] += 1
                    }
                }
            }
        }
    }
}
