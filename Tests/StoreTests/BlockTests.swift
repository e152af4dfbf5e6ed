import Terms
import Testing

@testable import Store

@Suite("Blocks")
struct BlockTests {
    private typealias Pair = PairBlock.Pair

    /// Sorted, distinct pairs, with ids of many sizes.
    private func pairs(_ count: Int, _ random: inout SeededRandom) -> [PairBlock.Pair] {
        let bits = UInt64(1 + random.below(63))
        let mask: UInt64 = (1 << bits) - 1
        let firsts = (0..<max(1, count / (1 + random.below(20)))).map { _ in random.next() & mask }
        return Array(Set((0..<count).map { _ in Pair(first: random.pick(firsts), second: random.next() & mask) }))
            .sorted()
    }

    private func decoded(_ first: PairBlock.Pair, _ value: [UInt8]) -> [PairBlock.Pair]? {
        var firsts: [UInt64] = []
        var seconds: [UInt64] = []
        guard value.withUnsafeBytes({ PairBlock.decode(first: first, $0, into: &firsts, &seconds) }) else { return nil }
        return zip(firsts, seconds).map { Pair(first: $0, second: $1) }
    }

    @Test("a block decodes to the pairs it was made of, whatever their sizes", arguments: 1...60)
    func roundTrip(seed: Int) throws {
        var random = SeededRandom(UInt64(seed))
        let pairs = pairs(1 + random.below(400), &random)
        let value = PairBlock.encode(pairs)
        #expect(decoded(pairs[0], value) == pairs)
        let header = value.withUnsafeBytes { PairBlock.header($0).map { ($0.count, $0.last) } }
        #expect(header?.0 == pairs.count)
        #expect(header?.1 == pairs.last)
    }

    @Test("the extremes of 64 bits survive")
    func extremes() {
        let pairs = [
            Pair(first: 0, second: 0), Pair(first: 0, second: .max), Pair(first: 1, second: 0),
            Pair(first: .max, second: 0), Pair(first: .max, second: .max),
        ]
        #expect(decoded(pairs[0], PairBlock.encode(pairs)) == pairs)
    }

    @Test("a pair is found where it is, and its neighbours where it is not", arguments: 1...30)
    func find(seed: Int) throws {
        var random = SeededRandom(UInt64(seed))
        let pairs = pairs(1 + random.below(100), &random)
        let value = PairBlock.encode(pairs)
        var wanted = pairs
        for pair in pairs {
            wanted.append(Pair(first: pair.first, second: pair.second &+ 1))
            wanted.append(Pair(first: pair.first &+ 1, second: 0))
        }
        for pair in wanted {
            let place = try #require(value.withUnsafeBytes { PairBlock.find(pair, first: pairs[0], $0) })
            #expect(place.before == pairs.last { $0 < pair })
            #expect(place.after == pairs.first { !($0 < pair) })
            #expect(place.holds(pair) == pairs.contains(pair))
            guard !pairs.contains(pair), pairs[0] < pair else { continue }
            let more = try #require(value.withUnsafeBytes { PairBlock.inserting(pair, at: place, $0) })
            #expect(more == PairBlock.encode((pairs + [pair]).sorted()), "inserting gives the block of all")
        }
    }

    @Test("the seconds of a first within a range are those of the pairs", arguments: 1...30)
    func seconds(seed: Int) throws {
        var random = SeededRandom(UInt64(seed))
        let pairs = pairs(1 + random.below(100), &random)
        let value = PairBlock.encode(pairs)
        for first in Set(pairs.map(\.first)) {
            let all = pairs.filter { $0.first == first }.map(\.second)
            let low = random.pick(all)
            let high = max(low, random.pick(all))
            for range in [0...UInt64.max, low...high] {
                var found: [UInt64] = []
                let isBlock = value.withUnsafeBytes {
                    PairBlock.appendSeconds(of: first, within: range, first: pairs[0], $0, into: &found)
                }
                #expect(isBlock)
                #expect(found == all.filter { range.contains($0) })
            }
        }
    }

    @Test("the builder's blocks together are the pairs, and none is too large", arguments: 1...20)
    func builder(seed: Int) throws {
        var random = SeededRandom(UInt64(seed))
        let pairs = pairs(1 + random.below(3000), &random)
        let whole = PairBlock.encode(pairs).count
        for builder in [PairBlockBuilder(), PairBlockBuilder(bytes: whole)] {
            var builder = builder
            var blocks: [(first: PairBlock.Pair, value: [UInt8])] = []
            for pair in pairs { if let block = builder.append(pair) { blocks.append(block) } }
            if let block = builder.finish() { blocks.append(block) }
            #expect(blocks.flatMap { decoded($0.first, $0.value) ?? [] } == pairs)
            #expect(blocks.allSatisfy { $0.value.count <= PairBlock.capacity })
        }
    }

    @Test("random bytes are a block or none, and never more than they can hold", arguments: 1...40)
    func randomBytes(seed: Int) {
        var random = SeededRandom(UInt64(seed))
        for _ in 0..<200 {
            var bytes = (0..<random.below(80)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            if !bytes.isEmpty, random.chance(1, in: 2) { bytes[0] = UInt8(random.below(40)) }
            let first = Pair(first: random.next(), second: random.next())
            if let pairs = decoded(first, bytes) { #expect(pairs.count <= bytes.count) }
            bytes.withUnsafeBytes { raw in
                _ = PairBlock.find(first, first: Pair(first: 0, second: 0), raw)
                var found: [UInt64] = []
                _ = PairBlock.appendSeconds(of: first.first, within: 0...UInt64.max, first: first, raw, into: &found)
                #expect(found.count <= bytes.count + 1)
                _ = TextBlock.decode(firstKey: raw, raw)
                _ = try? TextBlock.number(of: raw, firstKey: UnsafeRawBufferPointer(rebasing: raw.prefix(3)), raw)
                _ = StoredStatement.decode(raw)
                var reader = ByteReader(raw)
                while !reader.isAtEnd, LogEntry(&reader) != nil {}
                _ = Declaration(raw)
            }
        }
    }

    @Test("a damaged block is a block of other pairs or none", arguments: 1...20)
    func damagedBlocks(seed: Int) {
        var random = SeededRandom(UInt64(seed))
        let pairs = pairs(100, &random)
        let value = PairBlock.encode(pairs)
        for _ in 0..<200 {
            var broken = value
            broken[random.below(broken.count)] ^= 1 << UInt8(random.below(8))
            if random.chance(1, in: 3) { broken.removeLast(random.below(broken.count)) }
            if let found = decoded(pairs[0], broken) { #expect(found.count <= broken.count) }
        }
    }

    @Test("texts that share their starts come back, and their block finds each", arguments: 1...20)
    func textBlocks(seed: Int) throws {
        var random = SeededRandom(UInt64(seed))
        let starts = ["", "a", "http://example.org/", "http://example.org/people/"].map { Array($0.utf8) }
        let keys = Array(
            Set(
                (0..<(1 + random.below(300))).map { _ in
                    [0x50] + random.pick(starts) + (0..<random.below(6)).map { _ in UInt8(97 + random.below(4)) }
                })
        ).sorted { $0.isBefore($1) }
        let entries = keys.enumerated().map { TextBlock.Entry(key: $0.element, number: UInt64($0.offset * 37)) }
        var found: [TextBlock.Entry] = []
        var blocks: [(key: [UInt8], value: [UInt8])] = []
        var builder = TextBlockBuilder()
        for entry in entries {
            if let block = entry.key.withUnsafeBytes({ builder.append($0, entry.number) }) { blocks.append(block) }
        }
        if let block = builder.finish() { blocks.append(block) }
        for (key, value) in blocks {
            #expect(value.count <= TextBlock.capacity(key))
            let part = try #require(
                key.withUnsafeBytes { first in value.withUnsafeBytes { TextBlock.decode(firstKey: first, $0) } })
            for wanted in keys + keys.map({ $0 + [98] }) + keys.map({ Array($0.dropLast()) }) {
                let number = try wanted.withUnsafeBytes { wanted in
                    try key.withUnsafeBytes { first in
                        try value.withUnsafeBytes { try TextBlock.number(of: wanted, firstKey: first, $0) }
                    }
                }
                #expect(number == part.first { $0.key == wanted }?.number)
            }
            found += part
        }
        #expect(found.map(\.key) == keys)
        #expect(found.map(\.number) == entries.map(\.number))
    }

    @Test("new texts are sorted by their bytes, the longest left out where asked", arguments: 1...30)
    func textOrder(seed: Int) {
        var random = SeededRandom(UInt64(seed))
        let starts = ["", "a", "\0", "http://example.org/", "http://example.org/people/of/many/names/"].map {
            Array($0.utf8)
        }
        // Few letters, zero among them, so that many texts start with others.
        let texts = Set(
            (0..<(1 + random.below(400))).map { _ in
                random.pick(starts) + (0..<random.below(20)).map { _ in UInt8(random.below(3)) }
            })
        let table = InternedTerms()
        for (number, text) in texts.enumerated() {
            text.withUnsafeBytes { bytes in
                table.insert(
                    TermID(kind: .string, payload: UInt64(number + 5)), bytes, hash: table.hash(.string, bytes),
                    isNew: true)
            }
        }
        let new = table.newTexts(.string)
        #expect(new.first == 5)
        #expect(new.texts.count == texts.count)
        let all = texts.sorted { $0.lexicographicallyPrecedes($1) }
        #expect(TextSort.sorted(new.texts, leavingOut: { _ in false }).map { Array(new.texts[Int($0)]) } == all)
        #expect(
            TextSort.sorted(new.texts, leavingOut: { $0 > 20 }).map { Array(new.texts[Int($0)]) }
                == all.filter { $0.count <= 20 })
    }

    @Test("columns sort as pairs do, packed or wide", arguments: 1...30)
    func columns(seed: Int) {
        var random = SeededRandom(UInt64(seed))
        let bits = UInt64(1 + random.below(63))
        let offset = random.chance(1, in: 2) ? UInt64(0x50) << 56 : 0
        let pairs = (0..<random.below(500)).map { _ in
            Pair(first: offset &+ random.next() >> (64 - bits), second: random.next() >> UInt64(random.below(64)))
        }
        var columns = PairColumns(firsts: pairs.map(\.first), seconds: pairs.map(\.second))
        columns.sortDistinct()
        let expected = Array(Set(pairs)).sorted()
        #expect(columns.firsts == expected.map(\.first))
        #expect(columns.seconds == expected.map(\.second))
        let loose = pairs.withUnsafeBufferPointer { PairColumns(sortingDistinct: $0) }
        #expect(loose.firsts == expected.map(\.first))
        #expect(loose.seconds == expected.map(\.second))
    }
}
