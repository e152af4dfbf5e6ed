import CLMDB
import Foundation
import Testing

@testable import LMDB

@Suite("The face of LMDB")
struct LMDBTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func environment(_ name: String = "plain", reservations: [Int] = Environment.reservations) throws
        -> Environment
    {
        try Environment(path: folder.path + "/" + name, readOnly: false, tables: 4, reservations: reservations)
    }

    private func bytes(_ value: UnsafeRawBufferPointer?) -> [UInt8]? { value.map { Array($0) } }

    @Test("what a transaction puts is there after its commit, and not after its end without one")
    func commitAndAbort() throws {
        let environment = try environment()
        do {
            var transaction = try environment.begin(readOnly: false)
            let table = try transaction.table("t", create: true)
            try transaction.put(table, [1], [10])
            try transaction.commit()
        }
        do {
            let transaction = try environment.begin(readOnly: false)
            let table = try transaction.table("t", create: false)
            try transaction.put(table, [2], [20])
        }
        let transaction = try environment.begin(readOnly: true)
        let table = try transaction.table("t", create: false)
        #expect(try bytes(transaction.value(table, [1])) == [10])
        #expect(try bytes(transaction.value(table, [2])) == nil)
        #expect(transaction.count(table) == 1)
    }

    @Test("a committed transaction takes nothing more")
    func useAfterCommit() throws {
        let environment = try environment()
        var transaction = try environment.begin(readOnly: false)
        let table = try transaction.table("t", create: true)
        try transaction.commit()
        #expect(throws: LMDBError.badTransaction) { try transaction.put(table, [1], [1]) }
        #expect(throws: LMDBError.badTransaction) { _ = try transaction.value(table, [1]) }
        #expect(throws: LMDBError.badTransaction) { _ = try transaction.cursor(table) }
        #expect(throws: LMDBError.badTransaction) { try transaction.commit() }
    }

    @Test("a snapshot does not see what is committed after it began")
    func isolation() throws {
        let environment = try environment()
        var first = try environment.begin(readOnly: false)
        let table = try first.table("t", create: true)
        try first.put(table, [1], [1])
        try first.commit()
        let reader = try environment.begin(readOnly: true)
        var second = try environment.begin(readOnly: false)
        try second.put(table, [1], [2])
        try second.commit()
        #expect(try bytes(reader.value(table, [1])) == [1])
    }

    @Test("a cursor goes through the keys in order, from both ends and from between")
    func cursor() throws {
        let environment = try environment()
        let transaction = try environment.begin(readOnly: false)
        let table = try transaction.table("t", create: true)
        for key in [UInt8]([7, 3, 5]) { try transaction.put(table, [key], [key * 2]) }
        let cursor = try transaction.cursor(table)
        func key(_ entry: Cursor.Entry?) -> UInt8? { entry?.key.first }
        #expect(try key(cursor.seek([])) == 3)
        #expect(try key(cursor.next()) == 5)
        #expect(try key(cursor.next()) == 7)
        #expect(try key(cursor.next()) == nil)
        #expect(try key(cursor.last()) == 7)
        #expect(try key(cursor.previous()) == 5)
        #expect(try key(cursor.seek([4])) == 5)
        #expect(try key(cursor.seek([8])) == nil)
        for (wanted, expected) in [(2, nil), (3, 3), (4, 3), (6, 5), (9, 7)] as [(UInt8, UInt8?)] {
            let found = try [wanted].withUnsafeBytes { bytes in try key(cursor.seek(atOrBefore: bytes)) }
            #expect(found == expected, "at or before \(wanted)")
        }
    }

    @Test("pages that are written out before the commit read and change as others, and are gone after an abort")
    func spill() throws {
        let environment = try environment()
        do {
            var transaction = try environment.begin(readOnly: false)
            try transaction.put(transaction.table("t", create: true), [0], [1])
            try transaction.commit()
        }
        func key(_ number: Int) -> [UInt8] { [UInt8(number >> 8), UInt8(number & 0xff)] }
        func fill(_ transaction: borrowing Transaction, _ table: Table) throws {
            for number in 0..<20_000 {
                // In no order, so that pages that were written out change again.
                let place = number * 7919 % 20_000
                try transaction.put(table, key(place), Array(repeating: UInt8(place & 0xff), count: 90))
                if number % 1500 == 0 { try transaction.spill(beside: "t") }
            }
            for number in stride(from: 0, to: 20_000, by: 3) { try transaction.remove(table, key(number)) }
            try transaction.spill(beside: "t")
        }
        do {
            let aborted = try environment.begin(readOnly: false)
            try fill(aborted, aborted.table("t", create: false))
        }
        #expect(try environment.pageProblems() == [])
        do {
            let reader = try environment.begin(readOnly: true)
            let table = try reader.table("t", create: false)
            #expect(reader.count(table) == 1)
        }
        var transaction = try environment.begin(readOnly: false)
        let table = try transaction.table("t", create: false)
        try fill(transaction, table)
        #expect(throws: LMDBError.notFound) { try transaction.spill(beside: "other") }
        try transaction.commit()
        #expect(try environment.pageProblems() == [])
        let reader = try environment.begin(readOnly: true)
        let stored = try reader.table("t", create: false)
        #expect(reader.count(stored) == 13_334)
        for number in 0..<20_000 {
            let expected: [UInt8]? = number % 3 == 0 ? nil : Array(repeating: UInt8(number & 0xff), count: 90)
            #expect(try bytes(reader.value(stored, key(number))) == expected)
        }
    }

    @Test("appending a key that is not the greatest is refused, and changes nothing")
    func appendOrder() throws {
        let environment = try environment()
        let transaction = try environment.begin(readOnly: false)
        let table = try transaction.table("t", create: true)
        try transaction.put(table, [5], [5], append: true)
        try transaction.put(table, [6], [6], append: true)
        #expect(throws: LMDBError.keyExists) { try transaction.put(table, [4], [4], append: true) }
        try transaction.put(table, [4], [4])
        #expect(transaction.count(table) == 3)
    }

    @Test("keys that are empty or too long are errors")
    func keySizes() throws {
        let environment = try environment()
        let transaction = try environment.begin(readOnly: false)
        let table = try transaction.table("t", create: true)
        let longest = environment.longestKey
        #expect(longest == 511)
        try transaction.put(table, Array(repeating: 1, count: 511), [])
        #expect(throws: LMDBError.badValueSize) { try transaction.put(table, Array(repeating: 1, count: 512), []) }
        #expect(throws: LMDBError.badValueSize) { try transaction.put(table, [], []) }
    }

    @Test("more tables than were asked for are an error")
    func tooManyTables() throws {
        let environment = try environment()
        let transaction = try environment.begin(readOnly: false)
        for name in ["a", "b", "c", "d"] { _ = try transaction.table(name, create: true) }
        #expect(throws: LMDBError.databasesFull) { _ = try transaction.table("e", create: true) }
        #expect(throws: LMDBError.notFound) { _ = try environment.begin(readOnly: true).table("z", create: false) }
    }

    @Test("as many readers as there are slots, then an error, and again a reader when one ends")
    func readers() throws {
        let environment = try environment()
        var held: [Held] = []
        for _ in 0..<Int(Environment.readers) { held.append(Held(try environment.begin(readOnly: true))) }
        #expect(throws: LMDBError.readersFull) { _ = try environment.begin(readOnly: true) }
        held.removeLast()
        _ = try environment.begin(readOnly: true)
    }

    private final class Held {
        let transaction: Transaction

        init(_ transaction: consuming Transaction) { self.transaction = transaction }
    }

    @Test("a full map is an error, and grows where no transaction is open")
    func growth() throws {
        let environment = try environment(reservations: [1 << 18])
        let reservation = environment.reservation
        #expect(reservation == 1 << 18)
        let large = [UInt8](repeating: 1, count: 1 << 18)
        do {
            let transaction = try environment.begin(readOnly: false)
            let table = try transaction.table("t", create: true)
            #expect(throws: LMDBError.mapFull) { try transaction.put(table, [1], large) }
            let couldGrow = environment.grow()
            #expect(!couldGrow)
        }
        let grown = environment.grow()
        #expect(grown)
        let doubled = environment.reservation
        #expect(doubled == 1 << 19)
        var transaction = try environment.begin(readOnly: false)
        let table = try transaction.table("t", create: true)
        try transaction.put(table, [1], large)
        try transaction.commit()
    }

    @Test("what is no LMDB file says so; a missing folder and a folder are errors of the system")
    func foreignFiles() throws {
        let text = folder.path + "/text"
        try Data(repeating: 0x61, count: 20_000).write(to: URL(fileURLWithPath: text))
        #expect(failure(text, readOnly: false) == .invalid)
        #expect(failure(text, readOnly: true) == .invalid)
        #expect(failure(folder.path + "/no/such", readOnly: false) == .system(ENOENT))
        #expect(failure(folder.path + "/missing", readOnly: true) == .system(ENOENT))
        // LMDB makes the lock file before it looks at the other: beside a folder that is ours.
        let inner = folder.path + "/inner"
        try FileManager.default.createDirectory(atPath: inner, withIntermediateDirectories: true)
        #expect(failure(inner, readOnly: false) != nil)
    }

    /// Why a file cannot be opened; nil where it can.
    private func failure(_ path: String, readOnly: Bool) -> LMDBError? {
        do throws(LMDBError) {
            _ = try Environment(path: path, readOnly: readOnly, tables: 1)
            return nil
        } catch {
            return error
        }
    }

    @Test("a copy has what was committed, while a transaction writes")
    func copy() throws {
        let environment = try environment()
        var first = try environment.begin(readOnly: false)
        let table = try first.table("t", create: true)
        try first.put(table, [1], [1])
        try first.commit()
        let writer = try environment.begin(readOnly: false)
        try writer.put(table, [2], [2])
        try environment.copy(to: folder.path + "/copy")
        let copy = try Environment(path: folder.path + "/copy", readOnly: false, tables: 4)
        #expect(try copy.pageProblems() == [])
        let reader = try copy.begin(readOnly: true)
        let copied = try reader.table("t", create: false)
        #expect(try bytes(reader.value(copied, [1])) == [1])
        #expect(try bytes(reader.value(copied, [2])) == nil)
        #expect(throws: LMDBError.system(EEXIST)) { try environment.copy(to: folder.path + "/copy") }
    }

    @Test("every code of LMDB has an error of its own and a sentence; others are errors of the system")
    func codes() {
        let codes = MDB_KEYEXIST...MDB_LAST_ERRCODE
        #expect(codes.count == 20)
        var found: [LMDBError] = []
        for code in codes {
            let error = LMDBError(code)
            #expect(error != .system(code), "code \(code)")
            #expect(!found.contains(error))
            #expect(!error.description.isEmpty)
            found.append(error)
        }
        #expect(LMDBError(ENOSPC) == .system(ENOSPC))
        #expect(LMDBError.system(ENOSPC).description == "No space left on device")
    }
}
