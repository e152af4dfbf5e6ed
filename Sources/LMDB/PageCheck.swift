import CLMDB
import Glibc

/// Walks every page that a transaction can reach, by reading the file and not through LMDB, which trusts its pages:
/// what a flipped bit or a foreign tool did is found without following it. Layout: `mdb.c` of LMDB 0.9, 64 bits.
struct PageCheck {
    private enum Flag {
        static let branch: UInt16 = 1
        static let leaf: UInt16 = 2
        static let overflow: UInt16 = 4
        static let bigData: UInt16 = 1
        static let subData: UInt16 = 2
    }

    private struct Tree {
        let depth: UInt16
        let entries: UInt64
        let root: UInt64
    }

    private static let header = 16
    private static let treeBytes = 48
    private static let noRoot = UInt64.max
    private static let deepest = 32

    private let descriptor: Int32
    private let pageSize: Int
    private var lastPage: UInt64 = 0
    private var seen: [Bool] = []

    init(_ descriptor: Int32, pageSize: Int) {
        self.descriptor = descriptor
        self.pageSize = pageSize
    }

    /// Throws `.corrupted` or `.pageNotFound` where the pages of a transaction do not fit together.
    mutating func run(transaction: UInt64) throws(LMDBError) {
        guard pageSize >= 256, pageSize <= 1 << 16 else { throw .corrupted }
        var size = stat()
        guard fstat(descriptor, &size) == 0 else { throw .system(errno) }
        var meta: [UInt8]?
        for number in 0...UInt64(1) {
            let page = try page(number)
            if try self.number(page, 16 + 128) == transaction { meta = page }
        }
        guard let meta else { throw .corrupted }
        lastPage = try number(meta, 16 + 120)
        guard lastPage < UInt64(size.st_size) / UInt64(pageSize) else { throw .corrupted }
        seen = Array(repeating: false, count: Int(lastPage) + 1)
        let free = try tree(meta, 16 + 24)
        let main = try tree(meta, 16 + 24 + PageCheck.treeBytes)
        try walk(free, isFreeList: true)
        try walk(main, isFreeList: false)
    }

    private mutating func walk(_ tree: Tree, isFreeList: Bool) throws(LMDBError) {
        guard tree.root != PageCheck.noRoot else {
            guard tree.entries == 0 else { throw .corrupted }
            return
        }
        guard Int(tree.depth) >= 1, Int(tree.depth) <= PageCheck.deepest else { throw .corrupted }
        var previous: [UInt8]?
        let entries = try walk(page: tree.root, levels: Int(tree.depth), isFreeList: isFreeList, &previous)
        guard entries == tree.entries else { throw .corrupted }
    }

    /// The entries below a page.
    private mutating func walk(
        page number: UInt64, levels: Int, isFreeList: Bool, _ previous: inout [UInt8]?
    ) throws(LMDBError) -> UInt64 {
        let page = try visit(number, pages: 1)
        let flags = try short(page, 10)
        let lower = Int(try short(page, 12))
        let upper = Int(try short(page, 14))
        guard flags & 0x2f == (levels > 1 ? Flag.branch : Flag.leaf), lower >= PageCheck.header, lower <= upper,
            upper <= pageSize, lower % 2 == 0
        else { throw .corrupted }
        let count = (lower - PageCheck.header) / 2
        guard count > 0 else { throw .corrupted }
        var entries: UInt64 = 0
        for index in 0..<count {
            let node = Int(try short(page, PageCheck.header + 2 * index))
            guard node >= upper, node % 2 == 0, node + 8 <= pageSize else { throw .corrupted }
            let keyEnd = node + 8 + Int(try short(page, node + 6))
            guard keyEnd <= pageSize else { throw .corrupted }
            let key = Array(page[(node + 8)..<keyEnd])
            let low = UInt64(try short(page, node)) | UInt64(try short(page, node + 2)) << 16
            let nodeFlags = try short(page, node + 4)
            if levels > 1 {
                let child = low | UInt64(nodeFlags) << 32
                // The first key of a branch is not used.
                if index > 0 { try checkOrder(key, after: previous, isFreeList, mayBeEqual: true) }
                entries += try walk(page: child, levels: levels - 1, isFreeList: isFreeList, &previous)
            } else {
                try checkOrder(key, after: previous, isFreeList, mayBeEqual: false)
                previous = key
                entries += 1
                try checkData(page, keyEnd, size: low, nodeFlags, isFreeList: isFreeList)
            }
        }
        return entries
    }

    private mutating func checkData(
        _ page: [UInt8], _ start: Int, size: UInt64, _ flags: UInt16, isFreeList: Bool
    ) throws(LMDBError) {
        var data: [UInt8]
        if flags & Flag.bigData != 0 {
            let first = try number(page, start)
            let pages = (size + UInt64(PageCheck.header) + UInt64(pageSize) - 1) / UInt64(pageSize)
            let head = try visit(first, pages: pages)
            guard try short(head, 10) & Flag.overflow != 0, try word(head, 12) == pages else { throw .corrupted }
            guard isFreeList else { return }
            data = try bytes(at: first * UInt64(pageSize) + UInt64(PageCheck.header), count: Int(size))
        } else {
            guard UInt64(start) + size <= UInt64(pageSize) else { throw .corrupted }
            data = Array(page[start..<(start + Int(size))])
        }
        if flags & Flag.subData != 0 {
            guard !isFreeList, data.count == PageCheck.treeBytes else { throw .corrupted }
            try walk(try tree(data, 0), isFreeList: false)
        } else if isFreeList {
            try checkFreePages(data)
        }
        data.removeAll()
    }

    /// A count, and so many pages that nothing uses.
    private mutating func checkFreePages(_ data: [UInt8]) throws(LMDBError) {
        let count = try number(data, 0)
        guard count <= UInt64(data.count / 8 - 1) else { throw .corrupted }
        for index in 0..<Int(count) {
            let page = try number(data, 8 + 8 * index)
            guard page >= 2, page <= lastPage, !seen[Int(page)] else { throw .corrupted }
            seen[Int(page)] = true
        }
    }

    private func checkOrder(
        _ key: [UInt8], after previous: [UInt8]?, _ isFreeList: Bool, mayBeEqual: Bool
    ) throws(LMDBError) {
        if isFreeList { guard key.count == 8 else { throw .corrupted } }
        guard let previous else { return }
        let isBefore =
            isFreeList ? try number(previous, 0) < number(key, 0) : previous.lexicographicallyPrecedes(key)
        guard isBefore || (mayBeEqual && previous == key) else { throw .corrupted }
    }

    /// The first of some pages, which nothing else may use and which carries its own number.
    private mutating func visit(_ first: UInt64, pages: UInt64) throws(LMDBError) -> [UInt8] {
        guard first >= 2, first <= lastPage, pages >= 1, pages <= lastPage - first + 1 else { throw .pageNotFound }
        for page in first..<(first + pages) {
            guard !seen[Int(page)] else { throw .corrupted }
            seen[Int(page)] = true
        }
        let page = try page(first)
        guard try number(page, 0) == first else { throw .corrupted }
        return page
    }

    private func tree(_ bytes: [UInt8], _ offset: Int) throws(LMDBError) -> Tree {
        Tree(
            depth: try short(bytes, offset + 6), entries: try number(bytes, offset + 32),
            root: try number(bytes, offset + 40))
    }

    private func page(_ number: UInt64) throws(LMDBError) -> [UInt8] {
        try bytes(at: number * UInt64(pageSize), count: pageSize)
    }

    private func bytes(at offset: UInt64, count: Int) throws(LMDBError) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: count)
        guard pread(descriptor, &buffer, count, off_t(offset)) == count else { throw .pageNotFound }
        return buffer
    }

    private func number(_ bytes: [UInt8], _ offset: Int) throws(LMDBError) -> UInt64 {
        UInt64(try word(bytes, offset)) | UInt64(try word(bytes, offset + 4)) << 32
    }

    private func word(_ bytes: [UInt8], _ offset: Int) throws(LMDBError) -> UInt32 {
        UInt32(try short(bytes, offset)) | UInt32(try short(bytes, offset + 2)) << 16
    }

    private func short(_ bytes: [UInt8], _ offset: Int) throws(LMDBError) -> UInt16 {
        guard offset >= 0, offset + 2 <= bytes.count else { throw .corrupted }
        return UInt16(bytes[offset]) | UInt16(bytes[offset + 1]) << 8
    }
}

extension Environment {
    /// Walks every page in use, without trusting any. Throws `.corrupted` or `.pageNotFound`.
    /// The LMDB calls are `mdb_env_get_fd` and `mdb_txn_id`.
    package func checkPages() throws(LMDBError) {
        // Pins the pages, so that a writer does not reuse them meanwhile.
        let transaction = try begin(readOnly: true)
        var descriptor: Int32 = -1
        try LMDBError.check(mdb_env_get_fd(pointer, &descriptor))
        var check = PageCheck(descriptor, pageSize: size.pageSize)
        try check.run(transaction: UInt64(mdb_txn_id(transaction.pointer)))
        _ = transaction.pointer
    }
}
