import Foundation
import LMDB
import Testing

@testable import Store

@Suite("Pages of a file, looked at without trust")
struct PageCheckTests {
    private let folder: TemporaryFolder
    private static let pageSize = 4096

    init() throws { folder = try TemporaryFolder() }

    /// The bytes of a file with a table of three levels, one with a long value, and free pages.
    private func makeFile() throws -> [UInt8] {
        let path = folder.path + "/file"
        do {
            let environment = try Environment(path: path, readOnly: false, tables: 4)
            for round in 0..<3 {
                var transaction = try environment.begin(readOnly: false)
                let many = try transaction.table("many", create: true)
                let long = try transaction.table("long", create: true)
                for number in 0..<4000 where number % 3 >= round {
                    let key = Array("a key of some length, so that pages fill: \(number + 100_000)".utf8)
                    try transaction.put(many, key, Array(repeating: UInt8(round), count: 50 + round))
                }
                try transaction.put(long, [1], Array(repeating: UInt8(round), count: 10_000 * (round + 1)))
                try transaction.commit()
            }
            #expect(try environment.pageProblems() == [])
        }
        return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    private func problems(_ bytes: [UInt8]) throws -> [PageProblem] {
        let path = folder.path + "/damaged"
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return try Environment(path: path, readOnly: false, tables: 4).pageProblems()
    }

    /// Pages in use of a kind, by the walk that LMDB itself would make: from the newest meta page down.
    private struct Pages {
        var branches: [Int] = []
        var leaves: [Int] = []
        var long: [Int] = []
        /// The leaf that tells of the tables, and the one that lists free pages.
        var tables = 0
        var free = 0

        init(_ bytes: [UInt8]) {
            func number(_ place: Int) -> Int { (0..<8).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) } }
            func short(_ place: Int) -> Int { Int(bytes[place]) | Int(bytes[place + 1]) << 8 }
            let meta = number(16 + 128) > number(pageSize + 16 + 128) ? 0 : pageSize
            free = number(meta + 16 + 24 + 40)
            tables = number(meta + 16 + 24 + 48 + 40)
            func nodes(_ page: Int) -> [Int] {
                (0..<((short(page * pageSize + 12) - 16) / 2)).map {
                    page * pageSize + short(page * pageSize + 16 + 2 * $0)
                }
            }
            func walk(_ page: Int) {
                let isBranch = bytes[page * pageSize + 10] == 1
                if isBranch { branches.append(page) } else { leaves.append(page) }
                for node in nodes(page) {
                    if isBranch { walk(short(node) | short(node + 2) << 16) }
                    if !isBranch, bytes[node + 4] == 1 { long.append(number(node + 8 + short(node + 6))) }
                }
            }
            // A table without entries has no page.
            for node in nodes(tables) where number(node + 8 + short(node + 6) + 40) >= 0 {
                walk(number(node + 8 + short(node + 6) + 40))
            }
        }
    }

    @Test("each kind of damage is told with its table and its page")
    func damage() throws {
        let whole = try makeFile()
        let pages = Pages(whole)
        #expect(pages.branches.count > 1 && pages.leaves.count > 30 && pages.long.count == 1)
        let leaf = pages.leaves[pages.leaves.count / 2]
        let branch = try #require(pages.branches.last)
        func short(_ place: Int) -> Int { Int(whole[place]) | Int(whole[place + 1]) << 8 }
        /// Where the n-th node of a page is.
        func node(_ page: Int, _ index: Int) -> Int {
            page * Self.pageSize + short(page * Self.pageSize + 16 + 2 * index)
        }
        func set(_ place: Int, _ value: Int) -> (inout [UInt8]) -> Void {
            { bytes in
                bytes[place] = UInt8(value & 0xff)
                bytes[place + 1] = UInt8(value >> 8)
            }
        }
        let start = leaf * Self.pageSize
        /// Of two neighbours that are of one length in the page.
        let alike = try #require(
            (0..<10).first { (short(node(leaf, $0)) + 1) / 2 == (short(node(leaf, $0 + 1)) + 1) / 2 })
        let cases: [(what: String, table: String, page: Int, message: String, change: (inout [UInt8]) -> Void)] = [
            ("number", "many", -1, "which is another", set(start, 1)),
            ("a dirty page", "many", leaf, "not of the kind", set(start + 10, 0x12)),
            ("a branch for a leaf", "many", leaf, "not of the kind", set(start + 10, 1)),
            ("lower bound", "many", leaf, "bounds", set(start + 12, 4000)),
            ("odd lower bound", "many", leaf, "bounds", set(start + 12, 33)),
            ("upper bound", "many", leaf, "bounds", set(start + 14, 5000)),
            ("no nodes", "many", leaf, "fill it", set(start + 12, 16)),
            ("a node in the header", "many", leaf, "not within", set(start + 16, 8)),
            ("a node at the end", "many", leaf, "not within", set(start + 16, 4094)),
            ("one node twice", "many", leaf, "its nodes", set(start + 16, short(start + 18))),
            (
                "two nodes in one place", "many", leaf, "overlap",
                set(start + 16 + 2 * alike, short(start + 18 + 2 * alike))
            ),
            ("a long key", "many", leaf, "longer", set(node(leaf, 0) + 6, 4000)),
            ("a shorter key", "many", leaf, "fill it", set(node(leaf, 0) + 6, 20)),
            ("a long value", "many", leaf, "longer", set(node(leaf, 1) + 2, 100)),
            ("another key", "many", leaf, "order", { $0[node(leaf, 1) + 10] = 0x7a }),
            ("a table within a table", "many", leaf, "of no kind", { $0[node(leaf, 1) + 4] = 2 }),
            ("a separator too great", "many", -1, "order", { $0[node(branch, 1) + 8] = 0x7a }),
            ("a separator too small", "many", branch, "order", { $0[node(branch, 1) + 8] = 0x20 }),
            ("a page that is not there", "many", branch, "not in the file", set(node(branch, 0) + 2, 9)),
            ("a page twice", "many", branch, "used already", set(node(branch, 1), short(node(branch, 0)))),
            (
                "where the long value is", "long", -1, "not where it should be",
                set(pages.long[0] * Self.pageSize + 12, 2)
            ),
            ("another kind of table", "many", pages.tables, "not of the kind", { $0[node(pages.tables, 1) + 16] = 4 }),
            ("the count of a table", "many", pages.tables, "entries", { $0[node(pages.tables, 1) + 8 + 4 + 32] ^= 1 }),
            ("the pages of a table", "many", pages.tables, "pages", { $0[node(pages.tables, 1) + 8 + 4 + 16] ^= 1 }),
            ("a free page that is used", "many", -1, "used already", set(node(pages.free, 0) + 8 + 8 + 8, leaf)),
            ("a long list of free pages", "free pages", pages.free, "longer", set(node(pages.free, 0) + 16, 4000)),
        ]
        for one in cases {
            var bytes = whole
            one.change(&bytes)
            let found = try problems(bytes)
            let isTold = found.contains {
                $0.table == one.table && (one.page < 0 || $0.page == UInt64(one.page))
                    && $0.message.contains(one.message)
            }
            #expect(isTold, "\(one.what), page \(one.page): \(found)")
        }
    }

    @Test("verify tells every damaged page, and what is told to writers and copiers is the first")
    func verify() throws {
        let store = folder.store
        do {
            let made = try Store(path: store, access: .create)
            try made.write { writer in
                for number in 0..<3000 { try writer.add("owns", "company \(number)", .entity("b\(number % 7)")) }
            }
        }
        var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: store)))
        let leaves = Pages(bytes).leaves
        let damaged = [leaves[1], leaves[leaves.count - 2]]
        for page in damaged { bytes[page * Self.pageSize + 12] ^= 1 }
        try Data(bytes).write(to: URL(fileURLWithPath: store))
        let found = try Store.verify(path: store)
        #expect(found.problems.count == 2)
        for page in damaged {
            #expect(
                found.problems.contains { $0.message.hasPrefix("page \(page): ") && $0.table != "file" }, "\(found)")
        }
        for body in [
            { () throws in _ = try Store(path: store, access: .write) },
            { () throws in _ = try Store(path: store, access: .create) },
            { () throws in try Store(path: store, access: .read).backup(to: store + ".copy") },
            { () throws in try Store.compact(path: store) },
        ] {
            let error = #expect(throws: StoreError.self) { try body() }
            #expect(
                error?.kind == .damaged && error?.message.contains("page \(damaged[0]) of ") == true,
                "\(String(describing: error))")
        }
        #expect(Array(try Data(contentsOf: URL(fileURLWithPath: store))) == bytes)
    }
}
