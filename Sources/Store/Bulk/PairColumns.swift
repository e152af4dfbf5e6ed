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

    init() {}

    init(firsts: [UInt64], seconds: [UInt64]) {
        self.firsts = firsts
        self.seconds = seconds
    }

    /// The pairs in order, without doubles.
    init(sortingDistinct pairs: UnsafeBufferPointer<PairBlock.Pair>) {
        guard let first = pairs.first else {
            self.init()
            return
        }
        var range = PairRange(first)
        for pair in pairs { range.take(pair.first, pair.second) }
        guard let packing = range.packing else {
            self.init(firsts: pairs.map(\.first), seconds: pairs.map(\.second))
            sortWide()
            return
        }
        var words = [UInt64](unsafeUninitializedCapacity: pairs.count) { words, count in
            for row in 0..<pairs.count { words[row] = packing.word(pairs[row].first, pairs[row].second) }
            count = pairs.count
        }
        RadixSort.sort(&words, bits: packing.bits)
        self.init(unpacking: words, packing)
    }

    /// Sorted words as pairs, without doubles.
    private init(unpacking words: [UInt64], _ packing: PairPacking) {
        var kept = 0
        seconds = [UInt64](unsafeUninitializedCapacity: words.count) { seconds, count in
            firsts = [UInt64](unsafeUninitializedCapacity: words.count) { firsts, count in
                for row in 0..<words.count {
                    let word = words[row]
                    firsts[kept] = packing.first(word)
                    seconds[kept] = packing.second(word)
                    // The next takes the place of its double.
                    kept += row + 1 < words.count && words[row + 1] == word ? 0 : 1
                }
                count = kept
            }
            count = kept
        }
    }

    /// Sorts the pairs and drops what is there twice.
    mutating func sortDistinct() {
        guard count > 0, !isSortedDistinct else { return }
        var range = PairRange(self[0])
        firsts.withUnsafeBufferPointer { firsts in
            seconds.withUnsafeBufferPointer { seconds in
                for row in 0..<firsts.count { range.take(firsts[row], seconds[row]) }
            }
        }
        guard let packing = range.packing else { return sortWide() }
        var words = [UInt64](unsafeUninitializedCapacity: count) { words, count in
            firsts.withUnsafeBufferPointer { firsts in
                seconds.withUnsafeBufferPointer { seconds in
                    for row in 0..<firsts.count { words[row] = packing.word(firsts[row], seconds[row]) }
                }
            }
            count = firsts.count
        }
        // Their memory is free for what comes out.
        self = PairColumns()
        RadixSort.sort(&words, bits: packing.bits)
        self = PairColumns(unpacking: words, packing)
    }

    private var isSortedDistinct: Bool {
        firsts.withUnsafeBufferPointer { firsts in
            seconds.withUnsafeBufferPointer { seconds in
                var row = 1
                while row < firsts.count,
                    firsts[row - 1] < firsts[row]
                        || firsts[row - 1] == firsts[row] && seconds[row - 1] < seconds[row]
                { row += 1 }
                return row >= firsts.count
            }
        }
    }

    private mutating func sortWide() {
        var pairs = zip(firsts, seconds).map { PairBlock.Pair(first: $0, second: $1) }
        pairs.sort()
        for row in 0..<pairs.count {
            firsts[row] = pairs[row].first
            seconds[row] = pairs[row].second
        }
        dropDoubles()
    }

    private mutating func dropDoubles() {
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
}

/// The least and the most of some pairs.
private struct PairRange {
    private var least: PairBlock.Pair
    private var most: PairBlock.Pair

    init(_ pair: PairBlock.Pair) {
        least = pair
        most = pair
    }

    @inline(__always) mutating func take(_ first: UInt64, _ second: UInt64) {
        least = PairBlock.Pair(first: min(least.first, first), second: min(least.second, second))
        most = PairBlock.Pair(first: max(most.first, first), second: max(most.second, second))
    }

    /// Nil where the differences do not fit a word.
    var packing: PairPacking? {
        let secondBits = 64 - (most.second - least.second).leadingZeroBitCount
        let bits = secondBits + 64 - (most.first - least.first).leadingZeroBitCount
        return bits > 64 ? nil : PairPacking(least: least, secondBits: secondBits, bits: bits)
    }
}

/// Pairs as words that order as they do.
private struct PairPacking {
    let least: PairBlock.Pair
    let secondBits: Int
    /// How many low bits of the words differ.
    let bits: Int

    // A shift by 64 gives zero with Swift's smart shift, which is right: the firsts then are all equal.
    @inline(__always) func word(_ first: UInt64, _ second: UInt64) -> UInt64 {
        (first &- least.first) << secondBits | (second &- least.second)
    }

    @inline(__always) func first(_ word: UInt64) -> UInt64 { word >> secondBits &+ least.first }

    @inline(__always) func second(_ word: UInt64) -> UInt64 {
        let mask = secondBits == 64 ? UInt64.max : (1 << UInt64(secondBits)) - 1
        return word & mask &+ least.second
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
