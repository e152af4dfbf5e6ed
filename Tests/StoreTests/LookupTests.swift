import Terms
import Testing

@testable import Store

@Suite("Many look-ups in one relation")
struct LookupTests {
    private let folder: TemporaryFolder
    private let store: Store

    init() throws {
        folder = try TemporaryFolder()
        store = try Store(path: folder.store, access: .create)
    }

    @Test("they find what is stored, over all blocks, ascending or not", arguments: 0..<12)
    func model(seed: UInt64) throws {
        var random = SeededRandom(seed)
        // From few firsts with many seconds each to the opposite, in many blocks, in one, or none at all.
        let firsts = [2, 40, 3000][Int(seed % 3)]
        let count = seed == 0 ? 0 : seed % 4 == 0 ? 20 : 6000
        func id(_ below: Int) -> TermID { TermID(smallInt: Int64(random.below(below))) }
        let pairs = Set((0..<count).map { _ in [id(firsts).rawValue, id(8_000_000 / firsts).rawValue] })
        try store.write { writer in
            let predicate = try writer.intern(.entity("p"))
            // Others stand around it in the table.
            for name in ["o", "p", "q"] {
                let other = try writer.intern(.entity(name))
                if other != predicate { try writer.add(name, "x", .int(5)) }
            }
            _ = try writer.bulk { load in
                for pair in pairs {
                    try load.add(
                        predicate: predicate, subject: TermID(rawValue: pair[0]), object: TermID(rawValue: pair[1]))
                }
            }
        }
        let snapshot = try store.snapshot()
        let predicate = try #require(try snapshot.id(of: .entity("p")))
        var seconds: [UInt64: [UInt64]] = [:]
        for pair in pairs { seconds[pair[0], default: []].append(pair[1]) }
        var lookups = PairLookups(snapshot, predicate, order: .subject)
        var flipped = PairLookups(snapshot, predicate, order: .object)
        var asked = (0..<400).map { _ in id(firsts + 5).rawValue } + seconds.keys.prefix(200)
        if seed % 2 == 0 { asked.sort() }
        for first in asked {
            let expected = (seconds[first] ?? []).sorted()
            #expect(try lookups.has(first: TermID(rawValue: first)) == !expected.isEmpty)
            var found: [UInt64] = []
            try lookups.seconds(first: TermID(rawValue: first), into: &found)
            #expect(found == expected)
            for second in Set(expected.prefix(3) + [id(8_000_000 / firsts).rawValue]) {
                let isThere = pairs.contains([first, second])
                let (subject, object) = (TermID(rawValue: first), TermID(rawValue: second))
                #expect(try lookups.contains(first: subject, second: object) == isThere)
                #expect(try flipped.contains(first: object, second: subject) == isThere)
            }
        }
    }
}
