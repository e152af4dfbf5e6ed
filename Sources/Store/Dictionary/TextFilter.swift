/// A Bloom filter (B. H. Bloom, 1970) in blocks of one cache line: tells of most texts that they are not in a run.
struct TextFilter {
    private var words: [UInt64]
    private let blocks: UInt64

    private static let bitsPerText = 14
    private static let probes = 6

    /// - Parameter count: of the texts that it will hold.
    init(count: Int) {
        blocks = UInt64(max(1, count * TextFilter.bitsPerText / 512))
        words = [UInt64](repeating: 0, count: Int(blocks) * 8)
    }

    /// Bytes that it takes.
    var memory: Int { words.count * 8 }

    mutating func insert(_ hash: UInt64) {
        let start = block(hash)
        var bits = TextFilter.mixed(hash)
        for _ in 0..<TextFilter.probes {
            words[start + Int(bits >> 6 & 7)] |= 1 << (bits & 63)
            bits >>= 9
        }
    }

    /// False only for what was never inserted.
    func mayHold(_ hash: UInt64) -> Bool {
        let start = block(hash)
        var bits = TextFilter.mixed(hash)
        for _ in 0..<TextFilter.probes {
            if words[start + Int(bits >> 6 & 7)] >> (bits & 63) & 1 == 0 { return false }
            bits >>= 9
        }
        return true
    }

    private func block(_ hash: UInt64) -> Int { Int(hash.multipliedFullWidth(by: blocks).high) * 8 }

    /// Other bits than those that choose the block.
    private static func mixed(_ hash: UInt64) -> UInt64 {
        (hash ^ hash >> 29) &* 0xbf58_476d_1ce4_e5b9 >> 10
    }
}
