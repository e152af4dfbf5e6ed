import Terms
import Testing

@testable import Store

@Suite("The dictionary")
struct DictionaryTests {
    private let folder: TemporaryFolder
    private let store: Store

    init() throws {
        folder = try TemporaryFolder()
        store = try Store(path: folder.store, access: .create)
    }

    /// One term of each kind that does not fit an id, and texts around the longest key.
    private static let terms: [Term] =
        [
            .entity("khorgos_gateway"), .entity("<http://www.wikidata.org/entity/Q1>"), .entity("_:b0"), .entity(""),
            .entity("Фонд Самрук"), .string("eight by"), .string("with\0zero"), .tagged("Қорғас", language: "kk"),
            .tagged("Қорғас", language: "ru"), .tagged("", language: "kk"), .typed("P3Y", datatype: "<http://d>"),
            .typed("a\0b", datatype: "x"), .int(.max), .int(.min), .float(0.1), .float(-1e-9),
            .dateTime(DateTime(microsecondsSinceEpoch: .max)), .decimal(Decimal("12345678901234.567") ?? Decimal(0)),
            .string("é and more"), .string("e\u{301} and more"),
        ]
        + [479, 480, 481, 511, 512, 5000, 200_000].flatMap { length in
            [Term.string(String(repeating: "x", count: length)), .entity(String(repeating: "y", count: length))]
        }

    /// Puts the terms into a transaction that counts.
    private func intern(_ terms: [Term]) throws -> [TermID] {
        var ids: [TermID] = []
        try store.write { writer in
            ids = try terms.map { try writer.intern($0) }
            for (term, id) in zip(terms, ids) {
                #expect(try writer.intern(term) == id)
                #expect(try writer.id(of: term) == id)
                #expect(try writer.term(of: id) == term)
            }
            try writer.add("known", "transaction \(writer.transactionNumber)", .int(1))
        }
        return ids
    }

    @Test("each kind of term comes back, and has one id for ever")
    func everyKind() throws {
        let ids = try intern(Self.terms)
        #expect(Set(ids).count == ids.count)
        #expect(try intern(Self.terms.reversed()) == ids.reversed())
        let snapshot = try store.snapshot()
        for (term, id) in zip(Self.terms, ids) {
            #expect(try snapshot.id(of: term) == id)
            let back = try snapshot.term(of: id)
            #expect(back == term)
            // Equal scalars, and not only equal to a reader.
            #expect(back.plainText(Namespaces()).utf8.elementsEqual(term.plainText(Namespaces()).utf8))
        }
        #expect(try snapshot.id(of: .entity("nobody")) == nil)
        #expect(try snapshot.id(of: .string(String(repeating: "x", count: 482))) == nil)
        #expect(try snapshot.verify().isSound)
    }

    @Test("terms that memory has no room for are written early, and keep their ids")
    func littleMemory() throws {
        let names = (0..<3000).map { Term.entity("person number \($0 * 7919 % 3000)") }
        try store.write { writer in
            writer.termMemory = 40_000
            let first = try names.map { try writer.intern($0) }
            let again = try names.reversed().map { try writer.intern($0) }
            #expect(Array(again.reversed()) == first)
            #expect(Set(first).count == 3000)
            try writer.add("known", "all", .int(1))
        }
        let snapshot = try store.snapshot()
        for name in names { #expect(try snapshot.id(of: name).map { try snapshot.term(of: $0) } == name) }
        #expect(try snapshot.verify().isSound)
    }

    @Test("what an abandoned transaction named is not known")
    func abandoned() throws {
        _ = try? store.write { writer in
            _ = try writer.intern(.entity("nobody"))
            throw ModelMismatch()
        }
        #expect(try store.snapshot().id(of: .entity("nobody")) == nil)
        let ids = try intern([.entity("somebody")])
        #expect(try store.snapshot().term(of: ids[0]) == .entity("somebody"))
    }

    @Test("long texts with one hash are told apart")
    func collisions() throws {
        let texts = (0..<4).map { String(repeating: "long ", count: 150) + "\($0)" }
        let first = try intern([.string(texts[0])])[0]
        // As if the second text had the hash of the first: the first stands under the second's key.
        let key = Array(texts[1].utf8).withUnsafeBytes { TextKey.key(.string, $0, sequence: 0) }
        try store.write { writer in
            let keys = SortedKeys()
            key.withUnsafeBytes { keys.append($0, first.payload) }
            try writer.merge(keys)
            try writer.add("known", "collision", .int(1))
        }
        let snapshot = try store.snapshot()
        #expect(try snapshot.id(of: .string(texts[1])) == nil)
        let ids = try intern(texts.map { .string($0) })
        #expect(ids[0] == first)
        #expect(Set(ids).count == 4)
        let later = try store.snapshot()
        for (text, id) in zip(texts, ids) { #expect(try later.id(of: .string(text)) == id) }
    }

    @Test("names with a prefix are listed in order, at most as many as asked for")
    func prefixes() throws {
        var random = SeededRandom(4)
        let names = Array(Set((0..<900).map { _ in "\(random.pick(["bank", "project", "ба"]))_\(random.below(5000))" }))
        for part in 0..<3 {
            _ = try intern(names.enumerated().filter { $0.offset % 3 == part }.map { .entity($0.element) })
        }
        let snapshot = try store.snapshot()
        for prefix in ["bank_1", "bank_12", "project_", "ба", "zzz", "b"] {
            let expected = names.filter { $0.hasPrefix(prefix) }.sorted { Array($0.utf8).isBefore(Array($1.utf8)) }
            #expect(try snapshot.entities(prefix: prefix, limit: 10_000) == expected)
            #expect(try snapshot.entities(prefix: prefix, limit: 7) == Array(expected.prefix(7)))
        }
        try store.write { writer in
            _ = try writer.intern(.entity("zzz_new"))
            #expect(try writer.entities(prefix: "zzz", limit: 9) == ["zzz_new"], "a writer lists its own")
        }
    }

    @Test(
        "a term has one id, whether it waits, was spilled or was written in the middle of a transaction",
        arguments: [[], [0], [1], [2], [0, 1, 2], [2, 2]])
    func oneID(settling: [Int]) throws {
        // Some are too long for a key.
        let names = (0..<9000).map { number in
            "name \(number)" + (number % 500 == 0 ? String(repeating: "x", count: 600) : "")
        }
        try store.write { writer in
            writer.limit(memory: 1 << 20)
            var ids: [TermID] = []
            for part in 0..<3 {
                for name in names[(part * 3000)..<(part * 3000 + 3000)] { ids.append(try writer.intern(.entity(name))) }
                // Reading names in order writes what waits.
                for _ in settling where settling.contains(part) {
                    #expect(try writer.entities(prefix: "name 1", limit: 1).count == 1)
                }
            }
            #expect(Set(ids).count == names.count)
            for (name, id) in zip(names, ids) { #expect(try writer.intern(.entity(name)) == id) }
            try writer.add("known", "all", .int(1))
        }
        #expect(try Store.verify(path: folder.store).problems == [])
    }
}
