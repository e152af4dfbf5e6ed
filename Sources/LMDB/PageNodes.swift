/// What a page is, by its flags.
enum PageFlag {
    static let branch: UInt16 = 1
    static let leaf: UInt16 = 2
    static let overflow: UInt16 = 4
}

/// What a node of a leaf holds besides a plain value.
enum NodeFlag {
    static let bigData: UInt16 = 1
    static let subData: UInt16 = 2
}

/// A node of a page whose nodes were checked.
struct PageNode {
    static let header = 8

    private let page: UnsafeRawBufferPointer
    private let start: Int

    init(_ page: UnsafeRawBufferPointer, _ index: Int) {
        self.page = page
        start = Int(page.short(PageCheck.header + 2 * index))
    }

    private var keyLength: Int { Int(page.short(start + 6)) }
    var flags: UInt16 { page.short(start + 4) }
    /// Bytes of the value, wherever it is.
    var size: UInt32 { page.word(start) }
    var key: UnsafeRawBufferPointer { page.slice(start + PageNode.header, keyLength) }
    /// The page below a node of a branch.
    var child: UInt64 { UInt64(page.word(start)) | UInt64(flags) << 32 }
    /// The value, or the number of its first page.
    var data: UnsafeRawBufferPointer {
        page.slice(start + PageNode.header + keyLength, flags & NodeFlag.bigData != 0 ? 8 : Int(size))
    }
}

/// The nodes of a page.
enum PageNodes {
    struct Problem: Error {
        let message: String
    }

    /// How many there are, if they fill the end of the page without gaps and do not overlap: LMDB moves them about by
    /// the lengths that they tell.
    static func check(_ page: UnsafeRawBufferPointer, isLeaf: Bool) -> Result<Int, Problem> {
        let lower = Int(page.short(12))
        let upper = Int(page.short(14))
        guard lower >= PageCheck.header, lower <= upper, upper <= page.count, lower % 2 == 0, upper % 2 == 0 else {
            return .failure(Problem(message: "its bounds are wrong"))
        }
        let count = (lower - PageCheck.header) / 2
        var total = 0
        return withUnsafeTemporaryAllocation(of: (start: UInt16, end: UInt16).self, capacity: max(1, count)) { nodes in
            for index in 0..<count {
                let start = Int(page.short(PageCheck.header + 2 * index))
                guard start >= upper, start % 2 == 0, start + PageNode.header <= page.count else {
                    return .failure(Problem(message: "a node is not within it"))
                }
                var length = PageNode.header + Int(page.short(start + 6))
                if isLeaf {
                    let isBig = page.short(start + 4) & NodeFlag.bigData != 0
                    length += isBig ? 8 : Int(page.word(start))
                }
                length += length & 1
                guard length <= page.count - start else {
                    return .failure(Problem(message: "a node is longer than it"))
                }
                total += length
                nodes[index] = (UInt16(truncatingIfNeeded: start), UInt16(truncatingIfNeeded: start + length - 1))
            }
            guard total == page.count - upper else {
                return .failure(Problem(message: "its nodes do not fill it"))
            }
            var sorted = UnsafeMutableBufferPointer(rebasing: nodes[..<count])
            sorted.sort { $0.start < $1.start }
            for index in 1..<max(1, count) where sorted[index].start <= sorted[index - 1].end {
                return .failure(Problem(message: "its nodes overlap"))
            }
            return .success(count)
        }
    }
}

/// Numbers in the order of this machine's bytes, as LMDB writes them. The places must be within.
extension UnsafeRawBufferPointer {
    @inline(__always) func short(_ place: Int) -> UInt16 { loadUnaligned(fromByteOffset: place, as: UInt16.self) }
    @inline(__always) func word(_ place: Int) -> UInt32 { loadUnaligned(fromByteOffset: place, as: UInt32.self) }
    @inline(__always) func number(_ place: Int) -> UInt64 { loadUnaligned(fromByteOffset: place, as: UInt64.self) }
    @inline(__always) func slice(_ place: Int, _ count: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: self[place..<(place + count)])
    }
}
