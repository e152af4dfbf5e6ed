import Glibc

/// Sorts text keys by their bytes.
enum TextSort {
    /// What decides most comparisons without looking at the text: eight bytes behind what all of a kind share.
    private struct Rank {
        let bytes: UInt64
        let row: Int
    }

    static func sorted(_ entries: [TextBlock.Entry]) -> [TextBlock.Entry] {
        var rows = [[Int]](repeating: [], count: 256)
        for row in entries.indices { rows[Int(entries[row].key.first ?? 0)].append(row) }
        var result: [TextBlock.Entry] = []
        result.reserveCapacity(entries.count)
        for group in rows where !group.isEmpty {
            let shared = sharedLength(entries, group)
            var ranks = group.map { Rank(bytes: bytes(entries[$0].key, from: shared), row: $0) }
            ranks.sort { left, right in
                left.bytes != right.bytes
                    ? left.bytes < right.bytes : entries[left.row].key.isBefore(entries[right.row].key)
            }
            for rank in ranks { result.append(entries[rank.row]) }
        }
        return result
    }

    private static func sharedLength(_ entries: [TextBlock.Entry], _ rows: [Int]) -> Int {
        let first = entries[rows[0]].key
        var shared = first.count
        for row in rows {
            shared = first.withUnsafeBytes { left in
                entries[row].key.withUnsafeBytes { right in
                    commonLength(UnsafeRawBufferPointer(rebasing: left[..<shared]), right)
                }
            }
        }
        return shared
    }

    /// Shorter texts are filled up with zeros; equal ranks are compared in full.
    private static func bytes(_ key: [UInt8], from start: Int) -> UInt64 {
        var result: UInt64 = 0
        for position in start..<(start + 8) {
            result = result << 8 | (position < key.count ? UInt64(key[position]) : 0)
        }
        return result
    }
}

extension [UInt8] {
    /// Whether the bytes come before others, as LMDB compares them.
    func isBefore(_ other: [UInt8]) -> Bool {
        withUnsafeBytes { left in
            other.withUnsafeBytes { right in
                let shorter = Swift.min(left.count, right.count)
                guard shorter > 0, let first = left.baseAddress, let second = right.baseAddress else {
                    return left.count < right.count
                }
                let order = memcmp(first, second, shorter)
                return order != 0 ? order < 0 : left.count < right.count
            }
        }
    }
}
