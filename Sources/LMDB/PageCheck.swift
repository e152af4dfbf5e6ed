import CLMDB
import Glibc

/// Something about a page that must not be.
package struct PageProblem: Sendable, Equatable {
    /// The named database that the page is of; `file` for what is about all of them.
    package let table: String
    package let page: UInt64
    /// In words.
    package let message: String
}

/// Walks every page that a transaction can reach, by reading the file and not through LMDB, which trusts its pages:
/// what a flipped bit or a foreign tool did is found without following it. Layout: `mdb.c` of LMDB 0.9, 64 bits.
///
/// What passes cannot lead a cursor, or a transaction that writes, out of a page or round in a circle: nodes lie in
/// their page without gaps and apart, keys ascend, each page is used once, and the counts of each tree are right.
final class PageCheck {
    private struct Tree {
        let name: String
        /// The page that tells of it.
        let origin: UInt64
        let flags: UInt16
        let depth: UInt16
        let pages: PageCounts
        let entries: UInt64
        let root: UInt64

        init(name: String, origin: UInt64, _ bytes: UnsafeRawBufferPointer) {
            self.name = name
            self.origin = origin
            flags = bytes.short(4)
            depth = bytes.short(6)
            pages = PageCounts(branch: bytes.number(8), leaf: bytes.number(16), overflow: bytes.number(24))
            entries = bytes.number(32)
            root = bytes.number(40)
        }
    }

    private struct PageCounts: Equatable {
        var branch: UInt64 = 0
        var leaf: UInt64 = 0
        var overflow: UInt64 = 0
    }

    /// Why a page is not followed further.
    private struct Damage: Error {
        let message: String

        init(_ message: String) { self.message = message }
    }

    static let header = 16
    private static let treeBytes = 48
    private static let noRoot = UInt64.max
    private static let deepest = 32
    private static let longestList = 100

    private let descriptor: Int32
    private let pageSize: Int
    /// A page for each level of a tree, so that one is kept while those below are walked.
    private let levels: UnsafeMutableRawBufferPointer
    private var lastPage: UInt64 = 0
    private var seen: [Bool] = []
    /// The greatest key so far, and whether the next one may be the same.
    private var previous: UnsafeMutableRawBufferPointer
    private var previousLength: Int?
    private var mayRepeat = false
    private var tables: [Tree] = []
    private var name = ""
    private var isFreeList: Bool { name == PageCheck.freeList }
    private var counts = PageCounts()
    private(set) var problems: [PageProblem] = []

    private static let freeList = "free pages"

    init(_ descriptor: Int32, pageSize: Int) {
        self.descriptor = descriptor
        self.pageSize = pageSize
        levels = .allocate(byteCount: pageSize * (PageCheck.deepest + 1), alignment: 16)
        previous = .allocate(byteCount: pageSize, alignment: 16)
    }

    deinit {
        levels.deallocate()
        previous.deallocate()
    }

    /// The meta page of a transaction; nil where there is none, as when two others have ended since.
    private func meta(_ transaction: UInt64) throws(LMDBError) -> (page: UInt64, bytes: [UInt8])? {
        for page in 0...UInt64(1) {
            var bytes = [UInt8](repeating: 0, count: pageSize)
            guard pread(descriptor, &bytes, pageSize, off_t(page) * off_t(pageSize)) == pageSize else {
                throw .corrupted
            }
            if bytes.withUnsafeBytes({ $0.number(16 + 128) }) == transaction { return (page, bytes) }
        }
        return nil
    }

    /// Fills `problems`; false where the transaction is not in the file. Throws where the file cannot be read.
    func run(transaction: UInt64) throws(LMDBError) -> Bool {
        var size = stat()
        guard fstat(descriptor, &size) == 0 else { throw .system(errno) }
        guard let (page, bytes) = try meta(transaction) else { return false }
        lastPage = bytes.withUnsafeBytes { $0.number(16 + 120) }
        guard lastPage < UInt64(size.st_size) / UInt64(pageSize) else {
            report("file", page, "the file is shorter than it says")
            return true
        }
        seen = Array(repeating: false, count: Int(lastPage) + 1)
        bytes.withUnsafeBytes { bytes in
            let start = 16 + 24
            walk(Tree(name: PageCheck.freeList, origin: page, bytes.slice(start, PageCheck.treeBytes)))
            walk(
                Tree(name: "tables", origin: page, bytes.slice(start + PageCheck.treeBytes, PageCheck.treeBytes)))
        }
        for tree in tables { walk(tree) }
        return true
    }

    private func report(_ table: String, _ page: UInt64, _ message: String) {
        if problems.count < PageCheck.longestList {
            problems.append(PageProblem(table: table, page: page, message: message))
        }
    }

    private func walk(_ tree: Tree) {
        name = tree.name
        counts = PageCounts()
        previousLength = nil
        mayRepeat = false
        let before = problems.count
        // Integer keys for the free pages, and nothing special for all others.
        guard tree.flags & 0x7f == (isFreeList ? 8 : 0) else {
            return report(name, tree.origin, "a table is not of the kind that it should be")
        }
        guard tree.root != PageCheck.noRoot else {
            if tree.entries != 0 || tree.depth != 0 { report(name, tree.origin, "a table has no pages") }
            return
        }
        guard tree.depth >= 1, Int(tree.depth) <= PageCheck.deepest else {
            return report(name, tree.origin, "a table is too deep")
        }
        let entries = walk(page: tree.root, levels: Int(tree.depth), from: tree.origin)
        guard problems.count == before else { return }
        if entries != tree.entries { report(name, tree.origin, "a table has another count of entries") }
        if counts != tree.pages { report(name, tree.origin, "a table has another count of pages") }
    }

    /// The entries below a page.
    private func walk(page number: UInt64, levels: Int, from parent: UInt64) -> UInt64 {
        do throws(Damage) {
            let page = try visit(number, pages: 1, level: levels)
            do throws(Damage) {
                return try walk(page, number, levels: levels)
            } catch {
                report(name, number, error.message)
            }
        } catch {
            report(name, parent, error.message)
        }
        return 0
    }

    private func walk(
        _ page: UnsafeRawBufferPointer, _ number: UInt64, levels: Int
    ) throws(Damage) -> UInt64 {
        guard page.short(10) == (levels > 1 ? PageFlag.branch : PageFlag.leaf) else {
            throw Damage("it is not of the kind that it should be")
        }
        let count = try PageNodes.check(page, isLeaf: levels == 1).orThrow { Damage($0) }
        guard count > 0 else { throw Damage("it has no nodes") }
        if levels > 1 { counts.branch += 1 } else { counts.leaf += 1 }
        var entries: UInt64 = 0
        for index in 0..<count {
            let node = PageNode(page, index)
            if levels > 1 {
                // The first key of a branch is not used.
                if index > 0 {
                    try checkOrder(node.key)
                    mayRepeat = true
                }
                entries += walk(page: node.child, levels: levels - 1, from: number)
            } else {
                try checkOrder(node.key)
                mayRepeat = false
                entries += 1
                try checkData(node, number)
            }
        }
        return entries
    }

    private func checkOrder(_ key: UnsafeRawBufferPointer) throws(Damage) {
        if isFreeList, key.count != 8 { throw Damage("a key of the list of free pages is no number") }
        if !isFreeList, key.isEmpty { throw Damage("a key is empty") }
        if let previousLength {
            let last = UnsafeRawBufferPointer(rebasing: previous[..<previousLength])
            let order = isFreeList ? compare(last.number(0), key.number(0)) : compare(last, key)
            guard order < 0 || (order == 0 && mayRepeat) else { throw Damage("its keys are not in order") }
        }
        previous.copyBytes(from: key)
        previousLength = key.count
    }

    private func compare(_ left: UInt64, _ right: UInt64) -> Int { left < right ? -1 : left == right ? 0 : 1 }

    private func compare(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
        guard let first = left.baseAddress, let second = right.baseAddress else { return left.count - right.count }
        let order = Int(memcmp(first, second, min(left.count, right.count)))
        return order != 0 ? order : left.count - right.count
    }

    private func checkData(_ node: PageNode, _ number: UInt64) throws(Damage) {
        if node.flags & NodeFlag.bigData != 0 {
            guard node.flags == NodeFlag.bigData else { throw Damage("a node is of no kind") }
            let first = node.data.number(0)
            let pages = (UInt64(node.size) + UInt64(PageCheck.header) + UInt64(pageSize) - 1) / UInt64(pageSize)
            let head = try visit(first, pages: pages, level: 0)
            guard head.short(10) == PageFlag.overflow, UInt64(head.word(12)) == pages else {
                throw Damage("a long value is not where it should be")
            }
            counts.overflow += pages
            guard isFreeList else { return }
            var list = [UInt8](repeating: 0, count: Int(node.size))
            let offset = off_t(first) * off_t(pageSize) + off_t(PageCheck.header)
            guard pread(descriptor, &list, list.count, offset) == list.count else { throw Damage("it cannot be read") }
            let problem = list.withUnsafeBytes { markFree($0) }
            if let problem { throw Damage(problem) }
            return
        }
        if name == "tables" {
            guard node.flags == NodeFlag.subData, node.data.count == PageCheck.treeBytes else {
                throw Damage("what should tell of a table does not")
            }
            tables.append(Tree(name: String(decoding: node.key, as: UTF8.self), origin: number, node.data))
        } else {
            guard node.flags == 0 else { throw Damage("a node is of no kind") }
            if isFreeList, let problem = markFree(node.data) { throw Damage(problem) }
        }
    }

    /// Notes pages that nothing uses: a count, and so many numbers from the highest down. What is wrong with them.
    private func markFree(_ list: UnsafeRawBufferPointer) -> String? {
        guard list.count >= 8, list.number(0) <= UInt64(list.count / 8 - 1) else {
            return "a list of free pages is longer than its value"
        }
        var last = UInt64.max
        for index in 0..<Int(list.number(0)) {
            let page = list.number(8 + 8 * index)
            guard page >= 2, page <= lastPage, page < last else { return "a list of free pages is not in order" }
            guard !seen[Int(page)] else { return "page \(page) is free and used" }
            seen[Int(page)] = true
            last = page
        }
        return nil
    }

    /// The first of some pages, which nothing else may use and which carries its own number.
    private func visit(_ first: UInt64, pages: UInt64, level: Int) throws(Damage) -> UnsafeRawBufferPointer {
        guard first >= 2, first <= lastPage, pages >= 1, pages <= lastPage - first + 1 else {
            throw Damage("it leads to page \(first), which is not in the file")
        }
        for page in first..<(first + pages) {
            guard !seen[Int(page)] else { throw Damage("it leads to page \(page), which is used already") }
            seen[Int(page)] = true
        }
        let page = UnsafeMutableRawBufferPointer(rebasing: levels[(level * pageSize)..<((level + 1) * pageSize)])
        let offset = off_t(first) * off_t(pageSize)
        guard pread(descriptor, page.baseAddress, pageSize, offset) == pageSize else {
            throw Damage("it leads to page \(first), which cannot be read")
        }
        let bytes = UnsafeRawBufferPointer(page)
        guard bytes.number(0) == first else {
            throw Damage("it leads to page \(first), which is another")
        }
        return bytes
    }
}

extension Result where Failure == PageNodes.Problem {
    /// The value, or an error made of the problem.
    fileprivate func orThrow<E: Error>(_ error: (String) -> E) throws(E) -> Success {
        switch self {
        case .success(let value): return value
        case .failure(let problem): throw error(problem.message)
        }
    }
}

extension Environment {
    /// Walks every page in use, without trusting any: what is wrong with them, the first hundred. Throws where the file
    /// cannot be read. The LMDB calls are `mdb_env_get_fd` and `mdb_txn_id`.
    package func pageProblems() throws(LMDBError) -> [PageProblem] {
        var descriptor: Int32 = -1
        try LMDBError.check(mdb_env_get_fd(pointer, &descriptor))
        let pageSize = size.pageSize
        guard pageSize >= 256, pageSize <= 1 << 16 else { throw .corrupted }
        // Two commits after the transaction began its meta page is another's; then a later one is looked at.
        for _ in 0..<100 {
            // Pins the pages, so that a writer does not reuse them meanwhile.
            let transaction = try begin(readOnly: true)
            let check = PageCheck(descriptor, pageSize: pageSize)
            let isThere = try check.run(transaction: UInt64(mdb_txn_id(transaction.pointer)))
            _ = transaction.pointer
            if isThere { return check.problems }
        }
        throw .corrupted
    }
}
