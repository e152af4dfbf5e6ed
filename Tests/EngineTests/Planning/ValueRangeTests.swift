import Foundation
import Store
import Testing
import Zhol

@Suite("Ranges of values")
struct ValueRangeTests {
    private static let values = [
        "-3", "0", "1", "2", "2.5", "3", "1e0", "2.5e0", "9007199254740993", "9223372036854775807", "-9.75",
        "2015", "date(2015)", "2015-03", "2015-03-01", "2015-03-02", "2016-01-01", "2015-03-01T00:00:00Z",
        "2015-03-01T12:00:00Z", "true", "\"2015-03-01\"", "\"a longer text\"", "e1",
    ]

    @Test("a comparison with a constant finds in the store what it finds without looking at ranges")
    func comparisons() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("zhol-ranges-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var loader = Loader()
        var facts = ""
        for (number, value) in Self.values.enumerated() { facts += "v(e\(number), \(value)). " }
        // Enough dates and ints for several blocks.
        for day in 0..<10 {
            for year in 1900..<2040 { facts += "v(d\(year)_\(day), \(year)-02-\(day < 9 ? "0" : "")\(day + 1)). " }
        }
        for number in 10..<1200 { facts += "v(i\(number), \(number * 3)). " }
        loader.add(text: facts, name: "<facts>")
        let store = try Store(path: folder.appendingPathComponent("ranges.zhol").path, access: .create)
        _ = try loader.load(into: store)
        let database = try Database(store: store)
        for constant in Self.values + ["1950-02-17", "2016-02", "300", "301", "3000", "99999"] {
            for sign in ["=", "!=", "<", "<=", ">", ">="] {
                try expectSame(database, "v(X, V), V \(sign) \(constant)")
                try expectSame(database, "v(X, V), \(constant) \(sign) V")
            }
            try expectSame(database, "v(X, V), V >= 2015-03-01, V < \(constant)")
            try expectSame(database, "v(X, V), V > 100, V <= \(constant)")
        }
    }

    private func expectSame(_ database: Database, _ goal: String) throws {
        var reader = ProgramReader()
        reader.read(text: "?- \(goal).", name: "<goal>")
        var options = Database.RunOptions()
        let found = try database.run(reader, options).answers[0]
        options.plain = true
        let plain = try database.run(reader, options).answers[0]
        #expect(found.rows == plain.rows, "\(goal): \(found.count) rows, not \(plain.count)")
    }
}
